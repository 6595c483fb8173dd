//! Everything about whole packs, in memory: all problems of all files, and what is not covered yet.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::link::{self, Def, Linked, Ref};
use super::load;
use super::pack::Pack;
use super::parse::Parsed;
use super::problem::Problem;
use super::source::{self, Source};
use crate::domain::id::{ItemId, PointId, TopicId};
use crate::domain::item::Level;

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

/// Reads and checks packs, the later one winning by id. Of each file only ids are kept, so that large packs take little memory.
#[must_use]
pub fn check(packs: &[Pack]) -> Report {
    let mut problems = Vec::new();
    let mut files: Vec<(&Pack, String, Vec<Def>, Vec<Ref>)> = Vec::new();
    let mut tally = Tally::default();
    for pack in packs {
        let stamps = pack.files().unwrap_or_else(|error| {
            let cure = "name a folder with the layout that the authoring guide shows";
            let message = error.to_string();
            problems.push(source::whole_file(
                pack.name(),
                "",
                "pack-unreadable",
                message,
                cure,
            ));
            Vec::new()
        });
        for stamp in stamps {
            let mut parsed = load(pack, &stamp.path);
            problems.append(&mut parsed.problems);
            tally.add(&parsed);
            files.push((pack, stamp.path, parsed.defs, parsed.refs));
        }
    }
    let linked: Vec<Linked<'_>> = files
        .iter()
        .map(|(pack, file, defs, refs)| Linked {
            pack: pack.name(),
            file,
            defs,
            refs,
        })
        .collect();
    let mut between = link::link(&linked);
    quote(&mut between, packs);
    problems.append(&mut between);
    let rank = |problem: &Problem| packs.iter().position(|pack| pack.name() == problem.pack);
    problems.sort_by_cached_key(|p| (rank(p), p.file.clone(), p.line, p.column));
    Report {
        problems,
        coverage: tally.coverage(),
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

/// What is counted, by id: a later one takes the place of an earlier one.
#[derive(Debug, Default)]
struct Tally {
    /// In the order of the road map.
    chapters: Vec<(ChapterCoverage, Vec<TopicId>)>,
    topics: BTreeMap<TopicId, CountedTopic>,
    items: BTreeMap<ItemId, CountedItem>,
}

#[derive(Debug)]
struct CountedTopic {
    points: Vec<PointId>,
    notes: Vec<PointId>,
    has_lab: bool,
}

#[derive(Debug)]
struct CountedItem {
    topic: TopicId,
    tests: Vec<PointId>,
    kind: &'static str,
    level: Level,
}

impl Tally {
    fn add(&mut self, parsed: &Parsed) {
        for chapter in &parsed.chapters {
            let (id, title) = (chapter.id.to_string(), chapter.title.clone());
            let head = ChapterCoverage {
                id,
                title,
                ..ChapterCoverage::default()
            };
            let entry = (head, chapter.topics.clone());
            match self
                .chapters
                .iter_mut()
                .find(|(known, _)| known.id == entry.0.id)
            {
                Some(known) => *known = entry,
                None => self.chapters.push(entry),
            }
        }
        for topic in &parsed.topics {
            let points = topic.points.iter().map(|point| point.id.clone()).collect();
            let notes = topic.notes.iter().map(|note| note.id.clone()).collect();
            let has_lab = !topic.labs.is_empty();
            self.topics.insert(
                topic.head.id.clone(),
                CountedTopic {
                    points,
                    notes,
                    has_lab,
                },
            );
        }
        for item in &parsed.items {
            let (topic, tests) = (item.topic.clone(), item.tests.clone());
            let counted = CountedItem {
                topic,
                tests,
                kind: item.body.kind(),
                level: item.level,
            };
            self.items.insert(item.id.clone(), counted);
        }
    }

    fn coverage(mut self) -> Coverage {
        let tested: BTreeSet<&PointId> = self.items.values().flat_map(|item| &item.tests).collect();
        let untested = |ids: BTreeSet<&PointId>| -> Vec<String> {
            ids.difference(&tested).map(ToString::to_string).collect()
        };
        let topics = || self.topics.values();
        let mut coverage = Coverage {
            untested_points: untested(topics().flat_map(|topic| &topic.points).collect()),
            untested_notes: untested(topics().flat_map(|topic| &topic.notes).collect()),
            ..Coverage::default()
        };
        let bare = self.topics.iter().filter(|(_, topic)| !topic.has_lab);
        coverage.without_lab = bare.map(|(id, _)| id.to_string()).collect();
        let mut items: BTreeMap<&TopicId, usize> = BTreeMap::new();
        for item in self.items.values() {
            *coverage.kinds.entry(item.kind.to_owned()).or_default() += 1;
            *coverage.levels.entry(item.level).or_default() += 1;
            *items.entry(&item.topic).or_default() += 1;
        }
        let listed: BTreeSet<&TopicId> = self.chapters.iter().flat_map(|(_, list)| list).collect();
        let rest: Vec<TopicId> = self
            .topics
            .keys()
            .filter(|id| !listed.contains(id))
            .cloned()
            .collect();
        if !rest.is_empty() {
            let (id, title) = ("-".to_owned(), "in no chapter".to_owned());
            self.chapters.push((
                ChapterCoverage {
                    id,
                    title,
                    ..ChapterCoverage::default()
                },
                rest,
            ));
        }
        for (mut chapter, list) in self.chapters {
            for (id, topic) in list.iter().filter_map(|id| self.topics.get_key_value(id)) {
                chapter.topics += 1;
                chapter.points += topic.points.len();
                chapter.tested += topic.points.iter().filter(|id| tested.contains(id)).count();
                chapter.items += items.get(id).copied().unwrap_or_default();
            }
            coverage.chapters.push(chapter);
        }
        coverage
    }
}
