//! `sysdrill config`.

use std::io::Write;

use chrono::TimeDelta;

use super::context;
use super::{Done, Shared};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print a settings file with every setting at its default, explained
    #[arg(long)]
    example: bool,
}

/// Prints the settings in force, as they would stand in the file, and what is wrong with them. The keys have a command of
/// their own.
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
        " is not there; `sysdrill config --example` prints one"
    };
    writeln!(out, "# {}{there}", file.display())?;
    let schedule = &config.schedule;
    let mut rows = vec![
        ("theme", config.theme.to_string()),
        ("ascii", config.ascii.to_string()),
        ("reduced_motion", (!config.motion).to_string()),
        ("editor", config.editor.clone()),
        ("retention", schedule.retention.to_string()),
        ("new_per_day", config.limits.new.to_string()),
        ("reviews_per_day", config.limits.reviews.to_string()),
        (
            "day_starts_at",
            config.calendar.rollover.format("%-H").to_string(),
        ),
        ("learning_steps", steps(&schedule.learning)),
        ("relearning_steps", steps(&schedule.relearning)),
        ("maximum_interval", schedule.maximum.to_string()),
    ];
    if let Some(day) = schedule.horizon {
        rows.push(("interview", day.to_string()));
    }
    for (name, value) in rows {
        writeln!(out, "{name}: {value}")?;
    }
    for problem in &config.problems {
        writeln!(out, "\n{}", problem.render())?;
    }
    for complaint in &config.complaints {
        writeln!(out, "\n{complaint}")?;
    }
    let sound = config.problems.is_empty() && config.complaints.is_empty();
    Ok(if sound { Done::Fine } else { Done::Problems })
}

/// As the settings file has them: `[1m, 10m]`.
fn steps(steps: &[TimeDelta]) -> String {
    let step = |step: &TimeDelta| match step.num_seconds() {
        s if s % 60 > 0 => format!("{s}s"),
        s if s % 3_600 > 0 => format!("{}m", s / 60),
        s if s % 86_400 > 0 => format!("{}h", s / 3_600),
        s => format!("{}d", s / 86_400),
    };
    let steps: Vec<String> = steps.iter().map(step).collect();
    format!("[{}]", steps.join(", "))
}
