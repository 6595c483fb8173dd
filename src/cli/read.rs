//! `sysdrill read TOPIC`.

use std::fmt::Write as _;
use std::io::Write;

use super::context::Context;
use super::drill::known_id;
use super::{Done, pad, widest, width};
use crate::domain::guide::Topic;
use crate::domain::id::TopicId;
use crate::ui::widgets::{markdown, wrap};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The id of a topic, such as circuit-breaker; without one all topics are listed
    topic: Option<String>,
    /// Columns of the text; the terminal's, or 80 in a pipe
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=400))]
    width: Option<u16>,
    /// Print the page as data
    #[arg(long, requires = "topic")]
    json: bool,
}

/// Prints a page, or the list of pages.
pub(super) fn run(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let desk = context.desk()?;
    let pack = desk.store().pack();
    let lines = pack.topics()?;
    let Some(id) = &options.topic else {
        let column = widest(lines.iter().map(|line| line.head.id.as_str()));
        for line in lines {
            writeln!(
                out,
                "{}  {}",
                pad(line.head.id.as_str(), column),
                line.head.title
            )?;
        }
        return Ok(Done::Fine);
    };
    let known: Vec<String> = lines.iter().map(|line| line.head.id.to_string()).collect();
    let id = TopicId::new(known_id("topic", id, &known)?)?;
    let Some(topic) = pack.topic(&id)? else {
        return Ok(Done::Problems);
    };
    if options.json {
        super::json(&topic, out)?;
    } else {
        let width = options.width.map_or_else(width, usize::from);
        out.write_all(page(&topic, width, context.config.ascii).as_bytes())?;
    }
    Ok(Done::Fine)
}

/// The page as plain text.
fn page(topic: &Topic, width: usize, ascii: bool) -> String {
    let mut text = format!(
        "# {}\n\n{}\n\n{}",
        topic.head.title,
        topic.head.summary,
        topic.body.trim_end()
    );
    text.push_str("\n\n## What to know\n\n");
    for (number, point) in topic.points.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", number + 1, point.text);
    }
    let mut out = markdown::to_plain(&text, width, ascii);
    if !topic.notes.is_empty() {
        out.push_str(&markdown::to_plain(
            "\n\n## Where the road map is imprecise",
            width,
            ascii,
        ));
    }
    for note in &topic.notes {
        out.push('\n');
        for (name, text) in [
            ("It says  ", &note.guide),
            ("Right is ", &note.correct),
            ("Source   ", &note.source),
        ] {
            for (n, line) in wrap::lines(text, width.saturating_sub(10).max(10))
                .into_iter()
                .enumerate()
            {
                let _ = writeln!(out, "{} {line}", if n == 0 { name } else { "         " });
            }
        }
    }
    out
}
