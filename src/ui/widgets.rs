//! Parts that screens are built from.

pub mod scroll;
pub mod wrap;
