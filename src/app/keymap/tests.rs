//! Keys read and printed, overrides, and what shadows what.

use proptest::prelude::*;

use super::*;

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn change(command: &str, keys: &[&str]) -> Override {
    Override {
        command: command.to_owned(),
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
    }
}

fn codes() -> impl Strategy<Value = Code> {
    prop_oneof![
        any::<char>()
            .prop_filter("printable", |c| !c.is_control()
                && (!c.is_whitespace() || *c == ' '))
            .prop_map(Code::Char),
        (1_u8..=24).prop_map(Code::F),
        (0..NAMES.len()).prop_map(|i| NAMES[i].1),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(code in codes(), ctrl: bool, alt: bool, shift: bool) {
        let mut key = Key { code, ctrl, alt, shift };
        if let Code::Char(c) = code {
            key.shift = shift && c == ' ';
            if ctrl {
                prop_assume!(!matches!(c.to_ascii_lowercase(), 'i' | 'm' | '['));
                key.code = Code::Char(c.to_ascii_lowercase());
            }
        }
        prop_assert_eq!(key.to_string().parse(), Ok(key));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,12}") {
        let _ = text.parse::<Key>();
    }
}

#[test]
fn keys_are_written_as_people_say_them() {
    for text in [
        "j",
        "G",
        "?",
        "-",
        "@",
        "/",
        "space",
        "ctrl-d",
        "ctrl-minus",
        "shift-tab",
        "alt-enter",
        "ctrl-alt-delete",
        "f1",
        "f24",
        "pgdn",
        "é",
    ] {
        assert_eq!(key(text).to_string(), text);
    }
    assert_eq!(key("minus"), key("-"));
    assert_eq!(key("ctrl--"), key("ctrl-minus"));
    assert_eq!(key("ctrl-P"), key("ctrl-p"), "control drops the case");
}

#[test]
fn a_wrong_key_is_explained() {
    for (text, message, cure) in [
        ("", "a key can't be empty", KEYS),
        ("ctrl-", "a key can't be empty", KEYS),
        ("spcae", "`spcae` is not a key", "did you mean `space`?"),
        ("f25", "`f25` is not a key", KEYS),
        (
            "shift-j",
            "`shift-j` is not a key: shift shows in the character itself",
            "write `J`",
        ),
        (
            "ctrl-i",
            "a terminal can't tell `ctrl-i` from `tab`",
            "write `tab`",
        ),
    ] {
        let error = text.parse::<Key>().unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.cure().as_str()),
            (message, cure)
        );
    }
}

#[test]
fn every_default_key_can_be_read_and_none_is_bound_twice() {
    for command in Command::ALL {
        for text in command.info().keys {
            assert_eq!(key(text).to_string(), *text, "{command:?}");
        }
    }
    let (map, problems) = KeyMap::with_overrides(&[]);
    assert_eq!(problems, []);
    assert_eq!(map, KeyMap::default());
}

#[test]
fn every_command_can_be_reached_in_each_of_its_scopes() {
    let map = KeyMap::default();
    for command in Command::ALL {
        for scope in command.info().scopes {
            assert!(
                !map.keys(*scope, *command).is_empty(),
                "{command:?} in {scope:?}"
            );
        }
    }
}

/// Commands that a more particular scope hides completely must be hidden on purpose.
#[test]
fn only_these_are_hidden_by_a_nearer_scope() {
    let map = KeyMap::default();
    let mut hidden = Vec::new();
    for scope in Scope::ALL {
        for command in Command::ALL {
            let offered = command
                .info()
                .scopes
                .iter()
                .any(|s| scope.chain().contains(s));
            if offered && map.keys(scope, *command).is_empty() {
                hidden.push(format!("{scope:?} {}", command.info().name));
            }
        }
    }
    let picks = |s: &str| ["today", "guide", "drill", "history"].map(|r| format!("{s} {r}"));
    let opens = |s: &str| [format!("{s} open")];
    let mut wanted = Vec::new();
    wanted.extend(opens("Ask"));
    wanted.extend(opens("Pick").into_iter().chain(picks("Pick")));
    wanted.extend(opens("Tick").into_iter().chain(picks("Tick")));
    wanted.extend(opens("Order"));
    wanted.extend(opens("Match").into_iter().chain(picks("Match")));
    wanted.extend(opens("Grade"));
    wanted.extend(["today", "guide", "drill"].map(|r| format!("Grade {r}")));
    assert_eq!(hidden, wanted);
}

#[test]
fn a_nearer_scope_wins() {
    let map = KeyMap::default();
    assert_eq!(map.resolve(Scope::Move, key("1")), Some(Command::GoToday));
    assert_eq!(map.resolve(Scope::Grade, key("1")), Some(Command::Again));
    assert_eq!(map.resolve(Scope::Pick, key("1")), Some(Command::Pick1));
    assert_eq!(map.resolve(Scope::Ask, key("space")), Some(Command::Reveal));
    assert_eq!(
        map.resolve(Scope::Topic, key("space")),
        Some(Command::PageDown)
    );
    assert_eq!(map.resolve(Scope::Confirm, key("q")), None);
}

#[test]
fn in_a_field_characters_are_text_and_alt_reaches_the_commands() {
    let map = KeyMap::default();
    assert_eq!(map.resolve(Scope::Write, key("h")), None);
    assert_eq!(map.resolve(Scope::Write, key("alt-h")), Some(Command::Hint));
    assert_eq!(map.resolve(Scope::Write, key("alt-enter")), None);
    assert_eq!(map.resolve(Scope::Write, key("esc")), Some(Command::Back));
    assert_eq!(
        map.resolve(Scope::Write, key("home")),
        None,
        "the field's own key"
    );
    assert_eq!(map.keys(Scope::Write, Command::Hint), [key("alt-h")]);
    assert_eq!(
        map.keys(Scope::Search, Command::Down),
        [key("down"), key("alt-j")]
    );
}

#[test]
fn overrides_replace_the_keys_of_a_command() {
    let (map, problems) =
        KeyMap::with_overrides(&[change("down", &["ctrl-n"]), change("flag", &[])]);
    assert_eq!(problems, []);
    assert_eq!(map.resolve(Scope::Move, key("ctrl-n")), Some(Command::Down));
    assert_eq!(map.resolve(Scope::Move, key("j")), None);
    assert_eq!(map.keys(Scope::Drill, Command::Flag), []);
}

#[test]
fn faulty_overrides_are_all_reported_and_cost_only_themselves() {
    let (map, problems) = KeyMap::with_overrides(&[
        change("reveel", &["r"]),
        change("down", &["dwn"]),
        change("flag", &["b"]),
        change("undo", &["ctrl-r", "u"]),
    ]);
    let said: Vec<_> = problems
        .iter()
        .map(|p| format!("{} {:?} {}: {}", p.entry, p.key, p.error, p.error.cure()))
        .collect();
    assert_eq!(
        said,
        [
            "0 None there is no command `reveel`: did you mean `reveal`?",
            "1 Some(0) `dwn` is not a key: did you mean `down`?",
            "2 Some(0) `b` means `flag` already and can't mean `bury` as well: give `flag` or `bury` another key",
        ]
    );
    assert_eq!(map.resolve(Scope::Move, key("j")), Some(Command::Down));
    assert_eq!(
        map.resolve(Scope::Drill, key("ctrl-r")),
        Some(Command::Undo)
    );
}
