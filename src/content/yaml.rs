//! YAML into raw mirrors. The only module that knows the YAML crate: places, budgets, and its errors put into plain words.

mod cut;
mod fault;
mod outline;

use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, de};
use serde_saphyr::{Location, Spanned};

pub(super) use cut::{Cut, cut};
pub(super) use fault::Fault;

use super::source::{MAX_BYTES, Mark, Problems};
use outline::Outline;

/// As deep as lists and groups may nest.
const MAX_DEPTH: usize = 32;

/// As many aliases (`*name`) one file may use.
const MAX_ALIASES: usize = 100;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Located<T> {
    pub value: T,
    pub mark: Mark,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, defined, .. } = Spanned::deserialize(deserializer)?;
        Ok(Self {
            value,
            mark: mark_of(&defined),
        })
    }
}

fn mark_of(location: &Location) -> Mark {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Mark {
        line: number(location.line()),
        column: number(location.column()),
        width: number(location.span().len()),
    }
}

/// A group of fields in the file's order, each name with its place.
#[derive(Debug)]
pub(super) struct Pairs<V>(pub Vec<(Located<String>, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<V>(std::marker::PhantomData<V>);
        impl<'de, V: Deserialize<'de>> de::Visitor<'de> for Visitor<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a group of fields")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

/// One document.
///
/// # Errors
/// The first thing that is wrong.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    // A file of 8 MiB has at most this many nodes and events; the size is what bounds the work.
    let budget = serde_saphyr::budget! {
        max_depth: MAX_DEPTH,
        max_aliases: MAX_ALIASES,
        max_anchors: MAX_ALIASES,
        max_merge_keys: MAX_ALIASES,
        max_nodes: MAX_BYTES,
        max_events: 2 * MAX_BYTES,
        max_total_scalar_bytes: 2 * MAX_BYTES,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 100_000 },
        with_snippet: false,
        strict_booleans: true,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| Fault::new(&error))
}

/// How much text may be read again to find more problems after the first one of a piece, in bytes and per file.
/// Keeps the time bounded when a file is wrong everywhere.
pub(super) const SECOND_LOOKS: usize = 4 * 1024 * 1024;

/// What [`read_on`] could make out.
pub(super) struct Partly<T> {
    /// The value, without the fields that are wrong.
    pub value: Option<T>,
    /// Names of the fields that were left out.
    pub left_out: Vec<String>,
}

/// A document inside a file.
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// How a message calls it: `an item`.
    pub what: &'static str,
    /// The lines of the file before it.
    pub down: usize,
}

/// Like [`read`], but goes on after a problem: what is wrong is told, blanked, and the rest is read again.
/// `looks` counts down from [`SECOND_LOOKS`].
pub(super) fn read_on<T: DeserializeOwned>(
    piece: &Piece<'_>,
    looks: &mut usize,
    problems: &mut Problems<'_>,
) -> Partly<T> {
    let mut text = piece.text.to_owned();
    let mut left_out: Vec<String> = Vec::new();
    let mut blanked = Vec::new();
    loop {
        let fault = match read(&text) {
            Ok(value) => {
                return Partly {
                    value: Some(value),
                    left_out,
                };
            }
            Err(fault) => fault,
        };
        let outline = Outline::new(&text);
        let entry = outline.at(fault.mark);
        // A group without anything left in it is only the echo of what was blanked.
        let echo = entry.is_some_and(|e| blanked.iter().any(|spot| e.spots.contains(spot)));
        if !echo {
            fault.tell(entry, piece, problems);
        }
        let affordable = looks.checked_sub(text.len());
        let (Some(entry), Some(rest), true) = (entry, affordable, fault.is_local()) else {
            return Partly {
                value: None,
                left_out,
            };
        };
        *looks = rest;
        left_out.extend(entry.name.clone());
        left_out.extend(fault.meant());
        blanked.push(entry.spots.start);
        let shorter = blank(&text, entry.bytes.clone());
        if shorter == text {
            return Partly {
                value: None,
                left_out,
            };
        }
        text = shorter;
    }
}

/// Blanks out a range of bytes, character by character, so that lines and columns stay.
fn blank(text: &str, range: std::ops::Range<usize>) -> String {
    let (Some(before), Some(old), Some(after)) = (
        text.get(..range.start),
        text.get(range.clone()),
        text.get(range.end..),
    ) else {
        return text.to_owned();
    };
    let blanks = old.chars().map(|c| if c == '\n' { '\n' } else { ' ' });
    before.chars().chain(blanks).chain(after.chars()).collect()
}
