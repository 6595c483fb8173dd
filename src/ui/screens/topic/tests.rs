//! What the page shows, and where its keys lead.

use std::collections::HashMap;

use super::*;
use crate::app::config::ThemeName;
use crate::domain::guide::{self, Chapter, Note, Point, TopicHead};
use crate::domain::id::{ChapterId, PointId};
use crate::domain::item::Place;
use crate::domain::mastery::{Mark, Mastery};
use crate::ui::stack::Effect;
use crate::ui::testing::{Harness, SIZES, clock, services};

const BODY: &str = r"The payment provider has stopped answering. Every checkout waits two seconds for a timeout and fails anyway, see
[the chapter](https://example.org/release-it). A circuit breaker is *a counter with a switch*, placed in front of that call.

## The picture

```design
closed -> open: 5 of 10 fail
open -> half-open: after 30 s
half-open -> closed: probe works
half-open -> open: probe fails
```

## How it works

1. **Closed.** Calls pass. The outcome of each goes into a rolling window: the last 20 calls, or the last 10 seconds.
2. **Open.** Calls are refused without touching the network; a [fallback](topic:fallback-mechanism) may answer, say `Pending`.
   - nested, because it can be
3. **Half-open.** When the wait is over, three calls may try.

## Numbers worth knowing

| | no breaker | breaker |
|---|---|--:|
| doomed calls sent | 100/s × 60 s = 6,000 | 213 |
| threads stuck, at most | 100/s × 2 s = 200 | 200, then 3 |

```text
 0.0 s  outage begins
 2.1 s  10 of the last 20 calls have timed out    closed -> open
```

## Say it in one breath

> A circuit breaker watches the failure rate of a dependency and, past a threshold, refuses calls at once instead of letting
> callers queue up behind timeouts.
";

fn topic_id(id: &str) -> TopicId {
    TopicId::new(id).unwrap()
}

fn head(id: &str, title: &str) -> TopicHead {
    TopicHead {
        id: topic_id(id),
        title: title.to_owned(),
        summary: "Stop calling what keeps failing, answer at once, and let a few trial calls find out when it is back.".to_owned(),
        minutes: 6,
    }
}

fn topic(points: Vec<Point>) -> guide::Topic {
    guide::Topic {
        head: head("circuit-breaker", "Circuit breaker"),
        points,
        notes: vec![Note {
            id: PointId::new("breaker-open-name").unwrap(),
            guide: "Past a failure threshold the breaker goes into a state called \"broken\"."
                .to_owned(),
            correct: "The states are called closed, open and half-open.".to_owned(),
            source: "Nygard, Release It!, 2nd ed. 2018, ch. 5".to_owned(),
        }],
        labs: Vec::new(),
        related: vec![
            topic_id("fallback-mechanism"),
            topic_id("bulkhead"),
            topic_id("not-there"),
        ],
        confusable: vec![topic_id("bulkhead")],
        sources: vec!["Nygard, Release It!, 2nd ed., 2018, ch. 5 (Stability Patterns)".to_owned()],
        body: BODY.to_owned(),
        place: Place {
            pack: "/packs/mine".to_owned(),
            file: "content/05-resilience/circuit-breaker.md".to_owned(),
            line: 1,
        },
    }
}

fn page() -> Page {
    let texts = [
        "A circuit breaker wraps a call and stops making it while the component behind it keeps failing.",
        "It trips from closed to open when failures pass a set threshold.",
        "While open it turns calls away at once, which takes load off the failing service.",
        "When its wait is over it turns half-open and lets a small number of trial calls through.",
    ];
    let id = |number: usize| PointId::new(format!("circuit-breaker.{number}")).unwrap();
    let points: Vec<Point> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| Point {
            id: id(n + 1),
            text: (*text).to_owned(),
        })
        .collect();
    let marks = [
        (1.0, Mark::Firm),
        (0.4, Mark::Learning),
        (0.5, Mark::Shaky),
        (0.0, Mark::Unseen),
    ];
    let known: HashMap<PointId, Mastery> = points
        .iter()
        .zip(marks)
        .map(|(p, (share, mark))| (p.id.clone(), Mastery { share, mark }))
        .collect();
    let titles = [
        ("bulkhead", "Bulkhead"),
        ("fallback-mechanism", "Fallback mechanism"),
        ("circuit-breaker", "Circuit breaker"),
    ];
    Page {
        topic: topic(points),
        chapter: Some(Chapter {
            id: ChapterId::new("resilience").unwrap(),
            title: "Resilience".to_owned(),
            summary: String::new(),
            topics: Vec::new(),
            prerequisites: Vec::new(),
        }),
        mastery: Mastery {
            share: 0.42,
            mark: Mark::Shaky,
        },
        points: known,
        items: 14,
        suspended: 0,
        neighbours: (Some(head("bulkhead", "Bulkhead")), None),
        titles: titles
            .iter()
            .map(|(id, title)| (topic_id(id), (*title).to_owned()))
            .collect(),
    }
}

fn harness() -> Harness {
    let route = Route::Topic(topic_id("circuit-breaker"));
    Harness::new(route, Box::new(Topic::new(page())), services(clock()))
}

/// Presses keys one by one and looks at the screen between them, as people do: only drawing knows where the lines are.
fn press(h: &mut Harness, keys: &str) -> String {
    let mut text = h.text();
    for key in keys.split_whitespace() {
        text = h.send(key).text();
    }
    text
}

#[test]
fn looks() {
    for (name, keys) in [("topic", ""), ("topic-link", "tab"), ("topic-end", "G")] {
        for (width, height) in SIZES {
            let mut h = harness();
            press(h.resize(width, height), keys);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
        }
        let mut h = harness();
        press(h.theme(ThemeName::Plain), keys);
        insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
    }
}

#[test]
fn the_whole_page_can_be_read() {
    let mut h = harness();
    let long = h.resize(80, 120).text();
    for part in [
        "Resilience · 6 min · 14 questions · ◑ 42 % known",
        "│ half-open │",
        "1. Closed. Calls pass.",
        "doomed calls sent       100/s × 60 s = 6,000          213",
        "[1] https://example.org/release-it",
        "● A circuit breaker wraps a call",
        "○ When its wait is over",
        "Right: The states are called closed, open and half-open.",
        "→ Fallback mechanism",
        "• Nygard",
    ] {
        assert!(long.contains(part), "{part} is missing in\n{long}");
    }
    assert!(!long.contains("not-there"));
    // page by page every line comes into sight
    h.resize(80, 24);
    let mut seen = h.text();
    for _ in 0..10 {
        seen.push_str(h.send("space").text().as_str());
    }
    for line in long
        .lines()
        .map(str::trim)
        .filter(|line| !line.contains("1 Today") && !line.contains("? help"))
    {
        assert!(seen.contains(line), "{line} was never in sight");
    }
}

#[test]
fn points_stand_once_whatever_the_size() {
    for (width, height) in [(80, 200), (119, 200), (120, 200), (120, 20), (200, 200)] {
        let mut h = harness();
        let text = h.resize(width, height).text();
        // in the outline of a low wide screen, and as a heading
        let count = text.matches("What to know").count();
        let point = text.matches("A circuit breaker wraps a call").count();
        assert_eq!(
            (count, point),
            if height == 20 { (1, 0) } else { (1, 1) },
            "{width}x{height}"
        );
    }
}

#[test]
fn links_are_found_and_followed() {
    let topic = |id: &str| Route::Topic(topic_id(id));
    for (keys, route) in [
        // nothing is chosen yet
        ("enter", topic("circuit-breaker")),
        ("tab enter", topic("fallback-mechanism")),
        ("tab tab tab enter", topic("bulkhead")),
        // from the last one back to the first
        ("tab tab tab tab tab enter", topic("fallback-mechanism")),
        ("G shift-tab enter", topic("bulkhead")),
        ("d", Route::Drill(Focus::Topic(topic_id("circuit-breaker")))),
    ] {
        let mut h = harness();
        press(&mut h, keys);
        assert_eq!(h.stack.routes().last(), Some(&&route), "{keys}");
    }
}

#[test]
fn a_chosen_link_is_in_sight() {
    let mut h = harness();
    let text = press(h.resize(80, 10), "tab");
    assert!(text.contains("a fallback may"), "{text}");
    let text = press(&mut h, "tab");
    assert!(text.contains("→ Fallback mechanism"), "{text}");
}

#[test]
fn the_editor_gets_the_file() {
    let mut h = harness();
    h.send("e");
    let path = "/packs/mine/content/05-resilience/circuit-breaker.md".into();
    assert_eq!(h.effects, [Effect::Edit { path, line: 1 }]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_panics(steps in proptest::collection::vec((0..Command::ALL.len(), 0_u16..200, 0_u16..60), 1..20)) {
        let mut h = harness();
        for (command, width, height) in steps {
            h.resize(width, height).message(Msg::Command(Command::ALL[command]));
            proptest::prop_assert_eq!(h.text().lines().count(), usize::from(height));
        }
    }
}
