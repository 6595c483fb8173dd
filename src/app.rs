//! What the program does, without drawing it.

pub mod commands;
pub mod config;
mod copy;
pub mod desk;
pub mod drill;
pub mod editor;
pub mod guide;
pub mod history;
pub mod keymap;
pub mod library;
pub mod log;
pub mod paths;
pub mod routes;
pub mod services;
#[cfg(test)]
pub(crate) mod testing;
pub mod today;
