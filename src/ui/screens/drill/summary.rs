//! The end of a session: what was learned, what is weak, when next.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Tally;
use crate::app::drill::{Closing, Weak};
use crate::domain::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;
use crate::ui::widgets::page::{self, Column};
use crate::ui::widgets::scroll::{self, Scroll};

/// The page.
#[derive(Debug)]
pub(super) struct Summary {
    closing: Closing,
    tally: Tally,
}

impl Summary {
    pub(super) fn new(closing: Closing, tally: Tally) -> Self {
        Self { closing, tally }
    }

    /// New items that could be learnt beyond the day's limit.
    pub(super) fn more(&self) -> u32 {
        self.closing.more
    }

    pub(super) fn view(&self, scroll: &Scroll, area: Rect, buf: &mut Buffer, look: &Look) {
        let column = Column::centred(area, super::paint::WIDTH);
        let lines = self.lines(usize::from(column.area.width), look);
        let window = scroll.window(lines.len(), column.area.height);
        column.draw(&lines, window.start, buf);
        scroll::bar(area, buf, &window, lines.len(), look);
    }

    fn lines(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = vec![Line::styled(self.headline(), look.style(Token::Title))];
        if self.tally.answers > 0 {
            lines.push(Line::styled(self.facts(look), look.style(Token::Dim)));
        }
        if !self.closing.weak.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled("Not there yet", look.style(Token::Strong)));
            lines.extend(self.closing.weak.iter().map(|weak| line(weak, width, look)));
        }
        lines.push(Line::default());
        lines.extend(page::prose(&self.when(), width, look.style(Token::Text)));
        if self.closing.put_off > 0 {
            let text = format!(
                "{} more are due and put off to the coming days, the best known first.",
                self.closing.put_off
            );
            lines.extend(page::prose(&text, width, look.style(Token::Dim)));
        }
        if self.closing.more > 0 {
            lines.push(Line::default());
            let text = format!(
                "Not tired yet? {} beyond today's plan.",
                waits(self.closing.more)
            );
            lines.extend(page::prose(&text, width, look.style(Token::Text)));
        }
        lines
    }

    fn headline(&self) -> String {
        let Closing {
            learnt, repeated, ..
        } = self.closing;
        match (learnt, repeated) {
            (0, 0) => "Nothing to ask here right now.".to_owned(),
            (new, 0) => format!("{} learned.", page::count(new, "new card")),
            (0, old) => format!("{} repeated.", page::count(old, "card")),
            (new, old) => format!("{} learned, {old} repeated.", page::count(new, "new card")),
        }
    }

    fn facts(&self, look: &Look) -> String {
        let known = self.tally.answers - self.tally.missed;
        let dot = look.glyph(Glyph::Dot);
        format!(
            "{} {dot} {} known at once",
            page::count(self.tally.answers, "answer"),
            percent(known, self.tally.answers)
        )
    }

    fn when(&self) -> String {
        match self.closing.next {
            None => "Nothing is scheduled here yet.".to_owned(),
            Some((day, 1)) => format!("Next: 1 card {}.", name(day, self.closing.today)),
            Some((day, cards)) => format!("Next: {cards} cards {}.", name(day, self.closing.today)),
        }
    }
}

/// A question that was missed, its topic at the right edge.
fn line(weak: &Weak, width: usize, look: &Look) -> Line<'static> {
    let topic = format!("{} {}x", weak.topic, weak.missed);
    let room = width.saturating_sub(width::width(&topic) + 4);
    let prompt = width::shorten(&weak.prompt, room, look.glyph(Glyph::Ellipsis));
    let left = vec![
        Span::styled(
            format!("{} ", look.glyph(Glyph::Bad)),
            look.style(Token::Bad),
        ),
        Span::styled(prompt, look.style(Token::Text)),
    ];
    page::spread(left, Span::styled(topic, look.style(Token::Dim)), width)
}

fn waits(new: u32) -> String {
    let wait = if new == 1 { "waits" } else { "wait" };
    format!("{} {wait}", page::count(new, "new card"))
}

fn percent(part: u32, of: u32) -> String {
    format!("{:.0} %", f64::from(part) / f64::from(of.max(1)) * 100.0)
}

/// `tomorrow`, `on Friday`, `on 14 December`.
fn name(day: NaiveDate, today: NaiveDate) -> String {
    match day.signed_duration_since(today).num_days() {
        ..=0 => "later today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => day.format("on %A").to_string(),
        _ => day.format("on %-d %B").to_string(),
    }
}
