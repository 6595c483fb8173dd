//! The files as they are written: the shape that YAML is read into before anything is judged.
//!
//! Every field is optional here, because a missing field is told in our own words, together with all other problems of its group.

use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, de};

use super::yaml::{Located, Pairs};

pub(super) type Text = Option<Located<String>>;
pub(super) type List<T> = Option<Located<Vec<Located<T>>>>;

/// `content/roadmap.yaml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoadmap {
    pub title: Text,
    pub chapters: List<RawChapter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChapter {
    pub id: Text,
    pub title: Text,
    pub summary: Text,
    pub topics: List<String>,
    pub prerequisites: Option<Pairs<Located<Vec<Located<String>>>>>,
}

/// The front matter of a topic page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTopic {
    pub id: Text,
    pub title: Text,
    pub summary: Text,
    pub minutes: Option<Located<f64>>,
    pub points: List<RawPoint>,
    pub notes: List<RawNote>,
    pub labs: List<String>,
    pub related: List<String>,
    pub confusable: List<String>,
    pub sources: List<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPoint {
    pub id: Text,
    pub text: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNote {
    pub id: Text,
    pub guide: Text,
    pub correct: Text,
    pub source: Text,
}

/// `quizzes/decks/*.yaml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeck {
    pub id: Text,
    pub title: Text,
    pub items: List<RawItem>,
}

/// The fields of all kinds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub id: Text,
    pub kind: Text,
    pub level: Text,
    pub topic: Text,
    pub prompt: Text,
    pub hint: Text,
    pub explain: Text,
    pub tests: List<String>,
    pub answer: Option<Located<RawAnswer>>,
    pub options: List<RawOption>,
    pub steps: List<String>,
    pub pairs: List<RawPair>,
    pub within: Option<Located<f64>>,
    pub near: Option<Located<f64>>,
    pub accept: List<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPair {
    pub left: Text,
    pub right: Text,
}

/// A text, whatever it looks like: `yes`, `5` and `1.10` are texts too.
#[derive(Debug, Clone)]
pub(super) enum RawText {
    Text(String),
    /// YAML took it for a number or for yes/no; as written it stands in the file at its mark.
    AsWritten,
}

#[derive(Debug)]
pub(super) enum RawAnswer {
    One(RawText),
    Several(Vec<Located<RawText>>),
}

#[derive(Debug)]
pub(super) enum RawOption {
    Plain(RawText),
    Full(RawFullOption),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFullOption {
    pub text: Text,
    pub why: Text,
}

/// The visits that every scalar ends in.
macro_rules! scalars {
    ($wrap:expr) => {
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok($wrap(RawText::Text(text.to_owned())))
        }

        fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
            Ok($wrap(RawText::Text(text)))
        }

        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }

        fn visit_i128<E: de::Error>(self, _: i128) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }

        fn visit_u128<E: de::Error>(self, _: u128) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok($wrap(RawText::AsWritten))
        }
    };
}

impl<'de> Deserialize<'de> for RawText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl Visitor<'_> for Scalar {
            type Value = RawText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a number")
            }

            scalars!(std::convert::identity);
        }
        deserializer.deserialize_any(Scalar)
    }
}

impl<'de> Deserialize<'de> for RawAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answer;
        impl<'de> Visitor<'de> for Answer {
            type Value = RawAnswer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number or a list of numbers")
            }

            scalars!(RawAnswer::One);

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawAnswer, A::Error> {
                let mut several = Vec::new();
                while let Some(one) = seq.next_element()? {
                    several.push(one);
                }
                Ok(RawAnswer::Several(several))
            }
        }
        deserializer.deserialize_any(Answer)
    }
}

impl<'de> Deserialize<'de> for RawOption {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Choice;
        impl<'de> Visitor<'de> for Choice {
            type Value = RawOption;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or `{text: .., why: ..}`")
            }

            scalars!(RawOption::Plain);

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawOption, A::Error> {
                RawFullOption::deserialize(MapAccessDeserializer::new(map)).map(RawOption::Full)
            }
        }
        deserializer.deserialize_any(Choice)
    }
}
