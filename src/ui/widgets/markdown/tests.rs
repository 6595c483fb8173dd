//! What Markdown looks like, and what holds for any of it.

use super::*;
use crate::ui::widgets::wrap::tests::{drawn_width, hard_text};
use proptest::prelude::*;

fn text(source: &str, width: usize) -> String {
    let page = render(source, width, false);
    let lines: Vec<String> = page
        .lines
        .iter()
        .map(|line| plain(line).trim_end().to_owned())
        .collect();
    lines.join("\n")
}

#[test]
fn blocks_stand_apart_and_lists_hang() {
    let source = "\
## The *first* heading
One two three four
five.

- a list item that is long
  enough to wrap
- [x] done
- nested
  1. one
  2. two

     after
- [ ] open

> quoted words that wrap here

---
last";
    let expected = "\
The first heading

One two three four
five.

• a list item that is
  long enough to wrap
• [x] done
• nested
  1. one

  2. two

     after
• [ ] open

│ quoted words that
│ wrap here

──────────────────────

last";
    assert_eq!(text(source, 22), expected);
}

#[test]
fn loose_lists_have_air_and_quotes_keep_their_bar() {
    let source = "- one\n\n- two\n\n  more\n- three\n\n> a\n>\n> - b\n>\n>   c";
    let expected = "• one\n\n• two\n\n  more\n\n• three\n\n│ a\n│\n│ • b\n│\n│   c";
    assert_eq!(text(source, 30), expected);
}

#[test]
fn where_there_is_no_room_to_indent_marks_stay() {
    assert_eq!(text("- one two three", 8), "• one\ntwo\nthree");
    assert_eq!(text("1. - a\n2. ```\n   x\n   ```", 8), "1. ◦ a\n\n2.\n  x");
    assert_eq!(text("-\n- a", 30), "•\n• a");
}

#[test]
fn tables_fit_and_fall_back_to_a_list() {
    let source = "\
| state | what happens | calls |
|---|---|--:|
| closed | calls pass and are counted | 100 |
| *open* | refused | 0 |";
    let wide = "\
state   what happens                calls
──────  ──────────────────────────  ─────
closed  calls pass and are counted    100
open    refused                         0";
    assert_eq!(text(source, 60), wide);
    let narrow = "\
state   what happens  calls
──────  ────────────  ─────
closed  calls pass      100
        and are
        counted

open    refused           0";
    assert_eq!(text(source, 27), narrow);
    let list = "\
state: closed
what happens:
calls pass and
are counted
calls: 100

state: open
what happens:
refused
calls: 0";
    assert_eq!(text(source, 14), list);
}

#[test]
fn links_are_footnotes_and_topics_are_collected() {
    let source = "See [the paper](https://a.b/c), [a bulkhead](topic:bulkhead) and [again](https://a.b/c).\n\n<https://x.y>";
    let page = render(source, 40, false);
    let shown: Vec<String> = page.lines.iter().map(plain).collect();
    assert_eq!(
        shown,
        [
            "See the paper[1], a bulkhead and",
            "again[1].",
            "",
            "https://x.y",
            "",
            "[1] https://a.b/c",
        ]
    );
    let links: Vec<_> = page
        .links
        .iter()
        .map(|link| (link.line, link.target.clone()))
        .collect();
    let url = |url: &str| Target::Url(url.to_owned());
    assert_eq!(
        links,
        [
            (0, url("https://a.b/c")),
            (0, Target::Topic("bulkhead".to_owned())),
            (1, url("https://a.b/c")),
            (3, url("https://x.y")),
        ]
    );
    let marked = page.lines[0]
        .iter()
        .find(|chunk| chunk.tag.link == Some(1))
        .unwrap();
    assert_eq!(
        (marked.text.as_str(), marked.tag.token),
        ("a bulkhead", Token::Link)
    );
}

#[test]
fn code_is_as_typed_and_long_lines_go_on() {
    let source = "```rust\nfn main() {\n\tlet a = 1;\n}\n```\n\n```text\n1234567890abcdef\n```";
    assert_eq!(
        text(source, 20),
        "  fn main() {\n      let a = 1;\n  }\n\n  1234567890abcdef"
    );
    assert_eq!(
        text("```text\n1234567890abcdef\n```", 10),
        "1234567890\n…abcdef"
    );
    let page = render(source, 20, false);
    assert_eq!(page.lines[0][1].tag.token, Token::Code);
}

#[test]
fn diagrams_are_drawn_and_what_is_wrong_in_them_is_said() {
    let expected = "  ┌───┐   ┌───┐
  │ a ├──→│ b │
  └───┘   └───┘
line 2, column 1: a box is missing
beside the arrow; write `a -> b`";
    assert_eq!(text("```design\na -> b\n-> c\n```", 36), expected);
}

#[test]
fn meaning_goes_with_the_text() {
    let page = render(
        "[![pic *x*](i.png) y](topic:t)\n\na **b *c*** `d` ~~e~~ <i>",
        40,
        false,
    );
    let linked: Vec<_> = page.lines[0]
        .iter()
        .map(|c| (c.text.as_str(), c.tag.link))
        .collect();
    assert_eq!(linked, [("pic ", Some(0)), ("x", Some(0)), (" y", Some(0))]);
    let found: Vec<_> = page.lines[2]
        .iter()
        .map(|c| {
            (
                c.text.trim(),
                c.tag.token,
                c.tag.strong,
                c.tag.emphasis,
                c.tag.struck,
            )
        })
        .filter(|(text, ..)| !text.is_empty())
        .collect();
    assert_eq!(
        found,
        [
            ("a", Token::Text, false, false, false),
            ("b", Token::Text, true, false, false),
            ("c", Token::Text, true, true, false),
            ("d", Token::Code, false, false, false),
            ("e", Token::Text, false, false, true),
            ("<i>", Token::Text, false, false, false),
        ]
    );
}

#[test]
fn plain_output_underlines_headings() {
    assert_eq!(
        to_plain("## Big\nwords\n### Small", 20, true),
        "Big\n===\n\nwords\n\nSmall\n-----\n"
    );
}

#[test]
fn hostile_input_is_rendered_at_once() {
    let deep: Vec<String> = (0..2000).map(|depth| "  ".repeat(depth) + "- x").collect();
    for (name, source) in [
        ("brackets", "[".repeat(100_000)),
        ("closed brackets", "[a](".repeat(50_000)),
        ("quotes", ">".repeat(50_000)),
        ("quotes with text", "> ".repeat(20_000) + "x"),
        ("nested lists", deep.join("\n")),
        ("flat nested lists", "- ".repeat(20_000) + "x"),
        ("one long line", "word ".repeat(200_000)),
        ("one long word", "x".repeat(1_000_000)),
        ("stars", "*a **b ".repeat(20_000)),
        ("backticks", "`".repeat(100_000) + "x"),
        (
            "columns",
            format!(
                "|{}\n|{}\n|{}\n",
                "a|".repeat(2000),
                "-|".repeat(2000),
                "b|".repeat(2000)
            ),
        ),
        (
            "rows",
            "|a|b|\n|-|-|\n".to_owned() + &"|c|d|\n".repeat(5000),
        ),
        (
            "diagram",
            format!("```design\n{}```", "a -> b -> c => a: x\n".repeat(5000)),
        ),
    ] {
        let page = render(&source, 80, false);
        assert!(
            page.lines
                .iter()
                .all(|line| drawn_width(&plain(line)) <= 80),
            "{name}"
        );
    }
}

/// Markdown with everything in it that can go wrong.
fn markdown() -> impl Strategy<Value = String> {
    let words = || hard_text().prop_map(|text| text.replace('\n', " "));
    let block = prop_oneof![
        4 => words(),
        1 => words().prop_map(|t| format!("## {t}")),
        2 => (0..8_usize, words()).prop_map(|(depth, t)| format!("{}- {t}", " ".repeat(depth))),
        1 => words().prop_map(|t| format!("12. {t}\n    1. {t}")),
        1 => words().prop_map(|t| format!("> > {t}\n> - {t}")),
        2 => (words(), words(), words()).prop_map(|(a, b, c)| format!("| {a} | {b} | {c} |\n|---|:-:|--:|\n| {c} | {a} | {b} |\n|{b}|")),
        1 => words().prop_map(|t| format!("```text\n{t}\n```")),
        1 => words().prop_map(|t| format!("```design\n{t} -> b: {t}\n```")),
        1 => words().prop_map(|t| format!("[{t}](https://x.y/{t}) **{t}** *{t}* `{t}` <b>{t}</b>")),
        1 => words().prop_map(|t| format!("- [x] {t}\n\n      code {t}\n\n[^1]: {t}")),
        1 => any::<String>(),
    ];
    proptest::collection::vec(block, 0..6).prop_map(|blocks| blocks.join("\n\n"))
}

proptest! {
    #[test]
    fn no_line_is_too_wide(source in markdown(), width in 1_usize..=200, ascii: bool) {
        let page = render(&source, width, ascii);
        for line in &page.lines {
            let shown = plain(line);
            prop_assert!(drawn_width(&shown) <= width, "{shown:?} is wider than {width}");
        }
        for line in page.links.iter().map(|link| link.line).chain(page.headings.iter().map(|h| h.line)) {
            prop_assert!(line < page.lines.len().max(1));
        }
    }
}
