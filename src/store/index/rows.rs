//! What one file puts into the index, and takes out again.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::super::convert::json;
use crate::domain::guide::{Chapter, Topic};
use crate::domain::id::DeckId;
use crate::domain::item::{Body, Item};

/// A name that is given or used in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What is named, or how the name is used, in a word of content's own: `point`, `tests`, ...
    pub kind: String,
    /// The name.
    pub id: String,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

/// All that a file says.
#[derive(Debug, Clone, Default)]
pub struct FileRows {
    /// The pack it belongs to.
    pub pack: String,
    /// The pack's place; the higher one wins.
    pub rank: u32,
    /// Path inside the pack.
    pub path: String,
    /// Changes when the file changes.
    pub version: String,
    /// What is wrong with it: JSON, content's own.
    pub problems: String,
    /// In the order of the file.
    pub chapters: Vec<Chapter>,
    /// Pages.
    pub topics: Vec<Topic>,
    /// Id and title.
    pub decks: Vec<(DeckId, String)>,
    /// In the order of the file.
    pub items: Vec<Item>,
    /// Names given here.
    pub defs: Vec<Anchor>,
    /// Names used here.
    pub refs: Vec<Anchor>,
}

/// Writes inside a transaction.
pub(super) struct Writer<'a> {
    tx: &'a Connection,
}

impl<'a> Writer<'a> {
    pub(super) fn new(tx: &'a Connection) -> Self {
        Self { tx }
    }

    fn insert(&self, sql: &str, values: impl rusqlite::Params) -> Result<i64> {
        self.tx.prepare_cached(sql)?.insert(values)
    }

    pub(super) fn remove(&self, pack: &str, path: &str) -> Result<()> {
        let find = "SELECT key FROM file WHERE pack = ?1 AND path = ?2";
        let key: Option<i64> = self
            .tx
            .prepare_cached(find)?
            .query_row([pack, path], |row| row.get(0))
            .optional()?;
        let Some(key) = key else {
            return Ok(());
        };
        // Virtual tables know no foreign keys; everything else follows the row of `file`.
        for sql in [
            "DELETE FROM topic_text WHERE rowid IN (SELECT key FROM topic WHERE file = ?1)",
            "DELETE FROM item_text WHERE rowid IN (SELECT key FROM item WHERE file = ?1)",
            "DELETE FROM file WHERE key = ?1",
        ] {
            self.tx.prepare_cached(sql)?.execute([key])?;
        }
        Ok(())
    }

    pub(super) fn replace(&self, file: &FileRows) -> Result<()> {
        self.remove(&file.pack, &file.path)?;
        let FileRows {
            pack,
            rank,
            path,
            version,
            problems,
            ..
        } = file;
        let key = self.insert(
            "INSERT INTO file (pack, rank, path, version, problems) VALUES (?, ?, ?, ?, ?)",
            params![pack, rank, path, version, problems],
        )?;
        for (id, title) in &file.decks {
            let sql = "INSERT INTO deck (file, id, title) VALUES (?, ?, ?)";
            self.insert(sql, params![key, id, title])?;
        }
        for chapter in &file.chapters {
            self.chapter(key, chapter)?;
        }
        for topic in &file.topics {
            self.topic(key, topic)?;
        }
        for (n, item) in (0..).zip(&file.items) {
            self.item(key, n, item)?;
        }
        self.anchors("INSERT INTO def VALUES (?, ?, ?, ?, ?)", key, &file.defs)?;
        self.anchors("INSERT INTO ref VALUES (?, ?, ?, ?, ?)", key, &file.refs)
    }

    fn anchors(&self, sql: &str, file: i64, anchors: &[Anchor]) -> Result<()> {
        for Anchor {
            kind,
            id,
            line,
            column,
        } in anchors
        {
            self.insert(sql, params![file, kind, id, line, column])?;
        }
        Ok(())
    }

    fn chapter(&self, file: i64, chapter: &Chapter) -> Result<()> {
        let sql = "INSERT INTO chapter (file, id, title, json) VALUES (?, ?, ?, ?)";
        let key = self.insert(
            sql,
            params![file, chapter.id, chapter.title, json(chapter)?],
        )?;
        for (n, topic) in (0_i64..).zip(&chapter.topics) {
            let sql = "INSERT INTO chapter_topic VALUES (?, ?, ?)";
            self.insert(sql, params![key, n, topic])?;
        }
        Ok(())
    }

    fn topic(&self, file: i64, topic: &Topic) -> Result<()> {
        let head = &topic.head;
        let points = topic
            .points
            .iter()
            .map(|point| ("point", &point.id, point.text.clone()));
        let notes = topic
            .notes
            .iter()
            .map(|note| ("note", &note.id, note.correct.clone()));
        let points: Vec<_> = points.chain(notes).collect();
        let count = u32::try_from(points.len()).unwrap_or(u32::MAX);
        let key = self.insert(
            "INSERT INTO topic (file, id, title, summary, minutes, points) VALUES (?, ?, ?, ?, ?, ?)",
            params![file, head.id, head.title, head.summary, head.minutes, count],
        )?;
        self.insert("INSERT INTO page VALUES (?, ?)", params![key, json(topic)?])?;
        for (n, (kind, id, text)) in (0_i64..).zip(&points) {
            let sql = "INSERT INTO point (topic, n, id, kind, text) VALUES (?, ?, ?, ?, ?)";
            self.insert(sql, params![key, n, id, kind, text])?;
        }
        let texts: Vec<&str> = points.iter().map(|(_, _, text)| text.as_str()).collect();
        self.insert(
            "INSERT INTO topic_text (rowid, title, summary, points, body) VALUES (?, ?, ?, ?, ?)",
            params![key, head.title, head.summary, texts.join("\n"), topic.body],
        )?;
        Ok(())
    }

    fn item(&self, file: i64, n: i64, item: &Item) -> Result<()> {
        let key = self.insert(
            "INSERT INTO item (file, n, id, deck, kind, level, tests, topic) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                file,
                n,
                item.id,
                item.deck,
                item.body.kind(),
                json(&item.level)?.trim_matches('"'),
                json(&item.tests)?,
                item.topic
            ],
        )?;
        self.insert(
            "INSERT INTO question VALUES (?, ?)",
            params![key, json(item)?],
        )?;
        for point in &item.tests {
            // An item that names a point twice tests it once.
            let sql = "INSERT INTO item_point VALUES (?, ?) ON CONFLICT DO NOTHING";
            self.tx.prepare_cached(sql)?.execute(params![point, key])?;
        }
        self.insert(
            "INSERT INTO item_text (rowid, prompt, answer, explain) VALUES (?, ?, ?, ?)",
            params![key, item.question(), answer(&item.body), item.explain],
        )?;
        Ok(())
    }
}

/// The words of an answer, for the search.
fn answer(body: &Body) -> String {
    let words: Vec<&str> = match body {
        // The prompt of a cloze holds its answers.
        Body::Cloze { .. } => Vec::new(),
        Body::Card { answer } | Body::Numeric { answer, .. } => vec![answer],
        Body::Choice { options } | Body::Multi { options } => {
            options.iter().map(|option| option.text.as_str()).collect()
        }
        Body::Order { steps } => steps.iter().map(String::as_str).collect(),
        Body::Match { pairs } => pairs
            .iter()
            .flat_map(|(left, right)| [left.as_str(), right.as_str()])
            .collect(),
        Body::Typed { answer, accept } => std::iter::once(answer)
            .chain(accept)
            .map(String::as_str)
            .collect(),
    };
    words.join("\n")
}
