//! What happens when the program panics: the terminal is given back, what is known goes into a file, and its path is printed.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::{env, fs, io, panic, thread};

use super::terminal;
use crate::domain::calendar::{Clock as _, SystemClock};

/// Handles panics from now on. Crash files go into `folder`. Call it from the main thread.
pub fn install(folder: PathBuf) {
    let main = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let file = write(&folder, &report(info));
        let text = summary(info);
        tracing::error!(panic = text, "panicked");
        // A worker that panics doesn't end the program, and the terminal is in use.
        if thread::current().id() != main {
            return;
        }
        terminal::restore();
        let mut out = io::stderr().lock();
        let _ = writeln!(out, "sysdrill has crashed: {text}");
        let _ = match file {
            Ok(path) => writeln!(
                out,
                "Everything you answered is saved. What is known about the crash is in `{}`; please send it with a report.",
                path.display()
            ),
            Err(error) => writeln!(
                out,
                "Everything you answered is saved. The crash file could not be written to `{}`: {error}",
                folder.display()
            ),
        };
    }));
}

/// The message and the place, in one line.
fn summary(info: &PanicHookInfo) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    match info.location() {
        Some(place) => format!("{message} ({place})"),
        None => message.to_owned(),
    }
}

/// What a report needs: nothing that the learner has written is in it.
fn report(info: &PanicHookInfo) -> String {
    let mut text = String::new();
    let variable = |name| env::var(name).unwrap_or_default();
    let thread = thread::current();
    let _ = writeln!(text, "sysdrill {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "{} {}", env::consts::OS, env::consts::ARCH);
    let _ = writeln!(text, "TERM={}", variable("TERM"));
    let _ = writeln!(text, "COLORTERM={}", variable("COLORTERM"));
    let _ = writeln!(text, "size {:?}", crossterm::terminal::size().ok());
    let _ = writeln!(text, "thread {}", thread.name().unwrap_or("?"));
    let _ = writeln!(text, "{}\n", summary(info));
    let _ = writeln!(text, "{}", Backtrace::force_capture());
    text
}

fn write(folder: &Path, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let now = SystemClock.now().format("%Y%m%d-%H%M%S");
    let path = folder.join(format!("crash-{now}-{}.txt", std::process::id()));
    fs::write(&path, text)?;
    Ok(path)
}
