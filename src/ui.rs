//! The only room that draws.

pub mod chrome;
pub mod crash;
pub mod glyphs;
pub mod keys;
pub mod overlays;
pub mod run;
pub mod screen;
pub mod screens;
pub mod signals;
pub mod stack;
pub mod terminal;
pub mod testing;
pub mod theme;
pub mod widgets;
