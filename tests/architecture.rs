//! The rules of the house, held against the sources: who may import whom, which crate lives where, how long a file may be.

use std::fs;
use std::path::Path;

/// A layer and those below it.
const LAYERS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("whiteboard", &["domain"]),
    ("content", &["whiteboard", "domain"]),
    ("store", &["whiteboard", "domain"]),
    ("app", &["content", "store", "whiteboard", "domain"]),
    ("ui", &["app", "content", "store", "whiteboard", "domain"]),
    (
        "cli",
        &["ui", "app", "content", "store", "whiteboard", "domain"],
    ),
];

/// Crates that only some places may use.
const HOMES: [(&str, &[&str]); 17] = [
    ("ratatui", &["src/ui/", "src/ui.rs"]),
    ("ratatui_textarea", &["src/ui/"]),
    ("crossterm", &["src/ui/", "src/ui.rs"]),
    ("signal_hook", &["src/ui/"]),
    ("filedescriptor", &["src/ui/"]),
    ("rustix", &["src/ui/"]),
    ("pulldown_cmark", &["src/content/", "src/ui/"]),
    ("ascii_dag", &["src/whiteboard/", "src/whiteboard.rs"]),
    ("rusqlite", &["src/store/", "src/store.rs"]),
    ("serde_saphyr", &["src/content/"]),
    ("annotate_snippets", &["src/content/"]),
    ("include_dir", &["src/content/"]),
    ("fsrs", &["src/domain/schedule.rs", "src/domain/schedule/"]),
    (
        "fend_core",
        &["src/domain/quantity.rs", "src/domain/quantity/"],
    ),
    ("clap", &["src/cli.rs", "src/cli/"]),
    ("anyhow", &["src/cli.rs", "src/cli/", "src/main.rs"]),
    ("tracing_subscriber", &["src/app/log.rs"]),
];

/// Where colours may be named.
const COLOURS: [&str; 2] = ["src/ui/theme.rs", "src/ui/theme/"];

const LONGEST: usize = 800;

/// Everything in `text`, the file at `path` (from the root of the repository, with `/`), that breaks a rule.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |line: usize, what: String| found.push(format!("{path}:{line}: {what}"));
    if path.ends_with("/mod.rs") {
        say(
            1,
            "`foo.rs` stands beside `foo/`; there is no `mod.rs` here".to_owned(),
        );
    }
    if !text.starts_with("//!") {
        say(
            1,
            "starts without a `//!` that says what the file is for".to_owned(),
        );
    }
    let length = text.lines().count();
    if length > LONGEST {
        say(
            length,
            format!("{length} lines; {LONGEST} is the end, split the file"),
        );
    }
    let Some(inside) = path.strip_prefix("src/") else {
        return found;
    };
    let layer = inside.split(['/', '.']).next().unwrap_or_default();
    let below = LAYERS.iter().find(|(name, _)| *name == layer);
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if let Some((_, below)) = below {
            for other in imported(code) {
                if other != layer && !below.contains(&other) {
                    say(at + 1, format!("`{layer}` may not import `{other}`"));
                }
            }
        }
        for (name, homes) in HOMES {
            if uses(code, name) && !homes.iter().any(|home| path.starts_with(home)) {
                say(at + 1, format!("`{name}` belongs to {}", homes.join(", ")));
            }
        }
        let coloured = ["Color", "Stylize"].iter().any(|name| has_word(code, name));
        if coloured && !COLOURS.iter().any(|home| path.starts_with(home)) {
            say(
                at + 1,
                "colours are named in `src/ui/theme.rs` only; use a token".to_owned(),
            );
        }
    }
    found
}

/// The layers that a line of code names after `crate::` or `sysdrill::`.
fn imported(code: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for root in ["crate::", "sysdrill::"] {
        for (at, _) in code.match_indices(root) {
            let rest = code.get(at + root.len()..).unwrap_or_default();
            let group = rest
                .strip_prefix('{')
                .map_or(rest, |list| list.split('}').next().unwrap_or(list));
            let single = !rest.starts_with('{');
            for (name, _) in LAYERS {
                let hit = if single {
                    first_word(rest) == name
                } else {
                    group.split(',').any(|part| first_word(part.trim()) == name)
                };
                if hit {
                    names.push(name);
                }
            }
        }
    }
    names
}

/// The line uses the crate `name`: as the start of a path, or in a `use` of its own.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        let after = code.get(at + name.len()..).unwrap_or_default();
        let starts = !before.is_some_and(|c| is_word(c) || c == ':' || c == '.');
        starts
            && (after.starts_with("::") || (after.starts_with([';', ' ']) && code.contains("use ")))
    })
}

fn has_word(code: &str, word: &str) -> bool {
    code.split(|c| !is_word(c)).any(|w| w == word)
}

fn first_word(text: &str) -> &str {
    text.split(|c| !is_word(c)).next().unwrap_or_default()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every Rust file below `folder`, with its path from the root of the repository.
fn sources(folder: &str, found: &mut Vec<(String, String)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            sources(&name, found);
        } else if entry.path().extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            found.push((name, text));
        }
    }
}

#[test]
fn the_rules_of_the_house_are_kept() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        sources(folder, &mut files);
    }
    assert!(files.len() > 30, "the sources were found");
    let found: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| violations(path, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_of_the_house_is_a_layer() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut layers: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    layers.sort_unstable();
    assert_eq!(modules, layers);
}

#[test]
fn a_broken_rule_is_found() {
    let good = "//! x\nuse crate::domain::id;\n// crate::ui is only talked about, ratatui:: too\n";
    assert_eq!(violations("src/app/x.rs", good), [""; 0]);
    let long = format!("//! x\n{}", "\n".repeat(LONGEST));
    for (path, text, wanted) in [
        (
            "src/domain/x.rs",
            "//! x\nuse crate::app::config;",
            "src/domain/x.rs:2: `domain` may not import `app`",
        ),
        (
            "src/store.rs",
            "//! x\n\nlet a = crate::content::pack();",
            "src/store.rs:3: `store` may not import `content`",
        ),
        (
            "src/content/x.rs",
            "//! x\nuse crate::{domain, store::Store};",
            "src/content/x.rs:2: `content` may not import `store`",
        ),
        (
            "src/app/x.rs",
            "//! x\nuse ratatui::style::Style;",
            "src/app/x.rs:2: `ratatui` belongs to src/ui/, src/ui.rs",
        ),
        (
            "src/ui/x.rs",
            "//! x\nlet c = rusqlite::Connection::open();",
            "src/ui/x.rs:2: `rusqlite` belongs to src/store/, src/store.rs",
        ),
        (
            "src/cli/x.rs",
            "//! x\nuse fsrs;",
            "src/cli/x.rs:2: `fsrs` belongs to src/domain/schedule.rs, src/domain/schedule/",
        ),
        (
            "src/ui/x.rs",
            "//! x\nlet s = Style::new().fg(Color::Red);",
            "src/ui/x.rs:2: colours are named in `src/ui/theme.rs` only; use a token",
        ),
        (
            "src/ui/x/mod.rs",
            "//! x",
            "src/ui/x/mod.rs:1: `foo.rs` stands beside `foo/`; there is no `mod.rs` here",
        ),
        (
            "tests/x.rs",
            "use std::fs;",
            "tests/x.rs:1: starts without a `//!` that says what the file is for",
        ),
        (
            "src/ui/x.rs",
            long.as_str(),
            "src/ui/x.rs:801: 801 lines; 800 is the end, split the file",
        ),
    ] {
        assert_eq!(violations(path, text), [wanted]);
    }
}
