//! One sitting: which item comes next.
//!
//! A session is plain data and cheap to copy, so undo keeps copies of it. It knows no clock: `now` is handed in, and the
//! answer depends on nothing else.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::id::{ItemId, PointId, TopicId};
use super::schedule::{CardState, Phase};

/// How far ahead of its time an item in its first steps may be asked when nothing else is left.
pub const AHEAD: TimeDelta = TimeDelta::minutes(20);

/// An item that could be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The item.
    pub item: ItemId,
    /// Points and notes it tests. Items that share one are siblings: one answers half of the other.
    pub tests: Vec<PointId>,
    /// The topic it belongs to.
    pub topic: TopicId,
    /// Its schedule; none for a new one.
    pub state: Option<CardState>,
}

/// What is left of the day's limits, across all decks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Items to meet for the first time.
    pub new: u32,
    /// Items to repeat. Those in their first steps don't count: what was begun is finished.
    pub reviews: u32,
}

/// What a session is made of.
pub struct Plan<'a> {
    /// Everything that is due.
    pub due: Vec<Candidate>,
    /// New items, in the order in which they should be met.
    pub new: Vec<Candidate>,
    /// How many of them.
    pub limits: Limits,
    /// The chance, 0-1, that an item is still known: decides who comes first when there are too many.
    pub recall: &'a dyn Fn(&CardState) -> f32,
    /// Decides the mixture.
    pub seed: u64,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This one.
    Item(ItemId),
    /// Only the item that was answered last is left, and its pause isn't over: see [`Session::hurry`].
    Wait {
        /// When it may come again.
        until: DateTime<Utc>,
    },
    /// Nothing more.
    Done,
}

/// How many items are still to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Never seen.
    pub new: u32,
    /// In their first steps, or on their way back.
    pub learning: u32,
    /// To repeat.
    pub review: u32,
}

/// What became of one item in this session.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The item.
    pub item: ItemId,
    /// Its topic.
    pub topic: TopicId,
    /// It was met for the first time.
    pub new: bool,
    /// Answers in this session that set it back to a first step.
    pub missed: u32,
    /// Its schedule now.
    pub state: CardState,
}

/// See the module's description.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Reviews and new items, in the order in which they come unless siblings meet.
    queue: VecDeque<Rc<Candidate>>,
    /// Items in their steps, with the moment at which each may come.
    steps: Vec<(DateTime<Utc>, Rc<Candidate>)>,
    last: Option<Rc<Candidate>>,
    outcomes: BTreeMap<ItemId, Rc<Outcome>>,
    put_off: u32,
}

impl Session {
    /// Mixes a session.
    ///
    /// More reviews due than the limit allows (a break, a holiday): the ones most likely still known come first, and the
    /// rest is put off. That looks upside down, but a memory that still holds costs one answer to keep, while one that is
    /// gone costs the same tomorrow as today; it is Anki's "descending retrievability", which in the simulations of
    /// open-spaced-repetition/review-sort-order-comparison works a backlog off with the most remembered per minute. New
    /// items wait until the backlog fits into a day.
    #[must_use]
    pub fn new(plan: Plan<'_>) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(plan.seed);
        let in_steps = |c: &Candidate| c.state.as_ref().is_some_and(|s| s.phase != Phase::Review);
        let (steps, mut reviews): (Vec<_>, Vec<_>) = plan.due.into_iter().partition(in_steps);
        let recall = |c: &Candidate| c.state.as_ref().map_or(0.0, plan.recall);
        // Shuffled first, so that equals don't come in the order of their ids.
        reviews.shuffle(&mut rng);
        reviews.sort_by(|a, b| recall(b).total_cmp(&recall(a)));
        let fitting = reviews.len().min(plan.limits.reviews as usize);
        let put_off = reviews.split_off(fitting).len();
        let mut new = plan.new;
        new.truncate(if put_off > 0 {
            0
        } else {
            plan.limits.new as usize
        });
        Self {
            queue: mix(reviews, new, &mut rng)
                .into_iter()
                .map(Rc::new)
                .collect(),
            steps: steps
                .into_iter()
                .map(|c| {
                    (
                        c.state.as_ref().map_or(DateTime::UNIX_EPOCH, |s| s.due),
                        Rc::new(c),
                    )
                })
                .collect(),
            last: None,
            outcomes: BTreeMap::new(),
            put_off: u32::try_from(put_off).unwrap_or(u32::MAX),
        }
    }

    /// What comes next at `now`. Asking again without answering gives the same.
    ///
    /// Items whose step is over come first, then the queue. A sibling of the last item steps back while there is anybody
    /// else; and where siblings are more than half of the queue one of them comes now, so that they don't meet at its end.
    /// When only steps are left they may come up to [`AHEAD`] early.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> Next {
        let ready = self.steps_until(now);
        let early = self.steps_until(now + AHEAD);
        let crowd = self.crowd();
        let crowded = self
            .queue
            .iter()
            .map(AsRef::as_ref)
            .filter(|c| crowd.is_some_and(|point| c.tests.contains(point)));
        let ordered = || {
            ready
                .iter()
                .copied()
                .chain(self.queue.iter().map(AsRef::as_ref))
        };
        let strangers = ready
            .iter()
            .copied()
            .chain(crowded)
            .chain(ordered())
            .chain(early.iter().copied())
            .find(|c| !self.follows_sibling(c));
        let anybody = ordered()
            .find(|c| !self.is_last(c))
            .or_else(|| early.iter().copied().find(|c| !self.is_last(c)));
        if let Some(candidate) = strangers.or(anybody).or(ready.first().copied()) {
            return Next::Item(candidate.item.clone());
        }
        let waiting = self
            .steps
            .iter()
            .map(|(due, _)| *due)
            .filter(|due| *due <= now + AHEAD)
            .min();
        waiting.map_or(Next::Done, |until| Next::Wait { until })
    }

    /// The point that more than half of the queue asks for, if there is one.
    fn crowd(&self) -> Option<&PointId> {
        let mut askers: BTreeMap<&PointId, usize> = BTreeMap::new();
        for point in self.queue.iter().flat_map(|c| &c.tests) {
            *askers.entry(point).or_default() += 1;
        }
        let crowded = askers.into_iter().find(|(_, n)| n * 2 > self.queue.len());
        crowded.map(|(point, _)| point)
    }

    /// The items whose step is over by `moment`, the longest over first.
    fn steps_until(&self, moment: DateTime<Utc>) -> Vec<&Candidate> {
        let mut over: Vec<_> = self
            .steps
            .iter()
            .filter(|(due, _)| *due <= moment)
            .collect();
        over.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.item.cmp(&y.item)));
        over.into_iter()
            .map(|(_, candidate)| candidate.as_ref())
            .collect()
    }

    fn is_last(&self, candidate: &Candidate) -> bool {
        self.last
            .as_ref()
            .is_some_and(|last| last.item == candidate.item)
    }

    fn follows_sibling(&self, candidate: &Candidate) -> bool {
        self.last.as_ref().is_some_and(|last| {
            last.item == candidate.item
                || last
                    .tests
                    .iter()
                    .any(|point| candidate.tests.contains(point))
        })
    }

    /// Don't wait: the item that was answered last may come again at once.
    pub fn hurry(&mut self) {
        self.last = None;
        for (due, _) in &mut self.steps {
            *due = DateTime::UNIX_EPOCH;
        }
    }

    /// `item` was answered and stands at `state` now. It comes again in this session while it is in its steps.
    pub fn answered(&mut self, item: &ItemId, state: &CardState) {
        let Some(candidate) = self.take(item) else {
            return;
        };
        let in_steps = state.phase != Phase::Review;
        let again = matches!(
            state.phase,
            Phase::Learning { step: 0 } | Phase::Relearning { step: 0 }
        );
        let before = self.outcomes.get(item);
        let outcome = Outcome {
            item: item.clone(),
            topic: candidate.topic.clone(),
            new: before.map_or(candidate.state.is_none(), |b| b.new),
            missed: before.map_or(0, |b| b.missed) + u32::from(again),
            state: state.clone(),
        };
        self.outcomes.insert(item.clone(), Rc::new(outcome));
        let candidate = Rc::new(Candidate {
            state: Some(state.clone()),
            ..Candidate::clone(&candidate)
        });
        if in_steps {
            self.steps.push((state.due, Rc::clone(&candidate)));
        }
        self.last = Some(candidate);
    }

    /// `item` is not asked any more in this session: suspended, buried, or gone from its deck.
    pub fn drop_item(&mut self, item: &ItemId) {
        self.take(item);
    }

    fn take(&mut self, item: &ItemId) -> Option<Rc<Candidate>> {
        if let Some(at) = self.queue.iter().position(|c| c.item == *item) {
            return self.queue.remove(at);
        }
        let at = self.steps.iter().position(|(_, c)| c.item == *item)?;
        Some(self.steps.swap_remove(at).1)
    }

    /// How many items are still to come.
    #[must_use]
    pub fn left(&self) -> Left {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let new = self.queue.iter().filter(|c| c.state.is_none()).count();
        Left {
            new: count(new),
            learning: count(self.steps.len()),
            review: count(self.queue.len() - new),
        }
    }

    /// Reviews that are due and wait for another day, because of the limit.
    #[must_use]
    pub fn put_off(&self) -> u32 {
        self.put_off
    }

    /// What became of the items so far, by id.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.values().map(AsRef::as_ref)
    }
}

/// Reviews spread so that every topic comes up evenly over the session, new items (in their order) evenly between them.
fn mix(
    reviews: Vec<Candidate>,
    new: Vec<Candidate>,
    rng: &mut Xoshiro256PlusPlus,
) -> Vec<Candidate> {
    let mut topics: BTreeMap<TopicId, Vec<Candidate>> = BTreeMap::new();
    for candidate in reviews {
        topics
            .entry(candidate.topic.clone())
            .or_default()
            .push(candidate);
    }
    let mut placed: Vec<(f64, Candidate)> = Vec::new();
    for (_, mut group) in topics {
        group.shuffle(rng);
        spread(group, rng.random(), &mut placed);
    }
    spread(new, 0.5, &mut placed);
    placed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    placed.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Gives the members of a group places at equal distances in 0-1; `offset` (0-1) is where in its gap the first stands.
fn spread(group: Vec<Candidate>, offset: f64, placed: &mut Vec<(f64, Candidate)>) {
    let gap = 1.0 / f64::from(u32::try_from(group.len().max(1)).unwrap_or(u32::MAX));
    let mut place = offset * gap;
    for candidate in group {
        placed.push((place, candidate));
        place += gap;
    }
}

#[cfg(test)]
mod tests;
