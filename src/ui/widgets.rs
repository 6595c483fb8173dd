//! Parts that screens are built from.

pub mod markdown;
pub mod scroll;
pub mod wrap;
