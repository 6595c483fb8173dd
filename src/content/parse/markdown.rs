//! What can be wrong in Markdown: links that lead nowhere, pictures too wide, what a terminal can't show.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events of the Markdown crate are of no concern here"
)]

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Page;
use crate::content::link::Use;
use crate::content::source::{Mark, Source};
use crate::domain::width::width;
use crate::whiteboard::{self, Role};

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

/// A fenced block: its text, and the byte of the file at which each of its lines starts.
#[derive(Default)]
struct Block {
    /// It is a diagram for the whiteboard.
    design: bool,
    text: String,
    starts: Vec<usize>,
}

impl Block {
    fn new(kind: &CodeBlockKind<'_>) -> Self {
        let design = matches!(kind, CodeBlockKind::Fenced(name) if name.trim() == "design");
        Self {
            design,
            ..Self::default()
        }
    }

    /// Adds whole lines that start at the byte `from`.
    fn add(&mut self, lines: &str, from: usize) {
        let mut at = from;
        for line in lines.split_inclusive('\n') {
            self.starts.push(at);
            at += line.len();
        }
        self.text.push_str(lines);
    }

    /// Where the line stands, counted from 0.
    fn mark(&self, source: &Source, line: usize) -> Mark {
        self.starts
            .get(line)
            .map_or(Mark::START, |start| source.mark_at(*start))
    }
}

/// Looks through a topic page's text, which starts at the byte `from` of the file.
pub(super) fn check_body(page: &mut Page<'_>, from: usize) {
    let source = page.problems.source();
    let body = source.text().get(from..).unwrap_or_default();
    let slice = |range: &Range<usize>| body.get(range.clone()).unwrap_or_default();
    let mut walk = source.walk();
    let mut mark = |range: &Range<usize>| {
        let mark = walk.mark_at(from + range.start);
        let first = slice(range).lines().next().unwrap_or_default();
        Mark {
            width: first.chars().count(),
            ..mark
        }
    };
    let mut words = 0;
    let mut block = None;
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => block = Some(Block::new(&kind)),
            Event::End(TagEnd::CodeBlock) => check_block(page, &block.take().unwrap_or_default()),
            Event::Text(text) => match &mut block {
                Some(block) => block.add(slice(&range), from + range.start),
                None => words += text.split_whitespace().count(),
            },
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
                page.problems
                    .warn("heading-level", mark(&range), message, "start with `##`");
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                check_html(page, slice(&range), mark(&range));
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

fn check_block(page: &mut Page<'_>, block: &Block) {
    if block.design {
        check_design(page, block);
    } else {
        check_code(page, block);
    }
}

fn check_code(page: &mut Page<'_>, block: &Block) {
    for (number, line) in block.text.lines().enumerate() {
        let shown = line.trim_end().replace('\t', "    ");
        let cells = width(&shown);
        if cells > CODE {
            let over = cells - CODE;
            let column = shown.chars().count().saturating_sub(over) + 1;
            let mark = Mark {
                column,
                width: over,
                ..block.mark(page.problems.source(), number)
            };
            let message = format!("this line is {cells} columns wide, a screen shows {CODE}");
            let cure = "make the picture narrower, or break the line";
            page.problems.error("code-wide", mark, message, cure);
        }
    }
}

fn check_design(page: &mut Page<'_>, block: &Block) {
    let source = page.problems.source();
    let (sketch, problems) = whiteboard::parse(&block.text);
    for problem in &problems {
        let mark = block.mark(source, problem.line.saturating_sub(1));
        let column = mark.column + problem.column.saturating_sub(1);
        let mark = Mark {
            column,
            width: 1,
            ..mark
        };
        page.problems.error(
            "design",
            mark,
            problem.message.as_str(),
            problem.cure.as_str(),
        );
    }
    let mark = block.mark(source, 0);
    if sketch.boxes.is_empty() && problems.is_empty() {
        let cure = "write an arrow, such as `client -> server: call`";
        page.problems
            .warn("design-empty", mark, "there is nothing to draw here", cure);
        return;
    }
    // What does not fit is printed as a list, or with words cut short.
    let drawing = whiteboard::draw(&sketch, CODE, false);
    let mut spans = drawing.lines.iter().flatten();
    let boxed = sketch.boxes.is_empty() || spans.any(|span| span.role == Role::Box);
    let cut = drawing.to_plain().matches('…').count() > block.text.matches('…').count();
    if !boxed || cut || drawing.width > CODE {
        let message = format!("this picture does not fit into {CODE} columns");
        let cure = "shorten names and labels, or make two pictures of it";
        page.problems.error("design-wide", mark, message, cure);
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
