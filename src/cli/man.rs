//! `sysdrill man [COMMAND]`.

use std::io::Write;

use super::Done;
use super::drill::known_id;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The page of one command; without it, that of sysdrill
    command: Option<String>,
}

/// Prints the manual page in roff: `sysdrill man | man -l -`.
pub(super) fn run(
    options: &Options,
    mut command: clap::Command,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    command.build();
    if let Some(name) = &options.command {
        let names: Vec<String> = command
            .get_subcommands()
            .map(|c| c.get_name().to_owned())
            .collect();
        let name = known_id("command", name, &names)?;
        if let Some(found) = command.find_subcommand(name) {
            command = found.clone();
        }
    }
    // Into memory first, as with completions.
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    out.write_all(&page)?;
    Ok(Done::Fine)
}
