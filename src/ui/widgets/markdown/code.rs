//! Code, text pictures and diagrams: lines that are not wrapped like prose.

use super::{Ink, Line};
use crate::domain::width::{graphemes, width};
use crate::ui::glyphs::Glyph;
use crate::ui::theme::Token;
use crate::ui::widgets::wrap::{self, Chunk};
use crate::whiteboard::{self, Role};

/// Blanks before code, where there is room for them.
const INDENT: usize = 2;

/// Problems of a diagram that are shown; `sysdrill check` tells them all.
const PROBLEMS: usize = 3;

/// The lines of a fenced block with the info string `info`.
pub(super) fn block(info: &str, text: &str, room: usize, ascii: bool) -> Vec<Line> {
    let kind = info.split([' ', ',', '\t']).next().unwrap_or_default();
    match kind {
        "design" => diagram(text, room, ascii),
        // A picture drawn by hand, or a log: not code.
        "text" | "" => verbatim(text, room, Token::Text, ascii),
        _ => verbatim(text, room, Token::Code, ascii),
    }
}

/// As typed; a line that is too long goes on in the next one, behind a mark, because a part that is not there can't be read.
fn verbatim(text: &str, room: usize, token: Token, ascii: bool) -> Vec<Line> {
    let text = text.replace('\t', "    ");
    let longest = text.lines().map(width).max().unwrap_or(0);
    let indent = if longest + INDENT <= room { INDENT } else { 0 };
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut pieces = split(line, room - indent).into_iter();
        let first = pieces.next().unwrap_or_default();
        lines.push(indented(indent, vec![Chunk::new(first, Ink::of(token))]));
        let mark = if room > 2 {
            Glyph::Ellipsis.text(ascii)
        } else {
            ""
        };
        for piece in pieces {
            lines.push(vec![
                Chunk::new(mark, Ink::of(Token::Dim)),
                Chunk::new(piece, Ink::of(token)),
            ]);
        }
    }
    lines
}

/// Cuts a line into pieces; the first may be `room` cells wide, the others leave a cell for the mark.
fn split(line: &str, room: usize) -> Vec<String> {
    let later = if room > 2 { room - 1 } else { room };
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut left = room;
    for (grapheme, width) in graphemes(line) {
        let (grapheme, width) = if width > later {
            ("?", 1)
        } else {
            (grapheme, width)
        };
        if width > left {
            pieces.push(std::mem::take(&mut piece));
            left = later;
        }
        piece.push_str(grapheme);
        left -= width;
    }
    pieces.push(piece);
    pieces
}

fn diagram(text: &str, room: usize, ascii: bool) -> Vec<Line> {
    let (sketch, problems) = whiteboard::parse(text);
    let drawing = whiteboard::draw(&sketch, room, ascii);
    let indent = if drawing.width + INDENT <= room {
        INDENT
    } else {
        0
    };
    let mut lines: Vec<Line> = Vec::new();
    for spans in drawing.lines {
        let chunks = spans
            .into_iter()
            .map(|span| Chunk::new(span.text, Ink::of(token(span.role))));
        lines.push(indented(indent, chunks.collect()));
    }
    for problem in problems.into_iter().take(PROBLEMS) {
        let words = [Chunk::new(problem.to_string(), Ink::of(Token::Bad))];
        lines.extend(wrap::wrap(&words, room));
    }
    lines
}

const fn token(role: Role) -> Token {
    match role {
        Role::Box => Token::Border,
        Role::Name => Token::Strong,
        Role::Arrow => Token::Dim,
        Role::Label => Token::Text,
    }
}

fn indented(indent: usize, mut line: Line) -> Line {
    if indent > 0 {
        line.insert(0, Chunk::new(" ".repeat(indent), Ink::of(Token::Text)));
    }
    line
}
