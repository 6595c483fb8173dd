//! `sysdrill stats`.

use std::io::Write;

use serde::Serialize;

use super::Done;
use super::context::Context;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Print as data
    #[arg(long)]
    json: bool,
}

/// Where the learner stands, as data.
#[derive(Debug, Serialize)]
struct Stats {
    day: String,
    due: u32,
    new: u32,
    put_off: u32,
    answered_today: u32,
    due_tomorrow: u32,
    answers: u64,
    streak: u32,
    longest_streak: u32,
    retention_30_days: Option<f64>,
    retention_90_days: Option<f64>,
    retention_aimed_at: f32,
    days_to_interview: Option<u32>,
    chapters: Vec<Chapter>,
    forecast: Vec<u32>,
}

/// How well a chapter is known, as data.
#[derive(Debug, Serialize)]
struct Chapter {
    title: String,
    mastery: f32,
    points_met: usize,
    points: usize,
}

/// Prints it.
pub(super) fn run(
    options: &Options,
    context: &Context,
    out: &mut dyn Write,
) -> anyhow::Result<Done> {
    let desk = context.desk()?;
    let today = desk.overview()?;
    let history = desk.history()?;
    let [month, quarter] = history.retention;
    let stats = Stats {
        day: today.day.to_string(),
        due: today.load.reviews,
        new: today.load.new,
        put_off: today.load.put_off,
        answered_today: today.load.done,
        due_tomorrow: today.load.tomorrow,
        answers: history.reviews,
        streak: today.streak,
        longest_streak: today.longest,
        retention_30_days: month.map(|share| share.share),
        retention_90_days: quarter.map(|share| share.share),
        retention_aimed_at: history.target,
        days_to_interview: today.interview_in,
        chapters: history
            .chapters
            .into_iter()
            .map(|c| Chapter {
                title: c.title,
                mastery: c.mastery,
                points_met: c.seen,
                points: c.points,
            })
            .collect(),
        forecast: history.forecast,
    };
    if options.json {
        serde_json::to_writer_pretty(&mut *out, &stats)?;
        writeln!(out)?;
    } else {
        print(&stats, out)?;
    }
    Ok(Done::Fine)
}

fn print(stats: &Stats, out: &mut dyn Write) -> std::io::Result<()> {
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "-".to_owned(), |s| format!("{:.0} %", s * 100.0))
    };
    writeln!(out, "{:<20} {}", "day", stats.day)?;
    writeln!(out, "{:<20} {}", "due", stats.due)?;
    writeln!(out, "{:<20} {}", "new today", stats.new)?;
    writeln!(out, "{:<20} {}", "answered today", stats.answered_today)?;
    writeln!(out, "{:<20} {}", "due tomorrow", stats.due_tomorrow)?;
    writeln!(out, "{:<20} {}", "answers", stats.answers)?;
    writeln!(
        out,
        "{:<20} {} (longest {})",
        "days in a row", stats.streak, stats.longest_streak
    )?;
    writeln!(
        out,
        "{:<20} {}",
        "known, 30 days",
        percent(stats.retention_30_days)
    )?;
    writeln!(
        out,
        "{:<20} {}",
        "known, 90 days",
        percent(stats.retention_90_days)
    )?;
    if let Some(days) = stats.days_to_interview {
        writeln!(out, "{:<20} {days}", "days to interview")?;
    }
    writeln!(out)?;
    for chapter in &stats.chapters {
        let mastery = chapter.mastery * 100.0;
        writeln!(
            out,
            "{:<20} {mastery:>3.0} %  {}/{} points met",
            chapter.title, chapter.points_met, chapter.points
        )?;
    }
    Ok(())
}
