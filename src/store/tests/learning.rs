//! What a learner does: answers, marks, undos, and what queues and numbers say then.

use super::*;
use crate::domain::schedule::Phase;
use crate::store::{Counts, Retention, Scope};

fn ids(found: &[crate::domain::session::Candidate]) -> Vec<&str> {
    found
        .iter()
        .map(|candidate| candidate.item.as_str())
        .collect()
}

#[test]
fn an_answer_survives_reopening() {
    let mut world = World::new();
    let recorded = world.answer("a1", Rating::Easy, 0);
    let card = recorded.after.card.clone().unwrap();
    assert_eq!(
        (card.phase, card.reviews, card.last),
        (Phase::Review, 1, start())
    );
    assert_eq!(world.other().state(&id("a1")).unwrap(), recorded.after);
}

#[test]
fn trying_the_same_review_again_counts_once() {
    let mut world = World::new();
    let review = review("a1", Rating::Good);
    let first = world.record(&review, 0).unwrap();
    let mut other = world.other();
    let again = on(0, |moment| other.record(&review, moment)).unwrap();
    assert_eq!(first.after, again.after);
    assert_eq!(world.store.history(&id("a1")).unwrap().len(), 1);
    assert_eq!(world.store.days(day(0)..=day(0)).unwrap()[0].reviews, 1);
}

#[test]
fn a_clock_that_was_put_back_does_not_reorder_the_log() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 3);
    let after = world.answer("a1", Rating::Again, 0).after.card.unwrap();
    assert_eq!(after.phase, Phase::Relearning { step: 0 });
    assert_eq!((after.reviews, after.lapses), (2, 1));
}

#[test]
fn new_items_come_in_the_order_of_the_guide_and_due_ones_by_time() {
    let mut world = World::new();
    let fresh = |world: &World, limit| world.store.fresh(&Scope::All, day(0), limit).unwrap();
    assert_eq!(ids(&fresh(&world, 9)), ["a1", "a2", "b1", "c1", "c2"]);
    assert_eq!(ids(&fresh(&world, 2)), ["a1", "a2"]);
    for (item, days) in [("a1", 1), ("c1", 0)] {
        world.answer(item, Rating::Easy, days);
    }
    assert_eq!(
        ids(&fresh(&world, 9)),
        ["a2", "c2", "b1"],
        "first those of topics that were begun"
    );
    let due = |days| world.store.due(&Scope::All, at(days), day(days)).unwrap();
    assert!(due(1).is_empty());
    let due = due(9);
    assert_eq!(ids(&due), ["c1", "a1"]);
    assert_eq!(due[0].state, world.store.state(&id("c1")).unwrap().card);
    assert_eq!(due[0].tests, [PointId::new("gamma.1").unwrap()]);
    assert_eq!(due[0].topic.as_str(), "gamma");
}

#[test]
fn a_scope_narrows_both_queues() {
    let mut world = World::new();
    for (scope, want) in [
        (
            Scope::Chapter(ChapterId::new("first").unwrap()),
            vec!["a1", "a2", "b1"],
        ),
        (
            Scope::Topic(TopicId::new("gamma").unwrap()),
            vec!["c1", "c2"],
        ),
        (
            Scope::Deck(DeckId::new("deck").unwrap()),
            vec!["a1", "a2", "b1", "c1", "c2"],
        ),
        (Scope::Deck(DeckId::new("other").unwrap()), vec![]),
    ] {
        assert_eq!(
            ids(&world.store.fresh(&scope, day(0), 9).unwrap()),
            want,
            "{scope:?}"
        );
    }
    for item in ["a1", "c1"] {
        world.answer(item, Rating::Easy, 0);
    }
    let scope = Scope::Chapter(ChapterId::new("second").unwrap());
    assert_eq!(
        ids(&world.store.due(&scope, at(9), day(9)).unwrap()),
        ["c1"]
    );
}

#[test]
fn suspended_and_buried_items_stay_away() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0);
    world.answer("b1", Rating::Easy, 0);
    world.mark("a1", Mark::Suspend);
    world.mark("a2", Mark::Suspend);
    world.mark("b1", Mark::Bury { until: day(10) });
    world.mark("c1", Mark::Bury { until: day(1) });
    world.mark("c2", Mark::Flag);
    let due = |days| world.store.due(&Scope::All, at(days), day(days)).unwrap();
    assert!(due(9).is_empty());
    assert_eq!(ids(&due(10)), ["b1"]);
    let fresh = |days| world.store.fresh(&Scope::All, day(days), 9).unwrap();
    assert_eq!(ids(&fresh(0)), ["c2"]);
    assert_eq!(ids(&fresh(1)), ["c1", "c2"]);
    let counts = |days| world.store.counts(at(days), day(days)).unwrap();
    assert_eq!((counts(0).new, counts(0).due), (1, 0));
    assert_eq!((counts(10).new, counts(10).due), (2, 1));
}

#[test]
fn forgetting_makes_an_item_new_and_keeps_its_answers() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0);
    let (event, state) = world.mark("a1", Mark::Forget);
    assert_eq!(state, ItemState::default());
    assert_eq!(world.store.history(&id("a1")).unwrap().len(), 1);
    assert_eq!(
        ids(&world.store.fresh(&Scope::All, day(0), 1).unwrap()),
        ["a1"]
    );
    let undone = world.undo(event).unwrap();
    assert_eq!(undone.state.card.unwrap().reviews, 1);
}

#[test]
fn undo_goes_back_many_levels_and_twice_is_once() {
    let mut world = World::new();
    let mut past = vec![world.store.state(&id("a1")).unwrap()];
    let mut events = Vec::new();
    for (days, rating) in [(0, Rating::Easy), (1, Rating::Again), (2, Rating::Good)] {
        let review = review("a1", rating);
        events.push(review.id);
        past.push(world.record(&review, days).unwrap().after);
    }
    let (event, state) = world.mark("a1", Mark::Suspend);
    events.push(event);
    past.push(state);
    while let Some(event) = events.pop() {
        assert_eq!(world.store.state(&id("a1")).unwrap(), past.pop().unwrap());
        for _ in 0..2 {
            let undone = world.undo(event).unwrap();
            assert_eq!(undone.item, id("a1"));
            assert_eq!(Some(&undone.state), past.last());
        }
    }
    assert!(world.store.days(day(0)..=day(9)).unwrap().is_empty());
    let history = world.store.history(&id("a1")).unwrap();
    assert!(history.len() == 3 && history.iter().all(|past| past.undone));
}

#[test]
fn a_leech_is_marked_but_not_hidden() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0);
    for days in 1..4 {
        world.answer("a1", Rating::Again, 10 * days);
        world.answer("a1", Rating::Easy, 10 * days);
    }
    let state = world.store.state(&id("a1")).unwrap();
    assert!(state.is_leech(3) && !state.is_leech(4) && !state.is_hidden(day(99)));
    assert_eq!(
        world
            .store
            .due(&Scope::All, at(999), day(999))
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn numbers_for_today_and_the_history() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0);
    world.answer("a1", Rating::Again, 5);
    world.answer("a2", Rating::Easy, 5);
    world.answer("b1", Rating::Good, 5);
    let counts = world
        .store
        .counts(at(5) + TimeDelta::hours(1), day(5))
        .unwrap();
    let want = Counts {
        due: 2,
        new: 2,
        reviewed_today: 3,
        new_today: 2,
        repeated_today: 1,
    };
    assert_eq!(counts, want);
    let days = world.store.days(day(0)..=day(5)).unwrap();
    let lines: Vec<_> = days
        .iter()
        .map(|d| (d.day, d.reviews, d.new, d.again, d.elapsed_ms))
        .collect();
    assert_eq!(lines, [(day(0), 1, 1, 0, 1500), (day(5), 3, 2, 1, 4500)]);
    let retention = |from, to| world.store.retention(day(from)..=day(to)).unwrap();
    assert_eq!(retention(0, 5), Retention { asked: 1, known: 0 });
    assert_eq!(retention(0, 5).share(), Some(0.0));
    assert_eq!(retention(0, 4).share(), None);
}

#[test]
fn the_forecast_counts_what_is_overdue_first() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0); // for 8 days
    world.answer("a2", Rating::Easy, 4);
    world.answer("b1", Rating::Easy, 4);
    world.mark("b1", Mark::Suspend);
    let six = TimeDelta::hours(6);
    let bounds: Vec<_> = (10..=14).map(|days| at(days) - six).collect();
    assert_eq!(world.store.forecast(&bounds).unwrap(), [1, 0, 1, 0]);
    assert!(world.store.forecast(&[]).unwrap().is_empty());
}

#[test]
fn standings_follow_the_points_not_the_items_topic() {
    let mut world = World::new();
    world.answer("b1", Rating::Easy, 0); // tests beta.1 and alpha.2
    let alpha = Scope::Topic(TopicId::new("alpha").unwrap());
    for scope in [
        alpha,
        Scope::All,
        Scope::Chapter(ChapterId::new("first").unwrap()),
    ] {
        let standings = world.store.standings(&scope).unwrap();
        let lines: Vec<_> = standings
            .iter()
            .take(3)
            .map(|s| (s.point.as_str(), s.items, s.states.len()))
            .collect();
        assert_eq!(
            lines,
            [("alpha.1", 1, 0), ("alpha.2", 2, 1), ("alpha-note", 0, 0)]
        );
    }
    assert_eq!(world.store.standings(&Scope::All).unwrap().len(), 9);
}

#[test]
fn begun_are_all_points_of_the_topics_with_answers() {
    let mut world = World::new();
    assert!(world.store.begun().unwrap().is_empty());
    world.answer("b1", Rating::Easy, 0); // tests beta.1 and alpha.2
    let mut standings = world.store.standings(&Scope::All).unwrap();
    standings.retain(|s| s.topic.as_str() != "gamma");
    assert_eq!(standings.len(), 6);
    let mut begun = world.store.begun().unwrap();
    for list in [&mut standings, &mut begun] {
        list.sort_by(|a, b| (&a.topic, &a.point).cmp(&(&b.topic, &b.point)));
    }
    assert_eq!(begun, standings);
}

#[test]
fn progress_of_items_that_left_the_packs_waits_for_them() {
    let mut world = World::new();
    world.answer("a1", Rating::Easy, 0);
    let mut index = Index::open(&world.store.paths().index).unwrap();
    let change = index.change().unwrap();
    change.remove(BUILT_IN, "quizzes/decks/deck.yaml").unwrap();
    change.finish(|_| Ok("[]".into())).unwrap();
    assert!(
        world
            .store
            .due(&Scope::All, at(9), day(9))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        world.store.counts(at(9), day(9)).unwrap(),
        Counts::default()
    );
    assert_eq!(world.store.doctor().unwrap().homeless, 1);
    fill(&mut index, &pack());
    assert_eq!(
        world.store.due(&Scope::All, at(9), day(9)).unwrap().len(),
        1
    );
}
