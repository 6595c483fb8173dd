//! Where a page or a list stands, and the bar that shows it.
//!
//! Only drawing knows the height, so `window` remembers it and the next command uses it. A resize can't leave a position
//! outside: `window` puts it back.

use std::cell::Cell;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::commands::Command;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;

/// How far a movement command goes.
enum Step {
    Lines(isize),
    Pages(isize),
    Halves(isize),
    Start,
    End,
}

impl Step {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few commands that move, out of all there are"
    )]
    fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Down => Self::Lines(1),
            Command::Up => Self::Lines(-1),
            Command::PageDown => Self::Pages(1),
            Command::PageUp => Self::Pages(-1),
            Command::HalfDown => Self::Halves(1),
            Command::HalfUp => Self::Halves(-1),
            Command::Top => Self::Start,
            Command::Bottom => Self::End,
            _ => return None,
        })
    }

    /// Where `at` goes when `last` is as far as it can.
    fn apply(&self, at: usize, last: usize, page: usize) -> usize {
        // One line of the old page stays in sight.
        let page = isize::try_from(page.max(2)).unwrap_or(isize::MAX);
        let by = match self {
            Self::Lines(n) => *n,
            Self::Pages(n) => n * (page - 1),
            Self::Halves(n) => n * (page / 2),
            Self::Start => return 0,
            Self::End => return last,
        };
        at.saturating_add_signed(by).min(last)
    }
}

/// A page that scrolls.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    offset: Cell<usize>,
    len: Cell<usize>,
    page: Cell<usize>,
}

impl Scroll {
    /// Moves when `command` is one that moves; says whether it was.
    pub fn update(&mut self, command: Command) -> bool {
        let Some(step) = Step::of(command) else {
            return false;
        };
        let last = self.len.get().saturating_sub(self.page.get());
        let at = step.apply(self.offset.get(), last, self.page.get());
        self.offset.set(at);
        true
    }

    /// Brings line `line` into sight, with the least movement.
    pub fn reveal(&self, line: usize) {
        let page = self.page.get().max(1);
        let offset = self.offset.get();
        if line < offset {
            self.offset.set(line);
        } else if line >= offset + page {
            self.offset.set(line + 1 - page);
        }
    }

    /// There is more below what was drawn last.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.offset.get() + self.page.get() < self.len.get()
    }

    /// Back to the top.
    pub fn reset(&mut self) {
        self.offset.set(0);
    }

    /// The lines to draw, of `len` altogether, in `height` rows.
    pub fn window(&self, len: usize, height: u16) -> Range<usize> {
        let height = usize::from(height);
        self.len.set(len);
        self.page.set(height);
        let offset = self.offset.get().min(len.saturating_sub(height));
        self.offset.set(offset);
        offset..(offset + height).min(len)
    }
}

/// A cursor in a list that scrolls.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    at: usize,
    scroll: Scroll,
}

impl Cursor {
    /// The entry it is on; 0 in an empty list.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Puts it on `entry`.
    pub fn set(&mut self, entry: usize) {
        self.at = entry;
    }

    /// Moves within a list of `len` entries when `command` is one that moves; says whether it was.
    pub fn update(&mut self, command: Command, len: usize) -> bool {
        let Some(step) = Step::of(command) else {
            return false;
        };
        self.at = step.apply(self.at, len.saturating_sub(1), self.scroll.page.get());
        true
    }

    /// The entries to draw, of `len` altogether, in `height` rows of one entry each.
    pub fn window(&self, len: usize, height: u16) -> Range<usize> {
        self.scroll.window(len, height);
        self.scroll.reveal(self.at.min(len.saturating_sub(1)));
        self.scroll.window(len, height)
    }
}

/// Draws a bar at the right edge of `area` when `window` is not all of `len`.
pub fn bar(area: Rect, buf: &mut Buffer, window: &Range<usize>, len: usize, look: &Look) {
    let height = usize::from(area.height);
    if len <= window.len() || height == 0 || area.width == 0 {
        return;
    }
    let size = (height * window.len() / len).max(1);
    let travel = height - size.min(height);
    let start = (travel * window.start)
        .checked_div(len - window.len())
        .unwrap_or(0);
    for (row, y) in (area.top()..area.bottom()).enumerate() {
        let (glyph, token) = if (start..start + size).contains(&row) {
            (Glyph::Full, Token::Dim)
        } else {
            (Glyph::Side, Token::Border)
        };
        buf.set_string(area.right() - 1, y, look.glyph(glyph), look.style(token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_moves_and_stops_at_its_ends() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.window(30, 10), 0..10);
        for (command, wanted) in [
            (Command::Down, 1..11),
            (Command::PageDown, 10..20),
            (Command::HalfUp, 5..15),
            (Command::Bottom, 20..30),
            (Command::PageDown, 20..30),
            (Command::Top, 0..10),
            (Command::Up, 0..10),
        ] {
            assert!(scroll.update(command));
            assert_eq!(scroll.window(30, 10), wanted, "{command:?}");
        }
        assert!(!scroll.update(Command::Open));
    }

    #[test]
    fn a_page_that_shrinks_stays_filled() {
        let mut scroll = Scroll::default();
        scroll.window(30, 10);
        scroll.update(Command::Bottom);
        assert_eq!(scroll.window(12, 10), 2..12);
        assert_eq!(scroll.window(3, 10), 0..3);
        assert_eq!(scroll.window(0, 0), 0..0);
    }

    #[test]
    fn the_cursor_stays_in_sight() {
        let mut cursor = Cursor::default();
        assert_eq!(cursor.window(20, 5), 0..5);
        for _ in 0..6 {
            cursor.update(Command::Down, 20);
        }
        assert_eq!((cursor.at(), cursor.window(20, 5)), (6, 2..7));
        cursor.update(Command::Bottom, 20);
        assert_eq!((cursor.at(), cursor.window(20, 5)), (19, 15..20));
        assert_eq!(cursor.window(20, 1), 19..20, "a resize follows it");
        cursor.update(Command::Up, 0);
        assert_eq!(cursor.window(0, 5), 0..0);
    }

    proptest::proptest! {
        #[test]
        fn a_window_is_never_outside(moves in proptest::collection::vec((0..Command::ALL.len(), 0_usize..50, 0_u16..20), 0..40)) {
            let mut scroll = Scroll::default();
            let mut cursor = Cursor::default();
            for (command, len, height) in moves {
                scroll.update(Command::ALL[command]);
                cursor.update(Command::ALL[command], len);
                for window in [scroll.window(len, height), cursor.window(len, height)] {
                    proptest::prop_assert!(window.end <= len);
                    proptest::prop_assert_eq!(window.len(), len.min(usize::from(height)));
                }
                if height > 0 && len > 0 {
                    proptest::prop_assert!(cursor.window(len, height).contains(&cursor.at().min(len - 1)));
                }
            }
        }
    }
}
