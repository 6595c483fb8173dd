//! What a drill asks of the services: which items, what to write down, what to say at the end.

use std::rc::Rc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use xxhash_rust::xxh3::xxh3_64;

use super::desk::{Desk, Failure};
use super::routes::Focus;
use crate::domain::grading::{Given, Verdict};
use crate::domain::id::{ItemId, TopicId};
use crate::domain::item::Item;
use crate::domain::schedule::{CardState, Moment, Phase, Rating};
use crate::domain::session::{Limits, Plan, Session};
use crate::store::{EventId, Mark, NewReview, Scope};

/// An item as it is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The item itself.
    pub item: Item,
    /// The title of its topic.
    pub topic: String,
    /// Its schedule; none for a new one.
    pub state: Option<CardState>,
    /// What each rating would make of it, in the order of [`Rating::ALL`].
    pub preview: [CardState; 4],
    /// The learner flagged it.
    pub flagged: bool,
    /// It was forgotten again and again.
    pub leech: bool,
}

/// An answer to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What was asked.
    pub asked: &'a Asked,
    /// What was given.
    pub given: &'a Given,
    /// What the grading made of it.
    pub verdict: &'a Verdict,
    /// The grade that counts.
    pub rating: Rating,
    /// When the question came up.
    pub since: DateTime<Utc>,
    /// Made once per answer, so that trying again after a failure can't count it twice.
    pub event: EventId,
}

/// What became of an answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The schedule now.
    pub state: CardState,
    /// It has just become one that is forgotten again and again.
    pub leech: bool,
}

/// What a learner can say about an item without answering it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// Out of the schedule until brought back.
    Suspend,
    /// Not before tomorrow.
    Bury,
    /// To be looked at later, or no longer.
    Flag,
}

impl Marked {
    /// The item is not asked again in this session.
    #[must_use]
    pub fn leaves_session(self) -> bool {
        match self {
            Self::Suspend | Self::Bury => true,
            Self::Flag => false,
        }
    }

    /// What happened, in a sentence.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Suspend => "Suspended. `B` on its topic page brings it back.",
            Self::Bury => "Put off until tomorrow.",
            Self::Flag => "Flag changed.",
        }
    }

    /// What undo takes back.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Suspend => "the suspension",
            Self::Bury => "the delay",
            Self::Flag => "the flag",
        }
    }
}

/// What stands at the end of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Items met for the first time.
    pub learnt: u32,
    /// Items repeated.
    pub repeated: u32,
    /// What was not known, the least known first.
    pub weak: Vec<Weak>,
    /// The next items of this focus: how many on which of the learner's days; none when nothing is scheduled.
    pub next: Option<(NaiveDate, u32)>,
    /// The learner's day.
    pub today: NaiveDate,
    /// Due, and put off because of the day's limit.
    pub put_off: u32,
    /// New items that the day's limit keeps back.
    pub more: u32,
}

/// An item that was not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weak {
    /// The first line of its prompt.
    pub prompt: String,
    /// The title of its topic.
    pub topic: String,
    /// The topic.
    pub id: TopicId,
    /// How often it was missed in this session.
    pub missed: u32,
}

/// So many of the weak ones are named.
const NAMED: usize = 5;

/// So many new items come on top when the learner wants to go on.
pub const EXTRA: u32 = 10;

impl From<&Focus> for Scope {
    fn from(focus: &Focus) -> Self {
        match focus {
            Focus::All => Self::All,
            Focus::Chapter(id) => Self::Chapter(id.clone()),
            Focus::Topic(id) => Self::Topic(id.clone()),
            Focus::Deck(id) => Self::Deck(id.clone()),
        }
    }
}

impl Desk {
    /// A session over what is due and new in `focus`, within the day's limits. `extra` new items are allowed beyond them.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn session(&self, focus: &Focus, extra: u32) -> Result<Session, Failure> {
        let scope = Scope::from(focus);
        let today = self.today();
        let left = self.limits(&self.counts()?);
        let limits = Limits {
            new: left.new.saturating_add(extra),
            ..left
        };
        let scheduler = self.store.scheduler();
        Ok(Session::new(Plan {
            due: self.store.due(&scope, self.soon(), today)?,
            new: self.store.fresh(&scope, today, limits.new)?,
            limits,
            recall: &|state| scheduler.retrievability(state, today),
            seed: xxh3_64(today.to_string().as_bytes()),
        }))
    }

    /// An item as it is to be asked now; none if no pack has it any more, or if it was suspended, buried, or answered in
    /// another window meanwhile.
    ///
    /// # Errors
    /// A database can't be read.
    pub fn ask(&self, id: &ItemId) -> Result<Option<Asked>, Failure> {
        let state = self.store.state(id)?;
        let done = |card: &CardState| card.phase == Phase::Review && card.due > self.soon();
        if state.is_hidden(self.today()) || state.card.as_ref().is_some_and(done) {
            return Ok(None);
        }
        self.shown(id)
    }

    /// The same for an item that is on the screen already, whatever was done to it meanwhile.
    ///
    /// # Errors
    /// A database can't be read.
    pub fn shown(&self, id: &ItemId) -> Result<Option<Asked>, Failure> {
        let Some(item) = self.store.pack().item(id)? else {
            return Ok(None);
        };
        let state = self.store.state(id)?;
        let moment = Moment::now(self.plan.calendar, &*self.clock);
        Ok(Some(Asked {
            topic: self.title(&item.topic)?,
            item,
            preview: self.store.scheduler().preview(state.card.as_ref(), &moment),
            flagged: state.flagged,
            leech: state.is_leech(self.plan.leech),
            state: state.card,
        }))
    }

    /// The title of a topic; its id where no pack has a page for it.
    fn title(&self, topic: &TopicId) -> Result<String, Failure> {
        let found = self.store.pack().topic(topic)?;
        Ok(found.map_or_else(|| topic.to_string(), |topic| topic.head.title))
    }

    /// A name for an answer that is given now.
    #[must_use]
    pub fn event(&self) -> EventId {
        EventId::new(self.clock.now())
    }

    /// Writes an answer down. When this returns it is on disk.
    ///
    /// # Errors
    /// It could not be written, and nothing has changed: the same answer may be tried again.
    pub fn answer(&mut self, answer: &Answer<'_>) -> Result<Answered, Failure> {
        let clock = Rc::clone(&self.clock);
        let moment = Moment::now(self.plan.calendar, &*clock);
        let spent = (moment.at - answer.since)
            .num_milliseconds()
            .clamp(0, LONGEST);
        let review = NewReview {
            id: answer.event,
            item: answer.asked.item.id.clone(),
            rating: answer.rating,
            given: answer.given.clone(),
            outcome: answer.verdict.outcome,
            suggested: answer.verdict.suggest,
            elapsed_ms: u32::try_from(spent).unwrap_or(u32::MAX),
            confidence: None,
        };
        let recorded = self.store.record(&review, &moment)?;
        let leech = recorded.after.is_leech(self.plan.leech) && !answer.asked.leech;
        let state = recorded
            .after
            .card
            .unwrap_or_else(|| answer.chosen().clone());
        Ok(Answered { state, leech })
    }

    /// Takes an answer or a mark back, as if it had never been.
    ///
    /// # Errors
    /// It could not be written.
    pub fn undo(&mut self, event: EventId) -> Result<(), Failure> {
        let clock = Rc::clone(&self.clock);
        self.store
            .undo(event, &Moment::now(self.plan.calendar, &*clock))?;
        Ok(())
    }

    /// Suspends, buries or flags an item.
    ///
    /// # Errors
    /// It could not be written.
    pub fn mark(&mut self, asked: &Asked, marked: Marked) -> Result<EventId, Failure> {
        let today = self.today();
        let mark = match marked {
            Marked::Suspend => Mark::Suspend,
            Marked::Bury => Mark::Bury {
                until: today + Days::new(1),
            },
            Marked::Flag if asked.flagged => Mark::Unflag,
            Marked::Flag => Mark::Flag,
        };
        let id = self.event();
        let clock = Rc::clone(&self.clock);
        self.store.mark(
            id,
            &asked.item.id,
            mark,
            &Moment::now(self.plan.calendar, &*clock),
        )?;
        Ok(id)
    }

    /// What to say at the end of a session over `focus`.
    ///
    /// # Errors
    /// A database can't be read.
    pub fn closing(&self, focus: &Focus, session: &Session) -> Result<Closing, Failure> {
        let scope = Scope::from(focus);
        let today = self.today();
        let learnt = session.outcomes().filter(|o| o.new).count();
        let mut missed: Vec<_> = session
            .outcomes()
            .filter(|o| o.missed > 0 && !(o.new && o.missed == 1))
            .collect();
        missed.sort_by_key(|o| std::cmp::Reverse(o.missed));
        let mut weak = Vec::new();
        for outcome in missed.into_iter().take(NAMED) {
            if let Some(item) = self.store.pack().item(&outcome.item)? {
                weak.push(Weak {
                    prompt: item.prompt.lines().next().unwrap_or_default().to_owned(),
                    topic: self.title(&item.topic)?,
                    id: item.topic,
                    missed: outcome.missed,
                });
            }
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let fresh = self.store.fresh(&scope, today, EXTRA)?.len();
        Ok(Closing {
            learnt: small(learnt),
            repeated: small(session.outcomes().count() - learnt),
            weak,
            next: self.next_day(&scope)?,
            today,
            put_off: session.put_off(),
            more: small(fresh),
        })
    }

    /// The first of the learner's days on which something of `scope` comes back, and how much.
    fn next_day(&self, scope: &Scope) -> Result<Option<(NaiveDate, u32)>, Failure> {
        let Some(first) = self.store.next_due(scope, self.clock.now())? else {
            return Ok(None);
        };
        let day = self.plan.calendar.day(&*self.clock, first);
        let end = self.plan.calendar.start(&*self.clock, day + Days::new(1));
        let count = self
            .store
            .due(scope, end - chrono::TimeDelta::milliseconds(1), day)?
            .len();
        Ok(Some((day, u32::try_from(count).unwrap_or(u32::MAX))))
    }
}

impl Answer<'_> {
    fn chosen(&self) -> &CardState {
        let [again, hard, good, easy] = &self.asked.preview;
        match self.rating {
            Rating::Again => again,
            Rating::Hard => hard,
            Rating::Good => good,
            Rating::Easy => easy,
        }
    }
}

/// A question left open over lunch says nothing about the learner's pace: at most five minutes count, in milliseconds.
const LONGEST: i64 = 300_000;
