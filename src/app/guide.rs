//! What the guide shows: chapters and topics with how well each is known.

use std::collections::HashMap;
use std::rc::Rc;

use super::desk::{Desk, Failure};
use crate::domain::guide::{Chapter, Topic, TopicHead};
use crate::domain::id::{ChapterId, PointId, TopicId};
use crate::domain::mastery::{self, Mark, Mastery};
use crate::domain::schedule::Moment;
use crate::store::{self, Scope};

/// A topic in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicRow {
    /// Id, title, summary, minutes.
    pub head: TopicHead,
    /// The chapter that lists it; none for a page that no road map lists.
    pub chapter: Option<ChapterId>,
    /// How well its points are known.
    pub mastery: Mastery,
    /// Items that test it.
    pub items: u32,
    /// Of its points and notes, those that were never asked for.
    pub unmet: usize,
}

/// A chapter in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ChapterRow {
    /// The chapter.
    pub chapter: Chapter,
    /// Over all its points.
    pub mastery: Mastery,
    /// Points and notes asked for at least once, and all of them.
    pub seen: (usize, usize),
    /// Its topics, in order.
    pub topics: Vec<TopicRow>,
}

/// The whole road map.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// In order.
    pub chapters: Vec<ChapterRow>,
    /// Topics that no chapter lists.
    pub others: Vec<TopicRow>,
    /// What to read next: the first topic that was never drilled.
    pub next: Option<TopicId>,
}

/// One topic page with all that stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The page.
    pub topic: Topic,
    /// The chapter it belongs to.
    pub chapter: Option<Chapter>,
    /// How well it is known.
    pub mastery: Mastery,
    /// By point and note.
    pub points: HashMap<PointId, Mastery>,
    /// Items that test it.
    pub items: u32,
    /// Of them, those that are suspended.
    pub suspended: u32,
    /// The topics before and after it in the guide.
    pub neighbours: (Option<TopicHead>, Option<TopicHead>),
    /// Titles of the topics that this page leads to.
    pub titles: HashMap<TopicId, String>,
}

impl Desk {
    /// All topics in the order of the guide.
    pub(super) fn topics(&self) -> Result<Vec<TopicRow>, Failure> {
        Ok(self.rows()?.into_iter().map(|(row, _)| row).collect())
    }

    /// The same, each with its points.
    fn rows(&self) -> Result<Vec<(TopicRow, Vec<Mastery>)>, Failure> {
        let mut begun: HashMap<TopicId, Vec<Mastery>> = HashMap::new();
        for (standing, mastery) in self.mastery(self.store.begun()?) {
            begun.entry(standing.topic).or_default().push(mastery);
        }
        let rows = self.store.pack().topics()?.into_iter().map(|line| {
            let points = begun
                .remove(&line.head.id)
                .unwrap_or_else(|| vec![Mastery::NONE; line.points as usize]);
            let row = TopicRow {
                head: line.head,
                chapter: line.chapter,
                mastery: mastery::average(&points),
                items: line.items,
                unmet: points.iter().filter(|p| p.mark == Mark::Unseen).count(),
            };
            (row, points)
        });
        Ok(rows.collect())
    }
}

impl Desk {
    /// The whole road map.
    ///
    /// # Errors
    /// A database can't be read.
    pub fn guide(&self) -> Result<Guide, Failure> {
        let rows = self.rows()?;
        let next = rows
            .iter()
            .find(|(t, _)| t.mastery.mark == Mark::Unseen)
            .map(|(t, _)| t.head.id.clone());
        let mut listed: HashMap<ChapterId, (Vec<TopicRow>, Vec<Mastery>)> = HashMap::new();
        let mut others = Vec::new();
        for (row, points) in rows {
            match &row.chapter {
                Some(chapter) => {
                    let (topics, known) = listed.entry(chapter.clone()).or_default();
                    topics.push(row);
                    known.extend(points);
                }
                None => others.push(row),
            }
        }
        let mut chapters = Vec::new();
        for chapter in self.store.pack().chapters()? {
            let (own, known) = listed.remove(&chapter.id).unwrap_or_default();
            let seen = known.iter().filter(|p| p.mark != Mark::Unseen).count();
            chapters.push(ChapterRow {
                chapter,
                mastery: mastery::average(&known),
                seen: (seen, known.len()),
                topics: own,
            });
        }
        Ok(Guide {
            chapters,
            others,
            next,
        })
    }

    /// One topic page.
    ///
    /// # Errors
    /// A database can't be read, or no pack has the page.
    pub fn page(&self, id: &TopicId) -> Result<Page, Failure> {
        let pack = self.store.pack();
        let topic = pack.topic(id)?.ok_or_else(|| Failure::Unknown {
            what: "the topic",
            id: id.to_string(),
        })?;
        let points: HashMap<PointId, Mastery> = self
            .mastery(self.store.standings(&Scope::Topic(id.clone()))?)
            .into_iter()
            .map(|(standing, mastery)| (standing.point, mastery))
            .collect();
        let lines = pack.topics()?;
        let at = lines.iter().position(|line| line.head.id == *id);
        let beside = |step: isize| {
            let place = at?.checked_add_signed(step)?;
            lines.get(place).map(|line| line.head.clone())
        };
        let here = at.and_then(|at| lines.get(at));
        let chapter = here.and_then(|line| line.chapter.clone());
        let known: Vec<Mastery> = points.values().copied().collect();
        Ok(Page {
            chapter: pack
                .chapters()?
                .into_iter()
                .find(|c| Some(&c.id) == chapter.as_ref()),
            mastery: mastery::average(&known),
            items: here.map_or(0, |line| line.items),
            suspended: u32::try_from(self.store.suspended(&Scope::Topic(id.clone()))?.len())
                .unwrap_or(u32::MAX),
            neighbours: (beside(-1), beside(1)),
            titles: lines
                .iter()
                .map(|line| (line.head.id.clone(), line.head.title.clone()))
                .collect(),
            topic,
            points,
        })
    }

    /// Ends the suspension of all items of a topic. Returns how many there were.
    ///
    /// # Errors
    /// It could not be written.
    pub fn bring_back(&mut self, topic: &TopicId) -> Result<usize, Failure> {
        let items = self.store.suspended(&Scope::Topic(topic.clone()))?;
        let clock = Rc::clone(&self.clock);
        for item in &items {
            let moment = Moment::now(self.plan.calendar, &*clock);
            self.store
                .mark(self.event(), item, store::Mark::Unsuspend, &moment)?;
        }
        Ok(items.len())
    }
}
