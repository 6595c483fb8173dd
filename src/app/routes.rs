//! Where one can go.

use crate::app::commands::Command;
use crate::domain::id::{ChapterId, DeckId, TopicId};
use crate::domain::item::Place;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// What to do now.
    Today,
    /// The road map.
    Guide,
    /// One topic of it.
    Topic(TopicId),
    /// A session over some of the items.
    Drill(Focus),
    /// What was done.
    History,
}

/// What a drill session takes its items from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Focus {
    /// Everything.
    #[default]
    All,
    /// The items of one chapter.
    Chapter(ChapterId),
    /// The items of one topic.
    Topic(TopicId),
    /// The items of one deck file.
    Deck(DeckId),
}

/// What the top line lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// See [`Route::Today`].
    Today,
    /// See [`Route::Guide`].
    Guide,
    /// See [`Route::Drill`].
    Drill,
    /// See [`Route::History`].
    History,
}

impl Room {
    /// All there are, in their order.
    pub const ALL: [Self; 4] = [Self::Today, Self::Guide, Self::Drill, Self::History];

    /// As shown.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Guide => "Guide",
            Self::Drill => "Drill",
            Self::History => "History",
        }
    }

    /// The command that goes there.
    #[must_use]
    pub const fn command(self) -> Command {
        match self {
            Self::Today => Command::GoToday,
            Self::Guide => Command::GoGuide,
            Self::Drill => Command::GoDrill,
            Self::History => Command::GoHistory,
        }
    }

    /// The page one enters it by.
    #[must_use]
    pub const fn route(self) -> Route {
        match self {
            Self::Today => Route::Today,
            Self::Guide => Route::Guide,
            Self::Drill => Route::Drill(Focus::All),
            Self::History => Route::History,
        }
    }

    /// The room that `command` goes to.
    #[must_use]
    pub fn of_command(command: Command) -> Option<Self> {
        Self::ALL.into_iter().find(|room| room.command() == command)
    }
}

impl Route {
    /// The room the page belongs to.
    #[must_use]
    pub const fn room(&self) -> Room {
        match self {
            Self::Today => Room::Today,
            Self::Guide | Self::Topic(_) => Room::Guide,
            Self::Drill(_) => Room::Drill,
            Self::History => Room::History,
        }
    }
}

/// What lies over a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The keys that work on the page below.
    Help,
    /// Search over everything.
    Search,
    /// A question that needs a yes or a no.
    Confirm(Question),
    /// Something failed and wants to be read.
    Error(Box<Report>),
}

/// What [`Overlay::Confirm`] asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// One line.
    pub title: String,
    /// What follows from a yes; may be empty.
    pub detail: String,
    /// What the page below gets as `Msg::Confirmed` after a yes.
    pub yes: Command,
}

/// What [`Overlay::Error`] shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was to be done: `The answer could not be saved`.
    pub title: String,
    /// What went wrong and what to do about it.
    pub message: String,
    /// More, line by line; scrolls.
    pub details: Vec<String>,
    /// Where `e` leads.
    pub place: Option<Place>,
}

/// A line that passes: something happened, nothing needs to be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// How it ended.
    pub tone: Tone,
    /// One short sentence.
    pub text: String,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As wished.
    Done,
    /// Worth knowing.
    Info,
    /// It failed; it can be tried again.
    Failed,
}
