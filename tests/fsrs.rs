//! The sequences of py-fsrs 6.3.2 (`fsrs-cases.json`), replayed through our scheduler: once with its default learning steps,
//! once without any.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use sysdrill::domain::calendar::{Calendar, FixedClock};
use sysdrill::domain::schedule::{CardState, Moment, Phase, Rating, Scheduler, Settings};

#[derive(Deserialize)]
struct Oracle {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: u32,
    reviews: Vec<Review>,
    expected: Vec<Expected>,
}

#[derive(Deserialize)]
struct Review {
    rating: u8,
    gap_days: i64,
}

#[derive(Deserialize)]
struct Expected {
    stability: f64,
    difficulty: f64,
    retrievability_before: Option<f64>,
    interval_days: i64,
    with_default_steps: Steps,
}

#[derive(Deserialize)]
struct Steps {
    state: u8,
    step: Option<u8>,
    interval_seconds: i64,
}

/// Everything about one answer of a case.
struct Answer<'a> {
    name: String,
    wanted: &'a Expected,
    before: Option<&'a CardState>,
    after: &'a CardState,
    moment: &'a Moment<'a>,
}

impl Answer<'_> {
    /// From the beginning of the learner's day to the moment at which the item comes back.
    fn days(&self) -> TimeDelta {
        let clock = FixedClock::new(self.moment.at, Utc);
        self.after.due - Calendar::default().start(&clock, self.moment.day)
    }
}

fn close(name: &str, got: f32, wanted: f64) {
    let off = (f64::from(got) - wanted).abs() / wanted.abs().max(1.0);
    assert!(off < 1e-4, "{name}: {got}, not {wanted}");
}

/// Answers all cases and hands every answer to `look`; returns how many there were.
fn play(scheduler: &Scheduler, look: impl Fn(&Answer<'_>)) -> usize {
    let oracle: Oracle = serde_json::from_str(include_str!("fsrs-cases.json")).unwrap();
    for case in &oracle.cases {
        let start: DateTime<Utc> = "2026-01-05T12:00:00Z".parse().unwrap();
        let clock = FixedClock::new(start, Utc);
        let mut state: Option<CardState> = None;
        for (n, (review, wanted)) in case.reviews.iter().zip(&case.expected).enumerate() {
            // The gap before the first review means nothing, a gap of 0 is ten minutes.
            match (n, review.gap_days) {
                (0, _) => {}
                (_, 0) => clock.advance(TimeDelta::minutes(10)),
                (_, days) => clock.advance(TimeDelta::days(days)),
            }
            let moment = Moment::now(Calendar::default(), &clock);
            let rating = Rating::from_number(review.rating).unwrap();
            let after = scheduler.review(state.as_ref(), rating, &moment);
            let name = format!("case {} review {n}", case.id);
            look(&Answer {
                name,
                wanted,
                before: state.as_ref(),
                after: &after,
                moment: &moment,
            });
            state = Some(after);
        }
    }
    oracle.cases.iter().map(|case| case.reviews.len()).sum()
}

#[test]
fn without_steps_memory_and_intervals_are_those_of_py_fsrs() {
    let settings = Settings {
        learning: vec![],
        relearning: vec![],
        ..Settings::default()
    };
    let scheduler = Scheduler::new(settings);
    let reviews = play(&scheduler, |answer| {
        let Answer {
            name,
            wanted,
            before,
            after,
            moment,
        } = answer;
        close(
            &format!("{name} stability"),
            after.memory.stability,
            wanted.stability,
        );
        close(
            &format!("{name} difficulty"),
            after.memory.difficulty,
            wanted.difficulty,
        );
        if let (Some(before), Some(recall)) = (before, wanted.retrievability_before) {
            let got = scheduler.retrievability(before, moment.day);
            close(&format!("{name} retrievability"), got, recall);
        }
        assert_eq!(after.phase, Phase::Review, "{name}");
        assert_eq!(answer.days().num_days(), wanted.interval_days, "{name}");
    });
    assert!(reviews > 500, "only {reviews} reviews");
}

#[test]
fn with_steps_phases_and_pauses_are_those_of_py_fsrs() {
    play(&Scheduler::default(), |answer| {
        let Answer {
            name,
            after,
            moment,
            ..
        } = answer;
        let wanted = &answer.wanted.with_default_steps;
        let (state, step) = match after.phase {
            Phase::Learning { step } => (1, Some(step)),
            Phase::Review => (2, None),
            Phase::Relearning { step } => (3, Some(step)),
        };
        assert_eq!((state, step), (wanted.state, wanted.step), "{name}");
        // Pauses are exact; days are counted from the beginning of the learner's day.
        let pause = if state == 2 {
            answer.days()
        } else {
            after.due - moment.at
        };
        assert_eq!(pause.num_seconds(), wanted.interval_seconds, "{name}");
    });
}
