//! What the list shows, and where its keys lead.

use super::*;
use crate::app::config::ThemeName;
use crate::app::guide::{ChapterRow, TopicRow};
use crate::domain::guide::{Chapter, TopicHead};
use crate::domain::mastery::{Mark, Mastery};
use crate::ui::testing::{Harness, SIZES, clock, services};

fn topic(id: &str, title: &str, share: f32, mark: Mark) -> TopicRow {
    TopicRow {
        head: TopicHead {
            id: TopicId::new(id).unwrap(),
            title: title.to_owned(),
            summary: format!(
                "What {title} is good for, what it costs, and when an interviewer wants to hear of it."
            ),
            minutes: 6,
        },
        chapter: None,
        mastery: Mastery { share, mark },
        items: if id == "dlq" { 0 } else { 14 },
        unmet: if mark == Mark::Unseen { 12 } else { 3 },
    }
}

fn chapter(id: &str, title: &str, topics: Vec<TopicRow>) -> ChapterRow {
    let ids: Vec<TopicId> = topics.iter().map(|topic| topic.head.id.clone()).collect();
    ChapterRow {
        chapter: Chapter {
            id: ChapterId::new(id).unwrap(),
            title: title.to_owned(),
            summary: format!("All about {title}."),
            prerequisites: if id == "resilience" {
                vec![(topic_id("breaker"), vec![topic_id("bulkhead")])]
            } else {
                Vec::new()
            },
            topics: ids,
        },
        mastery: Mastery {
            share: 0.31,
            mark: Mark::Learning,
        },
        seen: (12, 48),
        topics,
    }
}

fn model() -> Model {
    Model {
        chapters: vec![
            chapter(
                "fundamentals",
                "Fundamentals",
                vec![
                    topic("latency", "Latency vs throughput", 0.92, Mark::Firm),
                    topic("cap", "CAP theorem", 0.35, Mark::Shaky),
                ],
            ),
            chapter(
                "resilience",
                "Resilience",
                vec![
                    topic("bulkhead", "Bulkhead", 0.2, Mark::Learning),
                    topic("breaker", "Circuit breaker", 0.0, Mark::Unseen),
                    topic("retry", "Exponential backoff and retry", 0.0, Mark::Unseen),
                    topic("dlq", "Dead letter queue", 0.0, Mark::Unseen),
                ],
            ),
        ],
        others: vec![topic("kafka-at-us", "Kafka at our shop", 0.0, Mark::Unseen)],
        next: Some(TopicId::new("breaker").unwrap()),
    }
}

fn harness() -> Harness {
    Harness::new(
        Route::Guide,
        Box::new(Guide::new(model())),
        services(clock()),
    )
}

fn topic_id(id: &str) -> TopicId {
    TopicId::new(id).unwrap()
}

/// The line that the cursor is on.
fn here(harness: &Harness) -> String {
    let text = harness.text();
    let line = text.lines().find(|line| line.starts_with(" ▸"));
    line.unwrap_or_default()
        .trim_start_matches([' ', '▸', '▾', '●', '◑', '◔', '○'])
        .trim()
        .to_owned()
}

#[test]
fn looks() {
    for (name, keys) in [
        ("guide", ""),
        ("guide-chapter", "g"),
        ("guide-filter", "/ r e s space c i r"),
        ("guide-none", "/ q q"),
    ] {
        for (width, height) in SIZES {
            let mut h = harness();
            h.resize(width, height).send(keys);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
        }
        let mut h = harness();
        h.theme(ThemeName::Plain).send(keys);
        insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
    }
}

#[test]
fn keys_lead_through_the_road_map() {
    for (keys, line, leads) in [
        ("", "Circuit breaker  next", None),
        ("j", "Exponential backoff and retry", None),
        ("k k", "Resilience", None),
        // folds, and the topics are gone
        ("k k enter j", "Not on the road map", None),
        ("h j", "Not on the road map", None),
        ("h l j", "Bulkhead", None),
        ("enter", "", Some(Route::Topic(topic_id("breaker")))),
        (
            "d",
            "",
            Some(Route::Drill(Focus::Topic(topic_id("breaker")))),
        ),
        (
            "g d",
            "",
            Some(Route::Drill(Focus::Chapter(
                ChapterId::new("fundamentals").unwrap(),
            ))),
        ),
        // nothing asks for it, so there is nothing to drill
        ("j j d", "Dead letter queue", None),
        ("G enter", "", Some(Route::Topic(topic_id("kafka-at-us")))),
    ] {
        let mut h = harness();
        h.send(keys);
        match leads {
            Some(route) => assert_eq!(h.stack.routes().last(), Some(&&route), "{keys}"),
            None => assert!(here(&h).starts_with(line), "{keys}: {:?}", h.text()),
        }
    }
}

#[test]
fn a_filter_finds_titles_and_goes_away_again() {
    let mut h = harness();
    h.send("g /").type_text("retry exp");
    assert!(here(&h).starts_with("Exponential backoff"), "{}", h.text());
    assert!(!h.text().contains("CAP theorem"));
    h.send("esc");
    assert!(here(&h).starts_with("Exponential backoff"), "{}", h.text());
    assert!(h.text().contains("CAP theorem"));
    h.send("/").type_text("dlq").send("enter");
    assert_eq!(
        h.stack.routes().last(),
        Some(&&Route::Topic(topic_id("dlq")))
    );
    let mut h = harness();
    h.send("/").type_text("zzz").send("enter");
    assert!(h.text().contains("Search"), "{}", h.text());
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut h = harness();
    let row = h
        .text()
        .lines()
        .position(|line| line.contains("CAP theorem"))
        .unwrap();
    let y = u16::try_from(row).unwrap();
    h.click(10, y);
    assert!(here(&h).starts_with("CAP theorem"));
    h.click(10, y);
    assert_eq!(
        h.stack.routes().last(),
        Some(&&Route::Topic(topic_id("cap")))
    );
}

#[test]
fn advice_has_a_reason() {
    let mut all_new = model();
    for row in all_new
        .chapters
        .iter_mut()
        .flat_map(|chapter| &mut chapter.topics)
    {
        row.mastery = Mastery::NONE;
    }
    let mut met = model();
    met.next = None;
    let mut plain = model();
    plain.next = Some(topic_id("retry"));
    let empty = Model {
        chapters: Vec::new(),
        others: Vec::new(),
        next: None,
    };
    for (model, said) in [
        (
            model(),
            "Next: Circuit breaker, 6 min. It builds on Bulkhead.",
        ),
        (
            all_new,
            "Next: Circuit breaker, 6 min. The road map begins here.",
        ),
        (plain, "The first one that you have not\n drilled yet."),
        (
            met,
            "Weakest: Circuit breaker, 0 %. You have met every topic.",
        ),
        (empty, "The road map stands here as soon as"),
    ] {
        let h = Harness::new(Route::Guide, Box::new(Guide::new(model)), services(clock()));
        assert!(h.text().contains(said), "{said}: {}", h.text());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_panics(steps in proptest::collection::vec((0..Command::ALL.len(), 0_u16..130, 0_u16..30), 1..25)) {
        let mut h = harness();
        for (command, width, height) in steps {
            h.resize(width, height).message(Msg::Command(Command::ALL[command]));
            proptest::prop_assert_eq!(h.text().lines().count(), usize::from(height));
        }
    }
}
