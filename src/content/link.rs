//! What files define and point at, and what is wrong between them.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::problem::{Problem, Severity};
use super::suggest;

/// What an id is the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A chapter of a road map.
    Chapter,
    /// A topic page.
    Topic,
    /// A point of a topic page.
    Point,
    /// A precision note; the same one may stand on several pages.
    Note,
    /// A deck.
    Deck,
    /// A card or question.
    Item,
    /// A simulation.
    Lab,
    /// Not an id but the mark of a page that could not be read whole: what is missing there is not to be complained about elsewhere.
    Unread,
}

/// An id that a file defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Def {
    /// What it is.
    pub kind: Kind,
    /// The id.
    pub id: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// Where an id is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// A chapter lists the topic.
    Listed,
    /// A chapter names it in `prerequisites`.
    Prerequisite,
    /// `related` or `confusable` of a topic page.
    Neighbour,
    /// A Markdown link `topic:id`.
    Link,
    /// `labs` of a topic page.
    Lab,
    /// `topic` of an item.
    Topic,
    /// `tests` of an item.
    Tests,
}

/// An id that a file points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ref {
    /// Where and so what kind of id is meant.
    pub using: Use,
    /// The id, as written.
    pub id: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// What one file defines and points at.
#[derive(Debug, Clone, Copy)]
pub struct Linked<'a> {
    /// The pack's name.
    pub pack: &'a str,
    /// Inside the pack.
    pub file: &'a str,
    /// What it defines.
    pub defs: &'a [Def],
    /// What it points at.
    pub refs: &'a [Ref],
}

/// What is wrong between files: ids that stand twice in a pack, ids that nobody has, pages that no chapter lists.
///
/// Any pack may point at what any other one defines. The problems come without excerpts; [`quote`](super::check::quote) adds them.
#[must_use]
pub fn link(files: &[Linked<'_>]) -> Vec<Problem> {
    let mut problems = duplicates(files);
    let known = Known::new(files);
    let mut guesses = GUESSES;
    for file in files {
        for used in file.refs.iter().filter(|used| !known.has(used)) {
            let cure = if guesses > 0 {
                known.cure(used)
            } else {
                String::new()
            };
            guesses = guesses.saturating_sub(1);
            problems.push(unknown(file, used, cure));
        }
        let topics = file.defs.iter().filter(|def| def.kind == Kind::Topic);
        for topic in topics.filter(|topic| !known.is_listed(&topic.id)) {
            problems.push(unlisted(file, topic));
        }
    }
    problems
}

/// For so many unknown ids a near one is looked for; that takes time when there are many of both.
const GUESSES: usize = 200;

/// Ids that must differ from each other within a pack.
fn space(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Chapter => Some("a chapter"),
        Kind::Topic => Some("a topic"),
        Kind::Point | Kind::Note => Some("a point or note"),
        Kind::Deck => Some("a deck"),
        Kind::Item => Some("an item"),
        Kind::Lab => Some("a lab"),
        Kind::Unread => None,
    }
}

fn duplicates(files: &[Linked<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: HashMap<(&str, &str, &str), (&str, &Def)> = HashMap::new();
    for file in files {
        for def in file.defs {
            let Some(space) = space(def.kind) else {
                continue;
            };
            match seen.entry((file.pack, space, &def.id)) {
                Entry::Vacant(free) => {
                    free.insert((file.file, def));
                }
                Entry::Occupied(taken) => {
                    let (at, first) = *taken.get();
                    // A note is written out on every page that it belongs to.
                    let notes = first.kind == Kind::Note && def.kind == Kind::Note;
                    if !notes || at == file.file {
                        let message = format!("`{}` is already the id of {space}", def.id);
                        let line = first.line;
                        let cure =
                            format!("give one another id; the first stands at `{at}:{line}`");
                        let at = (def.line, def.column);
                        problems.push(problem(file, "id-twice", at, message, cure));
                    }
                }
            }
        }
    }
    problems
}

fn problem(
    file: &Linked<'_>,
    code: &str,
    (line, column): (usize, usize),
    message: String,
    cure: String,
) -> Problem {
    Problem {
        severity: Severity::Error,
        code: code.to_owned(),
        pack: file.pack.to_owned(),
        file: file.file.to_owned(),
        line,
        column,
        message,
        label: String::new(),
        excerpt: None,
        cure,
    }
}

fn unknown(file: &Linked<'_>, used: &Ref, cure: String) -> Problem {
    let (code, what) = match used.using {
        Use::Listed | Use::Prerequisite | Use::Neighbour | Use::Link | Use::Topic => {
            ("topic-unknown", "topic")
        }
        Use::Tests => ("point-unknown", "point"),
        Use::Lab => ("lab-unknown", "lab"),
    };
    let message = format!("unknown {what} `{}`", used.id);
    problem(file, code, (used.line, used.column), message, cure)
}

fn unlisted(file: &Linked<'_>, topic: &Def) -> Problem {
    let message = format!("no chapter lists the topic `{}`", topic.id);
    let cure = "add it to the `topics` of a chapter in `content/roadmap.yaml`".to_owned();
    let at = (topic.line, topic.column);
    let problem = problem(file, "topic-unlisted", at, message, cure);
    Problem {
        severity: Severity::Warning,
        ..problem
    }
}

/// All ids of all packs.
struct Known<'a> {
    topics: BTreeSet<&'a str>,
    points: BTreeSet<&'a str>,
    notes: BTreeSet<&'a str>,
    labs: BTreeSet<&'a str>,
    listed: HashSet<&'a str>,
    /// Pages that could not be read whole.
    unread: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(files: &[Linked<'a>]) -> Self {
        let all = |kind| {
            files
                .iter()
                .flat_map(|file| file.defs)
                .filter(move |def| def.kind == kind)
        };
        let ids = |kind| all(kind).map(|def| def.id.as_str()).collect();
        let uses = files.iter().flat_map(|file| file.refs);
        Self {
            topics: ids(Kind::Topic),
            points: ids(Kind::Point),
            notes: ids(Kind::Note),
            labs: ids(Kind::Lab),
            listed: uses
                .filter(|u| u.using == Use::Listed)
                .map(|u| u.id.as_str())
                .collect(),
            unread: all(Kind::Unread).map(|def| def.id.as_str()).collect(),
        }
    }

    /// It is there, or may be in what could not be read.
    fn has(&self, used: &Ref) -> bool {
        let id = used.id.as_str();
        match used.using {
            Use::Listed | Use::Prerequisite | Use::Neighbour | Use::Link | Use::Topic => {
                self.topics.contains(id) || self.unread.contains(id)
            }
            Use::Lab => self.labs.contains(id),
            Use::Tests => {
                self.points.contains(id)
                    || self.notes.contains(id)
                    || topic_of(id).map_or(!self.unread.is_empty(), |t| self.unread.contains(t))
            }
        }
    }

    fn is_listed(&self, topic: &str) -> bool {
        self.listed.contains(topic) || self.unread.contains(ROADMAP)
    }

    fn cure(&self, used: &Ref) -> String {
        let id = used.id.as_str();
        let (near, otherwise) = match used.using {
            Use::Listed | Use::Prerequisite | Use::Neighbour | Use::Link | Use::Topic => {
                let otherwise =
                    "remove it, or write a page `content/NN-CHAPTER/TOPIC.md` with this id";
                (
                    suggest::near(id, &self.topics).map(str::to_owned),
                    otherwise,
                )
            }
            Use::Lab => (
                suggest::near(id, &self.labs).map(str::to_owned),
                "remove it: there is no such lab yet",
            ),
            Use::Tests => {
                if let Some(all) = topic_of(id).and_then(|topic| self.points_of(topic)) {
                    return all;
                }
                let otherwise = "name a point or note that a topic page lists";
                (self.near_point(id), otherwise)
            }
        };
        near.map_or_else(
            || otherwise.to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    }

    /// A point of a topic with a similar name, or a similar note.
    fn near_point(&self, id: &str) -> Option<String> {
        let Some(topic) = topic_of(id) else {
            return suggest::near(id, &self.notes).map(str::to_owned);
        };
        let near = suggest::near(topic, &self.topics)?;
        Some(id.replacen(topic, near, 1)).filter(|near| self.points.contains(near.as_str()))
    }

    fn points_of(&self, topic: &str) -> Option<String> {
        self.topics.get(topic)?;
        let own = self.points.iter().filter(|id| topic_of(id) == Some(topic));
        let number = |id: &&str| id.rsplit_once('.').and_then(|(_, n)| n.parse::<u64>().ok());
        let last = own.filter_map(number).max()?;
        Some(format!(
            "the points of this page are `{topic}.1` to `{topic}.{last}`"
        ))
    }
}

/// The mark of a road map that could not be read whole.
const ROADMAP: &str = "roadmap";

/// The topic of a point id; none for the id of a note.
pub(super) fn topic_of(point: &str) -> Option<&str> {
    let (topic, number) = point.rsplit_once('.')?;
    let is_point = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_point.then_some(topic)
}
