//! The shapes that carry meaning, each with a stand-in for terminals that know ASCII only.

use ratatui::symbols::border;

/// A shape by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// Right.
    Good,
    /// Nearly right.
    Near,
    /// Wrong.
    Bad,
    /// Before the line that the cursor is on.
    Cursor,
    /// Before an item of a list.
    Bullet,
    /// Something was left out.
    Ellipsis,
    /// Between two things on one line.
    Dot,
    /// Upwards, more above.
    Up,
    /// Downwards, more below.
    Down,
    /// To the left, from.
    Left,
    /// To the right, leads to.
    Right,
    /// Something folded away.
    Folded,
    /// Something unfolded.
    Unfolded,
    /// The full part of a bar.
    Full,
    /// The empty part of a bar.
    Empty,
    /// A horizontal line.
    Line,
    /// A vertical line.
    Side,
    /// Ticked.
    Ticked,
    /// Not ticked.
    Unticked,
    /// Picked, of several only one.
    Picked,
    /// Not picked.
    Unpicked,
    /// Flagged.
    Flag,
    /// Mastery: never answered.
    Unseen,
    /// Mastery: on its way.
    Learning,
    /// Mastery: likely forgotten.
    Shaky,
    /// Mastery: sits.
    Firm,
}

impl Glyph {
    /// The shape itself; one column wide, up to three in ASCII.
    #[must_use]
    pub const fn text(self, ascii: bool) -> &'static str {
        let (unicode, plain) = match self {
            Self::Good => ("✓", "+"),
            Self::Near => ("≈", "~"),
            Self::Bad => ("✗", "x"),
            Self::Cursor => ("▸", ">"),
            Self::Bullet => ("•", "*"),
            Self::Ellipsis => ("…", "~"),
            Self::Dot => ("·", "-"),
            Self::Up => ("↑", "^"),
            Self::Down => ("↓", "v"),
            Self::Left => ("←", "<"),
            Self::Right => ("→", ">"),
            Self::Folded => ("▸", "+"),
            Self::Unfolded => ("▾", "-"),
            Self::Full => ("█", "#"),
            Self::Empty => ("░", "."),
            Self::Line => ("─", "-"),
            Self::Side => ("│", "|"),
            Self::Ticked => ("■", "[x]"),
            Self::Unticked => ("□", "[ ]"),
            Self::Picked => ("●", "(*)"),
            Self::Unpicked => ("○", "( )"),
            Self::Flag => ("⚑", "!"),
            Self::Unseen => ("○", "."),
            Self::Learning => ("◔", "-"),
            Self::Shaky => ("◑", "~"),
            Self::Firm => ("●", "#"),
        };
        if ascii { plain } else { unicode }
    }
}

/// The border of a window.
#[must_use]
pub const fn border(ascii: bool) -> border::Set<'static> {
    if ascii {
        border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        }
    } else {
        border::ROUNDED
    }
}
