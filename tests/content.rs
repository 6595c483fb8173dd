//! Loads whole packs: the built-in one without a complaint, and broken ones with exactly the complaint that stands beside them.

use std::fs;

use sysdrill::content::check::{Coverage, check};
use sysdrill::content::pack::Pack;
use sysdrill::content::parse::parse_file;
use sysdrill::content::problem::Problem;
use sysdrill::domain::item::{Body, Choice, ClozePart, Level};

#[test]
fn the_built_in_pack_has_no_problem() {
    let report = check(&[Pack::embedded()]);
    assert_eq!(render(&report.problems), "");
    assert!(
        report.coverage.untested_points.is_empty(),
        "{:?}",
        report.coverage
    );
    assert!(
        report.coverage.untested_notes.is_empty(),
        "{:?}",
        report.coverage
    );
}

/// Every folder of `tests/bad` is a pack, and its `expect.txt` what `sysdrill check` says of it.
/// `BLESS=1 cargo test --test content` writes these files anew; read the difference before you commit it.
#[test]
fn every_broken_pack_gets_its_message() {
    let mut wrong = Vec::new();
    let mut cases: Vec<_> = fs::read_dir("tests/bad")
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let pack = Pack::folder(&case);
        let report = check(&[Pack::embedded(), pack.clone()]);
        let own: Vec<Problem> = report
            .problems
            .into_iter()
            .filter(|p| p.pack == pack.name())
            .collect();
        let said = render(&own);
        let file = case.join("expect.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &said).unwrap();
        }
        if fs::read_to_string(&file).ok().as_ref() != Some(&said) {
            wrong.push(format!("== {}\n{said}", file.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "not what was expected:\n{}",
        wrong.join("\n")
    );
}

fn render(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| problem.render() + "\n\n")
        .collect()
}

const KINDS: &str = r#"id: kinds
title: All kinds
items:
  - {id: k.card, kind: card, prompt: Why?, answer: yes, explain: e, tests: [a.1, n-1], level: decide, hint: h}
  - {id: k.cloze, kind: cloze, prompt: "A {{b}} c {{ d :: e? }}", explain: e, tests: [n-1], topic: b}
  - {id: k.choice, kind: choice, prompt: p, options: [1.10, {text: two, why: w}], answer: 1, explain: e, tests: [a.1]}
  - {id: k.multi, kind: multi, prompt: p, options: [{text: one, why: w}, no, three], answer: [2, 3], explain: e, tests: [a.1]}
  - {id: k.order, kind: order, prompt: p, steps: [one, 2, "3"], explain: e, tests: [a.1]}
  - {id: k.match, kind: match, prompt: p, pairs: [{left: a, right: b}, {left: c, right: d}, {left: e, right: f}], explain: e, tests: [a.1]}
  - {id: k.numeric, kind: numeric, prompt: p, answer: 4 * 3, within: 1, explain: e, tests: [a.1]}
  - {id: k.typed, kind: typed, prompt: p, answer: half-open, accept: [half open, yes], explain: e, tests: [a.1]}
"#;

fn bodies_of_kinds() -> Vec<Body> {
    let text = |text: &str| text.to_owned();
    let choice = |text: &str, why: Option<&str>, right: bool| Choice {
        text: text.to_owned(),
        why: why.map(str::to_owned),
        right,
    };
    let blank = |answer: &str, hint: Option<&str>| ClozePart::Blank {
        answer: answer.to_owned(),
        hint: hint.map(str::to_owned),
    };
    vec![
        Body::Card {
            answer: text("yes"),
        },
        Body::Cloze {
            parts: vec![
                ClozePart::Text(text("A ")),
                blank("b", None),
                ClozePart::Text(text(" c ")),
                blank("d", Some("e?")),
            ],
        },
        Body::Choice {
            options: vec![choice("1.10", None, true), choice("two", Some("w"), false)],
        },
        Body::Multi {
            options: vec![
                choice("one", Some("w"), false),
                choice("no", None, true),
                choice("three", None, true),
            ],
        },
        Body::Order {
            steps: vec![text("one"), text("2"), text("3")],
        },
        Body::Match {
            pairs: vec![
                (text("a"), text("b")),
                (text("c"), text("d")),
                (text("e"), text("f")),
            ],
        },
        Body::Numeric {
            answer: text("4 * 3"),
            within: 1.0,
            near: 10.0,
        },
        Body::Typed {
            answer: text("half-open"),
            accept: vec![text("half open"), text("yes")],
        },
    ]
}

/// One item of each kind, as a deck has it and as the program gets it.
#[test]
fn every_kind_arrives_as_written() {
    let parsed = parse_file("p", "quizzes/decks/kinds.yaml", KINDS.as_bytes());
    assert_eq!(render(&parsed.problems), "");
    let items = parsed.items;
    let bodies: Vec<Body> = items.iter().map(|item| item.body.clone()).collect();
    assert_eq!(bodies, bodies_of_kinds());
    let (card, cloze) = (&items[0], &items[1]);
    assert_eq!(
        (card.level, card.hint.as_deref()),
        (Level::Decide, Some("h"))
    );
    assert_eq!(
        (card.topic.as_str(), card.tests.len(), card.deck.as_str()),
        ("a", 2, "kinds")
    );
    assert_eq!((card.place.pack.as_str(), card.place.line), ("p", 4));
    assert_eq!((cloze.topic.as_str(), cloze.level), ("b", Level::Recall));
    assert_eq!(cloze.prompt, "A {{b}} c {{ d :: e? }}");
}

/// A second pack takes the place of the first one by id, and may build on it.
#[test]
fn a_later_pack_wins_and_counts_once() {
    let built_in = check(&[Pack::embedded()]).coverage;
    let both = check(&[Pack::embedded(), Pack::folder("tests/bad/override")]);
    assert_eq!(render(&both.problems), "");
    let count = |coverage: &Coverage, kind: &str| coverage.kinds[kind];
    assert_eq!(
        count(&both.coverage, "choice") + 1,
        count(&built_in, "choice")
    );
    assert_eq!(count(&both.coverage, "card"), count(&built_in, "card") + 1);
    let twice = check(&[Pack::embedded(), Pack::folder(".")]);
    assert_eq!(
        twice.coverage, built_in,
        "the same pack again changes nothing"
    );
}

#[test]
fn a_derived_id_hangs_on_the_words_alone() {
    let id = |prompt: &str| {
        let deck = format!(
            "id: d\ntitle: D\nitems:\n  - {{kind: card, prompt: {prompt}, answer: a, explain: e, tests: [a.1]}}\n"
        );
        let parsed = parse_file("p", "quizzes/decks/d.yaml", deck.as_bytes());
        assert_eq!(parsed.problems[0].code, "id-derived");
        assert_eq!(parsed.unnamed[0].id, parsed.items[0].id.as_str());
        parsed.items[0].id.to_string()
    };
    assert_eq!(id("Why refuse  calls?"), id("'why refuse calls?'"));
    assert_ne!(id("Why refuse calls?"), id("Why allow calls?"));
    assert!(id("x").starts_with("d.") && id("x").len() == 10);
}

#[test]
fn a_file_of_more_than_8_mib_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let deck = folder.path().join("quizzes/decks/large.yaml");
    fs::create_dir_all(deck.parent().unwrap()).unwrap();
    fs::write(&deck, "# comment\n".repeat(900_000)).unwrap();
    let report = check(&[Pack::folder(folder.path())]);
    let said: Vec<&str> = report.problems.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(said, ["the file has 8.6 MiB, at most 8 are read"]);
}
