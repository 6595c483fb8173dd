//! When an item comes back: FSRS-6 (through the `fsrs` crate) with short learning steps inside a session.
//!
//! The scheduler is a pure function from (state, rating, moment) to the next state, so the whole state of an item can be
//! rebuilt by folding its reviews. Learning steps follow py-fsrs 6.3.2, whose sequences stand in `tests/fsrs-cases.json`.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use fsrs::{FSRS, MemoryState, NextStates};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::calendar::{Calendar, Clock};

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

/// When an answer is given, and what turns "in three days" into a moment.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The moment itself.
    pub at: DateTime<Utc>,
    /// The learner's day.
    pub day: NaiveDate,
    calendar: Calendar,
    clock: &'a dyn Clock,
}

impl<'a> Moment<'a> {
    /// Now, by `clock`.
    #[must_use]
    pub fn now(calendar: Calendar, clock: &'a dyn Clock) -> Self {
        let at = clock.now();
        Self {
            at,
            day: calendar.day(clock, at),
            calendar,
            clock,
        }
    }

    /// The beginning of a day.
    fn start(&self, day: NaiveDate) -> DateTime<Utc> {
        self.calendar.start(self.clock, day)
    }
}

impl fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.at, self.day)
    }
}

/// How the schedule is tuned.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The chance of recall at which an item comes back; kept within [`RETENTION`].
    pub retention: f32,
    /// Pauses of a new item before it counts in days. None at all: days from the first answer on.
    pub learning: Vec<TimeDelta>,
    /// Pauses of a forgotten one.
    pub relearning: Vec<TimeDelta>,
    /// The longest interval, in days.
    pub maximum: u32,
    /// The date of the interview. Before it, no interval leads past the day before, so that everything is seen once more.
    pub horizon: Option<NaiveDate>,
}

/// Where FSRS's authors advise to stay: below, forgetting costs more than it saves; above, the work explodes.
pub const RETENTION: std::ops::RangeInclusive<f32> = 0.70..=0.97;

/// Items that would come after the interview are spread over so many days before it.
const LAST_DAYS: u64 = 7;

impl Default for Settings {
    /// Anki's and py-fsrs's defaults.
    fn default() -> Self {
        Self {
            retention: 0.9,
            learning: vec![TimeDelta::minutes(1), TimeDelta::minutes(10)],
            relearning: vec![TimeDelta::minutes(10)],
            maximum: 36_500,
            horizon: None,
        }
    }
}

/// An answer as the log keeps it: what was decided then stays decided, whatever the settings are now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastReview {
    /// The grade.
    pub rating: Rating,
    /// When.
    pub at: DateTime<Utc>,
    /// The learner's day.
    pub day: NaiveDate,
    /// The phase after it.
    pub phase: Phase,
    /// When the item was to come back.
    pub due: DateTime<Utc>,
}

/// What comes after an answer: a pause within the session, or days.
enum Interval {
    Step { phase: Phase, pause: TimeDelta },
    Days,
}

/// Decides when items come back.
pub struct Scheduler {
    fsrs: FSRS,
    settings: Settings,
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scheduler").field(&self.settings).finish()
    }
}

impl Default for Scheduler {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Scheduler {
    /// A scheduler with the default parameters of FSRS-6.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let retention = settings
            .retention
            .clamp(*RETENTION.start(), *RETENTION.end());
        Self {
            fsrs: FSRS::default(),
            settings: Settings {
                retention,
                ..settings
            },
        }
    }

    /// The chance of recall at which items come back.
    #[must_use]
    pub fn retention(&self) -> f32 {
        self.settings.retention
    }

    /// The state of an item after it was answered. `state` is `None` for a new one.
    #[must_use]
    pub fn review(
        &self,
        state: Option<&CardState>,
        rating: Rating,
        moment: &Moment<'_>,
    ) -> CardState {
        let memory = self.memory(state, rating, moment.day);
        let (phase, due) = match self.interval(state, rating) {
            Interval::Step { phase, pause } => (phase, moment.at + pause),
            Interval::Days => {
                let day = self.day(moment.day, memory.stability, state);
                // A clock put back may let tomorrow begin before now.
                (Phase::Review, moment.start(day).max(moment.at))
            }
        };
        let past = PastReview {
            rating,
            at: moment.at,
            day: moment.day,
            phase,
            due,
        };
        next(state, memory, &past)
    }

    /// What each rating would make of an item, in the order of [`Rating::ALL`].
    #[must_use]
    pub fn preview(&self, state: Option<&CardState>, moment: &Moment<'_>) -> [CardState; 4] {
        Rating::ALL.map(|rating| self.review(state, rating, moment))
    }

    /// The state after an answer of the past: memory is computed, phase and due date are what was decided then.
    #[must_use]
    pub fn replay(&self, state: Option<&CardState>, past: &PastReview) -> CardState {
        next(state, self.memory(state, past.rating, past.day), past)
    }

    /// The chance, 0-1, that an item is known on `day`.
    #[must_use]
    pub fn retrievability(&self, state: &CardState, day: NaiveDate) -> f32 {
        let memory = MemoryState {
            stability: state.memory.stability,
            difficulty: state.memory.difficulty,
        };
        #[expect(clippy::cast_precision_loss, reason = "days of one life")]
        let days = elapsed(state, day) as f32;
        fsrs::current_retrievability(memory, days, fsrs::FSRS6_DEFAULT_DECAY)
    }

    fn memory(&self, state: Option<&CardState>, rating: Rating, day: NaiveDate) -> Memory {
        let before = state.map(|s| MemoryState {
            stability: s.memory.stability,
            difficulty: s.memory.difficulty,
        });
        let days = state.map_or(0, |s| elapsed(s, day));
        let states = self.fsrs.next_states(before, self.settings.retention, days);
        // Only a memory that is no number fails, as a damaged file may hold; the item is then learnt anew.
        let states = states.or_else(|_| self.fsrs.next_states(None, self.settings.retention, 0));
        let pick = |states: NextStates| match rating {
            Rating::Again => states.again.memory,
            Rating::Hard => states.hard.memory,
            Rating::Good => states.good.memory,
            Rating::Easy => states.easy.memory,
        };
        let memory = states.map_or(
            MemoryState {
                stability: 0.1,
                difficulty: 5.0,
            },
            pick,
        );
        Memory {
            stability: memory.stability,
            difficulty: memory.difficulty,
        }
    }

    /// Steps as in py-fsrs: Again starts over, Hard repeats the step (the first one halfway to the second), Good goes on,
    /// Easy leaves for days.
    fn interval(&self, state: Option<&CardState>, rating: Rating) -> Interval {
        let (steps, at, relearning) = match state.map(|s| s.phase) {
            None => (&self.settings.learning, 0, false),
            Some(Phase::Learning { step }) => (&self.settings.learning, usize::from(step), false),
            Some(Phase::Relearning { step }) => {
                (&self.settings.relearning, usize::from(step), true)
            }
            Some(Phase::Review) if rating == Rating::Again => (&self.settings.relearning, 0, true),
            Some(Phase::Review) => return Interval::Days,
        };
        let (step, pause) = match rating {
            Rating::Again => (0, steps.first().copied()),
            Rating::Hard => (at, hard(steps, at)),
            Rating::Good => (
                at + 1,
                steps.get(at + 1).copied().filter(|_| at < steps.len()),
            ),
            Rating::Easy => (0, None),
        };
        let step = u8::try_from(step).unwrap_or(u8::MAX);
        let phase = if relearning {
            Phase::Relearning { step }
        } else {
            Phase::Learning { step }
        };
        pause.map_or(Interval::Days, |pause| Interval::Step { phase, pause })
    }

    /// The learner's day on which an item with that stability comes back.
    fn day(&self, today: NaiveDate, stability: f32, before: Option<&CardState>) -> NaiveDate {
        let days = self
            .fsrs
            .next_interval(Some(stability), self.settings.retention, 0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped right here"
        )]
        let days = days.round_ties_even().clamp(1.0, 36_500.0) as u32;
        let wanted = today + Days::new(u64::from(days.min(self.settings.maximum).max(1)));
        let Some(horizon) = self.settings.horizon else {
            return wanted;
        };
        let Some(left) = u64::try_from(horizon.signed_duration_since(today).num_days())
            .ok()
            .filter(|d| *d > 1)
        else {
            return wanted;
        };
        // Under every grade an item falls on the same day before the interview, and not all of them on one.
        let seed = before.map_or(0, |s| {
            let last = s.last.timestamp_millis().to_le_bytes();
            xxh3_64(&[&last[..], &s.memory.stability.to_le_bytes()[..]].concat())
        });
        let spread = seed % LAST_DAYS.min(left - 1);
        wanted.min(horizon - Days::new(1 + spread))
    }
}

/// The pause after Hard.
fn hard(steps: &[TimeDelta], at: usize) -> Option<TimeDelta> {
    match (at, steps) {
        (0, [only]) => Some(*only * 3 / 2),
        (0, [first, second, ..]) => Some((*first + *second) / 2),
        _ => steps.get(at).copied(),
    }
}

/// Whole days since the last answer; a clock that went back counts as none.
fn elapsed(state: &CardState, day: NaiveDate) -> u32 {
    u32::try_from(day.signed_duration_since(state.last_day).num_days()).unwrap_or(0)
}

fn next(state: Option<&CardState>, memory: Memory, past: &PastReview) -> CardState {
    let lapse = past.rating == Rating::Again && state.is_some_and(|s| s.phase == Phase::Review);
    CardState {
        phase: past.phase,
        memory,
        due: past.due,
        last: past.at,
        last_day: past.day,
        reviews: state.map_or(0, |s| s.reviews) + 1,
        lapses: state.map_or(0, |s| s.lapses) + u32::from(lapse),
    }
}

#[cfg(test)]
mod tests;
