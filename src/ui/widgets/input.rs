//! A one-line input: editing through ratatui-textarea, drawn as spans so that it can stand inside scrolling text.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::TextArea;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One line of text with a cursor, undo (`ctrl-u`), word motions and the usual Emacs keys.
#[derive(Debug, Clone, Default)]
pub struct Input {
    area: TextArea<'static>,
}

/// An [`Input`] cut to a width: what stands left of the cursor, under it, and right of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Left of the cursor.
    pub before: String,
    /// Under the cursor; a space at the end of the text.
    pub under: String,
    /// Right of the cursor.
    pub after: String,
}

impl Input {
    /// An input that already holds `text`, the cursor at its end.
    #[must_use]
    pub fn with_text(text: &str) -> Self {
        let mut input = Self::default();
        input.paste(text);
        input
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().concat()
    }

    /// Nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Takes a key. False where the key means nothing here (enter, tab, esc, function keys), so that it stays a command.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the keys that edit, out of all there are"
    )]
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('m' | 'j') if control => false,
            KeyCode::Char(_)
            | KeyCode::Backspace
            | KeyCode::Delete
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Home
            | KeyCode::End => {
                self.area.input(key);
                true
            }
            _ => false,
        }
    }

    /// Inserts pasted text; line breaks become spaces.
    pub fn paste(&mut self, text: &str) {
        let flat: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.area.insert_str(flat);
    }

    /// The part around the cursor that fits into `width` columns (at least one).
    #[must_use]
    pub fn shown(&self, width: usize) -> Shown {
        let text = self.text();
        let cursor = self.area.cursor().1;
        let split = text
            .char_indices()
            .nth(cursor)
            .map_or(text.len(), |(at, _)| at);
        let (before, rest) = text.split_at_checked(split).unwrap_or((&text, ""));
        let mut after = rest.graphemes(true);
        let under = after.next().unwrap_or(" ").to_owned();
        let room = width.saturating_sub(under.width());
        let before = tail(before, room);
        let after = head(after.as_str(), room.saturating_sub(before.width()));
        Shown {
            before,
            under,
            after,
        }
    }
}

/// The last graphemes of `text` that fit into `width` columns.
fn tail(text: &str, width: usize) -> String {
    let mut room = width;
    let kept: Vec<&str> = text
        .graphemes(true)
        .rev()
        .take_while(|g| {
            let fits = g.width() <= room;
            room = room.saturating_sub(g.width());
            fits
        })
        .collect();
    kept.into_iter().rev().collect()
}

/// The first graphemes of `text` that fit into `width` columns.
fn head(text: &str, width: usize) -> String {
    let mut room = width;
    text.graphemes(true)
        .take_while(|g| {
            let fits = g.width() <= room;
            room = room.saturating_sub(g.width());
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, code: KeyCode) -> bool {
        input.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn the_cursor_stays_in_sight() {
        let mut input = Input::with_text("half-open");
        assert_eq!(
            input.shown(5),
            Shown {
                before: "open".into(),
                under: " ".into(),
                after: String::new()
            }
        );
        press(&mut input, KeyCode::Home);
        assert_eq!(
            input.shown(5),
            Shown {
                before: String::new(),
                under: "h".into(),
                after: "alf-".into()
            }
        );
        press(&mut input, KeyCode::Char('漢'));
        assert_eq!(
            input.shown(4),
            Shown {
                before: "漢".into(),
                under: "h".into(),
                after: "a".into()
            }
        );
    }

    #[test]
    fn keys_that_mean_nothing_here_stay_commands() {
        let mut input = Input::default();
        for code in [
            KeyCode::Enter,
            KeyCode::Tab,
            KeyCode::Esc,
            KeyCode::Up,
            KeyCode::F(1),
        ] {
            assert!(!press(&mut input, code), "{code:?}");
        }
        assert!(input.is_empty());
    }

    #[test]
    fn a_paste_is_one_line() {
        assert_eq!(Input::with_text("3\r\nTB\u{1b}[31m").text(), "3  TB [31m");
    }
}
