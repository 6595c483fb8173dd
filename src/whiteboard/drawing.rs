//! A finished picture, as plain data.

use crate::domain::width;

/// What a piece of a picture is, so that whoever shows it can style it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The frame of a box.
    Box,
    /// The name in a box.
    Name,
    /// A line or the tip of an arrow.
    Arrow,
    /// The words on an arrow.
    Label,
}

/// Text of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Blanks belong to the piece before them.
    pub text: String,
    /// What it is.
    pub role: Role,
}

impl Span {
    /// A text and what it is.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }
}

/// A picture as lines of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// From top to bottom; no blanks at the ends of lines.
    pub lines: Vec<Vec<Span>>,
    /// The widest line, in cells.
    pub width: usize,
}

impl Drawing {
    pub(super) fn new(lines: Vec<Vec<Span>>) -> Self {
        let line_width = |line: &Vec<Span>| line.iter().map(|span| width::width(&span.text)).sum();
        let width = lines.iter().map(line_width).max().unwrap_or(0);
        Self { lines, width }
    }

    /// The picture without roles, one line of text per line.
    #[must_use]
    pub fn to_plain(&self) -> String {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|line| line.iter().map(|span| span.text.as_str()).collect())
            .collect();
        lines.join("\n")
    }
}
