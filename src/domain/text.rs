//! Text as learners type it and as terminals may show it.

mod diff;
mod normal;
mod stem;

use std::borrow::Cow;

pub use diff::{Run, diff};
pub use normal::{key, normalise};
pub use stem::stem;

/// Makes a text from a file harmless for a terminal: afterwards the only control character in it is the line feed.
///
/// C0 and DEL become their pictures (`ESC` is shown as `␛`), a tab becomes four spaces, CR LF becomes LF. C1, bidi
/// marks, overrides and isolates, invisible spaces and tags become U+FFFD. Joiners (U+200C, U+200D) stay between two
/// visible non-ASCII characters, where emoji and scripts need them, and become U+FFFD elsewhere. Doing it twice changes
/// nothing.
#[must_use]
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b'\n' | b' '..=b'~')) || !text.contains(is_suspicious) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\r' if next == '\n' => continue,
            '\u{7f}' => out.push('␡'),
            '\0'..='\u{1f}' => out.push(picture(c)),
            '\u{200c}' | '\u{200d}' if joins(before) && joins(next) => out.push(c),
            _ if is_suspicious(c) => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

/// The Unicode picture of a C0 control character.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// May stand beside a joiner. Nothing that [`sanitise`] replaces or puts in may, or a second pass would judge anew.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && !is_suspicious(c)
        && !c.is_whitespace()
        && !matches!(c, '\u{2400}'..='\u{2421}' | char::REPLACEMENT_CHARACTER)
}

/// Is invisible, moves the cursor, or turns the direction of what follows.
fn is_suspicious(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_not_sent() {
        for (raw, clean) in [
            ("plain\ntext", "plain\ntext"),
            ("red \x1b[31mtext\x1b[0m", "red ␛[31mtext␛[0m"),
            ("bell \x07 del \x7f nul \0", "bell ␇ del ␡ nul ␀"),
            ("a\r\nb\rc", "a\nb␍c"),
            ("a\tb", "a    b"),
            ("c1 \u{9b}31m", "c1 \u{fffd}31m"),
            ("abc\u{202e}fed\u{2069}", "abc\u{fffd}fed\u{fffd}"),
            ("a\u{200b}b\u{feff}", "a\u{fffd}b\u{fffd}"),
            // Joiners where they belong, and where they hide something.
            ("👩\u{200d}👩\u{200d}👧", "👩\u{200d}👩\u{200d}👧"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            (
                "pay\u{200d}pal é\u{200d}\u{200d}é",
                "pay\u{fffd}pal é\u{fffd}\u{fffd}é",
            ),
            ("ünï 日本 ✓", "ünï 日本 ✓"),
        ] {
            assert_eq!(sanitise(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn a_clean_text_is_not_copied() {
        assert!(matches!(sanitise("naïve 日本 -> ok\n"), Cow::Borrowed(_)));
    }

    /// Texts in which hostile characters are as frequent as letters.
    fn hostile() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let nasty = prop::sample::select(vec![
            '\x1b',
            '\0',
            '\x7f',
            '\u{85}',
            '\u{200c}',
            '\u{200d}',
            '\u{202e}',
            '\u{2066}',
            '\u{2028}',
            '\r',
            '\n',
            '\t',
            'é',
            '👩',
            '\u{fffd}',
            '␛',
            'a',
            ' ',
            '\u{e0041}',
        ]);
        let chars = prop_oneof![3 => nasty, 1 => any::<char>()];
        prop::collection::vec(chars, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest::proptest! {
        #[test]
        fn nothing_hostile_is_left_and_twice_is_once(raw in hostile()) {
            let clean = sanitise(&raw);
            proptest::prop_assert!(clean.chars().all(|c| c == '\n' || !c.is_control()));
            let joiner = |c| matches!(c, '\u{200c}' | '\u{200d}');
            proptest::prop_assert!(clean.chars().all(|c| !is_suspicious(c) || joiner(c)));
            proptest::prop_assert_eq!(sanitise(&clean), clean.as_ref());
        }
    }
}
