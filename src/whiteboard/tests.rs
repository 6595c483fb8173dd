//! What the notation reads, lays out and draws.

use super::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn picture_of(text: &str, width: usize, ascii: bool) -> String {
    let (sketch, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    let drawing = draw(&sketch, width, ascii);
    assert!(drawing.width <= width);
    format!("\n{}\n", drawing.to_plain())
}

fn picture(text: &str, width: usize) -> String {
    picture_of(text, width, false)
}

const STATES: &str = "closed -> open: 5 of 10 fail
open -> half-open: after 30 s
half-open -> closed: probe works
half-open -> open: probe fails";

#[test]
fn cycles_run_back_beside_the_picture() {
    let expected = "
┌────────┐                 ┌──────┐               ┌───────────┐
│ closed ├─ 5 of 10 fail ─→│ open ├─ after 30 s ─→│ half-open │
└────────┘                 └──────┘               └──┬─────┬──┘
     ↑                         ↑                     │     │
     │                         └──── probe fails ────┘     │
     └──────────────────── probe works ────────────────────┘
";
    assert_eq!(picture(STATES, 76), expected);
}

#[test]
fn what_is_too_wide_runs_down() {
    let expected = "
 ┌────────┐
 │ closed │←─────────────────┐
 └────┬───┘                  │
      │ 5 of 10              │
      │ fail                 │
      ↓                      │
  ┌──────┐                   │
  │ open │←─────────┐        │ probe
  └───┬──┘          │        │ works
      │ after 30 s  │ probe  │
      ↓             │ fails  │
┌───────────┐       │        │
│ half-open ├───────┘        │
│           ├────────────────┘
└───────────┘
";
    assert_eq!(picture(STATES, 42), expected);
}

#[test]
fn arrows_that_part_share_a_trunk() {
    let text = "client -> breaker: call\nbreaker -> payment: call\nbreaker -> cache: when open";
    let expected = "
                                              ┌─────────┐
                               ┌─ call ──────→│ payment │
┌────────┐         ┌─────────┐ │              └─────────┘
│ client ├─ call ─→│ breaker ├─┤
└────────┘         └─────────┘ │              ┌─────────┐
                               └─ when open ─→│  cache  │
                                              └─────────┘
";
    assert_eq!(picture(text, 76), expected);
}

#[test]
fn lines_that_only_cross_do_not_join() {
    let text = "lb -> web 1\nlb -> web 2\nweb 1 -> db\nweb 2 -> db\nweb 1 -> cache\nweb 2 -> cache";
    let expected = "
           ┌───────┐         ┌───────┐
       ┌──→│ web 1 ├───┬──┬─→│  db   │
┌────┐ │   └───────┘ ┌─│──┘  └───────┘
│ lb ├─┤             │ │
└────┘ │   ┌───────┐ │ └──┐  ┌───────┐
       └──→│ web 2 ├─┴────┴─→│ cache │
           └───────┘         └───────┘
";
    assert_eq!(picture(text, 76), expected);
}

#[test]
fn long_ways_stay_straight_and_late_starts_stand_where_they_are_needed() {
    let text = "client -> api -> queue -> worker -> db\ncron -> worker\napi -> db: read";
    let expected = "
                               ┌───────┐
                     ┌────────→│ queue ├──┐
                     │         └───────┘  │
┌────────┐   ┌─────┐ │                    │
│ client ├──→│ api ├─┤         ┌───────┐  │  ┌────────┐
└────────┘   └─────┘ │         │ cron  ├──┴─→│ worker ├──┐  ┌────┐
                     │         └───────┘     └────────┘  ├─→│ db │
                     │                                   │  └────┘
                     └─ read ────────────────────────────┘
";
    assert_eq!(picture(text, 76), expected);
}

#[test]
fn asynchronous_arrows_are_dashed_and_ascii_is_ascii() {
    let text = "shop => queue => worker\nworker -> worker: retry\nqueue => DLQ: after 5 tries";
    let expected = "
                                        ┌────────┐
                     ┌╌ after 5 tries ╌→│  DLQ   │
┌──────┐   ┌───────┐ ╎                  └────────┘
│ shop ├╌╌→│ queue ├╌┤
└──────┘   └───────┘ ╎                  ┌────────┐
                     └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→│ worker │
                                        └──┬─────┘
                                           │   ↑
                                           └───┘
                                           retry
";
    assert_eq!(picture(text, 76), expected);
    let plain = "
                                        +--------+
                     +. after 5 tries .>|  DLQ   |
+------+   +-------+ :                  +--------+
| shop +..>| queue +.+
+------+   +-------+ :                  +--------+
                     +.................>| worker |
                                        +--+-----+
                                           |   ^
                                           +---+
                                           retry
";
    assert_eq!(picture_of(text, 76, true), plain);
}

#[test]
fn direction_down_is_obeyed() {
    let expected = "
┌──────┐
│ live │
└───┬──┘
    │ fails
    ↓
┌───────┐
│ cache │
└───────┘
";
    assert_eq!(
        picture("direction: down\nlive -> cache: fails", 76),
        expected
    );
}

#[test]
fn where_no_picture_fits_the_arrows_are_listed() {
    let text = "client -> load balancer => web: hello\nalone";
    let expected = "
client
  → load…
load bal…
  ⇢ web
  (hello)
alone
";
    let drawn = picture(text, 9);
    assert_eq!(drawn, expected, "{drawn}");
}

#[test]
fn wide_characters_keep_the_frame_straight() {
    let expected = "
┌──────┐   ┌─────────┐
│ 注文 ├──→│ 支払い✓ │
└──────┘   └─────────┘
";
    assert_eq!(picture("注文 -> 支払い✓", 76), expected);
}

#[test]
fn nothing_is_drawn_for_nothing() {
    assert_eq!(draw(&parse("# only words\n\n").0, 76, false).lines.len(), 0);
}

#[test]
fn nearly_every_small_graph_becomes_a_picture() {
    let edges = proptest::collection::vec((0..8_usize, 0..8_usize, any::<bool>()), 1..12);
    let mut runner = TestRunner::deterministic();
    let mut lists = 0;
    for _ in 0..300 {
        let edges = edges.new_tree(&mut runner).unwrap().current();
        let text: Vec<String> = edges
            .iter()
            .map(|(a, b, label)| format!("n{a} -> n{b}{}", if *label { ": why" } else { "" }))
            .collect();
        let drawing = draw(&parse(&text.join("\n")).0, 400, false);
        lists += usize::from(!drawing.to_plain().contains('┌'));
    }
    assert!(lists <= 1, "{lists} of 300 could not be drawn");
}

fn notation() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        "[a-h]",
        "(order service|dead letter queue|web 1|db)",
        "[一-龥]{1,4}",
        "\\PC{0,12}"
    ];
    let label = prop_oneof![Just(String::new()), ": [a-z ]{1,20}", ": \\PC{0,12}"];
    let arrow = prop_oneof![Just(" -> "), Just(" => "), Just("->")];
    let chain = (
        proptest::collection::vec((name.clone(), arrow), 0..4),
        name,
        label,
    )
        .prop_map(|(heads, last, label)| {
            let heads: String = heads
                .into_iter()
                .map(|(name, arrow)| name + arrow)
                .collect();
            heads + &last + &label
        });
    let line = prop_oneof![
        8 => chain,
        1 => Just("direction: down".to_owned()),
        1 => "\\PC{0,30}",
        1 => any::<String>()
    ];
    proptest::collection::vec(line, 0..10).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn random_notation_never_breaks_the_frame(text in notation(), width in 0_usize..120, ascii: bool) {
        let (sketch, _) = parse(&text);
        let drawing = draw(&sketch, width, ascii);
        prop_assert!(drawing.width <= width, "{}", drawing.to_plain());
        prop_assert_eq!(&drawing, &draw(&sketch, width, ascii));
    }
}
