//! `sysdrill config`.

use std::io::Write;

use super::context;
use super::{Done, Shared};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print a settings file with every setting at its default, explained
    #[arg(long)]
    example: bool,
}

/// Prints the settings in force and what is wrong with them.
pub(super) fn run(options: &Options, shared: &Shared, out: &mut dyn Write) -> anyhow::Result<Done> {
    if options.example {
        out.write_all(include_str!("config/example.yaml").as_bytes())?;
        return Ok(Done::Fine);
    }
    let paths = context::paths(shared)?;
    let config = context::config(shared, &paths)?;
    let file = paths.settings();
    let there = if file.exists() {
        ""
    } else {
        "  (not there; `sysdrill config --example` prints one)"
    };
    writeln!(out, "# {}{there}", file.display())?;
    let interview = config
        .schedule
        .horizon
        .map_or_else(|| "none".to_owned(), |day| day.to_string());
    let rows = [
        ("theme", config.theme.to_string()),
        ("ascii", config.ascii.to_string()),
        ("reduced_motion", (!config.motion).to_string()),
        ("editor", config.editor.clone()),
        ("retention", config.schedule.retention.to_string()),
        ("new_per_day", config.limits.new.to_string()),
        ("reviews_per_day", config.limits.reviews.to_string()),
        (
            "day_starts_at",
            config.calendar.rollover.format("%-H").to_string(),
        ),
        ("interview", interview),
        ("maximum_interval", config.schedule.maximum.to_string()),
    ];
    for (name, value) in rows {
        writeln!(out, "{name}: {value}")?;
    }
    for problem in &config.problems {
        writeln!(out, "\n{}", problem.render())?;
    }
    for complaint in &config.complaints {
        writeln!(out, "\n{complaint}")?;
    }
    let fine = config.problems.is_empty() && config.complaints.is_empty();
    Ok(if fine { Done::Fine } else { Done::Problems })
}
