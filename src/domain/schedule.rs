//! DOMAIN helper: the lead is writing schedule.rs too, now; you do grading and quantity only.
//! When an item comes back: FSRS-6 (through the `fsrs` crate) with short learning steps inside a session.
//!
//! The scheduler is a pure function from (state, rating, moment) to the next state, so the whole state of an item can be
//! rebuilt by folding its reviews. Learning steps follow py-fsrs 6.3.2, whose sequences stand in `tests/fsrs-cases.json`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How well an item was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Not known.
    Again = 1,
    /// Known with trouble.
    Hard = 2,
    /// Known.
    Good = 3,
    /// Known at once.
    Easy = 4,
}

impl Rating {
    /// All four, in the order of their keys 1-4.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// 1-4, as in FSRS and in the database.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The rating with that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.number() == number)
    }

    /// As shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Again => "Again",
            Self::Hard => "Hard",
            Self::Good => "Good",
            Self::Easy => "Easy",
        }
    }
}

/// Where an item stands between "never seen" and "known for months".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Seen, not yet through its first steps; `step` counts from 0.
    Learning {
        /// Index into the learning steps.
        step: u8,
    },
    /// Comes back after days.
    Review,
    /// Forgotten, on its way back; `step` counts from 0.
    Relearning {
        /// Index into the relearning steps.
        step: u8,
    },
}

/// What FSRS knows about an item in one head.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until recall falls to 90 %.
    pub stability: f32,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f32,
}

/// The schedule of one item after at least one review. Derived from the log, never the truth itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// Learning, review or relearning.
    pub phase: Phase,
    /// Stability and difficulty.
    pub memory: Memory,
    /// When it comes back.
    pub due: DateTime<Utc>,
    /// When it was last answered.
    pub last: DateTime<Utc>,
    /// The learner's day of `last`; FSRS counts whole days.
    pub last_day: NaiveDate,
    /// Answers so far.
    pub reviews: u32,
    /// Times it was forgotten after having been known.
    pub lapses: u32,
}
