//! Breaks text into lines of at most a given width, measured in terminal cells.
//!
//! Lines break at spaces and between wide (Chinese, Japanese, Korean) characters. A word that is longer than a whole line
//! breaks after `/`, `-`, `_`, `.` or `,` where that helps, and between any two graphemes where it doesn't.

use std::borrow::Cow;

use crate::domain::width::{graphemes, width as cells};

/// What stands where not even one grapheme fits: a wide character on a line of one cell.
const TOO_WIDE: &str = "?";

/// A run of text with whatever belongs to it: a style, a link, nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk<T> {
    /// The text; line breaks in it are honoured.
    pub text: String,
    /// Kept with every piece of the text.
    pub tag: T,
}

impl<T> Chunk<T> {
    /// A text and its tag.
    pub fn new(text: impl Into<String>, tag: T) -> Self {
        Self {
            text: text.into(),
            tag,
        }
    }
}

/// Wraps tagged text. No line is wider than `width` cells (taken as 1 if it is 0); an empty text gives one empty line.
#[must_use]
pub fn wrap<T: Clone + PartialEq>(chunks: &[Chunk<T>], width: usize) -> Vec<Vec<Chunk<T>>> {
    let mut wrapper = Wrapper::new(width.max(1));
    for run in chunks.chunk_by(|one, next| one.tag == next.tag) {
        let Some(Chunk { tag, .. }) = run.first() else {
            continue;
        };
        // Measured as a whole: a mark at the start of a chunk changes the character that the one before ends with.
        let text: Cow<'_, str> = match run {
            [one] => Cow::Borrowed(one.text.as_str()),
            several => several.iter().map(|chunk| chunk.text.as_str()).collect(),
        };
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                wrapper.break_line();
            }
            // A mark without a character of its own kind before it would change one of another kind.
            for (grapheme, width) in graphemes(part).skip_while(|(_, width)| *width == 0) {
                wrapper.push(grapheme, width, tag);
            }
        }
    }
    wrapper.finish()
}

/// Wraps plain text; see [`wrap`].
#[must_use]
pub fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(&[Chunk::new(text, ())], width)
        .into_iter()
        .map(|line| line.into_iter().map(|chunk| chunk.text).collect())
        .collect()
}

/// Tagged text with its width.
struct Run<T> {
    chunks: Vec<Chunk<T>>,
    width: usize,
}

impl<T: Clone + PartialEq> Run<T> {
    const fn new() -> Self {
        Self {
            chunks: Vec::new(),
            width: 0,
        }
    }

    fn push(&mut self, text: &str, width: usize, tag: &T) {
        self.width += width;
        match self.chunks.last_mut() {
            Some(last) if last.tag == *tag => last.text.push_str(text),
            _ => self.chunks.push(Chunk::new(text, tag.clone())),
        }
    }

    fn append(&mut self, other: &mut Self) {
        for chunk in other.chunks.drain(..) {
            self.push(&chunk.text, 0, &chunk.tag);
        }
        self.width += std::mem::take(&mut other.width);
    }

    fn clear(&mut self) {
        self.chunks.clear();
        self.width = 0;
    }
}

/// The line that is being filled, the blanks after it, and the word that does not belong to it yet.
struct Wrapper<T> {
    width: usize,
    done: Vec<Vec<Chunk<T>>>,
    line: Run<T>,
    blanks: Run<T>,
    word: Run<T>,
    /// The last grapheme of the word was wide, so a line may end after it.
    after_wide: bool,
}

impl<T: Clone + PartialEq> Wrapper<T> {
    const fn new(width: usize) -> Self {
        Self {
            width,
            done: Vec::new(),
            line: Run::new(),
            blanks: Run::new(),
            word: Run::new(),
            after_wide: false,
        }
    }

    fn push(&mut self, grapheme: &str, width: usize, tag: &T) {
        if grapheme == " " {
            self.end_word();
            self.blanks.push(grapheme, 1, tag);
            return;
        }
        let (grapheme, width) = if width > self.width {
            (TOO_WIDE, 1)
        } else {
            (grapheme, width)
        };
        if width > 0 && (self.after_wide || width > 1) && !closes(grapheme) {
            self.end_word();
        }
        if self.word.width + width > self.width {
            self.split_word();
        }
        self.word.push(grapheme, width, tag);
        self.after_wide = width > 1;
    }

    /// Puts the finished word on the line, or on the next one.
    fn end_word(&mut self) {
        self.after_wide = false;
        if self.word.chunks.is_empty() {
            return;
        }
        let fits = self.line.width + self.blanks.width + self.word.width <= self.width;
        if fits {
            self.line.append(&mut self.blanks);
        } else {
            self.end_line();
        }
        self.line.append(&mut self.word);
    }

    /// The word fills a whole line and goes on: its head goes out as a line.
    fn split_word(&mut self) {
        if !self.line.chunks.is_empty() {
            self.end_line();
        }
        self.blanks.clear();
        let mut tail = self.tail_after_joint();
        self.line.append(&mut self.word);
        self.end_line();
        self.word.append(&mut tail);
    }

    /// Cuts off what stands behind the last joint (`/`, `-`, ...) of the word, if a good half stays before it.
    fn tail_after_joint(&mut self) -> Run<T> {
        let mut tail = Run::new();
        let Some(last) = self.word.chunks.last_mut() else {
            return tail;
        };
        let Some(at) = last.text.rfind(['/', '-', '_', '.', ',']) else {
            return tail;
        };
        let behind = last.text.split_off(at + 1);
        let width = cells(&behind);
        if width * 2 > self.word.width {
            last.text.push_str(&behind);
            return tail;
        }
        let tag = last.tag.clone();
        self.word.width -= width;
        if !behind.is_empty() {
            tail.push(&behind, width, &tag);
        }
        tail
    }

    fn end_line(&mut self) {
        self.blanks.clear();
        let line = std::mem::replace(&mut self.line, Run::new());
        self.done.push(line.chunks);
    }

    fn break_line(&mut self) {
        self.end_word();
        self.end_line();
    }

    fn finish(mut self) -> Vec<Vec<Chunk<T>>> {
        self.break_line();
        self.done
    }
}

/// Punctuation that never starts a line of Chinese or Japanese.
fn closes(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "、" | "。"
            | "，"
            | "．"
            | "！"
            | "？"
            | "："
            | "；"
            | "）"
            | "」"
            | "』"
            | "】"
            | "》"
            | ","
            | "."
            | ")"
            | "!"
            | "?"
            | ":"
            | ";"
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::CellWidth as _;
    use unicode_segmentation::UnicodeSegmentation as _;

    #[test]
    fn breaks_at_spaces_and_keeps_words() {
        for (text, width, expected) in [
            ("", 5, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one  two", 8, vec!["one  two"]),
            ("one   two", 5, vec!["one", "two"]),
            ("a half-open one", 8, vec!["a", "half-", "open one"]),
            ("half-open state", 9, vec!["half-open", "state"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            (
                "see a/long/path/of/words",
                10,
                vec!["see", "a/long/", "path/of/", "words"],
            ),
            ("a\nb\n\nc", 9, vec!["a", "b", "", "c"]),
            ("日本語のテキスト", 6, vec!["日本語", "のテキ", "スト"]),
            ("日本。語", 4, vec!["日", "本。", "語"]),
            ("日本", 1, vec!["?", "?"]),
            ("ab", 0, vec!["a", "b"]),
        ] {
            assert_eq!(lines(text, width), expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn tags_stay_with_their_text() {
        let chunks = [Chunk::new("one t", 1), Chunk::new("wo three", 2)];
        let tagged: Vec<Vec<(String, i32)>> = wrap(&chunks, 7)
            .into_iter()
            .map(|line| line.into_iter().map(|c| (c.text, c.tag)).collect())
            .collect();
        let expected = vec![
            vec![("one t".to_owned(), 1), ("wo".to_owned(), 2)],
            vec![("three".to_owned(), 2)],
        ];
        assert_eq!(tagged, expected);
    }

    /// Text with everything that is hard to measure.
    pub(crate) fn hard_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[a-z]{1,12}",
            "[a-z/_.-]{1,60}",
            "[一-龥ァ-ヶ。、]{1,9}",
            "[ｦ-ﾟ]{1,5}",
            "(e\u{301}|o\u{308}\u{323}|\u{301}|\u{200b}|\u{200d}|\u{fe0f}){1,4}",
            "(👩‍👩‍👧|👍🏽|🇩🇪|❤️|☕|ﷺ){1,3}",
            "[\u{0}-\u{1f}\u{80}-\u{9f}]{1,2}",
            any::<String>(),
        ];
        proptest::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
    }

    /// As ratatui draws it: grapheme by grapheme, control characters left out.
    pub(crate) fn drawn_width(text: &str) -> usize {
        text.graphemes(true)
            .filter(|g| !g.contains(char::is_control))
            .map(|g| usize::from(g.cell_width()))
            .sum()
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in hard_text(), width in 2_usize..200) {
            let wrapped = lines(&text, width);
            for line in &wrapped {
                prop_assert!(drawn_width(line) <= width, "{line:?} is wider than {width}");
            }
            let strip = |text: &str| -> String {
                graphemes(text).map(|(g, _)| g).filter(|g| *g != " ").collect()
            };
            let all: String = wrapped.concat();
            let expected: String = text.split('\n').map(strip).collect();
            let loses = |g: &str| drawn_width(g) > width || drawn_width(g) == 0;
            if !text.graphemes(true).any(loses) {
                prop_assert_eq!(strip(&all), strip(&expected));
            }
        }

        #[test]
        fn our_measure_is_that_of_ratatui(text in hard_text()) {
            prop_assert_eq!(cells(&text), drawn_width(&text));
        }
    }
}
