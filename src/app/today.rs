//! What Today shows: one thing to do now, a few others, and where one stands.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::desk::{Desk, Failure};
use super::guide::TopicRow;
use super::library;
use super::routes::{Focus, Route};
use super::services::Due;
use crate::domain::guide::TopicHead;
use crate::domain::id::TopicId;
use crate::domain::mastery::Mark;
use crate::domain::session::Limits;
use crate::domain::streak::streak;
use crate::store::{Counts, DayLine, TopicLine};

/// Everything the page needs, so that drawing asks nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Nothing was ever answered.
    pub first_run: bool,
    /// The learner's day.
    pub day: NaiveDate,
    /// What waits and what was done.
    pub load: Load,
    /// What can be started from here; the first is what we recommend. Empty before any pack was read.
    pub actions: Vec<Action>,
    /// Answers on each of the last 28 days, today last.
    pub days: Vec<u32>,
    /// Days in a row.
    pub streak: u32,
    /// The longest ever.
    pub longest: u32,
    /// Days until the interview, where the settings name its date; 0 = today.
    pub interview_in: Option<u32>,
    /// Problems in the packs that `sysdrill check` lists.
    pub problems: u32,
}

/// Numbers of items and minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// To repeat today, within the day's limit.
    pub reviews: u32,
    /// To meet for the first time today, within the day's limit.
    pub new: u32,
    /// Due, and put off to the coming days because of the limit.
    pub put_off: u32,
    /// Answered today.
    pub done: u32,
    /// What the rest of today will take, from the learner's own pace.
    pub minutes: u32,
    /// Due tomorrow.
    pub tomorrow: u32,
}

/// Something to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// As shown: `Review what is due`.
    pub title: String,
    /// Why, or how long: `6 min`.
    pub detail: String,
    /// Where it leads.
    pub route: Route,
}

impl Desk {
    /// Where the learner stands now.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn overview(&self) -> Result<Today, Failure> {
        let counts = self.counts()?;
        let today = self.today();
        let month = self.activity(28)?;
        let ever: Vec<NaiveDate> = self
            .store
            .days(NaiveDate::MIN..=today)?
            .into_iter()
            .map(|line| line.day)
            .collect();
        let streak = streak(&ever, today);
        let load = self.load(&counts, &month)?;
        Ok(Today {
            first_run: ever.is_empty(),
            day: today,
            load,
            actions: self.actions(&load, ever.is_empty())?,
            days: month.iter().map(|line| line.reviews).collect(),
            streak: streak.current,
            longest: streak.longest,
            interview_in: self
                .plan
                .interview
                .and_then(|date| u32::try_from(date.signed_duration_since(today).num_days()).ok()),
            problems: u32::try_from(library::problems(&self.store.pack())?.len())
                .unwrap_or(u32::MAX),
        })
    }

    /// What is left of the day's limits.
    pub(super) fn limits(&self, counts: &Counts) -> Limits {
        Limits {
            new: self.plan.new_per_day.saturating_sub(counts.new_today),
            reviews: self
                .plan
                .reviews_per_day
                .saturating_sub(counts.repeated_today),
        }
    }

    fn load(&self, counts: &Counts, month: &[DayLine]) -> Result<Load, Failure> {
        let Due { reviews, new } = self.waiting(counts);
        let put_off = counts.due.saturating_sub(reviews);
        let spans = self
            .store
            .forecast(&[self.start_of(0), self.start_of(1), self.start_of(2)])?;
        Ok(Load {
            reviews,
            new,
            put_off,
            done: counts.reviewed_today,
            minutes: minutes(reviews + new, month),
            tomorrow: spans.last().copied().unwrap_or(0),
        })
    }

    /// What to do, the recommended thing first: what is due, then a new page.
    fn actions(&self, load: &Load, first_run: bool) -> Result<Vec<Action>, Failure> {
        let topics = self.store.pack().topics()?;
        let begun: HashMap<TopicId, u32> = self.store.begun_topics()?.into_iter().collect();
        let fresh = topics.iter().find(|t| !begun.contains_key(&t.head.id));
        let unmet = |t: &&TopicLine| begun.get(&t.head.id).is_some_and(|met| *met < t.items);
        let mut actions = Vec::new();
        if first_run {
            let start = topics.iter().find(|t| t.head.id.as_str() == FIRST_PAGE);
            actions.extend(start.or(fresh).map(|t| read("Begin with", &t.head)));
        } else {
            if load.reviews > 0 {
                actions.push(drill("Review what is due", format!("{} due", load.reviews)));
            } else if load.new > 0 && topics.iter().any(|t| unmet(&t)) {
                actions.push(drill("Learn new cards", format!("{} new", load.new)));
            }
            actions.extend(fresh.map(|t| read("Read", &t.head)));
        }
        if !topics.is_empty() {
            actions.push(Action {
                title: "Look around the road map".to_owned(),
                detail: format!("{} topics", topics.len()),
                route: Route::Guide,
            });
        }
        Ok(actions)
    }

    /// The topic that was begun and sits least. It takes a look at every schedule, so it comes after the first frame.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn weakest(&self) -> Result<Option<Action>, Failure> {
        Ok(weakest(&self.topics()?))
    }
}

fn drill(title: &str, detail: String) -> Action {
    Action {
        title: title.to_owned(),
        detail,
        route: Route::Drill(Focus::All),
    }
}

/// The page a newcomer reads first: a pattern that everybody has met, and a picture that explains it.
const FIRST_PAGE: &str = "circuit-breaker";

/// Seconds for an item before the learner's own pace is known.
const PACE: u32 = 20;

/// Minutes that `items` will take at the pace of the last days.
fn minutes(items: u32, days: &[DayLine]) -> u32 {
    let answers: u32 = days.iter().map(|line| line.reviews).sum();
    let spent: i64 = days.iter().map(|line| line.elapsed_ms).sum();
    let pace = match answers {
        0 => i64::from(PACE) * 1000,
        n => spent / i64::from(n),
    };
    let total = i64::from(items) * pace;
    u32::try_from((total + 59_999) / 60_000).unwrap_or(u32::MAX)
}

fn read(verb: &str, topic: &TopicHead) -> Action {
    Action {
        title: format!("{verb}: {}", topic.title),
        detail: format!("{} min", topic.minutes),
        route: Route::Topic(topic.id.clone()),
    }
}

/// The topic that was begun and sits least.
fn weakest(topics: &[TopicRow]) -> Option<Action> {
    let begun = topics
        .iter()
        .filter(|t| matches!(t.mastery.mark, Mark::Learning | Mark::Shaky));
    let weakest = begun.min_by(|a, b| a.mastery.share.total_cmp(&b.mastery.share))?;
    Some(Action {
        title: format!("Strengthen: {}", weakest.head.title),
        detail: format!("{:.0} %", weakest.mastery.share * 100.0),
        route: Route::Topic(weakest.head.id.clone()),
    })
}
