//! The program in a real terminal.

#[path = "pty/harness.rs"]
mod harness;

use std::time::Duration;

use harness::{Pty, command};
use rustix::process::Signal;
use tempfile::TempDir;

fn shell(script: &str, home: &TempDir) -> Pty {
    let mut shell = command("/bin/sh", home.path());
    shell.arg("-c");
    shell.arg(script);
    Pty::start(shell, 40, 5)
}

#[test]
fn the_harness_sees_what_a_program_does() {
    let home = TempDir::new().unwrap();
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
fn the_harness_tells_rest_from_unrest_and_sends_signals() {
    let home = TempDir::new().unwrap();
    let script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; echo x; done";
    let mut pty = shell(script, &home);
    pty.wait_text("ready").signal(Signal::TERM);
    assert_eq!(pty.wait_exit().exit_code(), 7);
    assert_eq!(pty.written_at_rest(Duration::from_millis(1)), []);
}
