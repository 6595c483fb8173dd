//! What wakes the loop: the keyboard, signals, workers, the clock.
//!
//! crossterm alone would sleep through a signal, so the loop waits here, on the terminal and on a pipe that signals and
//! workers write to, and asks crossterm only when something was typed or the window has changed.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use filedescriptor::{POLLERR, POLLHUP, POLLIN, pollfd};
use rustix::process::{self, Signal};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};

/// The signals that end the program, cleanly.
const FATAL: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// Why the loop woke up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woke {
    /// Something was typed.
    Input,
    /// A signal or a worker.
    Called,
    /// Nothing happened for as long as it was told to wait.
    Timeout,
    /// The terminal was closed.
    Gone,
}

/// Wakes the loop from any thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The signals that came, and the pipe that tells.
pub struct Signals {
    pipe: UnixStream,
    waker: UnixStream,
    fatal: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    /// The terminal is lent out: let the system do what ctrl-z usually does.
    lent: Arc<AtomicBool>,
}

impl Signals {
    /// Takes over the signals that a program in a terminal has to care about.
    ///
    /// # Errors
    /// When the system refuses a pipe or a handler.
    pub fn listen() -> io::Result<Self> {
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let signals = Self {
            pipe,
            waker,
            fatal: Arc::default(),
            stop: Arc::default(),
            continued: Arc::default(),
            lent: Arc::default(),
        };
        for signal in FATAL {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.fatal), number)?;
        }
        flag::register_conditional_default(SIGTSTP, Arc::clone(&signals.lent))?;
        flag::register(SIGTSTP, Arc::clone(&signals.stop))?;
        flag::register(SIGCONT, Arc::clone(&signals.continued))?;
        // The flags first, the pipe last: who wakes up must see them.
        for signal in FATAL.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH]) {
            low_level::pipe::register(signal, signals.waker.try_clone()?)?;
        }
        Ok(signals)
    }

    /// Something that wakes the loop from any thread; it asks the services for news then.
    ///
    /// # Errors
    /// When the system refuses another handle of the pipe.
    pub fn waker(&self) -> io::Result<Waker> {
        let waker = self.waker.try_clone()?;
        // A full pipe means that the loop is about to wake up anyway.
        Ok(Arc::new(move || drop((&waker).write(&[0]))))
    }

    /// Sleeps until something happens, at most for `timeout`, without it for ever.
    pub(super) fn wait(&mut self, timeout: Option<Duration>) -> io::Result<Woke> {
        let pfd = |fd| pollfd {
            fd,
            events: POLLIN,
            revents: 0,
        };
        let mut fds = [pfd(io::stdin().as_raw_fd()), pfd(self.pipe.as_raw_fd())];
        match filedescriptor::poll(&mut fds, timeout) {
            Ok(0) => return Ok(Woke::Timeout),
            Ok(_) => {}
            Err(filedescriptor::Error::Poll(e) | filedescriptor::Error::Io(e)) => {
                let interrupted = e.kind() == io::ErrorKind::Interrupted;
                // The signal that interrupted has written to the pipe.
                return if interrupted {
                    Ok(Woke::Called)
                } else {
                    Err(e)
                };
            }
            Err(e) => return Err(io::Error::other(e)),
        }
        let [typed, called] = fds.map(|fd| fd.revents);
        if called & POLLIN != 0 {
            while matches!(self.pipe.read(&mut [0; 256]), Ok(1..)) {}
            return Ok(Woke::Called);
        }
        if typed & (POLLHUP | POLLERR) != 0 {
            return Ok(Woke::Gone);
        }
        Ok(Woke::Input)
    }

    /// The signal that wants the program to end.
    pub(super) fn fatal(&self) -> Option<i32> {
        let number = self.fatal.load(Ordering::SeqCst);
        i32::try_from(number).ok().filter(|n| *n != 0)
    }

    /// Whether someone has asked for a stop since the last call.
    pub(super) fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::SeqCst)
    }

    /// Whether the program went on after a stop since the last call.
    pub(super) fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::SeqCst)
    }

    /// While `work` runs the terminal belongs to another program: ctrl-z stops both, ctrl-c is for that program alone.
    pub(super) fn lend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.lent.store(true, Ordering::SeqCst);
        let result = work();
        self.lent.store(false, Ordering::SeqCst);
        self.take_stop();
        self.take_continued();
        let interrupt = usize::try_from(SIGINT).unwrap_or_default();
        let _ = self
            .fatal
            .compare_exchange(interrupt, 0, Ordering::SeqCst, Ordering::SeqCst);
        result
    }

    /// There is a shell that can bring the program back: shells give every job a process group of its own, so a program in
    /// the group of its session's leader has none above it.
    pub(super) fn has_shell() -> bool {
        io::stdin().is_terminal()
            && process::getsid(None).is_ok_and(|session| session != process::getpgrp())
    }

    /// Stops the whole job, as ctrl-z does; returns when it goes on, or a little before the stop takes hold.
    pub(super) fn stop_job(&self) -> io::Result<()> {
        self.lent.store(true, Ordering::SeqCst);
        let stopped = process::kill_current_process_group(Signal::TSTP);
        self.lent.store(false, Ordering::SeqCst);
        self.take_stop();
        stopped.map_err(io::Error::from)
    }
}
