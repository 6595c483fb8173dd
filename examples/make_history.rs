//! Learns for so many days, as a diligent learner would: `make_history DATA INDEX DAYS NEW REVIEWS`.
//!
//! `DATA` is the folder that `sysdrill --data` is given, `INDEX` the index of its packs (below `DATA/cache`); start the
//! trainer once before, so that it is there. Every day brings `NEW` items and at most `REVIEWS` others that are due.

use std::path::Path;
use std::process::ExitCode;

use chrono::{TimeDelta, Utc};
use sysdrill::domain::calendar::{Calendar, FixedClock};
use sysdrill::domain::grading::{Given, Outcome};
use sysdrill::domain::id::ItemId;
use sysdrill::domain::schedule::{Moment, Rating, Scheduler};
use sysdrill::store::{EventId, NewReview, Paths, Scope, Store, StoreError};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [data, index, numbers @ ..] = args.as_slice() else {
        return complain("usage: make_history DATA INDEX DAYS NEW REVIEWS");
    };
    let numbers: Result<Vec<u32>, _> = numbers.iter().map(|number| number.parse()).collect();
    let Ok(&[days, new, reviews]) = numbers.as_deref() else {
        return complain("DAYS, NEW and REVIEWS are numbers");
    };
    let paths = Paths {
        db: Path::new(data).join("progress.sqlite"),
        index: index.into(),
    };
    match learn(&paths, days, new, reviews) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string()),
    }
}

fn learn(paths: &Paths, days: u32, new: u32, reviews: u32) -> Result<(), StoreError> {
    let mut store = Store::open(paths, Scheduler::default())?;
    #[expect(clippy::disallowed_methods, reason = "a past that ends today")]
    let clock = FixedClock::new(Utc::now() - TimeDelta::days(days.into()), Utc);
    let calendar = Calendar::default();
    let mut answers = 0;
    for _ in 0..days {
        let moment = Moment::now(calendar, &clock);
        let mut asked = store.due(&Scope::All, moment.at, moment.day)?;
        asked.truncate(reviews as usize);
        asked.extend(store.fresh(&Scope::All, moment.day, new)?);
        for candidate in asked {
            answers += 1;
            store.record(&answer(answers, candidate.item, &moment), &moment)?;
        }
        clock.advance(TimeDelta::days(1));
    }
    Ok(())
}

/// Seven of ten are Good, the rest is of every kind.
fn answer(n: usize, item: ItemId, moment: &Moment<'_>) -> NewReview {
    let rating = match n % 10 {
        3 => Rating::Again,
        6 => Rating::Hard,
        9 => Rating::Easy,
        _ => Rating::Good,
    };
    NewReview {
        id: EventId::new(moment.at),
        item,
        rating,
        given: Given::Revealed,
        outcome: Outcome::SelfGraded,
        suggested: None,
        elapsed_ms: 9000,
        confidence: None,
    }
}

#[expect(clippy::print_stderr, reason = "this is a program of its own")]
fn complain(what: &str) -> ExitCode {
    eprintln!("{what}");
    ExitCode::from(2)
}
