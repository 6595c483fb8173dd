//! Drawing a question, its answer, and the grades.

use std::ops::Range;

use chrono::NaiveTime;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Graded, Open};
use crate::domain::grading::{Detail, Outcome};
use crate::domain::item::{Body, Level};
use crate::domain::schedule::{CardState, Phase, Rating};
use crate::domain::session::Left;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::Look;
use crate::ui::theme::Token;
use crate::ui::widgets::page::{self, Column};
use crate::ui::widgets::scroll::{self, Scroll};
use crate::ui::widgets::{markdown, wrap};

mod answer;

/// How wide a question spreads.
pub(super) const WIDTH: u16 = 76;

/// Lines of a question, and those that have to be in sight.
#[derive(Debug, Default)]
struct Sheet {
    lines: Vec<Line<'static>>,
    focus: Option<Range<usize>>,
}

/// What is shown of a drill while a question is open.
pub(super) struct Shown<'a> {
    pub(super) open: &'a Open,
    pub(super) left: Left,
    pub(super) scroll: &'a Scroll,
    /// What the learner is at comes into sight; false while they scroll.
    pub(super) follow: bool,
}

impl Sheet {
    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn push(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// Marks everything from line `start` on, so far, as what is to be seen.
    fn focus_from(&mut self, start: usize) {
        self.focus = Some(start..self.lines.len());
    }

    fn markdown(&mut self, text: &str, width: usize, look: &Look) {
        let page = markdown::render(text, width, look.ascii);
        self.lines.extend(
            page.lines
                .iter()
                .map(|line| markdown::styled(line, look, None)),
        );
    }

    /// `mark` before the first line of `text`, the others below the first.
    fn hanging(
        &mut self,
        mark: Vec<Span<'static>>,
        text: &str,
        width: usize,
        token: (Token, &Look),
    ) {
        let (token, look) = token;
        let indent = mark
            .iter()
            .map(|span| crate::domain::width::width(&span.content))
            .sum::<usize>();
        let mut first = Some(mark);
        for line in wrap::lines(text, width.saturating_sub(indent).max(8)) {
            let below = || vec![Span::raw(" ".repeat(indent))];
            let mut spans = first.take().unwrap_or_else(below);
            spans.push(Span::styled(line, look.style(token)));
            self.push(Line::from(spans));
        }
    }
}

/// Draws the question; once it was answered the grades stand below it.
pub(super) fn question(shown: &Shown<'_>, area: Rect, buf: &mut Buffer, look: &Look) {
    let column = Column::centred(area, WIDTH).area;
    let width = usize::from(column.width);
    let mut sheet = sheet(shown, width, look);
    let mut foot = Vec::new();
    if let Some(graded) = &shown.open.graded {
        foot = grades_lines(shown.open, graded, width, look);
        // No room to keep them in sight: they end the page instead.
        if column.height < SMALL {
            sheet.lines.append(&mut foot);
        }
    }
    let length = u16::try_from(sheet.lines.len()).unwrap_or(u16::MAX);
    let below = u16::try_from(foot.len()).unwrap_or(0);
    let body = Rect {
        height: length.min(column.height.saturating_sub(below)),
        ..column
    };
    let window = window(&sheet, shown, body.height);
    Column { area: body }.draw(&sheet.lines, window.start, buf);
    let edge = Rect {
        x: area.x,
        width: area.width,
        ..body
    };
    scroll::bar(edge, buf, &window, sheet.lines.len(), look);
    let rest = Rect {
        y: body.bottom(),
        height: column.bottom() - body.bottom(),
        ..column
    };
    Column { area: rest }.draw(&foot, 0, buf);
}

/// The lines to draw: where the learner has scrolled to, or what they are at, its beginning before its end.
fn window(sheet: &Sheet, shown: &Shown<'_>, height: u16) -> Range<usize> {
    let scroll = shown.scroll;
    let len = sheet.lines.len();
    scroll.window(len, height);
    if let (true, Some(focus)) = (shown.follow, &sheet.focus) {
        scroll.reveal(focus.end.saturating_sub(1));
        scroll.reveal(focus.start);
    }
    scroll.window(len, height)
}

fn sheet(shown: &Shown<'_>, width: usize, look: &Look) -> Sheet {
    let open = shown.open;
    let item = &open.asked.item;
    let mut sheet = Sheet::default();
    sheet.push(heading(open, shown.left, width, look));
    sheet.gap();
    if !matches!(item.body, Body::Cloze { .. }) {
        sheet.markdown(&item.prompt, width, look);
        sheet.gap();
    }
    let Some(graded) = &open.graded else {
        if let (true, Some(hint)) = (open.hint, &item.hint) {
            let mark = vec![Span::styled("Hint: ", look.style(Token::Dim))];
            sheet.hanging(mark, hint, width, (Token::Note, look));
            sheet.gap();
        }
        answer::asked(&mut sheet, open, width, look);
        return sheet;
    };
    let start = sheet.lines.len();
    if let Some(verdict) = verdict(open, graded, look) {
        sheet.push(verdict);
        sheet.gap();
    }
    answer::judged(&mut sheet, open, graded, (width, look));
    sheet.focus_from(start);
    sheet.gap();
    sheet.markdown(&item.explain, width, look);
    sheet
}

/// Topic, kind and marks at the left, what is left at the right.
fn heading(open: &Open, left: Left, width: usize, look: &Look) -> Line<'static> {
    let item = &open.asked.item;
    let level = match item.level {
        Level::Recall => "",
        Level::Apply => ", apply",
        Level::Decide => ", decide",
    };
    let mut spans = vec![
        Span::styled(open.asked.topic.clone(), look.style(Token::Accent)),
        Span::styled(
            format!("  {}{level}", name(&item.body)),
            look.style(Token::Dim),
        ),
    ];
    if open.asked.state.is_none() {
        spans.push(Span::styled("  new", look.style(Token::Good)));
    }
    if open.asked.flagged {
        spans.push(Span::styled(
            format!("  {} flagged", look.glyph(Glyph::Flag)),
            look.style(Token::Near),
        ));
    }
    if open.asked.leech {
        spans.push(Span::styled("  often forgotten", look.style(Token::Bad)));
    }
    page::spread(
        spans,
        Span::styled(left_text(left), look.style(Token::Dim)),
        width,
    )
}

fn left_text(left: Left) -> String {
    let parts = [
        (left.review, "to review"),
        (left.learning, "learning"),
        (left.new, "new"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    parts.join(", ")
}

/// What a kind is called on the screen.
fn name(body: &Body) -> &'static str {
    match body {
        Body::Card { .. } => "card",
        Body::Cloze { .. } => "fill the gaps",
        Body::Choice { .. } => "pick one",
        Body::Multi { .. } => "pick all that hold",
        Body::Order { .. } => "put in order",
        Body::Match { .. } => "match",
        Body::Numeric { .. } => "a value with its unit",
        Body::Typed { .. } => "a term",
    }
}

/// One line: how it went. A card says nothing: only the learner knows.
fn verdict(open: &Open, graded: &Graded, look: &Look) -> Option<Line<'static>> {
    let (glyph, token, word) = match graded.verdict.outcome {
        Outcome::Right => (Glyph::Good, Token::Good, "Right."),
        Outcome::Near => (Glyph::Near, Token::Near, "Nearly."),
        Outcome::Wrong => (Glyph::Bad, Token::Bad, "Not quite."),
        Outcome::SelfGraded | Outcome::Unreadable => {
            let card = matches!(open.asked.item.body, Body::Card { .. });
            let text = Line::styled("This is the answer.", look.style(Token::Dim));
            return (!card).then_some(text);
        }
    };
    let mut spans = vec![Span::styled(
        format!("{} {word}", look.glyph(glyph)),
        look.style(token),
    )];
    if let Detail::Value { factor, answer, .. } = &graded.verdict.detail {
        spans.push(Span::styled(
            format!(" It is {answer}; {}.", off(*factor)),
            look.style(Token::Text),
        ));
    }
    Some(Line::from(spans))
}

/// How far a value is from the answer, in words.
fn off(factor: f64) -> String {
    match factor {
        f if !(f > 0.0 && f.is_finite()) => "yours has another sign or is nothing".to_owned(),
        f if (0.999..=1.001).contains(&f) => "yours is exact".to_owned(),
        f if f < 1.0 => format!("yours is {:.1} times too small", 1.0 / f),
        f => format!("yours is {f:.1} times too large"),
    }
}

/// Columns that the four grades need beside each other.
const NARROW: usize = 44;
/// Rows below which nothing is kept in sight at the bottom.
const SMALL: u16 = 10;

/// The four grades with what each leads to; the suggested one is marked.
fn grades_lines(open: &Open, graded: &Graded, width: usize, look: &Look) -> Vec<Line<'static>> {
    let suggested = graded.verdict.suggest.unwrap_or(Rating::Good);
    let cells = Rating::ALL.into_iter().zip(&open.asked.preview);
    let cells = cells.map(|(rating, state)| {
        let here = rating == suggested;
        let mark = if here { look.glyph(Glyph::Cursor) } else { " " };
        let token = if here { Token::Accent } else { Token::Text };
        let name = format!("{mark} {} {}", rating.number(), rating.label());
        (name, look.style(token), interval(state))
    });
    let mut lines = vec![Line::default()];
    if graded.verdict.suggest.is_none() {
        let question = "How well did you know it?";
        lines.push(Line::styled(question, look.style(Token::Dim)));
    }
    let dim = look.style(Token::Dim);
    if width < NARROW {
        lines.extend(cells.map(|(name, style, when)| {
            let name = Span::styled(format!("{name:<9} "), style);
            Line::from(vec![name, Span::styled(when, dim)])
        }));
        return lines;
    }
    let cell = width / Rating::ALL.len();
    let (names, whens): (Vec<_>, Vec<_>) = cells
        .map(|(name, style, when)| {
            let when = format!("    {when}");
            (
                Span::styled(format!("{name:<cell$}"), style),
                Span::styled(format!("{when:<cell$}"), dim),
            )
        })
        .unzip();
    lines.push(Line::from(names));
    lines.push(Line::from(whens));
    lines
}

/// How long until an item comes back: `10 min`, `3 days`, `2.5 months`.
fn interval(state: &CardState) -> String {
    let pause = state.due - state.last;
    if state.phase != Phase::Review {
        return match pause.num_minutes() {
            ..=0 => "at once".to_owned(),
            1..=119 => format!("{} min", pause.num_minutes()),
            _ => format!("{} h", pause.num_hours()),
        };
    }
    // Days begin at the rollover: what is due tomorrow at four is "1 day", however late it is now.
    let days = (pause.num_minutes() + 24 * 60 - 1) / (24 * 60);
    #[expect(clippy::cast_precision_loss, reason = "days of one life")]
    let long = days as f64;
    match days {
        ..=1 => "1 day".to_owned(),
        2..=44 => format!("{days} days"),
        45..=364 => format!("{:.1} months", long / 30.44),
        _ => format!("{:.1} years", long / 365.25),
    }
}

/// Nothing is due for a moment. `until` is what a clock on the wall will show then.
pub(super) fn pause(until: NaiveTime, area: Rect, buf: &mut Buffer, look: &Look) {
    let column = Column::centred(area, WIDTH);
    let width = usize::from(column.area.width);
    let text = format!(
        "You have just answered the only card that is left. It comes back at {}; a pause helps it to stick.",
        until.format("%H:%M")
    );
    let mut lines = vec![
        Line::styled("A short pause", look.style(Token::Title)),
        Line::default(),
    ];
    lines.extend(page::prose(&text, width, look.style(Token::Text)));
    column.draw(&lines, 0, buf);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_said_in_words() {
        for (factor, text) in [
            (1.0, "yours is exact"),
            (2.5, "yours is 2.5 times too large"),
            (0.5, "yours is 2.0 times too small"),
            (0.0, "yours has another sign or is nothing"),
            (-1.0, "yours has another sign or is nothing"),
        ] {
            assert_eq!(off(factor), text);
        }
    }
}
