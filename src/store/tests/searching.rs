//! Full-text search.

use super::*;
use crate::store::{Hit, Target};

fn library() -> (TempDir, Index) {
    let mut breaker = topic("circuit-breaker");
    breaker.head.title = "Circuit breaker".into();
    breaker.body =
        "It stops calls to a service that keeps failing.\n\nSee also: résumé, availability.".into();
    let mut bulkhead = topic("bulkhead");
    bulkhead.head.title = "Bulkhead".into();
    bulkhead.body =
        "Unlike a circuit breaker it limits, say, C++ threads with \"quotas\" AND NEAR(pools)."
            .into();
    let mut card = item("why", &["circuit-breaker.1"]);
    card.prompt = "Why does an open breaker refuse calls?".into();
    let dir = tempfile::tempdir().unwrap();
    let mut index = Index::open(&dir.path().join("index.sqlite")).unwrap();
    let rows = FileRows {
        topics: vec![bulkhead, breaker],
        items: vec![card],
        ..file("x", "1")
    };
    fill(&mut index, &[rows]);
    (dir, index)
}

fn found(index: &Index, words: &str) -> Vec<String> {
    let name = |hit: Hit| match hit.target {
        Target::Topic(id) => id.to_string(),
        Target::Item(id, topic) => format!("{id}@{topic}"),
    };
    index
        .reader()
        .search(words, 10)
        .unwrap()
        .into_iter()
        .map(name)
        .collect()
}

#[test]
fn titles_weigh_more_and_items_follow_topics() {
    let (_dir, index) = library();
    assert_eq!(
        found(&index, "breaker"),
        ["circuit-breaker", "bulkhead", "why@circuit-breaker"]
    );
    assert_eq!(
        found(&index, "breaker circuit"),
        ["circuit-breaker", "bulkhead"],
        "any order"
    );
    assert_eq!(
        found(&index, "RESUME fails"),
        ["circuit-breaker"],
        "case, accents, endings"
    );
    assert_eq!(found(&index, "breaker zebra"), [""; 0]);
}

#[test]
fn the_last_word_may_be_unfinished_at_any_letter() {
    let (_dir, index) = library();
    let word = "availability";
    for end in 3..=word.len() {
        let begun: String = word.chars().take(end).collect();
        assert_eq!(found(&index, &begun), ["circuit-breaker"], "{begun}");
    }
    assert_eq!(found(&index, "zebraic"), [""; 0]);
}

#[test]
fn operators_and_punctuation_are_just_text() {
    let (_dir, index) = library();
    for words in [
        "C++",
        "\"quotas\"",
        "AND near",
        "quotas) (",
        "near(pools",
        "say, it*",
    ] {
        assert_eq!(found(&index, words), ["bulkhead"], "{words}");
    }
    for nothing in ["", "   ", "\"", "* - ^", "NOT", "title:bulkhead"] {
        assert_eq!(found(&index, nothing), [""; 0], "{nothing}");
    }
}

#[test]
fn the_snippet_shows_where() {
    let (_dir, index) = library();
    let hits = index.reader().search("stop call", 10).unwrap();
    let marked: Vec<_> = hits[0]
        .snippet
        .iter()
        .filter(|run| run.hit)
        .map(|run| &run.text)
        .collect();
    assert_eq!(marked, ["stops", "calls"]);
    assert!(
        hits[0]
            .snippet
            .iter()
            .all(|run| !run.text.contains(char::is_control))
    );
    assert_eq!(hits[0].title, "Circuit breaker");
}

#[test]
fn only_live_rows_are_found() {
    let (_dir, mut index) = library();
    let mut theirs = topic("bulkhead");
    theirs.head.title = "Watertight walls".into();
    let rows = FileRows {
        pack: "mine".into(),
        rank: 1,
        topics: vec![theirs],
        ..file("y", "1")
    };
    fill(&mut index, &[rows]);
    assert_eq!(found(&index, "quotas"), [""; 0]);
    assert_eq!(found(&index, "watertight"), ["bulkhead"]);
}
