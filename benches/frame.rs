//! How long it takes to build one frame: `cargo bench --bench frame`.
//!
//! The real screens with the built-in pack, at a desk in a temporary folder, drawn into an empty buffer. What the terminal
//! does with it is not in here. After divan's table a second one says the 99th percentile of 2,000 frames.
//! Limit: under 1 ms for 99 of 100 frames at 200x60.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench whose set-up fails has nothing to measure, and its result is meant to be read"
)]

use std::rc::Rc;
use std::time::Instant;

use divan::Bencher;
use sysdrill::app::commands::Command;
use sysdrill::app::desk::{Desk, Plan};
use sysdrill::app::library::Library;
use sysdrill::app::routes::{Focus, Route};
use sysdrill::content::pack::Pack;
use sysdrill::domain::grading::{Given, Outcome};
use sysdrill::domain::id::TopicId;
use sysdrill::domain::schedule::{Moment, Rating, Scheduler};
use sysdrill::store::{EventId, NewReview, Paths, Scope, Store};
use sysdrill::ui::screen::Msg;
use sysdrill::ui::screens;
use sysdrill::ui::testing::{self, Harness};

const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];
const FRAMES: usize = 2_000;

const PAGES: [&str; 6] = [
    "today",
    "guide",
    "topic",
    "drill",
    "drill-graded",
    "history",
];

fn main() {
    divan::main();
    if std::env::args().any(|arg| arg == "--bench") {
        percentiles();
    }
}

#[divan::bench(args = cases())]
fn frame(bencher: Bencher<'_, '_>, case: &str) {
    let (page, size) = case.split_once('@').unwrap();
    let (width, height) = size.split_once('x').unwrap();
    let world = World::new();
    let harness = world.harness(page, (width.parse().unwrap(), height.parse().unwrap()));
    bencher.bench_local(|| harness.buffer());
}

fn cases() -> Vec<String> {
    let case = |page: &str| SIZES.map(|(width, height)| format!("{page}@{width}x{height}"));
    PAGES.into_iter().flat_map(case).collect()
}

fn percentiles() {
    println!(
        "\n{:24} {:>10} {:>10} {:>10}",
        "frame", "median", "p99", "slowest"
    );
    for case in cases() {
        let (page, size) = case.split_once('@').unwrap();
        let (width, height) = size.split_once('x').unwrap();
        let world = World::new();
        let harness = world.harness(page, (width.parse().unwrap(), height.parse().unwrap()));
        let mut times: Vec<_> = (0..FRAMES)
            .map(|_| {
                #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
                let start = Instant::now();
                divan::black_box(harness.buffer());
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let at = |share: usize| {
            times
                .get((FRAMES - 1) * share / 100)
                .copied()
                .unwrap_or_default()
        };
        println!(
            "{case:24} {:>10.1?} {:>10.1?} {:>10.1?}",
            at(50),
            at(99),
            at(100)
        );
    }
}

/// A data folder with the built-in pack, and a few weeks of answers.
struct World {
    _folder: tempfile::TempDir,
    paths: Paths,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths {
            db: folder.path().join("progress.sqlite"),
            index: folder.path().join("index.sqlite"),
        };
        Library::new(vec![Pack::embedded()], paths.index.clone())
            .refresh(|_| {})
            .unwrap();
        let world = Self {
            _folder: folder,
            paths,
        };
        world.learn();
        world
    }

    fn store(&self) -> Store {
        Store::open(&self.paths, Scheduler::default()).unwrap()
    }

    /// Ten new items a day, and all that are due.
    fn learn(&self) {
        let mut store = self.store();
        let clock = testing::clock();
        clock.advance(chrono::TimeDelta::days(-14));
        for _ in 0..14 {
            let moment = Moment::now(Plan::default().calendar, &*clock);
            let mut asked = store.due(&Scope::All, moment.at, moment.day).unwrap();
            asked.extend(store.fresh(&Scope::All, moment.day, 10).unwrap());
            for candidate in asked {
                let review = NewReview {
                    id: EventId::new(moment.at),
                    item: candidate.item,
                    rating: Rating::Good,
                    given: Given::Revealed,
                    outcome: Outcome::SelfGraded,
                    suggested: None,
                    elapsed_ms: 9000,
                    confidence: None,
                };
                store.record(&review, &moment).unwrap();
            }
            clock.advance(chrono::TimeDelta::days(1));
        }
    }

    fn harness(&self, page: &str, (width, height): (u16, u16)) -> Harness {
        let clock = testing::clock();
        let desk = Desk::new(self.store(), Plan::default(), Rc::clone(&clock) as Rc<_>);
        let services = testing::services(clock).with_desk(desk);
        let route = match page {
            "guide" => Route::Guide,
            "topic" => Route::Topic(TopicId::new("circuit-breaker").unwrap()),
            "drill" | "drill-graded" => Route::Drill(Focus::All),
            "history" => Route::History,
            _ => Route::Today,
        };
        let mut harness = Harness::open(screens::open, route, services);
        harness.resize(width, height);
        if page == "drill-graded" {
            harness.message(Msg::Command(Command::GiveUp));
        }
        harness
    }
}
