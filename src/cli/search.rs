//! `sysdrill search WORDS`.

use std::io::Write;

use serde::Serialize;

use super::context::Context;
use super::{Done, ellipsis, pad, width};
use crate::domain::width::{shorten, width as text_width};
use crate::store::{Hit, Target};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// All of them must be there, in any order; the last one may be unfinished
    #[arg(required = true)]
    words: Vec<String>,
    /// Print as data
    #[arg(long)]
    json: bool,
    /// At most so many topics and so many questions
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: u32,
}

/// A hit as data.
#[derive(Debug, Serialize)]
struct Found {
    kind: &'static str,
    id: String,
    topic: String,
    title: String,
    excerpt: String,
    /// What stands in the excerpt before the first of the words.
    #[serde(skip)]
    before: String,
}

impl From<Hit> for Found {
    fn from(hit: Hit) -> Self {
        let (kind, id, topic) = match hit.target {
            Target::Topic(id) => ("topic", id.to_string(), id.to_string()),
            Target::Item(id, topic) => ("question", id.to_string(), topic.to_string()),
        };
        let mut excerpt = String::new();
        for run in hit.snippet {
            if run.hit && !excerpt.contains(HERE) {
                excerpt.push(HERE);
            }
            excerpt.push_str(&run.text);
        }
        let excerpt = bare(&excerpt);
        let (before, after) = excerpt.split_once(HERE).unwrap_or(("", &excerpt));
        Self {
            kind,
            id,
            topic,
            title: bare(hit.title.lines().next().unwrap_or_default()),
            excerpt: format!("{before}{after}"),
            before: before.to_owned(),
        }
    }
}

impl Found {
    /// The excerpt in `room` columns; what was looked for is in it, wherever it stands.
    fn line(&self, room: usize, mark: &str) -> String {
        let mut before = self.before.as_str();
        let mut line = self.excerpt.clone();
        while text_width(before) > room / 2 {
            before = before.split_once(' ').map_or("", |(_, rest)| rest);
            let after = self.excerpt.strip_prefix(&self.before).unwrap_or_default();
            line = format!("{mark}{before}{after}");
        }
        shorten(&line, room, mark)
    }
}

/// Stands before the first hit while the marks of Markdown are taken out.
const HERE: char = '\u{1}';

/// Prints what was found; exit code 1 where nothing was.
pub(super) fn run(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let desk = context.desk()?;
    let hits = desk
        .store()
        .pack()
        .search(&options.words.join(" "), options.limit)?;
    let found: Vec<Found> = hits.into_iter().map(Found::from).collect();
    let done = if found.is_empty() {
        Done::Problems
    } else {
        Done::Fine
    };
    if options.json {
        super::json(&found, out)?;
        return Ok(done);
    }
    if found.is_empty() {
        writeln!(out, "Nothing has all of these words.")?;
    }
    let room = width().saturating_sub(MARGIN);
    let mark = ellipsis(context.config.ascii);
    for hit in &found {
        let head = format!("{}: {}", hit.id, hit.title);
        writeln!(
            out,
            "{}{}",
            pad(hit.kind, MARGIN),
            shorten(&head, room, mark)
        )?;
        writeln!(out, "{}{}", pad("", MARGIN), hit.line(room, mark))?;
    }
    Ok(done)
}

/// Columns for the sort of a hit.
const MARGIN: usize = 10;

/// A piece of Markdown, which may start and end anywhere, without the marks: emphasis, code, tables and links.
fn bare(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once("](") {
        match before.rsplit_once('[') {
            Some((before, link)) => text.extend([before, link]),
            None => text.push_str(before),
        }
        rest = match after.split_once([')', '…']) {
            Some((_, after)) => after,
            None => "",
        };
    }
    text.push_str(rest);
    let marks = |word: &&str| {
        !word
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | '#' | '`'))
    };
    let text = text.replace("**", "");
    text.split_whitespace()
        .map(|word| word.trim_matches('`'))
        .filter(marks)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn an_excerpt_has_no_marks() {
        for (markdown, text) in [
            (
                "…a [breaker](topic:circuit-breaker) **opens**",
                "…a breaker opens",
            ),
            ("cut in a [link](topic:circuit-br…", "cut in a link"),
            ("link](topic:x) cut before", "link cut before"),
            (
                "## Numbers | a | b | |---|--:| | `429` | 5-10 |",
                "Numbers a b 429 5-10",
            ),
            ("a list [1, 2] and 2 * 3", "a list [1, 2] and 2 * 3"),
        ] {
            assert_eq!(bare(markdown), text);
        }
    }
}
