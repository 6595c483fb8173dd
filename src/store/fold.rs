//! The one place where the log becomes state. Live updates and the rebuild both come here, so they can't disagree.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::convert::{self, Day, Millis};
use super::log::Mark;
use crate::domain::id::ItemId;
use crate::domain::schedule::{CardState, PastReview, Scheduler};

/// All that the log says about one item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ItemState {
    /// Its schedule, if it was answered since it was last forgotten on purpose.
    pub card: Option<CardState>,
    /// Out of every queue until it is unsuspended.
    pub suspended: bool,
    /// Out of every queue before this day.
    pub buried_until: Option<NaiveDate>,
    /// Marked by the learner, to be looked at later.
    pub flagged: bool,
}

impl ItemState {
    /// Whether the item was forgotten so often, `lapses` times or more, that it should rather be rewritten or read up.
    #[must_use]
    pub fn is_leech(&self, lapses: u32) -> bool {
        self.card.as_ref().is_some_and(|card| card.lapses >= lapses)
    }

    /// Whether queues leave it out on the learner's day `today`.
    #[must_use]
    pub fn is_hidden(&self, today: NaiveDate) -> bool {
        self.suspended || self.buried_until.is_some_and(|until| today < until)
    }

    fn apply(&mut self, event: &Event, scheduler: &Scheduler) {
        match event {
            Event::Review(past) => self.card = Some(scheduler.replay(self.card.as_ref(), past)),
            Event::Mark(Mark::Suspend) => self.suspended = true,
            Event::Mark(Mark::Unsuspend) => self.suspended = false,
            Event::Mark(Mark::Bury { until }) => self.buried_until = Some(*until),
            Event::Mark(Mark::Unbury) => self.buried_until = None,
            Event::Mark(Mark::Flag) => self.flagged = true,
            Event::Mark(Mark::Unflag) => self.flagged = false,
            Event::Mark(Mark::Forget) => self.card = None,
        }
    }
}

/// An event that counts: in the log and not undone.
enum Event {
    Review(PastReview),
    Mark(Mark),
}

/// The events of one item that count, oldest first.
pub(super) const EVENTS: &str = "
    SELECT at, id, day, 'review' AS kind, rating, phase, step, due, NULL AS until FROM review
    WHERE item = ?1 AND NOT EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id)
    UNION ALL
    SELECT at, id, day, kind, NULL, NULL, NULL, NULL, until FROM mark
    WHERE item = ?1 AND NOT EXISTS (SELECT 1 FROM undo WHERE undo.mark = mark.id)
    ORDER BY 1, 2";

fn event(row: &Row<'_>) -> Result<Event> {
    let Some(phase) = convert::phase(row)? else {
        return Mark::from_row(row).map(Event::Mark);
    };
    Ok(Event::Review(PastReview {
        rating: row.get("rating")?,
        at: row.get::<_, Millis>("at")?.0,
        day: row.get::<_, Day>("day")?.0,
        phase,
        due: row.get::<_, Millis>("due")?.0,
    }))
}

/// What the log says about an item.
pub(super) fn folded(conn: &Connection, item: &ItemId, scheduler: &Scheduler) -> Result<ItemState> {
    let mut state = ItemState::default();
    let mut events = conn.prepare_cached(EVENTS)?;
    for event in events.query_map([item], event)? {
        state.apply(&event?, scheduler);
    }
    Ok(state)
}

/// What the table `card` says about an item.
pub(super) fn kept(conn: &Connection, item: &ItemId) -> Result<ItemState> {
    let mut row = conn.prepare_cached("SELECT * FROM card WHERE item = ?1")?;
    let state = row.query_row([item], |row| {
        Ok(ItemState {
            card: convert::card(row)?,
            suspended: row.get("suspended")?,
            buried_until: row.get::<_, Option<Day>>("buried_until")?.map(|day| day.0),
            flagged: row.get("flagged")?,
        })
    });
    state.optional().map(Option::unwrap_or_default)
}

/// Brings the row of `card` in line with the log.
pub(super) fn refresh_item(
    conn: &Connection,
    item: &ItemId,
    scheduler: &Scheduler,
) -> Result<ItemState> {
    let state = folded(conn, item, scheduler)?;
    if state == ItemState::default() {
        conn.prepare_cached("DELETE FROM card WHERE item = ?1")?
            .execute([item])?;
        return Ok(state);
    }
    let card = state.card.as_ref();
    let (phase, step) = card.map(|card| convert::phase_columns(card.phase)).unzip();
    conn.prepare_cached("REPLACE INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            item,
            phase,
            step.flatten(),
            card.map(|card| card.memory.stability),
            card.map(|card| card.memory.difficulty),
            card.map(|card| Millis(card.due)),
            card.map(|card| Millis(card.last)),
            card.map(|card| Day(card.last_day)),
            card.map_or(0, |card| card.reviews),
            card.map_or(0, |card| card.lapses),
            state.suspended,
            state.buried_until.map(Day),
            state.flagged,
        ])?;
    Ok(state)
}

/// The rows of `day` as the log has them; `?1` is a day, or null for all.
pub(super) const DAYS: &str = "
    SELECT day, count(*) AS reviews, sum(was = 'new') AS new, sum(rating = 1) AS again,
           sum(was = 'review') AS mature, sum(was = 'review' AND rating > 1) AS kept,
           sum(elapsed_ms) AS elapsed_ms
    FROM review
    WHERE day BETWEEN coalesce(?1, '') AND coalesce(?1, 'z')
      AND NOT EXISTS (SELECT 1 FROM undo WHERE undo.review = review.id)
    GROUP BY day";

/// Brings one row of `day`, or all of them, in line with the log.
pub(super) fn refresh_days(conn: &Connection, day: Option<NaiveDate>) -> Result<()> {
    let day = day.map(Day);
    conn.prepare_cached(
        "DELETE FROM day WHERE day BETWEEN coalesce(?1, '') AND coalesce(?1, 'z')",
    )?
    .execute([day])?;
    conn.prepare_cached(&format!("INSERT INTO day {DAYS}"))?
        .execute([day])?;
    Ok(())
}

/// Every item that the log mentions.
pub(super) fn items(conn: &Connection) -> Result<Vec<ItemId>> {
    let mut rows = conn.prepare("SELECT item FROM review UNION SELECT item FROM mark")?;
    rows.query_map([], |row| row.get(0))?.collect()
}

/// Makes all derived tables anew.
pub(super) fn rebuild(conn: &Connection, scheduler: &Scheduler) -> Result<()> {
    conn.execute("DELETE FROM card", [])?;
    for item in items(conn)? {
        refresh_item(conn, &item, scheduler)?;
    }
    refresh_days(conn, None)
}
