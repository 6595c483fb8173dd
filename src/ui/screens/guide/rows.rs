//! The road map as rows of a list, and what is said about the row under the cursor.

use std::collections::BTreeSet;

use crate::app::guide::{ChapterRow, Guide, TopicRow};
use crate::domain::fuzzy;
use crate::domain::id::{ChapterId, TopicId};
use crate::domain::mastery::{Mark, Mastery};
use crate::ui::widgets::page::count;

/// Heads the topics that no chapter lists.
pub(super) const OTHERS: &str = "Not on the road map";

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'a> {
    /// A chapter; `open` if its topics follow.
    Chapter { row: &'a ChapterRow, open: bool },
    /// Heads the topics that no chapter lists.
    Others,
    /// A topic, with the title of its chapter.
    Topic { row: &'a TopicRow, chapter: &'a str },
}

impl Row<'_> {
    /// The topic, if it is one.
    pub(super) fn topic(&self) -> Option<&TopicId> {
        match self {
            Row::Topic { row, .. } => Some(&row.head.id),
            Row::Chapter { .. } | Row::Others => None,
        }
    }

    /// How well it is known.
    pub(super) fn mastery(&self) -> Option<Mastery> {
        match self {
            Row::Topic { row, .. } => Some(row.mastery),
            Row::Chapter { row, .. } => Some(row.mastery),
            Row::Others => None,
        }
    }
}

/// All rows, the topics of `folded` chapters left out.
pub(super) fn tree<'a>(guide: &'a Guide, folded: &BTreeSet<ChapterId>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for row in &guide.chapters {
        let open = !folded.contains(&row.chapter.id);
        rows.push(Row::Chapter { row, open });
        if open {
            let chapter = row.chapter.title.as_str();
            rows.extend(row.topics.iter().map(|row| Row::Topic { row, chapter }));
        }
    }
    if !guide.others.is_empty() {
        rows.push(Row::Others);
        rows.extend(
            guide
                .others
                .iter()
                .map(|row| Row::Topic { row, chapter: "" }),
        );
    }
    rows
}

/// Where the topics that fit `words` stand in the unfolded [`tree`], best first. A topic fits by its own title and by that
/// of its chapter.
pub(super) fn matching(guide: &Guide, words: &str) -> Vec<usize> {
    let mut hits = Vec::new();
    for (at, row) in tree(guide, &BTreeSet::new()).into_iter().enumerate() {
        let Row::Topic { row, chapter } = row else {
            continue;
        };
        let title = row.head.title.as_str();
        let own = fuzzy::score(words, title).map(|score| score * 2);
        let both = || fuzzy::score(words, &format!("{title} {chapter}"));
        if let Some(score) = own.or_else(both) {
            hits.push((score, at));
        }
    }
    hits.sort_by_key(|(score, _)| -score);
    hits.into_iter().map(|(_, at)| at).collect()
}

fn topics(guide: &Guide) -> impl Iterator<Item = &TopicRow> {
    guide
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.topics)
        .chain(&guide.others)
}

/// What to do next, and why.
pub(super) fn advice(guide: &Guide) -> Option<(String, String)> {
    let Some(next) = guide
        .next
        .as_ref()
        .and_then(|id| topics(guide).find(|row| row.head.id == *id))
    else {
        let weakest = topics(guide).min_by(|a, b| a.mastery.share.total_cmp(&b.mastery.share))?;
        let what = format!(
            "Weakest: {}, {:.0} %.",
            weakest.head.title,
            weakest.mastery.share * 100.0
        );
        return Some((what, "You have met every topic.".to_owned()));
    };
    let what = format!("Next: {}, {} min.", next.head.title, next.head.minutes);
    let why = if topics(guide).all(|row| row.mastery.mark == Mark::Unseen) {
        "The road map begins here.".to_owned()
    } else {
        match builds_on(guide, &next.head.id).as_slice() {
            [] => "The first one that you have not drilled yet.".to_owned(),
            before => format!("It builds on {}.", before.join(" and ")),
        }
    };
    Some((what, why))
}

/// The titles of what should be read before a topic.
fn builds_on<'a>(guide: &'a Guide, id: &TopicId) -> Vec<&'a str> {
    let lists = guide
        .chapters
        .iter()
        .flat_map(|row| &row.chapter.prerequisites);
    let before = lists
        .filter(|(topic, _)| topic == id)
        .flat_map(|(_, before)| before);
    before
        .filter_map(|id| topics(guide).find(|row| row.head.id == *id))
        .map(|row| row.head.title.as_str())
        .collect()
}

/// What is said about a row.
pub(super) struct About {
    pub(super) title: String,
    pub(super) summary: String,
    /// Short ones, in the order of what matters.
    pub(super) facts: Vec<String>,
}

/// What is said about a row.
pub(super) fn about(guide: &Guide, row: &Row<'_>) -> About {
    match row {
        Row::Others => About {
            title: OTHERS.to_owned(),
            summary: "Topics that no chapter of the road map lists.".to_owned(),
            facts: Vec::new(),
        },
        Row::Chapter { row, .. } => {
            let minutes: u32 = row
                .topics
                .iter()
                .map(|topic| u32::from(topic.head.minutes))
                .sum();
            let (met, all) = row.seen;
            let topics = u32::try_from(row.topics.len()).unwrap_or(u32::MAX);
            let mut facts = vec![count(topics, "topic"), format!("{minutes} min to read")];
            if all > 0 {
                facts.push(format!("{met} of {all} points met"));
            }
            About {
                title: row.chapter.title.clone(),
                summary: row.chapter.summary.clone(),
                facts,
            }
        }
        Row::Topic { row, .. } => {
            let mut facts = vec![count(row.items, "question")];
            if row.unmet > 0 && row.mastery.mark != Mark::Unseen {
                let unmet = u32::try_from(row.unmet).unwrap_or(u32::MAX);
                facts.push(format!("{} not met yet", count(unmet, "point")));
            }
            let before = builds_on(guide, &row.head.id);
            if !before.is_empty() {
                facts.push(format!("builds on {}", before.join(", ")));
            }
            About {
                title: row.head.title.clone(),
                summary: row.head.summary.clone(),
                facts,
            }
        }
    }
}
