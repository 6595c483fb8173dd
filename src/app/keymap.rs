//! Keys as people write them, and which command a key means where.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use super::commands::{Command, Scope};
use crate::content::suggest::near;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A printable character, `' '` included; upper case where shift made it so.
    Char(char),
    /// `f1` to `f24`.
    F(u8),
    /// `enter`.
    Enter,
    /// `esc`.
    Esc,
    /// `tab`.
    Tab,
    /// `backspace`.
    Backspace,
    /// `delete`.
    Delete,
    /// `insert`.
    Insert,
    /// `up`.
    Up,
    /// `down`.
    Down,
    /// `left`.
    Left,
    /// `right`.
    Right,
    /// `home`.
    Home,
    /// `end`.
    End,
    /// `pgup`.
    PageUp,
    /// `pgdn`.
    PageDown,
}

/// The names of keys that are not written as their character.
const NAMES: [(&str, Code); 16] = [
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
];

/// One key press: `j`, `G`, `ctrl-d`, `shift-tab`, `alt-enter`, `space`, `f1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// With control held.
    pub ctrl: bool,
    /// With alt held.
    pub alt: bool,
    /// With shift held; never set together with a character, whose case says it.
    pub shift: bool,
}

impl Key {
    /// A key with nothing held.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The character this key types into a text field.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self {
            Self {
                code: Code::Char(c),
                ctrl: false,
                alt: false,
                ..
            } => Some(c),
            _ => None,
        }
    }

    fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    fn without_alt(self) -> Self {
        Self { alt: false, ..self }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        let bare = !(self.ctrl || self.alt || self.shift);
        if bare && self.code == Code::Char('-') {
            return f.write_str("-");
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "f{n}"),
            Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::Backspace
            | Code::Delete
            | Code::Insert
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown => Ok(()),
        }
    }
}

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing there.
    #[error("a key can't be empty")]
    Empty,
    /// Not a character and not a name.
    #[error("`{0}` is not a key")]
    Unknown(String),
    /// Shift with a character.
    #[error("`shift-{0}` is not a key: shift shows in the character itself")]
    ShiftedChar(char),
    /// A terminal sends the same bytes for both.
    #[error("a terminal can't tell `ctrl-{0}` from `{1}`")]
    SameBytes(char, &'static str),
}

impl KeyError {
    /// What to do about it.
    #[must_use]
    pub fn cure(&self) -> String {
        match self {
            Self::Unknown(text) => match near(text, &NAMES.map(|(name, _)| name)) {
                Some(name) => format!("did you mean `{name}`?"),
                None => KEYS.to_owned(),
            },
            Self::Empty => KEYS.to_owned(),
            Self::ShiftedChar(c) => format!("write `{}`", c.to_uppercase()),
            Self::SameBytes(_, name) => format!("write `{name}`"),
        }
    }
}

const KEYS: &str =
    "a key is a character or a name, such as `j`, `ctrl-d`, `shift-tab`, `space`, `f1`";

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut key = Self::plain(Code::Enter);
        let mut rest = text;
        loop {
            let (held, name) = if let Some(name) = rest.strip_prefix("ctrl-") {
                (&mut key.ctrl, name)
            } else if let Some(name) = rest.strip_prefix("alt-") {
                (&mut key.alt, name)
            } else if let Some(name) = rest.strip_prefix("shift-") {
                (&mut key.shift, name)
            } else {
                break;
            };
            *held = true;
            rest = name;
        }
        key.code = code(rest)?;
        match key.code {
            Code::Char(c) if key.shift && c != ' ' => Err(KeyError::ShiftedChar(c)),
            Code::Char(c) if key.ctrl => control(key, c),
            Code::Char(_)
            | Code::F(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::Backspace
            | Code::Delete
            | Code::Insert
            | Code::Up
            | Code::Down
            | Code::Left
            | Code::Right
            | Code::Home
            | Code::End
            | Code::PageUp
            | Code::PageDown => Ok(key),
        }
    }
}

fn code(text: &str) -> Result<Code, KeyError> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => return Err(KeyError::Empty),
        (Some(c), None) if !c.is_control() && !c.is_whitespace() => return Ok(Code::Char(c)),
        _ => {}
    }
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Ok(*code);
    }
    let number = text.strip_prefix('f').and_then(|n| n.parse().ok());
    if let Some(n @ 1..=24) = number {
        return Ok(Code::F(n));
    }
    Err(KeyError::Unknown(text.to_owned()))
}

/// Control with a character: terminals drop the case and send some of them as other keys.
fn control(key: Key, c: char) -> Result<Key, KeyError> {
    let c = c.to_ascii_lowercase();
    match c {
        'i' => Err(KeyError::SameBytes(c, "tab")),
        'm' => Err(KeyError::SameBytes(c, "enter")),
        '[' => Err(KeyError::SameBytes(c, "esc")),
        _ => Ok(Key {
            code: Code::Char(c),
            ..key
        }),
    }
}

/// New keys for one command, as settings give them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The command's name.
    pub command: String,
    /// Its keys; none leaves it without one.
    pub keys: Vec<String>,
}

/// What is wrong with an [`Override`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// No command has that name.
    #[error("there is no command `{0}`")]
    NoCommand(String),
    /// A key that can't be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Two commands want a key in the same scope.
    #[error("`{key}` means `{winner}` already and can't mean `{loser}` as well")]
    Taken {
        /// The key.
        key: Key,
        /// The command that keeps it.
        winner: &'static str,
        /// The command that doesn't get it.
        loser: &'static str,
    },
}

impl OverrideError {
    /// What to do about it.
    #[must_use]
    pub fn cure(&self) -> String {
        match self {
            Self::NoCommand(name) => {
                let names: Vec<&str> = Command::ALL.iter().map(|c| c.info().name).collect();
                match near(name, &names) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => "`sysdrill keys` lists the commands".to_owned(),
                }
            }
            Self::Key(error) => error.cure(),
            Self::Taken { winner, loser, .. } => {
                format!("give `{winner}` or `{loser}` another key")
            }
        }
    }
}

/// An [`OverrideError`] and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideProblem {
    /// Index of the override.
    pub entry: usize,
    /// Index into its keys, if it is about one key.
    pub key: Option<usize>,
    /// What is wrong.
    pub error: OverrideError,
}

/// Which command a key means in which scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyMap {
    keys: BTreeMap<Command, Vec<Key>>,
    lookup: HashMap<(Scope, Key), Command>,
}

impl Default for KeyMap {
    fn default() -> Self {
        let keys = Command::ALL
            .iter()
            .map(|c| {
                let keys = c.info().keys.iter().filter_map(|k| k.parse().ok());
                (*c, keys.collect())
            })
            .collect();
        Self::build(keys).0
    }
}

impl KeyMap {
    /// The default keys with `overrides` put over them. A faulty override is left out and reported; the rest counts.
    #[must_use]
    pub fn with_overrides(overrides: &[Override]) -> (Self, Vec<OverrideProblem>) {
        let defaults = Self::default();
        let mut problems = Vec::new();
        let mut wanted = defaults.keys.clone();
        let mut entries = BTreeMap::new();
        for (entry, change) in overrides.iter().enumerate() {
            let Some(command) = Command::named(&change.command) else {
                problems.push(OverrideProblem {
                    entry,
                    key: None,
                    error: OverrideError::NoCommand(change.command.clone()),
                });
                continue;
            };
            let mut keys = Vec::new();
            for (index, text) in change.keys.iter().enumerate() {
                match text.parse() {
                    Ok(key) => keys.push(key),
                    Err(error) => problems.push(OverrideProblem {
                        entry,
                        key: Some(index),
                        error: OverrideError::Key(error),
                    }),
                }
            }
            // A list of which nothing could be read must not take the command's last key away.
            if change.keys.is_empty() || !keys.is_empty() {
                wanted.insert(command, keys);
                entries.insert(command, entry);
            }
        }
        let (map, taken) = Self::build(wanted);
        for (key, loser, winner) in taken {
            // The one that settings name is the one to complain about, whichever lost.
            let entry = entries.get(&loser).or_else(|| entries.get(&winner));
            let entry = entry.copied().unwrap_or_default();
            let written = overrides.get(entry).map_or(&[][..], |change| &change.keys);
            problems.push(OverrideProblem {
                entry,
                key: written.iter().position(|text| text.parse() == Ok(key)),
                error: OverrideError::Taken {
                    key,
                    winner: winner.info().name,
                    loser: loser.info().name,
                },
            });
        }
        (map, problems)
    }

    /// Puts the lookup table together; a key wanted twice in one scope goes to the first command of the table and is
    /// returned as (key, loser, winner).
    fn build(keys: BTreeMap<Command, Vec<Key>>) -> (Self, Vec<(Key, Command, Command)>) {
        let mut lookup = HashMap::new();
        let mut taken = Vec::new();
        for (command, keys) in &keys {
            for key in keys {
                for scope in command.info().scopes {
                    let winner = *lookup.entry((*scope, *key)).or_insert(*command);
                    if winner != *command && !taken.contains(&(*key, *command, winner)) {
                        taken.push((*key, *command, winner));
                    }
                }
            }
        }
        (Self { keys, lookup }, taken)
    }

    /// The command that `key` means on a screen with this scope.
    #[must_use]
    pub fn resolve(&self, scope: Scope, key: Key) -> Option<Command> {
        let find = |key: Key| {
            let mut chain = scope.chain().iter();
            chain.find_map(|s| self.lookup.get(&(*s, key)).copied())
        };
        if !scope.typing() {
            return find(key);
        }
        if key.text().is_some() {
            return None;
        }
        find(key).or_else(|| find(key.without_alt()).filter(|_| matches!(key.code, Code::Char(_))))
    }

    /// The keys of `command` that really reach it on a screen with this scope, the one to show first. None when it can't
    /// be used there.
    #[must_use]
    pub fn keys(&self, scope: Scope, command: Command) -> Vec<Key> {
        let all = self.keys.get(&command).map_or(&[][..], Vec::as_slice);
        let here = all.iter().map(|key| {
            if scope.typing() && key.text().is_some() {
                key.with_alt()
            } else {
                *key
            }
        });
        let mut keys: Vec<Key> = here
            .filter(|key| self.resolve(scope, *key) == Some(command))
            .collect();
        // Where both work, a key of its own is easier than one with alt.
        keys.sort_by_key(|key| scope.typing() && key.alt);
        keys
    }

    /// Every command that can be used on a screen with this scope, with its keys, in the order of the table.
    #[must_use]
    pub fn available(&self, scope: Scope) -> Vec<(Command, Vec<Key>)> {
        Command::ALL
            .iter()
            .map(|c| (*c, self.keys(scope, *c)))
            .filter(|(_, keys)| !keys.is_empty())
            .collect()
    }

    /// All keys of `command`, wherever it can be used.
    #[must_use]
    pub fn all_keys(&self, command: Command) -> &[Key] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
