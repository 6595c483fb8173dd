//! What the program runs with, put together from the settings file, the environment and the flags.

use std::fmt;

/// How the screen looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
    /// As much contrast as there is.
    Contrast,
    /// No colour at all: bold, underline and reverse only.
    Plain,
}

impl ThemeName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Contrast, Self::Plain];

    /// What settings call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::Plain => "plain",
        }
    }

    /// The theme that settings call `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many colours the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The sixteen names, whose look the user's terminal decides.
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24 bits.
    True,
}

impl Depth {
    /// What `COLORTERM` and `TERM` promise.
    #[must_use]
    pub fn detect(colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        let colorterm = colorterm.unwrap_or_default();
        let rich = ["direct", "kitty", "alacritty", "foot", "ghostty", "wezterm"];
        if matches!(colorterm, "truecolor" | "24bit") || rich.iter().any(|r| term.contains(r)) {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_have_names() {
        for theme in ThemeName::ALL {
            assert_eq!(ThemeName::named(theme.name()), Some(theme));
        }
        assert_eq!(ThemeName::named("Dark"), None);
    }

    #[test]
    fn the_terminal_says_how_many_colours_it_has() {
        for (colorterm, term, depth) in [
            (Some("truecolor"), Some("xterm-256color"), Depth::True),
            (Some("24bit"), None, Depth::True),
            (None, Some("xterm-kitty"), Depth::True),
            (None, Some("xterm-direct"), Depth::True),
            (None, Some("tmux-256color"), Depth::Indexed),
            (Some(""), Some("xterm"), Depth::Sixteen),
            (None, Some("linux"), Depth::Sixteen),
            (None, None, Depth::Sixteen),
        ] {
            assert_eq!(
                Depth::detect(colorterm, term),
                depth,
                "{colorterm:?} {term:?}"
            );
        }
    }
}
