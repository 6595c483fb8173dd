//! Tables of answers and what becomes of them, one per kind.

use super::*;
use crate::domain::id::{DeckId, ItemId, PointId, TopicId};
use crate::domain::item::{Level, Place};

fn item(body: Body) -> Item {
    Item {
        id: ItemId::new("i").unwrap(),
        deck: DeckId::new("d").unwrap(),
        topic: TopicId::new("t").unwrap(),
        tests: vec![PointId::new("t.1").unwrap()],
        level: Level::Recall,
        prompt: String::new(),
        hint: None,
        explain: String::new(),
        body,
        place: Place {
            pack: String::new(),
            file: String::new(),
            line: 1,
        },
    }
}

fn options(right: &[usize], of: usize) -> Vec<Choice> {
    (0..of)
        .map(|n| Choice {
            text: n.to_string(),
            why: None,
            right: right.contains(&n),
        })
        .collect()
}

fn outcome(body: Body, given: &Given) -> Outcome {
    grade(&item(body), given).outcome
}

#[test]
fn a_choice_is_right_or_wrong() {
    for (picked, wanted) in [
        (2, Outcome::Right),
        (0, Outcome::Wrong),
        (9, Outcome::Wrong),
    ] {
        assert_eq!(
            outcome(
                Body::Choice {
                    options: options(&[2], 4)
                },
                &Given::Picked(picked)
            ),
            wanted
        );
    }
}

#[test]
fn several_options_forgive_one_slip_among_three_or_more() {
    for (right, ticked, wanted) in [
        (vec![0, 2, 3], vec![0, 2, 3], Outcome::Right),
        (vec![0, 2, 3], vec![0, 2], Outcome::Near),
        (vec![0, 2, 3], vec![0, 1, 2, 3], Outcome::Near),
        (vec![0, 2, 3], vec![0, 1], Outcome::Wrong),
        (vec![0, 2], vec![0], Outcome::Wrong),
        (vec![0], vec![0, 1], Outcome::Wrong),
    ] {
        let body = Body::Multi {
            options: options(&right, 5),
        };
        assert_eq!(
            outcome(body, &Given::Ticked(ticked.clone())),
            wanted,
            "{right:?} {ticked:?}"
        );
    }
}

#[test]
fn an_order_forgives_two_neighbours_swapped() {
    for (places, wanted) in [
        (vec![0, 1, 2, 3], Outcome::Right),
        (vec![0, 2, 1, 3], Outcome::Near),
        (vec![3, 1, 2, 0], Outcome::Wrong),
        (vec![1, 2, 3, 0], Outcome::Wrong),
    ] {
        let body = Body::Order {
            steps: vec!["a".into(), "b".into(), "c".into(), "d".into()],
        };
        let verdict = grade(&item(body), &Given::Ordered(places.clone()));
        assert_eq!(verdict.outcome, wanted, "{places:?}");
    }
    let three = Body::Order {
        steps: vec!["a".into(), "b".into(), "c".into()],
    };
    assert_eq!(
        outcome(three, &Given::Ordered(vec![1, 0, 2])),
        Outcome::Wrong,
        "a swap of three is a guess"
    );
}

#[test]
fn a_match_forgives_one_pair_mixed_up_and_twins() {
    let pairs = |rights: [&str; 4]| Body::Match {
        pairs: rights
            .iter()
            .enumerate()
            .map(|(n, r)| (n.to_string(), (*r).to_owned()))
            .collect(),
    };
    for (body, places, wanted) in [
        (
            pairs(["a", "b", "c", "d"]),
            vec![0, 1, 2, 3],
            Outcome::Right,
        ),
        (pairs(["a", "b", "c", "d"]), vec![1, 0, 2, 3], Outcome::Near),
        (
            pairs(["a", "b", "c", "d"]),
            vec![1, 2, 0, 3],
            Outcome::Wrong,
        ),
        (
            pairs(["yes", "no", "yes", "no"]),
            vec![2, 3, 0, 1],
            Outcome::Right,
        ),
        (pairs(["a", "b", "c", "d"]), vec![], Outcome::Wrong),
    ] {
        assert_eq!(
            outcome(body, &Given::Matched(places.clone())),
            wanted,
            "{places:?}"
        );
    }
}

#[test]
fn a_value_is_graded_by_factor() {
    for (text, within, wanted) in [
        ("3 TB", 2.0, Outcome::Right),
        ("5.9 TB", 2.0, Outcome::Right),
        ("1.5 TB", 2.0, Outcome::Right),
        ("7 TB", 2.0, Outcome::Near),
        ("0.31 TB", 2.0, Outcome::Near),
        ("40 TB", 2.0, Outcome::Wrong),
        ("-3 TB", 2.0, Outcome::Wrong),
        ("0 TB", 2.0, Outcome::Wrong),
        ("3.1 TB", 1.0, Outcome::Near),
        ("3.002 TB", 1.0, Outcome::Right),
        ("3", 2.0, Outcome::Unreadable),
        ("3 s", 2.0, Outcome::Unreadable),
        ("three terabananas", 2.0, Outcome::Unreadable),
    ] {
        let body = Body::Numeric {
            answer: "3 TB".into(),
            within,
            near: 10.0,
        };
        assert_eq!(outcome(body, &Given::Value(text.into())), wanted, "{text}");
    }
    let verdict = grade(
        &item(Body::Numeric {
            answer: "50 ms".into(),
            within: 2.0,
            near: 10.0,
        }),
        &Given::Value("5".into()),
    );
    assert_eq!(
        verdict.complaint(),
        Some("`5` lacks its unit: a time is wanted, such as `ms`")
    );
}

#[test]
fn a_value_is_shown_as_it_was_understood() {
    let body = |answer: &str| Body::Numeric {
        answer: answer.into(),
        within: 2.0,
        near: 10.0,
    };
    for (answer, text, understood) in [
        ("3 TB/day", "~2,000 gb/day", "2,000 GB/day = 2 TB/day"),
        ("3 TB/day", "2TB per day", "2 TB/day"),
        ("3000/s", "3k requests/s", "3,000/s"),
    ] {
        let verdict = grade(&item(body(answer)), &Given::Value(text.into()));
        let Detail::Value { given, .. } = verdict.detail else {
            panic!("{verdict:?}")
        };
        assert_eq!(given, understood);
    }
    let broken = grade(&item(body("3 bananas")), &Given::Value("3".into()));
    assert!(
        broken
            .complaint()
            .unwrap()
            .starts_with("the answer can't be computed")
    );
    // The limits belong to the better side; nothing is only equal to nothing.
    assert_eq!(
        outcome(body("3 TB"), &Given::Value("1.5 TB".into())),
        Outcome::Right
    );
    assert_eq!(
        outcome(body("3 TB"), &Given::Value("30 TB".into())),
        Outcome::Near
    );
    assert_eq!(
        outcome(body("3 - 3"), &Given::Value("0".into())),
        Outcome::Right
    );
    assert_eq!(
        outcome(body("3 - 3"), &Given::Value("1".into())),
        Outcome::Wrong
    );
}

#[test]
fn the_opposite_is_no_typo() {
    for (answer, text, wanted) in [
        ("asynchronous", "synchronous", Outcome::Wrong),
        ("mutable", "immutable", Outcome::Wrong),
        ("push model", "pull model", Outcome::Wrong),
        ("encryption", "decryption", Outcome::Wrong),
        ("asynchronous", "asynchronus", Outcome::Near),
        ("A record", "record", Outcome::Wrong),
        ("A record", "a record", Outcome::Right),
        ("circuit breaker", "a circuit braker", Outcome::Near),
        ("serialization", "serialisation", Outcome::Right),
        ("W + R > N", "w+r>n", Outcome::Right),
        ("99.9%", "999%", Outcome::Wrong),
    ] {
        let body = Body::Typed {
            answer: answer.into(),
            accept: vec![],
        };
        assert_eq!(
            outcome(body, &Given::Term(text.into())),
            wanted,
            "{answer} / {text}"
        );
    }
}

#[test]
fn a_term_is_compared_by_what_matters() {
    for (text, wanted) in [
        ("half-open", Outcome::Right),
        ("Half open", Outcome::Right),
        ("the half open", Outcome::Right),
        ("halfopen", Outcome::Right),
        ("half-opne", Outcome::Near),
        ("trial state", Outcome::Right),
        ("trial states", Outcome::Right),
        ("half", Outcome::Wrong),
        ("open", Outcome::Wrong),
        ("", Outcome::Wrong),
    ] {
        let body = Body::Typed {
            answer: "half-open".into(),
            accept: vec!["trial state".into()],
        };
        assert_eq!(outcome(body, &Given::Term(text.into())), wanted, "{text}");
    }
    let p99 = Body::Typed {
        answer: "p99 latency".into(),
        accept: vec![],
    };
    assert_eq!(
        outcome(p99, &Given::Term("p95 latency".into())),
        Outcome::Wrong,
        "numbers have no slips"
    );
    let short = Body::Typed {
        answer: "CAP".into(),
        accept: vec![],
    };
    assert_eq!(
        outcome(short, &Given::Term("CAT".into())),
        Outcome::Wrong,
        "short words have no slips"
    );
}

#[test]
fn the_diff_is_against_the_closest_wording() {
    let body = Body::Typed {
        answer: "half-open".into(),
        accept: vec!["trial state".into()],
    };
    let verdict = grade(&item(body), &Given::Term("trial stat".into()));
    let Detail::Term(term) = verdict.detail else {
        panic!("{verdict:?}")
    };
    assert_eq!(term.wanted, "trial state");
    assert_eq!(
        term.diff,
        [Run::Same("trial stat".into()), Run::Missing("e".into())]
    );
}

#[test]
fn all_blanks_count() {
    let blank = |answer: &str| ClozePart::Blank {
        answer: answer.into(),
        hint: None,
    };
    let parts = vec![
        blank("closed"),
        ClozePart::Text(" to ".into()),
        blank("half-open"),
    ];
    for (texts, wanted) in [
        (["closed", "half open"], Outcome::Right),
        (["closd", "half open"], Outcome::Near),
        (["closed", ""], Outcome::Wrong),
        (["open", "half-open"], Outcome::Wrong),
    ] {
        let given = Given::Blanks(texts.map(Into::into).to_vec());
        assert_eq!(
            outcome(
                Body::Cloze {
                    parts: parts.clone()
                },
                &given
            ),
            wanted,
            "{texts:?}"
        );
    }
}

#[test]
fn what_was_looked_at_is_for_the_learner_to_grade() {
    let verdict = grade(&item(Body::Card { answer: "x".into() }), &Given::Revealed);
    assert_eq!(
        (verdict.outcome, verdict.suggest),
        (Outcome::SelfGraded, None)
    );
    let verdict = grade(&item(Body::Card { answer: "x".into() }), &Given::Picked(3));
    assert_eq!(
        verdict.outcome,
        Outcome::SelfGraded,
        "an answer of another kind"
    );
}

#[test]
fn the_suggestion_follows_the_outcome() {
    let suggest = |outcome: Outcome| outcome.suggest();
    assert_eq!(suggest(Outcome::Right), Some(Rating::Good));
    assert_eq!(suggest(Outcome::Near), Some(Rating::Hard));
    assert_eq!(suggest(Outcome::Wrong), Some(Rating::Again));
}
