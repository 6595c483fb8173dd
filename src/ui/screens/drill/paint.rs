//! Drawing a question, its answer, and the grades.

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Graded, Open};
use crate::domain::grading::{Detail, Given, Outcome};
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
const WIDTH: u16 = 76;

/// Lines of a question, and the one that has to be in sight.
#[derive(Debug, Default)]
struct Sheet {
    lines: Vec<Line<'static>>,
    focus: Option<usize>,
}

impl Sheet {
    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn push(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// Marks the next line as the one to be seen.
    fn focus_here(&mut self) {
        self.focus = Some(self.lines.len());
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
        for (n, line) in wrap::lines(text, width.saturating_sub(indent).max(8))
            .into_iter()
            .enumerate()
        {
            let mut spans = if n == 0 {
                mark.clone()
            } else {
                vec![Span::raw(" ".repeat(indent))]
            };
            spans.push(Span::styled(line, look.style(token)));
            self.push(Line::from(spans));
        }
    }
}

/// Draws the question; once it was answered the grades stand at the bottom.
pub(super) fn question(
    open: &Open,
    left: Left,
    scroll: &Scroll,
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
) {
    let column = Column::centred(area, WIDTH).area;
    let grades = u16::from(open.graded.is_some()) * 3;
    let foot = grades.min(column.height);
    let body = Rect {
        height: column.height - foot,
        ..column
    };
    let width = usize::from(body.width);
    let sheet = sheet(open, left, width, look);
    let mut moving = scroll.clone();
    if let (Some(line), None) = (sheet.focus, &open.graded) {
        moving.window(sheet.lines.len(), body.height);
        moving.reveal(line);
    }
    let window = moving.window(sheet.lines.len(), body.height);
    scroll.window(sheet.lines.len(), body.height);
    Column { area: body }.draw(&sheet.lines, window.start, buf);
    scroll::bar(
        Rect {
            width: area.width,
            x: area.x,
            ..body
        },
        buf,
        &window,
        sheet.lines.len(),
        look,
    );
    if let Some(graded) = &open.graded {
        let foot = Rect {
            y: body.bottom(),
            height: foot,
            ..column
        };
        Column { area: foot }.draw(&grades_lines(open, graded, width, look), 0, buf);
    }
}

fn sheet(open: &Open, left: Left, width: usize, look: &Look) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.push(heading(open, left, width, look));
    sheet.gap();
    if !matches!(open.asked.item.body, Body::Cloze { .. }) {
        sheet.markdown(&open.asked.item.prompt, width, look);
        sheet.gap();
    }
    answer::body(&mut sheet, open, width, look);
    if let (true, Some(hint), None) = (open.hint, &open.asked.item.hint, &open.graded) {
        sheet.gap();
        let mark = vec![Span::styled("Hint: ", look.style(Token::Dim))];
        sheet.hanging(mark, hint, width, (Token::Note, look));
    }
    if let Some(graded) = &open.graded {
        sheet.gap();
        sheet.push(verdict(open, graded, look));
        sheet.gap();
        sheet.markdown(&open.asked.item.explain, width, look);
    }
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

/// One line: how it went.
fn verdict(open: &Open, graded: &Graded, look: &Look) -> Line<'static> {
    let (glyph, token, word) = match graded.verdict.outcome {
        Outcome::Right => (Glyph::Good, Token::Good, "Right."),
        Outcome::Near => (Glyph::Near, Token::Near, "Nearly."),
        Outcome::Wrong => (Glyph::Bad, Token::Bad, "Not quite."),
        Outcome::SelfGraded | Outcome::Unreadable => {
            let text = match (&graded.given, &open.asked.item.body) {
                (Given::Revealed, Body::Card { .. }) => "How well did you know it?",
                _ => "This is the answer.",
            };
            return Line::styled(text, look.style(Token::Dim));
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
    Line::from(spans)
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

/// The four grades with what each leads to; the suggested one is marked.
fn grades_lines(open: &Open, graded: &Graded, width: usize, look: &Look) -> Vec<Line<'static>> {
    let suggested = graded.verdict.suggest.unwrap_or(Rating::Good);
    let cell = width / Rating::ALL.len();
    let mut names = Vec::new();
    let mut whens = Vec::new();
    for (rating, state) in Rating::ALL.into_iter().zip(&open.asked.preview) {
        let here = rating == suggested;
        let mark = if here { look.glyph(Glyph::Cursor) } else { " " };
        let token = if here { Token::Accent } else { Token::Text };
        let text = format!("{mark} {} {}", rating.number(), rating.label());
        names.push(Span::styled(format!("{text:<cell$}"), look.style(token)));
        let when = format!("    {}", interval(state));
        whens.push(Span::styled(
            format!("{when:<cell$}"),
            look.style(Token::Dim),
        ));
    }
    vec![Line::default(), Line::from(names), Line::from(whens)]
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

/// Nothing is due for a moment.
pub(super) fn pause(until: DateTime<Utc>, area: Rect, buf: &mut Buffer, look: &Look) {
    let column = Column::centred(area, WIDTH);
    let text = format!(
        "A short pause. One card is left, and you have just answered it; it comes back at {} past the hour.",
        until.format("%M:%S")
    );
    let mut lines = page::prose(
        &text,
        usize::from(column.area.width),
        look.style(Token::Text),
    );
    lines.push(Line::default());
    lines.push(Line::styled("Enter asks it now.", look.style(Token::Dim)));
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
