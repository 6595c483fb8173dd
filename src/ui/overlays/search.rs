//! `/`: search over everything, with results as one types.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::window;
use crate::app::commands::{Command, Scope};
use crate::app::services::{Hit, Services};
use crate::domain::width::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::scroll::{self, Cursor};

/// The overlay.
#[derive(Debug, Default)]
pub(super) struct Search {
    words: String,
    hits: Vec<Hit>,
    cursor: Cursor,
}

impl Search {
    fn look_up(&mut self, services: &mut Services) {
        self.hits = if self.words.trim().is_empty() {
            Vec::new()
        } else {
            services.search(&self.words)
        };
        self.cursor = Cursor::default();
    }

    /// Edits the words; the cursor stays at their end.
    fn edit(&mut self, key: KeyEvent) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let last = |words: &str| words.grapheme_indices(true).next_back().map(|(at, _)| at);
        if key.code == KeyCode::Backspace || (control && key.code == KeyCode::Char('h')) {
            self.cut(last(&self.words));
        } else if control && key.code == KeyCode::Char('w') {
            self.cut(self.words.trim_end().rfind(' '));
        } else if control && key.code == KeyCode::Char('u') {
            self.words.clear();
        } else if let (KeyCode::Char(c), false) = (key.code, control) {
            self.words.push(c);
        }
    }

    fn cut(&mut self, at: Option<usize>) {
        self.words.truncate(at.unwrap_or(0));
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
        // The end is what is being typed, so a long text loses its start.
        let mut shown = self.words.as_str();
        while width(shown) + 3 > usize::from(area.width) {
            let mut rest = shown.graphemes(true);
            if rest.next().is_none() {
                break;
            }
            shown = rest.as_str();
        }
        let room = usize::from(area.width);
        let (x, _) = buf.set_stringn(area.x, area.y, "/ ", room, look.style(Token::Key));
        let room = usize::from(area.right().saturating_sub(x));
        let (x, _) = buf.set_stringn(x, area.y, shown, room, look.style(Token::Strong));
        let room = usize::from(area.right().saturating_sub(x));
        buf.set_stringn(x, area.y, " ", room, look.style(Token::Cursor));
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
                self.edit(key);
                self.look_up(services);
                Flow::Stay
            }
            Msg::Paste(text) => {
                let clean = text.chars().map(|c| if c.is_control() { ' ' } else { c });
                self.words.extend(clean);
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
            let text = if self.words.trim().is_empty() {
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
