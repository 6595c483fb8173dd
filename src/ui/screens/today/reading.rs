//! What stands there while packs are being read.

use super::*;
use crate::app::config::ThemeName;
use crate::app::routes::Route;
use crate::app::today::Action;
use crate::ui::testing::{Harness, clock, look, monday, services};

fn model(actions: usize) -> Model {
    let action = |n| Action {
        title: format!("Action {n}"),
        detail: String::new(),
        route: Route::Guide,
    };
    Model {
        first_run: true,
        day: monday().date_naive(),
        load: Load::default(),
        actions: (0..actions).map(action).collect(),
        days: vec![0; 28],
        streak: 0,
        longest: 0,
        interview_in: None,
        problems: 0,
    }
}

fn shown(actions: usize, reading: Option<u32>) -> Vec<String> {
    let today = Today {
        reading,
        ..Today::new(model(actions))
    };
    let lines = today.lines(60, &look(ThemeName::Dark));
    lines.iter().map(ToString::to_string).collect()
}

#[test]
fn progress_stands_where_the_first_action_will_stand() {
    let (before, after) = (shown(0, Some(35)), shown(1, None));
    let place = |lines: &[String], text| lines.iter().position(|line| line.contains(text));
    assert_eq!(
        place(&before, "Reading the packs: 35 %"),
        place(&after, "Action 0")
    );
    assert!(place(&before, "Reading").is_some());
    assert!(place(&shown(0, None), "Reading the packs: 0 %").is_some());
}

#[test]
fn rereading_moves_nothing() {
    let (during, after) = (shown(2, Some(5)), shown(2, None));
    assert_eq!(during.get(..after.len()), Some(&*after));
    assert_eq!(during.last().unwrap(), "Reading the packs: 5 %");
}

#[test]
fn a_start_without_actions_does_nothing() {
    let mut harness = Harness::new(
        Route::Today,
        Box::new(Today::new(model(0))),
        services(clock()),
    );
    harness.send("enter j k");
    assert!(harness.text().contains("Reading the packs"));
}
