//! `/`: search over everything, with results as one types.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::window;
use crate::app::commands::{Command, Scope};
use crate::app::services::{Hit, Services};
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::input::Input;
use crate::ui::widgets::scroll::{self, Cursor};

/// The overlay.
#[derive(Debug, Default)]
pub(super) struct Search {
    words: Input,
    hits: Vec<Hit>,
    cursor: Cursor,
}

impl Search {
    fn look_up(&mut self, services: &mut Services) {
        let words = self.words.text();
        self.hits = if words.trim().is_empty() {
            Vec::new()
        } else {
            services.search(&words)
        };
        self.cursor = Cursor::default();
    }

    fn draw_hit(&self, area: Rect, buf: &mut Buffer, at: usize, look: &Look) {
        let Some(hit) = self.hits.get(at) else { return };
        if at == self.cursor.at() {
            buf.set_style(area, look.style(Token::Selected));
            buf.set_string(
                area.x,
                area.y,
                look.glyph(Glyph::Cursor),
                look.style(Token::Accent),
            );
        }
        let mut x = area.x + 2;
        for (text, token) in [
            (hit.title.as_str(), Token::Strong),
            ("  ", Token::Dim),
            (hit.kind, Token::Dim),
            ("  ", Token::Dim),
            (hit.excerpt.as_str(), Token::Dim),
        ] {
            let room = usize::from(area.right().saturating_sub(x));
            (x, _) = buf.set_stringn(x, area.y, text, room, look.style(token));
        }
    }

    fn draw_field(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        buf.set_style(area, look.style(Token::Field));
        let shown = self
            .words
            .shown(usize::from(area.width.saturating_sub(2)).max(1));
        let mut x = area.x;
        for (text, token) in [
            ("/ ", Token::Key),
            (&shown.before, Token::Strong),
            (&shown.under, Token::Cursor),
            (&shown.after, Token::Strong),
        ] {
            let room = usize::from(area.right().saturating_sub(x));
            (x, _) = buf.set_stringn(x, area.y, text, room, look.style(token));
        }
    }
}

impl Screen for Search {
    fn title(&self) -> String {
        "Search".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Search
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        if !self.hits.is_empty() {
            hints.push(Command::Open.into());
        }
        hints.push(Hint::labelled(Command::Back, "close"));
        hints
    }

    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        match msg {
            Msg::Command(Command::Open) => {
                let hit = self.hits.get(self.cursor.at());
                hit.map_or(Flow::Stay, |hit| Flow::Go(hit.route.clone()))
            }
            Msg::Command(command) if self.cursor.update(command, self.hits.len()) => Flow::Stay,
            Msg::Command(_) => Flow::Pass,
            Msg::Key(key) => {
                if self.words.key(key) {
                    self.look_up(services);
                }
                Flow::Stay
            }
            Msg::Paste(text) => {
                self.words.paste(&text);
                self.look_up(services);
                Flow::Stay
            }
            Msg::Mouse(_) | Msg::Tick | Msg::Confirmed(_) | Msg::Resumed => Flow::Stay,
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let inner = window(area, buf, (80, area.height.min(22)), "Search", look);
        if inner.is_empty() {
            return;
        }
        self.draw_field(Rect { height: 1, ..inner }, buf, look);
        let list = Rect {
            y: inner.y + 1,
            height: inner.height - 1,
            ..inner
        };
        if self.hits.is_empty() && list.height > 1 {
            let text = if self.words.text().trim().is_empty() {
                "Type a word or two: titles, texts and questions are searched."
            } else {
                "Nothing has these words. Fewer or shorter words find more."
            };
            let room = usize::from(list.width);
            buf.set_stringn(list.x, list.y + 1, text, room, look.style(Token::Dim));
        }
        let range = self.cursor.window(self.hits.len(), list.height);
        for (y, at) in (list.top()..).zip(range.clone()) {
            self.draw_hit(
                Rect {
                    y,
                    height: 1,
                    ..list
                },
                buf,
                at,
                look,
            );
        }
        let edge = Rect {
            width: list.width + 1,
            ..list
        };
        scroll::bar(edge.intersection(area), buf, &range, self.hits.len(), look);
    }
}
