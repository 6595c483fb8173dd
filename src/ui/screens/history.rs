//! History: what was done, how well it sticks, what is coming.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::commands::{Command, Scope};
use crate::app::desk::Failure;
use crate::app::history::{History as Model, Share};
use crate::app::services::Services;
use crate::domain::width;
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::heat;
use crate::ui::widgets::page::{self, Column};
use crate::ui::widgets::scroll::{self, Scroll};

/// From here on two columns stand side by side.
const WIDE: u16 = 110;
/// One column.
const WIDTH: u16 = 76;
/// Between two columns.
const GAP: u16 = 6;
/// Columns of a week in the heat map.
const WEEK: usize = 3;

/// The page.
#[derive(Debug)]
pub struct History {
    model: Model,
    scroll: Scroll,
}

impl History {
    /// The page for what is known now.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn open(services: &mut Services) -> Result<Self, Failure> {
        Self::model(services).map(Self::new)
    }

    fn model(services: &mut Services) -> Result<Model, Failure> {
        services.count()?;
        services.desk()?.history()
    }

    /// The page for a given state.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self {
            model,
            scroll: Scroll::default(),
        }
    }

    fn renew(&mut self, model: Model) -> Flow {
        self.model = model;
        Flow::Stay
    }

    /// What lies back.
    fn past(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = self.calendar(width, look);
        lines.push(Line::default());
        lines.extend(self.last_days(width, look));
        lines.push(Line::default());
        lines.extend(self.retention(look));
        lines
    }

    /// Where one stands and what is coming.
    fn ahead(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = self.mastery(width, look);
        lines.push(Line::default());
        lines.extend(self.forecast(width, look));
        lines
    }

    /// A column per week, a row per weekday, as many weeks as fit.
    fn calendar(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let model = &self.model;
        let weekday = model.day.weekday().num_days_from_monday() as usize;
        let weeks = (width.saturating_sub(4) / WEEK)
            .min(model.days.len().div_ceil(7))
            .max(1);
        let heat = heat::Scale::of(&model.days);
        let monday = back(model.day, weekday + (weeks - 1) * 7);
        let mut lines = vec![
            heading(&self.total(), look),
            Self::months(monday, weeks, look),
        ];
        for (row, name) in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
            .into_iter()
            .enumerate()
        {
            let mut spans = vec![Span::styled(format!("{name}  "), look.style(Token::Dim))];
            for week in 0..weeks {
                let ago = ((weeks - 1 - week) * 7 + weekday).checked_sub(row);
                let answers = ago.and_then(|ago| model.days.iter().rev().nth(ago));
                spans.push(answers.map_or_else(|| Span::raw("  "), |n| heat.cell(*n, look)));
                spans.push(Span::raw(" "));
            }
            lines.push(Line::from(spans));
        }
        lines
    }

    fn total(&self) -> String {
        let (streak, longest) = self.model.streak;
        match self.model.reviews {
            1 => "1 answer".to_owned(),
            n => format!(
                "{n} answers, {} in a row, longest {longest}",
                page::count(streak, "day")
            ),
        }
    }

    /// The names of the months over the weeks in which they begin.
    fn months(monday: NaiveDate, weeks: usize, look: &Look) -> Line<'static> {
        let mut text = String::from("    ");
        let mut last = 0;
        for week in 0..weeks {
            let day = monday + Days::new(7 * week as u64);
            let column = 4 + week * WEEK;
            if day.month() != last && text.len() <= column {
                text.push_str(&" ".repeat(column - text.len()));
                text.push_str(&day.format("%b ").to_string());
            }
            last = day.month();
        }
        Line::styled(text, look.style(Token::Dim))
    }

    /// Answers on each of the last 14 days.
    fn last_days(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let first = self.model.days.len().saturating_sub(14);
        let days: Vec<u32> = self.model.days.iter().skip(first).copied().collect();
        let from = back(self.model.day, days.len().saturating_sub(1));
        let mut lines = vec![heading("Answers a day", look)];
        lines.extend(bars(from, &days, width, look));
        lines
    }

    fn retention(&self, look: &Look) -> Vec<Line<'static>> {
        let mut lines = vec![heading("Known when it came back", look)];
        for (name, share) in ["last 30 days", "last 90 days"]
            .into_iter()
            .zip(self.model.retention)
        {
            lines.push(Line::from(vec![
                Span::styled(format!("{name:<14}"), look.style(Token::Dim)),
                Span::styled(percent(share), look.style(Token::Text)),
            ]));
        }
        let target = format!("{:<14}{:>5.0} %", "aim", self.model.target * 100.0);
        lines.push(Line::styled(target, look.style(Token::Dim)));
        lines
    }

    fn mastery(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = vec![heading("Mastery by chapter", look)];
        if self.model.chapters.is_empty() {
            lines.push(Line::styled(
                "The guide is still being read.",
                look.style(Token::Dim),
            ));
        }
        let names = self
            .model
            .chapters
            .iter()
            .map(|c| width::width(&c.title))
            .max()
            .unwrap_or(0);
        let names = names.min(width / 3);
        let room = width.saturating_sub(names + 22).clamp(4, 30);
        for chapter in &self.model.chapters {
            let title = width::shorten(&chapter.title, names, look.glyph(Glyph::Ellipsis));
            let (full, empty) = page::bar(
                chapter.mastery,
                room,
                look.glyph(Glyph::Full),
                look.glyph(Glyph::Empty),
            );
            lines.push(Line::from(vec![
                Span::styled(format!("{title:<names$}  "), look.style(Token::Text)),
                Span::styled(full, look.style(Token::Firm)),
                Span::styled(empty, look.style(Token::Border)),
                Span::styled(
                    format!(" {:>3.0} %", chapter.mastery * 100.0),
                    look.style(Token::Text),
                ),
                Span::styled(
                    format!("  {}/{}", chapter.seen, chapter.points),
                    look.style(Token::Dim),
                ),
            ]));
        }
        if !self.model.chapters.is_empty() {
            lines.push(Line::styled(
                "x/y: points met at least once, of all",
                look.style(Token::Dim),
            ));
        }
        lines
    }

    fn forecast(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = vec![heading("Coming back", look)];
        if self.model.forecast.iter().all(|n| *n == 0) {
            let text = "Nothing is scheduled yet. What you answer in a drill will stand here.";
            lines.extend(page::prose(text, width, look.style(Token::Dim)));
        } else {
            lines.extend(bars(self.model.day, &self.model.forecast, width, look));
        }
        lines
    }

    fn lines(&self, area: Rect, look: &Look) -> Vec<Line<'static>> {
        let width = usize::from(area.width);
        let mut lines = self.past(width, look);
        lines.push(Line::default());
        lines.extend(self.ahead(width, look));
        lines
    }
}

/// A row per day: its date, a bar, the number.
fn bars(from: NaiveDate, days: &[u32], width: usize, look: &Look) -> Vec<Line<'static>> {
    let most = days.iter().copied().max().unwrap_or(0).max(1);
    let room = width.saturating_sub(18).clamp(4, 40);
    let row = |(n, answers): (usize, &u32)| {
        let day = from + Days::new(n as u64);
        let full = (*answers as usize * room).div_ceil(most as usize);
        Line::from(vec![
            Span::styled(day.format("%a %d %b  ").to_string(), look.style(Token::Dim)),
            Span::styled(
                look.glyph(Glyph::Full).repeat(full),
                look.style(Token::Heat3),
            ),
            Span::styled(
                format!(" {answers}"),
                look.style(if *answers == 0 {
                    Token::Dim
                } else {
                    Token::Text
                }),
            ),
        ])
    };
    days.iter().enumerate().map(row).collect()
}

/// What will stand here, before the first answer.
fn empty(width: usize, look: &Look) -> Vec<Line<'static>> {
    let text = "Your answers day by day, how well they stick, how much of each chapter you know and what comes back \
                when: all of that will stand here.";
    let mut lines = vec![heading("No answers yet", look), Line::default()];
    lines.extend(page::prose(text, width, look.style(Token::Text)));
    lines.push(Line::default());
    let text = "The first one is two keys away: `1` goes to Today, `enter` starts.";
    lines.extend(page::prose(text, width, look.style(Token::Dim)));
    lines
}

fn heading(text: &str, look: &Look) -> Line<'static> {
    Line::styled(text.to_owned(), look.style(Token::Title))
}

fn percent(share: Option<Share>) -> String {
    share.map_or_else(
        || "  -    nothing came back yet".to_owned(),
        |s| {
            format!(
                "{:>5.0} %  of {}",
                s.share * 100.0,
                page::count(s.of, "answer")
            )
        },
    )
}

/// `days` days before `day`.
fn back(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_sub_days(Days::new(days as u64)).unwrap_or(day)
}

impl Screen for History {
    fn title(&self) -> String {
        "History".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Move
    }

    fn hints(&self) -> Vec<Hint> {
        match self.model.reviews {
            0 => vec![Command::GoToday.into()],
            _ => vec![Command::Down.into()],
        }
    }

    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        match msg {
            Msg::Command(command) if self.scroll.update(command) => Flow::Stay,
            Msg::Resumed => match Self::model(services) {
                Ok(model) => self.renew(model),
                Err(failure) => super::failed("What stands here may be old", &failure),
            },
            Msg::Command(_)
            | Msg::Key(_)
            | Msg::Paste(_)
            | Msg::Mouse(_)
            | Msg::Tick
            | Msg::Confirmed(_) => Flow::Pass,
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        if self.model.reviews == 0 {
            let column = Column::centred(area, WIDTH);
            let lines = empty(usize::from(column.area.width), look);
            self.scroll.window(lines.len(), column.area.height);
            column.draw(&lines, 0, buf);
        } else if area.width >= WIDE {
            let column = Column::centred(area, 2 * WIDTH + GAP).area;
            let half = (column.width - GAP) / 2;
            let left = Rect {
                width: half,
                ..column
            };
            let right = Rect {
                x: column.x + half + GAP,
                width: half,
                ..column
            };
            let past = self.past(usize::from(half), look);
            let ahead = self.ahead(usize::from(half), look);
            let len = past.len().max(ahead.len());
            let window = self.scroll.window(len, left.height);
            Column { area: left }.draw(&past, window.start, buf);
            Column { area: right }.draw(&ahead, window.start, buf);
            scroll::bar(area, buf, &window, len, look);
        } else {
            let column = Column::centred(area, WIDTH);
            let lines = self.lines(column.area, look);
            let window = self.scroll.window(lines.len(), column.area.height);
            column.draw(&lines, window.start, buf);
            scroll::bar(area, buf, &window, lines.len(), look);
        }
    }
}

#[cfg(test)]
mod tests;
