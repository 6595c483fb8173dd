//! Makes up packs of any size: every kind of item, every field, about 400 bytes a card, without a problem in it.
//! Shared by the benches and `examples/make_pack.rs`; the same number gives the same pack.

#![expect(clippy::indexing_slicing, reason = "the indices are remainders")]

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// Cards that test the points of one topic.
const TOPIC: usize = 100;
/// Points of a topic.
const POINTS: usize = 10;
/// Topics of a chapter; a chapter has one deck.
const CHAPTER: usize = 20;

/// All files of a pack with `cards` cards: (path inside the pack, text).
pub(crate) fn pack(cards: usize) -> Vec<(String, String)> {
    let topics = cards.div_ceil(TOPIC);
    let chapters = topics.div_ceil(CHAPTER);
    let mut files = vec![("content/roadmap.yaml".to_owned(), roadmap(chapters, topics))];
    for topic in 0..topics {
        let path = format!("content/{:02}-chapter/topic-{topic}.md", topic / CHAPTER);
        files.push((path, page(topic)));
    }
    for chapter in 0..chapters {
        let first = chapter * CHAPTER * TOPIC;
        let last = cards.min(first + CHAPTER * TOPIC);
        files.push((
            format!("quizzes/decks/{chapter:02}-chapter.yaml"),
            deck(chapter, first..last),
        ));
    }
    files
}

/// Writes such a pack into a folder.
pub(crate) fn write(cards: usize, folder: &Path) -> io::Result<()> {
    for (path, text) in pack(cards) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn roadmap(chapters: usize, topics: usize) -> String {
    let mut text = "title: Made up\nchapters:\n".to_owned();
    for chapter in 0..chapters {
        let first = chapter * CHAPTER;
        let last = topics.min(first + CHAPTER);
        let topics: Vec<String> = (first..last)
            .map(|topic| format!("topic-{topic}"))
            .collect();
        let _ = write!(
            text,
            "  - id: chapter-{chapter}\n    title: Chapter {chapter}\n    summary: Twenty topics.\n    topics: [{}]\n",
            topics.join(", ")
        );
    }
    text
}

fn page(topic: usize) -> String {
    let mut text = format!(
        "---\nid: topic-{topic}\ntitle: Topic {topic}\nsummary: What topic {topic} is about.\nminutes: 5\npoints:\n"
    );
    for point in 1..=POINTS {
        let _ = writeln!(
            text,
            "  - {{id: topic-{topic}.{point}, text: Point {point} of topic {topic} says what happens under load.}}"
        );
    }
    text.push_str("sources: [\"Nygard, Release It!, 2nd ed., 2018, ch. 5\"]\n---\n\n");
    for part in 0..8 {
        let _ = writeln!(text, "## Part {part}\n");
        for line in 0..4 {
            let _ = writeln!(
                text,
                "Line {line} of part {part} says what a request of topic {topic} meets on its way to the answer."
            );
        }
        text.push('\n');
    }
    text.push_str("```design\nclient -> service: call\nservice => queue: event\n```\n");
    text
}

fn deck(chapter: usize, cards: std::ops::Range<usize>) -> String {
    let mut text = format!("id: chapter-{chapter}\ntitle: Chapter {chapter}\nitems:\n");
    for card in cards {
        let topic = card / TOPIC;
        let level = ["recall", "apply", "decide"][card % 3];
        let (kind, body) = body(card);
        let blank = if kind == "cloze" {
            " It is {{half-open::which state?}} now."
        } else {
            ""
        };
        let _ = write!(
            text,
            "  - id: topic-{topic}.card-{card}\n    kind: {kind}\n    level: {level}\n    prompt: |\n      \
             Question {card}: what does a caller of topic {topic} see when the service behind it slows down?{blank}\n\
             {body}    explain: >-\n      Answer {card} holds because a waiting call keeps its thread and its \
             connection,\n      so the caller runs out of both before the service has recovered.\n    \
             tests: [topic-{topic}.{}]\n",
            card % POINTS + 1
        );
    }
    text
}

/// Kinds in about the shares that a good deck has.
fn body(card: usize) -> (&'static str, String) {
    match card % 20 {
        0..4 => ("card", "    answer: It waits until its timeout, and holds a thread all the while.\n".to_owned()),
        4..7 => ("cloze", String::new()),
        7..12 => ("choice", options("1")),
        12..14 => ("multi", options("[1, 3]")),
        14 => (
            "order",
            "    steps:\n      - The service slows down\n      - Calls wait\n      - Threads run out\n      - The caller fails as well\n"
                .to_owned(),
        ),
        15 => (
            "match",
            "    pairs:\n      - {left: closed, right: calls pass}\n      - {left: open, right: calls are refused}\n      - {left: half-open, right: one call is let through}\n"
                .to_owned(),
        ),
        16 | 17 => ("numeric", format!("    answer: {} / day * 500 byte to MB/day\n    within: 2\n", card + 1)),
        _ => ("typed", "    answer: half-open\n    accept: [half open, trial state]\n".to_owned()),
    }
}

fn options(answer: &str) -> String {
    format!(
        "    options:\n      - {{text: It waits for its timeout, why: It does.}}\n      \
         - {{text: It is answered from the cache, why: Nobody said that there is a cache.}}\n      \
         - {{text: It holds a thread, why: It does.}}\n      \
         - {{text: It is sent to another region, why: Nobody set that up.}}\n    answer: {answer}\n"
    )
}
