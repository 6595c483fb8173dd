//! A small world to test rooms in: a pack with an item of every kind, a learner's progress, and a clock that is told.

use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use super::desk::{Desk, Plan};
use super::keymap::KeyMap;
use super::library::Library;
use super::services::Services;
use crate::content::pack::Pack;
use crate::domain::calendar::FixedClock;
use crate::domain::schedule::{Rating, Scheduler};
use crate::store::{Cell, Paths, Store};

/// The files of its pack. Every kind has a deck of its own, named after it; `siblings` and `long` say what they are for.
const FILES: [(&str, &str); 13] = [
    ("content/roadmap.yaml", include_str!("testing/roadmap.yaml")),
    (
        "content/01-basics/breaker.md",
        include_str!("testing/breaker.md"),
    ),
    (
        "content/01-basics/latency.md",
        include_str!("testing/latency.md"),
    ),
    ("quizzes/decks/card.yaml", include_str!("testing/card.yaml")),
    (
        "quizzes/decks/cloze.yaml",
        include_str!("testing/cloze.yaml"),
    ),
    (
        "quizzes/decks/choice.yaml",
        include_str!("testing/choice.yaml"),
    ),
    (
        "quizzes/decks/multi.yaml",
        include_str!("testing/multi.yaml"),
    ),
    (
        "quizzes/decks/order.yaml",
        include_str!("testing/order.yaml"),
    ),
    (
        "quizzes/decks/match.yaml",
        include_str!("testing/match.yaml"),
    ),
    (
        "quizzes/decks/numeric.yaml",
        include_str!("testing/numeric.yaml"),
    ),
    (
        "quizzes/decks/typed.yaml",
        include_str!("testing/typed.yaml"),
    ),
    (
        "quizzes/decks/siblings.yaml",
        include_str!("testing/siblings.yaml"),
    ),
    ("quizzes/decks/long.yaml", include_str!("testing/long.yaml")),
];

/// The decks, one per kind of item.
pub(crate) const KINDS: [&str; 8] = [
    "card", "cloze", "choice", "multi", "order", "match", "numeric", "typed",
];

/// See the module's description. Its files live as long as it does.
pub(crate) struct World {
    dir: TempDir,
    /// Stands at a Monday, 10:00 UTC.
    pub(crate) clock: Rc<FixedClock<Utc>>,
}

impl World {
    /// A world in which nothing was ever answered.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in FILES {
            let path = dir.path().join("pack").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let monday = DateTime::from_timestamp(1_795_428_000, 0).unwrap();
        let clock = Rc::new(FixedClock::new(monday, Utc));
        let world = Self { dir, clock };
        let pack = Pack::folder(world.dir.path().join("pack"));
        let library = Library::new(vec![pack], world.paths().index);
        library.refresh(|_| {}).unwrap();
        world
    }

    fn paths(&self) -> Paths {
        Paths {
            db: self.dir.path().join("progress.sqlite"),
            index: self.dir.path().join("index.sqlite"),
        }
    }

    /// Services with a desk over this world, the usual keys and limits.
    pub(crate) fn services(&self) -> Services {
        self.planned(Plan::default())
    }

    /// The same under another plan.
    pub(crate) fn planned(&self, plan: Plan) -> Services {
        let clock: Rc<FixedClock<Utc>> = Rc::clone(&self.clock);
        let store = Store::open(&self.paths(), Scheduler::default()).unwrap();
        let desk = Desk::new(store, plan, clock.clone());
        Services::new(clock, KeyMap::default()).with_desk(desk)
    }

    /// Lets `days` and `hours` go by.
    pub(crate) fn pass(&self, days: i64, hours: i64) {
        self.clock
            .advance(TimeDelta::days(days) + TimeDelta::hours(hours));
    }
}

/// The rows of a query over the views of `sysdrill sql`, a line each, cells parted by a blank.
pub(crate) fn rows(services: &mut Services, query: &str) -> Vec<String> {
    let table = services.desk().unwrap().store().sql(query, 10_000).unwrap();
    let text = |row: Vec<Cell>| {
        let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
        cells.join(" ")
    };
    table.rows.into_iter().map(text).collect()
}

/// Everything that answers and marks have left.
pub(crate) fn state(services: &mut Services) -> Vec<String> {
    let mut state = rows(services, "SELECT * FROM main.card ORDER BY item");
    state.extend(rows(services, "SELECT * FROM main.day ORDER BY day"));
    state
}

/// Answers that count: item, grade by number, outcome, phase before and after.
pub(crate) fn answers(services: &mut Services) -> Vec<String> {
    let query =
        "SELECT item, rating, outcome, was, phase FROM reviews WHERE undone = 0 ORDER BY id";
    rows(services, query)
}

/// Makes writing fail, or lets it work again.
pub(crate) fn lock(services: &mut Services, locked: bool) {
    services.desk().unwrap().store().lock(locked);
}

/// Answers everything that is asked with `rating`.
pub(crate) fn finish(services: &mut Services, rating: impl Fn(u32) -> Rating) {
    use super::drill::Answer;
    use super::routes::Focus;
    use crate::domain::grading::{Given, grade};
    use crate::domain::session::Next;
    let now = services.clock.now();
    let desk = services.desk().unwrap();
    let mut session = desk.session(&Focus::All, 0).unwrap();
    for n in 0.. {
        let Next::Item(id) = session.next(now) else {
            break;
        };
        let asked = desk.ask(&id).unwrap().unwrap();
        let verdict = grade(&asked.item, &Given::Revealed);
        let answer = Answer {
            asked: &asked,
            given: &Given::Revealed,
            verdict: &verdict,
            // A few items taking turns would else get the same grades for ever.
            rating: if n < 30 { rating(n) } else { Rating::Easy },
            since: now - TimeDelta::seconds(15),
            event: desk.event(),
        };
        let answered = desk.answer(&answer).unwrap();
        session.answered(&id, &answered.state);
    }
}
