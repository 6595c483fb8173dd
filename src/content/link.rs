//! What a file defines and what it points at.

use serde::{Deserialize, Serialize};

/// What an id is the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A chapter of a road map.
    Chapter,
    /// A topic page.
    Topic,
    /// A point of a topic page.
    Point,
    /// A precision note; the same one may stand on several pages.
    Note,
    /// A deck.
    Deck,
    /// A card or question.
    Item,
    /// A simulation.
    Lab,
    /// Not an id but the mark of a page that could not be read whole: what is missing there is not to be complained about elsewhere.
    Unread,
}

/// An id that a file defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Def {
    /// What it is.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// Where an id is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// A chapter lists the topic.
    Listed,
    /// A chapter names it in `prerequisites`.
    Prerequisite,
    /// `related` or `confusable` of a topic page.
    Neighbour,
    /// A Markdown link `topic:id`.
    Link,
    /// `labs` of a topic page.
    Lab,
    /// `topic` of an item.
    Topic,
    /// `tests` of an item.
    Tests,
}

/// An id that a file points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ref {
    /// Where and so what kind of id is meant.
    pub using: Use,
    /// The id, as written.
    pub id: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}
