//! From the terminal's key events to the keys of the keymap.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::keymap::{Code, Key};

/// The key that was pressed; none for a release and for keys no keymap knows.
#[must_use]
pub fn key(event: &KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let (code, shift) = match event.code {
        // Shift is in the character already; with control terminals drop the case.
        KeyCode::Char(c) if ctrl => (Code::Char(c.to_ascii_lowercase()), shift && c == ' '),
        KeyCode::Char(c) => (Code::Char(c), shift && c == ' '),
        KeyCode::Null => (Code::Char(' '), false),
        KeyCode::BackTab => (Code::Tab, true),
        KeyCode::Tab => (Code::Tab, shift),
        KeyCode::Enter => (Code::Enter, shift),
        KeyCode::Esc => (Code::Esc, shift),
        KeyCode::Backspace => (Code::Backspace, shift),
        KeyCode::Delete => (Code::Delete, shift),
        KeyCode::Insert => (Code::Insert, shift),
        KeyCode::Up => (Code::Up, shift),
        KeyCode::Down => (Code::Down, shift),
        KeyCode::Left => (Code::Left, shift),
        KeyCode::Right => (Code::Right, shift),
        KeyCode::Home => (Code::Home, shift),
        KeyCode::End => (Code::End, shift),
        KeyCode::PageUp => (Code::PageUp, shift),
        KeyCode::PageDown => (Code::PageDown, shift),
        KeyCode::F(n) => (Code::F(n), shift),
        KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Modifier(_) => return None,
    };
    Some(Key {
        code,
        ctrl: ctrl || event.code == KeyCode::Null,
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift,
    })
}

/// The event that pressing `key` sends: what tests and the harness press.
#[must_use]
pub fn event(key: Key) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::CONTROL, key.ctrl);
    modifiers.set(KeyModifiers::ALT, key.alt);
    modifiers.set(KeyModifiers::SHIFT, key.shift);
    let code = match key.code {
        Code::Char(c) => {
            modifiers.set(KeyModifiers::SHIFT, key.shift || c.is_uppercase());
            KeyCode::Char(c)
        }
        Code::Tab if key.shift => KeyCode::BackTab,
        Code::Tab => KeyCode::Tab,
        Code::F(n) => KeyCode::F(n),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
    };
    KeyEvent::new(code, modifiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pressed_is_what_the_keymap_knows() {
        for text in [
            "j",
            "G",
            "?",
            "space",
            "ctrl-d",
            "ctrl-space",
            "alt-h",
            "shift-tab",
            "shift-down",
            "f5",
            "é",
            "ctrl-alt-x",
            "pgup",
        ] {
            let wanted: Key = text.parse().unwrap();
            assert_eq!(key(&event(wanted)), Some(wanted), "{text}");
        }
    }

    #[test]
    fn terminals_have_their_ways() {
        for (code, modifiers, wanted) in [
            (KeyCode::Char('J'), KeyModifiers::SHIFT, Some("J")),
            (KeyCode::Char('J'), KeyModifiers::NONE, Some("J")),
            (KeyCode::Char('?'), KeyModifiers::SHIFT, Some("?")),
            (KeyCode::BackTab, KeyModifiers::NONE, Some("shift-tab")),
            (KeyCode::Null, KeyModifiers::NONE, Some("ctrl-space")),
            (KeyCode::Char('P'), KeyModifiers::CONTROL, Some("ctrl-p")),
            (KeyCode::CapsLock, KeyModifiers::NONE, None),
        ] {
            let got = key(&KeyEvent::new(code, modifiers));
            assert_eq!(got, wanted.map(|w| w.parse().unwrap()), "{code:?}");
        }
    }

    #[test]
    fn a_release_is_no_press() {
        let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(key(&event), None);
    }
}
