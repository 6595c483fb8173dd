//! One file -> domain values, what it defines and points at, and everything that is wrong with it.

mod deck;
mod fields;
mod item;
mod markdown;
mod roadmap;
mod topic;

use serde::{Deserialize, Serialize};

pub(super) use fields::Fields;

use super::link::{Def, Kind, Ref, Use};
use super::pack::PackError;
use super::problem::Problem;
use super::source::{self, Mark, Problems, Source};
use crate::domain::guide::{Chapter, Topic};
use crate::domain::id::DeckId;
use crate::domain::item::{Item, Place};
use crate::domain::text;

/// The head of a deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deck {
    /// Stable id.
    pub id: DeckId,
    /// As shown.
    pub title: String,
    /// Where it stands.
    pub place: Place,
}

/// What one file holds. All that is here can be used, whatever `problems` says of the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// Of a road map, in its order.
    pub chapters: Vec<Chapter>,
    /// The topic page.
    pub topics: Vec<Topic>,
    /// The deck.
    pub decks: Vec<Deck>,
    /// Cards and questions, in the file's order.
    pub items: Vec<Item>,
    /// Every id that the file defines.
    pub defs: Vec<Def>,
    /// Items without an id of their own: the one derived for each, which is among `defs` too, and where the item starts.
    pub unnamed: Vec<Def>,
    /// Every id that the file points at.
    pub refs: Vec<Ref>,
    /// What is wrong, in the file's order.
    pub problems: Vec<Problem>,
}

/// What a file is, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Roadmap,
    Topic,
    Deck,
    Unknown,
}

impl FileKind {
    fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        match (parts.as_slice(), ending) {
            (["content", "roadmap.yaml"], _) => Self::Roadmap,
            (["content", _, _], "md") => Self::Topic,
            (["quizzes", "decks", _, ..], "yaml") => Self::Deck,
            _ => Self::Unknown,
        }
    }
}

/// Reads one file. `path` is inside the pack, with `/`; it decides what the file has to be.
#[must_use]
pub fn parse_file(pack: &str, path: &str, bytes: &[u8]) -> Parsed {
    if text::sanitise(path) != path {
        let path = text::sanitise(path);
        let message = "the file's name has characters that must not reach a terminal".to_owned();
        let problem = source::whole_file(pack, &path, "file-name", message, "rename the file");
        return broken(&path, problem);
    }
    let kind = FileKind::of(path);
    if kind == FileKind::Unknown {
        return broken(path, unknown_file(pack, path));
    }
    let (source, problems) = match Source::new(pack, path, bytes) {
        Ok(read) => read,
        Err(problem) => return broken(path, *problem),
    };
    if is_empty(kind, source.text()) {
        let cure = "delete it, or fill it: the authoring guide has examples to copy";
        let message = "the file is empty".to_owned();
        let problem = source::whole_file(pack, source.file(), "file-empty", message, cure);
        return broken(path, problem);
    }
    let mut page = Page::new(&source);
    match kind {
        FileKind::Roadmap => roadmap::read(&mut page),
        FileKind::Topic => topic::read(&mut page),
        FileKind::Deck => deck::read(&mut page),
        FileKind::Unknown => {}
    }
    let Page {
        problems: found,
        mut parsed,
    } = page;
    parsed.problems = problems;
    parsed.problems.extend(found.finish());
    parsed
}

/// Nothing but blanks, or comments where it is YAML.
fn is_empty(kind: FileKind, text: &str) -> bool {
    let idle = |line: &str| line.is_empty() || kind != FileKind::Topic && line.starts_with('#');
    text.lines().map(str::trim).all(idle)
}

/// What is known of a file whose bytes can't be had.
pub(super) fn unread_file(pack: &str, path: &str, error: &PackError) -> Parsed {
    let problem = match error {
        PackError::TooLarge { size, .. } => source::too_large(pack, path, *size),
        PackError::Outside(_) => {
            let message = "this link leads out of the pack".to_owned();
            let cure = "put the file itself into the pack: a pack may not read what is not its own";
            source::whole_file(pack, path, "file-outside", message, cure)
        }
        PackError::NoPack(_)
        | PackError::List { .. }
        | PackError::NoFile(_)
        | PackError::Read { .. } => {
            let cure = "see whether it is an ordinary file and who may read it";
            source::whole_file(pack, path, "file-unreadable", error.to_string(), cure)
        }
    };
    broken(path, problem)
}

/// What is left of a file that can't be read at all.
fn broken(path: &str, problem: Problem) -> Parsed {
    let mut parsed = Parsed {
        problems: vec![problem],
        ..Parsed::default()
    };
    if FileKind::of(path) != FileKind::Unknown {
        parsed.defs.push(unread(path));
    }
    parsed
}

/// The mark that keeps others from complaining about what this file does not define.
fn unread(path: &str) -> Def {
    Def {
        kind: Kind::Unread,
        id: stem(path).to_owned(),
        line: 1,
        column: 1,
    }
}

/// The file's name without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn unknown_file(pack: &str, path: &str) -> Problem {
    let message = "this is not a file that sysdrill knows".to_owned();
    let cure = if path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "yml")
    {
        "name it `.yaml`"
    } else if path.starts_with("quizzes/") {
        "decks are `quizzes/decks/NAME.yaml`"
    } else {
        "topic pages are `content/NN-CHAPTER/TOPIC.md`, the road map is `content/roadmap.yaml`"
    };
    source::whole_file(pack, path, "file-unknown", message, cure)
}

/// A file on its way from text to values.
pub(super) struct Page<'a> {
    pub(super) problems: Problems<'a>,
    parsed: Parsed,
}

impl<'a> Page<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            problems: Problems::new(source),
            parsed: Parsed::default(),
        }
    }

    fn define(&mut self, kind: Kind, id: &str, mark: Mark) {
        let id = id.to_owned();
        self.parsed.defs.push(Def {
            kind,
            id,
            line: mark.line,
            column: mark.column,
        });
    }

    fn point_at(&mut self, using: Use, id: &str, mark: Mark) {
        let id = id.to_owned();
        self.parsed.refs.push(Ref {
            using,
            id,
            line: mark.line,
            column: mark.column,
        });
    }

    fn place(&self, line: usize) -> Place {
        let source = self.problems.source();
        Place {
            pack: source.pack().to_owned(),
            file: source.file().to_owned(),
            line,
        }
    }
}
