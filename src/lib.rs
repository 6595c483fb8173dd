//! The map of the house.
//!
//! sysdrill is a trainer for system-design interviews in the terminal. One crate, layers that import only downwards:
//!
//! ```text
//! main -> cli -> ui -> app -> {content, store} -> whiteboard -> domain
//! ```
//!
//! | room | what is in it | what is not |
//! |---|---|---|
//! | [`domain`] | guide, items, grading, schedule, session, mastery, calendar: plain data and pure functions | files, database, terminal |
//! | [`whiteboard`] | the notation of diagrams: parse, lay out, print as text | colours |
//! | [`content`] | files of packs -> raw mirror -> checks -> domain values; every error has a place | the database |
//! | [`store`] | SQLite: the log of answers, what is derived from it, and the content index | YAML, drawing |
//! | [`app`] | the command table, keymap, configuration, services | drawing |
//! | [`ui`] | the only ratatui and crossterm: loop, theme, screens, widgets | SQL, files |
//! | [`cli`] | one file per subcommand | |
//!
//! `tests/architecture.rs` holds these rules against the sources.

pub mod app;
pub mod cli;
pub mod content;
pub mod domain;
pub mod store;
pub mod ui;
pub mod whiteboard;
