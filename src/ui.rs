//! The only room that draws.

pub mod chrome;
pub mod glyphs;
pub mod keys;
pub mod overlays;
pub mod screen;
pub mod stack;
pub mod testing;
pub mod theme;
pub mod widgets;
