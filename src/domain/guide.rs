//! The road map: chapters, topics, and the points a learner must know.

use serde::{Deserialize, Serialize};

use super::id::{ChapterId, LabId, PointId, TopicId};
use super::item::Place;

/// One chapter, in the order of the road map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Stable id.
    pub id: ChapterId,
    /// As shown: `Resilience`.
    pub title: String,
    /// One line.
    pub summary: String,
    /// In the order of the guide.
    pub topics: Vec<TopicId>,
    /// What to read before a topic: (topic, before it).
    pub prerequisites: Vec<(TopicId, Vec<TopicId>)>,
}

/// One thing to know. The spine of everything: items test points, reviews are counted on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The topic's id, a dot and a number.
    pub id: PointId,
    /// One sentence.
    pub text: String,
}

/// A place where the road map is imprecise or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable id; items test notes as they test points.
    pub id: PointId,
    /// What the road map says.
    pub guide: String,
    /// What is right.
    pub correct: String,
    /// Where that can be checked.
    pub source: String,
}

/// What lists need of a topic; cheap to hold for every topic of every pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicHead {
    /// Stable id.
    pub id: TopicId,
    /// As shown.
    pub title: String,
    /// One line.
    pub summary: String,
    /// Reading time in minutes.
    pub minutes: u16,
}

/// A whole topic page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Id, title, summary, minutes.
    pub head: TopicHead,
    /// What must be known after reading.
    pub points: Vec<Point>,
    /// Where the road map errs.
    pub notes: Vec<Note>,
    /// Simulations of this topic.
    pub labs: Vec<LabId>,
    /// Worth reading next.
    pub related: Vec<TopicId>,
    /// Easily mixed up with this one.
    pub confusable: Vec<TopicId>,
    /// Where the facts can be checked.
    pub sources: Vec<String>,
    /// Markdown.
    pub body: String,
    /// Where the page stands.
    pub place: Place,
}
