//! `sysdrill keys`.

use std::io::Write;

use serde::Serialize;

use super::context;
use super::{Done, Shared};
use crate::app::commands::{Command, Group};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print as data
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print as a table for the README
    #[arg(long)]
    markdown: bool,
}

/// A command as data.
#[derive(Debug, Serialize)]
struct Row {
    command: &'static str,
    group: &'static str,
    keys: Vec<String>,
    help: &'static str,
}

/// Prints every command with the keys in force.
pub(super) fn run(options: &Options, shared: &Shared, out: &mut dyn Write) -> anyhow::Result<Done> {
    let config = context::config(shared, &context::paths(shared)?)?;
    let row = |command: &Command| {
        let info = command.info();
        let keys = config
            .keymap
            .all_keys(*command)
            .iter()
            .map(ToString::to_string)
            .collect();
        Row {
            command: info.name,
            group: info.group.title(),
            keys,
            help: info.help,
        }
    };
    let rows: Vec<Row> = Command::ALL.iter().map(row).collect();
    if options.json {
        super::json(&rows, out)?;
        return Ok(Done::Fine);
    }
    for (n, group) in Group::ALL.map(Group::title).into_iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        let rows = rows.iter().filter(|row| row.group == group);
        if options.markdown {
            writeln!(out, "| {group} | | |\n|---|---|---|")?;
            for row in rows {
                let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
                writeln!(
                    out,
                    "| {} | `{}` | {} |",
                    keys.join(" "),
                    row.command,
                    row.help
                )?;
            }
        } else {
            writeln!(out, "{group}")?;
            for row in rows {
                writeln!(
                    out,
                    "  {:<22} {:<16} {}",
                    row.keys.join(" "),
                    row.command,
                    row.help
                )?;
            }
        }
    }
    Ok(Done::Fine)
}
