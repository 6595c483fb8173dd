//! SQLite: the log of answers, what is derived from it, and the content index.
//!
//! Two files. `progress.sqlite` is the learner's: an append-only log of reviews, marks and undos, and the tables `card` and
//! `day` that are folded from it ([`Store`]). The index is a cache of what the packs say ([`Index`]); it is written by a
//! worker and attached read-only to the progress file, so that a queue is one join.

use std::path::PathBuf;

use rusqlite::Connection;

use crate::domain::schedule::Scheduler;

pub mod backup;
mod convert;
mod doctor;
mod error;
mod fold;
mod index;
mod log;
mod migrate;
mod open;
mod query;
mod queue;
mod stats;
#[cfg(test)]
mod tests;

pub use convert::EventId;
pub use doctor::Facts;
pub use error::StoreError;
pub use fold::ItemState;
pub use index::{
    Anchor, Change, DeckLine, FileRows, Hit, Index, Names, PointLine, Reader, Run, Stamp, Target,
    TopicLine,
};
pub use log::{Mark, NewReview, Recorded, Undone};
pub use query::{Cell, Table, VIEWS};
pub use queue::Scope;
pub use stats::{Counts, DayLine, Past, Retention, Standing};

/// Where the files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `progress.sqlite`. Daily copies go into the folder `backups` beside it.
    pub db: PathBuf,
    /// The content index, in the cache folder.
    pub index: PathBuf,
}

/// The learner's progress, with the content index joined to it. Owned by the main thread.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    paths: Paths,
    scheduler: Scheduler,
}

impl Store {
    /// Opens the progress file, makes it if there is none, and brings an older one up to date. The index must be there:
    /// [`Index::open`] comes first.
    ///
    /// # Errors
    /// Whatever [`StoreError`] has to say about either file; nothing is changed then.
    pub fn open(paths: &Paths, scheduler: Scheduler) -> Result<Self, StoreError> {
        let named = |error: rusqlite::Error| StoreError::sqlite(&paths.db, &error);
        let alone = open::alone(&paths.db);
        let mut conn = open::writer(&paths.db)?;
        open::own(&conn, &paths.db, open::PROGRESS)?;
        let found = migrate::version(&conn, &paths.db)?;
        if found <= migrate::newest() {
            open::wal(&conn, "FULL").map_err(named)?;
        }
        drop(alone);
        migrate::run(&mut conn, &paths.db, migrate::ALL)?;
        open::attach(&conn, &paths.index)?;
        Ok(Self {
            conn,
            paths: paths.clone(),
            scheduler,
        })
    }

    /// The scheduler that answers are decided by.
    #[must_use]
    pub fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }

    /// Where the files lie.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// What the packs say.
    #[must_use]
    pub fn pack(&self) -> Reader<'_> {
        Reader::new(&self.conn, &self.paths.index)
    }

    /// Makes every write fail, or lets it work again.
    #[cfg(test)]
    pub(crate) fn lock(&self, locked: bool) {
        let set = self.conn.pragma_update(None, "query_only", locked);
        set.unwrap();
    }

    /// Makes all derived tables anew from the log.
    ///
    /// # Errors
    /// As for [`Store::record`].
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        self.write(fold::rebuild)
    }

    /// Runs `work` in one transaction that owns the write lock from its beginning.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection, &Scheduler) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let Self {
            conn, scheduler, ..
        } = self;
        let written = conn.transaction().and_then(|tx| {
            let value = work(&tx, scheduler)?;
            tx.commit().map(|()| value)
        });
        written.map_err(|error| self.blame(&error))
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        work(&self.conn).map_err(|error| self.blame(&error))
    }

    /// SQLite does not say which of the two files is damaged.
    fn blame(&self, error: &rusqlite::Error) -> StoreError {
        let about = StoreError::sqlite(&self.paths.db, error);
        let verdict = || open::pragma::<String>(&self.conn, "quick_check");
        if matches!(about, StoreError::Corrupt { .. }) && verdict().is_ok_and(|said| said == "ok") {
            return StoreError::sqlite(&self.paths.index, error).of_index();
        }
        about
    }
}
