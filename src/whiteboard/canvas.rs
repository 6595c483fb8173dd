//! The grid of cells that a picture is drawn on, and the characters that lines become.
//!
//! Lines are kept as arms that reach from a cell to its neighbours; which character that is is decided at the end. Each line
//! belongs to a *net*: inside a net lines join, lines of different nets cross (the horizontal one passes below).

use std::collections::BTreeMap;

use super::drawing::{Drawing, Role, Span};
use crate::domain::width;

/// Where a cell reaches to. Bits, so that a cell can reach to several sides.
pub(super) type Arms = u8;
pub(super) const UP: Arms = 1;
pub(super) const RIGHT: Arms = 2;
pub(super) const DOWN: Arms = 4;
pub(super) const LEFT: Arms = 8;
const VERTICAL: Arms = UP | DOWN;
const HORIZONTAL: Arms = LEFT | RIGHT;

/// A place on the grid: (column, row).
pub(super) type Place = (usize, usize);

/// How a line looks and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    /// Lines of one net join where they meet.
    pub(super) net: usize,
    pub(super) dashed: bool,
}

#[derive(Debug, Clone)]
enum Cell {
    /// A grapheme.
    Text(String, Role),
    /// The right half of a wide grapheme.
    Covered,
    Border(Arms),
    /// The tip of an arrow that points to this side.
    Tip(Arms),
    /// At most two strokes in a good picture.
    Lines(Vec<(Pen, Arms)>),
}

/// A picture in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Canvas {
    /// By (row, column).
    cells: BTreeMap<(usize, usize), Cell>,
    /// Things drawn over each other that would make the picture wrong.
    clashes: usize,
}

impl Canvas {
    /// Reaches from a cell to the sides given by `arms`.
    pub(super) fn line(&mut self, (x, y): Place, arms: Arms, pen: Pen) {
        match self
            .cells
            .entry((y, x))
            .or_insert_with(|| Cell::Lines(Vec::new()))
        {
            Cell::Lines(strokes) => {
                if let Some((known, reach)) =
                    strokes.iter_mut().find(|(known, _)| known.net == pen.net)
                {
                    known.dashed &= pen.dashed;
                    *reach |= arms;
                } else {
                    strokes.push((pen, arms));
                }
            }
            Cell::Border(reach) => *reach |= arms,
            Cell::Text(..) | Cell::Covered | Cell::Tip(_) => self.clashes += 1,
        }
    }

    /// Puts the tip of an arrow where its line ends.
    pub(super) fn tip(&mut self, (x, y): Place, towards: Arms) {
        match self.cells.insert((y, x), Cell::Tip(towards)) {
            None | Some(Cell::Lines(_) | Cell::Tip(_)) => {}
            Some(Cell::Text(..) | Cell::Covered | Cell::Border(_)) => self.clashes += 1,
        }
    }

    /// Draws the frame of a box of at least 2x2 cells.
    pub(super) fn frame(&mut self, (x, y): Place, (wide, high): (usize, usize)) {
        let (right, bottom) = (x + wide.max(2) - 1, y + high.max(2) - 1);
        for column in x + 1..right {
            self.border((column, y), HORIZONTAL);
            self.border((column, bottom), HORIZONTAL);
        }
        for row in y + 1..bottom {
            self.border((x, row), VERTICAL);
            self.border((right, row), VERTICAL);
        }
        self.border((x, y), RIGHT | DOWN);
        self.border((right, y), LEFT | DOWN);
        self.border((x, bottom), RIGHT | UP);
        self.border((right, bottom), LEFT | UP);
    }

    fn border(&mut self, (x, y): Place, arms: Arms) {
        if self.cells.insert((y, x), Cell::Border(arms)).is_some() {
            self.clashes += 1;
        }
    }

    /// Writes words from left to right.
    pub(super) fn text(&mut self, (mut x, y): Place, text: &str, role: Role) {
        for (grapheme, width) in width::graphemes(text) {
            if width == 0 {
                continue;
            }
            for column in x..x + width {
                let cell = if column == x {
                    Cell::Text(grapheme.to_owned(), role)
                } else {
                    Cell::Covered
                };
                if self.cells.insert((y, column), cell).is_some() {
                    self.clashes += 1;
                }
            }
            x += width;
        }
    }

    /// For each column the lowest row that is taken.
    pub(super) fn depths(&self) -> BTreeMap<usize, usize> {
        let mut depths = BTreeMap::new();
        for (row, column) in self.cells.keys() {
            let depth = depths.entry(*column).or_insert(*row);
            *depth = (*depth).max(*row);
        }
        depths
    }

    /// For each row the rightmost column that is taken.
    pub(super) fn reaches(&self) -> BTreeMap<usize, usize> {
        let mut reaches = BTreeMap::new();
        for (row, column) in self.cells.keys() {
            let reach = reaches.entry(*row).or_insert(*column);
            *reach = (*reach).max(*column);
        }
        reaches
    }

    /// Nothing covers anything else, and lines of different nets only cross at right angles.
    pub(super) fn is_clean(&self) -> bool {
        let crosses = |cell: &Cell| match cell {
            Cell::Lines(strokes) => match strokes.as_slice() {
                [_] => true,
                [(_, one), (_, other)] => matches!(
                    (*one, *other),
                    (VERTICAL, HORIZONTAL) | (HORIZONTAL, VERTICAL)
                ),
                _ => false,
            },
            Cell::Text(..) | Cell::Covered | Cell::Border(_) | Cell::Tip(_) => true,
        };
        self.clashes == 0 && self.cells.values().all(crosses)
    }

    /// The finished picture.
    pub(super) fn print(&self, ascii: bool) -> Drawing {
        let mut lines: Vec<Vec<Span>> = Vec::new();
        let mut end = 0;
        for ((row, column), cell) in &self.cells {
            if lines.len() <= *row {
                lines.resize_with(row + 1, Vec::new);
                end = 0;
            }
            let (text, role) = match cell {
                Cell::Covered => {
                    end = column + 1;
                    continue;
                }
                Cell::Text(text, role) => (text.as_str(), *role),
                Cell::Border(arms) => (glyph(*arms, false, ascii), Role::Box),
                Cell::Tip(towards) => (tip(*towards, ascii), Role::Arrow),
                Cell::Lines(strokes) => (stroke(strokes, ascii), Role::Arrow),
            };
            if let Some(line) = lines.last_mut() {
                append(line, &" ".repeat(column.saturating_sub(end)), text, role);
            }
            end = column + 1;
        }
        Drawing::new(lines)
    }
}

/// Adds a cell to a line; blanks go with what stands before them.
fn append(line: &mut Vec<Span>, blanks: &str, text: &str, role: Role) {
    match line.last_mut() {
        Some(last) if last.role == role => {
            last.text.push_str(blanks);
            last.text.push_str(text);
        }
        Some(last) => {
            last.text.push_str(blanks);
            line.push(Span::new(text, role));
        }
        None => line.push(Span::new(format!("{blanks}{text}"), role)),
    }
}

/// The character of lines; where two cross, the vertical one is seen.
fn stroke(strokes: &[(Pen, Arms)], ascii: bool) -> &'static str {
    let top = strokes
        .iter()
        .find(|(_, arms)| strokes.len() == 1 || *arms == VERTICAL);
    top.map_or(" ", |(pen, arms)| glyph(*arms, pen.dashed, ascii))
}

fn tip(towards: Arms, ascii: bool) -> &'static str {
    let (unicode, plain) = match towards {
        UP => ("↑", "^"),
        DOWN => ("↓", "v"),
        LEFT => ("←", "<"),
        _ => ("→", ">"),
    };
    if ascii { plain } else { unicode }
}

fn glyph(arms: Arms, dashed: bool, ascii: bool) -> &'static str {
    const CORNERS: [&str; 9] = ["└", "┌", "┐", "┘", "├", "┤", "┬", "┴", "┼"];
    let corner = match arms {
        UP | DOWN | VERTICAL => {
            return match (ascii, dashed) {
                (true, true) => ":",
                (true, false) => "|",
                (false, true) => "╎",
                (false, false) => "│",
            };
        }
        LEFT | RIGHT | HORIZONTAL => {
            return match (ascii, dashed) {
                (true, true) => ".",
                (true, false) => "-",
                (false, true) => "╌",
                (false, false) => "─",
            };
        }
        arms if arms == UP | RIGHT => 0,
        arms if arms == DOWN | RIGHT => 1,
        arms if arms == DOWN | LEFT => 2,
        arms if arms == UP | LEFT => 3,
        arms if arms == VERTICAL | RIGHT => 4,
        arms if arms == VERTICAL | LEFT => 5,
        arms if arms == HORIZONTAL | DOWN => 6,
        arms if arms == HORIZONTAL | UP => 7,
        _ => 8,
    };
    if ascii {
        "+"
    } else {
        CORNERS.get(corner).copied().unwrap_or(" ")
    }
}
