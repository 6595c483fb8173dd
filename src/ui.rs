//! The only room that draws.

pub mod theme;
pub mod widgets;
