//! `sysdrill paths`.

use std::io::Write;

use super::context;
use super::{Done, Shared};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print as data
    #[arg(long)]
    json: bool,
}

/// Prints where everything lies; the files need not be there yet.
pub(super) fn run(options: &Options, shared: &Shared, out: &mut dyn Write) -> anyhow::Result<Done> {
    let paths = context::paths(shared)?;
    let rows = [
        ("settings", paths.settings()),
        ("progress", paths.database()),
        ("backups", paths.backups()),
        ("packs", paths.packs()),
        ("cache", paths.cache.clone()),
        ("log", paths.log()),
    ];
    if options.json {
        let map: serde_json::Map<String, serde_json::Value> = rows
            .into_iter()
            .map(|(name, path)| (name.to_owned(), path.display().to_string().into()))
            .collect();
        super::json(&map, out)?;
    } else {
        for (name, path) in rows {
            writeln!(out, "{name:<9} {}", path.display())?;
        }
    }
    Ok(Done::Fine)
}
