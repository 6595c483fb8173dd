//! The loader against files that nobody meant to write: it always returns, and nothing it returns can harm a terminal.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic"
)]

#[path = "../benches/pack/generate.rs"]
mod generate;

use std::sync::LazyLock;

use proptest::prelude::*;
use sysdrill::content::check::check;
use sysdrill::content::pack::Pack;
use sysdrill::content::parse::{Parsed, parse_file};

/// Real files to damage: the built-in pack, made-up cards of every kind, and what is broken already.
static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    let mut packs = vec![Pack::embedded()];
    let cases = std::fs::read_dir("tests/bad").unwrap();
    packs.extend(cases.map(|case| Pack::folder(case.unwrap().path())));
    for pack in packs {
        for stamp in pack.files().unwrap_or_default() {
            let bytes = pack.read(&stamp.path).unwrap();
            // A part of a long file is as good, and ten times as fast.
            files.push((stamp.path, bytes.into_iter().take(6_000).collect()));
        }
    }
    files.extend(
        generate::pack(20)
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    );
    files
});

#[derive(Debug, Clone)]
enum Damage {
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
    Cut(usize, usize),
    Truncate(usize),
    Splice(usize, usize, usize, usize),
    SwapLines(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<usize>;
    let token = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "{{",
        "}}",
        ": ",
        "- ",
        "\n",
        "\t",
        "\r",
        "\0",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{feff}",
        "\"",
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "<<: *a",
        "---\n",
        "...\n",
        "# ",
        "!!binary ",
        "%",
        "@",
        "é",
        "日本",
        "~",
        "\u{85}",
        "\u{2028}",
        "[[[[[[[[",
        "\n  - ",
        "\nitems:\n",
        "1e999",
        "-0",
        ".nan",
        "::",
        "topic:",
        "```",
        "<b>",
        "[a](topic:b)",
        "\"\\x1b\\x00\\u202e\"",
        "id: ",
        "kind: cloze",
    ]);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (at(), token).prop_map(|(at, text)| Damage::Insert(at, text.as_bytes().to_vec())),
        (at(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, raw)| Damage::Insert(at, raw)),
        (at(), 1..200_usize).prop_map(|(at, length)| Damage::Cut(at, length)),
        at().prop_map(Damage::Truncate),
        (at(), at(), at(), 1..300_usize).prop_map(|(a, b, c, n)| Damage::Splice(a, b, c, n)),
        (at(), at()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: Damage) {
    let length = bytes.len();
    let place = |at: usize| at % (length + 1);
    match damage {
        Damage::Flip(at, bit) if length > 0 => bytes[at % length] ^= 1 << (bit % 8),
        Damage::Flip(..) => {}
        Damage::Insert(at, raw) => drop(bytes.splice(place(at)..place(at), raw)),
        Damage::Cut(at, n) => drop(bytes.drain(place(at)..length.min(place(at) + n))),
        Damage::Truncate(at) => bytes.truncate(place(at)),
        Damage::Splice(at, file, from, n) => {
            let other = &FILES[file % FILES.len()].1;
            let from = from % (other.len() + 1);
            let piece = other[from..other.len().min(from + n)].to_vec();
            drop(bytes.splice(place(at)..place(at), piece));
        }
        Damage::SwapLines(a, b) => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let (a, b) = (a % lines.len(), b % lines.len());
            lines.swap(a, b);
            *bytes = lines.join(&b'\n');
        }
    }
}

/// All texts of a value, as JSON has them.
fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
        serde_json::Value::Object(map) => map.values().for_each(|value| texts(value, found)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

fn assert_harmless(parsed: &Parsed) {
    let all = serde_json::json!([
        parsed.chapters,
        parsed.topics,
        parsed.decks,
        parsed.items,
        parsed.defs,
        parsed.refs,
        parsed.problems,
    ]);
    let mut found = Vec::new();
    texts(&all, &mut found);
    for text in found {
        assert_eq!(sysdrill::domain::text::sanitise(&text), text);
    }
    for problem in &parsed.problems {
        let rendered = problem.render();
        assert_eq!(sysdrill::domain::text::sanitise(&rendered), rendered);
        assert!(problem.line >= 1 && problem.column >= 1, "{problem:?}");
        assert!(
            !problem.message.is_empty() && !problem.cure.is_empty(),
            "{problem:?}"
        );
    }
}

/// What is kept can be kept as JSON, and says the same when it comes back.
fn assert_keeps(parsed: &Parsed) {
    for item in &parsed.items {
        let json = serde_json::to_string(item).unwrap();
        assert_eq!(
            &serde_json::from_str::<sysdrill::domain::item::Item>(&json).unwrap(),
            item
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_without_harm(
        file in any::<prop::sample::Index>(),
        damage in prop::collection::vec(damage(), 1..6),
    ) {
        let (path, bytes) = file.get(&FILES);
        let mut bytes = bytes.clone();
        for damage in damage {
            apply(&mut bytes, damage);
        }
        let parsed = parse_file("a pack", path, &bytes);
        assert_harmless(&parsed);
        assert_keeps(&parsed);
        prop_assert_eq!(&parse_file("a pack", path, &bytes), &parsed, "the same bytes say the same");
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..3_usize) {
        let path = ["content/roadmap.yaml", "content/01-a/a.md", "quizzes/decks/a.yaml"][kind];
        assert_harmless(&parse_file("a pack", path, &bytes));
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    /// An error in one item must not cost another: all others are still there.
    #[test]
    fn a_broken_item_costs_only_itself(broken in 0..20_usize, line in 1..4_usize, junk in "[a-z{}:\\[\\]\"'&*@%|> -]{1,12}") {
        let (path, text) = generate::pack(20).into_iter().last().unwrap();
        let all = parse_file("a pack", &path, text.as_bytes()).items;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let start = all[broken].place.line - 1;
        lines[start + line] = format!("    {junk}");
        let left = parse_file("a pack", &path, lines.join("\n").as_bytes()).items;
        let others = all.iter().filter(|item| item.id != all[broken].id);
        for other in others {
            prop_assert!(left.contains(other), "{} is gone", other.id);
        }
    }
}

#[test]
fn a_made_up_pack_has_no_problem() {
    let folder = tempfile::tempdir().unwrap();
    generate::write(450, folder.path()).unwrap();
    let report = check(&[Pack::folder(folder.path())]);
    assert_eq!(report.problems, []);
    assert_eq!(report.coverage.kinds.values().sum::<usize>(), 450);
    assert_eq!(report.coverage.kinds.len(), 8);
}

fn long(piece: &str, times: usize) -> String {
    piece.repeat(times)
}

/// Decks made to be slow.
fn slow_decks() -> Vec<(&'static str, String)> {
    let deck = |items: &str| format!("id: a\ntitle: A\nitems:\n{items}");
    let different: Vec<String> = (0..100_000).map(|n| format!("f{n}: b")).collect();
    let fields = format!("  - id: a\n{}", long("    zz: b\n", 100_000));
    let cloze = format!("  - kind: cloze\n    prompt: {}", long("a {{b}} ", 500_000));
    vec![
        ("open lists", deck(&long("[", 100_000))),
        (
            "open lists for a text",
            format!("id: {}", long("[", 100_000)),
        ),
        (
            "closed lists",
            format!("zz: {}{}", long("[", 100_000), long("]", 100_000)),
        ),
        ("open groups", deck(&long("{a: ", 100_000))),
        ("dashes", deck(&long("- ", 100_000))),
        ("questions", deck(&long("? ", 100_000))),
        (
            "bad items",
            deck(&long("  - {id: Bad One, kind: card}\n", 40_000)),
        ),
        ("unclosed quotes", deck(&long("  - id: \"a\n", 60_000))),
        ("open brackets in items", deck(&long("  - [\n", 60_000))),
        ("unknown fields", deck(&fields)),
        ("different unknown fields", different.join("\n")),
        (
            "one line",
            deck(&format!("  - id: {}", long("a", 7_000_000))),
        ),
        ("blanks", deck(&long(" ", 7_000_000))),
        ("control characters", deck(&long("\u{1b}\n", 1_000_000))),
        ("comments", deck(&long("# c\n", 1_500_000))),
        (
            "aliases",
            format!(
                "a: &a {}\nb: [{}]",
                long("x", 100_000),
                long("*a, ", 20_000)
            ),
        ),
        ("anchors", deck(&long("  - &a {id: a}\n", 100_000))),
        ("cloze marks", deck(&cloze)),
    ]
}

/// Pages made to be slow.
fn slow_pages() -> Vec<(&'static str, String)> {
    let page = |front: &str, body: &str| format!("---\n{front}\n---\n{body}");
    let wide = long(&format!("{}\n", long("w", 90)), 50_000);
    let arrows = long("a -> b -> c: d\n", 200_000);
    let points = format!("id: a\npoints:\n{}", long("  - a\n", 100_000));
    vec![
        ("links", page("id: a", &long("[a](topic:b) ", 500_000))),
        ("quotes", page("id: a", &long("> ", 200_000))),
        ("brackets", page("id: a", &long("[", 200_000))),
        ("wide lines", page("id: a", &format!("```\n{wide}```\n"))),
        (
            "a large picture",
            page("id: a", &format!("```design\n{arrows}```\n")),
        ),
        ("bad points", page(&points, "x")),
    ]
}

/// In a debug build on a busy machine each takes a second or two; what is not linear takes minutes.
#[test]
fn hostile_files_are_refused_in_time() {
    let decks = slow_decks()
        .into_iter()
        .map(|case| ("quizzes/decks/a.yaml", case));
    let pages = slow_pages()
        .into_iter()
        .map(|case| ("content/01-a/a.md", case));
    for (path, (name, text)) in decks.chain(pages) {
        let start = now();
        let parsed = parse_file("a pack", path, text.as_bytes());
        let took = start.elapsed();
        println!("{name}: {took:?}, {} problems", parsed.problems.len());
        assert!(took.as_secs() < 30, "{name} took {took:?}");
        assert!(
            (1..=600).contains(&parsed.problems.len()),
            "{name}: {} problems",
            parsed.problems.len()
        );
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this measures how long something really takes"
)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
