//! Where the fields and list entries of a document stand, whatever they should be: tells which field a problem is in.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the events that open or close a value matter here"
)]

use std::ops::Range;

use serde_saphyr::granit_parser::{self, Event, Marker, Parser};

use crate::content::source::Mark;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Nothing,
    Text,
    List,
    Group,
}

/// (line, column), both counted from 1.
type Spot = (usize, usize);

/// One `name: value` of a group, or one entry of a list.
#[derive(Debug)]
pub(super) struct Entry {
    /// The field's name; an entry of a list bears the name of the list.
    pub name: Option<String>,
    /// It is an entry of a list.
    pub in_list: bool,
    pub shape: Shape,
    /// In bytes, from its name or its dash to whatever follows it.
    pub bytes: Range<usize>,
    /// The same range in lines and columns.
    pub spots: Range<Spot>,
}

/// All entries, as far as the document could be read; an outer one comes before those inside it.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    frames: Vec<Frame>,
}

/// A list or group that is being read.
#[derive(Debug)]
struct Frame {
    list: bool,
    /// The field that it is the value of.
    name: Option<String>,
    /// The entry that is being read, as an index.
    open: Option<usize>,
    /// The next node is a field's value, not a name.
    value_next: bool,
}

impl<'a> Outline<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut outline = Self {
            text,
            entries: Vec::new(),
            frames: Vec::new(),
        };
        let options = granit_parser::options! { emit_unresolved_aliases: true };
        for event in Parser::new_from_str_with_options(text, options) {
            let Ok((event, span)) = event else {
                break;
            };
            let start = span.start;
            match event {
                Event::MappingStart(..) => outline.open(start, false),
                Event::SequenceStart(..) => outline.open(start, true),
                Event::MappingEnd | Event::SequenceEnd => outline.close(start),
                Event::Scalar(text, ..) => {
                    let shape = if span.is_empty() {
                        Shape::Nothing
                    } else {
                        Shape::Text
                    };
                    outline.node(start, shape, Some(&text));
                }
                Event::Alias(..) | Event::UnresolvedAlias(..) => {
                    outline.node(start, Shape::Text, None);
                }
                _ => {}
            }
        }
        outline
    }

    /// The smallest entry around `mark`. At the dash of an entry a list begins as well, and it is the list that is meant.
    pub(super) fn at(&self, mark: Mark) -> Option<&Entry> {
        let spot = (mark.line, mark.column);
        let at_dash = |entry: &&Entry| {
            let dash = self
                .text
                .get(entry.bytes.clone())
                .is_some_and(|text| text.starts_with('-'));
            entry.in_list && dash && entry.spots.start == spot
        };
        self.entries
            .iter()
            .rev()
            .filter(|entry| !at_dash(entry))
            .find(|entry| entry.spots.contains(&spot))
    }

    fn open(&mut self, start: Marker, list: bool) {
        let shape = if list { Shape::List } else { Shape::Group };
        let name = self.node(start, shape, None);
        self.frames.push(Frame {
            list,
            name,
            open: None,
            value_next: false,
        });
    }

    fn close(&mut self, end: Marker) {
        if let Some(entry) = self.frames.pop().and_then(|frame| frame.open) {
            self.end(entry, end.byte_offset(), (end.line(), end.col() + 1));
        }
    }

    /// Takes a node and returns the name of the field that it belongs to.
    fn node(&mut self, start: Marker, shape: Shape, text: Option<&str>) -> Option<String> {
        let frame = self.frames.last_mut()?;
        if frame.value_next {
            frame.value_next = false;
            let entry = frame.open.and_then(|open| self.entries.get_mut(open))?;
            entry.shape = shape;
            return entry.name.clone();
        }
        let (mut byte, mut spot) = (start.byte_offset()?, (start.line(), start.col() + 1));
        if frame.list {
            let before = self.text.get(..byte)?;
            let to_dash = before.len() - before.trim_end_matches(' ').len();
            if before.trim_end_matches(' ').ends_with('-') {
                byte -= to_dash + 1;
                spot.1 -= to_dash + 1;
            }
        }
        let name = if frame.list {
            frame.name.clone()
        } else {
            text.map(str::to_owned)
        };
        let in_list = frame.list;
        frame.value_next = !in_list;
        let before = frame.open.replace(self.entries.len());
        if let Some(before) = before {
            self.end(before, Some(byte), spot);
        }
        let (bytes, spots) = (byte..self.text.len(), spot..(usize::MAX, 0));
        self.entries.push(Entry {
            name: name.clone(),
            in_list,
            shape,
            bytes,
            spots,
        });
        if in_list { name } else { None }
    }

    fn end(&mut self, entry: usize, byte: Option<usize>, spot: Spot) {
        if let (Some(entry), Some(byte)) = (self.entries.get_mut(entry), byte) {
            entry.bytes.end = byte.max(entry.bytes.start);
            entry.spots.end = spot.max(entry.spots.start);
        }
    }
}
