//! Reading the content index, over whatever connection has it: the worker's own, or the one it is attached to.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Params, Result, Row};

use super::super::convert::Json;
use super::super::error::StoreError;
use super::rows::Anchor;
use crate::domain::guide::{Chapter, Topic, TopicHead};
use crate::domain::id::{ChapterId, DeckId, ItemId, PointId, TopicId};
use crate::domain::item::Item;

/// What the index says. Ids are those of live rows: where packs disagree, the later one's.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    conn: &'a Connection,
    path: &'a Path,
}

/// A file as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Path inside its pack.
    pub path: String,
    /// Changes when the file changes.
    pub version: String,
}

/// A topic in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicLine {
    /// Id, title, summary, minutes.
    pub head: TopicHead,
    /// The chapter that lists it, if any.
    pub chapter: Option<ChapterId>,
    /// Points and notes.
    pub points: u32,
    /// Items whose first point is here.
    pub items: u32,
}

/// A deck in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckLine {
    /// Stable id.
    pub id: DeckId,
    /// As shown.
    pub title: String,
    /// Live items.
    pub items: u32,
}

/// A point or a note in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointLine {
    /// Stable id.
    pub id: PointId,
    /// The topic it stands in; a note that stands in several is listed under each.
    pub topic: TopicId,
    /// The point, or what a note says is right.
    pub text: String,
    /// A precision note, not a point.
    pub note: bool,
    /// Live items that test it.
    pub items: u32,
}

/// The names of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The pack.
    pub pack: String,
    /// Path inside the pack.
    pub path: String,
    /// Names given here, in the order of lines.
    pub defs: Vec<Anchor>,
    /// Names used here, in the order of lines.
    pub refs: Vec<Anchor>,
}

impl<'a> Reader<'a> {
    pub(in super::super) fn new(conn: &'a Connection, path: &'a Path) -> Self {
        Self { conn, path }
    }

    /// The files of a pack, in path order.
    ///
    /// # Errors
    /// The index can't be read; so for all methods here.
    pub fn stamps(&self, pack: &str) -> std::result::Result<Vec<Stamp>, StoreError> {
        let sql = "SELECT path, version FROM file WHERE pack = ?1 ORDER BY path";
        self.rows(sql, [pack], |row| {
            Ok(Stamp {
                path: row.get(0)?,
                version: row.get(1)?,
            })
        })
    }

    /// The road map, in order.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn chapters(&self) -> std::result::Result<Vec<Chapter>, StoreError> {
        let sql = "SELECT json FROM chapter WHERE live = 1 ORDER BY seq";
        self.rows(sql, [], |row| {
            row.get::<_, Json<Chapter>>(0).map(|json| json.0)
        })
    }

    /// All topics in the order of the guide; those that no chapter lists come last.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn topics(&self) -> std::result::Result<Vec<TopicLine>, StoreError> {
        let sql = "SELECT id, title, summary, minutes, chapter, points, items
                   FROM topic WHERE live = 1 ORDER BY seq NULLS LAST, id";
        self.rows(sql, [], |row| {
            let head = TopicHead {
                id: row.get(0)?,
                title: row.get(1)?,
                summary: row.get(2)?,
                minutes: row.get(3)?,
            };
            Ok(TopicLine {
                head,
                chapter: row.get(4)?,
                points: row.get(5)?,
                items: row.get(6)?,
            })
        })
    }

    /// The decks that have live items, by id.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn decks(&self) -> std::result::Result<Vec<DeckLine>, StoreError> {
        let sql = "SELECT i.deck, coalesce((SELECT title FROM deck WHERE id = i.deck LIMIT 1), i.deck), count(*)
                   FROM item i WHERE i.live = 1 GROUP BY i.deck ORDER BY i.deck";
        self.rows(sql, [], |row| {
            Ok(DeckLine {
                id: row.get(0)?,
                title: row.get(1)?,
                items: row.get(2)?,
            })
        })
    }

    /// A whole topic page.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn topic(&self, id: &TopicId) -> std::result::Result<Option<Topic>, StoreError> {
        let sql = "SELECT p.json FROM topic t JOIN page p ON p.topic = t.key WHERE t.id = ?1 AND t.live = 1";
        self.row(sql, [id], |row| {
            row.get::<_, Json<Topic>>(0).map(|json| json.0)
        })
    }

    /// A whole item. Its topic is the one that the whole index gives it: a deck alone can't know where a note stands.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn item(&self, id: &ItemId) -> std::result::Result<Option<Item>, StoreError> {
        let sql = "SELECT q.json, i.topic FROM item i JOIN question q ON q.item = i.key
                   WHERE i.id = ?1 AND i.live = 1";
        self.row(sql, [id], |row| {
            let Json(item) = row.get::<_, Json<Item>>(0)?;
            Ok(Item {
                topic: row.get(1)?,
                ..item
            })
        })
    }

    /// The points and notes of a topic, in order.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn points(&self, topic: &TopicId) -> std::result::Result<Vec<PointLine>, StoreError> {
        let sql = "SELECT p.id, t.id, p.text, p.kind = 'note', p.items
                   FROM topic t JOIN point p ON p.topic = t.key
                   WHERE t.id = ?1 AND t.live = 1 ORDER BY p.n";
        self.rows(sql, [topic], point)
    }

    /// A point or note by its id; of a note in several topics, the first in the guide.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn point(&self, id: &PointId) -> std::result::Result<Option<PointLine>, StoreError> {
        let sql = "SELECT p.id, t.id, p.text, p.kind = 'note', p.items
                   FROM point p JOIN topic t ON t.key = p.topic
                   WHERE p.id = ?1 AND t.live = 1 ORDER BY t.seq NULLS LAST LIMIT 1";
        self.row(sql, [id], point)
    }

    /// How many items count.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn items(&self) -> std::result::Result<u32, StoreError> {
        let sql = "SELECT CAST(value AS INTEGER) FROM whole WHERE name = 'items'";
        self.row(sql, [], |row| row.get(0))
            .map(Option::unwrap_or_default)
    }

    /// The problems of all files and those between files, each as the JSON that was handed in, in the order of packs and
    /// paths.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn problems(&self) -> std::result::Result<Vec<String>, StoreError> {
        let sql = "SELECT problems FROM (
                     SELECT problems, rank, path FROM file
                     UNION ALL SELECT value, 1 << 32, '' FROM whole WHERE name = 'problems')
                   WHERE problems NOT IN ('', '[]') ORDER BY rank, path";
        self.rows(sql, [], |row| row.get(0))
    }

    /// The packs, lowest first.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn packs(&self) -> std::result::Result<Vec<String>, StoreError> {
        let sql = "SELECT pack FROM file GROUP BY pack ORDER BY min(rank)";
        self.rows(sql, [], |row| row.get(0))
    }

    /// The names that every file gives and uses, in the order of packs and paths: what linking needs.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn names(&self) -> std::result::Result<Vec<Names>, StoreError> {
        let keyed = |row: &Row<'_>| Ok((row.get(0)?, anchor(row)?));
        let sql = "SELECT file, kind, id, line, col FROM def ORDER BY file, line, col";
        let mut defs = grouped(self.rows(sql, [], keyed)?);
        let sql = "SELECT file, kind, id, line, col FROM ref ORDER BY file, line, col";
        let mut refs = grouped(self.rows(sql, [], keyed)?);
        let sql = "SELECT key, pack, path FROM file ORDER BY rank, path";
        self.rows(sql, [], |row| {
            let key: i64 = row.get(0)?;
            Ok(Names {
                pack: row.get(1)?,
                path: row.get(2)?,
                defs: defs.remove(&key).unwrap_or_default(),
                refs: refs.remove(&key).unwrap_or_default(),
            })
        })
    }

    pub(in super::super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> std::result::Result<Vec<T>, StoreError> {
        let all = || -> Result<Vec<T>> {
            let mut statement = self.conn.prepare_cached(sql)?;
            statement.query_map(params, map)?.collect()
        };
        all().map_err(|error| self.named(&error))
    }

    fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> std::result::Result<Option<T>, StoreError> {
        let one = || {
            self.conn
                .prepare_cached(sql)?
                .query_row(params, map)
                .optional()
        };
        one().map_err(|error| self.named(&error))
    }

    fn named(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::sqlite(self.path, error).of_index()
    }
}

fn point(row: &Row<'_>) -> Result<PointLine> {
    Ok(PointLine {
        id: row.get(0)?,
        topic: row.get(1)?,
        text: row.get(2)?,
        note: row.get(3)?,
        items: row.get(4)?,
    })
}

fn grouped(rows: Vec<(i64, Anchor)>) -> HashMap<i64, Vec<Anchor>> {
    let mut groups: HashMap<i64, Vec<Anchor>> = HashMap::new();
    for (file, anchor) in rows {
        groups.entry(file).or_default().push(anchor);
    }
    groups
}

fn anchor(row: &Row<'_>) -> Result<Anchor> {
    Ok(Anchor {
        kind: row.get(1)?,
        id: row.get(2)?,
        line: row.get(3)?,
        column: row.get(4)?,
    })
}
