//! Schedules in local time, steps, the interview, and what holds for any sequence of answers.

use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::FixedClock;

fn clock(at: &str) -> FixedClock<Tz> {
    FixedClock::new(at.parse().unwrap(), Tz::Europe__Berlin)
}

fn scheduler(horizon: Option<&str>) -> Scheduler {
    let horizon = horizon.map(|day| day.parse().unwrap());
    Scheduler::new(Settings {
        horizon,
        ..Settings::default()
    })
}

fn known(stability: f32, last_day: &str) -> CardState {
    CardState {
        phase: Phase::Review,
        memory: Memory {
            stability,
            difficulty: 5.0,
        },
        due: DateTime::UNIX_EPOCH,
        last: DateTime::UNIX_EPOCH,
        last_day: last_day.parse().unwrap(),
        reviews: 3,
        lapses: 0,
    }
}

#[test]
fn an_item_comes_back_when_its_day_begins_daylight_saving_or_not() {
    // Answered at half past eleven at night on the Saturday before the clocks go back; 4:00 is 3:00 UTC afterwards.
    let clock = clock("2026-10-24T21:30:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let after = scheduler(None).review(None, Rating::Easy, &moment);
    assert_eq!(
        after.due.to_string(),
        "2026-11-01 03:00:00 UTC",
        "eight days on, at 4:00 on the wall"
    );
}

#[test]
fn half_past_midnight_belongs_to_yesterday() {
    let clock = clock("2026-11-23T23:30:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let state = known(1.0, "2026-11-23");
    let after = scheduler(None).review(Some(&state), Rating::Good, &moment);
    assert_eq!(moment.day.to_string(), "2026-11-23");
    assert_eq!(
        after.due.date_naive().to_string(),
        "2026-11-24",
        "{after:?}"
    );
}

#[test]
fn steps_are_those_of_the_settings() {
    let clock = clock("2026-11-23T20:00:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let minutes = |state: &CardState| (state.due - moment.at).num_seconds();
    let steps = |learning: &[i64]| {
        let learning = learning.iter().map(|m| TimeDelta::minutes(*m)).collect();
        Scheduler::new(Settings {
            learning,
            relearning: vec![],
            ..Settings::default()
        })
    };
    let [again, hard, good, easy] = steps(&[4]).preview(None, &moment);
    assert_eq!([minutes(&again), minutes(&hard)], [240, 360]);
    assert_eq!([good.phase, easy.phase], [Phase::Review; 2]);
    let [again, ..] = steps(&[]).preview(None, &moment);
    assert_eq!(again.phase, Phase::Review, "no steps: days at once");
    let lapse = steps(&[]).review(Some(&known(10.0, "2026-11-10")), Rating::Again, &moment);
    assert_eq!((lapse.phase, lapse.lapses), (Phase::Review, 1));
}

#[test]
fn before_the_interview_everything_comes_once_more_and_not_on_one_day() {
    let clock = clock("2026-11-23T20:00:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let interview: NaiveDate = "2026-12-14".parse().unwrap();
    let scheduler = scheduler(Some("2026-12-14"));
    let days: std::collections::BTreeSet<_> = (0..60_u16)
        .map(|n| {
            let state = known(20.0 + f32::from(n), "2026-11-03");
            scheduler
                .review(Some(&state), Rating::Good, &moment)
                .due
                .date_naive()
        })
        .collect();
    assert!(days.iter().all(|day| *day < interview), "{days:?}");
    assert!(days.len() >= 5, "spread: {days:?}");
}

#[test]
fn the_interview_over_the_schedule_is_the_usual_one() {
    let clock = clock("2026-11-23T20:00:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let state = known(50.0, "2026-10-03");
    let free = scheduler(None).review(Some(&state), Rating::Good, &moment);
    for past in ["2026-11-01", "2026-11-23", "2026-11-24"] {
        assert_eq!(
            scheduler(Some(past)).review(Some(&state), Rating::Good, &moment),
            free,
            "{past}"
        );
    }
}

#[test]
fn a_damaged_memory_is_learnt_anew() {
    let clock = clock("2026-11-23T20:00:00Z");
    let moment = Moment::now(Calendar::default(), &clock);
    let after = scheduler(None).review(Some(&known(f32::NAN, "2026-11-20")), Rating::Good, &moment);
    assert!(after.memory.stability.is_finite() && after.due > moment.at);
}

fn ratings() -> impl Strategy<Value = Vec<(Rating, i64)>> {
    prop::collection::vec(
        (
            (1..=4_u8).prop_map(|n| Rating::from_number(n).unwrap()),
            0..2_000_000_i64,
        ),
        1..30,
    )
}

proptest! {
    #[test]
    fn the_log_replayed_gives_the_same_state(reviews in ratings(), horizon in prop::option::of(0..400_u64)) {
        let clock = clock("2026-11-23T20:00:00Z");
        let horizon = horizon.map(|days| clock.now().date_naive() + Days::new(days));
        let live = Scheduler::new(Settings { horizon, ..Settings::default() });
        // Settings may have changed between the answers and the rebuild.
        let later = Scheduler::new(Settings { retention: 0.8, learning: vec![], ..Settings::default() });
        let (mut state, mut replayed): (Option<CardState>, Option<CardState>) = (None, None);
        for (rating, seconds) in reviews {
            clock.advance(TimeDelta::seconds(seconds));
            let moment = Moment::now(Calendar::default(), &clock);
            let next = live.review(state.as_ref(), rating, &moment);
            let past = PastReview { rating, at: moment.at, day: moment.day, phase: next.phase, due: next.due };
            replayed = Some(later.replay(replayed.as_ref(), &past));
            state = Some(next);
            prop_assert_eq!(&state, &replayed);
        }
    }

    #[test]
    fn a_better_grade_never_comes_back_sooner(reviews in ratings(), horizon in prop::option::of(0..400_u64)) {
        let clock = clock("2026-11-23T20:00:00Z");
        let horizon = horizon.map(|days| clock.now().date_naive() + Days::new(days));
        let scheduler = Scheduler::new(Settings { horizon, ..Settings::default() });
        let mut state: Option<CardState> = None;
        for (rating, seconds) in reviews {
            // Evenings only: ten minutes before the rollover a step of ten minutes and "tomorrow" meet.
            clock.advance(TimeDelta::days(seconds / 86_400));
            let moment = Moment::now(Calendar::default(), &clock);
            let preview = scheduler.preview(state.as_ref(), &moment);
            for pair in preview.windows(2) {
                prop_assert!(pair[0].due <= pair[1].due, "{:?}", preview);
            }
            prop_assert!(preview.iter().all(|s| s.due >= moment.at));
            // On the eve of the interview and later there is no time to come once more.
            if let Some(horizon) = horizon.filter(|horizon| moment.day + Days::new(1) < *horizon) {
                prop_assert!(preview.iter().all(|s| s.due < moment.start(horizon)), "{:?}", preview);
            }
            let recall = scheduler.retrievability(&preview[2], moment.day);
            prop_assert!((recall - 1.0).abs() < 1e-6);
            state = Some(preview[usize::from(rating.number()) - 1].clone());
        }
    }
}
