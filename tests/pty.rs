//! The program in a real terminal: whatever ends or interrupts it, the terminal is clean afterwards.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "pty/harness.rs"]
mod harness;

use std::process::{Command, Stdio};
use std::time::Duration;

use harness::{Pty, command};
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_sysdrill");

/// Stands on every page at 80 columns.
const READY: &str = "? help";

fn home() -> TempDir {
    TempDir::new().unwrap()
}

fn sysdrill(home: &TempDir) -> CommandBuilder {
    let mut command = command(BINARY, home.path());
    command.arg("--data");
    command.arg(home.path().join("data"));
    command
}

fn shell(script: &str, home: &TempDir) -> Pty {
    let mut shell = command("/bin/sh", home.path());
    shell.arg("-c");
    shell.arg(script);
    Pty::start(shell, 40, 5)
}

/// A shell with job control, waiting for a command.
fn job_shell(home: &TempDir) -> Pty {
    let mut shell = command("/bin/sh", home.path());
    shell.arg("-i");
    shell.env("PS1", "shell> ");
    let pty = Pty::start(shell, 80, 24);
    pty.wait_text("shell> ");
    pty
}

#[test]
fn the_harness_sees_what_a_program_does() {
    let home = home();
    let script =
        "printf '\\033[?1049hin\\n'; read line; printf '\\033[?1049lgot %s\\n' \"$line\"; exit 3";
    let mut pty = shell(script, &home);
    pty.wait_full_screen(true).wait_text("in");
    pty.resize(20, 3);
    pty.send("word\r")
        .wait_text("got word")
        .wait_gone("in")
        .wait_clean();
    assert_eq!(pty.wait_exit().exit_code(), 3);
    assert!(pty.bytes().starts_with(b"\x1b[?1049h"));
    assert_eq!(pty.screen().trim(), "got word");
}

#[test]
fn it_starts_and_quits() {
    let home = home();
    let mut pty = Pty::start(sysdrill(&home), 80, 24);
    pty.wait_full_screen(true)
        .wait_text("1 Today")
        .wait_text(READY)
        .send("q")
        .wait_clean();
    assert!(pty.wait_exit().success());
    let mut pty = Pty::start(sysdrill(&home), 80, 24);
    pty.wait_text(READY).send("\x03").wait_clean();
    assert!(pty.wait_exit().success(), "ctrl-c is a way to quit");
}

#[test]
fn a_window_may_become_any_size() {
    let home = home();
    let mut pty = Pty::start(sysdrill(&home), 200, 60);
    pty.wait_text("6 History").wait_text(READY);
    pty.resize(20, 5).wait_gone("History").wait_text("1 Today");
    pty.resize(1, 1).wait_gone("Today");
    for width in 1..60 {
        pty.resize(width, 60 - width);
    }
    pty.resize(200, 60)
        .wait_text("6 History")
        .wait_text(READY)
        .send("q");
    assert!(pty.wait_exit().success());
}

#[test]
fn a_signal_ends_it_cleanly() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
    ] {
        let home = home();
        let mut pty = Pty::start(sysdrill(&home), 80, 24);
        pty.wait_text(READY).signal(signal).wait_clean();
        assert_eq!(pty.wait_exit().exit_code(), code, "{signal:?}");
    }
}

#[test]
fn it_stops_and_goes_on_like_any_job() {
    let home = home();
    let mut pty = job_shell(&home);
    // In a group with another process, as `cargo run` starts it.
    let start = format!("sh -c '{BINARY} --data data; true'\r");
    pty.send(&start).wait_full_screen(true).wait_text(READY);
    for _ in 0..2 {
        pty.send("\x1a").wait_clean().wait_text("Stopped");
        pty.send("stty -a | grep -o ' icanon'; echo is$((40+2))out\r")
            .wait_text("is42out");
        assert!(pty.screen().contains(" icanon"), "{}", pty.screen());
        pty.send("clear; fg\r")
            .wait_full_screen(true)
            .wait_text(READY);
        pty.send("?")
            .wait_text("Keys:")
            .send("\x1b")
            .wait_gone("Keys:");
    }
    pty.send("q")
        .wait_clean()
        .wait_prompt("shell>")
        .send("exit\r");
    pty.wait_exit();
}

#[test]
fn a_stop_from_outside_leaves_the_terminal_clean_too() {
    let home = home();
    let mut pty = job_shell(&home);
    let start = format!("{BINARY} --data data\r");
    pty.send(&start).wait_full_screen(true).wait_text(READY);
    let pid = pty.foreground();
    harness::kill(pid, Signal::TSTP);
    pty.wait_clean().wait_text("Stopped");
    pty.send("fg\r").wait_full_screen(true).wait_text(READY);
    // Stopped without a chance to clean up: it must put the terminal right when it goes on.
    harness::kill(pid, Signal::STOP);
    pty.wait_text("Stopped");
    // The terminal is still raw, so enter would not end the line.
    pty.send("stty sane; fg\n")
        .wait_gone("Stopped")
        .wait_full_screen(true)
        .wait_text(READY)
        .send("q")
        .wait_clean()
        .wait_prompt("shell>")
        .send("exit\r");
    pty.wait_exit();
}

#[test]
fn without_a_shell_there_is_nowhere_to_step_out_to() {
    let home = home();
    let mut pty = Pty::start(sysdrill(&home), 80, 24);
    pty.wait_text(READY)
        .send("\x1a")
        .wait_text("There is no shell to step out to.");
    pty.send("q");
    assert!(pty.wait_exit().success());
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_leaves_a_clean_terminal_and_a_report() {
    let home = home();
    let mut command = sysdrill(&home);
    command.env("SYSDRILL_PANIC", "1");
    let mut pty = Pty::start(command, 200, 24);
    pty.wait_full_screen(true)
        .wait_text(READY)
        .send("!")
        .wait_clean();
    pty.wait_text("sysdrill has crashed: asked for by SYSDRILL_PANIC");
    assert_eq!(pty.wait_exit().exit_code(), 101);
    let screen = pty.screen();
    let path = screen
        .split('`')
        .find(|part| part.contains("crash-"))
        .expect("its path");
    let report = std::fs::read_to_string(path).expect("the report");
    assert!(report.contains("asked for by SYSDRILL_PANIC"), "{report}");
}

#[test]
fn no_color_means_no_colour() {
    let home = home();
    let colours = |command| {
        let mut pty = Pty::start(command, 80, 24);
        pty.wait_text(READY)
            .send("?")
            .wait_text("Keys:")
            .send("q")
            .wait_gone("Keys:");
        pty.send("2").wait_text(READY).send("q").wait_clean();
        pty.wait_exit();
        harness::colours(&pty.bytes())
    };
    assert!(!colours(sysdrill(&home)).is_empty());
    let mut plain = sysdrill(&home);
    plain.env("NO_COLOR", "1");
    assert_eq!(colours(plain), [0; 0]);
}

#[test]
fn at_rest_it_writes_not_one_byte_and_takes_no_time() {
    let home = home();
    let pty = Pty::start(sysdrill(&home), 80, 24);
    pty.wait_text(READY);
    let rest = Duration::from_secs(1);
    pty.written_at_rest(rest);
    let before = pty.processor_time();
    assert_eq!(pty.written_at_rest(rest), []);
    assert_eq!(pty.processor_time(), before, "in hundredths of a second");
    pty.send("?").wait_text("Keys:");
}

#[test]
fn a_lot_of_input_at_once_is_all_taken() {
    let home = home();
    let mut pty = Pty::start(sysdrill(&home), 80, 24);
    // More than the terminal hands over at a time.
    let keys = "j".repeat(3000) + "?";
    pty.wait_text(READY)
        .send(&keys)
        .wait_text("Keys:")
        .send("\x03");
    assert!(pty.wait_exit().success());
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let home = home();
    let output = Command::new(BINARY)
        .arg("--data")
        .arg(home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("`sysdrill read TOPIC`"), "{said}");
}
