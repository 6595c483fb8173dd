//! Tables: columns as wide as their content where that fits, shared fairly where it doesn't, cells wrapped.

use pulldown_cmark::Alignment;

use super::{Ink, Line};
use crate::domain::width::width;
use crate::ui::glyphs::Glyph;
use crate::ui::theme::Token;
use crate::ui::widgets::wrap::{Chunk, wrap};

/// Blanks between columns.
const GAP: usize = 2;
/// Columns narrower than this can't be read; such a table becomes a list.
const NARROW: usize = 5;

/// A cell before it is wrapped.
pub(super) type Cell = Vec<Chunk<Ink>>;

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    /// The first one is the header.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The lines of the table, at most `room` cells wide.
    pub(super) fn lines(&self, room: usize, ascii: bool) -> Vec<Line> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return Vec::new();
        }
        let gaps = GAP * (columns - 1);
        if room < gaps + columns * NARROW {
            return self.list(room);
        }
        let widths = self.widths(columns, room - gaps);
        let rows: Vec<Vec<Line>> = self.rows.iter().map(|row| self.row(row, &widths)).collect();
        // Where cells take several lines, rows need air between them to be told apart.
        let airy = rows.iter().skip(1).any(|row| row.len() > 1);
        let mut lines = Vec::new();
        for (number, row) in rows.into_iter().enumerate() {
            if airy && number > 1 {
                lines.push(Line::new());
            }
            lines.extend(row);
            if number == 0 {
                lines.push(rule(&widths, ascii));
            }
        }
        lines
    }

    /// Shares `room` among the columns: all get what they need, as far as a fair share allows.
    fn widths(&self, columns: usize, room: usize) -> Vec<usize> {
        let cells = |column: usize| self.rows.iter().filter_map(move |row| row.get(column));
        let natural: Vec<usize> = (0..columns)
            .map(|column| cells(column).map(cell_width).max().unwrap_or(1).max(1))
            .collect();
        if natural.iter().sum::<usize>() <= room {
            return natural;
        }
        let words: Vec<usize> = (0..columns)
            .map(|column| cells(column).map(longest_word).max().unwrap_or(1))
            .collect();
        let words_fit = words.iter().sum::<usize>() <= room;
        let least = |column: usize| {
            if words_fit {
                words.get(column).copied().unwrap_or(1)
            } else {
                1
            }
        };
        let mut widths: Vec<usize> = (0..columns).map(least).collect();
        let mut left = room - widths.iter().sum::<usize>();
        // One cell at a time to the column that is the narrowest of those that want more.
        while left > 0 {
            let wants = |(column, width): &(usize, &mut usize)| {
                natural.get(*column).is_some_and(|n| **width < *n)
            };
            let Some((_, width)) = widths
                .iter_mut()
                .enumerate()
                .filter(wants)
                .min_by_key(|(_, width)| **width)
            else {
                break;
            };
            *width += 1;
            left -= 1;
        }
        widths
    }

    fn row(&self, cells: &[Cell], widths: &[usize]) -> Vec<Line> {
        let wrapped: Vec<Vec<Line>> = widths
            .iter()
            .enumerate()
            .map(|(column, width)| {
                cells
                    .get(column)
                    .map_or_else(Vec::new, |cell| wrap(cell, *width))
            })
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines = Vec::new();
        for number in 0..height {
            let mut line = Line::new();
            for (column, width) in widths.iter().enumerate() {
                let piece = wrapped
                    .get(column)
                    .and_then(|lines| lines.get(number))
                    .cloned()
                    .unwrap_or_default();
                let blanks = width.saturating_sub(cell_width(&piece));
                let before = match self.alignments.get(column) {
                    Some(Alignment::Right) => blanks,
                    Some(Alignment::Center) => blanks / 2,
                    Some(Alignment::Left | Alignment::None) | None => 0,
                };
                let last = column + 1 == widths.len();
                push_blanks(&mut line, before);
                line.extend(piece);
                push_blanks(&mut line, if last { 0 } else { blanks - before + GAP });
            }
            lines.push(line);
        }
        lines
    }

    /// For where columns don't fit: each cell in lines of its own, under the name of its column.
    fn list(&self, room: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        let header = self.rows.first().map_or(&[][..], Vec::as_slice);
        for row in self.rows.iter().skip(1) {
            if !lines.is_empty() {
                lines.push(Line::new());
            }
            for (column, cell) in row.iter().enumerate() {
                let mut words = header
                    .get(column)
                    .filter(|name| cell_width(name) > 0)
                    .cloned()
                    .unwrap_or_default();
                if !words.is_empty() {
                    words.push(Chunk::new(": ", Ink::of(Token::Dim)));
                }
                words.extend(cell.iter().cloned());
                lines.extend(wrap(&words, room));
            }
        }
        if lines.is_empty() {
            lines.extend(header.iter().flat_map(|cell| wrap(cell, room)));
        }
        lines
    }
}

fn rule(widths: &[usize], ascii: bool) -> Line {
    let line = Glyph::Line.text(ascii);
    let parts: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
    vec![Chunk::new(
        parts.join(&" ".repeat(GAP)),
        Ink::of(Token::Border),
    )]
}

fn push_blanks(line: &mut Line, blanks: usize) {
    if blanks > 0 {
        line.push(Chunk::new(" ".repeat(blanks), Ink::of(Token::Text)));
    }
}

fn cell_width(cell: &Cell) -> usize {
    cell.iter().map(|chunk| width(&chunk.text)).sum()
}

fn longest_word(cell: &Cell) -> usize {
    let text: String = cell.iter().map(|chunk| chunk.text.as_str()).collect();
    text.split_whitespace().map(width).max().unwrap_or(1)
}
