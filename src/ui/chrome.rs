//! The frame around a page: one line on top with the rooms and what is due, one below with the keys that work now.
//!
//! A line is a list of [`Spot`]s; drawing and clicking use the same list, so a click can't miss what is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::glyphs::Glyph;
use super::screen::{Hint, Look};
use super::theme::Token;
use crate::app::commands::{Command, Scope};
use crate::app::keymap::KeyMap;
use crate::app::routes::Room;
use crate::app::services::Due;
use crate::domain::width::width;

/// How a screen is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// The rooms; without height on a screen of fewer than three lines.
    pub top: Rect,
    /// The page.
    pub content: Rect,
    /// The keys; without height on a screen of one line.
    pub bottom: Rect,
}

/// Divides a screen.
#[must_use]
pub fn areas(area: Rect) -> Areas {
    let top = u16::from(area.height >= 3);
    let bottom = u16::from(area.height >= 2);
    let content = area.height - top - bottom;
    let row = |y, height| Rect { y, height, ..area };
    Areas {
        top: row(area.y, top),
        content: row(area.y + top, content),
        bottom: row(area.y + top + content, bottom),
    }
}

/// A piece of the top or the bottom line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The first column, counted from the line's left edge.
    pub x: u16,
    /// What is written.
    pub parts: Vec<(String, Token)>,
    /// What a click does.
    pub command: Option<Command>,
}

impl Spot {
    fn new(parts: Vec<(String, Token)>, command: Option<Command>) -> Self {
        Self {
            x: 0,
            parts,
            command,
        }
    }

    /// Columns it takes.
    #[must_use]
    pub fn width(&self) -> u16 {
        let width = self
            .parts
            .iter()
            .map(|(text, _)| width(text))
            .sum::<usize>();
        u16::try_from(width).unwrap_or(u16::MAX)
    }
}

/// The gap between two spots, and before the first and after the last half of it.
const GAP: u16 = 2;

/// What the top line needs to know.
pub struct Place<'a> {
    /// The room one is in.
    pub room: Room,
    /// Where keys are looked up now.
    pub scope: Scope,
    /// Which key means what.
    pub keymap: &'a KeyMap,
}

/// The top line: as much of rooms and what is due as fits.
#[must_use]
pub fn rooms(width: u16, place: &Place, due: Due, look: &Look) -> Vec<Spot> {
    let all: Vec<Spot> = Room::ALL.into_iter().map(|r| room_spot(r, place)).collect();
    let here = vec![room_spot(place.room, place)];
    let due = Spot::new(vec![(due_text(due, look), Token::Bar)], None);
    let mut line = Vec::new();
    for (rooms, right) in [
        (&all, Some(&due)),
        (&all, None),
        (&here, Some(&due)),
        (&here, None),
    ] {
        line.clone_from(rooms);
        line.extend(right.cloned());
        if place_left(&mut line) <= width {
            if let Some(last) = line.last_mut().filter(|_| right.is_some()) {
                last.x = width - last.width() - GAP / 2;
            }
            return line;
        }
    }
    line
}

fn room_spot(room: Room, place: &Place) -> Spot {
    let keys = place.keymap.keys(place.scope, room.command());
    // A room's key may mean something else here; the gap keeps the line from jumping.
    let usual = place.keymap.all_keys(room.command()).first();
    let key = match (keys.first(), usual) {
        (Some(key), _) => key.to_string(),
        (None, usual) => " ".repeat(usual.map_or(0, |k| width(&k.to_string()))),
    };
    let title = if room == place.room {
        Token::BarActive
    } else {
        Token::Bar
    };
    let parts = vec![
        (key, Token::Key),
        (" ".to_owned(), Token::Bar),
        (room.title().to_owned(), title),
    ];
    Spot::new(parts, Some(room.command()))
}

fn due_text(due: Due, look: &Look) -> String {
    match (due.reviews, due.new) {
        (0, 0) => "nothing due".to_owned(),
        (reviews, 0) => format!("{reviews} due"),
        (0, new) => format!("{new} new"),
        (reviews, new) => format!("{reviews} due {} {new} new", look.glyph(Glyph::Dot)),
    }
}

/// The bottom line: the hints in their order, as many as fit whole, and at the right edge how to get help.
#[must_use]
pub fn hints(width: u16, hints: &[Hint], scope: Scope, keymap: &KeyMap) -> Vec<Spot> {
    let spot = |hint: &Hint| {
        let key = keymap.keys(scope, hint.command).first()?.to_string();
        let parts = vec![
            (key, Token::Key),
            (format!(" {}", hint.label()), Token::Bar),
        ];
        Some(Spot::new(parts, Some(hint.command)))
    };
    let mut help = spot(&Command::Help.into());
    let wanted = help.as_ref().map_or(0, |h| h.width() + GAP);
    if wanted + GAP / 2 > width {
        help = None;
    }
    let room = width.saturating_sub(if help.is_some() { wanted } else { 0 });
    let mut line = Vec::new();
    for spot in hints.iter().filter_map(spot) {
        line.push(spot);
        if place_left(&mut line) > room {
            line.pop();
            break;
        }
    }
    if let Some(mut help) = help {
        help.x = width - help.width() - GAP / 2;
        line.push(help);
    }
    line
}

/// Puts the spots side by side from the left and says how wide the line is.
fn place_left(line: &mut [Spot]) -> u16 {
    let mut x = GAP / 2;
    for spot in line.iter_mut() {
        spot.x = x;
        x = x.saturating_add(spot.width()).saturating_add(GAP);
    }
    x - GAP / 2
}

/// Draws a line of spots.
pub fn draw(area: Rect, buf: &mut Buffer, line: &[Spot], look: &Look) {
    buf.set_style(area, look.style(Token::Bar));
    for spot in line {
        let mut x = area.x.saturating_add(spot.x);
        for (text, token) in &spot.parts {
            if area.height == 0 || x >= area.right() {
                break;
            }
            let room = usize::from(area.right() - x);
            (x, _) = buf.set_stringn(x, area.y, text, room, look.style(*token));
        }
    }
}

/// What a click at column `x`, counted from the line's left edge, means.
#[must_use]
pub fn hit(line: &[Spot], x: u16) -> Option<Command> {
    line.iter()
        .find(|spot| (spot.x..spot.x.saturating_add(spot.width())).contains(&x))
        .and_then(|spot| spot.command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config::{Depth, ThemeName};
    use crate::ui::theme::Theme;

    fn look() -> Look {
        Look {
            theme: Theme::new(ThemeName::Dark, Depth::True),
            ascii: false,
            motion: true,
        }
    }

    fn text(line: &[Spot], width: u16) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        draw(area, &mut buf, line, &look());
        let cells = buf.content().iter().map(ratatui::buffer::Cell::symbol);
        cells.collect()
    }

    fn top(width: u16, scope: Scope) -> String {
        let place = Place {
            room: Room::Drill,
            scope,
            keymap: &KeyMap::default(),
        };
        let due = Due {
            reviews: 12,
            new: 5,
        };
        text(&rooms(width, &place, due, &look()), width)
    }

    #[test]
    fn the_top_line_shows_what_fits() {
        for (width, wanted) in [
            (
                60,
                " 1 Today  2 Guide  3 Drill  6 History        12 due · 5 new ",
            ),
            (50, " 1 Today  2 Guide  3 Drill  6 History             "),
            (30, " 3 Drill       12 due · 5 new "),
            (12, " 3 Drill    "),
            (3, " 3 "),
            (0, ""),
        ] {
            assert_eq!(top(width, Scope::Move), wanted);
        }
    }

    #[test]
    fn a_room_whose_key_means_something_else_stays_in_place() {
        assert_eq!(
            top(50, Scope::Grade),
            "   Today    Guide    Drill  6 History             "
        );
    }

    #[test]
    fn the_bottom_line_is_cut_at_a_whole_hint() {
        let keymap = KeyMap::default();
        let some = [
            Hint::labelled(Command::Reveal, "show"),
            Command::Undo.into(),
            Command::Bury.into(),
            // has no key here
            Command::NextLink.into(),
            Command::Flag.into(),
        ];
        for (width, wanted) in [
            (50, " space show  u undo  b bury  f flag        ? help "),
            (34, " space show  u undo        ? help "),
            (12, "     ? help "),
            (7, "       "),
            (0, ""),
        ] {
            let line = hints(width, &some, Scope::Ask, &keymap);
            assert_eq!(text(&line, width), wanted);
        }
    }

    #[test]
    fn a_click_hits_what_is_shown() {
        let keymap = KeyMap::default();
        let line = hints(40, &[Command::Undo.into()], Scope::Drill, &keymap);
        assert_eq!(hit(&line, 0), None);
        assert_eq!(hit(&line, 1), Some(Command::Undo));
        assert_eq!(hit(&line, 6), Some(Command::Undo));
        assert_eq!(hit(&line, 7), None);
        assert_eq!(hit(&line, 38), Some(Command::Help));
    }

    #[test]
    fn small_screens_keep_the_page() {
        let heights = |h| {
            let a = areas(Rect::new(0, 0, 10, h));
            (a.top.height, a.content.height, a.bottom.height)
        };
        assert_eq!(
            [0, 1, 2, 3, 24].map(heights),
            [(0, 0, 0), (0, 1, 0), (0, 1, 1), (1, 1, 1), (1, 22, 1)]
        );
    }
}
