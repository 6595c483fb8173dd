//! What lies over a page.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

use super::glyphs;
use super::screen::{Look, Screen};
use super::theme::Token;
use crate::app::keymap::KeyMap;
use crate::app::routes::Overlay;

mod confirm;
mod error;
mod help;
mod search;
pub(super) mod toast;

/// The screen for `overlay` over the page (or overlay) `below`.
#[must_use]
pub fn open(overlay: Overlay, below: Option<&dyn Screen>, keymap: &KeyMap) -> Box<dyn Screen> {
    match overlay {
        Overlay::Help => Box::new(help::Help::new(below, keymap)),
        Overlay::Search => Box::new(search::Search::default()),
        Overlay::Confirm(question) => Box::new(confirm::Confirm::new(question)),
        Overlay::Error(report) => Box::new(error::Failure::new(report)),
    }
}

/// A window of `size` (columns, lines, its border included) in the middle of `area`; where there is no room for that it takes
/// all of `area` and does without the border. Returns what is inside.
fn window(area: Rect, buf: &mut Buffer, size: (u16, u16), title: &str, look: &Look) -> Rect {
    if area.width < 20 || area.height < 5 {
        Clear.render(area, buf);
        buf.set_style(area, look.style(Token::Text));
        if area.height < 2 {
            return area;
        }
        let room = usize::from(area.width);
        buf.set_stringn(area.x, area.y, title, room, look.style(Token::Title));
        return Rect {
            y: area.y + 1,
            height: area.height - 1,
            ..area
        };
    }
    let (width, height) = (size.0.min(area.width), size.1.min(area.height));
    let outer = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    Clear.render(outer, buf);
    buf.set_style(outer, look.style(Token::Text));
    let block = Block::bordered()
        .border_set(glyphs::border(look.ascii))
        .border_style(look.style(Token::Focus))
        .title(format!(" {title} "))
        .title_style(look.style(Token::Title));
    let inner = block.inner(outer);
    block.render(outer, buf);
    Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    }
}
