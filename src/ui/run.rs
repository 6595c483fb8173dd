//! The loop: sleep until something happens, take in all of it, draw once.

use std::io;
use std::process::Command as Process;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crossterm::event;

use super::screen::Msg;
use super::signals::{Signals, Woke};
use super::stack::{Effect, Stack};
use super::terminal::{TerminalError, Tty};
use crate::app::editor;
use crate::app::routes::Tone;
use crate::app::services::Services;

/// Why the loop ended. Everything that was answered is saved in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The learner is done.
    Quit,
    /// The signal with this number asked for it.
    Signal(i32),
    /// The terminal was closed.
    Gone,
}

/// How long crossterm may look for more input. It must not be nothing, or it wouldn't look at all.
const MORE: Duration = Duration::from_millis(1);

/// The system counts the milliseconds of a sleep in 31 bits.
const LONGEST_SLEEP: Duration = Duration::from_hours(24);

/// A terminal that says there is input but never has any is gone, too.
const EMPTY_READS: u32 = 50;

/// Runs the screens of `stack` until the end.
///
/// # Errors
/// When there is no terminal, or when it stops working.
pub fn run(
    stack: &mut Stack,
    services: &mut Services,
    signals: &mut Signals,
) -> Result<Ended, TerminalError> {
    let tty = Tty::enter()?;
    let mut program = Loop {
        tty,
        stack,
        services,
        signals,
        empty_reads: 0,
    };
    let ended = program.turn();
    program.tty.leave();
    ended
}

struct Loop<'a> {
    tty: Tty,
    stack: &'a mut Stack,
    services: &'a mut Services,
    signals: &'a mut Signals,
    empty_reads: u32,
}

impl Loop<'_> {
    fn turn(&mut self) -> Result<Ended, TerminalError> {
        self.stack.resize(self.tty.area());
        loop {
            let Self {
                tty,
                stack,
                services,
                ..
            } = self;
            if let Err(error) = tty.paint(|buf| stack.draw(buf, services)) {
                return gone(error);
            }
            let woke = self.signals.wait(self.timeout())?;
            if woke == Woke::Gone || self.empty_reads > EMPTY_READS {
                return Ok(Ended::Gone);
            }
            if let Some(signal) = self.signals.fatal() {
                return Ok(Ended::Signal(signal));
            }
            if self.signals.take_stop() {
                self.stop()?;
            }
            if self.after(woke)? {
                return Ok(Ended::Quit);
            }
        }
    }

    /// Does what there is to do after a wake-up. True when the program is to end.
    fn after(&mut self, woke: Woke) -> Result<bool, TerminalError> {
        if self.signals.take_continued() {
            self.tty.resume()?;
            if self.come_back()? {
                return Ok(true);
            }
        }
        match woke {
            Woke::Called => {
                // It may have been the window that changed.
                self.tty.fit()?;
                self.stack.resize(self.tty.area());
            }
            Woke::Input => {
                self.empty_reads += 1;
                if self.input()? {
                    return Ok(true);
                }
            }
            Woke::Timeout | Woke::Gone => {}
        }
        if self.services.take_news() && self.tell(Msg::Resumed)? {
            return Ok(true);
        }
        let effect = self.stack.tick(self.services);
        self.perform(effect)
    }

    /// How long nothing will happen by itself; none = until someone does something.
    fn timeout(&self) -> Option<Duration> {
        let at: DateTime<Utc> = self.stack.wake()?;
        let left = at - self.services.clock.now();
        // A little more than the rest of the millisecond, or the loop would turn a few times in its last part.
        Some((left.to_std().unwrap_or_default() + MORE).min(LONGEST_SLEEP))
    }

    /// Takes in everything that was typed. True when the program is to end.
    fn input(&mut self) -> Result<bool, TerminalError> {
        while event::poll(MORE)? {
            self.empty_reads = 0;
            let event = event::read()?;
            #[cfg(debug_assertions)]
            crash_on_request(&event);
            let effect = self.stack.event(event, self.services);
            if self.perform(effect)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Sends a message to the screen on top. True when the program is to end.
    fn tell(&mut self, msg: Msg) -> Result<bool, TerminalError> {
        let effect = self.stack.send(msg, self.services);
        self.perform(effect)
    }

    /// Does what screens can't. True when the program is to end.
    fn perform(&mut self, effect: Option<Effect>) -> Result<bool, TerminalError> {
        match effect {
            None => {}
            Some(Effect::Quit) => return Ok(true),
            Some(Effect::Redraw) => self.tty.refresh(),
            Some(Effect::ToShell) if Signals::has_shell() => self.stop()?,
            Some(Effect::ToShell) => {
                let text = "There is no shell to step out to.";
                self.stack.say(Tone::Info, text, self.services);
            }
            Some(Effect::Edit { path, line }) => return self.edit(&path, line),
        }
        Ok(false)
    }

    /// Steps out to the shell. The way back in is the signal that says so.
    fn stop(&mut self) -> Result<(), TerminalError> {
        self.tty.leave();
        Ok(self.signals.stop_job()?)
    }

    /// After the terminal was somebody else's. True when the program is to end.
    fn come_back(&mut self) -> Result<bool, TerminalError> {
        self.stack.resize(self.tty.area());
        self.tell(Msg::Resumed)
    }

    /// Opens a file in the editor and waits for it.
    fn edit(&mut self, path: &std::path::Path, line: usize) -> Result<bool, TerminalError> {
        let how = editor::invocation(&self.services.editor, path, line);
        self.tty.leave();
        let status = self
            .signals
            .lend(|| Process::new(&how.program).args(&how.arguments).status());
        self.tty.resume()?;
        let trouble = match status {
            Ok(status) if status.success() => None,
            Ok(status) => Some(format!("`{}` ended with {status}.", how.program)),
            Err(error) => Some(format!(
                "`{}` can't be started ({error}); set `VISUAL` or `EDITOR`.",
                how.program
            )),
        };
        let reread = self.services.reread(path);
        let end = self.come_back()?;
        let trouble = trouble.or_else(|| match reread {
            Ok(problems) => problems
                .first()
                .map(|p| format!("{}:{}: {}", p.file, p.line, p.message)),
            Err(error) => Some(error),
        });
        if let Some(text) = trouble {
            self.stack.say(Tone::Failed, &text, self.services);
        }
        Ok(end)
    }
}

/// A terminal that can't be written to any more has been closed; anything else is an error.
fn gone(error: io::Error) -> Result<Ended, TerminalError> {
    // 5 = EIO, what a write to a terminal without its other end gives.
    if error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(5) {
        Ok(Ended::Gone)
    } else {
        Err(error.into())
    }
}

/// For the tests of the panic hook: with `SYSDRILL_PANIC` set, `!` makes a debug build panic.
#[cfg(debug_assertions)]
fn crash_on_request(event: &event::Event) {
    let asked = event
        .as_key_press_event()
        .is_some_and(|key| key.code == event::KeyCode::Char('!'));
    assert!(
        !(asked && std::env::var_os("SYSDRILL_PANIC").is_some()),
        "asked for by SYSDRILL_PANIC"
    );
}
