//! Numbers for Today, the guide and the history.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, Result, Row, params};

use super::Store;
use super::convert::{self, Day, EventId, Millis};
use super::error::StoreError;
use super::queue::Scope;
use crate::domain::id::{ItemId, PointId, TopicId};
use crate::domain::schedule::{CardState, Rating};

/// What today is about. Only items that a pack has and that are neither suspended nor buried count as due or
/// new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Items to be asked now.
    pub due: u32,
    /// Items that were never answered.
    pub new: u32,
    /// Answers given today.
    pub reviewed_today: u32,
    /// Items answered for the first time today.
    pub new_today: u32,
    /// Answers given today to items in the review phase: what the day's limit of reviews counts.
    pub repeated_today: u32,
}

/// One day with at least one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLine {
    /// The learner's day.
    pub day: NaiveDate,
    /// Answers.
    pub reviews: u32,
    /// Of those, first ones.
    pub new: u32,
    /// Of those, Again.
    pub again: u32,
    /// From question to grade, all together, in milliseconds.
    pub elapsed_ms: i64,
}

/// How much of what was known was still known when it was asked for: answers to items in the review phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Answers.
    pub asked: u32,
    /// Of those, not Again.
    pub known: u32,
}

impl Retention {
    /// 0-1; none before the first answer.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.asked > 0).then(|| f64::from(self.known) / f64::from(self.asked))
    }
}

/// How a point stands: what mastery is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The point or note.
    pub point: PointId,
    /// The topic it is counted in.
    pub topic: TopicId,
    /// Items that test it.
    pub items: u32,
    /// The schedules of those of them that were answered.
    pub states: Vec<CardState>,
}

/// One answer of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: DateTime<Utc>,
    /// The learner's day.
    pub day: NaiveDate,
    /// The grade.
    pub rating: Rating,
    /// When the item was to come back after it.
    pub due: DateTime<Utc>,
    /// From question to grade, in milliseconds.
    pub elapsed_ms: u32,
    /// Taken back later; it counts for nothing.
    pub undone: bool,
}

/// Due items, and those that are not new or hidden. `?1` now, `?2` today.
pub(super) const COUNTS: &str = "
    SELECT count(*) FILTER (WHERE due <= ?1 AND NOT hidden),
           count(*) FILTER (WHERE phase IS NOT NULL OR hidden)
    FROM (SELECT c.due, c.phase, c.suspended = 1 OR coalesce(c.buried_until > ?2, 0) AS hidden
          FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1)";

/// When items fall due before `?1`.
pub(super) const FORECAST: &str = "
    SELECT c.due FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
    WHERE c.due < ?1 AND c.suspended = 0";

impl Store {
    /// The numbers of Today.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn counts(
        &self,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> std::result::Result<Counts, StoreError> {
        let items = self.pack().items()?;
        let day = "SELECT reviews, new, mature FROM day WHERE day = ?1";
        self.read(|conn| {
            let mut counts = conn.prepare_cached(COUNTS)?.query_row(
                params![Millis(now), Day(today)],
                |row| {
                    let new = items.saturating_sub(row.get(1)?);
                    Ok(Counts {
                        due: row.get(0)?,
                        new,
                        ..Counts::default()
                    })
                },
            )?;
            let mut day = conn.prepare_cached(day)?;
            if let Some(row) = day.query([Day(today)])?.next()? {
                counts.reviewed_today = row.get(0)?;
                counts.new_today = row.get(1)?;
                counts.repeated_today = row.get(2)?;
            }
            Ok(counts)
        })
    }

    /// How many items fall due between each two neighbours of `bounds` (the beginnings of days, ascending). What is
    /// overdue counts in the first span.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn forecast(&self, bounds: &[DateTime<Utc>]) -> std::result::Result<Vec<u32>, StoreError> {
        let Some((end, starts)) = bounds.split_last() else {
            return Ok(Vec::new());
        };
        self.read(|conn| {
            let mut spans = vec![0; starts.len()];
            let mut rows = conn.prepare_cached(FORECAST)?;
            for due in rows.query_map([Millis(*end)], |row| row.get::<_, Millis>(0))? {
                let due = due?.0;
                let span = starts
                    .partition_point(|start| *start <= due)
                    .saturating_sub(1);
                if let Some(count) = spans.get_mut(span) {
                    *count += 1;
                }
            }
            Ok(spans)
        })
    }

    /// The days of a span that have answers, oldest first.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn days(
        &self,
        span: RangeInclusive<NaiveDate>,
    ) -> std::result::Result<Vec<DayLine>, StoreError> {
        let sql = "SELECT day, reviews, new, again, elapsed_ms FROM day WHERE day BETWEEN ?1 AND ?2 ORDER BY day";
        self.read(|conn| {
            let mut rows = conn.prepare_cached(sql)?;
            let line = |row: &Row<'_>| {
                Ok(DayLine {
                    day: row.get::<_, Day>(0)?.0,
                    reviews: row.get(1)?,
                    new: row.get(2)?,
                    again: row.get(3)?,
                    elapsed_ms: row.get(4)?,
                })
            };
            rows.query_map([Day(*span.start()), Day(*span.end())], line)?
                .collect()
        })
    }

    /// The true retention over a span of days.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn retention(
        &self,
        span: RangeInclusive<NaiveDate>,
    ) -> std::result::Result<Retention, StoreError> {
        let sql = "SELECT coalesce(sum(mature), 0), coalesce(sum(kept), 0) FROM day WHERE day BETWEEN ?1 AND ?2";
        self.read(|conn| {
            conn.prepare_cached(sql)?
                .query_row([Day(*span.start()), Day(*span.end())], |row| {
                    Ok(Retention {
                        asked: row.get(0)?,
                        known: row.get(1)?,
                    })
                })
        })
    }

    /// How the points of a part of the guide stand, in its order. Those of a deck are the points of the topics its items
    /// belong to.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn standings(&self, scope: &Scope) -> std::result::Result<Vec<Standing>, StoreError> {
        self.read(|conn| {
            let states = states(conn, scope)?;
            let sql = format!(
                "SELECT p.id, t.id, p.items FROM pack.topic t JOIN pack.point p ON p.topic = t.key
                 WHERE t.live = 1 AND {} ORDER BY t.seq NULLS LAST, t.id, p.n",
                topics(scope)
            );
            let mut rows = conn.prepare_cached(&sql)?;
            rows.query_map([scope.id()], |row| standing(row, &states))?
                .collect()
        })
    }

    /// The topics in which something was answered, each with how many of its items: the little that the first frame needs.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn begun_topics(&self) -> std::result::Result<Vec<(TopicId, u32)>, StoreError> {
        let sql = "SELECT i.topic, count(*) FROM card c CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
                   WHERE c.phase IS NOT NULL GROUP BY i.topic";
        self.read(|conn| {
            let mut rows = conn.prepare_cached(sql)?;
            rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// How the points of those topics stand in which something was answered; in a big pack these are few.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn begun(&self) -> std::result::Result<Vec<Standing>, StoreError> {
        self.read(|conn| {
            let states = states(conn, &Scope::All)?;
            let mut homes = conn.prepare_cached("SELECT topic FROM pack.point WHERE id = ?1")?;
            let mut topics: BTreeSet<i64> = BTreeSet::new();
            for point in states.keys() {
                for topic in homes.query_map([point], |row| row.get(0))? {
                    topics.insert(topic?);
                }
            }
            let sql =
                "SELECT p.id, t.id, p.items FROM pack.topic t JOIN pack.point p ON p.topic = t.key
                       WHERE t.key = ?1 AND t.live = 1 ORDER BY p.n";
            let mut rows = conn.prepare_cached(sql)?;
            let mut standings = Vec::new();
            for topic in topics {
                for row in rows.query_map([topic], |row| standing(row, &states))? {
                    standings.push(row?);
                }
            }
            Ok(standings)
        })
    }

    /// The answers to one item, oldest first.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn history(&self, item: &ItemId) -> std::result::Result<Vec<Past>, StoreError> {
        let sql = "SELECT id, at, day, rating, due, elapsed_ms,
                     EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id)
                   FROM review WHERE item = ?1 ORDER BY at, id";
        self.read(|conn| {
            let mut rows = conn.prepare_cached(sql)?;
            let past = |row: &Row<'_>| {
                Ok(Past {
                    id: row.get(0)?,
                    at: row.get::<_, Millis>(1)?.0,
                    day: row.get::<_, Day>(2)?.0,
                    rating: row.get(3)?,
                    due: row.get::<_, Millis>(4)?.0,
                    elapsed_ms: row.get(5)?,
                    undone: row.get(6)?,
                })
            };
            rows.query_map([item], past)?.collect()
        })
    }
}

/// A row of point, topic and number of items. A note may stand in several topics, so the states are cloned.
fn standing(row: &Row<'_>, states: &HashMap<PointId, Vec<CardState>>) -> Result<Standing> {
    let point: PointId = row.get(0)?;
    let states = states.get(&point).cloned().unwrap_or_default();
    Ok(Standing {
        point,
        topic: row.get(1)?,
        items: row.get(2)?,
        states,
    })
}

/// A condition on the topic `t`, with the id as `?1`.
fn topics(scope: &Scope) -> &'static str {
    match scope {
        Scope::All => "?1 IS NULL",
        Scope::Chapter(_) => "t.chapter = ?1",
        Scope::Topic(_) => "t.id = ?1",
        Scope::Deck(_) => "t.id IN (SELECT topic FROM pack.item WHERE live = 1 AND deck = ?1)",
    }
}

/// The schedules of answered items by the points they test. An item of another topic may test a point of this one, so
/// the points decide; only where all are asked for it is quicker to begin with the answered items.
fn states(conn: &Connection, scope: &Scope) -> Result<HashMap<PointId, Vec<CardState>>> {
    let sql = if *scope == Scope::All {
        "SELECT l.point, c.* FROM card c
         CROSS JOIN pack.item i ON i.id = c.item AND i.live = 1
         CROSS JOIN pack.item_point l ON l.item = i.key
         WHERE c.phase IS NOT NULL AND ?1 IS NULL"
            .to_owned()
    } else {
        format!(
            "WITH picked AS (SELECT DISTINCT p.id FROM pack.topic t JOIN pack.point p ON p.topic = t.key
                             WHERE t.live = 1 AND {})
             SELECT l.point, c.* FROM picked
             CROSS JOIN pack.item_point l ON l.point = picked.id
             CROSS JOIN pack.item i ON i.key = l.item AND i.live = 1
             CROSS JOIN card c ON c.item = i.id
             WHERE c.phase IS NOT NULL",
            topics(scope)
        )
    };
    let mut states: HashMap<PointId, Vec<CardState>> = HashMap::new();
    let mut rows = conn.prepare_cached(&sql)?;
    for row in rows.query_map([scope.id()], |row| Ok((row.get(0)?, convert::card(row)?)))? {
        let (point, card) = row?;
        states.entry(point).or_default().extend(card);
    }
    Ok(states)
}
