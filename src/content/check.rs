//! Everything about whole packs, in memory: all problems of all files, and what is not covered yet.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::link::{self, Linked};
use super::load;
use super::pack::Pack;
use super::parse::Parsed;
use super::problem::Problem;
use super::source::{self, Source};
use crate::domain::guide::Topic;
use crate::domain::id::{PointId, TopicId};
use crate::domain::item::{Item, Level};

/// What `sysdrill check` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// By pack, file and line.
    pub problems: Vec<Problem>,
    /// How much of the guide the items reach.
    pub coverage: Coverage,
}

/// How much there is, and what is missing. Counts what a learner gets: where packs share an id, the later one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// In the order of the road map; what no chapter lists comes last, under the chapter `-`.
    pub chapters: Vec<ChapterCoverage>,
    /// Items by kind.
    pub kinds: BTreeMap<String, usize>,
    /// Items by level.
    pub levels: BTreeMap<Level, usize>,
    /// Points that no item tests.
    pub untested_points: Vec<String>,
    /// Precision notes that no item tests.
    pub untested_notes: Vec<String>,
    /// Topics without a simulation.
    pub without_lab: Vec<String>,
}

/// How much one chapter has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterCoverage {
    /// Its id, or `-`.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Topics that it lists and that are there.
    pub topics: usize,
    /// Points of these topics.
    pub points: usize,
    /// Of these, how many are tested.
    pub tested: usize,
    /// Items of these topics.
    pub items: usize,
}

/// Reads and checks packs, the later one winning by id.
#[must_use]
pub fn check(packs: &[Pack]) -> Report {
    let mut problems = Vec::new();
    let mut files: Vec<(&Pack, String, Parsed)> = Vec::new();
    for pack in packs {
        match pack.files() {
            Ok(stamps) => files.extend(stamps.into_iter().map(|stamp| {
                let parsed = load(pack, &stamp.path);
                (pack, stamp.path, parsed)
            })),
            Err(error) => {
                let cure = "name a folder with the layout that the authoring guide shows";
                let message = error.to_string();
                problems.push(source::whole_file(
                    pack.name(),
                    "",
                    "pack-unreadable",
                    message,
                    cure,
                ));
            }
        }
    }
    let linked: Vec<Linked<'_>> = files
        .iter()
        .map(|(pack, file, parsed)| Linked {
            pack: pack.name(),
            file,
            defs: &parsed.defs,
            refs: &parsed.refs,
        })
        .collect();
    let mut between = link::link(&linked);
    quote(&mut between, packs);
    for (_, _, parsed) in &mut files {
        problems.append(&mut parsed.problems);
    }
    problems.append(&mut between);
    let rank = |problem: &Problem| packs.iter().position(|pack| pack.name() == problem.pack);
    problems.sort_by_cached_key(|p| (rank(p), p.file.clone(), p.line, p.column));
    let parsed: Vec<&Parsed> = files.iter().map(|(_, _, parsed)| parsed).collect();
    Report {
        problems,
        coverage: coverage(&parsed),
    }
}

/// Adds the source lines to problems that came without, reading each file at most once.
pub fn quote(problems: &mut [Problem], packs: &[Pack]) {
    let mut sources: BTreeMap<(String, String), Option<Source>> = BTreeMap::new();
    for problem in problems
        .iter_mut()
        .filter(|problem| problem.excerpt.is_none())
    {
        let key = (problem.pack.clone(), problem.file.clone());
        let source = sources.entry(key).or_insert_with(|| {
            let pack = packs.iter().find(|pack| pack.name() == problem.pack)?;
            let bytes = pack.read(&problem.file).ok()?;
            Source::new(pack.name(), &problem.file, &bytes)
                .ok()
                .map(|(source, _)| source)
        });
        if let Some(source) = source {
            problem.excerpt = Some(source.excerpt_at(problem.line, problem.column));
        }
    }
}

fn coverage(files: &[&Parsed]) -> Coverage {
    let topics: BTreeMap<&str, &Topic> = files
        .iter()
        .flat_map(|file| &file.topics)
        .map(|t| (t.head.id.as_str(), t))
        .collect();
    let items: BTreeMap<&str, &Item> = files
        .iter()
        .flat_map(|file| &file.items)
        .map(|item| (item.id.as_str(), item))
        .collect();
    let tested: BTreeSet<&str> = items
        .values()
        .flat_map(|item| &item.tests)
        .map(PointId::as_str)
        .collect();
    let mut coverage = Coverage::default();
    for item in items.values() {
        *coverage
            .kinds
            .entry(item.body.kind().to_owned())
            .or_default() += 1;
        *coverage.levels.entry(item.level).or_default() += 1;
    }
    let untested = |id: &&str| !tested.contains(*id);
    for topic in topics.values() {
        let points = topic.points.iter().map(|point| point.id.as_str());
        coverage
            .untested_points
            .extend(points.filter(untested).map(str::to_owned));
        if topic.labs.is_empty() {
            coverage.without_lab.push(topic.head.id.to_string());
        }
    }
    let notes: BTreeSet<&str> = topics
        .values()
        .flat_map(|topic| &topic.notes)
        .map(|note| note.id.as_str())
        .collect();
    coverage.untested_notes = notes
        .into_iter()
        .filter(untested)
        .map(str::to_owned)
        .collect();
    coverage.chapters = chapters(files, &topics, &items, &tested);
    coverage
}

fn chapters(
    files: &[&Parsed],
    topics: &BTreeMap<&str, &Topic>,
    items: &BTreeMap<&str, &Item>,
    tested: &BTreeSet<&str>,
) -> Vec<ChapterCoverage> {
    let mut chapters: Vec<(ChapterCoverage, Vec<&str>)> = Vec::new();
    for chapter in files.iter().flat_map(|file| &file.chapters) {
        let (id, title) = (chapter.id.to_string(), chapter.title.clone());
        let head = ChapterCoverage {
            id,
            title,
            ..ChapterCoverage::default()
        };
        let list = chapter.topics.iter().map(TopicId::as_str).collect();
        match chapters.iter_mut().find(|(known, _)| known.id == head.id) {
            Some(known) => *known = (head, list),
            None => chapters.push((head, list)),
        }
    }
    let listed: BTreeSet<&str> = chapters
        .iter()
        .flat_map(|(_, list)| list)
        .copied()
        .collect();
    let rest: Vec<&str> = topics
        .keys()
        .filter(|id| !listed.contains(*id))
        .copied()
        .collect();
    if !rest.is_empty() {
        let (id, title) = ("-".to_owned(), "in no chapter".to_owned());
        chapters.push((
            ChapterCoverage {
                id,
                title,
                ..ChapterCoverage::default()
            },
            rest,
        ));
    }
    let mut items_of: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items.values() {
        *items_of.entry(item.topic.as_str()).or_default() += 1;
    }
    for (chapter, list) in &mut chapters {
        for topic in list.iter().filter_map(|id| topics.get(id)) {
            chapter.topics += 1;
            chapter.points += topic.points.len();
            chapter.tested += topic
                .points
                .iter()
                .filter(|point| tested.contains(point.id.as_str()))
                .count();
            chapter.items += items_of
                .get(topic.head.id.as_str())
                .copied()
                .unwrap_or_default();
        }
    }
    chapters.into_iter().map(|(chapter, _)| chapter).collect()
}
