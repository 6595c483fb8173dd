//! The only room that draws.

pub mod widgets;
