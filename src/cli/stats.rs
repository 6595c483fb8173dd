//! `sysdrill stats`.

use std::io::Write;

use serde::Serialize;

use super::context::Context;
use super::{Done, pad, widest};

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
        super::json(&stats, out)?;
    } else {
        print(&stats, out)?;
    }
    Ok(Done::Fine)
}

fn print(stats: &Stats, out: &mut dyn Write) -> std::io::Result<()> {
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "-".to_owned(), |s| format!("{:.0} %", s * 100.0))
    };
    let mut rows = vec![
        ("day", stats.day.clone()),
        ("due", stats.due.to_string()),
        ("new today", stats.new.to_string()),
        ("answered today", stats.answered_today.to_string()),
        ("due tomorrow", stats.due_tomorrow.to_string()),
        ("answers", stats.answers.to_string()),
        (
            "days in a row",
            format!("{} (longest {})", stats.streak, stats.longest_streak),
        ),
        ("known, 30 days", percent(stats.retention_30_days)),
        ("known, 90 days", percent(stats.retention_90_days)),
    ];
    if let Some(days) = stats.days_to_interview {
        rows.push(("days to interview", days.to_string()));
    }
    let names = rows.iter().map(|(name, _)| *name);
    let titles = stats.chapters.iter().map(|c| c.title.as_str());
    let column = widest(names.chain(titles));
    for (name, value) in rows {
        writeln!(out, "{}  {value}", pad(name, column))?;
    }
    writeln!(out)?;
    for chapter in &stats.chapters {
        writeln!(
            out,
            "{}  {:>3.0} %  {:>3} of {:>3} points met",
            pad(&chapter.title, column),
            chapter.mastery * 100.0,
            chapter.points_met,
            chapter.points
        )?;
    }
    Ok(())
}
