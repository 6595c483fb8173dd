//! How well points, topics and chapters are known.
//!
//! An item counts with the chance that it is known today, times how long that knowledge lasts: a card learnt an hour ago
//! is known for certain and still worth little. A point is as well known as its items on average, items never answered
//! counting nothing, so a point is firm only when everything that asks for it sits. Topics and chapters are averages over
//! their points, each point counting the same.

use chrono::NaiveDate;

use super::schedule::{CardState, Phase};

/// The stability, in days, from which on knowledge counts in full: three weeks, the time in which most who use this have
/// their interview (Anki calls a card mature at the same 21 days).
pub const LASTING: f32 = 21.0;

/// Where a point stands, for a mark of one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// None of its items was answered.
    Unseen,
    /// On its way.
    Learning,
    /// Known once, and one of its items was forgotten or is likely forgotten by now.
    Shaky,
    /// Sits.
    Firm,
}

/// How well something is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mastery {
    /// 0-1.
    pub share: f32,
    /// The same in one of four words.
    pub mark: Mark,
}

impl Mastery {
    /// Nothing was answered.
    pub const NONE: Self = Self {
        share: 0.0,
        mark: Mark::Unseen,
    };
}

/// From here on a share counts as firm.
const FIRM: f32 = 0.8;
/// Below this chance of recall an item counts as likely forgotten.
const FORGOTTEN: f32 = 0.8;

/// How well a point is known that `items` items test, of which the answered ones stand at `states`. `recall` gives the
/// chance, 0-1, that an item is known on `today`.
#[must_use]
pub fn point(
    items: u32,
    states: &[CardState],
    today: NaiveDate,
    recall: &dyn Fn(&CardState, NaiveDate) -> f32,
) -> Mastery {
    if states.is_empty() {
        return Mastery::NONE;
    }
    let worth = |state: &CardState| {
        let lasting = (state.memory.stability / LASTING).min(1.0);
        recall(state, today) * lasting.sqrt()
    };
    let of = states.len().max(items as usize);
    #[expect(clippy::cast_precision_loss, reason = "a number of items")]
    let share = (states.iter().map(worth).sum::<f32>() / of as f32).clamp(0.0, 1.0);
    let shaky = |state: &CardState| {
        matches!(state.phase, Phase::Relearning { .. })
            || (state.phase == Phase::Review && recall(state, today) < FORGOTTEN)
    };
    let mark = if states.iter().any(shaky) {
        Mark::Shaky
    } else if share >= FIRM {
        Mark::Firm
    } else {
        Mark::Learning
    };
    Mastery { share, mark }
}

/// The average over `points`, the mark that of the whole.
#[must_use]
pub fn average(points: &[Mastery]) -> Mastery {
    if points.iter().all(|p| p.mark == Mark::Unseen) {
        return Mastery::NONE;
    }
    #[expect(clippy::cast_precision_loss, reason = "a number of points")]
    let share = points.iter().map(|p| p.share).sum::<f32>() / points.len() as f32;
    let shaky = points.iter().any(|p| p.mark == Mark::Shaky);
    let mark = match (shaky, share >= FIRM) {
        (true, _) => Mark::Shaky,
        (false, true) => Mark::Firm,
        (false, false) => Mark::Learning,
    };
    Mastery { share, mark }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::schedule::Memory;

    fn state(phase: Phase, stability: f32) -> CardState {
        CardState {
            phase,
            memory: Memory {
                stability,
                difficulty: 5.0,
            },
            due: DateTime::UNIX_EPOCH,
            last: DateTime::UNIX_EPOCH,
            last_day: NaiveDate::default(),
            reviews: 1,
            lapses: 0,
        }
    }

    fn at(items: u32, states: &[CardState], recall: f32) -> Mastery {
        point(items, states, NaiveDate::default(), &|_, _| recall)
    }

    #[test]
    fn a_point_is_as_firm_as_all_that_asks_for_it() {
        let firm = state(Phase::Review, 30.0);
        let fresh = state(Phase::Learning { step: 0 }, 0.2);
        let lost = state(Phase::Relearning { step: 0 }, 1.0);
        for (name, mastery, mark, share) in [
            ("nothing answered", at(2, &[], 1.0), Mark::Unseen, 0.0),
            (
                "both sit",
                at(2, &[firm.clone(), firm.clone()], 0.95),
                Mark::Firm,
                0.95,
            ),
            (
                "one of two",
                at(2, std::slice::from_ref(&firm), 0.95),
                Mark::Learning,
                0.475,
            ),
            ("just met", at(1, &[fresh], 1.0), Mark::Learning, 0.098),
            ("forgotten", at(1, &[lost], 0.9), Mark::Shaky, 0.196),
            ("long ago", at(1, &[firm], 0.6), Mark::Shaky, 0.6),
        ] {
            assert_eq!(mastery.mark, mark, "{name}");
            assert!(
                (mastery.share - share).abs() < 0.001,
                "{name}: {}",
                mastery.share
            );
        }
    }

    #[test]
    fn a_whole_is_the_average_of_its_points() {
        let firm = Mastery {
            share: 1.0,
            mark: Mark::Firm,
        };
        let shaky = Mastery {
            share: 0.7,
            mark: Mark::Shaky,
        };
        assert_eq!(average(&[]), Mastery::NONE);
        assert_eq!(average(&[Mastery::NONE, Mastery::NONE]), Mastery::NONE);
        assert_eq!(
            average(&[firm, Mastery::NONE]),
            Mastery {
                share: 0.5,
                mark: Mark::Learning
            }
        );
        assert_eq!(average(&[firm, firm]), firm);
        assert_eq!(average(&[firm, shaky]).mark, Mark::Shaky);
    }
}
