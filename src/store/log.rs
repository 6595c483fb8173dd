//! Writing to the log: answers, marks, undos. Each is one transaction that also brings the derived tables in line.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::Store;
use super::convert::{self, Day, EventId, Millis};
use super::error::StoreError;
use super::fold::{self, ItemState};
use crate::domain::grading::{Given, Outcome};
use crate::domain::id::ItemId;
use crate::domain::schedule::{Moment, Rating};

/// An answer to be written down.
#[derive(Debug, Clone)]
pub struct NewReview {
    /// Made once per answer and kept when the write is tried again, so that no answer counts twice.
    pub id: EventId,
    /// The item.
    pub item: ItemId,
    /// The grade that counts.
    pub rating: Rating,
    /// What was typed or picked.
    pub given: Given,
    /// What the grading made of it.
    pub outcome: Outcome,
    /// The grade that was suggested.
    pub suggested: Option<Rating>,
    /// From question to grade, in milliseconds.
    pub elapsed_ms: u32,
    /// How sure the learner was before seeing the answer: 0 (a guess) to 3 (certain).
    pub confidence: Option<u8>,
}

/// What an answer changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// All about the item afterwards.
    pub after: ItemState,
}

/// What a learner says about an item without answering it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Never ask it again, ...
    Suspend,
    /// ... or do.
    Unsuspend,
    /// Leave it alone before this day, ...
    Bury {
        /// The first day on which it may come again.
        until: NaiveDate,
    },
    /// ... or don't.
    Unbury,
    /// Look at it later, ...
    Flag,
    /// ... or done.
    Unflag,
    /// Learn it anew: its schedule begins from nothing, the answers stay in the log.
    Forget,
}

impl Mark {
    /// The word in the column `kind`.
    fn kind(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Unsuspend => "unsuspend",
            Self::Bury { .. } => "bury",
            Self::Unbury => "unbury",
            Self::Flag => "flag",
            Self::Unflag => "unflag",
            Self::Forget => "forget",
        }
    }

    fn until(self) -> Option<NaiveDate> {
        match self {
            Self::Bury { until } => Some(until),
            Self::Suspend
            | Self::Unsuspend
            | Self::Unbury
            | Self::Flag
            | Self::Unflag
            | Self::Forget => None,
        }
    }

    /// The mark in the columns `kind` and `until`.
    pub(super) fn from_row(row: &Row<'_>) -> Result<Self> {
        let kind: String = row.get("kind")?;
        let plain = [
            Self::Suspend,
            Self::Unsuspend,
            Self::Unbury,
            Self::Flag,
            Self::Unflag,
            Self::Forget,
        ];
        match plain.into_iter().find(|mark| mark.kind() == kind) {
            Some(mark) => Ok(mark),
            None => Ok(Self::Bury {
                until: row.get::<_, Day>("until")?.0,
            }),
        }
    }
}

/// What an undo changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The item whose event was taken back.
    pub item: ItemId,
    /// All about it afterwards.
    pub state: ItemState,
}

impl Store {
    /// Writes an answer down, durably, and says what it changed. The schedule is decided on the state that the database
    /// has at this moment, which another instance may have changed since the question was shown.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Full`] and others; then nothing was written, and the same review may be
    /// tried again.
    pub fn record(
        &mut self,
        review: &NewReview,
        moment: &Moment<'_>,
    ) -> std::result::Result<Recorded, StoreError> {
        self.write(|conn, scheduler| {
            let before = fold::kept(conn, &review.item)?.card;
            let decided = scheduler.review(before.as_ref(), review.rating, moment);
            let at = later(conn, &review.item, moment.at)?;
            let was = before
                .as_ref()
                .map_or("new", |card| convert::phase_columns(card.phase).0);
            let (phase, step) = convert::phase_columns(decided.phase);
            let sql = "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                       ON CONFLICT (id) DO NOTHING";
            conn.prepare_cached(sql)?.execute(params![
                review.id,
                at,
                Day(moment.day),
                review.item,
                review.rating,
                was,
                phase,
                step,
                Millis(decided.due),
                convert::json(&review.given)?,
                review.outcome.name(),
                review.suggested,
                review.elapsed_ms,
                scheduler.retention(),
                review.confidence,
            ])?;
            let after = fold::refresh_item(conn, &review.item, scheduler)?;
            fold::refresh_days(conn, Some(moment.day))?;
            Ok(Recorded { after })
        })
    }

    /// Writes a mark down and returns what holds for the item afterwards. `id` is made and kept as for a review.
    ///
    /// # Errors
    /// As for [`Store::record`].
    pub fn mark(
        &mut self,
        id: EventId,
        item: &ItemId,
        mark: Mark,
        moment: &Moment<'_>,
    ) -> std::result::Result<ItemState, StoreError> {
        self.write(|conn, scheduler| {
            let at = later(conn, item, moment.at)?;
            let until = mark.until().map(Day);
            let sql = "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
            conn.prepare_cached(sql)?.execute(params![
                id,
                at,
                Day(moment.day),
                item,
                mark.kind(),
                until
            ])?;
            fold::refresh_item(conn, item, scheduler)
        })
    }

    /// Takes a review or a mark back, exactly: afterwards everything is as if it had never been. Doing it again changes
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::UnknownEvent`], or as for [`Store::record`].
    pub fn undo(
        &mut self,
        event: EventId,
        moment: &Moment<'_>,
    ) -> std::result::Result<Undone, StoreError> {
        let undone = self.write(|conn, scheduler| {
            let Some((item, reviewed)) = found(conn, event)? else {
                return Ok(None);
            };
            let (review, mark) = match reviewed {
                Some(_) => (Some(event), None),
                None => (None, Some(event)),
            };
            let Moment { at, day, .. } = *moment;
            conn.prepare_cached("INSERT INTO undo VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")?
                .execute(params![
                    EventId::new(at),
                    Millis(at),
                    Day(day),
                    review,
                    mark
                ])?;
            if reviewed.is_some() {
                fold::refresh_days(conn, reviewed)?;
            }
            let state = fold::refresh_item(conn, &item, scheduler)?;
            Ok(Some(Undone { item, state }))
        })?;
        undone.ok_or_else(|| StoreError::UnknownEvent {
            file: self.paths.db.clone(),
            event: event.to_string(),
        })
    }

    /// All about one item.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn state(&self, item: &ItemId) -> std::result::Result<ItemState, StoreError> {
        self.read(|conn| fold::kept(conn, item))
    }
}

/// `at`, or the first moment after the item's last event: a clock that was put back must not reorder the log.
fn later(conn: &Connection, item: &ItemId, at: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT max(coalesce((SELECT max(at) FROM review WHERE item = ?1), 0),
                          coalesce((SELECT max(at) FROM mark WHERE item = ?1), 0))";
    let last: i64 = conn
        .prepare_cached(sql)?
        .query_row([item], |row| row.get(0))?;
    Ok(at.timestamp_millis().max(last + 1))
}

/// The item of an event, and the day if it is a review.
fn found(conn: &Connection, event: EventId) -> Result<Option<(ItemId, Option<NaiveDate>)>> {
    let sql = "SELECT item, day FROM review WHERE id = ?1
               UNION ALL SELECT item, NULL FROM mark WHERE id = ?1";
    let mut rows = conn.prepare_cached(sql)?;
    let day = |day: Option<Day>| day.map(|day| day.0);
    rows.query_row([event], |row| Ok((row.get(0)?, day(row.get(1)?))))
        .optional()
}
