//! Files of packs -> raw mirror -> checks -> domain values. Every error has a place.
//!
//! One file is read at a time and independently of all others: bytes -> `source` (harmless text with places) -> `yaml` into the
//! `raw` mirror -> [`parse`] into [`domain`](crate::domain) values and problems. What needs more than one file is [`link`]'s.

mod raw;
mod source;
mod yaml;

pub mod check;
pub mod fix;
pub mod link;
pub mod pack;
pub mod parse;
pub mod problem;
pub mod settings;
pub mod suggest;

use pack::Pack;
use parse::Parsed;

/// Reads one file of a pack. What keeps it from being read is a problem like any other.
#[must_use]
pub fn load(pack: &Pack, path: &str) -> Parsed {
    match pack.read(path) {
        Ok(bytes) => parse::parse_file(pack.name(), path, &bytes),
        Err(error) => parse::unread_file(pack.name(), path, &error),
    }
}
