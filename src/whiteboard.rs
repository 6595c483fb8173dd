//! The notation of diagrams: parse, lay out, print as text.
//!
//! ```text
//! text -> notation (what it says) -> layers (who stands before whom) -> place, channel, lanes (where) -> canvas -> Drawing
//! ```

mod canvas;
mod channel;
mod drawing;
mod lanes;
mod layers;
mod notation;
mod place;
mod route;
mod sheet;
#[cfg(test)]
mod tests;
mod words;

pub use drawing::{Drawing, Role, Span};
pub use notation::{Arrow, Direction, MAX_ARROWS, MAX_BOXES, MAX_WORDS, Problem, Sketch, parse};

use crate::domain::width;
use layers::Layers;
use route::Fit;

/// More places than this (boxes, labels, waypoints) can't be read any more; such a picture is printed as a list.
const MAX_ITEMS: usize = 400;

/// Draws a sketch at most `width` cells wide: left to right if that fits, else top to bottom, else with names and labels
/// broken and cut short, and as a list of its arrows where nothing else is possible. `ascii` keeps to plain characters.
/// Always gives the same picture for the same sketch.
#[must_use]
pub fn draw(sketch: &Sketch, width: usize, ascii: bool) -> Drawing {
    let layers = Layers::new(sketch).filter(|layers| layers.items.len() <= MAX_ITEMS);
    let layers = layers.map(|layers| lanes::better_side(sketch, layers));
    let picture = layers.and_then(|layers| {
        tries(sketch.direction, ascii).find_map(|fit| {
            let canvas = route::picture(sketch, &layers, fit)?;
            let drawing = canvas.print(ascii);
            (canvas.is_clean() && drawing.width <= width).then_some(drawing)
        })
    });
    picture.unwrap_or_else(|| list(sketch, width, ascii))
}

/// What to try, the best first.
fn tries(direction: Direction, ascii: bool) -> impl Iterator<Item = Fit> {
    let wide = Fit {
        down: false,
        names: usize::MAX,
        labels: usize::MAX,
        cut: false,
        mark: if ascii { ".." } else { "…" },
    };
    let down = Fit { down: true, ..wide };
    let right = [14, 10, 7].map(|names| Fit { names, ..wide });
    let folded = [(usize::MAX, 16), (16, 12), (10, 10), (6, 8)].map(|(names, labels)| Fit {
        names,
        labels,
        ..down
    });
    let cut = [(8, 8), (5, 5)].map(|(names, labels)| Fit {
        names,
        labels,
        cut: true,
        ..down
    });
    let right = std::iter::once(wide)
        .chain(right)
        .filter(move |_| direction == Direction::Right);
    right.chain([down]).chain(folded).chain(cut)
}

/// The arrows one by one, for where no picture fits.
fn list(sketch: &Sketch, room: usize, ascii: bool) -> Drawing {
    let mark = if ascii { ".." } else { "…" };
    let name = |place: usize| {
        Span::new(
            sketch.boxes.get(place).map_or("", String::as_str),
            Role::Name,
        )
    };
    let mut lines = Vec::new();
    for arrow in &sketch.arrows {
        let tip = match (ascii, arrow.asynchronous) {
            (true, false) => "-> ",
            (true, true) => "=> ",
            (false, false) => "→ ",
            (false, true) => "⇢ ",
        };
        let mut pieces = vec![
            vec![name(arrow.from)],
            vec![Span::new(tip, Role::Arrow), name(arrow.to)],
        ];
        if !arrow.label.is_empty() {
            pieces.push(vec![Span::new(format!("({})", arrow.label), Role::Label)]);
        }
        lines.extend(pack(pieces, room, mark));
    }
    let alone = |place: &usize| {
        !sketch
            .arrows
            .iter()
            .any(|a| a.from == *place || a.to == *place)
    };
    for place in (0..sketch.boxes.len()).filter(alone) {
        lines.extend(pack(vec![vec![name(place)]], room, mark));
    }
    Drawing::new(lines)
}

/// Puts pieces on one line, or on more, indented, where they don't fit; a piece that is wider than the room is cut.
fn pack(pieces: Vec<Vec<Span>>, room: usize, mark: &str) -> Vec<Vec<Span>> {
    let mut lines: Vec<Vec<Span>> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let wide: usize = piece.iter().map(|span| width::width(&span.text)).sum();
        let blanks = match lines.last_mut() {
            None => 0,
            Some(line) if used + 1 + wide <= room => {
                line.push(Span::new(" ", Role::Arrow));
                used += 1;
                0
            }
            Some(_) => 2.min(room),
        };
        if lines.is_empty() || blanks > 0 || room == 0 {
            lines.push(Vec::new());
            used = blanks;
        }
        let Some(line) = lines.last_mut() else {
            continue;
        };
        if blanks > 0 {
            line.push(Span::new(" ".repeat(blanks), Role::Arrow));
        }
        for span in piece {
            let text = width::shorten(&span.text, room.saturating_sub(used), mark);
            used += width::width(&text);
            line.push(Span::new(text, span.role));
        }
    }
    lines
}
