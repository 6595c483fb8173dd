//! `config.yaml`: what a user may set, with places for what only others can judge (themes, commands, keys).

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::parse::{Fields, Page};
use super::problem::Problem;
use super::raw::{List, Text};
use super::source::{Mark, Problems, Source};
use super::yaml::{self, Located, Pairs, Piece};

/// The settings with their defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Name of a theme, for the screen to judge.
    pub theme: Option<Said>,
    /// How likely an item should still be known when it comes back, 0.70 to 0.97.
    pub retention: f32,
    /// New items a day, over all decks.
    pub new_per_day: u32,
    /// Reviews a day, over all decks.
    pub reviews_per_day: u32,
    /// The hour at which a learner's day begins, 0 to 23.
    pub day_starts_at: u32,
    /// The longest time between two reviews, in days.
    pub maximum_interval: u32,
    /// The day to be ready for.
    pub interview: Option<NaiveDate>,
    /// The short steps of a new item; none goes straight to days.
    pub learning_steps: Vec<TimeDelta>,
    /// The short steps of an item that was forgotten.
    pub relearning_steps: Vec<TimeDelta>,
    /// Draw with ASCII only.
    pub ascii: bool,
    /// Nothing moves by itself.
    pub reduced_motion: bool,
    /// The command that opens a file; `$VISUAL` and `$EDITOR` count where it is not set.
    pub editor: Option<String>,
    /// Other keys for commands, in the file's order.
    pub keys: Vec<KeySetting>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            retention: 0.9,
            new_per_day: 20,
            reviews_per_day: 200,
            day_starts_at: 4,
            maximum_interval: 36_500,
            interview: None,
            learning_steps: vec![TimeDelta::minutes(1), TimeDelta::minutes(10)],
            relearning_steps: vec![TimeDelta::minutes(10)],
            ascii: false,
            reduced_motion: false,
            editor: None,
            keys: Vec::new(),
        }
    }
}

/// The keys of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySetting {
    /// Name of the command.
    pub command: Said,
    /// Its keys; none leaves it without one.
    pub keys: Vec<Said>,
}

/// A word of the file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The word.
    pub text: String,
    mark: Mark,
}

/// A settings file that was read.
#[derive(Debug)]
pub struct Loaded {
    /// What holds: the file's words where they are right, the defaults elsewhere.
    pub settings: Settings,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    source: Option<Source>,
}

impl Loaded {
    /// The problem that `said` is something nobody knows.
    #[must_use]
    pub fn complain(&self, said: &Said, message: &str, cure: &str) -> Option<Problem> {
        let mut problems = Problems::new(self.source.as_ref()?);
        problems.error("setting", said.mark, message, cure);
        problems.finish().pop()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSettings {
    theme: Text,
    retention: Option<Located<f64>>,
    new_per_day: Option<Located<f64>>,
    reviews_per_day: Option<Located<f64>>,
    day_starts_at: Option<Located<f64>>,
    maximum_interval: Option<Located<f64>>,
    interview: Text,
    learning_steps: List<String>,
    relearning_steps: List<String>,
    ascii: Option<Located<bool>>,
    reduced_motion: Option<Located<bool>>,
    editor: Text,
    keys: Option<Pairs<Located<Vec<Located<String>>>>>,
}

/// Reads the file `file` of the folder `folder`. Never fails: what is wrong is left at its default and told.
#[must_use]
pub fn read(folder: &str, file: &str, bytes: &[u8]) -> Loaded {
    let (source, problems) = match Source::new(folder, file, bytes) {
        Ok((source, problems)) => (source, problems),
        Err(problem) => {
            let (settings, problems) = (Settings::default(), vec![*problem]);
            return Loaded {
                settings,
                problems,
                source: None,
            };
        }
    };
    let mut page = Page::new(&source);
    let piece = Piece {
        text: source.text(),
        what: "the file",
        down: 0,
    };
    let mut looks = yaml::SECOND_LOOKS;
    let partly = yaml::read_on::<RawSettings>(&piece, &mut looks, &mut page.problems);
    let settings = match partly.value {
        Some(raw) => settings(&mut Fields::whole_file(&mut page, &partly.left_out), raw),
        None => Settings::default(),
    };
    let problems = problems.into_iter().chain(page.problems.finish()).collect();
    Loaded {
        settings,
        problems,
        source: Some(source),
    }
}

fn settings(fields: &mut Fields<'_, '_>, raw: RawSettings) -> Settings {
    let default = Settings::default();
    #[expect(clippy::cast_possible_truncation, reason = "two digits are enough")]
    let retention = fields
        .number("retention", raw.retention, 0.7..=0.97)
        .map(|number| number as f32);
    let whole = |fields: &mut Fields<'_, '_>, name: &str, raw, from, default| {
        fields.whole(name, raw, from..=99_999).unwrap_or(default)
    };
    Settings {
        theme: said(fields, "theme", raw.theme),
        retention: retention.unwrap_or(default.retention),
        new_per_day: whole(
            fields,
            "new_per_day",
            raw.new_per_day,
            0,
            default.new_per_day,
        ),
        reviews_per_day: whole(
            fields,
            "reviews_per_day",
            raw.reviews_per_day,
            0,
            default.reviews_per_day,
        ),
        day_starts_at: fields
            .whole("day_starts_at", raw.day_starts_at, 0..=23)
            .unwrap_or(default.day_starts_at),
        maximum_interval: whole(
            fields,
            "maximum_interval",
            raw.maximum_interval,
            1,
            default.maximum_interval,
        ),
        interview: day(fields, raw.interview),
        learning_steps: steps(fields, "learning_steps", raw.learning_steps)
            .unwrap_or(default.learning_steps),
        relearning_steps: steps(fields, "relearning_steps", raw.relearning_steps)
            .unwrap_or(default.relearning_steps),
        ascii: raw.ascii.is_some_and(|set| set.value),
        reduced_motion: raw.reduced_motion.is_some_and(|set| set.value),
        editor: fields.line("editor", raw.editor),
        keys: keys(fields, raw.keys),
    }
}

fn said(fields: &mut Fields<'_, '_>, name: &str, raw: Text) -> Option<Said> {
    let mark = raw.as_ref()?.mark;
    fields.line(name, raw).map(|text| Said { text, mark })
}

fn day(fields: &mut Fields<'_, '_>, raw: Text) -> Option<NaiveDate> {
    let Said { text, mark } = said(fields, "interview", raw)?;
    let day = text.parse().ok();
    if day.is_none() {
        let (message, cure) = (
            format!("`{text}` is not a date"),
            "write it like `2026-12-15`",
        );
        fields.problems().error("setting", mark, message, cure);
    }
    day
}

fn steps(fields: &mut Fields<'_, '_>, name: &str, raw: List<String>) -> Option<Vec<TimeDelta>> {
    raw.as_ref()?;
    let mut steps = Vec::new();
    for (text, mark) in fields.lines(name, raw) {
        if let Some(step) = step(&text) {
            steps.push(step);
        } else {
            let message = format!("`{text}` is not a time between a second and a week");
            let cure = "write a number and `s`, `m`, `h` or `d`, such as `10m`";
            fields.problems().error("setting", mark, message, cure);
        }
    }
    Some(steps)
}

fn step(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let week = 7 * 86_400;
    let length = number
        .checked_mul(seconds)
        .filter(|length| (1..=week).contains(length))?;
    TimeDelta::try_seconds(length)
}

fn keys(
    fields: &mut Fields<'_, '_>,
    raw: Option<Pairs<Located<Vec<Located<String>>>>>,
) -> Vec<KeySetting> {
    let mut settings = Vec::new();
    for (command, keys) in raw.map(|pairs| pairs.0).unwrap_or_default() {
        let said = |located: Located<String>| Said {
            text: located.value,
            mark: located.mark,
        };
        let keys = fields.lines("keys", Some(keys));
        let keys = keys
            .into_iter()
            .map(|(text, mark)| Said { text, mark })
            .collect();
        settings.push(KeySetting {
            command: said(command),
            keys,
        });
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, String) {
        let loaded = super::read("/home/me/.config/sysdrill", "config.yaml", text.as_bytes());
        let said: Vec<String> = loaded
            .problems
            .iter()
            .map(|p| format!("{p}: {}", p.cure))
            .collect();
        (loaded.settings, said.join("\n"))
    }

    #[test]
    fn everything_can_be_set() {
        let (settings, said) = read(
            "theme: light\nretention: 0.85\nnew_per_day: 0\nreviews_per_day: 50\nday_starts_at: 5\n\
             maximum_interval: 90\ninterview: 2026-12-15\nlearning_steps: [30s, 1h]\n\
             relearning_steps: []\nascii: true\nreduced_motion: true\neditor: code --wait\nkeys:\n  quit: [q, ctrl-c]\n  help: []\n",
        );
        assert_eq!(said, "");
        assert_eq!(
            settings.theme.map(|said| said.text).as_deref(),
            Some("light")
        );
        assert_eq!((settings.new_per_day, settings.reviews_per_day), (0, 50));
        assert_eq!((settings.day_starts_at, settings.maximum_interval), (5, 90));
        assert_eq!(settings.interview, NaiveDate::from_ymd_opt(2026, 12, 15));
        assert_eq!(
            settings.learning_steps,
            [TimeDelta::seconds(30), TimeDelta::hours(1)]
        );
        assert_eq!(settings.relearning_steps, []);
        assert!(settings.ascii && settings.reduced_motion);
        assert_eq!(settings.editor.as_deref(), Some("code --wait"));
        let keys: Vec<(&str, usize)> = settings
            .keys
            .iter()
            .map(|set| (set.command.text.as_str(), set.keys.len()))
            .collect();
        assert_eq!(keys, [("quit", 2), ("help", 0)]);
    }

    #[test]
    fn an_empty_file_leaves_the_defaults() {
        for text in ["", "# nothing yet\n", "keys: {}\n"] {
            assert_eq!(read(text), (Settings::default(), String::new()), "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_stays_at_its_default_and_is_told() {
        let (settings, said) = read(
            "retension: 0.8\nretention: 1.5\nnew_per_day: 2.5\nreviews_per_day: many\n\
             day_starts_at: 24\ninterview: soon\nlearning_steps: [1m, 10, 8d]\nascii: maybe\nkeys:\n  quit: q\n",
        );
        let right = vec![TimeDelta::minutes(1)];
        assert_eq!(
            settings,
            Settings {
                learning_steps: right,
                ..Settings::default()
            }
        );
        assert_eq!(
            said,
            "\
/home/me/.config/sysdrill/config.yaml:1:1: error: unknown field `retension`: did you mean `retention`?
/home/me/.config/sysdrill/config.yaml:2:12: error: `retention` can't be 1.5: write a number from 0.7 to 0.97
/home/me/.config/sysdrill/config.yaml:3:14: error: `new_per_day` must be a whole number: write it without decimals
/home/me/.config/sysdrill/config.yaml:4:18: error: `reviews_per_day` must be a number: write digits, with a `.` before decimals
/home/me/.config/sysdrill/config.yaml:5:16: error: `day_starts_at` can't be 24: write a number from 0 to 23
/home/me/.config/sysdrill/config.yaml:6:12: error: `soon` is not a date: write it like `2026-12-15`
/home/me/.config/sysdrill/config.yaml:7:22: error: `10` is not a time between a second and a week: write a number and `s`, `m`, `h` or `d`, such as `10m`
/home/me/.config/sysdrill/config.yaml:7:26: error: `8d` is not a time between a second and a week: write a number and `s`, `m`, `h` or `d`, such as `10m`
/home/me/.config/sysdrill/config.yaml:8:8: error: `ascii` must be `true` or `false`: write `ascii: true` or `ascii: false`
/home/me/.config/sysdrill/config.yaml:10:9: error: `quit` must be a list: write `quit: [one, two]`, or one `- entry` a line"
        );
    }

    #[test]
    fn others_can_complain_about_a_word() {
        let loaded = super::read("/c", "config.yaml", b"theme: drak\n");
        let theme = loaded.settings.theme.as_ref().expect("a theme");
        let problem = loaded.complain(theme, "unknown theme `drak`", "did you mean `dark`?");
        let rendered = problem.expect("a problem").render();
        assert!(rendered.contains("--> /c/config.yaml:1:8"), "{rendered}");
        assert!(
            rendered.contains("1 | theme: drak\n  |        ^^^^"),
            "{rendered}"
        );
    }
}
