//! `sysdrill sql`: the user's own questions to the database, read-only, over documented views.

use std::fmt;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ErrorCode};

use super::Store;
use super::error::StoreError;
use super::open;

/// The views, with comments that say what is in them: the help of `sysdrill sql`.
pub const VIEWS: &str = include_str!("views.sql");

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// As many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// There were more rows than asked for.
    pub cut: bool,
}

/// One value of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text, as it is: may hold whatever somebody typed.
    Text(String),
    /// How many bytes of something that is not text.
    Blob(usize),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Integer(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Blob(bytes) => write!(f, "({bytes} bytes)"),
        }
    }
}

impl Store {
    /// Runs one SELECT over the views on a connection that can't write; at most `limit` rows.
    ///
    /// # Errors
    /// [`StoreError::Query`] for anything but one SELECT that SQLite understands; others if a file can't be read.
    pub fn sql(&self, query: &str, limit: usize) -> Result<Table, StoreError> {
        let conn = open::reader(&self.paths.db)?;
        open::attach(&conn, &self.paths.index)?;
        let ready = conn
            .execute_batch(VIEWS)
            .and_then(|()| conn.pragma_update(None, "query_only", true));
        ready.map_err(|error| self.blame(&error))?;
        answer(&conn, query, limit).map_err(|error| match error.sqlite_error_code() {
            None | Some(ErrorCode::Unknown | ErrorCode::ReadOnly) => StoreError::query(&error),
            Some(_) => self.blame(&error),
        })
    }
}

fn answer(conn: &Connection, query: &str, limit: usize) -> rusqlite::Result<Table> {
    let mut statement = conn.prepare(query)?;
    if statement.column_count() == 0 || !statement.readonly() {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let columns: Vec<String> = statement.column_names().map(Into::into).collect();
    let mut rows = Vec::new();
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        if rows.len() == limit {
            return Ok(Table {
                columns,
                rows,
                cut: true,
            });
        }
        let cells = (0..columns.len()).map(|column| row.get_ref(column).map(cell));
        rows.push(cells.collect::<rusqlite::Result<_>>()?);
    }
    Ok(Table {
        columns,
        rows,
        cut: false,
    })
}

fn cell(value: ValueRef<'_>) -> Cell {
    match Value::try_from(value) {
        Ok(Value::Null) | Err(_) => Cell::Null,
        Ok(Value::Integer(number)) => Cell::Integer(number),
        Ok(Value::Real(number)) => Cell::Real(number),
        Ok(Value::Text(text)) => Cell::Text(text),
        Ok(Value::Blob(bytes)) => Cell::Blob(bytes.len()),
    }
}
