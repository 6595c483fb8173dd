//! A learner's first evening in a real terminal: read, drill, keep the progress, whatever happens to the program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "pty/harness.rs"]
#[expect(
    dead_code,
    reason = "the harness serves several test files, each uses a part of it"
)]
mod harness;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use harness::{Pty, command};
use rustix::process::Signal;
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_sysdrill");

/// Stands below every question whose answer is hidden or not given yet, and nowhere else.
const ASKED: &str = "new";

fn start(home: &Path, arguments: &[&str], editor: Option<&Path>) -> Pty {
    let mut program = command(BINARY, home);
    program.arg("--data");
    program.arg(home.join("data"));
    for argument in arguments {
        program.arg(argument);
    }
    if let Some(editor) = editor {
        program.env("EDITOR", editor);
    }
    Pty::start(program, 80, 24)
}

/// One number from the progress database, by the command line.
fn number(home: &Path, query: &str) -> usize {
    let out = Command::new(BINARY)
        .arg("--data")
        .arg(home.join("data"))
        .args(["sql", "--csv", query])
        .env("HOME", home)
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines()
        .nth(1)
        .unwrap_or_default()
        .parse()
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&out.stderr)))
}

/// A deck of cards with answers to reveal, so that every question takes the same two keys.
fn cards(home: &Path, count: usize) {
    let folder = home.join("data/packs/test/quizzes/decks");
    fs::create_dir_all(&folder).unwrap();
    let mut deck = String::from("id: test\ntitle: Test\nitems:\n");
    for n in 0..count {
        let _ = write!(
            deck,
            "  - id: test.card-{n:02}\n    kind: card\n    prompt: Question number {n:02}?\n    answer: Answer {n:02}\n    \
             explain: Because.\n    tests: [circuit-breaker.1]\n"
        );
    }
    fs::write(folder.join("test.yaml"), deck).unwrap();
}

#[test]
fn a_newcomer_reads_a_page_drills_it_and_leaves() {
    let home = TempDir::new().unwrap();
    let mut pty = start(home.path(), &[], None);
    pty.wait_text("Welcome to sysdrill")
        .wait_text("Begin with: Circuit breaker");
    pty.send("\r")
        .wait_text("The payment provider has stopped answering");
    pty.send("d").wait_text(ASKED).wait_text("Circuit breaker");
    // Give the first question up, whatever its kind is, and grade it.
    pty.send("\x1bx").wait_text("1 Again");
    pty.send("3").wait_gone("1 Again");
    pty.send("\x03").wait_clean();
    assert!(pty.wait_exit().success());
    assert_eq!(number(home.path(), "select count(*) from reviews"), 1);

    // The progress is there when the program comes back.
    let pty = start(home.path(), &[], None);
    pty.wait_text("1 answer today").wait_gone("Welcome");
    pty.send("q").wait_clean();
}

#[test]
fn twenty_answers_survive_a_kill() {
    let home = TempDir::new().unwrap();
    cards(home.path(), 20);
    let mut pty = start(home.path(), &["drill", "--deck", "test"], None);
    for done in 0..20 {
        // Only when the next question is there the last answer must be on disk.
        pty.wait_text("reveal").wait_text("Question number");
        pty.send(" ").wait_text("1 Again");
        pty.send("4");
        if done < 19 {
            pty.wait_text("reveal");
        }
    }
    pty.wait_text("20 new cards learned");
    pty.signal(Signal::KILL);
    pty.wait_exit();
    assert_eq!(number(home.path(), "select count(*) from reviews"), 20);
    assert_eq!(
        number(home.path(), "select count(distinct item) from reviews"),
        20
    );
    assert_eq!(
        number(
            home.path(),
            "select count(*) from cards where phase = 'review'"
        ),
        20
    );
}

#[test]
fn two_at_once_lose_nothing_and_count_nothing_twice() {
    let home = TempDir::new().unwrap();
    cards(home.path(), 6);
    let mut one = start(home.path(), &["drill", "--deck", "test"], None);
    one.wait_text("Question number");
    let mut two = start(home.path(), &["drill", "--deck", "test"], None);
    two.wait_text("Question number");
    for pty in [&one, &two] {
        for _ in 0..3 {
            pty.wait_text("reveal");
            pty.send(" ").wait_text("1 Again");
            pty.send("4").wait_gone("1 Again");
        }
    }
    for pty in [&mut one, &mut two] {
        pty.send("\x03");
        pty.wait_exit();
    }
    assert_eq!(
        number(home.path(), "select count(*) from reviews"),
        6,
        "each answer once"
    );
    // Both showed the first one before either had answered it; the others that one has answered the other skips.
    assert_eq!(
        number(home.path(), "select count(distinct item) from reviews"),
        5
    );
    let out = Command::new(BINARY)
        .arg("--data")
        .arg(home.path().join("data"))
        .arg("doctor")
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stdout)
    );
}

#[test]
fn the_editor_opens_the_item_at_its_line_and_what_it_changed_is_there() {
    let home = TempDir::new().unwrap();
    cards(home.path(), 2);
    let editor = home.path().join("vim");
    let script = "#!/bin/sh\necho \"$@\" > \"$HOME/called\"\nsed -i 's/Question number/Reworded number/' \"$2\"\n";
    fs::write(&editor, script).unwrap();
    assert!(
        Command::new("chmod")
            .arg("+x")
            .arg(&editor)
            .status()
            .unwrap()
            .success()
    );
    let pty = start(home.path(), &["drill", "--deck", "test"], Some(&editor));
    pty.wait_text("Question number 00?");
    pty.send("e").wait_text("Reworded number 00?");
    let called = fs::read_to_string(home.path().join("called")).unwrap();
    assert!(
        called.starts_with("+4 ") && called.trim_end().ends_with("test.yaml"),
        "{called}"
    );
    pty.send(" ").wait_text("Answer 00");
    pty.send("3").wait_text("Reworded number 01?");
    pty.send("\x03").wait_clean();
    assert_eq!(
        number(
            home.path(),
            "select count(*) from reviews where item = 'test.card-00'"
        ),
        1
    );
}

#[test]
fn a_broken_edit_is_told_and_costs_nothing() {
    let home = TempDir::new().unwrap();
    cards(home.path(), 1);
    let editor = home.path().join("vim");
    fs::write(&editor, "#!/bin/sh\nsed -i 's/answer:/anwser:/' \"$2\"\n").unwrap();
    assert!(
        Command::new("chmod")
            .arg("+x")
            .arg(&editor)
            .status()
            .unwrap()
            .success()
    );
    let mut pty = start(home.path(), &["drill", "--deck", "test"], Some(&editor));
    pty.wait_text("Question number 00?");
    pty.send("e").wait_text("anwser");
    pty.send("\x03").wait_clean();
    assert!(pty.wait_exit().success());
}
