//! What the page shows, and where its keys lead.

use super::*;
use crate::app::config::ThemeName;
use crate::app::history::ChapterRow;
use crate::app::routes::Route;
use crate::app::testing::{World, finish};
use crate::domain::schedule::Rating;
use crate::ui::testing::{Harness, SIZES, clock, services, signpost};

/// The page of somebody who learned on most days since May.
fn half_a_year() -> Model {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let answers = |ago: u32| match ago {
        180.. => 0,
        ago if ago % 7 == 3 || (60..66).contains(&ago) => 0,
        ago => (ago * 37 + 11) % 64 + 3,
    };
    let days: Vec<u32> = (0..371).rev().map(answers).collect();
    let chapter = |title: &str, mastery, seen| ChapterRow {
        title: title.to_owned(),
        mastery,
        seen,
        points: 48,
    };
    Model {
        day,
        reviews: days.iter().map(|n| u64::from(*n)).sum(),
        days,
        streak: (3, 21),
        retention: [(0.874, 412), (0.912, 1320)].map(|(share, of)| Some(Share { share, of })),
        target: 0.9,
        chapters: vec![
            chapter("Fundamentals", 0.83, 48),
            chapter("Data and storage", 0.61, 40),
            chapter("Asynchronous work and messaging", 0.3, 22),
            chapter("Resilience", 0.07, 6),
            chapter("Observability", 0.0, 0),
        ],
        forecast: vec![31, 12, 18, 0, 9, 14, 22, 7, 5, 11, 0, 3, 8, 120],
    }
}

fn harness(model: Model) -> Harness {
    let page = Box::new(History::new(model));
    Harness::new(Route::History, page, services(clock()))
}

/// The page as it is read from the database.
fn opened(world: &World) -> Harness {
    let mut services = world.services();
    let page = History::open(&mut services).unwrap();
    let mut h = Harness::empty(signpost, services, ThemeName::Dark);
    h.stack.put(Route::History, Box::new(page));
    h
}

fn snapshots(name: &str, mut h: Harness) {
    for (width, height) in SIZES {
        h.resize(width, height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
    }
    h.resize(80, 24).theme(ThemeName::Plain);
    insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
}

#[test]
fn looks() {
    snapshots("history-empty", opened(&World::new()));
    snapshots("history-year", harness(half_a_year()));
    let mut h = harness(half_a_year());
    // Only drawing tells the page its height.
    assert!(!h.text().is_empty());
    h.send("G");
    insta::assert_snapshot!("history-year-end", h.snapshot());
}

#[test]
fn what_was_answered_is_counted() {
    let world = World::new();
    for _ in 0..3 {
        finish(&mut world.services(), |n| Rating::ALL[n as usize % 4]);
        world.pass(1, 0);
    }
    let mut h = opened(&world);
    h.resize(120, 80);
    let text = h.text();
    assert!(text.contains("3 days in a row, longest 3"), "{text}");
    assert!(text.contains("Basics"), "{text}");
    assert!(text.contains("8/8"), "{text}");
}

#[test]
fn a_page_scrolls_to_its_end_and_back() {
    let mut h = harness(half_a_year());
    let top = h.text();
    h.send("G");
    assert!(h.text().contains("120"), "{}", h.text());
    h.send("g");
    assert_eq!(h.text(), top);
}
