//! `sysdrill search WORDS`.

use std::io::Write;

use serde::Serialize;

use super::Done;
use super::context::Context;
use crate::store::Target;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Words that must all be there, in any order; the last one may be unfinished
    #[arg(required = true)]
    words: Vec<String>,
    /// Print as data
    #[arg(long)]
    json: bool,
    /// Hits of each sort
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
}

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
    let found: Vec<Found> = hits
        .into_iter()
        .map(|hit| {
            let (kind, id, topic) = match hit.target {
                Target::Topic(id) => ("topic", id.to_string(), id.to_string()),
                Target::Item(id, topic) => ("question", id.to_string(), topic.to_string()),
            };
            Found {
                kind,
                id,
                topic,
                title: hit.title.lines().next().unwrap_or_default().to_owned(),
                excerpt: hit.snippet.into_iter().map(|run| run.text).collect(),
            }
        })
        .collect();
    let done = if found.is_empty() {
        Done::Problems
    } else {
        Done::Fine
    };
    if options.json {
        serde_json::to_writer_pretty(&mut *out, &found)?;
        writeln!(out)?;
        return Ok(done);
    }
    if found.is_empty() {
        writeln!(out, "Nothing has all of these words.")?;
    }
    for hit in &found {
        writeln!(out, "{:<9} {}  {}", hit.kind, hit.id, hit.title)?;
        writeln!(out, "          {}", hit.excerpt)?;
    }
    Ok(done)
}
