//! What screens may touch.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::desk::{Desk, Failure};
use super::keymap::KeyMap;
use super::routes::Route;
use super::{copy, editor};
use crate::content::problem::Problem;
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

/// Asked after every wake-up whether workers have something that screens should know: how many percent of the packs are
/// read, 0 when all are.
pub type News = Box<dyn FnMut() -> Option<u32>>;

/// Reads the packs again after an edit; returns what is wrong with them.
pub type Rereader = Box<dyn FnMut() -> Result<Vec<Problem>, String>>;

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
    rereader: Rereader,
    packs: Option<PathBuf>,
    /// How many percent of the packs are read, while they are being read.
    pub reading: Option<u32>,
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
            news: Box::new(|| None),
            rereader: Box::new(|| Ok(Vec::new())),
            packs: None,
            reading: None,
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
        let Some(percent) = (self.news)() else {
            return false;
        };
        self.reading = Some(percent).filter(|percent| *percent > 0);
        true
    }

    /// Edits of built-in files are made in a pack below `folder`.
    #[must_use]
    pub fn with_packs(mut self, folder: PathBuf) -> Self {
        self.packs = Some(folder);
        self
    }

    /// Rereads the packs with `rereader` from now on.
    #[must_use]
    pub fn with_rereader(mut self, rereader: Rereader) -> Self {
        self.rereader = rereader;
        self
    }

    /// Reads the packs again after `edited` was edited. Returns what is wrong with that file now.
    ///
    /// # Errors
    /// Why the packs can't be read, for the user.
    pub fn reread(&mut self, edited: &Path) -> Result<Vec<Problem>, String> {
        let mut problems = (self.rereader)()?;
        problems.retain(|problem| Path::new(&problem.path()) == edited);
        Ok(problems)
    }

    /// What matches `words`, best first.
    pub fn search(&mut self, words: &str) -> Vec<Hit> {
        (self.finder)(words)
    }

    /// The file that `$EDITOR` opens for `place`, and the line. What is built in is copied into a pack of the user's first.
    ///
    /// # Errors
    /// Why it can't be edited, for the user.
    pub fn source(&self, place: &Place) -> Result<(PathBuf, usize), String> {
        if place.pack != BUILT_IN {
            return Ok((PathBuf::from(&place.pack).join(&place.file), place.line));
        }
        match &self.packs {
            Some(packs) => copy::own(packs, place).map_err(|error| error.to_string()),
            None => Err(format!(
                "`{}` is built in and can't be edited here",
                place.file
            )),
        }
    }
}
