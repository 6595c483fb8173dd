//! The command line: one file per subcommand.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

mod backup;
mod check;
mod completions;
mod config;
mod context;
mod doctor;
mod drill;
mod keys;
mod man;
mod paths;
mod read;
mod search;
mod sql;
mod stats;
mod trainer;

use crate::app::routes::Route;
use crate::domain::text::sanitise;
use crate::domain::width::width as text_width;
use context::Context;

/// A trainer for system-design interviews that lives in the terminal.
#[derive(Debug, Parser)]
#[command(name = "sysdrill", version, about, max_term_width = 100)]
#[command(
    after_help = "Without a command the trainer opens. Everything works offline; `sysdrill paths` says where your files are.\n\
                  Exit codes: 0 fine, 1 problems were found, 2 wrong use."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    shared: Shared,
}

/// Options that every command understands.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Shared {
    /// Keep everything below this folder: progress, packs, settings, cache, log
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Read one more pack, over the others; may be given several times
    #[arg(long, global = true, value_name = "DIR")]
    pack: Vec<PathBuf>,
    /// Draw with plain ASCII characters only
    #[arg(long, global = true)]
    ascii: bool,
    /// Colours: dark, light, contrast or plain
    #[arg(long, global = true, value_name = "NAME")]
    theme: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a topic page, or the list of topics
    Read(read::Options),
    /// Search topics and questions
    Search(search::Options),
    /// Open the trainer in a drill: of a topic, a chapter, a deck, or all
    Drill(drill::Options),
    /// Print where you stand
    Stats(stats::Options),
    /// Check packs: every problem with its place and cure, and what nothing tests
    Check(check::Options),
    /// Read the progress database with SQL
    Sql(sql::Options),
    /// Copy the progress to a file
    Backup(backup::BackupOptions),
    /// Bring a copy of the progress back
    Restore(backup::RestoreOptions),
    /// Examine your files and say what to do
    Doctor(doctor::Options),
    /// Print every key
    Keys(keys::Options),
    /// Print where the files are
    Paths(paths::Options),
    /// Print the settings in force, and what is wrong with them
    Config(config::Options),
    /// Print completions for a shell
    Completions(completions::Options),
    /// Print the manual page: sysdrill man | man -l -
    Man(man::Options),
}

/// How a command ended when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// Exit code 0.
    Fine,
    /// It worked and found problems: exit code 1.
    Problems,
    /// A signal ended it: exit code 128 and its number, as shells have it.
    Signal(i32),
}

/// The user asked for something that does not exist or makes no sense: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(crate) String);

/// Parses the arguments, runs, and turns what happened into an exit code: 0 fine, 1 found problems, 2 wrong use.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Asking for help or the version is an "error" of clap's that belongs on standard output.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut out = io::stdout().lock();
    let result = run(&cli, &mut out).and_then(|done| Ok(out.flush().map(|()| done)?));
    match result {
        Ok(Done::Fine) => ExitCode::SUCCESS,
        Ok(Done::Problems) => ExitCode::from(1),
        Ok(Done::Signal(number)) => ExitCode::from(u8::try_from(128 + number).unwrap_or(1)),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "sysdrill: {}", sanitise(&chain(&error)));
            ExitCode::from(if error.is::<Misuse>() { 2 } else { 1 })
        }
    }
}

/// The causes in one line, each once: a cause that its consequence already quotes is left out.
fn chain(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |text, cause| {
        let cause = cause.to_string();
        match text.is_empty() {
            true => cause,
            false if text.contains(&cause) => text,
            false => format!("{text}: {cause}"),
        }
    })
}

/// Whoever read our output has had enough (`sysdrill read x | head`): that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn run(cli: &Cli, out: &mut dyn Write) -> anyhow::Result<Done> {
    let context = || Context::open(&cli.shared);
    match &cli.command {
        None => trainer::run(&context()?, Route::Today),
        Some(Command::Drill(options)) => drill::run(options, &context()?),
        Some(Command::Read(options)) => read::run(options, &context()?, out),
        Some(Command::Search(options)) => search::run(options, &context()?, out),
        Some(Command::Stats(options)) => stats::run(options, &context()?, out),
        Some(Command::Check(options)) => check::run(options, &cli.shared, out),
        Some(Command::Sql(options)) => sql::run(options, &context()?, out),
        Some(Command::Backup(options)) => backup::backup(options, &context()?, out),
        Some(Command::Restore(options)) => backup::restore(options, &cli.shared, out),
        Some(Command::Doctor(options)) => doctor::run(options, &context()?, out),
        Some(Command::Keys(options)) => keys::run(options, &cli.shared, out),
        Some(Command::Paths(options)) => paths::run(options, &cli.shared, out),
        Some(Command::Config(options)) => config::run(options, &cli.shared, out),
        Some(Command::Completions(options)) => completions::run(options, &mut Cli::command(), out),
        Some(Command::Man(options)) => man::run(options, Cli::command(), out),
    }
}

/// Columns for text on standard output: those of the terminal, at most 100; 80 where it is not one.
fn width() -> usize {
    match crate::ui::terminal::columns() {
        Some(columns) if io::stdout().is_terminal() => columns.clamp(20, 100),
        Some(_) | None => 80,
    }
}

/// `1 error`, `2 errors`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What stands for the rest of a line that is cut.
fn ellipsis(ascii: bool) -> &'static str {
    if ascii { "..." } else { "…" }
}

/// `text` and as many spaces as make it `columns` wide.
fn pad(text: &str, columns: usize) -> String {
    format!(
        "{text}{}",
        " ".repeat(columns.saturating_sub(text_width(text)))
    )
}

/// The columns of the widest of `texts`.
fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(text_width).max().unwrap_or(0)
}

/// Prints `data` as JSON, indented.
fn json(data: &impl serde::Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, data)?;
    Ok(writeln!(out)?)
}
