//! What can be wrong in Markdown: links that lead nowhere, pictures too wide, what a terminal can't show.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown crate are of no concern here"
)]

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Page;
use crate::content::link::Use;
use crate::content::source::Mark;
use crate::domain::width::width;

/// The widest line of code or picture, in cells: what 80 columns leave after the margins.
const CODE: usize = 76;

/// How many words a page should have.
const WORDS: std::ops::RangeInclusive<usize> = 300..=1200;

/// Links to topics start with this.
const TOPIC: &str = "topic:";

/// The Markdown that pages may use besides the common core.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// The topics that a text links to.
pub(super) fn topic_links(text: &str) -> Vec<String> {
    if !text.contains(TOPIC) {
        return Vec::new();
    }
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.strip_prefix(TOPIC).map(str::to_owned),
        _ => None,
    };
    Parser::new_ext(text, options()).filter_map(link).collect()
}

/// Looks through a topic page's text, which starts at the byte `from` of the file.
pub(super) fn check_body(page: &mut Page<'_>, from: usize) {
    let source = page.problems.source();
    let body = source.text().get(from..).unwrap_or_default();
    let mark = |range: &Range<usize>| {
        let mark = source.mark_at(from + range.start);
        let first = body.get(range.clone()).and_then(|text| text.lines().next());
        Mark {
            width: first.unwrap_or_default().chars().count(),
            ..mark
        }
    };
    let mut words = 0;
    let mut in_code = false;
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if in_code => {
                let code = body.get(range.clone()).unwrap_or_default();
                check_code(page, code, from + range.start);
            }
            Event::Text(text) => words += text.split_whitespace().count(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(id) = dest_url.strip_prefix(TOPIC) {
                    page.point_at(Use::Link, id, mark(&range));
                }
            }
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => {
                let message = "the page's title is its `#` heading already";
                let cure = "start with `##`";
                page.problems
                    .warn("heading-level", mark(&range), message, cure);
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                check_html(
                    page,
                    body.get(range.clone()).unwrap_or_default(),
                    mark(&range),
                );
            }
            _ => {}
        }
    }
    let start = body.len() - body.trim_start().len();
    check_length(page, words, source.mark_at(from + start));
}

fn check_html(page: &mut Page<'_>, html: &str, mark: Mark) {
    if !html.starts_with("<!--") && !html.starts_with("</") {
        let cure = "use Markdown; put a word in angle brackets into backticks";
        page.problems
            .warn("html", mark, "raw HTML is not shown", cure);
    }
}

fn check_code(page: &mut Page<'_>, code: &str, from: usize) {
    let mut at = from;
    for line in code.split_inclusive('\n') {
        let shown = line.trim_end().replace('\t', "    ");
        let cells = width(&shown);
        if cells > CODE {
            let mark = page.problems.source().mark_at(at);
            let over = cells - CODE;
            let column = shown.chars().count().saturating_sub(over) + 1;
            let mark = Mark {
                column,
                width: over,
                ..mark
            };
            let message = format!("this line is {cells} columns wide, a screen shows {CODE}");
            let cure = "make the picture narrower, or break the line";
            page.problems.error("code-wide", mark, message, cure);
        }
        at += line.len();
    }
}

fn check_length(page: &mut Page<'_>, words: usize, mark: Mark) {
    let (least, most) = (WORDS.start(), WORDS.end());
    if words == 0 {
        let cure = "write it below the front matter";
        page.problems
            .error("page-empty", mark, "the page has no text", cure);
    } else if words < *least {
        let message = format!("the page has {words} words, a good one has at least {least}");
        let cure = "say how it works, what it costs, and when not to use it";
        page.problems.warn("page-short", mark, message, cure);
    } else if words > *most {
        let message = format!("the page has {words} words, a good one has at most {most}");
        page.problems.warn(
            "page-long",
            mark,
            message,
            "split it, or leave out what can be linked",
        );
    }
}
