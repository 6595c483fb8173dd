//! What a screen is: a small program of its own, with a state, an `update` that may touch services and a `view` that
//! draws the state and touches nothing.

use chrono::{DateTime, Utc};
use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::glyphs::Glyph;
use super::theme::{Theme, Token};
use crate::app::commands::{Command, Scope};
use crate::app::routes::{Overlay, Route, Toast};
use crate::app::services::Services;
use crate::domain::item::Place;

/// A page, or something that lies over one.
pub trait Screen {
    /// What stands here: `Circuit breaker`. Heads the help page.
    fn title(&self) -> String;

    /// Where its keys are looked up, in its present state. In a [`Scope::typing`] scope every key without a command comes
    /// in as [`Msg::Key`].
    fn scope(&self) -> Scope;

    /// The commands of its own that would do something now, the most useful first: what the bottom line shows. Search,
    /// help, back and quit are added by the frame.
    fn hints(&self) -> Vec<Hint>;

    /// Takes a message. A command that isn't the screen's own is answered with [`Flow::Pass`].
    fn update(&mut self, msg: Msg, services: &mut Services) -> Flow;

    /// Draws into `area`, whatever its size, nothing at all included.
    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look);

    /// When it wants a [`Msg::Tick`], because what it shows changes then without a key. Never for decoration.
    fn wake(&self) -> Option<DateTime<Utc>> {
        None
    }
}

/// What a screen is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key, a click or a wheel turn that means a command here.
    Command(Command),
    /// Any other key, where a text field has the keyboard.
    Key(KeyEvent),
    /// Pasted text, control characters included.
    Paste(String),
    /// The mouse over the screen; the same coordinates as `view`'s.
    Mouse(MouseEvent),
    /// The moment of [`Screen::wake`] has come.
    Tick,
    /// The command of a [`crate::app::routes::Question`] was confirmed.
    Confirmed(Command),
    /// On top again, after another page, the editor or the shell: what was read before may have changed.
    Resumed,
}

/// What a screen wants to happen next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Nothing more.
    Stay,
    /// Not mine: let the command do what it does everywhere.
    Pass,
    /// Open a page over this one; `esc` comes back. An overlay closes first.
    Go(Route),
    /// Change to another room.
    Switch(Route),
    /// Close this page.
    Back,
    /// End the program.
    Quit,
    /// Lay something over this page.
    Overlay(Overlay),
    /// Close this overlay and tell the page below, as [`Msg::Confirmed`].
    Confirmed(Command),
    /// Open a source file in `$EDITOR`; [`Msg::Resumed`] follows.
    Edit(Place),
    /// Say something in passing.
    Toast(Toast),
}

/// A command on the bottom line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Which one.
    pub command: Command,
    /// What it is called here, where the table's label is too general.
    pub label: Option<String>,
}

impl Hint {
    /// A hint with a label that fits the moment: `open` becomes `start`.
    #[must_use]
    pub fn labelled(command: Command, label: impl Into<String>) -> Self {
        Self {
            command,
            label: Some(label.into()),
        }
    }

    /// What the bottom line says.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(self.command.info().label)
    }
}

impl From<Command> for Hint {
    fn from(command: Command) -> Self {
        Self {
            command,
            label: None,
        }
    }
}

/// How things are to look; handed to every `view`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// ASCII only.
    pub ascii: bool,
    /// Things may move. Where they may not, each step is drawn when asked for.
    pub motion: bool,
}

impl Look {
    /// The style of `token`.
    #[must_use]
    pub fn style(&self, token: Token) -> Style {
        self.theme.style(token)
    }

    /// The shape of `glyph`.
    #[must_use]
    pub fn glyph(&self, glyph: Glyph) -> &'static str {
        glyph.text(self.ascii)
    }
}
