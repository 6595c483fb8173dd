//! The screens: a stack of pages per room, overlays on top, and what every command does unless a screen knows better.
//!
//! Knows neither terminal nor loop: events go in, [`Effect`]s come out, and it draws into any buffer.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::chrome::{self, Spot};
use super::keys;
use super::overlays::{self, toast};
use super::screen::{Flow, Hint, Look, Msg, Screen};
use super::theme::Token;
use crate::app::commands::{Command, Scope};
use crate::app::routes::{Overlay, Report, Room, Route, Toast, Tone};
use crate::app::services::Services;
use crate::domain::item::Place;

/// Builds the page of a route.
pub type Opener = fn(&Route, &mut Services) -> Result<Box<dyn Screen>, Box<Report>>;

/// What the loop has to do, since screens can't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Quit,
    /// Step out to the shell.
    ToShell,
    /// Draw everything afresh.
    Redraw,
    /// Open a file in the editor, then send [`Msg::Resumed`].
    Edit {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
}

struct Page {
    route: Route,
    screen: Box<dyn Screen>,
}

/// Lines that one turn of the wheel moves.
const WHEEL: usize = 3;

/// The screens of a running program.
pub struct Stack {
    opener: Opener,
    look: Look,
    room: Room,
    /// One stack per room, in the order of [`Room::ALL`]: a room is found again as it was left.
    pages: [Vec<Page>; Room::ALL.len()],
    overlays: Vec<Box<dyn Screen>>,
    toast: Option<(Toast, DateTime<Utc>)>,
    area: Rect,
}

impl Stack {
    /// A stack with nothing on it.
    #[must_use]
    pub fn new(opener: Opener, look: Look) -> Self {
        Self {
            opener,
            look,
            room: Room::Today,
            pages: Default::default(),
            overlays: Vec::new(),
            toast: None,
            area: Rect::default(),
        }
    }

    /// Goes to `route`, in its room, with nothing else there. A page that can't be built leaves an error to read.
    pub fn open(&mut self, route: Route, services: &mut Services) {
        match (self.opener)(&route, services) {
            Ok(screen) => self.put(route, screen),
            Err(report) => self.overlay(Overlay::Error(report), services),
        }
    }

    /// Makes `screen` the only page of its room, and goes there.
    pub fn put(&mut self, route: Route, screen: Box<dyn Screen>) {
        self.room = route.room();
        self.overlays.clear();
        let pages = self.here_mut();
        pages.clear();
        pages.push(Page { route, screen });
    }

    /// Nothing is shown: the last overlay was closed and no page could be built.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.top().is_none()
    }

    /// When something changes on the screen without a key.
    #[must_use]
    pub fn wake(&self) -> Option<DateTime<Utc>> {
        let toast = self.toast.as_ref().map(|(_, until)| *until);
        let screen = self.top().and_then(Screen::wake);
        toast.into_iter().chain(screen).min()
    }

    /// The moment of [`Stack::wake`] has come.
    pub fn tick(&mut self, services: &mut Services) -> Option<Effect> {
        let now = services.clock.now();
        if self.toast.as_ref().is_some_and(|(_, until)| *until <= now) {
            self.toast = None;
        }
        let due = self
            .top()
            .and_then(Screen::wake)
            .is_some_and(|at| at <= now);
        if due {
            self.send(Msg::Tick, services)
        } else {
            None
        }
    }

    /// Takes what came from the terminal.
    pub fn event(&mut self, event: Event, services: &mut Services) -> Option<Effect> {
        match event {
            Event::Key(key) => self.key(key, services),
            Event::Paste(text) => self.send(Msg::Paste(text), services),
            Event::Mouse(mouse) => self.mouse(mouse, services),
            Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn key(&mut self, event: KeyEvent, services: &mut Services) -> Option<Effect> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        self.toast = None;
        let scope = self.scope();
        let command = keys::key(&event).and_then(|key| services.keymap.resolve(scope, key));
        match command {
            Some(command) => self.send(Msg::Command(command), services),
            None if scope.typing() => self.send(Msg::Key(event), services),
            None => None,
        }
    }

    fn mouse(&mut self, event: MouseEvent, services: &mut Services) -> Option<Effect> {
        let areas = chrome::areas(self.area);
        let at = Position::new(event.column, event.row);
        let wheel = match event.kind {
            MouseEventKind::ScrollDown => Command::Down,
            MouseEventKind::ScrollUp => Command::Up,
            MouseEventKind::Down(MouseButton::Left) if areas.top.contains(at) => {
                let command = chrome::hit(&self.top_line(services), event.column)?;
                return self.send(Msg::Command(command), services);
            }
            MouseEventKind::Down(MouseButton::Left) if areas.bottom.contains(at) => {
                let command = chrome::hit(&self.bottom_line(services), event.column)?;
                return self.send(Msg::Command(command), services);
            }
            MouseEventKind::Down(_)
            | MouseEventKind::Up(_)
            | MouseEventKind::Drag(_)
            | MouseEventKind::Moved
            | MouseEventKind::ScrollLeft
            | MouseEventKind::ScrollRight => return self.send(Msg::Mouse(event), services),
        };
        let mut effect = None;
        for _ in 0..WHEEL {
            effect = effect.or(self.send(Msg::Command(wheel), services));
        }
        effect
    }

    /// Tells the screen on top something and does what it asks for.
    pub fn send(&mut self, msg: Msg, services: &mut Services) -> Option<Effect> {
        let command = match &msg {
            Msg::Command(command) => Some(*command),
            Msg::Key(_)
            | Msg::Paste(_)
            | Msg::Mouse(_)
            | Msg::Tick
            | Msg::Confirmed(_)
            | Msg::Resumed => None,
        };
        let flow = match self.top_mut() {
            Some(screen) => screen.update(msg, services),
            None => Flow::Pass,
        };
        match (flow, command) {
            (Flow::Pass, Some(command)) => self.everywhere(command, services),
            (flow, _) => self.follow(flow, services),
        }
    }

    /// What a command does where the screen leaves it alone.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the few commands that work everywhere, out of all there are"
    )]
    fn everywhere(&mut self, command: Command, services: &mut Services) -> Option<Effect> {
        if let Some(room) = Room::of_command(command) {
            return self.enter(room, services);
        }
        match command {
            Command::Help => self.overlay(Overlay::Help, services),
            Command::Search => self.overlay(Overlay::Search, services),
            Command::Quit if self.overlays.is_empty() && self.here().len() <= 1 => {
                return Some(Effect::Quit);
            }
            Command::Back | Command::Quit => return self.follow(Flow::Back, services),
            Command::Exit => return Some(Effect::Quit),
            Command::Redraw => return Some(Effect::Redraw),
            Command::ToShell => return Some(Effect::ToShell),
            Command::Edit => self.say(Tone::Info, "Nothing here has a source to edit.", services),
            _ => {}
        }
        None
    }

    fn follow(&mut self, flow: Flow, services: &mut Services) -> Option<Effect> {
        match flow {
            Flow::Stay | Flow::Pass => None,
            Flow::Go(route) => {
                self.go(route, services);
                None
            }
            Flow::Switch(route) => {
                self.open(route, services);
                None
            }
            Flow::Back => self.back(services),
            Flow::Quit => Some(Effect::Quit),
            Flow::Overlay(overlay) => {
                self.overlay(overlay, services);
                None
            }
            Flow::Confirmed(command) => {
                self.overlays.pop();
                self.send(Msg::Confirmed(command), services)
            }
            Flow::Edit(place) => self.edit(&place, services),
            Flow::Toast(toast) => {
                let until = services.clock.now() + toast::STAY;
                self.toast = Some((toast, until));
                None
            }
        }
    }

    fn go(&mut self, route: Route, services: &mut Services) {
        self.overlays.clear();
        match (self.opener)(&route, services) {
            Ok(screen) => self.here_mut().push(Page { route, screen }),
            Err(report) => self.overlay(Overlay::Error(report), services),
        }
    }

    /// Goes to a room as it was left; to its first page if one is in it already.
    fn enter(&mut self, room: Room, services: &mut Services) -> Option<Effect> {
        self.overlays.clear();
        let again = room == self.room;
        self.room = room;
        if again {
            self.here_mut().truncate(1);
        }
        if self.here().is_empty() {
            self.open(room.route(), services);
            return None;
        }
        self.send(Msg::Resumed, services)
    }

    /// Closes what is on top. A room's first page leads to Today, and Today stays.
    fn back(&mut self, services: &mut Services) -> Option<Effect> {
        if self.overlays.pop().is_some() {
            return self.is_empty().then_some(Effect::Quit);
        }
        if self.here().len() > 1 {
            self.here_mut().pop();
            return self.send(Msg::Resumed, services);
        }
        if self.room == Room::Today {
            return None;
        }
        self.enter(Room::Today, services)
    }

    fn overlay(&mut self, overlay: Overlay, services: &mut Services) {
        let screen = overlays::open(overlay, self.top(), &services.keymap);
        self.overlays.push(screen);
    }

    fn edit(&mut self, place: &Place, services: &mut Services) -> Option<Effect> {
        match services.source(place) {
            Ok((path, line)) => Some(Effect::Edit { path, line }),
            Err(message) => {
                self.say(Tone::Failed, &message, services);
                None
            }
        }
    }

    /// Shows a line that passes.
    pub fn say(&mut self, tone: Tone, text: &str, services: &Services) {
        let toast = Toast {
            tone,
            text: text.to_owned(),
        };
        self.toast = Some((toast, services.clock.now() + toast::STAY));
    }

    /// Draws with another look from now on.
    pub fn set_look(&mut self, look: Look) {
        self.look = look;
    }

    /// The size of the screen has changed; clicks are found by it.
    pub fn resize(&mut self, area: Rect) {
        self.area = area;
    }

    /// The pages of the present room, first to last.
    #[must_use]
    pub fn routes(&self) -> Vec<&Route> {
        self.here().iter().map(|page| &page.route).collect()
    }

    fn here(&self) -> &[Page] {
        let at = self.room as usize;
        self.pages.get(at).map_or(&[], Vec::as_slice)
    }

    fn here_mut(&mut self) -> &mut Vec<Page> {
        let [today, guide, drill, history] = &mut self.pages;
        match self.room {
            Room::Today => today,
            Room::Guide => guide,
            Room::Drill => drill,
            Room::History => history,
        }
    }

    fn top(&self) -> Option<&dyn Screen> {
        let overlay = self.overlays.last();
        let page = self.here().last().map(|page| &page.screen);
        overlay.or(page).map(AsRef::as_ref)
    }

    fn top_mut(&mut self) -> Option<&mut dyn Screen> {
        if self.overlays.is_empty() {
            let page = self.here_mut().last_mut()?;
            return Some(page.screen.as_mut());
        }
        let overlay = self.overlays.last_mut()?;
        Some(overlay.as_mut())
    }

    fn scope(&self) -> Scope {
        self.top().map_or(Scope::Always, Screen::scope)
    }

    /// What the top line shows.
    fn top_line(&self, services: &Services) -> Vec<Spot> {
        let place = chrome::Place {
            room: self.room,
            scope: self.scope(),
            keymap: &services.keymap,
        };
        chrome::rooms(self.area.width, &place, services.due, &self.look)
    }

    /// What the bottom line shows: the screen's own hints, then what works everywhere.
    fn bottom_line(&self, services: &Services) -> Vec<Spot> {
        let mut hints = self.top().map_or_else(Vec::new, Screen::hints);
        if self.overlays.is_empty() {
            let mut add = |command| {
                if !hints.iter().any(|hint: &Hint| hint.command == command) {
                    hints.push(command.into());
                }
            };
            let deep = self.here().len() > 1;
            if deep || self.room != Room::Today {
                add(Command::Back);
            }
            add(Command::Search);
            if !deep {
                add(Command::Quit);
            }
        }
        chrome::hints(self.area.width, &hints, self.scope(), &services.keymap)
    }

    /// Draws the whole screen.
    pub fn draw(&self, buf: &mut Buffer, services: &Services) {
        let area = self.area.intersection(buf.area);
        let areas = chrome::areas(area);
        buf.set_style(area, self.look.style(Token::Text));
        if let Some(page) = self.here().last() {
            page.screen.view(areas.content, buf, &self.look);
        }
        for overlay in &self.overlays {
            overlay.view(areas.content, buf, &self.look);
        }
        chrome::draw(areas.top, buf, &self.top_line(services), &self.look);
        match &self.toast {
            Some((toast, _)) => toast::draw(areas.bottom, buf, toast, &self.look),
            None => chrome::draw(areas.bottom, buf, &self.bottom_line(services), &self.look),
        }
    }
}

#[cfg(test)]
mod tests;
