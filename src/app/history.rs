//! What History shows.

use chrono::{Days, NaiveDate};

use super::desk::{Desk, Failure};
use crate::domain::streak::streak;

/// Everything the page needs, so that drawing asks nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The learner's day.
    pub day: NaiveDate,
    /// Answers per day, oldest first, today last; about a year.
    pub days: Vec<u32>,
    /// Answers ever.
    pub reviews: u64,
    /// Days in a row, and the longest row ever.
    pub streak: (u32, u32),
    /// Share of items known when they came back, over the last 30 and 90 days, each with the number of answers behind it.
    pub retention: [Option<Share>; 2],
    /// What the schedule aims at, 0-1.
    pub target: f32,
    /// By chapter, in the order of the guide.
    pub chapters: Vec<ChapterRow>,
    /// Reviews due on each of the coming 14 days, today (with everything overdue) first.
    pub forecast: Vec<u32>,
}

/// A share and how much it stands on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// 0-1.
    pub share: f64,
    /// Answers counted.
    pub of: u32,
}

/// How well a chapter is known.
#[derive(Debug, Clone, PartialEq)]
pub struct ChapterRow {
    /// As shown.
    pub title: String,
    /// 0-1 over all its points and notes.
    pub mastery: f32,
    /// Points and notes that were answered at least once.
    pub seen: usize,
    /// All of them.
    pub points: usize,
}

impl Desk {
    /// What was done and what is coming.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn history(&self) -> Result<History, Failure> {
        let today = self.today();
        let ever = self.store.days(NaiveDate::MIN..=today)?;
        let all: Vec<NaiveDate> = ever.iter().map(|line| line.day).collect();
        let streak = streak(&all, today);
        let bounds: Vec<_> = (0..=14).map(|n| self.start_of(n)).collect();
        Ok(History {
            day: today,
            days: self
                .activity(371)?
                .iter()
                .map(|line| line.reviews)
                .collect(),
            reviews: ever.iter().map(|line| u64::from(line.reviews)).sum(),
            streak: (streak.current, streak.longest),
            retention: [self.retention(30)?, self.retention(90)?],
            target: self.plan.retention,
            chapters: self.chapters()?,
            forecast: self.store.forecast(&bounds)?,
        })
    }

    fn retention(&self, days: u64) -> Result<Option<Share>, Failure> {
        let today = self.today();
        let found = self.store.retention(today - Days::new(days - 1)..=today)?;
        Ok(found.share().map(|share| Share {
            share,
            of: found.asked,
        }))
    }

    fn chapters(&self) -> Result<Vec<ChapterRow>, Failure> {
        let guide = self.guide()?;
        let rows = guide.chapters.into_iter().map(|row| ChapterRow {
            title: row.chapter.title,
            mastery: row.mastery.share,
            seen: row.seen.0,
            points: row.seen.1,
        });
        Ok(rows.collect())
    }
}
