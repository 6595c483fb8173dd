//! Ids of everything an author can name. Progress hangs on them, so their form is strict and they never change.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing there.
    #[error("an id can't be empty")]
    Empty,
    /// More than [`MAX_LEN`] bytes.
    #[error("an id has at most {MAX_LEN} characters")]
    TooLong,
    /// The first character that is not allowed where it stands.
    #[error(
        "`{0}` can't stand here: an id is made of a-z, 0-9, `.`, `_` and `-`, and starts with a letter or a digit"
    )]
    BadChar(char),
}

/// The longest id, in bytes.
pub const MAX_LEN: usize = 80;

/// Checks the form `[a-z0-9][a-z0-9._-]*`, at most [`MAX_LEN`] bytes.
///
/// # Errors
/// The first thing that is wrong with `text`.
pub fn check(text: &str) -> Result<(), IdError> {
    let first = text.chars().next().ok_or(IdError::Empty)?;
    if text.len() > MAX_LEN {
        return Err(IdError::TooLong);
    }
    if !(first.is_ascii_lowercase() || first.is_ascii_digit()) {
        return Err(IdError::BadChar(first));
    }
    let bad =
        |c: &char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    text.chars()
        .find(bad)
        .map_or(Ok(()), |c| Err(IdError::BadChar(c)))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a text of the form that [`check`] asks for.
            ///
            /// # Errors
            /// What is wrong with the text.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check(&text).map(|()| Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A chapter of the road map: `resilience`.
    ChapterId
    /// A topic page: `circuit-breaker`.
    TopicId
    /// A point or a precision note: `circuit-breaker.5`, `breaker-open-name`. What an item tests, and what mastery is counted in.
    PointId
    /// A deck file: `resilience`.
    DeckId
    /// A card or question; the key of its progress.
    ItemId
    /// A simulation: `breaker-outage`.
    LabId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_strict() {
        for good in ["a", "circuit-breaker.5", "7", "a_b", &"x".repeat(MAX_LEN)] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", IdError::Empty),
            (".a", IdError::BadChar('.')),
            ("A", IdError::BadChar('A')),
            ("a b", IdError::BadChar(' ')),
            ("a/../b", IdError::BadChar('/')),
            ("é", IdError::BadChar('é')),
            (&"x".repeat(MAX_LEN + 1), IdError::TooLong),
        ] {
            assert_eq!(check(bad), Err(why), "{bad}");
        }
    }
}
