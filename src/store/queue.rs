//! What to ask: due items and new ones, joined with the packs.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Result, Row, params};

use super::Store;
use super::convert::{self, Day, Json, Millis};
use super::error::StoreError;
use crate::domain::id::{ChapterId, DeckId, ItemId, TopicId};
use crate::domain::schedule::CardState;
use crate::domain::session::Candidate;

/// A part of the packs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// Everything.
    #[default]
    All,
    /// The topics that a chapter lists.
    Chapter(ChapterId),
    /// One topic.
    Topic(TopicId),
    /// One deck.
    Deck(DeckId),
}

impl Scope {
    /// A condition on the item `i`, with the id as `?1`.
    pub(super) fn items(&self) -> &'static str {
        match self {
            Self::All => "?1 IS NULL",
            Self::Chapter(_) => {
                "i.topic IN (SELECT id FROM pack.topic WHERE live = 1 AND chapter = ?1)"
            }
            Self::Topic(_) => "i.topic = ?1",
            Self::Deck(_) => "i.deck = ?1",
        }
    }

    /// The id for `?1`.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Chapter(id) => Some(id.as_str()),
            Self::Topic(id) => Some(id.as_str()),
            Self::Deck(id) => Some(id.as_str()),
        }
    }
}

impl Store {
    /// What is due at `now` and neither suspended nor buried, the longest overdue first. Items that no pack has any more
    /// are left out; their progress waits for them.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn due(
        &self,
        scope: &Scope,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> std::result::Result<Vec<Candidate>, StoreError> {
        let sql = due_sql(scope);
        self.read(|conn| {
            let mut rows = conn.prepare_cached(&sql)?;
            let found = params![scope.id(), Millis(now), Day(today)];
            rows.query_map(found, |row| candidate(row, convert::card(row)?))?
                .collect()
        })
    }

    /// The suspended items of `scope`, by id.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn suspended(&self, scope: &Scope) -> std::result::Result<Vec<ItemId>, StoreError> {
        let sql = format!(
            "SELECT c.item FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
             WHERE c.suspended = 1 AND {} ORDER BY c.item",
            scope.items()
        );
        self.read(|conn| {
            let mut rows = conn.prepare_cached(&sql)?;
            rows.query_map([scope.id()], |row| row.get(0))?.collect()
        })
    }

    /// When the next item of `scope` comes back after `now`.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn next_due(
        &self,
        scope: &Scope,
        now: DateTime<Utc>,
    ) -> std::result::Result<Option<DateTime<Utc>>, StoreError> {
        let sql = format!(
            "SELECT min(c.due) FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
             WHERE c.due > ?2 AND c.suspended = 0 AND {}",
            scope.items()
        );
        self.read(|conn| {
            let mut first = conn.prepare_cached(&sql)?;
            first.query_row(params![scope.id(), Millis(now)], |row| {
                Ok(row.get::<_, Option<Millis>>(0)?.map(|at| at.0))
            })
        })
    }

    /// The first `limit` items that were never answered and are neither suspended nor buried: those of topics that were
    /// begun, then the others, each in the order of the guide. Who read one page is not asked about another.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn fresh(
        &self,
        scope: &Scope,
        today: NaiveDate,
        limit: u32,
    ) -> std::result::Result<Vec<Candidate>, StoreError> {
        let sql = fresh_sql(scope);
        self.read(|conn| {
            let mut rows = conn.prepare_cached(&sql)?;
            let mut found: Vec<Candidate> = Vec::new();
            for begun in [true, false] {
                let left = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
                let wanted = params![scope.id(), Day(today), left, begun];
                for item in rows.query_map(wanted, |row| candidate(row, None))? {
                    found.push(item?);
                }
            }
            Ok(found)
        })
    }
}

/// `?2` now, `?3` today. The due cards come first: they are few, whatever the packs hold.
pub(super) fn due_sql(scope: &Scope) -> String {
    let scope = scope.items();
    format!(
        "SELECT c.*, i.topic, i.tests FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
         WHERE c.due <= ?2 AND c.suspended = 0 AND coalesce(c.buried_until <= ?3, 1) AND {scope}
         ORDER BY c.due"
    )
}

/// `?2` today, `?3` the limit, `?4` whether of topics that were begun or of the others.
pub(super) fn fresh_sql(scope: &Scope) -> String {
    let scope = scope.items();
    format!(
        "SELECT i.id AS item, i.topic, i.tests FROM pack.item i
         WHERE i.live = 1 AND {scope} AND NOT EXISTS (
           SELECT 1 FROM card c WHERE c.item = i.id
             AND (c.phase IS NOT NULL OR c.suspended = 1 OR c.buried_until > ?2))
           AND (i.topic IN (
             SELECT j.topic FROM card d CROSS JOIN pack.item j ON j.id = d.item AND j.live = 1
             WHERE d.phase IS NOT NULL)) = ?4
         ORDER BY i.seq LIMIT ?3"
    )
}

fn candidate(row: &Row<'_>, state: Option<CardState>) -> Result<Candidate> {
    let Json(tests) = row.get("tests")?;
    Ok(Candidate {
        item: row.get("item")?,
        tests,
        topic: row.get("topic")?,
        state,
    })
}
