//! Today: what to do now, one key away.

use chrono::{DateTime, Datelike, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::commands::{Command, Scope};
use crate::app::desk::Failure;
use crate::app::services::{Due, Services};
use crate::app::today::{Action, Load, Today as Model};
use crate::ui::glyphs::Glyph;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::heat;
use crate::ui::widgets::page::{self, Column};
use crate::ui::widgets::wrap;

/// How far the text spreads on a wide screen.
const WIDTH: u16 = 76;

/// The room one comes in by.
#[derive(Debug)]
pub struct Today {
    model: Model,
    cursor: usize,
    /// How many percent of the packs are read, while they are being read.
    reading: Option<u32>,
    /// The weak spot, the last of the actions. It is looked for after the first frame and after every change.
    weak: Option<Action>,
    looked: bool,
}

impl Today {
    /// The page for what is known now.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn open(services: &mut Services) -> Result<Self, Failure> {
        let reading = services.reading;
        let model = Self::model(services)?;
        Ok(Self {
            reading,
            ..Self::new(model)
        })
    }

    fn model(services: &mut Services) -> Result<Model, Failure> {
        let model = services.desk()?.overview()?;
        let Load { reviews, new, .. } = model.load;
        services.due = Due { reviews, new };
        Ok(model)
    }

    /// The page for a given state.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self {
            model,
            cursor: 0,
            reading: None,
            weak: None,
            looked: false,
        }
    }

    fn renew(&mut self, model: Model) -> Flow {
        self.model = model;
        self.looked = false;
        self.step(0)
    }

    /// Looks for the weak spot.
    fn look(&mut self, services: &mut Services) -> Flow {
        self.looked = true;
        match services.desk().and_then(|desk| desk.weakest()) {
            Ok(weak) => self.weak = weak,
            Err(failure) => return super::failed("The weak spot can't be found", &failure),
        }
        self.step(0)
    }

    /// What can be started, as listed.
    fn actions(&self) -> Vec<&Action> {
        let weak = self.weak.as_ref().filter(|_| !self.model.first_run);
        self.model.actions.iter().chain(weak).collect()
    }

    fn step(&mut self, by: isize) -> Flow {
        let last = self.actions().len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        Flow::Stay
    }

    fn start(&self) -> Flow {
        self.actions()
            .get(self.cursor)
            .map_or(Flow::Stay, |action| Flow::Go(action.route.clone()))
    }

    fn lines(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = if self.model.first_run {
            greeting(width, look)
        } else {
            self.standing(look)
        };
        lines.push(Line::default());
        lines.extend(self.rows(width, look));
        if self.model.actions.is_empty() {
            // There is no page yet to lead to. What is to come stands where this stands.
            lines.push(reading(self.reading.unwrap_or(0), look));
        }
        if !self.model.first_run {
            // The room of the weak spot is kept for it, so that nothing moves when it is found.
            let blank = 1 + usize::from(self.weak.is_none());
            lines.extend(std::iter::repeat_n(Line::default(), blank));
            lines.extend(self.weeks(look));
        }
        if self.model.problems > 0 {
            let problems = page::count(self.model.problems, "problem");
            let text =
                format!("{problems} in your packs: `sysdrill check` lists them with their cures.");
            lines.push(Line::default());
            lines.extend(page::prose(&text, width, look.style(Token::Near)));
        }
        if let (Some(percent), false) = (self.reading, self.model.actions.is_empty()) {
            // Below everything else, so that nothing moves when it is done.
            lines.push(Line::default());
            lines.push(reading(percent, look));
        }
        lines
    }

    /// What waits and what was done, in two lines.
    fn standing(&self, look: &Look) -> Vec<Line<'static>> {
        let load = &self.model.load;
        let mut lines = vec![Line::styled(headline(load), look.style(Token::Title))];
        let dot = format!(" {} ", look.glyph(Glyph::Dot));
        let mut facts = Vec::new();
        if load.done > 0 {
            facts.push(format!("{} today", page::count(load.done, "answer")));
        }
        if load.put_off > 0 {
            facts.push(format!("{} put off to the coming days", load.put_off));
        }
        if load.tomorrow > 0 {
            facts.push(format!("{} tomorrow", load.tomorrow));
        }
        match self.model.interview_in {
            Some(0) => facts.push("the interview is today: good luck".to_owned()),
            Some(days) => facts.push(format!("{} to the interview", page::count(days, "day"))),
            None => {}
        }
        if !facts.is_empty() {
            lines.push(Line::styled(facts.join(&dot), look.style(Token::Dim)));
        }
        lines
    }

    /// The actions, what they are for at the right edge.
    fn rows(&self, width: usize, look: &Look) -> Vec<Line<'static>> {
        let rows = self.actions().into_iter().enumerate();
        rows.map(|(place, action)| {
            let here = place == self.cursor;
            let mark = if here { look.glyph(Glyph::Cursor) } else { " " };
            let style = if here {
                look.style(Token::Accent)
            } else {
                look.style(Token::Text)
            };
            let left = vec![
                Span::styled(format!("{mark} "), style),
                Span::styled(action.title.clone(), style),
            ];
            let right = Span::styled(action.detail.clone(), look.style(Token::Dim));
            page::spread(left, right, width)
        })
        .collect()
    }

    /// The last four weeks, a row each, and the streak beside them.
    fn weeks(&self, look: &Look) -> Vec<Line<'static>> {
        let weekday = self.model.day.weekday().num_days_from_monday() as usize;
        let heat = heat::Scale::of(&self.model.days);
        let mut lines = vec![Line::styled("Mo Tu We Th Fr Sa Su", look.style(Token::Dim))];
        // Days fill rows of seven from the Monday three weeks before this one; what lies ahead stays open.
        let first = self.model.days.len().saturating_sub(21 + weekday + 1);
        let shown: Vec<u32> = self.model.days.iter().skip(first).copied().collect();
        for week in shown.chunks(7) {
            let mut spans = Vec::new();
            for answers in week {
                spans.push(heat.cell(*answers, look));
                spans.push(Span::raw(" "));
            }
            lines.push(Line::from(spans));
        }
        let streak = match (self.model.streak, self.model.longest) {
            (0, 0) => String::new(),
            (0, longest) => format!("longest row {}", page::count(longest, "day")),
            (now, longest) => format!("{} in a row, longest {longest}", page::count(now, "day")),
        };
        lines.push(Line::styled(streak, look.style(Token::Dim)));
        lines
    }
}

/// The first sentence: what today still asks for.
fn headline(load: &Load) -> String {
    let minutes = if load.minutes == 0 {
        String::new()
    } else {
        format!(", about {} min", load.minutes)
    };
    match (load.reviews, load.new) {
        (0, 0) if load.done > 0 => "Done for today.".to_owned(),
        (0, 0) => "Nothing is due today.".to_owned(),
        (0, new) => format!("{new} new to learn{minutes}"),
        (reviews, 0) => format!("{reviews} to review{minutes}"),
        (reviews, new) => format!("{reviews} to review and {new} new{minutes}"),
    }
}

fn reading(percent: u32, look: &Look) -> Line<'static> {
    Line::styled(
        format!("Reading the packs: {percent} %"),
        look.style(Token::Dim),
    )
}

/// What a newcomer reads, once.
fn greeting(width: usize, look: &Look) -> Vec<Line<'static>> {
    let mut lines = vec![
        Line::styled("Welcome to sysdrill.", look.style(Token::Title)),
        Line::default(),
    ];
    let text = "You read one page, you answer a few questions about it, and from then on they come back just before \
                you would forget them. That is all. A quarter of an hour a day is plenty.";
    lines.extend(
        wrap::lines(text, width)
            .into_iter()
            .map(|line| Line::styled(line, look.style(Token::Text))),
    );
    lines
}

impl Screen for Today {
    fn title(&self) -> String {
        "Today".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Move
    }

    fn hints(&self) -> Vec<Hint> {
        let open = if self.model.first_run {
            "begin"
        } else {
            "start"
        };
        let mut hints = Vec::new();
        if !self.model.actions.is_empty() {
            hints.push(Hint::labelled(Command::Open, open));
        }
        if self.actions().len() > 1 {
            hints.push(Hint::labelled(Command::Down, "other"));
        }
        hints
    }

    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        match msg {
            Msg::Command(Command::Down) => self.step(1),
            Msg::Command(Command::Up) => self.step(-1),
            Msg::Command(Command::Top) => self.step(isize::MIN),
            Msg::Command(Command::Bottom) => self.step(isize::MAX),
            Msg::Command(Command::Open) => self.start(),
            Msg::Tick => self.look(services),
            Msg::Resumed => {
                self.reading = services.reading;
                match Self::model(services) {
                    Ok(model) => self.renew(model),
                    Err(failure) => super::failed("What stands here may be old", &failure),
                }
            }
            Msg::Command(_) | Msg::Key(_) | Msg::Paste(_) | Msg::Mouse(_) | Msg::Confirmed(_) => {
                Flow::Pass
            }
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let column = Column::centred(area, WIDTH);
        let lines = self.lines(usize::from(column.area.width), look);
        column.draw(&lines, 0, buf);
    }

    fn wake(&self) -> Option<DateTime<Utc>> {
        // At once, but not before the first frame.
        (!self.looked && !self.model.first_run).then_some(DateTime::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod reading;
#[cfg(test)]
mod tests;
