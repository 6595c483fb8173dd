//! Names and labels, broken to fit.

use crate::domain::width::{shorten, width};

/// Breaks words into lines of about `room` cells, as even as possible. A word that is longer keeps its line to itself; with
/// `cut` it is cut short with `mark`.
pub(super) fn fold(text: &str, room: usize, cut: bool, mark: &str) -> Vec<String> {
    let longest = text.split(' ').map(width).max().unwrap_or(0);
    let room = if cut { room.max(1) } else { room.max(longest) };
    let count = pack(text, room, mark).len();
    // The narrowest room that needs no more lines gives the most even ones.
    let narrowest = (longest.min(room)..=room).find(|room| pack(text, *room, mark).len() <= count);
    pack(text, narrowest.unwrap_or(room), mark)
}

fn pack(text: &str, room: usize, mark: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let word = shorten(word, room, mark);
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&word) <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The widest of the lines, in cells.
pub(super) fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| width(line)).max().unwrap_or(0)
}
