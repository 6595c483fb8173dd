//! Colours, and nowhere else: a palette becomes about thirty tokens by meaning, a token becomes a style.
//!
//! Dark, light and contrast paint their own ground where the terminal has 256 colours or more, so the contrast is known.
//! With 16 colours the terminal's own ground and names are used. Only [`Token::Text`], [`Token::Bar`],
//! [`Token::Selected`], [`Token::Field`] and [`Token::Cursor`] set a ground; every other token can stand on any of them.

use ratatui::style::{Color, Modifier, Style};

use crate::app::config::{Depth, ThemeName};

mod palette;

use palette::Palette;

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// Prose; also the ground of everything.
    Text,
    /// Less important prose: labels, counts, times.
    Dim,
    /// A heading.
    Title,
    /// The one thing to look at.
    Accent,
    /// Bold prose.
    Strong,
    /// Emphasised prose.
    Emphasis,
    /// Code and what is typed literally.
    Code,
    /// Leads somewhere.
    Link,
    /// Someone else's words.
    Quote,
    /// A precision note.
    Note,
    /// The line under the cursor.
    Selected,
    /// What a search found.
    Match,
    /// The ground of a text field.
    Field,
    /// The character under a text field's cursor.
    Cursor,
    /// Lines and other furniture; never text.
    Border,
    /// The border of what has the keyboard.
    Focus,
    /// The top and the bottom line.
    Bar,
    /// The room one is in.
    BarActive,
    /// A key to press.
    Key,
    /// Right, done, saved.
    Good,
    /// Nearly right, careful.
    Near,
    /// Wrong, failed.
    Bad,
    /// In a diff: what was left out.
    Missing,
    /// In a diff: what is too much.
    Extra,
    /// Mastery: never answered.
    Unseen,
    /// Mastery: on its way.
    Learning,
    /// Mastery: likely forgotten.
    Shaky,
    /// Mastery: sits.
    Firm,
    /// Activity, the least of four steps.
    Heat1,
    /// Activity, second step.
    Heat2,
    /// Activity, third step.
    Heat3,
    /// Activity, the most.
    Heat4,
}

impl Token {
    /// All of them.
    pub const ALL: [Self; 32] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::Accent,
        Self::Strong,
        Self::Emphasis,
        Self::Code,
        Self::Link,
        Self::Quote,
        Self::Note,
        Self::Selected,
        Self::Match,
        Self::Field,
        Self::Cursor,
        Self::Border,
        Self::Focus,
        Self::Bar,
        Self::BarActive,
        Self::Key,
        Self::Good,
        Self::Near,
        Self::Bad,
        Self::Missing,
        Self::Extra,
        Self::Unseen,
        Self::Learning,
        Self::Shaky,
        Self::Firm,
        Self::Heat1,
        Self::Heat2,
        Self::Heat3,
        Self::Heat4,
    ];

    /// Drawn with lines and blocks only, so that a lower contrast will do.
    #[must_use]
    pub const fn is_furniture(self) -> bool {
        matches!(
            self,
            Self::Border | Self::Focus | Self::Heat1 | Self::Heat2 | Self::Heat3 | Self::Heat4
        )
    }
}

/// The styles of one theme at one colour depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
}

impl Theme {
    /// The theme `name` for a terminal with `depth`.
    #[must_use]
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        Self {
            palette: Palette::new(name, depth),
        }
    }

    /// How `token` is drawn.
    #[must_use]
    pub fn style(&self, token: Token) -> Style {
        let p = &self.palette;
        let fg = |color: Color| Style::new().fg(color);
        match token {
            Token::Text => fg(p.text).bg(p.ground),
            Token::Dim | Token::Unseen => self.dim(),
            Token::Title => fg(p.text).add_modifier(Modifier::BOLD),
            Token::Accent | Token::Focus | Token::Learning => fg(p.accent),
            Token::Strong => Style::new().add_modifier(Modifier::BOLD),
            Token::Emphasis => Style::new().add_modifier(Modifier::ITALIC),
            Token::Code => fg(p.code),
            Token::Link => fg(p.accent).add_modifier(Modifier::UNDERLINED),
            Token::Quote => self.dim().add_modifier(Modifier::ITALIC),
            Token::Note | Token::Near | Token::Shaky => fg(p.near),
            Token::Selected => self.raised(p.selected, Modifier::REVERSED),
            Token::Match => fg(p.accent).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Token::Field => self.raised(p.field, Modifier::UNDERLINED),
            Token::Cursor => Style::new().add_modifier(Modifier::REVERSED),
            Token::Border => fg(p.border),
            Token::Bar => self.dim().bg(p.bar),
            Token::BarActive => fg(p.text).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Token::Key => fg(p.accent).add_modifier(Modifier::BOLD),
            Token::Good | Token::Firm => fg(p.good),
            Token::Bad => fg(p.bad),
            Token::Missing => fg(p.good).add_modifier(Modifier::UNDERLINED),
            Token::Extra => fg(p.bad).add_modifier(Modifier::CROSSED_OUT),
            Token::Heat1 => fg(p.heat[0]),
            Token::Heat2 => fg(p.heat[1]),
            Token::Heat3 => fg(p.heat[2]),
            Token::Heat4 => fg(p.heat[3]),
        }
    }

    /// The terminal's own ground is in use, so a ground can't be told from another by its colour.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.palette.ground == Color::Reset
    }

    fn dim(&self) -> Style {
        let style = Style::new().fg(self.palette.dim);
        if self.is_flat() {
            style.add_modifier(Modifier::DIM)
        } else {
            style
        }
    }

    /// A ground of its own, or `instead` where there is none.
    fn raised(&self, ground: Color, instead: Modifier) -> Style {
        if self.is_flat() {
            Style::new().add_modifier(instead)
        } else {
            Style::new().bg(ground)
        }
    }
}

#[cfg(test)]
mod tests;
