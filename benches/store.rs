//! How fast the store is, with a pack of the built-in one's size and with a hundred thousand items, after 20,000 answers.
//!
//! `cargo bench --bench store`. The files lie in the target folder; set `CARGO_TARGET_DIR` to measure another disk.
//! Limits (medians): `start` 5 ms with 1,300 items and 20 ms with 100,000, `answer` 5 ms.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench whose set-up fails has nothing to measure"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use divan::Bencher;
use sysdrill::domain::calendar::{Calendar, FixedClock};
use sysdrill::domain::grading::{Given, Outcome};
use sysdrill::domain::guide::{Chapter, Point, Topic, TopicHead};
use sysdrill::domain::id::{ChapterId, DeckId, ItemId, PointId, TopicId};
use sysdrill::domain::item::{Body, Item, Level, Place};
use sysdrill::domain::schedule::{Moment, Rating, Scheduler};
use sysdrill::store::{EventId, FileRows, Index, NewReview, Paths, Scope, Store};

/// The built-in pack when it is complete, and the biggest anyone should have.
const SIZES: [usize; 2] = [1_300, 100_000];
/// Answers in the log, over half a year and up to 4,000 items.
const REVIEWS: usize = 20_000;
/// Items per topic.
const TOPIC: usize = 20;
/// Topics per chapter.
const CHAPTER: usize = 12;

fn main() {
    divan::main();
}

fn now() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

fn item(n: usize) -> Item {
    let topic = n / TOPIC;
    let place = Place {
        pack: "bench".into(),
        file: format!("deck-{topic}.yaml"),
        line: n,
    };
    let words = "a service that keeps failing is called no more until it had time to recover";
    Item {
        id: ItemId::new(format!("topic-{topic}.item-{n}")).unwrap(),
        deck: DeckId::new(format!("deck-{topic}")).unwrap(),
        topic: TopicId::new(format!("topic-{topic}")).unwrap(),
        tests: vec![PointId::new(format!("topic-{topic}.{}", n % 10)).unwrap()],
        level: Level::Apply,
        prompt: format!("Question {n}: what happens when {words}?"),
        hint: None,
        explain: format!("Because {words}; {words}."),
        body: Body::Card {
            answer: format!("Number {n}: {words}."),
        },
        place,
    }
}

fn topic(n: usize) -> Topic {
    let id = format!("topic-{n}");
    let point = |p: usize| Point {
        id: PointId::new(format!("{id}.{p}")).unwrap(),
        text: format!("What there is to know about {id}, part {p}."),
    };
    Topic {
        head: TopicHead {
            id: TopicId::new(&*id).unwrap(),
            title: format!("Topic number {n}"),
            summary: "One line about it.".into(),
            minutes: 5,
        },
        points: (0..10).map(point).collect(),
        notes: Vec::new(),
        labs: Vec::new(),
        related: Vec::new(),
        confusable: Vec::new(),
        sources: Vec::new(),
        body: "A paragraph of a page that says something about load and failure.\n\n".repeat(40),
        place: Place {
            pack: "bench".into(),
            file: format!("{id}.md"),
            line: 1,
        },
    }
}

/// A road map, and a page and a deck per topic.
fn pack(items: usize) -> Vec<FileRows> {
    let rows = |path: String| FileRows {
        pack: "bench".into(),
        path,
        version: "1".into(),
        problems: "[]".into(),
        ..FileRows::default()
    };
    let topics = items / TOPIC;
    let chapter = |n: usize| Chapter {
        id: ChapterId::new(format!("chapter-{n}")).unwrap(),
        title: format!("Chapter {n}"),
        summary: String::new(),
        topics: (n * CHAPTER..topics.min((n + 1) * CHAPTER))
            .map(|t| TopicId::new(format!("topic-{t}")).unwrap())
            .collect(),
        prerequisites: Vec::new(),
    };
    let chapters = (0..topics.div_ceil(CHAPTER)).map(chapter).collect();
    let mut files = vec![FileRows {
        chapters,
        ..rows("content/roadmap.yaml".into())
    }];
    for n in 0..topics {
        files.push(FileRows {
            topics: vec![topic(n)],
            ..rows(format!("content/topic-{n}.md"))
        });
        let items = (n * TOPIC..(n + 1) * TOPIC).map(item).collect();
        files.push(FileRows {
            items,
            ..rows(format!("quizzes/decks/deck-{n}.yaml"))
        });
    }
    files
}

fn fill(path: &Path, files: &[FileRows]) {
    let mut index = Index::open(path).unwrap();
    let change = index.change().unwrap();
    for file in files {
        change.replace(file).unwrap();
    }
    change.finish(|_| Ok("[]".into())).unwrap();
}

fn review(n: usize, item: usize) -> NewReview {
    NewReview {
        id: EventId::new(now()),
        item: self::item(item).id,
        rating: Rating::ALL[[2, 2, 3, 2, 0, 2, 1][n % 7]],
        given: Given::Term("what was typed".into()),
        outcome: Outcome::Right,
        suggested: None,
        elapsed_ms: 9000,
        confidence: None,
    }
}

/// Answers as they come over half a year: new items every day, and each of them again and again.
fn learn(store: &mut Store, items: usize) {
    let clock = FixedClock::new(now() - TimeDelta::days(180), Utc);
    let known = items.min(4_000);
    for n in 0..REVIEWS {
        clock.advance(TimeDelta::seconds(
            180 * 86_400 / i64::try_from(REVIEWS).unwrap(),
        ));
        // Scattered, but the later ones only in the end.
        let item = (n.wrapping_mul(2_654_435_761) >> 8) % (known * (n + 1) / REVIEWS).max(1);
        let moment = Moment::now(Calendar::default(), &clock);
        store.record(&review(n, item), &moment).unwrap();
    }
}

/// A data folder that all benches of one size share. It stays in the target folder until the next run.
fn world(items: usize) -> Arc<Paths> {
    static WORLDS: OnceLock<Mutex<BTreeMap<usize, Arc<Paths>>>> = OnceLock::new();
    let mut worlds = WORLDS.get_or_init(Mutex::default).lock().unwrap();
    let make = || {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{items}"));
        if dir.exists() {
            std::fs::remove_dir_all(&dir).unwrap();
        }
        let paths = Paths {
            db: dir.join("progress.sqlite"),
            index: dir.join("index.sqlite"),
        };
        fill(&paths.index, &pack(items));
        learn(&mut open(&paths), items);
        Arc::new(paths)
    };
    Arc::clone(worlds.entry(items).or_insert_with(make))
}

fn open(paths: &Paths) -> Store {
    Store::open(paths, Scheduler::default()).unwrap()
}

/// What a start of the program needs: both files open, and the numbers of Today.
#[divan::bench(args = SIZES)]
fn start(bencher: Bencher<'_, '_>, items: usize) {
    let world = world(items);
    bencher.bench_local(|| {
        let index = Index::open(&world.index).unwrap();
        let store = open(&world);
        let counts = store.counts(now(), today()).unwrap();
        (index, store, counts)
    });
}

/// An answer, durable on the disk that holds the target folder.
#[divan::bench(args = SIZES, sample_count = 200, sample_size = 1)]
fn answer(bencher: Bencher<'_, '_>, items: usize) {
    let world = world(items);
    let mut store = open(&world);
    let clock = FixedClock::new(now(), Utc);
    let moment = Moment::now(Calendar::default(), &clock);
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        store.record(&review(n, n % 100), &moment).unwrap()
    });
}

#[divan::bench(args = SIZES)]
fn due(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.due(&Scope::All, now(), today()).unwrap());
}

#[divan::bench(args = SIZES)]
fn fresh(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.fresh(&Scope::All, today(), 20).unwrap());
}

#[divan::bench(args = SIZES)]
fn counts(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.counts(now(), today()).unwrap());
}

#[divan::bench(args = SIZES)]
fn standings(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.standings(&Scope::All).unwrap());
}

#[divan::bench(args = SIZES)]
fn topics(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.pack().topics().unwrap());
}

/// A word that is in every item: the worst case.
#[divan::bench(args = SIZES)]
fn search(bencher: Bencher<'_, '_>, items: usize) {
    let store = open(&world(items));
    bencher.bench_local(|| store.pack().search("service fail", 20).unwrap());
}

/// All derived tables from the log.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn rebuild(bencher: Bencher<'_, '_>, items: usize) {
    let mut store = open(&world(items));
    bencher.bench_local(|| store.rebuild().unwrap());
}

/// A pack into an empty index.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn index(bencher: Bencher<'_, '_>, items: usize) {
    let files = pack(items);
    bencher.bench_local(|| {
        let dir = tempfile::tempdir().unwrap();
        fill(&dir.path().join("index.sqlite"), &files);
    });
}

/// One edited deck into a full index.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn edit(bencher: Bencher<'_, '_>, items: usize) {
    let world = world(items);
    let deck = pack(TOPIC).pop().unwrap();
    bencher.bench_local(|| fill(&world.index, std::slice::from_ref(&deck)));
}
