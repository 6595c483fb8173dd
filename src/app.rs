//! What the program does, without drawing it.

pub mod commands;
pub mod config;
pub mod editor;
pub mod keymap;
pub mod log;
pub mod paths;
pub mod routes;
pub mod services;
