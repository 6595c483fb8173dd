//! Cards and questions.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::id::{DeckId, ItemId, PointId, TopicId};

/// Where something was written: what `$EDITOR` opens and what an error names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The pack: a folder, or [`BUILT_IN`] for the one inside the binary.
    pub pack: String,
    /// Path inside the pack, with `/`: `quizzes/decks/05-resilience.yaml`.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
}

/// The name of the pack that is embedded in the binary.
pub const BUILT_IN: &str = "built-in";

/// How much thinking an item asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Know it.
    Recall,
    /// Use it on a situation or a number.
    Apply,
    /// Choose, with reasons.
    Decide,
}

/// An option of a `choice` or `multi`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// As shown.
    pub text: String,
    /// Why it is wrong; read by whoever picked it.
    pub why: Option<String>,
    /// Belongs to the answer.
    pub right: bool,
}

/// A piece of a cloze prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClozePart {
    /// Shown.
    Text(String),
    /// Hidden until answered.
    Blank {
        /// What belongs here.
        answer: String,
        /// Shown in the gap.
        hint: Option<String>,
    },
}

/// What makes one kind differ from another: how it is asked and what is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// Think, reveal, grade yourself.
    Card {
        /// Markdown.
        answer: String,
    },
    /// Fill the blanks; the item's prompt holds the text with its `{{..}}` marks taken out of `parts`.
    Cloze {
        /// In reading order; at least one blank.
        parts: Vec<ClozePart>,
    },
    /// Exactly one option is right.
    Choice {
        /// 2-9, in the file's order; screens shuffle.
        options: Vec<Choice>,
    },
    /// One or more options are right.
    Multi {
        /// 2-9, in the file's order; screens shuffle.
        options: Vec<Choice>,
    },
    /// Put steps in order.
    Order {
        /// 3-9, in the right order; screens shuffle.
        steps: Vec<String>,
    },
    /// Find the partners.
    Match {
        /// 3-8 of (left, right); screens shuffle the right column.
        pairs: Vec<(String, String)>,
    },
    /// A value with its unit, graded by factor.
    Numeric {
        /// A `fend` expression.
        answer: String,
        /// Right within this factor, `1.0` = exact to 0.1 %.
        within: f64,
        /// Near within this factor.
        near: f64,
    },
    /// A term.
    Typed {
        /// As shown afterwards.
        answer: String,
        /// Other wordings that count.
        accept: Vec<String>,
    },
}

impl Body {
    /// The word that stands in a deck as `kind`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Card { .. } => "card",
            Self::Cloze { .. } => "cloze",
            Self::Choice { .. } => "choice",
            Self::Multi { .. } => "multi",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Numeric { .. } => "numeric",
            Self::Typed { .. } => "typed",
        }
    }
}

/// One card or question; the unit of scheduling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Stable id; progress hangs on it.
    pub id: ItemId,
    /// The deck it stands in.
    pub deck: DeckId,
    /// The topic of the first point it tests.
    pub topic: TopicId,
    /// Points and notes it tests; at least one. Items that share one are siblings.
    pub tests: Vec<PointId>,
    /// How much thinking it asks for.
    pub level: Level,
    /// Markdown. For a cloze the whole text with the blanks still marked.
    pub prompt: String,
    /// Shown on request.
    pub hint: Option<String>,
    /// Shown after the answer. Markdown.
    pub explain: String,
    /// How it is asked and what is right.
    pub body: Body,
    /// Where it stands.
    pub place: Place,
}

impl Item {
    /// The prompt without the marks of a cloze: its blanks are filled, hints are left out.
    #[must_use]
    pub fn question(&self) -> Cow<'_, str> {
        match &self.body {
            Body::Cloze { parts } => parts
                .iter()
                .map(|part| match part {
                    ClozePart::Text(text) => text.as_str(),
                    ClozePart::Blank { answer, .. } => answer.as_str(),
                })
                .collect(),
            Body::Card { .. }
            | Body::Choice { .. }
            | Body::Multi { .. }
            | Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Typed { .. } => Cow::Borrowed(&self.prompt),
        }
    }
}
