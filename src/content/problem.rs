//! What is wrong with a file, where, and what to do about it.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use crate::domain::item::BUILT_IN;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is left out until this is fixed.
    Error,
    /// Everything works; it would teach better, or be safer, when fixed.
    Warning,
}

/// The source line a problem is about. Tabs are single blanks, so that columns hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The line, or about 200 characters of a very long one.
    pub text: String,
    /// How many characters of `text` stand before the marked ones.
    pub before: usize,
    /// How many characters are marked; 0 marks the place between two.
    pub width: usize,
}

/// One problem of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the rule: `point-unknown`.
    pub code: String,
    /// A folder, or [`BUILT_IN`].
    pub pack: String,
    /// Path inside the pack.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// A few words beside the marked place; may be empty.
    pub label: String,
    /// The line that the problem is about; none when the file could not be read.
    pub excerpt: Option<Excerpt>,
    /// What to do about it.
    pub cure: String,
}

impl Problem {
    /// The path to open: with its folder, unless it is inside the binary.
    #[must_use]
    pub fn path(&self) -> String {
        if self.file.is_empty() {
            self.pack.clone()
        } else if self.pack == BUILT_IN {
            self.file.clone()
        } else {
            format!("{}/{}", self.pack.trim_end_matches('/'), self.file)
        }
    }

    /// Several lines of plain text: message, place, excerpt, cure.
    #[must_use]
    pub fn render(&self) -> String {
        let path = self.path();
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut report = level
            .primary_title(self.message.as_str())
            .id(self.code.as_str())
            .elements(None::<Origin<'_>>);
        match &self.excerpt {
            Some(excerpt) => {
                let from = byte_of(&excerpt.text, excerpt.before);
                let to = byte_of(&excerpt.text, excerpt.before + excerpt.width);
                let label = (!self.label.is_empty()).then_some(self.label.as_str());
                let snippet = Snippet::source(excerpt.text.as_str())
                    .line_start(self.line)
                    .annotation(AnnotationKind::Primary.span(from..to).label(label));
                // A cut line has columns of its own, so the place is given apart from it.
                if excerpt.before + 1 == self.column {
                    report = report.element(snippet.path(path.as_str()));
                } else {
                    report = report.element(self.origin(&path)).element(snippet);
                }
            }
            None => report = report.element(self.origin(&path)),
        }
        let report = report.element(Level::HELP.message(self.cure.as_str()));
        Renderer::plain().render(&[report])
    }

    fn origin<'a>(&self, path: &'a str) -> Origin<'a> {
        Origin::path(path).line(self.line).char_column(self.column)
    }
}

/// The byte at which the character number `chars` starts, counted from 0.
fn byte_of(text: &str, chars: usize) -> usize {
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(byte, _)| byte)
}

impl fmt::Display for Problem {
    /// One line: `file:line:column: error: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let (path, line, column) = (self.path(), self.line, self.column);
        write!(f, "{path}:{line}:{column}: {severity}: {}", self.message)
    }
}
