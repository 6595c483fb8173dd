//! `?`: the keys that work on the page below, straight from the command table and the keymap.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::window;
use crate::app::commands::{Command, Group, Scope};
use crate::app::keymap::KeyMap;
use crate::app::services::Services;
use crate::domain::width::width;
use crate::ui::screen::{Flow, Hint, Look, Msg, Screen};
use crate::ui::theme::Token;
use crate::ui::widgets::scroll::{self, Scroll};
use crate::ui::widgets::wrap;

/// A line of help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A heading.
    Group(&'static str),
    /// Keys, and the commands they reach; several where neighbours do the same.
    Keys {
        commands: Vec<Command>,
        keys: String,
        help: &'static str,
    },
}

/// Everything that can be done in `scope`, by group, in the order of the table.
#[must_use]
pub(super) fn rows(scope: Scope, keymap: &KeyMap) -> Vec<Row> {
    let mut rows = Vec::new();
    let available = keymap.available(scope);
    for group in Group::ALL {
        let here = available.iter().filter(|(c, _)| c.info().group == group);
        let mut first = true;
        for (command, all) in here {
            if std::mem::take(&mut first) {
                rows.push(Row::Group(group.title()));
            }
            let text: Vec<String> = all.iter().map(ToString::to_string).collect();
            let text = text.join(" ");
            match rows.last_mut() {
                Some(Row::Keys {
                    commands,
                    keys,
                    help,
                }) if *help == command.info().help => {
                    commands.push(*command);
                    *keys = [keys.as_str(), &text].join("  ");
                }
                _ => rows.push(Row::Keys {
                    commands: vec![*command],
                    keys: text,
                    help: command.info().help,
                }),
            }
        }
    }
    rows
}

/// The help page.
#[derive(Debug)]
pub(super) struct Help {
    title: String,
    typing: bool,
    rows: Vec<Row>,
    scroll: Scroll,
}

impl Help {
    /// Help for the page `below`.
    pub(super) fn new(below: Option<&dyn Screen>, keymap: &KeyMap) -> Self {
        let scope = below.map_or(Scope::Global, Screen::scope);
        Self {
            title: below.map_or_else(String::new, Screen::title),
            typing: scope.typing(),
            rows: rows(scope, keymap),
            scroll: Scroll::default(),
        }
    }

    /// The page as lines of (keys or heading, what they do), wrapped to `room`.
    fn lines(&self, room: usize) -> Vec<(String, Token, String)> {
        let longest = self.rows.iter().map(|row| match row {
            Row::Group(_) => 0,
            Row::Keys { keys, .. } => width(keys),
        });
        let left = longest.max().unwrap_or(0).min(20.min(room / 2));
        let mut lines = Vec::new();
        if self.typing {
            let note = "A text field has the keyboard: hold alt for commands on plain keys.";
            let note = wrap::lines(note, room).into_iter();
            lines.extend(note.map(|line| (line, Token::Dim, String::new())));
        }
        for row in &self.rows {
            match row {
                Row::Group(title) => {
                    if !lines.is_empty() {
                        lines.push((String::new(), Token::Text, String::new()));
                    }
                    lines.push(((*title).to_owned(), Token::Title, String::new()));
                }
                Row::Keys { keys, help, .. } => {
                    let keys = wrap::lines(keys, left);
                    let help = wrap::lines(help, room.saturating_sub(left + 2));
                    for at in 0..keys.len().max(help.len()) {
                        let key = keys.get(at).cloned().unwrap_or_default();
                        let help = help.get(at).cloned().unwrap_or_default();
                        let gap = " ".repeat((left + 2).saturating_sub(width(&key)));
                        lines.push((key, Token::Key, gap + &help));
                    }
                }
            }
        }
        lines
    }
}

impl Screen for Help {
    fn title(&self) -> String {
        "Help".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Move
    }

    fn hints(&self) -> Vec<Hint> {
        vec![
            Hint::labelled(Command::Back, "close"),
            Command::Down.into(),
            Command::Up.into(),
            Command::PageDown.into(),
        ]
    }

    fn update(&mut self, msg: Msg, _: &mut Services) -> Flow {
        match msg {
            Msg::Command(command) if self.scroll.update(command) => Flow::Stay,
            Msg::Command(Command::Help) => Flow::Back,
            Msg::Command(_) => Flow::Pass,
            Msg::Key(_)
            | Msg::Paste(_)
            | Msg::Mouse(_)
            | Msg::Tick
            | Msg::Confirmed(_)
            | Msg::Resumed => Flow::Stay,
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let title = if self.title.is_empty() {
            "Keys".to_owned()
        } else {
            format!("Keys: {}", self.title)
        };
        let width = 76.min(area.width.saturating_sub(4));
        let wanted = self.lines(usize::from(width.max(1))).len() + 2;
        let height = u16::try_from(wanted).unwrap_or(u16::MAX);
        let inner = window(area, buf, (80, height), &title, look);
        let lines = self.lines(usize::from(inner.width.max(1)));
        let range = self.scroll.window(lines.len(), inner.height);
        let shown = lines.get(range.clone()).unwrap_or_default();
        for (y, (left, token, right)) in (inner.top()..).zip(shown) {
            let room = usize::from(inner.width);
            let (x, _) = buf.set_stringn(inner.x, y, left, room, look.style(*token));
            let room = usize::from(inner.right().saturating_sub(x));
            buf.set_stringn(x, y, right, room, look.style(Token::Text));
        }
        let edge = Rect {
            width: inner.width + 1,
            ..inner
        };
        scroll::bar(edge.intersection(area), buf, &range, lines.len(), look);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What help lists is what the keymap resolves, no more and no less, in every scope.
    #[test]
    fn help_and_the_table_agree() {
        let keymap = KeyMap::default();
        for scope in Scope::ALL {
            let listed: Vec<Command> = rows(scope, &keymap)
                .into_iter()
                .flat_map(|row| match row {
                    Row::Group(_) => Vec::new(),
                    Row::Keys { commands, .. } => commands,
                })
                .collect();
            for command in Command::ALL {
                let works = !keymap.keys(scope, *command).is_empty();
                let times = listed.iter().filter(|c| *c == command).count();
                assert_eq!(times, usize::from(works), "{command:?} in {scope:?}");
            }
        }
    }

    #[test]
    fn neighbours_that_do_the_same_are_one_line() {
        let rows = rows(Scope::Pick, &KeyMap::default());
        let picks = rows.iter().find_map(|row| match row {
            Row::Keys { commands, keys, .. } if commands.contains(&Command::Pick1) => {
                Some((commands.len(), keys.clone()))
            }
            Row::Keys { .. } | Row::Group(_) => None,
        });
        assert_eq!(
            picks,
            Some((9, "1 A  2 B  3 C  4 D  5 E  6 F  7 G  8 H  9 I".to_owned()))
        );
    }
}
