//! A line that passes: it stands over the hints of the bottom line until the next key, or for a few seconds.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::routes::{Toast, Tone};
use crate::domain::width::shorten;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;

/// How long it stays.
pub(in crate::ui) const STAY: TimeDelta = TimeDelta::seconds(5);

/// Draws it over `area`, the bottom line.
pub(in crate::ui) fn draw(area: Rect, buf: &mut Buffer, toast: &Toast, look: &Look) {
    if area.is_empty() {
        return;
    }
    let (glyph, token) = match toast.tone {
        Tone::Done => (Glyph::Good, Token::Good),
        Tone::Info => (Glyph::Bullet, Token::Accent),
        Tone::Failed => (Glyph::Bad, Token::Bad),
    };
    let room = usize::from(area.width);
    buf.set_stringn(
        area.x,
        area.y,
        " ".repeat(room),
        room,
        look.style(Token::Bar),
    );
    let text = format!(" {} {}", look.glyph(glyph), toast.text);
    let text = shorten(&text, room, look.glyph(Glyph::Ellipsis));
    buf.set_stringn(area.x, area.y, text, room, look.style(token));
}
