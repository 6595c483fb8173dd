//! Laws over random histories, and two instances at once.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::store::Facts;

#[derive(Debug, Clone)]
enum Step {
    Review(&'static str, Rating, i64),
    Mark(&'static str, Mark),
    /// Takes back the event with this number, counted from the end.
    Undo(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let items = prop::sample::select(vec!["a1", "a2", "gone"]);
    let marks = prop::sample::select(vec![
        Mark::Suspend,
        Mark::Unsuspend,
        Mark::Bury { until: day(3) },
        Mark::Unbury,
        Mark::Flag,
        Mark::Unflag,
        Mark::Forget,
    ]);
    let ratings = prop::sample::select(Rating::ALL.to_vec());
    let step = prop_oneof![
        4 => (items.clone(), ratings, 0..40_i64).prop_map(|(i, r, d)| Step::Review(i, r, d)),
        1 => (items, marks).prop_map(|(i, m)| Step::Mark(i, m)),
        2 => (0..4_usize).prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 1..30)
}

/// Everything that is derived, as text.
fn derived(store: &Store) -> Vec<String> {
    let dump = |sql: &str, n: usize| {
        let mut rows = store.conn.prepare(sql).unwrap();
        let text = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            let cells: Result<Vec<_>, _> = (0..n)
                .map(|c| row.get::<_, rusqlite::types::Value>(c))
                .collect();
            cells.map(|cells| format!("{cells:?}"))
        };
        rows.query_map([], text)
            .unwrap()
            .map(Result::unwrap)
            .collect::<Vec<_>>()
    };
    let cards = dump("SELECT * FROM card ORDER BY item", 13);
    [cards, dump("SELECT * FROM day ORDER BY day", 7)].concat()
}

impl World {
    /// Returns the event, if the step makes one that can be undone.
    fn take(&mut self, step: &Step, events: &[EventId]) -> Option<EventId> {
        match step {
            Step::Review(item, rating, days) => {
                let review = review(item, *rating);
                self.record(&review, *days).unwrap();
                Some(review.id)
            }
            Step::Mark(item, mark) => Some(self.mark(item, *mark).0),
            Step::Undo(back) => {
                let event = *events.iter().rev().nth(*back)?;
                self.undo(event).unwrap();
                None
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_derived_live_equals_what_is_rebuilt_from_the_log(steps in steps()) {
        let mut world = World::new();
        let mut events = Vec::new();
        for step in &steps {
            events.extend(world.take(step, &events));
        }
        let live = derived(&world.store);
        prop_assert!(world.store.doctor().unwrap().is_sound());
        world.store.rebuild().unwrap();
        prop_assert_eq!(live, derived(&world.store));
    }

    #[test]
    fn undo_restores_the_exact_state_whatever_came_before(steps in steps()) {
        let mut world = World::new();
        let mut events = Vec::new();
        for step in &steps {
            let before = derived(&world.store);
            if let Some(event) = world.take(step, &events) {
                let after = derived(&world.store);
                world.undo(event).unwrap();
                prop_assert_eq!(&before, &derived(&world.store));
                // Answer again, to go on from there.
                events.extend(world.take(step, &events));
                prop_assert_eq!(after.len(), derived(&world.store).len());
            }
        }
    }
}

#[test]
fn the_log_is_append_only() {
    let mut world = World::new();
    world.answer("a1", Rating::Good, 0);
    world.mark("a1", Mark::Flag);
    let event = review("a2", Rating::Good);
    world.record(&event, 0).unwrap();
    world.undo(event.id).unwrap();
    for table in ["review", "mark", "undo"] {
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET at = 0"),
        ] {
            let error = world.store.conn.execute(&sql, []).unwrap_err().to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
    }
}

#[test]
fn two_instances_at_once_lose_nothing_and_double_nothing() {
    const EACH: i64 = 40;
    let world = World::new();
    let write = |mut store: Store, own: &'static str| {
        let mut ids = Vec::new();
        for n in 0..EACH {
            let item = if n % 2 == 0 { own } else { "shared" };
            let review = review(item, Rating::Good);
            on(n, |moment| store.record(&review, moment)).unwrap();
            // Who never heard that it worked tries again.
            on(n, |moment| store.record(&review, moment)).unwrap();
            ids.push(review.id);
        }
        ids
    };
    let (one, two) = (world.other(), world.other());
    let (one, two) = std::thread::scope(|threads| {
        let one = threads.spawn(|| write(one, "a1"));
        let two = threads.spawn(|| write(two, "a2"));
        (one.join().unwrap(), two.join().unwrap())
    });
    let told: BTreeSet<EventId> = one.into_iter().chain(two).collect();
    let items = ["a1", "a2", "shared"].map(|item| world.store.history(&id(item)).unwrap());
    let kept: BTreeSet<EventId> = items.iter().flatten().map(|past| past.id).collect();
    assert_eq!(told.len(), 80);
    assert_eq!(told, kept);
    assert_eq!(items.map(|past| past.len()), [20, 20, 40]);
    assert_eq!(
        world
            .store
            .state(&id("shared"))
            .unwrap()
            .card
            .unwrap()
            .reviews,
        40
    );
    let facts = world.store.doctor().unwrap();
    assert!(facts.is_sound(), "{facts:?}");
}

#[test]
fn doctor_sees_what_a_rebuild_cures() {
    let mut world = World::new();
    world.answer("a1", Rating::Good, 0);
    world.answer("a2", Rating::Good, 0);
    let healthy = world.store.doctor().unwrap();
    assert!(healthy.is_sound());
    assert_eq!((healthy.reviews, healthy.cards, healthy.days), (2, 2, 1));
    world
        .store
        .conn
        .execute_batch(
            "UPDATE card SET lapses = 9 WHERE item = 'a1';
             DELETE FROM card WHERE item = 'a2';
             INSERT INTO card SELECT 'b1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 1, NULL, 0;
             UPDATE day SET reviews = 7",
        )
        .unwrap();
    let Facts {
        stale_items,
        stale_days,
        ..
    } = world.store.doctor().unwrap();
    assert_eq!(stale_items, [id("a1"), id("a2"), id("b1")]);
    assert_eq!(stale_days, [day(0)]);
    world.store.rebuild().unwrap();
    assert_eq!(world.store.doctor().unwrap(), healthy);
}

#[test]
fn many_instances_may_make_the_files_at_once() {
    for _ in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let paths = paths(dir.path());
        let make = || {
            drop(Index::open(&paths.index).unwrap());
            Store::open(&paths, Scheduler::default()).unwrap();
        };
        std::thread::scope(|threads| {
            let all: Vec<_> = (0..4).map(|_| threads.spawn(make)).collect();
            for one in all {
                one.join().unwrap();
            }
        });
    }
}
