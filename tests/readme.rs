//! The README and the other pages say what the program does.
#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const README: &str = include_str!("../README.md");

const PAGES: [&str; 5] = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/authoring.md",
    "docs/settings.md",
];

fn sysdrill(arguments: &[&str]) -> Output {
    let home = TempDir::new().expect("a temporary folder");
    Command::new(env!("CARGO_BIN_EXE_sysdrill"))
        .env_clear()
        .env("HOME", home.path())
        .arg("--data")
        .arg(home.path())
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn printed(arguments: &[&str]) -> String {
    let output = sysdrill(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What stands in `text` after `from` and before `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect(from);
    rest.split_once(to).expect(to).0
}

/// The first cells of the rows of all tables in `text`.
fn first_cells(text: &str) -> Vec<&str> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    rows.filter_map(|row| row.split(" | ").next()).collect()
}

/// What stands in backticks.
fn codes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The subcommands that `--help` lists.
fn commands() -> BTreeSet<String> {
    let help = printed(&["--help"]);
    let listed = between(&help, "Commands:\n", "\n\n").lines();
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names.filter(|n| *n != "help").map(Into::into).collect()
}

/// `BLESS=1 cargo test --test readme` writes the table anew.
#[test]
fn the_table_of_keys_is_that_of_the_program() {
    let (from, to) = ("<!-- keys -->\n", "<!-- /keys -->");
    let wanted = printed(&["keys", "--markdown"]);
    let found = between(README, from, to);
    if std::env::var_os("BLESS").is_some() {
        let (old, new) = (format!("{from}{found}{to}"), format!("{from}{wanted}{to}"));
        fs::write("README.md", README.replace(&old, &new)).unwrap();
    } else {
        assert_eq!(found, wanted, "run `BLESS=1 cargo test --test readme`");
    }
}

#[test]
fn every_subcommand_is_in_the_table_and_the_other_way_round() {
    let table = between(README, "## Command line", "\n## ");
    let named: BTreeSet<String> = first_cells(table)
        .into_iter()
        .flat_map(codes)
        .filter_map(|code| {
            let code = code.strip_prefix("sysdrill").unwrap_or(code);
            code.split_whitespace().next().map(Into::into)
        })
        .collect();
    assert_eq!(named, commands());
}

/// Every `sysdrill ...` in backticks or in a block of code: clap takes it, `--help` at its end keeps it from running.
#[test]
fn every_command_that_is_shown_can_be_typed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for page in PAGES {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let lines = text.lines().flat_map(|line| {
            let block = line.starts_with("sysdrill ").then_some(line);
            block.into_iter().chain(codes(line))
        });
        for line in lines {
            let Some(rest) = line.strip_prefix("sysdrill ") else {
                continue;
            };
            seen += 1;
            let rest = rest.split(" # ").next().unwrap_or_default();
            let words = rest.replace(['[', ']'], "").replace("SHELL", "bash");
            let mut arguments: Vec<&str> = words.split_whitespace().collect();
            let known = arguments.iter().any(|word| commands().contains(*word));
            assert!(known, "{page}: {line}");
            arguments.push("--help");
            let output = sysdrill(&arguments);
            assert!(output.status.success(), "{page}: {line}\n{output:?}");
        }
    }
    assert!(seen > 15, "{seen} commands were found");
}

#[test]
fn every_option_that_the_table_shows_is_one() {
    let table = between(README, "## Command line", "\n## ");
    for row in table
        .lines()
        .filter(|line| line.starts_with("| `sysdrill "))
    {
        let codes = codes(row);
        let command = codes[0].split_whitespace().nth(1).unwrap();
        let help = printed(&[command, "--help"]);
        for code in codes.iter().filter(|code| code.starts_with("--")) {
            let option = code.split_whitespace().next().unwrap();
            assert!(help.contains(option), "{command} has no {option}");
        }
    }
}

#[test]
fn every_dependency_has_its_reason_and_the_other_way_round() {
    let section = between(README, "## Dependencies", "\n## ");
    let (runs, tests) = section.split_once("For tests only:").unwrap();
    let manifest = include_str!("../Cargo.toml");
    for (table, cells) in [("[dependencies]", runs), ("[dev-dependencies]", tests)] {
        let wanted: BTreeSet<&str> = between(manifest, table, "\n[")
            .lines()
            .filter_map(|line| Some(line.split_once(" = ")?.0))
            .collect();
        let named: BTreeSet<&str> = first_cells(cells)
            .into_iter()
            .filter(|cell| *cell != "crate")
            .flat_map(|cell| cell.split(" (").next().unwrap_or_default().split(", "))
            .collect();
        assert_eq!(named, wanted, "{table}");
    }
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let top: Vec<&str> = README.lines().take(10).collect();
    for command in ["cargo run --release", "cargo test"] {
        assert!(top.iter().any(|line| line.starts_with(command)), "{top:#?}");
    }
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for page in PAGES {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let folder = root.join(page).parent().unwrap().to_owned();
        let links = text.split("](").skip(1);
        for link in links.filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("https://") || link.starts_with("topic:") {
                continue;
            }
            seen += 1;
            let file = link.split('#').next().unwrap_or_default();
            assert!(folder.join(file).exists(), "{page}: {link}");
        }
    }
    assert!(seen > 4, "{seen} links were found");
}

#[test]
fn the_screens_fit_80_columns_and_24_lines() {
    let screens = between(README, "<!-- screen -->", "<!-- /screen -->");
    let screens: Vec<&str> = screens.split("```").skip(1).step_by(2).collect();
    assert_eq!(screens.len(), 2);
    for screen in screens {
        let lines: Vec<&str> = screen.lines().skip(1).collect();
        assert_eq!(lines.len(), 24);
        for line in lines {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

/// What the README tells a newcomer to type.
#[test]
fn the_first_card_of_ones_own_is_without_a_problem() {
    let yaml = between(README, "<<'YAML'\n", "YAML\n");
    let home = TempDir::new().unwrap();
    let decks = home.path().join("packs/mine/quizzes/decks");
    fs::create_dir_all(&decks).unwrap();
    fs::write(decks.join("mine.yaml"), yaml).unwrap();
    let check = Command::new(env!("CARGO_BIN_EXE_sysdrill"))
        .env_clear()
        .arg("--data")
        .arg(home.path())
        .args(["check", "--fix"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success(), "{said}");
    assert!(
        said.contains("/packs/mine/quizzes/decks/mine.yaml: wrote mine."),
        "{said}"
    );
}

/// The examples of the authoring guide, put together to a pack.
#[test]
fn the_examples_of_the_authoring_guide_are_without_a_problem() {
    let guide = include_str!("../docs/authoring.md");
    let blocks: Vec<&str> = guide
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let find = |start: &str| {
        *blocks
            .iter()
            .find(|block| block.starts_with(start))
            .unwrap()
    };
    let page = format!("{}\n{}\n", find("---\n"), "word ".repeat(300));
    let home = TempDir::new().unwrap();
    let bulkhead = page
        .replace("circuit-breaker", "bulkhead")
        .replace("breaker-open-name", "b-n");
    let bulkhead = bulkhead.replace("[bulkhead]", "[circuit-breaker]");
    for (path, text) in [
        ("content/roadmap.yaml", find("title: System")),
        ("content/05-resilience/circuit-breaker.md", &page),
        ("content/05-resilience/bulkhead.md", &bulkhead),
        ("quizzes/decks/05-resilience.yaml", find("id: resilience")),
    ] {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let pack = home.path().to_str().unwrap();
    let output = sysdrill(&["check", pack]);
    let said = String::from_utf8_lossy(&output.stdout);
    // The deck's example tests points that the page's example, shortened, doesn't list.
    let errors = said.lines().filter(|line| line.starts_with("error"));
    let left: Vec<&str> = errors
        .filter(|line| !line.contains("point-unknown"))
        .collect();
    assert!(left.is_empty(), "{said}");
}
