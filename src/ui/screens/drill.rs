//! Drill: one question at a time, graded, scheduled, and on disk before the next one appears.

use std::rc::Rc;

use chrono::{DateTime, NaiveTime, Utc};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::commands::{Command, Scope};
use crate::app::desk::Failure;
use crate::app::drill::{Answer, Asked, EXTRA, Marked};
use crate::app::routes::{Focus, Route, Toast, Tone};
use crate::app::services::Services;
use crate::domain::grading::{Given, Verdict, grade};
use crate::domain::schedule::Rating;
use crate::domain::session::{Next, Session};
use crate::store::EventId;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::widgets::scroll::Scroll;

mod paint;
mod question;
mod summary;
#[cfg(test)]
mod tests;

use paint::Shown;
use question::Question;
use summary::Summary;

/// A drill session on the screen.
#[derive(Debug)]
pub struct Drill {
    focus: Focus,
    session: Session,
    stage: Stage,
    /// What `undo` takes back, oldest first.
    past: Vec<Step>,
    tally: Tally,
    scroll: Scroll,
    /// The page follows what the learner does; false while they scroll.
    follow: bool,
}

/// What the learner is looking at.
#[derive(Debug)]
enum Stage {
    /// A question, answered or not.
    Question(Box<Open>),
    /// Nothing is due for a moment.
    Pause {
        until: DateTime<Utc>,
        /// What a clock on the wall shows then.
        wall: NaiveTime,
    },
    /// The end.
    Summary(Box<Summary>),
}

/// The question on the screen.
#[derive(Debug, Clone)]
struct Open {
    asked: Asked,
    question: Question,
    since: DateTime<Utc>,
    hint: bool,
    /// There once it was answered.
    graded: Option<Graded>,
}

/// What the learner gave and what became of it.
#[derive(Debug, Clone)]
struct Graded {
    given: Given,
    verdict: Verdict,
    /// The name of the answer in the log, made here so that a second try after a failed write can't count twice.
    event: EventId,
}

/// One thing that can be taken back: how the session stood before, and the log entry that it made.
#[derive(Debug)]
struct Step {
    session: Session,
    tally: Tally,
    event: EventId,
    /// None for an answer.
    of: Option<Marked>,
}

/// Answers of this session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    answers: u32,
    missed: u32,
}

impl Drill {
    /// A session over `focus`, its first question on the screen.
    ///
    /// # Errors
    /// What the database says.
    pub fn new(focus: Focus, services: &mut Services) -> Result<Self, Failure> {
        let mut drill = Self {
            session: services.desk()?.session(&focus, 0)?,
            focus,
            stage: Stage::Pause {
                until: services.clock.now(),
                wall: NaiveTime::MIN,
            },
            past: Vec::new(),
            tally: Tally::default(),
            scroll: Scroll::default(),
            follow: false,
        };
        drill.advance(services)?;
        Ok(drill)
    }

    fn open(&self) -> Option<&Open> {
        match &self.stage {
            Stage::Question(open) => Some(open),
            Stage::Pause { .. } | Stage::Summary(_) => None,
        }
    }

    fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.stage {
            Stage::Question(open) => Some(open),
            Stage::Pause { .. } | Stage::Summary(_) => None,
        }
    }

    /// Goes on to what the session says is next. Where that fails the screen stays as it is.
    fn advance(&mut self, services: &mut Services) -> Result<(), Failure> {
        let now = services.clock.now();
        let clock = Rc::clone(&services.clock);
        let desk = services.desk()?;
        let stage = loop {
            match self.session.next(now) {
                // Deleted from its deck, or put away in another window meanwhile.
                Next::Item(id) => match desk.ask(&id)? {
                    Some(asked) => break Stage::Question(Box::new(Open::new(asked, now))),
                    None => self.session.drop_item(&id),
                },
                Next::Wait { until } => {
                    let wall = clock.local(until).time();
                    break Stage::Pause { until, wall };
                }
                Next::Done => {
                    let closing = desk.closing(&self.focus, &self.session)?;
                    break Stage::Summary(Box::new(Summary::new(closing, self.tally)));
                }
            }
        };
        self.stage = stage;
        self.scroll.reset();
        // A question is read from its beginning.
        self.follow = false;
        services.count()
    }

    /// Hands in what there is. A value that can't be read is said so, and the question stays open.
    fn submit(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        let event = services.desk()?.event();
        let Some(open) = self.open_mut() else {
            return Ok(Flow::Stay);
        };
        if open.question.fill_next() {
            return Ok(Flow::Stay);
        }
        let Some(given) = open.question.given() else {
            return Ok(toast(Tone::Info, open.question.missing()));
        };
        let verdict = grade(&open.asked.item, &given);
        if let Some(message) = verdict.complaint() {
            open.question.complain(message);
            return Ok(Flow::Stay);
        }
        open.graded = Some(Graded {
            given,
            verdict,
            event,
        });
        self.show_verdict();
        Ok(Flow::Stay)
    }

    /// Shows the answer of a question that the learner can't answer.
    fn give_up(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        let event = services.desk()?.event();
        if let Some(open) = self.open_mut() {
            let verdict = grade(&open.asked.item, &Given::Revealed);
            let verdict = Verdict {
                suggest: Some(Rating::Again),
                ..verdict
            };
            open.graded = Some(Graded {
                given: Given::Revealed,
                verdict,
                event,
            });
        }
        self.show_verdict();
        Ok(Flow::Stay)
    }

    /// The page begins at its top, or as far down as the verdict needs.
    fn show_verdict(&mut self) {
        self.scroll.reset();
        self.follow = true;
    }

    /// Writes the grade down and goes on. A failed write keeps everything as it is, so the same key tries again.
    fn rate(&mut self, rating: Rating, services: &mut Services) -> Result<Flow, Failure> {
        let Some(open) = self.open() else {
            return Ok(Flow::Stay);
        };
        let Some(graded) = &open.graded else {
            return Ok(Flow::Stay);
        };
        let answer = Answer {
            asked: &open.asked,
            given: &graded.given,
            verdict: &graded.verdict,
            rating,
            since: open.since,
            event: graded.event,
        };
        let answered = services.desk()?.answer(&answer)?;
        let id = open.asked.item.id.clone();
        let event = graded.event;
        self.remember(event, None);
        self.tally.answers += 1;
        self.tally.missed += u32::from(rating == Rating::Again);
        self.session.answered(&id, &answered.state);
        self.advance(services)?;
        let leech = "You keep forgetting this one. Read it up, or rewrite it: small cards stick.";
        Ok(if answered.leech {
            toast(Tone::Info, leech)
        } else {
            Flow::Stay
        })
    }

    fn accept(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        let suggested = self.open().and_then(Open::suggested);
        self.rate(suggested.unwrap_or(Rating::Good), services)
    }

    fn remember(&mut self, event: EventId, of: Option<Marked>) {
        self.past.push(Step {
            session: self.session.clone(),
            tally: self.tally,
            event,
            of,
        });
    }

    fn undo(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        let Some(step) = self.past.last() else {
            return Ok(toast(
                Tone::Info,
                "There is nothing to take back in this session.",
            ));
        };
        services.desk()?.undo(step.event)?;
        let Some(step) = self.past.pop() else {
            return Ok(Flow::Stay);
        };
        self.session = step.session;
        self.tally = step.tally;
        let done = toast(
            Tone::Done,
            &format!("Took back {}.", step.of.map_or("the answer", Marked::noun)),
        );
        match step.of {
            // The question is on the screen still, with whatever was typed.
            Some(Marked::Flag) => self.reread(services)?,
            Some(Marked::Suspend | Marked::Bury) | None => self.advance(services)?,
        }
        Ok(done)
    }

    /// Suspends, buries or flags the item on the screen.
    fn mark(&mut self, marked: Marked, services: &mut Services) -> Result<Flow, Failure> {
        let Some(open) = self.open() else {
            return Ok(Flow::Stay);
        };
        let id = open.asked.item.id.clone();
        let event = services.desk()?.mark(&open.asked, marked)?;
        self.remember(event, Some(marked));
        if marked.leaves_session() {
            self.session.drop_item(&id);
            self.advance(services)?;
        } else if let Some(open) = self.open_mut() {
            open.asked.flagged = !open.asked.flagged;
        }
        Ok(toast(Tone::Done, marked.done()))
    }

    /// The item may have been edited, or answered in another window. What was typed stays.
    fn reread(&mut self, services: &mut Services) -> Result<(), Failure> {
        let now = services.clock.now();
        let desk = services.desk()?;
        let Some(open) = self.open_mut() else {
            return Ok(());
        };
        let Some(asked) = desk.shown(&open.asked.item.id)? else {
            let id = open.asked.item.id.clone();
            self.session.drop_item(&id);
            return self.advance(services);
        };
        if asked.item.body == open.asked.item.body {
            open.asked = asked;
        } else {
            *open = Open::new(asked, now);
        }
        Ok(())
    }

    /// Somebody comes back. What was left at its end goes on when something is due by now: another day, maybe.
    fn resume(&mut self, services: &mut Services) -> Result<(), Failure> {
        if !matches!(self.stage, Stage::Summary(_)) {
            return self.reread(services);
        }
        let session = services.desk()?.session(&self.focus, 0)?;
        if session.next(services.clock.now()) == Next::Done {
            return Ok(());
        }
        self.begin(session, services)
    }

    fn begin(&mut self, session: Session, services: &mut Services) -> Result<(), Failure> {
        self.session = session;
        self.past.clear();
        self.tally = Tally::default();
        self.advance(services)
    }

    /// Ten more new items than the day allows.
    fn go_on(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        let session = services.desk()?.session(&self.focus, EXTRA)?;
        self.begin(session, services)?;
        Ok(Flow::Stay)
    }

    fn enter(&mut self, services: &mut Services) -> Result<Flow, Failure> {
        match &self.stage {
            Stage::Summary(summary) if summary.more() > 0 => self.go_on(services),
            Stage::Pause { .. } => {
                self.session.hurry();
                self.advance(services)?;
                Ok(Flow::Stay)
            }
            Stage::Summary(_) => Ok(Flow::Back),
            Stage::Question(_) => Ok(Flow::Pass),
        }
    }

    /// The commands that answer and grade.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the commands of a drill, out of all there are"
    )]
    fn command(&mut self, command: Command, services: &mut Services) -> Result<Flow, Failure> {
        match command {
            Command::Reveal | Command::Submit => self.submit(services),
            Command::GiveUp => self.give_up(services),
            Command::Again => self.rate(Rating::Again, services),
            Command::Hard => self.rate(Rating::Hard, services),
            Command::Good => self.rate(Rating::Good, services),
            Command::Easy => self.rate(Rating::Easy, services),
            Command::Accept => self.accept(services),
            Command::Undo => self.undo(services),
            Command::Flag => self.mark(Marked::Flag, services),
            Command::Bury => self.mark(Marked::Bury, services),
            Command::SuspendItem => self.mark(Marked::Suspend, services),
            Command::Open => self.enter(services),
            _ => Ok(self.look(command)),
        }
    }

    /// A key while something is typed. The arrows belong to the field, so only whole pages can be turned.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "two keys, out of all there are"
    )]
    fn key(&mut self, key: KeyEvent) -> Flow {
        if self.open_mut().is_some_and(|open| open.question.key(key)) {
            self.follow = true;
            return Flow::Stay;
        }
        let turned = match key.code {
            KeyCode::PageDown => self.scroll.update(Command::PageDown),
            KeyCode::PageUp => self.scroll.update(Command::PageUp),
            _ => return Flow::Pass,
        };
        self.follow &= !turned;
        Flow::Stay
    }

    /// The commands that write nothing.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the commands of a drill, out of all there are"
    )]
    fn look(&mut self, command: Command) -> Flow {
        let asking = self.open().is_some_and(|open| open.graded.is_none());
        let Some(open) = self.open_mut() else {
            return if self.scroll.update(command) {
                Flow::Stay
            } else {
                Flow::Pass
            };
        };
        match command {
            Command::Hint if open.asked.item.hint.is_none() => {
                return toast(Tone::Info, "This item has no hint.");
            }
            Command::Hint => open.hint = true,
            Command::OpenTopic => return Flow::Go(Route::Topic(open.asked.item.topic.clone())),
            Command::Edit => return Flow::Edit(open.asked.item.place.clone()),
            _ if asking && open.question.command(command) => self.follow = true,
            _ if self.scroll.update(command) => self.follow = false,
            _ => return Flow::Pass,
        }
        Flow::Stay
    }
}

impl Open {
    fn new(asked: Asked, now: DateTime<Utc>) -> Self {
        let seed = u64::from(asked.state.as_ref().map_or(0, |state| state.reviews));
        Self {
            question: Question::new(&asked.item, seed),
            asked,
            since: now,
            hint: false,
            graded: None,
        }
    }

    /// The grade that fits the answer; none where only the learner can tell, or before it.
    fn suggested(&self) -> Option<Rating> {
        self.graded.as_ref()?.verdict.suggest
    }
}

/// The command that gives this grade.
fn grade_command(rating: Rating) -> Command {
    match rating {
        Rating::Again => Command::Again,
        Rating::Hard => Command::Hard,
        Rating::Good => Command::Good,
        Rating::Easy => Command::Easy,
    }
}

fn toast(tone: Tone, text: &str) -> Flow {
    Flow::Toast(Toast {
        tone,
        text: text.to_owned(),
    })
}

impl Screen for Drill {
    fn title(&self) -> String {
        "Drill".to_owned()
    }

    fn scope(&self) -> Scope {
        match &self.stage {
            Stage::Pause { .. } | Stage::Summary(_) => Scope::Drill,
            Stage::Question(open) if open.graded.is_some() => Scope::Grade,
            Stage::Question(open) => open.question.scope(),
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let mut hints = match &self.stage {
            Stage::Pause { .. } => vec![Hint::labelled(Command::Open, "don't wait")],
            Stage::Summary(summary) if summary.more() > 0 => {
                vec![Hint::labelled(Command::Open, "learn more")]
            }
            Stage::Summary(_) => vec![Hint::labelled(Command::Open, "done")],
            Stage::Question(open) if open.graded.is_some() => {
                let grade = grade_command(open.suggested().unwrap_or(Rating::Good));
                vec![Hint::labelled(Command::Accept, grade.info().label)]
            }
            Stage::Question(open) => open.question.hints(),
        };
        if self.scroll.has_more() {
            hints.push(Hint::labelled(Command::PageDown, "more below"));
        }
        if let Some(open) = self.open() {
            if open.graded.is_none() && open.asked.item.hint.is_some() && !open.hint {
                hints.push(Command::Hint.into());
            }
            hints.push(Command::OpenTopic.into());
        }
        if !self.past.is_empty() {
            hints.push(Command::Undo.into());
        }
        hints
    }

    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow {
        let done = match msg {
            Msg::Command(command) => self.command(command, services),
            Msg::Key(key) => Ok(self.key(key)),
            Msg::Paste(text) => {
                if let Some(open) = self.open_mut() {
                    open.question.paste(&text);
                    self.follow = true;
                }
                Ok(Flow::Stay)
            }
            Msg::Resumed => self.resume(services).map(|()| Flow::Stay),
            Msg::Tick => self.advance(services).map(|()| Flow::Stay),
            Msg::Mouse(_) | Msg::Confirmed(_) => Ok(Flow::Pass),
        };
        done.unwrap_or_else(|failure| {
            super::failed("That could not be done; nothing was lost", &failure)
        })
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        match &self.stage {
            Stage::Question(open) => {
                let shown = Shown {
                    open,
                    left: self.session.left(),
                    scroll: &self.scroll,
                    follow: self.follow,
                };
                paint::question(&shown, area, buf, look);
            }
            Stage::Pause { wall, .. } => paint::pause(*wall, area, buf, look),
            Stage::Summary(summary) => summary.view(&self.scroll, area, buf, look),
        }
    }

    fn wake(&self) -> Option<DateTime<Utc>> {
        match &self.stage {
            Stage::Pause { until, .. } => Some(*until),
            Stage::Question(_) | Stage::Summary(_) => None,
        }
    }
}
