//! Full-text search over topics and items.

use rusqlite::{Row, params};

use super::super::error::StoreError;
use super::reader::Reader;
use crate::domain::id::{ItemId, TopicId};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub target: Target,
    /// The title of a topic, the question of an item.
    pub title: String,
    /// The place that fits best, a line or two long, without line breaks.
    pub snippet: Vec<Run>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A topic page.
    Topic(TopicId),
    /// An item and its topic.
    Item(ItemId, TopicId),
}

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// As in the source.
    pub text: String,
    /// One of the words that were looked for.
    pub hit: bool,
}

/// Stand around a hit in SQLite's snippets. Text from packs holds no control characters, so these can't be in it.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// How short the last word may be cut when nothing is found.
const STEM: usize = 4;

const TOPICS: &str = "
    SELECT t.id, t.id, t.title, snippet(topic_text, -1, char(1), char(2), '…', 20)
    FROM topic_text JOIN topic t ON t.key = topic_text.rowid
    WHERE topic_text MATCH ?1 AND t.live = 1
    ORDER BY bm25(topic_text, 10.0, 5.0, 3.0, 1.0) LIMIT ?2";

/// Only the first thousand are weighed: a word that is in more items than that says nothing, and weighing a hundred
/// thousand takes longer than a frame may.
const ITEMS: &str = "
    SELECT i.id, i.topic, item_text.prompt, snippet(item_text, -1, char(1), char(2), '…', 20)
    FROM item_text JOIN item i ON i.key = item_text.rowid
    WHERE item_text MATCH ?1 AND i.live = 1 AND item_text.rowid <= coalesce(
      (SELECT rowid FROM item_text WHERE item_text MATCH ?1 LIMIT 1 OFFSET 999), 9223372036854775807)
    ORDER BY bm25(item_text, 3.0, 2.0, 1.0) LIMIT ?2";

impl Reader<'_> {
    /// Topics, then items, the best fits first, at most `limit` of each. All words must be there, in any order and
    /// inflection; punctuation and operators mean nothing. The last one may be unfinished, and is cut shorter while
    /// nothing is found.
    ///
    /// # Errors
    /// The index can't be read.
    pub fn search(&self, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
        let mut words: Vec<String> = words
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .map(Into::into)
            .collect();
        loop {
            let hits = self.matching(&words, limit)?;
            // The index holds stems: `availab` is on its way to `availability`, but no beginning of its stem `avail`.
            let Some(last) = words
                .last_mut()
                .filter(|last| hits.is_empty() && last.chars().count() > STEM)
            else {
                return Ok(hits);
            };
            last.pop();
        }
    }

    fn matching(&self, words: &[String], limit: u32) -> Result<Vec<Hit>, StoreError> {
        let quoted: Vec<String> = words
            .iter()
            .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
            .collect();
        if quoted.is_empty() {
            return Ok(Vec::new());
        }
        let open = words
            .last()
            .is_some_and(|last| last.ends_with(char::is_alphanumeric));
        let query = quoted.join(" ") + if open { "*" } else { "" };
        let mut hits = self.rows(TOPICS, params![query, limit], topic)?;
        hits.extend(self.rows(ITEMS, params![query, limit], item)?);
        Ok(hits)
    }
}

fn topic(row: &Row<'_>) -> rusqlite::Result<Hit> {
    hit(row, Target::Topic(row.get(0)?))
}

fn item(row: &Row<'_>) -> rusqlite::Result<Hit> {
    hit(row, Target::Item(row.get(0)?, row.get(1)?))
}

fn hit(row: &Row<'_>, target: Target) -> rusqlite::Result<Hit> {
    let snippet: String = row.get(3)?;
    Ok(Hit {
        target,
        title: row.get(2)?,
        snippet: runs(&snippet),
    })
}

/// Cuts SQLite's snippet at the marks.
fn runs(snippet: &str) -> Vec<Run> {
    let flat = snippet.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut runs = Vec::new();
    for (n, piece) in flat.split(OPEN).enumerate() {
        let (hit, plain) = if n == 0 {
            ("", piece)
        } else {
            piece.split_once(CLOSE).unwrap_or((piece, ""))
        };
        for (text, hit) in [(hit, true), (plain, false)] {
            if !text.is_empty() {
                runs.push(Run {
                    text: text.to_owned(),
                    hit,
                });
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_cut_at_the_marks() {
        let run = |text: &str, hit| Run {
            text: text.into(),
            hit,
        };
        assert_eq!(
            runs("a \u{1}breaker\u{2} stops\n  \u{1}calls\u{2}"),
            [
                run("a ", false),
                run("breaker", true),
                run(" stops ", false),
                run("calls", true)
            ]
        );
        assert_eq!(runs(""), []);
    }
}
