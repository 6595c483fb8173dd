//! The terminal: entered, left, left in a hurry, and painted with as few bytes as it takes.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Why the trainer can't open on this terminal.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Piped or redirected.
    #[error(
        "the trainer needs a terminal, and {0} is not one; `sysdrill read TOPIC` prints a page as plain text, `sysdrill --help` lists what else works in a pipe"
    )]
    NotATerminal(&'static str),
    /// `TERM=dumb`.
    #[error(
        "the trainer needs a terminal that can place its cursor, and `TERM` is `dumb`; `sysdrill read TOPIC` prints a page as plain text"
    )]
    Dumb,
    /// The system says no.
    #[error("the terminal can't be used: {0}")]
    Io(#[from] io::Error),
}

/// Clicks and the wheel, but not every movement of the mouse, which would wake the program all the time.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Nobody's terminal has more columns or lines; a nonsensical size must not eat the memory.
const LARGEST: (u16, u16) = (1_000, 500);

/// What a terminal that doesn't know its size most likely has.
const UNKNOWN: (u16, u16) = (80, 24);

/// The terminal is ours: raw, on its alternate screen.
static INSIDE: AtomicBool = AtomicBool::new(false);

/// Makes sure that there is a terminal to draw on, before anything else is opened.
///
/// # Errors
/// Input or output is a pipe or a file, or the terminal can't place its cursor.
pub fn check() -> Result<(), TerminalError> {
    if !io::stdout().is_terminal() {
        return Err(TerminalError::NotATerminal("standard output"));
    }
    if !io::stdin().is_terminal() {
        return Err(TerminalError::NotATerminal("standard input"));
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(TerminalError::Dumb);
    }
    Ok(())
}

/// Columns of the terminal; none where the system can't say.
#[must_use]
pub fn columns() -> Option<usize> {
    terminal::size()
        .ok()
        .map(|(columns, _)| usize::from(columns))
}

/// Gives the terminal back as it was, once. Safe to call at any time, from a panic hook as well.
pub fn restore() {
    if INSIDE.swap(false, Ordering::SeqCst) {
        // If the terminal is gone there is nobody left to tell.
        let _ = execute!(
            io::stdout(),
            EndSynchronizedUpdate,
            Print(MOUSE_OFF),
            DisableBracketedPaste,
            ResetColor,
            LeaveAlternateScreen,
            Show
        );
        let _ = terminal::disable_raw_mode();
    }
}

/// Standard output while the terminal is ours. What a dying painter still holds back must not reach the shell's screen.
struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if INSIDE.load(Ordering::SeqCst) {
            io::stdout().write(bytes)
        } else {
            Ok(bytes.len())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

/// The terminal as the loop uses it. Leaves it when dropped.
pub(super) struct Tty {
    painter: Painter<BufWriter<Output>>,
}

impl Tty {
    /// Takes the terminal over.
    pub(super) fn enter() -> Result<Self, TerminalError> {
        check()?;
        let mut tty = Self {
            painter: Painter::new(BufWriter::with_capacity(1 << 16, Output)),
        };
        tty.resume()?;
        Ok(tty)
    }

    /// Takes the terminal over (again), whatever state it is in. Everything is drawn afresh.
    pub(super) fn resume(&mut self) -> io::Result<()> {
        // Raw mode first: in the background that stops us, and then nothing may have been written yet. crossterm only
        // sets it when it believes that it is not set, and a shell may have changed it behind its back.
        terminal::disable_raw_mode()?;
        terminal::enable_raw_mode()?;
        INSIDE.store(true, Ordering::SeqCst);
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            Print(MOUSE_ON),
            Hide
        )?;
        self.painter.refresh();
        self.fit()
    }

    /// Gives the terminal back for a while.
    #[expect(
        clippy::unused_self,
        reason = "only who holds the terminal may leave it"
    )]
    pub(super) fn leave(&mut self) {
        restore();
    }

    /// Reads the size of the terminal.
    pub(super) fn fit(&mut self) -> io::Result<()> {
        // Serial lines and some containers don't know their size and say nought.
        let (width, height) = match terminal::size()? {
            (0, _) | (_, 0) => UNKNOWN,
            size => size,
        };
        self.painter.resize(width, height);
        Ok(())
    }

    /// The size as last read.
    pub(super) fn area(&self) -> Rect {
        self.painter.front.area
    }

    /// Draws everything afresh the next time.
    pub(super) fn refresh(&mut self) {
        self.painter.refresh();
    }

    /// Shows what `draw` draws.
    pub(super) fn paint(&mut self, draw: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        if INSIDE.load(Ordering::SeqCst) {
            self.painter.paint(draw)
        } else {
            Ok(())
        }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        restore();
    }
}

/// Writes the difference between what is shown and what is to be shown; nothing at all where there is none.
struct Painter<W: Write> {
    backend: CrosstermBackend<W>,
    front: Buffer,
    back: Buffer,
    /// Nobody knows what the terminal shows.
    stale: bool,
}

impl<W: Write> Painter<W> {
    fn new(writer: W) -> Self {
        Self {
            backend: CrosstermBackend::new(writer),
            front: Buffer::default(),
            back: Buffer::default(),
            stale: true,
        }
    }

    fn refresh(&mut self) {
        self.stale = true;
    }

    fn resize(&mut self, width: u16, height: u16) {
        let area = Rect::new(0, 0, width.min(LARGEST.0), height.min(LARGEST.1));
        if area != self.front.area {
            self.front = Buffer::empty(area);
            self.back = Buffer::empty(area);
            // Terminals wrap or cut what they show in ways of their own.
            self.stale = true;
        }
    }

    fn paint(&mut self, draw: impl FnOnce(&mut Buffer)) -> io::Result<()> {
        self.back.reset();
        draw(&mut self.back);
        if self.stale {
            self.front.reset();
        }
        let changes = self.front.diff(&self.back);
        if changes.is_empty() && !self.stale {
            return Ok(());
        }
        queue!(self.backend, BeginSynchronizedUpdate)?;
        if self.stale {
            queue!(self.backend, ResetColor, Clear(ClearType::All))?;
        }
        self.backend.draw(changes.into_iter())?;
        queue!(self.backend, EndSynchronizedUpdate)?;
        Backend::flush(&mut self.backend)?;
        self.stale = false;
        std::mem::swap(&mut self.front, &mut self.back);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use ratatui::style::Style;

    use super::*;

    /// A writer whose bytes can be looked at.
    #[derive(Clone, Default)]
    struct Tap(Rc<RefCell<Vec<u8>>>);

    impl Write for Tap {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn painter(width: u16, height: u16) -> (Painter<Tap>, Tap) {
        let tap = Tap::default();
        let mut painter = Painter::new(tap.clone());
        painter.resize(width, height);
        (painter, tap)
    }

    /// What a terminal that got `bytes` shows.
    fn shown(bytes: &[u8], width: u16, height: u16) -> Vec<String> {
        let size = |n: u16| std::num::NonZeroU16::new(n).unwrap();
        let mut parser = vt100::Parser::new(size(height), size(width), 0);
        parser.process(bytes);
        parser.screen().rows(0, width).collect()
    }

    #[test]
    fn only_what_changes_is_written() {
        let (mut painter, tap) = painter(20, 3);
        let words = |text: &'static str| {
            move |buf: &mut Buffer| {
                buf.set_string(1, 1, text, Style::new());
            }
        };
        painter.paint(words("first")).unwrap();
        let bytes = tap.0.take();
        assert_eq!(shown(&bytes, 20, 3), ["", " first", ""]);

        painter.paint(words("first")).unwrap();
        assert!(tap.0.take().is_empty(), "nothing changed, nothing written");

        painter.paint(words("fixed")).unwrap();
        let more = tap.0.take();
        assert!(more.len() < 60, "{} bytes for three letters", more.len());
        assert_eq!(shown(&[bytes, more].concat(), 20, 3), ["", " fixed", ""]);
    }

    #[test]
    fn a_refresh_repairs_the_screen() {
        let (mut painter, tap) = painter(10, 2);
        let draw = |buf: &mut Buffer| {
            buf.set_string(0, 0, "whole", Style::new());
        };
        painter.paint(draw).unwrap();
        let mut bytes = tap.0.take();
        bytes.extend(b"\x1b[Hgarbage");
        painter.refresh();
        painter.paint(draw).unwrap();
        bytes.extend(tap.0.take());
        assert_eq!(shown(&bytes, 10, 2), ["whole", ""]);
    }

    #[test]
    fn nonsensical_sizes_are_cut() {
        let (mut painter, _) = painter(80, 24);
        for (width, height) in [(0, 0), (1, 1), (65_535, 65_535), (0, 9)] {
            painter.resize(width, height);
            painter.paint(|_| {}).unwrap();
            assert!(
                painter.front.area.width <= LARGEST.0 && painter.front.area.height <= LARGEST.1
            );
        }
    }

    #[test]
    fn messages_name_a_way_out() {
        let message = TerminalError::NotATerminal("standard output").to_string();
        assert!(message.contains("`sysdrill read TOPIC`"), "{message}");
    }
}
