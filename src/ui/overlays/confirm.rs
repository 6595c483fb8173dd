//! A question that needs a yes or a no before anything happens.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::window;
use crate::app::commands::{Command, Scope};
use crate::app::routes::Question;
use crate::app::services::Services;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::wrap;

/// The overlay.
#[derive(Debug)]
pub(super) struct Confirm {
    question: Question,
}

impl Confirm {
    pub(super) fn new(question: Question) -> Self {
        Self { question }
    }
}

impl Screen for Confirm {
    fn title(&self) -> String {
        self.question.title.clone()
    }

    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Yes.into(), Command::No.into()]
    }

    fn update(&mut self, msg: Msg, _: &mut Services) -> Flow {
        match msg {
            Msg::Command(Command::Yes) => Flow::Confirmed(self.question.yes),
            Msg::Command(Command::No) => Flow::Back,
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
        let width = 60.min(area.width);
        let room = usize::from(width.saturating_sub(4).max(1));
        let lines = wrap::lines(&self.question.detail, room);
        let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let inner = window(
            area,
            buf,
            (width, height.max(5)),
            &self.question.title,
            look,
        );
        for (y, line) in (inner.top()..inner.bottom()).zip(&lines) {
            buf.set_stringn(
                inner.x,
                y,
                line,
                usize::from(inner.width),
                look.style(Token::Text),
            );
        }
    }
}
