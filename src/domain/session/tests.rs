//! Limits, order, siblings, undo.

//! The order of a session: limits, mixing, siblings, waiting, undo.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::schedule::Memory;

fn now() -> DateTime<Utc> {
    "2026-11-23T20:00:00Z".parse().unwrap()
}

fn state(phase: Phase, due: DateTime<Utc>) -> CardState {
    CardState {
        phase,
        memory: Memory {
            stability: 3.0,
            difficulty: 5.0,
        },
        due,
        last: now(),
        last_day: NaiveDate::default(),
        reviews: 1,
        lapses: 0,
    }
}

/// `a.1 x.2` = item `a.1` testing point `x.2`; topic is the part before the dot of the point.
fn candidate(item: &str, points: &[&str], phase: Option<Phase>) -> Candidate {
    let topic = points[0].split('.').next().unwrap();
    Candidate {
        item: ItemId::new(item).unwrap(),
        tests: points.iter().map(|p| PointId::new(*p).unwrap()).collect(),
        topic: TopicId::new(topic).unwrap(),
        state: phase.map(|phase| state(phase, now())),
    }
}

fn session(due: Vec<Candidate>, new: Vec<Candidate>, limits: Limits) -> Session {
    Session::new(Plan {
        due,
        new,
        limits,
        recall: &|_| 0.9,
        seed: 7,
    })
}

const WIDE: Limits = Limits {
    new: 100,
    reviews: 100,
};

fn good(session: &mut Session, item: &ItemId) {
    session.answered(item, &state(Phase::Review, now() + TimeDelta::days(3)));
}

fn item(next: Next) -> ItemId {
    match next {
        Next::Item(id) => id,
        Next::Wait { .. } | Next::Done => panic!("expected an item, not {next:?}"),
    }
}

#[test]
fn limits_hold_and_what_was_begun_is_finished() {
    let due = (0..5)
        .map(|n| candidate(&format!("r{n}"), &[&format!("t.{n}")], Some(Phase::Review)))
        .chain([candidate("l", &["t.9"], Some(Phase::Learning { step: 1 }))])
        .collect();
    let new = (0..4)
        .map(|n| candidate(&format!("n{n}"), &[&format!("u.{n}")], None))
        .collect();
    let all = session(due, new, Limits { new: 2, reviews: 5 });
    assert_eq!(
        all.left(),
        Left {
            new: 2,
            learning: 1,
            review: 5
        }
    );
    assert_eq!(all.put_off(), 0);
    assert_eq!(item(all.next(now())).as_str(), "l", "steps come first");
}

#[test]
fn after_a_break_the_best_known_come_first_and_nothing_new() {
    let due: Vec<_> = (0..6_u8)
        .map(|n| {
            let mut c = candidate(&format!("r{n}"), &[&format!("t.{n}")], Some(Phase::Review));
            c.state.as_mut().unwrap().memory.stability = f32::from(n);
            c
        })
        .collect();
    let new = vec![candidate("n", &["u.1"], None)];
    let limits = Limits { new: 5, reviews: 2 };
    let relief = Session::new(Plan {
        due,
        new,
        limits,
        recall: &|s| s.memory.stability / 10.0,
        seed: 1,
    });
    assert_eq!(
        (relief.left(), relief.put_off()),
        (
            Left {
                new: 0,
                learning: 0,
                review: 2
            },
            4
        )
    );
    let kept: BTreeSet<_> = relief.queue.iter().map(|c| c.item.as_str()).collect();
    assert_eq!(kept, BTreeSet::from(["r4", "r5"]));
}

#[test]
fn a_forgotten_item_comes_back_but_not_at_once() {
    let due = vec![
        candidate("a", &["t.1"], Some(Phase::Review)),
        candidate("b", &["t.2"], Some(Phase::Review)),
    ];
    let mut s = session(due, vec![], WIDE);
    let first = item(s.next(now()));
    let back = now() + TimeDelta::minutes(10);
    s.answered(&first, &state(Phase::Relearning { step: 0 }, back));
    let second = item(s.next(now()));
    assert_ne!(second, first);
    good(&mut s, &second);
    assert_eq!(
        item(s.next(now())),
        first,
        "nothing else is left, so it comes ahead of its time"
    );
    s.answered(&first, &state(Phase::Relearning { step: 0 }, back));
    assert_eq!(
        s.next(now()),
        Next::Wait { until: back },
        "but not twice running"
    );
    assert_eq!(item(s.next(back)), first);
    s.hurry();
    assert_eq!(item(s.next(now())), first);
    good(&mut s, &first);
    assert_eq!(s.next(now()), Next::Done);
    let missed: BTreeSet<_> = s
        .outcomes()
        .map(|o| (o.item.as_str(), o.missed, o.new))
        .collect();
    assert_eq!(
        missed,
        BTreeSet::from([(first.as_str(), 2, false), (second.as_str(), 0, false)])
    );
}

#[test]
fn an_item_that_is_dropped_is_gone() {
    let mut s = session(
        vec![candidate("a", &["t.1"], Some(Phase::Review))],
        vec![],
        WIDE,
    );
    s.drop_item(&ItemId::new("a").unwrap());
    assert_eq!(s.next(now()), Next::Done);
}

#[test]
fn a_later_step_than_this_session_ends_it() {
    let mut s = session(vec![], vec![candidate("a", &["t.1"], None)], WIDE);
    let id = item(s.next(now()));
    s.answered(
        &id,
        &state(Phase::Learning { step: 1 }, now() + TimeDelta::hours(2)),
    );
    assert_eq!(s.next(now()), Next::Done);
}

fn candidates() -> impl Strategy<Value = (Vec<Candidate>, Vec<Candidate>)> {
    let one = (0..6_u8, 0..4_u8, 0..4_u8, 0..3_u8);
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let numbered = all.into_iter().enumerate().map(|(n, (topic, a, b, kind))| {
            let points = [format!("t{topic}.{a}"), format!("t{topic}.{b}")];
            let phase = match kind {
                0 => None,
                1 => Some(Phase::Review),
                _ => Some(Phase::Learning { step: 0 }),
            };
            candidate(&format!("i{n}"), &[&points[0], &points[1]], phase)
        });
        numbered.partition(|c| c.state.is_some())
    })
}

proptest! {
    #[test]
    fn everything_comes_up_once_and_siblings_keep_apart((due, new) in candidates(), seed: u64) {
        let all: BTreeSet<_> = due.iter().chain(&new).map(|c| c.item.clone()).collect();
        let mut s = Session::new(Plan { due, new, limits: WIDE, recall: &|_| 0.9, seed });
        let mut asked = Vec::new();
        loop {
            let next = s.next(now());
            prop_assert_eq!(&next, &s.next(now()), "asking changes nothing");
            let Next::Item(id) = next else { break };
            let before = s.clone();
            let chosen = before.queue.iter().chain(before.steps.iter().map(|(_, c)| c)).find(|c| c.item == id).unwrap();
            if s.follows_sibling(chosen) {
                let others = before.queue.iter().chain(before.steps.iter().map(|(_, c)| c));
                prop_assert!(others.into_iter().all(|c| before.follows_sibling(c)), "somebody else could have come");
            }
            asked.push(id.clone());
            good(&mut s, &id);
        }
        prop_assert_eq!(asked.len(), all.len());
        prop_assert_eq!(asked.into_iter().collect::<BTreeSet<_>>(), all);
    }

    #[test]
    fn siblings_never_meet_where_that_can_be_avoided(sizes in prop::collection::vec(1..5_usize, 1..8), new: bool, seed: u64) {
        let total: usize = sizes.iter().sum();
        prop_assume!(sizes.iter().all(|size| size * 2 <= total + 1));
        let phase = (!new).then_some(Phase::Review);
        let family = |(n, size): (usize, &usize)| {
            let point = format!("t{}.{n}", n % 2);
            (0..*size).map(|i| candidate(&format!("i{n}-{i}"), &[&point], phase)).collect::<Vec<_>>()
        };
        let all: Vec<_> = sizes.iter().enumerate().flat_map(family).collect();
        let (due, new) = if new { (vec![], all) } else { (all, vec![]) };
        let mut s = Session::new(Plan { due, new, limits: WIDE, recall: &|_| 0.9, seed });
        let mut last = None;
        while let Next::Item(id) = s.next(now()) {
            let point = s.queue.iter().find(|c| c.item == id).map(|c| c.tests.clone());
            prop_assert_ne!(&last, &point, "{:?}", sizes);
            last = point;
            good(&mut s, &id);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_session((due, new) in candidates(), seed: u64) {
        let make = || Session::new(Plan { due: due.clone(), new: new.clone(), limits: WIDE, recall: &|_| 0.9, seed });
        prop_assert_eq!(make(), make());
    }

    #[test]
    fn a_copy_takes_everything_back((due, new) in candidates(), keys in prop::collection::vec(0..4_u8, 0..30)) {
        let mut s = session(due, new, WIDE);
        let mut past = Vec::new();
        for key in keys {
            let Next::Item(id) = s.next(now()) else { break };
            past.push((s.clone(), id.clone()));
            match key {
                0 => s.answered(&id, &state(Phase::Learning { step: 0 }, now() + TimeDelta::minutes(1))),
                1 => s.drop_item(&id),
                _ => good(&mut s, &id),
            }
        }
        for (before, id) in past.into_iter().rev() {
            s = before;
            prop_assert_eq!(s.next(now()), Next::Item(id));
        }
    }
}
