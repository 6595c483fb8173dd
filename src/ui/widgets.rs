//! Parts that screens are built from.

pub mod wrap;
