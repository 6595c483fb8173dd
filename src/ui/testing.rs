//! The harness: a screen, the keys `"j j enter"`, and what then stands there, styles included.
//!
//! Not behind `cfg(test)`, so that integration tests and benches can use it too.

use std::fmt::Write as _;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::keys;
use super::screen::{Flow, Hint, Look, Msg, Screen};
use super::stack::{Effect, Opener, Stack};
use super::theme::{Theme, Token};
use crate::app::commands::Scope;
use crate::app::config::{Depth, ThemeName};
use crate::app::keymap::{Key, KeyError, KeyMap};
use crate::app::routes::{Report, Route};
use crate::app::services::Services;
use crate::domain::calendar::{Clock, FixedClock};
use crate::domain::width::width;

/// The sizes every screen is looked at in: the usual ones, and two that no screen is made for.
pub const SIZES: [(u16, u16); 5] = [(80, 24), (120, 40), (200, 60), (20, 5), (1, 1)];

/// The moment tests begin at: a Monday, 10:00 in London.
#[must_use]
pub fn monday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_428_000, 0).unwrap_or_default()
}

/// A clock that stands at [`monday`], in UTC.
#[must_use]
pub fn clock() -> Rc<FixedClock<Utc>> {
    Rc::new(FixedClock::new(monday(), Utc))
}

/// Services with the default keys, nothing due and nothing to find.
#[must_use]
pub fn services(clock: Rc<dyn Clock>) -> Services {
    Services::new(clock, KeyMap::default())
}

/// A look in full colour and Unicode.
#[must_use]
pub fn look(theme: ThemeName) -> Look {
    Look {
        theme: Theme::new(theme, Depth::True),
        ascii: false,
        motion: true,
    }
}

/// Stands for every page that the screen under test leads to: shows its route.
struct Signpost(Route);

impl Screen for Signpost {
    fn title(&self) -> String {
        format!("{:?}", self.0)
    }

    fn scope(&self) -> Scope {
        Scope::Move
    }

    fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }

    fn update(&mut self, _: Msg, _: &mut Services) -> Flow {
        Flow::Pass
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        if !area.is_empty() {
            let text = format!("-> {:?}", self.0);
            let room = usize::from(area.width);
            buf.set_stringn(area.x, area.y, text, room, look.style(Token::Text));
        }
    }
}

/// An opener that puts up a sign instead of a page.
///
/// # Errors
/// Never.
pub fn signpost(route: &Route, _: &mut Services) -> Result<Box<dyn Screen>, Box<Report>> {
    Ok(Box::new(Signpost(route.clone())))
}

/// A program without a terminal: the whole stack, its services, and a screen to look at.
pub struct Harness {
    /// The screens.
    pub stack: Stack,
    /// What they work with.
    pub services: Services,
    /// What the loop would have had to do, in order.
    pub effects: Vec<Effect>,
    look: Look,
    size: (u16, u16),
}

impl Harness {
    /// The page `screen` at `route`, alone in its room; wherever it leads there is a sign with the route. 80x24, dark.
    #[must_use]
    pub fn new(route: Route, screen: Box<dyn Screen>, services: Services) -> Self {
        let mut harness = Self::empty(signpost, services, ThemeName::Dark);
        harness.stack.put(route, screen);
        harness
    }

    /// The page that `opener` builds for `route`, and real pages wherever it leads. 80x24, dark.
    #[must_use]
    pub fn open(opener: Opener, route: Route, services: Services) -> Self {
        let mut harness = Self::empty(opener, services, ThemeName::Dark);
        harness.stack.open(route, &mut harness.services);
        harness
    }

    /// The same in another theme, before anything is opened.
    #[must_use]
    pub fn empty(opener: Opener, services: Services, theme: ThemeName) -> Self {
        let look = look(theme);
        let mut harness = Self {
            stack: Stack::new(opener, look),
            services,
            effects: Vec::new(),
            look,
            size: (0, 0),
        };
        harness.resize(80, 24);
        harness
    }

    /// Makes the screen `width` x `height`.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = (width, height);
        self.stack.resize(Rect::new(0, 0, width, height));
        self.event(Event::Resize(width, height))
    }

    /// Draws in another theme from now on.
    pub fn theme(&mut self, theme: ThemeName) -> &mut Self {
        self.look = look(theme);
        self.stack.set_look(self.look);
        self
    }

    /// Presses keys, written as in settings, with spaces between: `"j j enter"`.
    ///
    /// # Errors
    /// Which of them is no key; those before it were pressed.
    pub fn try_send(&mut self, keys: &str) -> Result<&mut Self, KeyError> {
        for key in keys.split_whitespace() {
            self.press(key.parse()?);
        }
        Ok(self)
    }

    /// [`Harness::try_send`] for tests.
    ///
    /// # Panics
    /// When `keys` can't be read.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        let known = self.try_send(keys).map(|_| ());
        assert_eq!(known, Ok(()), "in `{keys}`");
        self
    }

    /// Types every character of `text` as a key of its own.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.press(Key::plain(crate::app::keymap::Code::Char(c)));
        }
        self
    }

    fn press(&mut self, key: Key) {
        self.event(Event::Key(keys::event(key)));
    }

    /// Clicks on column `x` of line `y`, both counted from 0.
    pub fn click(&mut self, x: u16, y: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), x, y)
    }

    /// Uses the mouse at column `x` of line `y`, both counted from 0.
    pub fn mouse(&mut self, kind: MouseEventKind, x: u16, y: u16) -> &mut Self {
        self.event(Event::Mouse(MouseEvent {
            kind,
            column: x,
            row: y,
            modifiers: KeyModifiers::NONE,
        }))
    }

    /// Sends what a terminal would.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let effect = self.stack.event(event, &mut self.services);
        self.effects.extend(effect);
        self
    }

    /// Sends a message to the screen on top.
    pub fn message(&mut self, msg: Msg) -> &mut Self {
        let effect = self.stack.send(msg, &mut self.services);
        self.effects.extend(effect);
        self
    }

    /// The screen as it stands.
    #[must_use]
    pub fn buffer(&self) -> Buffer {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.stack.draw(&mut buf, &self.services);
        buf
    }

    /// The characters only, without blanks at the ends of lines.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.buffer())
    }

    /// Characters, then the styles by name, line by line: what a snapshot holds.
    #[must_use]
    pub fn snapshot(&self) -> String {
        snapshot(&self.buffer(), &self.look.theme)
    }
}

/// The cells of a line that are really shown, each with its column: what a wide character covers is left out.
fn line(buf: &Buffer, y: u16) -> Vec<(u16, &Cell)> {
    let mut cells = Vec::new();
    let mut next = 0;
    for x in 0..buf.area.width {
        let Some(cell) = buf.cell((x, y)).filter(|_| x >= next) else {
            continue;
        };
        next = x + u16::try_from(width(cell.symbol())).unwrap_or(1).max(1);
        cells.push((x, cell));
    }
    cells
}

/// The characters of a buffer, without blanks at the ends of lines.
#[must_use]
pub fn text(buf: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buf.area.height {
        let symbols: String = line(buf, y).iter().map(|(_, c)| c.symbol()).collect();
        out.push_str(symbols.trim_end());
        out.push('\n');
    }
    out
}

/// The characters of a buffer in a frame, then for every line the columns and names of the styles in it, prose left out.
#[must_use]
pub fn snapshot(buf: &Buffer, theme: &Theme) -> String {
    let mut out = String::new();
    let columns = usize::from(buf.area.width);
    let _ = writeln!(out, "{}x{}", buf.area.width, buf.area.height);
    for row in text(buf).lines() {
        let fill = columns.saturating_sub(width(row));
        let _ = writeln!(out, "|{row}{}|", " ".repeat(fill));
    }
    for y in 0..buf.area.height {
        let runs = runs(buf, y, theme);
        if !runs.is_empty() {
            let _ = writeln!(out, "{y}: {}", runs.join(", "));
        }
    }
    out
}

/// `first-last name` for every run of cells of one style, prose left out.
fn runs(buf: &Buffer, y: u16, theme: &Theme) -> Vec<String> {
    let mut runs: Vec<(u16, u16, Style)> = Vec::new();
    for (x, cell) in line(buf, y) {
        match runs.last_mut() {
            Some((_, last, style)) if *style == cell.style() => *last = x,
            _ => runs.push((x, x, cell.style())),
        }
    }
    runs.into_iter()
        .map(|(first, last, style)| (first, last, name(style, theme)))
        .filter(|(_, _, name)| name != "text")
        .map(|(first, last, name)| format!("{first}-{last} {name}"))
        .collect()
}

/// The token, or the two or three that lie over one another, that look like this; else the bare colours.
fn name(style: Style, theme: &Theme) -> String {
    let plain = Cell::default().style().patch(theme.style(Token::Text));
    let grounds = [
        None,
        Some(Token::Bar),
        Some(Token::Selected),
        Some(Token::Field),
    ];
    let with = |base: Style, token: Option<Token>| match token {
        Some(token) => base.patch(theme.style(token)),
        None => base,
    };
    let below = grounds.map(|ground| (with(plain, ground), ground));
    if let Some((_, ground)) = below.iter().find(|(below, _)| *below == style) {
        return ground.map_or_else(|| "text".to_owned(), |t| format!("{t:?}").to_lowercase());
    }
    for third in [None, Some(Token::Strong), Some(Token::Emphasis)] {
        for (below, ground) in below {
            let same = |t: &Token| with(with(below, Some(*t)), third) == style;
            if let Some(token) = Token::ALL.into_iter().find(same) {
                let over = third.map(|t| format!("+{t:?}")).unwrap_or_default();
                let ground = ground.map(|t| format!(" {t:?}")).unwrap_or_default();
                return format!("{token:?}{over}{ground}").to_lowercase();
            }
        }
    }
    format!("{:?}/{:?} {:?}", style.fg, style.bg, style.add_modifier)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    #[test]
    fn a_snapshot_names_what_it_sees() {
        let theme = look(ThemeName::Dark).theme;
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 2));
        buf.set_style(buf.area, theme.style(Token::Text));
        buf.set_string(0, 0, "a漢b", theme.style(Token::Text));
        buf.set_string(5, 0, "key", theme.style(Token::Key));
        buf.set_style(Rect::new(0, 1, 12, 1), theme.style(Token::Bar));
        buf.set_string(2, 1, "ok", theme.style(Token::Good));
        buf.set_string(5, 1, "?", Style::new().add_modifier(Modifier::HIDDEN));
        assert_eq!(
            snapshot(&buf, &theme),
            "12x2\n\
             |a漢b key    |\n\
             |  ok ?      |\n\
             0: 5-7 key\n\
             1: 0-1 bar, 2-3 good bar, 4-4 bar, 5-5 Some(Rgb(166, 172, 184))/Some(Rgb(36, 39, 48)) HIDDEN, 6-11 bar\n"
        );
    }

    #[test]
    fn monday_is_a_monday() {
        assert_eq!(monday().to_string(), "2026-11-23 10:00:00 UTC");
    }
}
