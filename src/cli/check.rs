//! `sysdrill check [PATH..]`.

use std::io::Write;
use std::path::PathBuf;

use super::context;
use super::{Done, Misuse, Shared, count, pad, widest};
use crate::content::check::{self, Coverage, Report};
use crate::content::fix;
use crate::content::pack::Pack;
use crate::content::problem::Severity;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Packs to check, together with the built-in one; without any, all that the trainer reads
    paths: Vec<PathBuf>,
    /// Print as data
    #[arg(long)]
    json: bool,
    /// Write the ids that are missing into the files; comments stay
    #[arg(long, conflicts_with = "json")]
    fix: bool,
}

/// Prints every problem with its cure, and what is covered; exit code 1 where something is wrong.
pub(super) fn run(options: &Options, shared: &Shared, out: &mut dyn Write) -> anyhow::Result<Done> {
    let packs = packs(options, shared)?;
    if options.fix {
        for pack in &packs {
            let fixes = fix::fix(pack)?;
            for (file, ids) in fixes.done {
                writeln!(out, "{}/{file}: wrote {}", pack.name(), ids.join(" "))?;
            }
            for failed in fixes.failed {
                writeln!(out, "{}: {failed}", pack.name())?;
            }
        }
    }
    let report = check::check(&packs);
    if options.json {
        super::json(&report, out)?;
    } else {
        print(&report, out)?;
    }
    Ok(if report.problems.is_empty() {
        Done::Fine
    } else {
        Done::Problems
    })
}

fn packs(options: &Options, shared: &Shared) -> anyhow::Result<Vec<Pack>> {
    if options.paths.is_empty() {
        return context::packs(shared, &context::paths(shared)?);
    }
    let mut packs = vec![Pack::embedded()];
    for path in &options.paths {
        if !path.is_dir() {
            return Err(Misuse(format!(
                "`{}` is not a folder; a pack is a folder with `content` or `quizzes` in it",
                path.display()
            ))
            .into());
        }
        packs.push(Pack::folder(path));
    }
    Ok(packs)
}

fn print(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    for problem in &report.problems {
        writeln!(out, "{}\n", problem.render())?;
    }
    coverage(&report.coverage, out)?;
    let errors = report
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    let warnings = report.problems.len() - errors;
    let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
    writeln!(out, "{errors}, {warnings}")
}

fn coverage(coverage: &Coverage, out: &mut dyn Write) -> std::io::Result<()> {
    let titles = widest(coverage.chapters.iter().map(|c| c.title.as_str()));
    for chapter in &coverage.chapters {
        writeln!(
            out,
            "{}  {:>3} topics  {:>4} of {:>4} points tested  {:>5} items",
            pad(&chapter.title, titles),
            chapter.topics,
            chapter.tested,
            chapter.points,
            chapter.items
        )?;
    }
    let counted = |counts: Vec<(String, usize)>| {
        counts
            .into_iter()
            .map(|(name, n)| format!("{name} {n}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let kinds = coverage
        .kinds
        .iter()
        .map(|(kind, n)| (kind.clone(), *n))
        .collect();
    let levels = coverage
        .levels
        .iter()
        .map(|(level, n)| (format!("{level:?}").to_lowercase(), *n))
        .collect();
    writeln!(out, "kinds   {}", counted(kinds))?;
    writeln!(out, "levels  {}", counted(levels))?;
    for (what, ids) in [
        ("points", &coverage.untested_points),
        ("notes", &coverage.untested_notes),
    ] {
        if !ids.is_empty() {
            writeln!(out, "{what} that nothing tests: {}", ids.join(" "))?;
        }
    }
    Ok(())
}
