//! What the program runs with, put together from the settings file, the environment and the flags.

use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

use chrono::NaiveTime;

use super::editor;
use super::keymap::{KeyMap, Override};
use super::paths::SETTINGS;
use crate::content::problem::Problem;
use crate::content::settings::{self, Loaded, Said};
use crate::content::suggest;
use crate::domain::calendar::Calendar;
use crate::domain::schedule;
use crate::domain::session::Limits;

/// How the screen looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
    /// As much contrast as there is.
    Contrast,
    /// No colour at all: bold, underline and reverse only.
    Plain,
}

impl ThemeName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Contrast, Self::Plain];

    /// What settings call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::Plain => "plain",
        }
    }
}

/// Not the name of a theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no theme `{0}`")]
pub struct NoTheme(String);

impl NoTheme {
    /// What to do about it.
    #[must_use]
    pub fn cure(&self) -> String {
        suggest::among(
            &self.0,
            &ThemeName::ALL.map(ThemeName::name),
            "the themes are",
        )
    }
}

impl FromStr for ThemeName {
    type Err = NoTheme;

    fn from_str(name: &str) -> Result<Self, NoTheme> {
        let known = Self::ALL.into_iter().find(|theme| theme.name() == name);
        known.ok_or_else(|| NoTheme(name.to_owned()))
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many colours the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The sixteen names, whose look the user's terminal decides.
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// 24 bits.
    True,
}

impl Depth {
    /// What `COLORTERM` and `TERM` promise.
    #[must_use]
    pub fn detect(colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        let colorterm = colorterm.unwrap_or_default();
        let rich = ["direct", "kitty", "alacritty", "foot", "ghostty", "wezterm"];
        if matches!(colorterm, "truecolor" | "24bit") || rich.iter().any(|r| term.contains(r)) {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

/// Looks a variable of the environment up.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the command line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--theme`.
    pub theme: Option<ThemeName>,
    /// `--ascii`.
    pub ascii: bool,
}

/// Everything that can be set. A flag beats the environment, which beats the settings file, which beats the defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The colours.
    pub theme: ThemeName,
    /// How many of them the terminal has.
    pub depth: Depth,
    /// ASCII only.
    pub ascii: bool,
    /// Things may move.
    pub motion: bool,
    /// The program that edits sources, maybe with arguments.
    pub editor: String,
    /// Which key means what.
    pub keymap: KeyMap,
    /// When a day begins.
    pub calendar: Calendar,
    /// When items come back.
    pub schedule: schedule::Settings,
    /// How much a day may ask for.
    pub limits: Limits,
    /// What is wrong with the settings file.
    pub problems: Vec<Problem>,
    /// What is wrong elsewhere, one sentence each.
    pub complaints: Vec<String>,
}

impl Config {
    /// Reads the settings file `path`, which need not exist. Never fails: what is wrong stays at its default and is told.
    #[must_use]
    pub fn read(path: &Path, env: Environment, flags: &Flags) -> Self {
        let (bytes, complaint) = match std::fs::read(path) {
            Ok(bytes) => (bytes, None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), None),
            Err(error) => {
                let path = path.display();
                let text = format!("`{path}` can't be read: {error}; the defaults hold");
                (Vec::new(), Some(text))
            }
        };
        let folder = path.parent().map(|p| p.display().to_string());
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let loaded = settings::read(
            &folder.unwrap_or_default(),
            &name.unwrap_or_else(|| SETTINGS.to_owned()),
            &bytes,
        );
        let mut config = Self::new(loaded, env, flags);
        config.complaints.extend(complaint);
        config
    }

    /// Puts settings, environment and flags together.
    #[must_use]
    pub fn new(mut loaded: Loaded, env: Environment, flags: &Flags) -> Self {
        let mut problems = std::mem::take(&mut loaded.problems);
        let mut complaints = Vec::new();
        let set = &loaded.settings;
        let theme = theme(&loaded, env, flags, &mut problems, &mut complaints);
        let keymap = keymap(&loaded, &mut problems);
        let switch = |name| env(name).is_some_and(|value| !matches!(value.as_str(), "" | "0"));
        let some = |name| env(name).filter(|value| !value.trim().is_empty());
        let editor = set.editor.clone().or_else(|| some("VISUAL"));
        let rollover = NaiveTime::from_hms_opt(set.day_starts_at, 0, 0);
        Self {
            theme,
            depth: Depth::detect(env("COLORTERM").as_deref(), env("TERM").as_deref()),
            ascii: flags.ascii || set.ascii || switch("SYSDRILL_ASCII"),
            motion: !(set.reduced_motion || switch("SYSDRILL_REDUCED_MOTION")),
            editor: editor
                .or_else(|| some("EDITOR"))
                .unwrap_or_else(|| editor::FALLBACK.to_owned()),
            keymap,
            calendar: rollover.map_or_else(Calendar::default, |rollover| Calendar { rollover }),
            schedule: schedule::Settings {
                retention: set.retention,
                learning: set.learning_steps.clone(),
                relearning: set.relearning_steps.clone(),
                maximum: set.maximum_interval,
                horizon: set.interview,
            },
            limits: Limits {
                new: set.new_per_day,
                reviews: set.reviews_per_day,
            },
            problems,
            complaints,
        }
    }
}

/// The flag, `SYSDRILL_THEME`, `NO_COLOR`, the settings file: the first that says something.
fn theme(
    loaded: &Loaded,
    env: Environment,
    flags: &Flags,
    problems: &mut Vec<Problem>,
    complaints: &mut Vec<String>,
) -> ThemeName {
    let said = loaded.settings.theme.as_ref();
    let in_file = said.and_then(|said| match said.text.parse::<ThemeName>() {
        Ok(theme) => Some(theme),
        Err(error) => {
            problems.extend(loaded.complain(said, &error.to_string(), &error.cure()));
            None
        }
    });
    let in_env = env("SYSDRILL_THEME").filter(|name| !name.is_empty());
    let in_env = in_env.and_then(|name| match name.parse::<ThemeName>() {
        Ok(theme) => Some(theme),
        Err(error) => {
            complaints.push(format!("`SYSDRILL_THEME`: {error}; {}", error.cure()));
            None
        }
    });
    let plain = env("NO_COLOR").is_some_and(|value| !value.is_empty());
    let plain = plain.then_some(ThemeName::Plain);
    let first = flags.theme.or(in_env).or(plain).or(in_file);
    first.unwrap_or_default()
}

/// The default keys with those of the settings file over them.
fn keymap(loaded: &Loaded, problems: &mut Vec<Problem>) -> KeyMap {
    let set = &loaded.settings.keys;
    let overrides: Vec<Override> = set
        .iter()
        .map(|set| Override {
            command: set.command.text.clone(),
            keys: set.keys.iter().map(|key| key.text.clone()).collect(),
        })
        .collect();
    let (keymap, wrong) = KeyMap::with_overrides(&overrides);
    for wrong in wrong {
        let entry = set.get(wrong.entry);
        let key = |entry: &settings::KeySetting| entry.keys.get(wrong.key?).cloned();
        let said: Option<Said> = entry.map(|e| key(e).unwrap_or_else(|| e.command.clone()));
        let problem = said
            .and_then(|said| loaded.complain(&said, &wrong.error.to_string(), &wrong.error.cure()));
        problems.extend(problem);
    }
    keymap
}

#[cfg(test)]
mod tests;
