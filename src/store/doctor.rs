//! What `sysdrill doctor` looks at.

use chrono::NaiveDate;
use rusqlite::{Connection, Result};

use super::Store;
use super::convert::Day;
use super::error::StoreError;
use super::{fold, migrate};
use crate::domain::id::ItemId;

/// The health of the progress file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its schema version.
    pub schema: u32,
    /// What SQLite finds wrong with it; empty if nothing.
    pub damage: Vec<String>,
    /// Answers in the log.
    pub reviews: u32,
    /// Marks in the log.
    pub marks: u32,
    /// Events taken back.
    pub undos: u32,
    /// Items with a schedule or a mark.
    pub cards: u32,
    /// Days with answers.
    pub days: u32,
    /// Items with a schedule or a mark that no pack has.
    pub homeless: u32,
    /// Items whose derived state differs from what the log says; a rebuild cures it.
    pub stale_items: Vec<ItemId>,
    /// Days whose sums differ from what the log says; a rebuild cures it.
    pub stale_days: Vec<NaiveDate>,
}

impl Facts {
    /// Whether the file is whole and what is derived agrees with the log.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.stale_items.is_empty() && self.stale_days.is_empty()
    }
}

impl Store {
    /// Looks at everything; takes a while on a long log.
    ///
    /// # Errors
    /// A file can't be read at all. Damage that leaves it readable is among the facts.
    pub fn doctor(&self) -> std::result::Result<Facts, StoreError> {
        let schema = migrate::version(&self.conn, &self.paths.db)?;
        self.read(|conn| {
            let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, u32>(0));
            Ok(Facts {
                schema,
                damage: damage(conn)?,
                reviews: count("SELECT count(*) FROM review")?,
                marks: count("SELECT count(*) FROM mark")?,
                undos: count("SELECT count(*) FROM undo")?,
                cards: count("SELECT count(*) FROM card")?,
                days: count("SELECT count(*) FROM day")?,
                homeless: count(
                    "SELECT count(*) FROM card c WHERE NOT EXISTS (
                       SELECT 1 FROM pack.item i WHERE i.id = c.item AND i.live = 1)",
                )?,
                stale_items: self.stale_items(conn)?,
                stale_days: stale_days(conn)?,
            })
        })
    }

    fn stale_items(&self, conn: &Connection) -> Result<Vec<ItemId>> {
        let mut stale = Vec::new();
        for item in fold::items(conn)? {
            if fold::folded(conn, &item, &self.scheduler)? != fold::kept(conn, &item)? {
                stale.push(item);
            }
        }
        let unheard =
            "SELECT item FROM card EXCEPT SELECT item FROM review EXCEPT SELECT item FROM mark";
        let unheard: Result<Vec<ItemId>> = conn
            .prepare(unheard)?
            .query_map([], |row| row.get(0))?
            .collect();
        stale.extend(unheard?);
        Ok(stale)
    }
}

fn damage(conn: &Connection) -> Result<Vec<String>> {
    let mut said = conn.prepare("PRAGMA main.integrity_check")?;
    let lines: Result<Vec<String>> = said.query_map([], |row| row.get(0))?.collect();
    Ok(lines?.into_iter().filter(|line| line != "ok").collect())
}

fn stale_days(conn: &Connection) -> Result<Vec<NaiveDate>> {
    let said = fold::DAYS;
    let sql = format!(
        "WITH said AS ({said}), wrong AS (
           SELECT * FROM (SELECT * FROM said EXCEPT SELECT * FROM day)
           UNION ALL SELECT * FROM (SELECT * FROM day EXCEPT SELECT * FROM said))
         SELECT DISTINCT day FROM wrong ORDER BY day"
    );
    let mut rows = conn.prepare(&sql)?;
    rows.query_map([None::<Day>], |row| row.get::<_, Day>(0).map(|day| day.0))?
        .collect()
}
