//! What is learned and how: plain data and pure functions. No file, no database, no terminal, no clock of its own.

pub mod calendar;
pub mod fuzzy;
pub mod grading;
pub mod guide;
pub mod id;
pub mod item;
pub mod mastery;
pub mod quantity;
pub mod schedule;
pub mod session;
pub mod streak;
pub mod text;
pub mod width;
