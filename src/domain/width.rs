//! How many terminal cells a text takes, grapheme by grapheme: the way ratatui draws it.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The visible graphemes of a text with their width in cells (0, 1 or 2, rarely more). Control characters are left out, as
/// they are when drawn.
pub fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(|grapheme| (grapheme, grapheme_width(grapheme)))
}

/// The width of a text in cells.
#[must_use]
pub fn width(text: &str) -> usize {
    graphemes(text).map(|(_, width)| width).sum()
}

/// Cuts a text to at most `max` cells; `mark` (such as `…`) takes the place of what was cut, if it fits.
#[must_use]
pub fn shorten(text: &str, max: usize, mark: &str) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let mark = if width(mark) <= max { mark } else { "" };
    let room = max - width(mark);
    let mut kept = String::new();
    let mut used = 0;
    for (grapheme, width) in graphemes(text) {
        if used + width > room {
            break;
        }
        used += width;
        kept.push_str(grapheme);
    }
    kept.truncate(kept.trim_end().len());
    kept.push_str(mark);
    kept
}

/// Halfwidth katakana sound marks get a cell more than `unicode-width` gives them, because ratatui draws them so.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        return 1;
    }
    let marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'))
        .count();
    grapheme.width() + marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_is_what_a_terminal_shows() {
        for (text, cells) in [
            ("", 0),
            ("cache", 5),
            ("日本", 4),
            ("e\u{301}", 1),
            ("👩‍👩‍👧", 2),
            ("a\u{1b}[b\u{7f}", 3),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn shorten_keeps_whole_graphemes() {
        for (text, max, short) in [
            ("breaker", 7, "breaker"),
            ("breaker", 6, "break…"),
            ("dead letter", 6, "dead…"),
            ("日本語", 4, "日…"),
            ("日本語", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(shorten(text, max, "…"), short, "{text} {max}");
        }
    }
}
