//! The learner's desk: the progress, the plan, and everything the rooms ask of them. One method per thing a screen does.

use std::rc::Rc;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::services::Due;
use crate::content::pack::PackError;
use crate::domain::calendar::{Calendar, Clock};
use crate::domain::mastery::{self, Mastery};
use crate::domain::session::AHEAD;
use crate::store::{Counts, DayLine, Standing, Store, StoreError};

/// What a room could not do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database, or the content index.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A pack can't be listed.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Nothing was opened: a program without a desk.
    #[error("no progress file is open; start again")]
    Closed,
    /// A link or a command names something that no pack has.
    #[error("no pack has {what} `{id}`; `sysdrill check` finds links that lead nowhere")]
    Unknown {
        /// `the topic`, with its article.
        what: &'static str,
        /// Its id.
        id: String,
    },
}

/// How the learner wants to learn.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// When a day begins.
    pub calendar: Calendar,
    /// The chance of recall at which an item comes back, 0-1.
    pub retention: f32,
    /// Items to meet for the first time on one day, across all decks.
    pub new_per_day: u32,
    /// Items to repeat on one day, across all decks.
    pub reviews_per_day: u32,
    /// Times an item may be forgotten before it is marked as one that should be rewritten.
    pub leech: u32,
    /// The date of the interview.
    pub interview: Option<NaiveDate>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            calendar: Calendar::default(),
            retention: 0.9,
            new_per_day: 20,
            reviews_per_day: 200,
            leech: 8,
            interview: None,
        }
    }
}

/// See the module's description.
pub struct Desk {
    pub(super) store: Store,
    pub(super) plan: Plan,
    pub(super) clock: Rc<dyn Clock>,
}

impl Desk {
    /// A desk with its progress on it.
    #[must_use]
    pub fn new(store: Store, plan: Plan, clock: Rc<dyn Clock>) -> Self {
        Self { store, plan, clock }
    }

    /// The database, for what only the command line does.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Derives everything anew from the log.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn rebuild(&mut self) -> Result<(), Failure> {
        Ok(self.store.rebuild()?)
    }

    /// The learner's day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.plan.calendar.today(&*self.clock)
    }

    /// The moment at which the day `days` after today begins.
    pub(super) fn start_of(&self, days: u64) -> DateTime<Utc> {
        self.plan
            .calendar
            .start(&*self.clock, self.today() + Days::new(days))
    }

    /// How much waits today, within the limits.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn due(&self) -> Result<Due, Failure> {
        Ok(self.waiting(&self.counts()?))
    }

    /// What of `counts` is within the limits.
    pub(super) fn waiting(&self, counts: &Counts) -> Due {
        let limits = self.limits(counts);
        let reviews = counts.due.min(limits.reviews);
        let new = if counts.due > limits.reviews {
            0
        } else {
            counts.new.min(limits.new)
        };
        Due { reviews, new }
    }

    /// The moment up to which an item counts as due: one in its first steps may come a little early.
    pub(super) fn soon(&self) -> DateTime<Utc> {
        self.clock.now() + AHEAD
    }

    /// What Today counts.
    pub(super) fn counts(&self) -> Result<Counts, Failure> {
        Ok(self.store.counts(self.soon(), self.today())?)
    }

    /// Answers on each of the last `n` days, oldest first, today last.
    pub(super) fn activity(&self, n: u64) -> Result<Vec<DayLine>, Failure> {
        let today = self.today();
        let first = today - Days::new(n.saturating_sub(1));
        let mut lines = self.store.days(first..=today)?.into_iter().peekable();
        let empty = |day| DayLine {
            day,
            reviews: 0,
            new: 0,
            again: 0,
            elapsed_ms: 0,
        };
        Ok(first
            .iter_days()
            .take_while(|day| *day <= today)
            .map(|day| {
                lines
                    .next_if(|line| line.day == day)
                    .unwrap_or_else(|| empty(day))
            })
            .collect())
    }

    /// How well points are known today that stand like this.
    pub(super) fn mastery(&self, standings: Vec<Standing>) -> Vec<(Standing, Mastery)> {
        let today = self.today();
        let scheduler = self.store.scheduler();
        let recall = |state: &_, day| scheduler.retrievability(state, day);
        standings
            .into_iter()
            .map(|s| {
                let mastery = mastery::point(s.items, &s.states, today, &recall);
                (s, mastery)
            })
            .collect()
    }
}
