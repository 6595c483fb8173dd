//! `sysdrill doctor`.

use std::io::Write;

use super::Done;
use super::context::Context;
use crate::app::library;
use crate::content::problem::Severity;

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
    let mut sound = config.problems.is_empty() && config.complaints.is_empty();
    let verdict = |ok: bool| if ok { "fine" } else { "look below" };
    writeln!(
        out,
        "{:<10} {}  {}",
        "settings",
        context.paths.settings().display(),
        verdict(sound)
    )?;
    let mut desk = context.desk()?;
    if options.rebuild {
        desk.rebuild()?;
        writeln!(
            out,
            "{:<10} everything derived was made anew from the log",
            "rebuilt"
        )?;
    }
    let facts = desk.store().doctor()?;
    sound &= facts.is_sound();
    writeln!(
        out,
        "{:<10} {}  {}",
        "progress",
        context.paths.database().display(),
        verdict(facts.is_sound())
    )?;
    writeln!(
        out,
        "{:<10} schema {}, {} answers, {} marks, {} taken back, {} items, {} days",
        "", facts.schema, facts.reviews, facts.marks, facts.undos, facts.cards, facts.days
    )?;
    if facts.homeless > 0 {
        writeln!(
            out,
            "{:<10} {} items are in no pack any more; their progress waits for them",
            "", facts.homeless
        )?;
    }
    let problems = library::problems(&desk.store().pack())?;
    let errors = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    sound &= errors == 0;
    writeln!(
        out,
        "{:<10} {}  {}",
        "packs",
        context.library.index().display(),
        verdict(errors == 0)
    )?;
    writeln!(
        out,
        "{:<10} {} items, {errors} errors, {} warnings",
        "",
        desk.store().pack().items()?,
        problems.len() - errors
    )?;
    for problem in &config.problems {
        writeln!(out, "\n{}", problem.render())?;
    }
    for complaint in &config.complaints {
        writeln!(out, "\n{complaint}")?;
    }
    for damage in &facts.damage {
        writeln!(
            out,
            "\n{damage}; `sysdrill restore` lists copies to go back to"
        )?;
    }
    if !facts.stale_items.is_empty() || !facts.stale_days.is_empty() {
        let (items, days) = (facts.stale_items.len(), facts.stale_days.len());
        writeln!(
            out,
            "\n{items} items and {days} days differ from the log; `sysdrill doctor --rebuild` cures it"
        )?;
    }
    if errors > 0 {
        writeln!(
            out,
            "\n`sysdrill check` lists the problems of the packs with their cures"
        )?;
    }
    Ok(if sound { Done::Fine } else { Done::Problems })
}
