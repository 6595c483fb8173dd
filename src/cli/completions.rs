//! `sysdrill completions SHELL`.

use std::io::Write;

use clap_complete::Shell;

use super::Done;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

/// Prints the script for the shell.
pub(super) fn run(
    options: &Options,
    command: &mut clap::Command,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    // Into memory first: clap_complete panics where a pipe is closed early.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, command, "sysdrill", &mut script);
    out.write_all(&script)?;
    Ok(Done::Fine)
}
