//! The content index: its own SQLite file in the cache folder. Everything in it comes from the packs, so it is safe to
//! delete, and is deleted whenever there is doubt.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, params};

use super::error::StoreError;
use super::open;
use rows::Writer;

mod reader;
mod rows;
mod search;

pub use reader::{DeckLine, Names, PointLine, Reader, Stamp, TopicLine};
pub use rows::{Anchor, FileRows};
pub use search::{Hit, Run, Target};

/// "SDRI": marks an index as ours.
const INDEX: i32 = 0x5344_5249;
/// Goes up with every change of the schema, and with every change of what domain types look like as JSON.
const VERSION: u32 = 2;

/// The index, with the right to write it. Belongs to a worker thread; others read it through [`Reader`].
#[derive(Debug)]
pub struct Index {
    pub(super) conn: Connection,
    path: PathBuf,
}

impl Index {
    /// Opens the index at `path`. One that is damaged, of another version, or not ours is replaced by an empty one.
    ///
    /// # Errors
    /// The file can't be opened, written or replaced, or another instance is writing it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = Self::try_open(path);
        let Err(StoreError::Corrupt { .. } | StoreError::Foreign { .. } | StoreError::Newer { .. }) =
            opened
        else {
            return opened.map_err(StoreError::of_index);
        };
        Self::discard(path)?;
        Self::try_open(path).map_err(StoreError::of_index)
    }

    /// Deletes the index at `path`; the next [`Index::open`] makes an empty one.
    ///
    /// # Errors
    /// The file can't be deleted.
    pub fn discard(path: &Path) -> Result<(), StoreError> {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            match std::fs::remove_file(&name) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io(path, &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn try_open(path: &Path) -> Result<Self, StoreError> {
        let named = |error: rusqlite::Error| StoreError::sqlite(path, &error);
        let alone = open::alone(path);
        let mut conn = open::writer(path)?;
        open::own(&conn, path, INDEX)?;
        // What a power cut takes is read from the packs again.
        open::wal(&conn, "NORMAL").map_err(named)?;
        drop(alone);
        let mut found: u32 = open::pragma(&conn, "user_version").map_err(named)?;
        if found == 0 {
            // Only a new file needs the write lock: another instance may be busy filling this one.
            let first = conn.transaction().map_err(named)?;
            found = open::pragma(&first, "user_version").map_err(named)?;
            if found == 0 {
                first
                    .execute_batch(include_str!("index/schema.sql"))
                    .map_err(named)?;
                first
                    .pragma_update(None, "application_id", INDEX)
                    .map_err(named)?;
                first
                    .pragma_update(None, "user_version", VERSION)
                    .map_err(named)?;
                found = VERSION;
            }
            first.commit().map_err(named)?;
        }
        if found != VERSION {
            return Err(StoreError::Newer {
                file: path.to_owned(),
                found,
                known: VERSION,
            });
        }
        Ok(Self {
            conn,
            path: path.to_owned(),
        })
    }

    /// What the index says now.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.conn, &self.path)
    }

    /// Moves what was written from the write-ahead log into the index itself: after the first reading of a big pack the
    /// log is as large as the index, and the next start would have to read all of it. Where others are reading, a part
    /// waits for the next time.
    ///
    /// # Errors
    /// The index can't be written.
    pub fn tidy(&self) -> Result<(), StoreError> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        self.conn
            .query_row(sql, [], |_| Ok(()))
            .map_err(|error| named(&self.path, &error))
    }

    /// Begins a change. Others go on reading what was there before, until [`Change::finish`]; dropped, it never was.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another instance is changing the index.
    pub fn change(&mut self) -> Result<Change<'_>, StoreError> {
        let Self { conn, path } = self;
        let tx = conn.transaction().map_err(|error| named(path, &error))?;
        Ok(Change { tx, path })
    }
}

fn named(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::sqlite(path, error).of_index()
}

/// A change of the index: one transaction over any number of files.
#[derive(Debug)]
pub struct Change<'a> {
    tx: Transaction<'a>,
    path: &'a Path,
}

impl Change<'_> {
    /// What the index says inside this change. Another instance may have changed files before it began, so ask here, not
    /// before, which files are new.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.tx, self.path)
    }

    /// Says which packs there are, lowest first. Files of other packs are dropped.
    ///
    /// # Errors
    /// The index can't be written.
    pub fn packs(&self, packs: &[&str]) -> Result<(), StoreError> {
        self.run(|tx| {
            let mut gone = tx.prepare("SELECT pack, path FROM file")?;
            let files = gone.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            for (pack, path) in files.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
                if !packs.contains(&pack.as_str()) {
                    Writer::new(tx).remove(&pack, &path)?;
                }
            }
            for (rank, pack) in (0_i64..).zip(packs) {
                tx.execute(
                    "UPDATE file SET rank = ?2 WHERE pack = ?1 AND rank <> ?2",
                    params![pack, rank],
                )?;
            }
            Ok(())
        })
    }

    /// Puts a file in, in the place of what it held before.
    ///
    /// # Errors
    /// The index can't be written.
    pub fn replace(&self, file: &FileRows) -> Result<(), StoreError> {
        self.run(|tx| Writer::new(tx).replace(file))
    }

    /// Takes a file out.
    ///
    /// # Errors
    /// The index can't be written.
    pub fn remove(&self, pack: &str, path: &str) -> Result<(), StoreError> {
        self.run(|tx| Writer::new(tx).remove(pack, path))
    }

    /// Settles what only the whole can say (which pack wins, the order of the guide), lets `link` look for problems
    /// between files, keeps them (JSON, content's own) and makes everything durable.
    ///
    /// # Errors
    /// The index can't be written, or whatever `link` returns.
    pub fn finish(
        self,
        link: impl FnOnce(&Reader<'_>) -> Result<String, StoreError>,
    ) -> Result<(), StoreError> {
        self.run(|tx| {
            for table in ["chapter", "topic", "item"] {
                tx.execute_batch(&settle(table))?;
            }
            tx.execute_batch(include_str!("index/resolve.sql"))
        })?;
        let problems = link(&self.reader())?;
        self.run(|tx| tx.execute("REPLACE INTO whole VALUES ('problems', ?1)", [problems]))?;
        let Self { tx, path } = self;
        tx.commit().map_err(|error| named(path, &error))
    }

    fn run<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        work(&self.tx).map_err(|error| named(self.path, &error))
    }
}

/// Of the rows with the same id the one of the highest pack counts; within a pack, where two are a mistake, the first.
/// Losers go first: only one row per id may be live.
fn settle(table: &str) -> String {
    let better = format!(
        "EXISTS (
           SELECT 1 FROM {table} other JOIN file theirs ON theirs.key = other.file, file ours
           WHERE ours.key = {table}.file AND other.id = {table}.id AND other.key <> {table}.key
             AND (theirs.rank, ours.path, {table}.key) > (ours.rank, theirs.path, other.key))"
    );
    format!(
        "UPDATE {table} SET live = 0 WHERE live = 1 AND {better};
         UPDATE {table} SET live = 1 WHERE live = 0 AND NOT {better};"
    )
}
