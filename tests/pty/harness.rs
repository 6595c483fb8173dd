//! A real pseudo-terminal with a program in it. Tests wait for conditions on what it shows; nothing here sleeps.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a harness fails by panicking"
)]

use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long a condition may take before the test fails. Long, because the machine may be busy; nobody waits for it when
/// all is well.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came out of the program so far.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

/// A program in a terminal.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: RefCell<Box<dyn std::io::Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a terminal has at least one cell")
}

/// A command with nothing of this machine's user in its environment; `home` is where it may write.
pub(crate) fn command(program: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    for name in ["PATH", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(home);
    command
}

/// Sends a signal to any process.
pub(crate) fn kill(pid: i32, signal: Signal) {
    let pid = Pid::from_raw(pid).expect("an id");
    kill_process(pid, signal).expect("it is there");
}

/// The numbers of all commands in `bytes` that set a colour.
pub(crate) fn colours(bytes: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let (parameters, _) = rest.split_once('m')?;
        let only_numbers = |c: char| c.is_ascii_digit() || c == ';';
        parameters.chars().all(only_numbers).then_some(parameters)
    });
    let numbers = sequences.flat_map(|parameters| parameters.split(';'));
    numbers
        .filter_map(|n| n.parse().ok())
        .filter(|n| matches!(n, 30..=38 | 40..=48 | 90..=97 | 100..=107))
        .collect()
}

impl Pty {
    /// Starts `command` on a terminal of this size.
    pub(crate) fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a pseudo-terminal");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(cells(rows), cells(columns), 0),
                bytes: Vec::new(),
                closed: false,
            }),
            Condvar::new(),
        ));
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            loop {
                let count = reader.read(&mut chunk).unwrap_or(0);
                let mut seen = shared
                    .0
                    .lock()
                    .expect("no test thread panics with the lock");
                seen.parser.process(&chunk[..count]);
                seen.bytes.extend(&chunk[..count]);
                seen.closed = count == 0;
                shared.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Self {
            master: pair.master,
            writer: RefCell::new(writer),
            child,
            seen,
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen
            .0
            .lock()
            .expect("no test thread panics with the lock")
    }

    /// Waits until `is_so`; fails with the screen when that takes too long.
    fn wait(&self, what: &str, is_so: impl Fn(&Seen) -> bool) {
        let (seen, timeout) = self
            .seen
            .1
            .wait_timeout_while(self.seen(), PATIENCE, |seen| !is_so(seen))
            .expect("no test thread panics with the lock");
        let screen = seen.parser.screen().contents();
        drop(seen);
        assert!(
            !timeout.timed_out(),
            "waited in vain for {what}; the screen:\n{screen}"
        );
    }

    /// Waits until `text` is on the screen.
    pub(crate) fn wait_text(&self, text: &str) -> &Self {
        self.wait(text, |seen| seen.parser.screen().contents().contains(text));
        self
    }

    /// Waits until the last line is nothing but `prompt`: a shell that has the terminal back and reads what is typed.
    pub(crate) fn wait_prompt(&self, prompt: &str) -> &Self {
        let what = format!("the prompt `{prompt}`");
        self.wait(&what, |seen| {
            let screen = seen.parser.screen().contents();
            screen.trim_end().lines().next_back() == Some(prompt)
        });
        self
    }

    /// Waits until `text` is not on the screen any more.
    pub(crate) fn wait_gone(&self, text: &str) -> &Self {
        let what = format!("`{text}` to go");
        self.wait(&what, |seen| {
            !seen.parser.screen().contents().contains(text)
        });
        self
    }

    /// Waits until the program has the screen for itself, or until it has given it back.
    pub(crate) fn wait_full_screen(&self, full: bool) -> &Self {
        let what = if full {
            "a full screen"
        } else {
            "the shell's screen"
        };
        self.wait(what, |seen| seen.parser.screen().alternate_screen() == full);
        self
    }

    /// Whatever was switched on is off again: alternate screen, mouse, pasting, a hidden cursor, colours.
    pub(crate) fn wait_clean(&self) -> &Self {
        self.wait("a clean terminal", |seen| {
            let screen = seen.parser.screen();
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        self
    }

    /// Types; `\r` is enter, `\x1b` is esc.
    pub(crate) fn send(&self, keys: &str) -> &Self {
        let mut writer = self.writer.borrow_mut();
        writer
            .write_all(keys.as_bytes())
            .expect("the terminal takes input");
        writer.flush().expect("the terminal takes input");
        self
    }

    /// Makes the window another size.
    pub(crate) fn resize(&self, columns: u16, rows: u16) -> &Self {
        self.seen()
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master
            .resize(size(columns, rows))
            .expect("the window changes");
        self
    }

    /// The id of the process that was started.
    fn pid(&self) -> i32 {
        let id = self.child.process_id().expect("it has an id");
        id.try_into().expect("a small number")
    }

    /// The id of the job that has the terminal.
    pub(crate) fn foreground(&self) -> i32 {
        self.master
            .process_group_leader()
            .expect("a job in the foreground")
    }

    /// How long the process has been at work, in hundredths of a second; 0 where the system doesn't tell.
    pub(crate) fn processor_time(&self) -> u64 {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap_or_default();
        // The name in brackets may hold blanks; user and system time are the 12th and 13th after it.
        let fields = stat.rsplit(')').next().unwrap_or_default();
        let fields = fields.split_whitespace().skip(11).take(2);
        fields.filter_map(|n| n.parse::<u64>().ok()).sum()
    }

    /// Sends a signal to the process that was started.
    pub(crate) fn signal(&self, signal: Signal) -> &Self {
        kill(self.pid(), signal);
        self
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        self.seen().parser.screen().contents()
    }

    /// Everything that was written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen().bytes.clone()
    }

    /// Waits until nothing has been written for `quiet`, then until another `quiet` has passed, and returns what was
    /// written in the second one: nothing, if the program is at rest.
    pub(crate) fn written_at_rest(&self, quiet: Duration) -> Vec<u8> {
        loop {
            let seen = self.seen();
            let before = seen.bytes.len();
            let (seen, timeout) = self
                .seen
                .1
                .wait_timeout_while(seen, quiet, |seen| seen.bytes.len() == before)
                .expect("no test thread panics with the lock");
            drop(seen);
            if timeout.timed_out() {
                break;
            }
        }
        let seen = self.seen();
        let before = seen.bytes.len();
        let (seen, _) = self
            .seen
            .1
            .wait_timeout_while(seen, quiet, |seen| seen.bytes.len() == before)
            .expect("no test thread panics with the lock");
        seen.bytes[before..].to_vec()
    }

    /// Waits for the end and returns how it ended.
    pub(crate) fn wait_exit(&mut self) -> ExitStatus {
        self.wait("the end", |seen| seen.closed);
        self.child.wait().expect("it can be waited for")
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
