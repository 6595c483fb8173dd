//! Domain values to columns and back. A value that does not fit means a damaged or hand-edited file.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Result, Row};
use serde::de::DeserializeOwned;
use uuid::{NoContext, Timestamp, Uuid};

use crate::domain::id::{ChapterId, DeckId, ItemId, PointId, TopicId};
use crate::domain::schedule::{CardState, Memory, Phase, Rating};

/// The name of something that happened: a `UUIDv7`, so names sort by time and two machines never share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(Uuid);

impl EventId {
    /// A new name for what happens at `at`. Make it once and keep it over retries: the log takes each name only once.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
        Self(Uuid::new_v7(Timestamp::from_unix(
            NoContext,
            seconds,
            at.timestamp_subsec_nanos(),
        )))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl ToSql for EventId {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for EventId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Self)
    }
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
                Ok(self.as_str().into())
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::new(value.as_str()?).map_err(FromSqlError::other)
            }
        }
    )*};
}

ids! { ChapterId DeckId ItemId PointId TopicId }

/// A moment as milliseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Millis(pub(super) DateTime<Utc>);

impl ToSql for Millis {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.timestamp_millis().into())
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let millis = value.as_i64()?;
        DateTime::from_timestamp_millis(millis)
            .map(Self)
            .ok_or(FromSqlError::OutOfRange(millis))
    }
}

/// A day as `yyyy-mm-dd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) NaiveDate);

impl ToSql for Day {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        parsed(value).map(Self)
    }
}

/// A rating as its number.
impl ToSql for Rating {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.number().into())
    }
}

impl FromSql for Rating {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u8::try_from(number)
            .ok()
            .and_then(Self::from_number)
            .ok_or(FromSqlError::OutOfRange(number))
    }
}

/// A value that is kept as JSON.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// The JSON of a value.
pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parsed<T: FromStr<Err: Error + Send + Sync + 'static>>(value: ValueRef<'_>) -> FromSqlResult<T> {
    value.as_str()?.parse().map_err(FromSqlError::other)
}

/// The columns `phase` and `step` of a phase.
pub(super) fn phase_columns(phase: Phase) -> (&'static str, Option<u8>) {
    match phase {
        Phase::Learning { step } => ("learning", Some(step)),
        Phase::Review => ("review", None),
        Phase::Relearning { step } => ("relearning", Some(step)),
    }
}

/// The phase in the columns `phase` and `step`, null in both for an item that was never answered.
pub(super) fn phase(row: &Row<'_>) -> Result<Option<Phase>> {
    phase_at(row, row.as_ref().column_index("phase")?)
}

/// The same in the column `first` and the next one.
fn phase_at(row: &Row<'_>, first: usize) -> Result<Option<Phase>> {
    let word = row.get_ref(first)?.as_str_or_null()?;
    let step: Option<u8> = row.get(first + 1)?;
    Ok(word.map(|word| match (word, step.unwrap_or(0)) {
        ("learning", step) => Phase::Learning { step },
        ("relearning", step) => Phase::Relearning { step },
        // The schema allows no fourth word.
        _ => Phase::Review,
    }))
}

/// The schedule in a row with the columns of `card`, in the table's order: to look up nine names in each of thousands of
/// rows takes longer than to read what they name.
pub(super) fn card(row: &Row<'_>) -> Result<Option<CardState>> {
    let first = row.as_ref().column_index("phase")?;
    let Some(phase) = phase_at(row, first)? else {
        return Ok(None);
    };
    Ok(Some(CardState {
        phase,
        memory: Memory {
            stability: row.get(first + 2)?,
            difficulty: row.get(first + 3)?,
        },
        due: row.get::<_, Millis>(first + 4)?.0,
        last: row.get::<_, Millis>(first + 5)?.0,
        last_day: row.get::<_, Day>(first + 6)?.0,
        reviews: row.get(first + 7)?,
        lapses: row.get(first + 8)?,
    }))
}
