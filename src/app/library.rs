//! From packs to the content index: reads what has changed since last time, and only that.

use std::path::{Path, PathBuf};

use super::desk::Failure;
use crate::content::link::{self, Def, Linked, Ref};
use crate::content::pack::{Pack, PackError, Stamp, fingerprint};
use crate::content::parse::Parsed;
use crate::content::problem::Problem;
use crate::content::{check, load};
use crate::store::{Anchor, Change, FileRows, Index, Reader, StoreError};

/// The packs of this run and the index over them.
#[derive(Debug, Clone)]
pub struct Library {
    packs: Vec<Pack>,
    index: PathBuf,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to read.
    pub of: usize,
}

/// Files of one pack that are not as the index has them.
#[derive(Debug, Default)]
struct Difference {
    /// New or changed, with the version to write down.
    read: Vec<Stamp>,
    /// Gone.
    gone: Vec<String>,
}

impl Library {
    /// `packs` from the lowest to the highest: the later one wins by id.
    #[must_use]
    pub fn new(packs: Vec<Pack>, index: PathBuf) -> Self {
        Self { packs, index }
    }

    /// Where the index lies.
    #[must_use]
    pub fn index(&self) -> &Path {
        &self.index
    }

    /// Brings the index in line with the packs. True when anything had changed. A pack that can't be listed keeps what was
    /// known of it.
    ///
    /// # Errors
    /// The index can't be written, or a pack can't be listed.
    pub fn refresh(&self, mut told: impl FnMut(Progress)) -> Result<bool, Failure> {
        let mut index = Index::open(&self.index)?;
        let names: Vec<&str> = self.packs.iter().map(Pack::name).collect();
        let listed = self.listed()?;
        if index.reader().packs()? == names && !differs(&index.reader(), &listed)? {
            return Ok(false);
        }
        let change = index.change()?;
        change.packs(&names)?;
        let mut work = Vec::new();
        for (rank, (pack, stamps)) in (0..).zip(&listed) {
            let difference = Difference::of(&change.reader(), pack, stamps)?;
            for path in difference.gone {
                change.remove(pack.name(), &path)?;
            }
            work.extend(
                difference
                    .read
                    .into_iter()
                    .map(|stamp| (rank, *pack, stamp)),
            );
        }
        let of = work.len();
        for (done, (rank, pack, stamp)) in work.into_iter().enumerate() {
            told(Progress { done, of });
            change.replace(&rows(pack, rank, &stamp, load(pack, &stamp.path)))?;
        }
        told(Progress { done: of, of });
        self.finish(change)?;
        index.tidy()?;
        Ok(true)
    }

    fn listed(&self) -> Result<Vec<(&Pack, Vec<Stamp>)>, PackError> {
        self.packs
            .iter()
            .map(|pack| Ok((pack, pack.files()?)))
            .collect()
    }

    /// Links the files with each other, from what the index knows of their names.
    fn finish(&self, change: Change<'_>) -> Result<(), Failure> {
        change.finish(|reader| {
            // The names of a big pack are many, so they are moved from one form to the other, not copied.
            let names: Vec<_> = reader
                .names()?
                .into_iter()
                .map(|file| (file.pack, file.path, defs(file.defs), refs(file.refs)))
                .collect();
            let linked: Vec<Linked<'_>> = names
                .iter()
                .map(|(pack, file, defs, refs)| Linked {
                    pack,
                    file,
                    defs,
                    refs,
                })
                .collect();
            let mut problems = link::link(&linked);
            check::quote(&mut problems, &self.packs);
            Ok(json(&problems))
        })?;
        Ok(())
    }
}

/// All problems that the index keeps.
///
/// # Errors
/// The index can't be read.
pub fn problems(reader: &Reader<'_>) -> Result<Vec<Problem>, StoreError> {
    let texts = reader.problems()?;
    Ok(texts
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Problem>>(text).unwrap_or_default())
        .collect())
}

fn differs(reader: &Reader<'_>, listed: &[(&Pack, Vec<Stamp>)]) -> Result<bool, Failure> {
    for (pack, stamps) in listed {
        let difference = Difference::of(reader, pack, stamps)?;
        if !difference.read.is_empty() || !difference.gone.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Difference {
    /// Both lists are sorted by path.
    fn of(reader: &Reader<'_>, pack: &Pack, stamps: &[Stamp]) -> Result<Self, Failure> {
        let mut known = reader.stamps(pack.name())?.into_iter().peekable();
        let mut difference = Self::default();
        for stamp in stamps {
            while let Some(gone) = known.next_if(|k| k.path < stamp.path) {
                difference.gone.push(gone.path);
            }
            let same = known
                .next_if(|k| k.path == stamp.path)
                .is_some_and(|k| k.version == version(stamp));
            if !same {
                difference.read.push(stamp.clone());
            }
        }
        difference.gone.extend(known.map(|k| k.path));
        Ok(difference)
    }
}

/// What a file's rows depend on: the file, and the program that read it.
fn version(stamp: &Stamp) -> String {
    format!("{}/{}", fingerprint(), stamp.version)
}

fn rows(pack: &Pack, rank: u32, stamp: &Stamp, parsed: Parsed) -> FileRows {
    FileRows {
        pack: pack.name().to_owned(),
        rank,
        path: stamp.path.clone(),
        version: version(stamp),
        problems: json(&parsed.problems),
        chapters: parsed.chapters,
        topics: parsed.topics,
        decks: parsed
            .decks
            .into_iter()
            .map(|deck| (deck.id, deck.title))
            .collect(),
        items: parsed.items,
        defs: parsed
            .defs
            .iter()
            .map(|d| anchor(&d.kind, &d.id, d.line, d.column))
            .collect(),
        refs: parsed
            .refs
            .iter()
            .map(|r| anchor(&r.using, &r.id, r.line, r.column))
            .collect(),
    }
}

fn anchor(kind: &impl serde::Serialize, id: &str, line: usize, column: usize) -> Anchor {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let kind = json(kind).trim_matches('"').to_owned();
    Anchor {
        kind,
        id: id.to_owned(),
        line: small(line),
        column: small(column),
    }
}

/// What [`anchor`] wrote, read again; what another version wrote and this one doesn't know is left out.
fn defs(anchors: Vec<Anchor>) -> Vec<Def> {
    let def = |a: Anchor| {
        let kind = word(&a.kind)?;
        Some(Def {
            kind,
            id: a.id,
            line: a.line as usize,
            column: a.column as usize,
        })
    };
    anchors.into_iter().filter_map(def).collect()
}

fn refs(anchors: Vec<Anchor>) -> Vec<Ref> {
    let used = |a: Anchor| {
        let using = word(&a.kind)?;
        Some(Ref {
            using,
            id: a.id,
            line: a.line as usize,
            column: a.column as usize,
        })
    };
    anchors.into_iter().filter_map(used).collect()
}

fn word<T: serde::de::DeserializeOwned>(kind: &str) -> Option<T> {
    serde_json::from_value(kind.into()).ok()
}

/// Plain data of our own always has a JSON form.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
