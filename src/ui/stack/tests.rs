//! Pages, rooms, overlays and the frame, driven by keys and looked at in every size.

use chrono::TimeDelta;

use super::*;
use crate::app::config::ThemeName;
use crate::app::routes::{Focus, Question};
use crate::app::services::{Due, Hit};
use crate::domain::id::TopicId;
use crate::domain::item::BUILT_IN;
use crate::ui::testing::{self, Harness, SIZES};
use crate::ui::widgets::scroll::Cursor;

/// A list of topics that does a little of everything a screen can ask for.
#[derive(Default)]
struct Topics {
    cursor: Cursor,
    log: Vec<String>,
}

const TOPICS: [&str; 3] = ["bulkhead", "circuit-breaker", "retry"];

fn topic(id: &str) -> Route {
    Route::Topic(TopicId::new(id).unwrap())
}

impl Screen for Topics {
    fn title(&self) -> String {
        "Road map".to_owned()
    }

    fn scope(&self) -> Scope {
        Scope::Guide
    }

    fn hints(&self) -> Vec<Hint> {
        vec![Command::Open.into(), Command::DrillIt.into()]
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a screen answers its own commands and passes the rest on"
    )]
    fn update(&mut self, msg: Msg, _: &mut Services) -> Flow {
        let Msg::Command(command) = msg else {
            self.log.push(format!("{msg:?}"));
            return Flow::Stay;
        };
        if self.cursor.update(command, TOPICS.len()) {
            return Flow::Stay;
        }
        match command {
            Command::Open => Flow::Go(topic(TOPICS[self.cursor.at()])),
            Command::DrillIt => Flow::Overlay(Overlay::Confirm(Question {
                title: "Drill all of it?".to_owned(),
                detail: "There are 40 items, which takes about half an hour.".to_owned(),
                yes: Command::DrillIt,
            })),
            Command::Edit => Flow::Edit(Place {
                pack: if self.cursor.at() == 0 { BUILT_IN } else { "/packs/mine" }.to_owned(),
                file: "content/roadmap.yaml".to_owned(),
                line: 7,
            }),
            Command::Left => Flow::Toast(Toast {
                tone: Tone::Done,
                text: "Folded.".to_owned(),
            }),
            Command::Right => Flow::Overlay(Overlay::Error(Box::new(Report {
                title: "The answer could not be saved".to_owned(),
                message: "`/tmp/progress.sqlite` can't be written: no space left on the disk; make room and try again"
                    .to_owned(),
                details: (1..=30).map(|n| format!("detail {n}")).collect(),
                place: None,
            }))),
            _ => Flow::Pass,
        }
    }

    fn view(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let range = self
            .cursor
            .window(TOPICS.len() + self.log.len(), area.height);
        let log = self.log.iter().map(String::as_str);
        let lines: Vec<&str> = TOPICS.into_iter().chain(log).collect();
        for (y, at) in (area.top()..).zip(range) {
            let token = if at == self.cursor.at() {
                Token::Selected
            } else {
                Token::Text
            };
            buf.set_stringn(area.x, y, lines[at], area.width.into(), look.style(token));
        }
    }
}

fn harness() -> Harness {
    let clock = testing::clock();
    let mut services = testing::services(clock).with_finder(Box::new(|words| {
        (1..=words.len() * 5)
            .map(|n| Hit {
                kind: "card",
                title: format!("{words} {n}"),
                excerpt: "why a breaker refuses calls while it is open".to_owned(),
                route: topic("circuit-breaker"),
            })
            .collect()
    }));
    services.due = Due {
        reviews: 12,
        new: 5,
    };
    Harness::new(Route::Guide, Box::<Topics>::default(), services)
}

#[test]
fn pages_open_over_one_another_and_close() {
    let mut h = harness();
    h.send("j enter");
    assert_eq!(h.stack.routes(), [&Route::Guide, &topic("circuit-breaker")]);
    assert!(h.text().contains("-> Topic(TopicId(\"circuit-breaker\"))"));
    h.send("esc");
    assert_eq!(h.stack.routes(), [&Route::Guide]);
    assert!(h.text().contains("Resumed"), "{}", h.text());
    h.send("enter q");
    assert_eq!(h.stack.routes(), [&Route::Guide], "q closes a page first");
    assert_eq!(h.effects, []);
    h.send("q");
    assert_eq!(h.effects, [Effect::Quit]);
}

#[test]
fn a_room_is_found_as_it_was_left() {
    let mut h = harness();
    h.send("j enter 6");
    assert_eq!(h.stack.routes(), [&Route::History]);
    h.send("2");
    assert_eq!(h.stack.routes(), [&Route::Guide, &topic("circuit-breaker")]);
    h.send("2");
    assert_eq!(
        h.stack.routes(),
        [&Route::Guide],
        "its key once more leads to its first page"
    );
    h.send("3");
    assert_eq!(h.stack.routes(), [&Route::Drill(Focus::All)]);
    h.send("esc");
    assert_eq!(h.stack.routes(), [&Route::Today], "out of a room is home");
    h.send("esc");
    assert_eq!(h.stack.routes(), [&Route::Today]);
}

#[test]
fn a_question_is_answered_before_anything_happens() {
    let mut h = harness();
    h.send("d q 1 n");
    assert!(!h.text().contains("Confirmed"), "{}", h.text());
    h.send("d esc");
    assert!(!h.text().contains("Confirmed"));
    h.send("d y");
    assert!(h.text().contains("Confirmed(DrillIt)"), "{}", h.text());
}

#[test]
fn a_toast_passes() {
    let clock = testing::clock();
    let services = testing::services(clock.clone());
    let mut h = Harness::new(Route::Guide, Box::<Topics>::default(), services);
    h.send("left");
    assert!(h.text().contains("✓ Folded."), "{}", h.text());
    assert_eq!(h.stack.wake(), Some(testing::monday() + toast::STAY));
    clock.advance(TimeDelta::seconds(4));
    h.stack.tick(&mut h.services);
    assert!(h.text().contains("Folded."));
    clock.advance(TimeDelta::seconds(1));
    h.stack.tick(&mut h.services);
    assert!(!h.text().contains("Folded."));
    assert_eq!(h.stack.wake(), None);
    h.send("left j");
    assert!(!h.text().contains("Folded."), "the next key takes it away");
}

#[test]
fn the_editor_gets_the_file_and_the_line() {
    let mut h = harness();
    h.send("e");
    assert_eq!(h.effects, []);
    assert!(
        h.text().contains("✗ `content/roadmap.yaml` is built in"),
        "{}",
        h.text()
    );
    h.send("j e");
    assert_eq!(
        h.effects,
        [Effect::Edit {
            path: "/packs/mine/content/roadmap.yaml".into(),
            line: 7
        }]
    );
}

#[test]
fn these_work_everywhere() {
    for keys in ["", "/ ", "d ", "? ", "right "] {
        let mut h = harness();
        h.send(&format!("{keys}ctrl-l ctrl-z ctrl-c"));
        assert_eq!(
            h.effects,
            [Effect::Redraw, Effect::ToShell, Effect::Quit],
            "{keys}"
        );
    }
}

#[test]
fn a_page_that_fails_to_open_says_so() {
    let mut h = Harness::empty(
        |route, _| {
            Err(Box::new(Report {
                title: format!("{route:?} can't be shown"),
                message: "the index is gone; `sysdrill doctor` rebuilds it".to_owned(),
                details: Vec::new(),
                place: None,
            }))
        },
        testing::services(testing::clock()),
        ThemeName::Dark,
    );
    let Harness {
        stack, services, ..
    } = &mut h;
    stack.open(Route::Today, services);
    assert!(h.text().contains("Today can't be shown"), "{}", h.text());
    h.send("esc");
    assert_eq!(h.effects, [Effect::Quit], "nothing is left to show");
}

#[test]
fn search_finds_while_one_types() {
    let mut h = harness();
    h.send("/").type_text("open q");
    assert!(h.text().contains("open q 3"), "{}", h.text());
    h.send("ctrl-w backspace backspace down enter");
    assert_eq!(h.stack.routes(), [&Route::Guide, &topic("circuit-breaker")]);
    h.send("esc");
    h.event(Event::Paste("ignored by a list".to_owned()));
    h.send("/").event(Event::Paste("a\u{1b}[31m\nb".to_owned()));
    assert!(h.text().contains("/ a [31m b"), "{}", h.text());
}

#[test]
fn the_mouse_clicks_what_is_shown_and_the_wheel_scrolls() {
    let mut h = harness();
    let find = |h: &Harness, word: &str| {
        let text = h.text();
        let (y, line) = text
            .lines()
            .enumerate()
            .find(|(_, l)| l.contains(word))
            .unwrap();
        let x = line.find(word).unwrap();
        (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
    };
    h.mouse(MouseEventKind::ScrollDown, 5, 5);
    let (x, y) = find(&h, "open");
    h.click(x, y);
    assert_eq!(h.stack.routes(), [&Route::Guide, &topic("retry")]);
    let (x, y) = find(&h, "History");
    h.click(x, y);
    assert_eq!(h.stack.routes(), [&Route::History]);
    h.click(79, 0).click(0, 23);
    assert_eq!(h.stack.routes(), [&Route::History]);
}

/// Every hint on the bottom line can be pressed as it stands there, and reaches its command.
#[test]
fn the_bottom_line_keeps_its_word() {
    for keys in ["", "enter", "/", "/ a", "d", "?", "right", "6"] {
        let mut h = harness();
        h.resize(200, 24).send(keys);
        for spot in h.stack.bottom_line(&h.services) {
            let key = spot.parts[0].0.parse().unwrap();
            let command = h.services.keymap.resolve(h.stack.scope(), key);
            assert_eq!(command, spot.command, "after `{keys}`: {spot:?}");
        }
    }
}

#[test]
fn the_frame_and_every_overlay_look_like_this() {
    for (name, keys) in [
        ("page", "j"),
        ("help", "?"),
        ("search", "/ b r"),
        ("search-empty", "/"),
        ("confirm", "d"),
        ("error", "right"),
        ("toast", "e"),
    ] {
        for (width, height) in SIZES {
            let mut h = harness();
            h.resize(width, height).send(keys);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), h.snapshot());
        }
        let mut h = harness();
        h.theme(ThemeName::Plain).send(keys);
        insta::assert_snapshot!(format!("{name}-plain"), h.snapshot());
    }
}

proptest::proptest! {
    /// No sequence of commands and sizes makes the screens panic or leaves them without one.
    #[test]
    fn nothing_panics(steps in proptest::collection::vec((0..Command::ALL.len(), 0_u16..60, 0_u16..20), 1..30)) {
        let mut h = harness();
        for (command, width, height) in steps {
            h.resize(width, height);
            h.message(Msg::Command(Command::ALL[command]));
            let text = h.text();
            proptest::prop_assert_eq!(text.lines().count(), usize::from(height));
            proptest::prop_assert!(!h.stack.is_empty());
        }
    }
}
