//! What the page shows, and where its keys lead.

use super::*;
use crate::app::config::ThemeName;
use crate::app::desk::Plan;
use crate::app::routes::Route;
use crate::app::testing::{World, finish};
use crate::domain::schedule::Rating;
use crate::ui::testing::{Harness, SIZES, signpost};

/// The page of a world, and a sign wherever it leads.
fn today(world: &World) -> Harness {
    let plan = Plan {
        new_per_day: 6,
        interview: chrono::NaiveDate::from_ymd_opt(2026, 12, 24),
        ..Plan::default()
    };
    let mut services = world.planned(plan);
    let page = Today::open(&mut services).unwrap();
    let mut h = Harness::empty(signpost, services, ThemeName::Dark);
    h.stack.put(Route::Today, Box::new(page));
    h.message(Msg::Tick);
    h
}

/// After some days of learning, the last of them yesterday.
fn usual() -> World {
    let world = World::new();
    for day in 0..9_u32 {
        if day != 5 {
            finish(&mut world.services(), |n| {
                Rating::ALL[(n + day) as usize % 3]
            });
        }
        world.pass(1, 0);
    }
    world
}

/// The same, and nothing left to do.
fn done() -> World {
    let world = usual();
    finish(&mut world.services(), |_| Rating::Easy);
    world
}

#[test]
fn looks() {
    for (name, world) in [
        ("today-first", World::new()),
        ("today-usual", usual()),
        ("today-done", done()),
    ] {
        let mut h = today(&world);
        for (width, height) in SIZES {
            h.resize(width, height);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
        }
        h.resize(80, 24).theme(ThemeName::Plain);
        insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
    }
}

#[test]
fn enter_starts_what_is_recommended() {
    for (world, keys, leads) in [
        (World::new(), "enter", "Topic(TopicId(\"breaker\"))"),
        (World::new(), "G enter", "Guide"),
        (World::new(), "j k enter", "Topic(TopicId(\"breaker\"))"),
        (usual(), "enter", "Drill(All)"),
        (usual(), "k g enter", "Drill(All)"),
        (done(), "g enter", "Guide"),
        (usual(), "G enter", "Topic("),
    ] {
        let mut h = today(&world);
        h.send(keys);
        assert!(
            h.text().contains(&format!("-> {leads}")),
            "{keys}\n{}",
            h.text()
        );
    }
}

#[test]
fn what_was_done_meanwhile_is_seen_on_coming_back() {
    let world = usual();
    let mut h = today(&world);
    assert!(h.text().contains("to review"), "{}", h.text());
    finish(&mut h.services, |_| Rating::Easy);
    h.message(Msg::Resumed);
    assert!(h.text().contains("Done for today."), "{}", h.text());
}
