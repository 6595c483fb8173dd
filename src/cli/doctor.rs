//! `sysdrill doctor`.

use std::io::{self, Write};
use std::path::Path;

use super::context::Context;
use super::{Done, count};
use crate::app::library;
use crate::content::problem::Severity;
use crate::store::Facts;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Derive everything anew from the log of answers
    #[arg(long)]
    rebuild: bool,
}

/// Examines what there is and says what to do.
pub(super) fn run(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let config = &context.config;
    let settings = config.problems.is_empty() && config.complaints.is_empty();
    verdict("settings", &context.paths.settings(), settings, out)?;
    let mut desk = context.desk()?;
    if options.rebuild {
        desk.rebuild()?;
    }
    let facts = desk.store().doctor()?;
    verdict("progress", &context.paths.database(), facts.is_sound(), out)?;
    let counted = format!(
        "schema {}, {}, {}, {} taken back, {}, {}",
        facts.schema,
        count(facts.reviews as usize, "answer"),
        count(facts.marks as usize, "mark"),
        facts.undos,
        count(facts.cards as usize, "item"),
        count(facts.days as usize, "day"),
    );
    remark(&counted, out)?;
    if options.rebuild {
        remark("everything derived was made anew from the log", out)?;
    }
    if facts.homeless > 0 {
        let items = count(facts.homeless as usize, "item");
        let text = format!("{items} in no pack any more; the progress waits for them");
        remark(&text, out)?;
    }
    let pack = desk.store().pack();
    let problems = library::problems(&pack)?;
    let errors = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    verdict("packs", context.library.index(), errors == 0, out)?;
    let counted = format!(
        "{}, {}, {}",
        count(pack.items()? as usize, "item"),
        count(errors, "error"),
        count(problems.len() - errors, "warning")
    );
    remark(&counted, out)?;
    for problem in &config.problems {
        writeln!(out, "\n{}", problem.render())?;
    }
    for complaint in &config.complaints {
        writeln!(out, "\n{complaint}")?;
    }
    cures(&facts, out)?;
    if errors > 0 {
        let cure = "`sysdrill check` lists the problems of the packs with their cures";
        writeln!(out, "\n{cure}")?;
    }
    let sound = settings && facts.is_sound() && errors == 0;
    Ok(if sound { Done::Fine } else { Done::Problems })
}

fn verdict(what: &str, path: &Path, fine: bool, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if fine { "fine" } else { "see below" };
    let path = path.display();
    writeln!(out, "{what:<COLUMN$}{verdict:<COLUMN$}{path}")
}

/// Below a verdict.
fn remark(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:indent$}{text}", "", indent = 2 * COLUMN)
}

const COLUMN: usize = 11;

/// What is wrong with the progress file, and the way out.
fn cures(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    for damage in &facts.damage {
        let cure = "`sysdrill restore` lists copies to go back to";
        writeln!(out, "\n{damage}; {cure}")?;
    }
    let (items, days) = (facts.stale_items.len(), facts.stale_days.len());
    if items + days > 0 {
        let what = format!("{} and {}", count(items, "item"), count(days, "day"));
        let cure = "`sysdrill doctor --rebuild` cures it";
        writeln!(out, "\n{what} differ from the log; {cure}")?;
    }
    Ok(())
}
