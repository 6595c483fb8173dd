//! Parts that screens are built from.

pub mod heat;
pub mod input;
pub mod markdown;
pub mod page;
pub mod scroll;
pub mod wrap;
