//! A small world to test in: two packs, a clock that is told, and files that go away afterwards.

mod errors;
mod indexing;
mod laws;
mod learning;
mod plans;
mod searching;

use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tempfile::TempDir;

use super::{
    Anchor, EventId, FileRows, Index, ItemState, Mark, NewReview, Paths, Recorded, Store,
    StoreError, Undone,
};
use crate::domain::calendar::{Calendar, FixedClock};
use crate::domain::grading::{Given, Outcome};
use crate::domain::guide::{Chapter, Note, Point, Topic, TopicHead};
use crate::domain::id::{ChapterId, DeckId, ItemId, PointId, TopicId};
use crate::domain::item::{BUILT_IN, Body, Item, Level, Place};
use crate::domain::schedule::{Moment, Rating, Scheduler};

/// 10:00 UTC on the first day of every test.
fn start() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// `days` days after [`start`], at the same time.
fn at(days: i64) -> DateTime<Utc> {
    start() + TimeDelta::days(days)
}

fn day(days: i64) -> NaiveDate {
    at(days).date_naive()
}

/// Hands `work` the moment that is [`at`] `days`.
fn on<T>(days: i64, work: impl FnOnce(&Moment<'_>) -> T) -> T {
    let clock = FixedClock::new(at(days), Utc);
    work(&Moment::now(Calendar::default(), &clock))
}

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn place(file: &str) -> Place {
    Place {
        pack: BUILT_IN.into(),
        file: file.into(),
        line: 1,
    }
}

fn chapter(id: &str, topics: &[&str]) -> Chapter {
    Chapter {
        id: ChapterId::new(id).unwrap(),
        title: id.to_uppercase(),
        summary: String::new(),
        topics: topics.iter().map(|id| TopicId::new(*id).unwrap()).collect(),
        prerequisites: Vec::new(),
    }
}

/// A topic with the points `ID.1` and `ID.2` and the note `ID-note`.
fn topic(id: &str) -> Topic {
    let point = |n: u8| Point {
        id: PointId::new(format!("{id}.{n}")).unwrap(),
        text: format!("point {n} of {id}"),
    };
    Topic {
        head: TopicHead {
            id: TopicId::new(id).unwrap(),
            title: format!("Title of {id}"),
            summary: format!("Summary of {id}"),
            minutes: 6,
        },
        points: vec![point(1), point(2)],
        notes: vec![Note {
            id: PointId::new(format!("{id}-note")).unwrap(),
            guide: "wrong".into(),
            correct: format!("right about {id}"),
            source: "a book".into(),
        }],
        labs: Vec::new(),
        related: Vec::new(),
        confusable: Vec::new(),
        sources: Vec::new(),
        body: format!("Body of {id}."),
        place: place(&format!("content/{id}.md")),
    }
}

/// A card that tests `tests`.
fn item(id: &str, tests: &[&str]) -> Item {
    Item {
        id: ItemId::new(id).unwrap(),
        deck: DeckId::new("deck").unwrap(),
        topic: TopicId::new(tests[0].split('.').next().unwrap()).unwrap(),
        tests: tests.iter().map(|id| PointId::new(*id).unwrap()).collect(),
        level: Level::Recall,
        prompt: format!("Prompt of {id}?"),
        hint: None,
        explain: format!("Explanation of {id}."),
        body: Body::Card {
            answer: format!("Answer of {id}."),
        },
        place: place("quizzes/decks/deck.yaml"),
    }
}

fn file(path: &str, version: &str) -> FileRows {
    FileRows {
        pack: BUILT_IN.into(),
        path: path.into(),
        version: version.into(),
        problems: "[]".into(),
        ..FileRows::default()
    }
}

fn anchor(kind: &str, id: &str, line: u32) -> Anchor {
    Anchor {
        kind: kind.into(),
        id: id.into(),
        line,
        column: 3,
    }
}

/// Two chapters: `first` with `alpha` and `beta`, `second` with `gamma`; items `a1 a2 b1 c1 c2`, in a deck whose order is
/// not that of the guide.
fn pack() -> Vec<FileRows> {
    let road = FileRows {
        chapters: vec![
            chapter("first", &["alpha", "beta"]),
            chapter("second", &["gamma"]),
        ],
        ..file("content/roadmap.yaml", "1")
    };
    let deck = FileRows {
        decks: vec![(DeckId::new("deck").unwrap(), "The deck".into())],
        items: vec![
            item("c1", &["gamma.1"]),
            item("c2", &["gamma-note"]),
            item("b1", &["beta.1", "alpha.2"]),
            item("a1", &["alpha.1"]),
            item("a2", &["alpha.2"]),
        ],
        ..file("quizzes/decks/deck.yaml", "1")
    };
    let topics = ["alpha", "beta", "gamma"].map(|id| FileRows {
        topics: vec![topic(id)],
        ..file(&format!("content/{id}.md"), "1")
    });
    [road, deck].into_iter().chain(topics).collect()
}

fn fill(index: &mut Index, files: &[FileRows]) {
    let change = index.change().unwrap();
    for file in files {
        change.replace(file).unwrap();
    }
    change.finish(|_| Ok("[]".into())).unwrap();
}

fn paths(folder: &Path) -> Paths {
    Paths {
        db: folder.join("progress.sqlite"),
        index: folder.join("cache/index.sqlite"),
    }
}

/// A learner's data folder with [`pack`] in the index.
struct World {
    dir: TempDir,
    store: Store,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let paths = paths(dir.path());
        fill(&mut Index::open(&paths.index).unwrap(), &pack());
        let store = Store::open(&paths, Scheduler::default()).unwrap();
        // No test cuts the power, and there are many answers to write.
        store
            .conn
            .pragma_update(None, "synchronous", "OFF")
            .unwrap();
        Self { dir, store }
    }

    /// Another instance on the same files.
    fn other(&self) -> Store {
        Store::open(&paths(self.dir.path()), Scheduler::default()).unwrap()
    }

    fn answer(&mut self, item: &str, rating: Rating, days: i64) -> Recorded {
        self.record(&review(item, rating), days).unwrap()
    }

    fn record(&mut self, review: &NewReview, days: i64) -> Result<Recorded, StoreError> {
        on(days, |moment| self.store.record(review, moment))
    }

    fn mark(&mut self, item: &str, mark: Mark) -> (EventId, ItemState) {
        let event = EventId::new(start());
        let state = on(0, |moment| self.store.mark(event, &id(item), mark, moment));
        (event, state.unwrap())
    }

    fn undo(&mut self, event: EventId) -> Result<Undone, StoreError> {
        on(0, |moment| self.store.undo(event, moment))
    }
}

fn review(item: &str, rating: Rating) -> NewReview {
    NewReview {
        id: EventId::new(start()),
        item: id(item),
        rating,
        given: Given::Term("x".into()),
        outcome: Outcome::Right,
        suggested: Some(Rating::Good),
        elapsed_ms: 1500,
        confidence: None,
    }
}
