//! Every kind answered with keys, and what stands in the log afterwards.

use proptest::prelude::*;

use super::*;
use crate::app::config::ThemeName;
use crate::app::testing::{KINDS, World, answers, finish, lock, rows, state};
use crate::domain::id::DeckId;
use crate::ui::testing::{Harness, SIZES, look};
use crate::ui::{keys, screens};

fn deck(id: &str) -> Route {
    Route::Drill(Focus::Deck(DeckId::new(id).unwrap()))
}

/// A drill over one deck, with the usual plan.
fn drill(world: &World, id: &str) -> Harness {
    Harness::open(screens::open, deck(id), world.services())
}

/// Presses the keys; `"text"` is typed as it is.
fn play(h: &mut Harness, keys: &str) {
    for (n, part) in keys.split('"').enumerate() {
        if n % 2 == 0 {
            h.send(part);
        } else {
            h.type_text(part);
        }
    }
}

/// The number under which the option (step, partner) with `text` is shown.
fn number(h: &Harness, text: &str) -> String {
    let screen = h.text();
    let line = screen.lines().find(|line| line.contains(text)).unwrap();
    let digits = line.chars().skip_while(|c| !c.is_ascii_digit());
    digits.take_while(char::is_ascii_digit).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table, a few rows a kind")]
fn every_kind_is_answered_with_keys() {
    for (kind, keys, stands, written) in [
        ("card", "space", "To spare the failing service", ""),
        (
            "card",
            "space 4",
            "1 new card learned.",
            "the-card 4 self-graded new review",
        ),
        (
            "card",
            "enter enter",
            "A short pause",
            "the-card 3 self-graded new learning",
        ),
        ("card", "h", "Hint: Think of both sides", ""),
        ("cloze", "\"half open\" tab \"probe\" enter", "✓ Right.", ""),
        (
            "cloze",
            "\"half open\" enter \"probe\" enter",
            "✓ Right.",
            "",
        ),
        (
            "cloze",
            "\"half open\" tab \"probe\" enter 4",
            "learned",
            "the-cloze 4 right new review",
        ),
        (
            "cloze",
            "\"haf-open\" down \"probe\" enter",
            "ha{+l+}f-open",
            "",
        ),
        (
            "cloze",
            "\"open\" shift-tab \"call\" enter enter",
            "pause",
            "the-cloze 1 wrong new learning",
        ),
        ("cloze", "enter", "This is the answer.", ""),
        (
            "cloze",
            "enter 4",
            "learned",
            "the-cloze 4 self-graded new review",
        ),
        (
            "cloze",
            "alt-x enter",
            "pause",
            "the-cloze 1 self-graded new learning",
        ),
        ("choice", "x", "This is the answer.", ""),
        (
            "choice",
            "x enter",
            "pause",
            "the-choice 1 self-graded new learning",
        ),
        ("multi", "enter", "Tick at least one option first.", ""),
        ("multi", "1 2 3 4 enter", "Not quite.", ""),
        (
            "order",
            "x 4",
            "learned",
            "the-order 4 self-graded new review",
        ),
        ("match", "1 enter", "Give every one its partner first", ""),
        ("match", "1 2 3 u enter", "(yours:", ""),
        ("numeric", "\"1.6\" enter", "unit", ""),
        (
            "numeric",
            "\"1.6\" enter backspace backspace backspace \"3 GB/day\" enter",
            "Right.",
            "",
        ),
        (
            "numeric",
            "\"3 GB/day\" enter enter",
            "pause",
            "the-value 3 right new learning",
        ),
        (
            "numeric",
            "\"8 GB/day\" enter enter",
            "pause",
            "the-value 2 near new learning",
        ),
        ("numeric", "\"600 GB/day\" enter", "times too large", ""),
        (
            "numeric",
            "\"600 GB/day\" enter enter",
            "pause",
            "the-value 1 wrong new learning",
        ),
        ("numeric", "enter", "Type your answer first", ""),
        ("numeric", "alt-h", "Hint: A month has", ""),
        (
            "typed",
            "\"Tail latencies\" enter enter",
            "pause",
            "the-term 3 right new learning",
        ),
        ("typed", "\"tail latenci\" enter", "tail latency", ""),
        (
            "typed",
            "\"jitter\" enter 1",
            "pause",
            "the-term 1 wrong new learning",
        ),
    ] {
        let world = World::new();
        let mut h = drill(&world, kind);
        play(&mut h, keys);
        assert!(h.text().contains(stands), "{kind}: {keys}\n{}", h.text());
        let wanted: Vec<&str> = Some(written)
            .filter(|w| !w.is_empty())
            .into_iter()
            .collect();
        assert_eq!(answers(&mut h.services), wanted, "{kind}: {keys}");
    }
}

#[test]
fn an_option_is_picked_by_number_or_with_the_cursor() {
    for keys in [
        "N enter 4",
        "g enter 4",
        "down enter 4",
        "down down enter 4",
        "enter 4",
    ] {
        let world = World::new();
        let mut h = drill(&world, "choice");
        let right = number(&h, "Refuse it at once");
        h.send(&keys.replace('N', &right));
        let at = match keys {
            "down enter 4" => "2",
            "down down enter 4" => "3",
            _ => "1",
        };
        let hit = keys.contains('N') || right == at;
        let outcome = if hit { "right" } else { "wrong" };
        let wanted = format!("the-choice 4 {outcome} new review");
        assert_eq!(answers(&mut h.services), [wanted], "{keys}");
    }
}

#[test]
fn several_are_ticked_and_unticked() {
    let world = World::new();
    let mut h = drill(&world, "multi");
    let right = [number(&h, "A timeout"), number(&h, "A refused connection")];
    let wrong = number(&h, "A search without results");
    h.send(&format!("{} {} {wrong} space enter", right[0], right[1]));
    assert!(h.text().contains("✓ Right."), "{}", h.text());
    h.send("enter");
    assert_eq!(answers(&mut h.services), ["the-multi 3 right new learning"]);
}

#[test]
fn steps_are_moved_into_order() {
    let world = World::new();
    let mut h = drill(&world, "order");
    for (place, step) in ["closed", "open", "half-open", "closed again"]
        .into_iter()
        .enumerate()
    {
        let line = |h: &Harness| {
            let screen = h.text();
            let is = |line: &&str| line.trim_end().ends_with(&format!(". {step}"));
            let line = screen.lines().find(is).unwrap().to_owned();
            let digit = line.chars().find(char::is_ascii_digit).unwrap();
            digit.to_digit(10).unwrap() as usize - 1
        };
        let at = line(&h);
        h.send(&format!("g {} {}", "k ".repeat(9), "j ".repeat(at)));
        h.send(&"K ".repeat(at - place));
        assert_eq!(line(&h), place);
    }
    h.send("enter");
    assert!(h.text().contains("✓ Right."), "{}", h.text());
    h.send("u 4");
    assert_eq!(answers(&mut h.services), ["the-order 4 right new review"]);
}

#[test]
fn partners_are_found_by_number() {
    let world = World::new();
    let mut h = drill(&world, "match");
    for partner in [
        "passes it on and counts",
        "refuses it",
        "passes one on as a probe",
    ] {
        let number = number(&h, partner);
        h.send(&number);
    }
    h.send("enter 4");
    assert_eq!(answers(&mut h.services), ["the-match 4 right new review"]);
}

#[test]
fn under_each_grade_stands_when_it_comes_back() {
    let world = World::new();
    let mut h = drill(&world, "card");
    h.send("space");
    let screen = h.text();
    let mut lines = screen.lines().skip_while(|line| !line.contains("1 Again"));
    let (names, whens) = (lines.next().unwrap(), lines.next().unwrap());
    let words: Vec<&str> = names.split_whitespace().collect();
    assert_eq!(
        words,
        ["1", "Again", "2", "Hard", "▸", "3", "Good", "4", "Easy"]
    );
    let whens: Vec<&str> = whens
        .split("  ")
        .map(str::trim)
        .filter(|w| !w.is_empty())
        .collect();
    assert_eq!(whens, ["1 min", "5 min", "10 min", "8 days"]);
}

#[test]
fn undo_goes_back_step_by_step_to_the_same_question() {
    let world = World::new();
    let mut h = Harness::open(screens::open, Route::Drill(Focus::All), world.services());
    let mut seen = Vec::new();
    for keys in ["alt-x 1", "alt-x 3", "f", "b", "-", "alt-x 4", "alt-x 2"] {
        seen.push((state(&mut h.services), h.services.due, question_line(&h)));
        // A card has nothing to give up: it is revealed.
        let card = h.text().contains("space reveal");
        h.send(&if card {
            keys.replace("alt-x", "space")
        } else {
            typed(&h, keys)
        });
    }
    while let Some((was, due, question)) = seen.pop() {
        let undo = typed(&h, "alt-u");
        h.send(&undo);
        assert_eq!(state(&mut h.services), was);
        assert_eq!(h.services.due, due);
        assert_eq!(question_line(&h), question);
    }
    h.send("u");
    assert!(h.text().contains("nothing to take back"), "{}", h.text());
    assert!(answers(&mut h.services).is_empty());
    assert_eq!(
        rows(&mut h.services, "SELECT count(*) FROM main.card"),
        ["0"]
    );
}

/// Where nothing is typed a command needs no `alt`; where something is, it does.
fn typed(h: &Harness, keys: &str) -> String {
    let writing = h.text().contains("alt-");
    let keys = if writing && !keys.contains("alt-") && keys.len() == 1 {
        format!("alt-{keys}")
    } else {
        keys.to_owned()
    };
    if writing {
        keys
    } else {
        keys.replace("alt-", "")
    }
}

/// The first lines of what is asked.
fn question_line(h: &Harness) -> Vec<String> {
    h.text()
        .lines()
        .skip(2)
        .take(12)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_flag_stays_with_what_was_typed() {
    let world = World::new();
    let mut h = drill(&world, "typed");
    play(&mut h, "\"tail\" alt-f");
    assert!(h.text().contains("flagged") && h.text().contains("tail"));
    h.send("alt-u");
    assert!(
        !h.text().contains("flagged") && h.text().contains(" tail"),
        "{}",
        h.text()
    );
    h.send("alt-f alt-f");
    assert!(state(&mut h.services).is_empty());
}

#[test]
fn what_is_put_away_is_not_asked() {
    for (key, left) in [("b", "the-card 0 2026-11-24"), ("-", "the-card 1 ")] {
        let world = World::new();
        let mut h = drill(&world, "card");
        h.send(key);
        assert!(h.text().contains("Nothing to ask here"), "{}", h.text());
        let query = "SELECT item, suspended, buried_until FROM cards";
        assert_eq!(rows(&mut h.services, query), [left]);
        h.send("u");
        assert!(
            h.text().contains("Why does a breaker refuse"),
            "{}",
            h.text()
        );
    }
}

#[test]
fn siblings_come_one_after_the_other_only_when_nobody_else_is_left() {
    let world = World::new();
    let mut h = drill(&world, "siblings");
    h.send("space 4 space 4");
    assert!(h.text().contains("2 new cards learned."), "{}", h.text());
}

#[test]
fn other_pages_are_a_key_away() {
    let world = World::new();
    let mut h = drill(&world, "choice");
    h.send("t");
    assert!(
        h.text().contains("A breaker stands between"),
        "{}",
        h.text()
    );
    h.send("esc e");
    assert!(
        h.text().contains("What does an open breaker do"),
        "{}",
        h.text()
    );
    let Some(crate::ui::stack::Effect::Edit { path, line }) = h.effects.last() else {
        panic!("{:?}", h.effects);
    };
    assert!(path.ends_with("quizzes/decks/choice.yaml") && *line > 1);
}

#[test]
fn the_end_says_what_was_learnt_what_is_weak_and_what_is_next() {
    let world = World::new();
    let mut h = drill(&world, "card");
    h.send("space 1 enter space 1 enter space 4");
    let text = h.text();
    for part in [
        "1 new card learned.",
        "3 answers",
        "Not there yet",
        "Why does a breaker",
        "Next: 1 card",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_day_ends_at_its_limit_and_more_can_be_learned() {
    let world = World::new();
    let plan = crate::app::desk::Plan {
        new_per_day: 1,
        ..crate::app::desk::Plan::default()
    };
    let mut h = Harness::open(screens::open, deck("siblings"), world.planned(plan));
    h.send("space 4");
    assert!(h.text().contains("1 new card waits"), "{}", h.text());
    h.send("enter");
    assert!(
        h.text().contains("1 new") && h.text().contains("space reveal"),
        "{}",
        h.text()
    );
    h.send("space 4");
    assert_eq!(answers(&mut h.services).len(), 2);
    assert!(!h.text().contains("learn more"), "{}", h.text());
}

#[test]
fn a_pause_ends_by_itself_or_at_once() {
    let world = World::new();
    let mut h = drill(&world, "card");
    h.send("space 1");
    assert!(h.text().contains("comes back at 10:01"), "{}", h.text());
    world.pass(0, 1);
    h.message(Msg::Tick);
    assert!(h.text().contains("Why does a breaker"), "{}", h.text());
    h.send("space 1 enter");
    assert!(h.text().contains("Why does a breaker"), "{}", h.text());
}

#[test]
fn a_drill_that_ended_goes_on_another_day() {
    let world = World::new();
    let mut h = drill(&world, "card");
    h.send("space 4");
    h.message(Msg::Resumed);
    assert!(h.text().contains("learned."), "{}", h.text());
    world.pass(30, 0);
    h.message(Msg::Resumed);
    assert!(h.text().contains("Why does a breaker"), "{}", h.text());
}

#[test]
fn a_failed_write_loses_nothing() {
    let world = World::new();
    let mut h = drill(&world, "typed");
    play(&mut h, "\"tail latenzy\" enter");
    let before = h.text();
    lock(&mut h.services, true);
    for keys in ["enter", "3", "f", "b", "-"] {
        h.send(keys);
        assert!(
            h.text().contains("nothing was lost"),
            "{keys}\n{}",
            h.text()
        );
        h.send("esc");
        assert_eq!(h.text(), before, "{keys}");
    }
    lock(&mut h.services, false);
    h.send("3");
    assert_eq!(answers(&mut h.services).len(), 1);
    lock(&mut h.services, true);
    h.send("u esc");
    assert_eq!(answers(&mut h.services).len(), 1);
    lock(&mut h.services, false);
    h.send("u");
    assert!(answers(&mut h.services).is_empty());
}

#[test]
fn a_long_question_is_read_from_its_beginning_and_its_verdict_is_in_sight() {
    let world = World::new();
    let mut h = drill(&world, "long");
    assert!(
        h.text().contains("A shop calls a payment provider"),
        "{}",
        h.text()
    );
    assert!(h.text().contains("more below"), "{}", h.text());
    h.send("pgdn");
    assert!(h.text().contains("status page to change"), "{}", h.text());
    let wrong = number(&h, "Raise the number");
    h.send(&format!("{wrong} enter"));
    assert!(h.text().contains("Not quite."), "{}", h.text());
    assert!(h.text().contains("1 Again"), "{}", h.text());
    h.send("pgdn pgdn");
    assert!(h.text().contains("is true and enough"), "{}", h.text());
}

#[test]
fn looks() {
    for kind in KINDS.into_iter().chain(["long"]) {
        let answer = match kind {
            "card" => "space",
            "cloze" => "\"haf-open\" tab \"probe\" enter",
            "multi" | "match" => "1 2 3 enter",
            "numeric" => "\"600 GB/day\" enter",
            "typed" => "\"tail latenzi\" enter",
            _ => "enter",
        };
        snapshots(&format!("{kind}-asked"), kind, "");
        snapshots(&format!("{kind}-graded"), kind, answer);
    }
    snapshots(
        "summary",
        "siblings",
        "space 1 space 1 space 1 space 4 space 4",
    );
    snapshots("pause", "card", "space 1");
    snapshots("complaint", "numeric", "\"1.6\" enter");
    snapshots("hint", "card", "h");
}

fn snapshots(name: &str, kind: &str, keys: &str) {
    let world = World::new();
    let mut h = drill(&world, kind);
    play(&mut h, keys);
    for (width, height) in SIZES {
        h.resize(width, height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
    }
    h.resize(80, 24).theme(ThemeName::Plain);
    insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
}

/// Everything that means something in a drill, and some that doesn't.
const KEYS: [&str; 33] = [
    "space",
    "enter",
    "1",
    "2",
    "3",
    "4",
    "5",
    "x",
    "alt-x",
    "u",
    "alt-u",
    "f",
    "alt-f",
    "b",
    "alt-b",
    "-",
    "alt--",
    "h",
    "alt-h",
    "j",
    "k",
    "J",
    "K",
    "tab",
    "shift-tab",
    "g",
    "G",
    "pgdn",
    "backspace",
    "left",
    "a",
    "t",
    "e",
];

/// Hands a key to the drill alone, as the stack would.
fn press(drill: &mut Drill, key: &str, services: &mut Services) {
    let key: crate::app::keymap::Key = key.parse().unwrap();
    let scope = drill.scope();
    match services.keymap.resolve(scope, key) {
        Some(command) => drop(drill.update(Msg::Command(command), services)),
        None if scope.typing() => drop(drill.update(Msg::Key(keys::event(key)), services)),
        None => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_can_be_taken_back(
        keys in prop::collection::vec(0..KEYS.len(), 0..80),
        days in 0_i64..40,
        size in 0..SIZES.len(),
    ) {
        let world = World::new();
        let mut services = world.services();
        finish(&mut services, |n| Rating::ALL[n as usize % 4]);
        world.pass(days, 0);
        let before = state(&mut services);
        let mut drill = Drill::new(Focus::All, &mut services).unwrap();
        let (width, height) = SIZES[size];
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        for key in keys {
            press(&mut drill, KEYS[key], &mut services);
            drill.view(buf.area, &mut buf, &look(ThemeName::Dark));
        }
        while !drill.past.is_empty() {
            let left = drill.past.len();
            drill.update(Msg::Command(Command::Undo), &mut services);
            prop_assert_eq!(drill.past.len(), left - 1);
        }
        prop_assert_eq!(state(&mut services), before);
    }
}
