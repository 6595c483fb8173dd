//! Something failed and wants to be read: what, why, what to do, and the details below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::window;
use crate::app::commands::{Command, Scope};
use crate::app::routes::Report;
use crate::app::services::Services;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::scroll::{self, Scroll};
use crate::ui::widgets::wrap;

/// The overlay.
#[derive(Debug)]
pub(super) struct Failure {
    report: Box<Report>,
    scroll: Scroll,
}

impl Failure {
    pub(super) fn new(report: Box<Report>) -> Self {
        Self {
            report,
            scroll: Scroll::default(),
        }
    }

    fn lines(&self, width: usize) -> Vec<(String, Token)> {
        let text = |text: &str, token| {
            let lines = wrap::lines(text, width).into_iter();
            lines.map(move |line| (line, token)).collect::<Vec<_>>()
        };
        let mut lines = text(&self.report.message, Token::Text);
        if !self.report.details.is_empty() {
            lines.push((String::new(), Token::Text));
        }
        for detail in &self.report.details {
            lines.extend(text(detail, Token::Code));
        }
        lines
    }
}

impl Screen for Failure {
    fn title(&self) -> String {
        self.report.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Move
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = vec![Hint::labelled(Command::Back, "close")];
        if self.report.place.is_some() {
            hints.push(Command::Edit.into());
        }
        hints.push(Command::Down.into());
        hints.push(Command::Up.into());
        hints
    }

    fn update(&mut self, msg: Msg, _: &mut Services) -> Flow {
        match msg {
            Msg::Command(command) if self.scroll.update(command) => Flow::Stay,
            Msg::Command(Command::Open) => Flow::Back,
            Msg::Command(Command::Edit) => {
                let place = self.report.place.clone();
                place.map_or(Flow::Pass, Flow::Edit)
            }
            Msg::Command(_) => Flow::Pass,
            Msg::Key(_)
            | Msg::Paste(_)
            | Msg::Mouse(_)
            | Msg::Tick
            | Msg::Confirmed(_)
            | Msg::Resumed => Flow::Stay,
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let width = 80.min(area.width);
        let room = usize::from(width.saturating_sub(4).max(1));
        let wanted = self.lines(room).len() + 2;
        let height = u16::try_from(wanted).unwrap_or(u16::MAX).max(5);
        let inner = window(area, buf, (width, height), &self.report.title, look);
        let lines = self.lines(usize::from(inner.width.max(1)));
        let range = self.scroll.window(lines.len(), inner.height);
        let shown = lines.get(range.clone()).unwrap_or_default();
        for (y, (line, token)) in (inner.top()..).zip(shown) {
            let room = usize::from(inner.width);
            buf.set_stringn(inner.x, y, line, room, look.style(*token));
        }
        let edge = Rect {
            width: inner.width + 1,
            ..inner
        };
        scroll::bar(edge.intersection(area), buf, &range, lines.len(), look);
    }
}
