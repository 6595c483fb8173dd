//! Who wins: flag, environment, file, default. And what is said about what is wrong.

use super::*;
use crate::app::commands::{Command, Scope};

fn config(text: &str, env: &[(&str, &str)], flags: &Flags) -> Config {
    let loaded = settings::read("/c", "config.yaml", text.as_bytes());
    let find = |name: &str| {
        let found = env.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Config::new(loaded, &find, flags)
}

#[test]
fn themes_have_names() {
    for theme in ThemeName::ALL {
        assert_eq!(theme.name().parse(), Ok(theme));
    }
    let error = "drak".parse::<ThemeName>().unwrap_err();
    assert_eq!(error.to_string(), "there is no theme `drak`");
    assert_eq!(error.cure(), "did you mean `dark`?");
}

#[test]
fn the_terminal_says_how_many_colours_it_has() {
    for (colorterm, term, depth) in [
        (Some("truecolor"), Some("xterm-256color"), Depth::True),
        (Some("24bit"), None, Depth::True),
        (None, Some("xterm-kitty"), Depth::True),
        (None, Some("xterm-direct"), Depth::True),
        (None, Some("tmux-256color"), Depth::Indexed),
        (Some(""), Some("xterm"), Depth::Sixteen),
        (None, Some("linux"), Depth::Sixteen),
        (None, None, Depth::Sixteen),
    ] {
        assert_eq!(
            Depth::detect(colorterm, term),
            depth,
            "{colorterm:?} {term:?}"
        );
    }
}

#[test]
fn the_nearest_word_about_the_theme_counts() {
    let flag = |theme| Flags {
        theme,
        ascii: false,
    };
    let both = [("NO_COLOR", "1"), ("SYSDRILL_THEME", "light")];
    let no_colour = [("NO_COLOR", "1")];
    let off = [("NO_COLOR", "")];
    let file = "theme: contrast";
    for (text, env, flag, wanted) in [
        ("", &[][..], flag(None), ThemeName::Dark),
        (file, &[][..], flag(None), ThemeName::Contrast),
        (file, &off[..], flag(None), ThemeName::Contrast),
        (file, &no_colour[..], flag(None), ThemeName::Plain),
        (file, &both[..], flag(None), ThemeName::Light),
        (
            file,
            &both[..],
            flag(Some(ThemeName::Dark)),
            ThemeName::Dark,
        ),
    ] {
        assert_eq!(
            config(text, env, &flag).theme,
            wanted,
            "{text} {env:?} {flag:?}"
        );
    }
}

#[test]
fn the_nearest_word_about_the_editor_counts() {
    let all = [("VISUAL", "code -w"), ("EDITOR", "nano")];
    let blank = [("VISUAL", " "), ("EDITOR", "nano")];
    for (text, env, wanted) in [
        ("", &[][..], "vi"),
        ("", &blank[..], "nano"),
        ("", &all[..], "code -w"),
        ("editor: hx", &all[..], "hx"),
    ] {
        assert_eq!(config(text, env, &Flags::default()).editor, wanted);
    }
}

#[test]
fn switches_can_be_set_anywhere() {
    let none = Flags::default();
    let flag = Flags {
        theme: None,
        ascii: true,
    };
    let ascii = |text, env: &[(&str, &str)], flags| config(text, env, flags).ascii;
    assert!(!ascii("", &[], &none));
    assert!(!ascii("", &[("SYSDRILL_ASCII", "0")], &none));
    assert!(ascii("", &[("SYSDRILL_ASCII", "1")], &none));
    assert!(ascii("ascii: true", &[], &none));
    assert!(ascii("", &[], &flag));
    assert!(config("", &[], &none).motion);
    assert!(!config("reduced_motion: true", &[], &none).motion);
    assert!(!config("", &[("SYSDRILL_REDUCED_MOTION", "1")], &none).motion);
}

#[test]
fn settings_reach_whom_they_concern() {
    let text = "retention: 0.85\nnew_per_day: 7\nday_starts_at: 0\ninterview: 2026-12-15\nlearning_steps: []\n";
    let config = config(text, &[], &Flags::default());
    assert!((config.schedule.retention - 0.85).abs() < 1e-6);
    assert_eq!(config.schedule.learning, []);
    assert_eq!(config.schedule.horizon, Some("2026-12-15".parse().unwrap()));
    assert_eq!(config.limits.new, 7);
    assert_eq!(config.calendar.rollover, NaiveTime::MIN);
    assert_eq!((config.problems, config.complaints), (vec![], vec![]));
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_cure() {
    let text = "\
theme: drak
keys:
  dwon: [n]
  down: [n, dwn]
  flag: [b]
";
    let config = config(text, &[("SYSDRILL_THEME", "blue")], &Flags::default());
    let said: Vec<String> = config
        .problems
        .iter()
        .map(|p| format!("{p}: {}", p.cure))
        .collect();
    assert_eq!(
        said,
        [
            "/c/config.yaml:1:8: error: there is no theme `drak`: did you mean `dark`?",
            "/c/config.yaml:3:3: error: there is no command `dwon`: did you mean `down`?",
            "/c/config.yaml:4:13: error: `dwn` is not a key: did you mean `down`?",
            "/c/config.yaml:5:10: error: `b` means `flag` already and can't mean `bury` as well: give `flag` or `bury` another key",
        ]
    );
    assert_eq!(
        config.complaints,
        [
            "`SYSDRILL_THEME`: there is no theme `blue`; the themes are `dark`, `light`, `contrast`, `plain`"
        ]
    );
    assert_eq!(config.theme, ThemeName::Dark);
    let keys = config.keymap.keys(Scope::Move, Command::Down);
    assert_eq!(keys, ["n".parse().unwrap()]);
}

#[test]
fn a_missing_file_is_fine_and_an_unreadable_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let flags = Flags::default();
    let config = Config::read(&folder.path().join("config.yaml"), &|_| None, &flags);
    assert_eq!((config.problems, config.complaints), (vec![], vec![]));
    // A folder can't be read as a file.
    let config = Config::read(folder.path(), &|_| None, &flags);
    assert!(
        config.complaints[0].contains("can't be read"),
        "{:?}",
        config.complaints
    );
}
