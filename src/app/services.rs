//! What screens may touch.

use std::path::PathBuf;
use std::rc::Rc;

use super::desk::{Desk, Failure};
use super::editor;
use super::keymap::KeyMap;
use super::routes::Route;
use crate::domain::calendar::Clock;
use crate::domain::item::{BUILT_IN, Place};

/// How much waits; shown on the top line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// Items to repeat today.
    pub reviews: u32,
    /// Items to meet for the first time today.
    pub new: u32,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is, in a word: `topic`, `card`.
    pub kind: &'static str,
    /// As shown.
    pub title: String,
    /// Some of the text around the words; may be empty.
    pub excerpt: String,
    /// Where `enter` leads.
    pub route: Route,
}

/// Looks something up while it is typed. Must answer within a frame.
pub type Finder = Box<dyn FnMut(&str) -> Vec<Hit>>;

/// Asked after every wake-up whether workers have finished something that screens should reread.
pub type News = Box<dyn FnMut() -> bool>;

/// Handed to every screen that updates itself; never to one that draws.
pub struct Services {
    /// The only source of "now".
    pub clock: Rc<dyn Clock>,
    /// Which key means what.
    pub keymap: KeyMap,
    /// How much waits.
    pub due: Due,
    /// The program that edits sources, maybe with arguments.
    pub editor: String,
    desk: Option<Desk>,
    finder: Finder,
    news: News,
}

impl Services {
    /// Services with nothing due and nothing to find.
    #[must_use]
    pub fn new(clock: Rc<dyn Clock>, keymap: KeyMap) -> Self {
        Self {
            clock,
            keymap,
            due: Due::default(),
            editor: editor::FALLBACK.to_owned(),
            desk: None,
            finder: Box::new(|_| Vec::new()),
            news: Box::new(|| false),
        }
    }

    /// Works at `desk` from now on.
    #[must_use]
    pub fn with_desk(mut self, desk: Desk) -> Self {
        self.desk = Some(desk);
        self
    }

    /// The learner's progress.
    ///
    /// # Errors
    /// [`Failure::Closed`] where none was opened.
    pub fn desk(&mut self) -> Result<&mut Desk, Failure> {
        self.desk.as_mut().ok_or(Failure::Closed)
    }

    /// Counts anew how much waits.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn count(&mut self) -> Result<(), Failure> {
        self.due = self.desk()?.due()?;
        Ok(())
    }

    /// Searches with `finder` from now on.
    #[must_use]
    pub fn with_finder(mut self, finder: Finder) -> Self {
        self.finder = finder;
        self
    }

    /// Asks `news` after every wake-up from now on.
    #[must_use]
    pub fn with_news(mut self, news: News) -> Self {
        self.news = news;
        self
    }

    /// Whether something was finished since the last call that screens should reread.
    pub fn take_news(&mut self) -> bool {
        (self.news)()
    }

    /// What matches `words`, best first.
    pub fn search(&mut self, words: &str) -> Vec<Hit> {
        (self.finder)(words)
    }

    /// The file that `$EDITOR` opens for `place`.
    ///
    /// # Errors
    /// Why it can't be edited, for the user.
    pub fn source(&self, place: &Place) -> Result<PathBuf, String> {
        if place.pack == BUILT_IN {
            return Err(format!(
                "`{}` is built in; copy it into a pack of your own to edit it",
                place.file
            ));
        }
        Ok(PathBuf::from(&place.pack).join(&place.file))
    }
}
