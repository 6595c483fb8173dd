//! From the raw fields of one group to checked values.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::Page;
use super::markdown;
use crate::content::link::Use;
use crate::content::raw::{List, Text};
use crate::content::source::{self, Mark, Problems};
use crate::content::yaml::Located;
use crate::domain::id::IdError;
use crate::domain::text;

/// The fields of one group (an item, a chapter, ..) with what is needed to talk about them.
pub(in crate::content) struct Fields<'p, 's> {
    pub page: &'p mut Page<'s>,
    /// How the group is called in a message: `this item`.
    pub what: String,
    /// Where the group starts; missing fields are told here.
    pub mark: Mark,
    /// The lines of the file before the text that the raw marks count in.
    pub down: usize,
    /// Fields that were told to be wrong already.
    pub left_out: &'p [String],
}

impl<'p, 's> Fields<'p, 's> {
    /// The fields of a file that is one group.
    pub(in crate::content) fn whole_file(page: &'p mut Page<'s>, left_out: &'p [String]) -> Self {
        Self {
            page,
            what: "the file".to_owned(),
            mark: Mark::START,
            down: 0,
            left_out,
        }
    }

    pub(in crate::content) fn problems(&mut self) -> &mut Problems<'s> {
        &mut self.page.problems
    }

    /// The same for a group inside this one that starts at `mark`.
    pub(in crate::content) fn inner(&mut self, what: &str, mark: Mark) -> Fields<'_, 's> {
        let (down, left_out) = (self.down, self.left_out);
        Fields {
            page: self.page,
            what: what.to_owned(),
            mark,
            down,
            left_out,
        }
    }

    /// The place in the file.
    pub(in crate::content) fn at(&self, mark: Mark) -> Mark {
        mark.down(self.down)
    }

    /// Nothing was told of this field yet.
    pub(in crate::content) fn expects(&self, name: &str) -> bool {
        !self.left_out.iter().any(|left_out| left_out == name)
    }

    pub(in crate::content) fn missing(&mut self, name: &str, cure: &str) {
        if self.expects(name) {
            let message = format!("{} has no `{name}`", self.what);
            self.page
                .problems
                .error("field-missing", self.mark, message, cure);
        }
    }

    /// A text of several lines, if it is there.
    pub(in crate::content) fn block(&mut self, name: &str, raw: Text) -> Option<String> {
        let Located { value, mark } = raw?;
        let mark = self.at(mark);
        let value = self.harmless(value, mark);
        let value = value.trim();
        if value.is_empty() {
            let cure = format!("fill `{name}`, or remove it");
            self.problems()
                .error("field-empty", mark, format!("`{name}` is empty"), cure);
            return None;
        }
        Some(value.to_owned())
    }

    /// A Markdown text of several lines, if it is there.
    pub(in crate::content) fn markdown(&mut self, name: &str, raw: Text) -> Option<String> {
        let mark = self.at(raw.as_ref()?.mark);
        let value = self.block(name, raw)?;
        for link in markdown::topic_links(&value) {
            self.page.point_at(Use::Link, &link, mark);
        }
        Some(value)
    }

    /// A text of one paragraph, if it is there.
    pub(in crate::content) fn line(&mut self, name: &str, raw: Text) -> Option<String> {
        let value = self.block(name, raw)?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A text of one paragraph that has to be there.
    pub(in crate::content) fn needed_line(
        &mut self,
        name: &str,
        raw: Text,
        cure: &str,
    ) -> Option<String> {
        if raw.is_none() {
            self.missing(name, cure);
        }
        self.line(name, raw)
    }

    /// A Markdown text that has to be there.
    pub(in crate::content) fn needed_markdown(
        &mut self,
        name: &str,
        raw: Text,
        cure: &str,
    ) -> Option<String> {
        if raw.is_none() {
            self.missing(name, cure);
        }
        self.markdown(name, raw)
    }

    /// The lines of a list, each with its place; empty if the list is not there.
    pub(in crate::content) fn lines(
        &mut self,
        name: &str,
        raw: List<String>,
    ) -> Vec<(String, Mark)> {
        let mut lines = Vec::new();
        for entry in raw.map(|list| list.value).unwrap_or_default() {
            let mark = self.at(entry.mark);
            lines.extend(self.line(name, Some(entry)).map(|line| (line, mark)));
        }
        lines
    }

    /// An id that has to be there.
    pub(in crate::content) fn id<T>(
        &mut self,
        raw: Text,
        new: impl Fn(String) -> Result<T, IdError>,
    ) -> Option<(T, Mark)> {
        let Some(raw) = raw else {
            self.missing(
                "id",
                "give it an id that never changes: progress hangs on it",
            );
            return None;
        };
        self.one_id(raw, &new)
    }

    /// The ids of a list, each once, with their places.
    pub(in crate::content) fn ids<T>(
        &mut self,
        name: &str,
        raw: List<String>,
        new: impl Fn(String) -> Result<T, IdError>,
    ) -> Vec<(T, Mark)>
    where
        T: PartialEq,
    {
        let mut ids: Vec<(T, Mark)> = Vec::new();
        for raw in raw.map(|list| list.value).unwrap_or_default() {
            let text = raw.value.clone();
            let Some((id, mark)) = self.one_id(raw, &new) else {
                continue;
            };
            if ids.iter().any(|(known, _)| *known == id) {
                let message = format!("`{text}` stands twice in `{name}`");
                self.problems()
                    .warn("named-twice", mark, message, "keep one of the two");
            } else {
                ids.push((id, mark));
            }
        }
        ids
    }

    pub(in crate::content) fn one_id<T>(
        &mut self,
        raw: Located<String>,
        new: &impl Fn(String) -> Result<T, IdError>,
    ) -> Option<(T, Mark)> {
        let mark = self.at(raw.mark);
        match new(raw.value) {
            Ok(id) => Some((id, mark)),
            Err(error) => {
                let cure = "write it like `circuit-breaker.5`: lower case, no blanks";
                self.problems()
                    .error("id-form", mark, error.to_string(), cure);
                None
            }
        }
    }

    /// A number inside `range`; none when it is not there or told to be wrong.
    pub(in crate::content) fn number(
        &mut self,
        name: &str,
        raw: Option<Located<f64>>,
        range: RangeInclusive<f64>,
    ) -> Option<f64> {
        let Located { value, mark } = raw?;
        if range.contains(&value) {
            return Some(value);
        }
        let mark = self.at(mark);
        let (from, to) = (range.start(), range.end());
        let message = format!("`{name}` can't be {value}");
        let cure = if to.is_finite() {
            format!("write a number from {from} to {to}")
        } else {
            format!("write a number that is at least {from}")
        };
        self.problems().error("number-range", mark, message, cure);
        None
    }

    /// A whole number inside `range`; none when it is not there or told to be wrong.
    pub(in crate::content) fn whole(
        &mut self,
        name: &str,
        raw: Option<Located<f64>>,
        range: RangeInclusive<u32>,
    ) -> Option<u32> {
        let mark = self.at(raw.as_ref()?.mark);
        let bounds = f64::from(*range.start())..=f64::from(*range.end());
        let number = self.number(name, raw, bounds)?;
        if number.fract() != 0.0 {
            let cure = "write it without decimals";
            let message = format!("`{name}` must be a whole number");
            self.problems().error("number-range", mark, message, cure);
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range was checked, and it is that of a u32"
        )]
        Some(number as u32)
    }

    /// Replaces what must not reach a terminal, and says so.
    fn harmless(&mut self, value: String, mark: Mark) -> String {
        let clean = source::clean(&value);
        let mut pairs = value.chars().zip(clean.chars());
        if let Some((bad, shown)) = pairs.find(|(bad, shown)| bad != shown) {
            source::control_char(self.problems(), mark, bad, shown);
        }
        match text::sanitise(&value) {
            Cow::Borrowed(_) => value,
            Cow::Owned(clean) => clean,
        }
    }
}
