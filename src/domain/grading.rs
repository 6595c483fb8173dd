//! From what the learner gave to a verdict.

use serde::{Deserialize, Serialize};

use super::item::{Body, Choice, ClozePart, Item};
use super::quantity::{self, QuantityError};
use super::schedule::Rating;
use super::text::Run;

mod term;

/// What the learner gave. Places are those of the file; screens that shuffle put them back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Given {
    /// Nothing: the answer was looked at.
    Revealed,
    /// The blanks of a cloze, in reading order.
    Blanks(Vec<String>),
    /// The option of a choice.
    Picked(usize),
    /// The options of a multi, ascending.
    Ticked(Vec<usize>),
    /// The steps in the order that was given.
    Ordered(Vec<usize>),
    /// For every left one the place of the right one chosen.
    Matched(Vec<usize>),
    /// A value, as typed.
    Value(String),
    /// A term, as typed.
    Term(String),
}

/// How good it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Right.
    Right,
    /// Nearly: one slip, a typing error, the right order of magnitude.
    Near,
    /// Wrong.
    Wrong,
    /// Only the learner can tell.
    SelfGraded,
    /// Not an answer at all; ask again.
    Unreadable,
}

impl Outcome {
    /// As in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Near => "near",
            Self::Wrong => "wrong",
            Self::SelfGraded => "self-graded",
            Self::Unreadable => "unreadable",
        }
    }

    /// The grade that fits; the learner may know better.
    fn suggest(self) -> Option<Rating> {
        match self {
            Self::Right => Some(Rating::Good),
            Self::Near => Some(Rating::Hard),
            Self::Wrong => Some(Rating::Again),
            Self::SelfGraded | Self::Unreadable => None,
        }
    }
}

/// A typed text against the one that was wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermVerdict {
    /// How good it was.
    pub outcome: Outcome,
    /// The accepted wording that came closest.
    pub wanted: String,
    /// What was typed against it, letter by letter.
    pub diff: Vec<Run>,
}

/// The parts of a verdict, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing but the answer.
    Plain,
    /// One for each blank.
    Blanks(Vec<TermVerdict>),
    /// For each option in the file's order whether it was taken.
    Options(Vec<bool>),
    /// For each place of the order that was given whether the right step stands there.
    Places(Vec<bool>),
    /// For each left one whether its partner was found.
    Pairs(Vec<bool>),
    /// How many times the answer the value is, how it was understood, and the answer as computed.
    Value {
        /// `given / answer`.
        factor: f64,
        /// With its unit, and in that of the answer where it is another one: `70 MB/s = 6.048 TB/day`.
        given: String,
        /// With its unit.
        answer: String,
    },
    /// A term.
    Term(TermVerdict),
    /// Why it is no answer.
    Complaint(String),
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// How good it was.
    pub outcome: Outcome,
    /// The grade that fits; none where only the learner can tell.
    pub suggest: Option<Rating>,
    /// Part by part.
    pub detail: Detail,
}

impl Verdict {
    fn new(outcome: Outcome, detail: Detail) -> Self {
        Self {
            outcome,
            suggest: outcome.suggest(),
            detail,
        }
    }

    /// Why the answer can't be read, so that it can be given again.
    #[must_use]
    pub fn complaint(&self) -> Option<&str> {
        match &self.detail {
            Detail::Complaint(message) => Some(message),
            Detail::Plain
            | Detail::Blanks(_)
            | Detail::Options(_)
            | Detail::Places(_)
            | Detail::Pairs(_)
            | Detail::Value { .. }
            | Detail::Term(_) => None,
        }
    }
}

/// Grades an answer. One that doesn't fit the kind of the item (a deck was edited meanwhile) counts as revealed.
#[must_use]
pub fn grade(item: &Item, given: &Given) -> Verdict {
    match (&item.body, given) {
        (Body::Cloze { parts }, Given::Blanks(texts)) => blanks(parts, texts),
        (Body::Choice { options }, Given::Picked(place)) => {
            let taken: Vec<bool> = (0..options.len()).map(|n| n == *place).collect();
            let right = options.get(*place).is_some_and(|option| option.right);
            Verdict::new(
                if right {
                    Outcome::Right
                } else {
                    Outcome::Wrong
                },
                Detail::Options(taken),
            )
        }
        (Body::Multi { options }, Given::Ticked(places)) => multi(options, places),
        (Body::Order { steps }, Given::Ordered(places)) => order(steps.len(), places),
        (Body::Match { pairs }, Given::Matched(places)) => {
            let found: Vec<bool> = (0..pairs.len())
                .map(|n| places.get(n).is_some_and(|place| partner(pairs, n, *place)))
                .collect();
            // One pair mixed up is two wrong partners.
            Verdict::new(
                slips(found.iter().filter(|ok| !**ok).count(), 2),
                Detail::Pairs(found),
            )
        }
        (
            Body::Numeric {
                answer,
                within,
                near,
            },
            Given::Value(text),
        ) => value(text, answer, *within, *near),
        (Body::Typed { answer, accept }, Given::Term(text)) => {
            let verdict = term::closest(text, answer, accept);
            Verdict::new(verdict.outcome, Detail::Term(verdict))
        }
        _ => Verdict::new(Outcome::SelfGraded, Detail::Plain),
    }
}

/// No slip is right, up to `near` slips are near.
fn slips(wrong: usize, near: usize) -> Outcome {
    match wrong {
        0 => Outcome::Right,
        n if n <= near => Outcome::Near,
        _ => Outcome::Wrong,
    }
}

/// Two right ones that read the same are the same.
fn partner(pairs: &[(String, String)], left: usize, right: usize) -> bool {
    let text = |n: usize| pairs.get(n).map(|(_, right)| right);
    left == right || (text(left).is_some() && text(left) == text(right))
}

fn blanks(parts: &[ClozePart], texts: &[String]) -> Verdict {
    let answers = parts.iter().filter_map(|part| match part {
        ClozePart::Blank { answer, .. } => Some(answer),
        ClozePart::Text(_) => None,
    });
    let empty = String::new();
    let verdicts: Vec<TermVerdict> = answers
        .enumerate()
        .map(|(n, answer)| term::closest(texts.get(n).unwrap_or(&empty), answer, &[]))
        .collect();
    let outcomes = || verdicts.iter().map(|v| v.outcome);
    let outcome = if outcomes().all(|o| o == Outcome::Right) {
        Outcome::Right
    } else if outcomes().all(|o| o != Outcome::Wrong) {
        Outcome::Near
    } else {
        Outcome::Wrong
    };
    Verdict::new(outcome, Detail::Blanks(verdicts))
}

/// One option too much or too few is near, but not where only one or two options are right: there it is half the answer.
fn multi(options: &[Choice], places: &[usize]) -> Verdict {
    let taken: Vec<bool> = (0..options.len()).map(|n| places.contains(&n)).collect();
    let wrong = options
        .iter()
        .zip(&taken)
        .filter(|(option, taken)| option.right != **taken)
        .count();
    let right = options.iter().filter(|option| option.right).count();
    Verdict::new(slips(wrong, usize::from(right > 2)), Detail::Options(taken))
}

/// Two neighbours swapped are near.
fn order(steps: usize, places: &[usize]) -> Verdict {
    let right: Vec<bool> = (0..steps).map(|n| places.get(n) == Some(&n)).collect();
    let wrong: Vec<usize> = (0..steps).filter(|n| places.get(*n) != Some(n)).collect();
    let outcome = match wrong.as_slice() {
        [] => Outcome::Right,
        [a, b] if a + 1 == *b && steps > 3 => Outcome::Near,
        _ => Outcome::Wrong,
    };
    Verdict::new(outcome, Detail::Places(right))
}

/// How far off a value that is to be exact may be: rounding to four digits.
const EXACT: f64 = 1.001;

fn value(text: &str, answer: &str, within: f64, near: f64) -> Verdict {
    let complain = |message: String| Verdict::new(Outcome::Unreadable, Detail::Complaint(message));
    let wanted = match quantity::evaluate(answer) {
        Ok(wanted) => wanted,
        // The content check finds such an answer; this is for whoever drills it nevertheless.
        Err(error) => return complain(format!("the answer can't be computed: {error}")),
    };
    let given = match quantity::read(text) {
        Ok(given) => given,
        Err(error) => return complain(error.to_string()),
    };
    let factor = match quantity::ratio(&given, &wanted) {
        Ok(factor) => factor,
        Err(QuantityError::Zero) if given.number() == 0.0 => 1.0,
        Err(QuantityError::Zero) => f64::INFINITY,
        Err(error) => return complain(error.to_string()),
    };
    let off = if factor > 0.0 {
        factor.max(1.0 / factor)
    } else {
        f64::INFINITY
    };
    // A limit that is reached exactly counts, whatever the last binary digit says.
    let inside = |limit: f64| off <= limit * (1.0 + 1e-9);
    let outcome = if inside(within.max(EXACT)) {
        Outcome::Right
    } else if inside(near) {
        Outcome::Near
    } else {
        Outcome::Wrong
    };
    let mut understood = given.to_string();
    if factor.is_finite() && given.unit() != wanted.unit() {
        understood = format!("{understood} = {}", wanted.times(factor));
    }
    let detail = Detail::Value {
        factor,
        given: understood,
        answer: wanted.to_string(),
    };
    Verdict::new(outcome, detail)
}

#[cfg(test)]
mod tests;
