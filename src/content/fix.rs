//! `check --fix`: writes an id into every item that has none. All else in the file stays as it is, byte for byte.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::link::{Def, Kind};
use super::pack::{Pack, PackError};
use super::parse::{Parsed, parse_file};
use crate::domain::item::Item;

/// Why a file was left alone.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The pack or the file can't be read.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The file would not say the same afterwards.
    #[error("can't add ids to `{0}` safely; write them in by hand")]
    Unsafe(String),
    /// The changed file can't be written; the old one is untouched.
    #[error("can't write `{path}`: {error}")]
    Write {
        /// Inside the pack.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}

/// What was done to a pack.
#[derive(Debug, Default)]
pub struct Fixes {
    /// (file, ids written into it)
    pub done: Vec<(String, Vec<String>)>,
    /// Files that were left alone.
    pub failed: Vec<FixError>,
}

/// Writes ids into all decks of a folder; the pack inside the binary is left alone.
///
/// # Errors
/// The pack can't be listed.
pub fn fix(pack: &Pack) -> Result<Fixes, PackError> {
    let mut fixes = Fixes::default();
    let mut taken = BTreeSet::new();
    let mut decks = Vec::new();
    for stamp in pack.files()? {
        let Ok(bytes) = pack.read(&stamp.path) else {
            continue;
        };
        let parsed = parse_file(pack.name(), &stamp.path, &bytes);
        taken.extend(written(&parsed));
        if !parsed.unnamed.is_empty() {
            decks.push(stamp.path);
        }
    }
    for path in decks {
        match fix_file(pack, &path, &mut taken) {
            Ok(ids) if ids.is_empty() => {}
            Ok(ids) => fixes.done.push((path, ids)),
            Err(error) => fixes.failed.push(error),
        }
    }
    Ok(fixes)
}

/// The ids of items that stand in the file.
fn written(parsed: &Parsed) -> Vec<String> {
    let derived: BTreeSet<(usize, usize)> = parsed
        .unnamed
        .iter()
        .map(|def| (def.line, def.column))
        .collect();
    let items = parsed.defs.iter().filter(|def| def.kind == Kind::Item);
    let written = items.filter(|def| !derived.contains(&(def.line, def.column)));
    written.map(|def| def.id.clone()).collect()
}

/// Returns the ids that were written. An id that is taken already is not written: `check` tells of it.
fn fix_file(
    pack: &Pack,
    path: &str,
    taken: &mut BTreeSet<String>,
) -> Result<Vec<String>, FixError> {
    let old = pack.read(path)?;
    let before = parse_file(pack.name(), path, &old);
    let free = before
        .unnamed
        .iter()
        .filter(|def| taken.insert(def.id.clone()));
    let free: Vec<&Def> = free.collect();
    let (Some(file), false) = (pack.place_of(path)?, free.is_empty()) else {
        return Ok(Vec::new());
    };
    let refused = || FixError::Unsafe(path.to_owned());
    let new = with_ids(str::from_utf8(&old).map_err(|_| refused())?, &free);
    let after = parse_file(pack.name(), path, new.as_bytes());
    if nameless(&before) != nameless(&after)
        || after.unnamed.len() + free.len() != before.unnamed.len()
    {
        return Err(refused());
    }
    replace(&file, new.as_bytes()).map_err(|error| FixError::Write {
        path: path.to_owned(),
        error,
    })?;
    Ok(free.into_iter().map(|def| def.id.clone()).collect())
}

/// All that must not change: everything but lines.
fn nameless(parsed: &Parsed) -> Vec<Item> {
    let mut items = parsed.items.clone();
    for item in &mut items {
        item.place.line = 0;
    }
    items
}

/// `text` with an id put before the first field of each item that a def points at.
fn with_ids(text: &str, defs: &[&Def]) -> String {
    let mut ids: HashMap<usize, Vec<&Def>> = HashMap::new();
    for def in defs {
        ids.entry(def.line).or_default().push(def);
    }
    let mut new = String::with_capacity(text.len() + defs.len() * 32);
    // Columns are counted without the byte order mark.
    let text = text.strip_prefix('\u{feff}').map_or(text, |rest| {
        new.push('\u{feff}');
        rest
    });
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let mut rest = line;
        let mut column = 1;
        for def in ids.get(&(number + 1)).into_iter().flatten() {
            let (before, after) = split_chars(rest, def.column.saturating_sub(column));
            new.push_str(before);
            if let Some(inside) = after.strip_prefix('{') {
                new.extend(["{id: ", def.id.as_str(), ", "]);
                rest = inside.trim_start_matches(' ');
            } else {
                let end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
                let indent = " ".repeat(def.column - 1);
                new.extend(["id: ", def.id.as_str(), end, indent.as_str()]);
                rest = after;
            }
            column = def.column + after.chars().count() - rest.chars().count();
        }
        new.push_str(rest);
    }
    new
}

fn split_chars(text: &str, chars: usize) -> (&str, &str) {
    let byte = text
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(byte, _)| byte);
    text.split_at(byte)
}

/// Writes beside the file and renames, so that there is always a whole file.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.new"));
    let written = fs::File::create(&beside).and_then(|mut new| {
        new.write_all(bytes)?;
        new.set_permissions(fs::metadata(file)?.permissions())?;
        new.sync_all()?;
        fs::rename(&beside, file)
    });
    if written.is_err() {
        // What is left over is hidden and harmless; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = "\u{feff}# all of it\r\nid: mine   # é\r\ntitle: Mine\r\nitems:\r\n  # first\r\n  \
        - kind: card # k\r\n    prompt: |\r\n      One\r\n\r\n      two\r\n    answer: a\r\n    explain: b\r\n    tests: [a.1]\r\n\r\n  \
        - {kind: card, prompt: Three, answer: a, explain: b, tests: [a.1]} # flow\r\n  \
        - id: has.one\r\n    kind: card\r\n    prompt: Four\r\n    answer: a\r\n    explain: b\r\n    tests: [a.1]\r\n  \
        -   kind: card\r\n      prompt: Five\r\n      answer: a\r\n      explain: b\r\n      tests: [a.1]\r\n  \
        -\r\n    prompt: Six\r\n    kind: card\r\n    answer: a\r\n    explain: b\r\n    tests: [a.1]\r\n  \
        - kind: card\r\n    prompt: three\r\n    answer: the same words as above\r\n    explain: b\r\n    tests: [a.1]\r\n";

    fn folder(deck: &str) -> (tempfile::TempDir, Pack, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("quizzes/decks");
        fs::create_dir_all(&decks).unwrap();
        let file = decks.join("mine.yaml");
        fs::write(&file, deck).unwrap();
        let pack = Pack::folder(folder.path());
        (folder, pack, file)
    }

    #[test]
    fn ids_are_added_and_nothing_else_changes() {
        let (_folder, pack, file) = folder(DECK);
        let fixes = fix(&pack).unwrap();
        assert!(fixes.failed.is_empty(), "{:?}", fixes.failed);
        let (name, ids) = &fixes.done[0];
        assert_eq!((name.as_str(), ids.len()), ("quizzes/decks/mine.yaml", 4));
        let new = fs::read_to_string(&file).unwrap();
        assert!(
            new.contains(&format!("  - id: {}\r\n    kind: card # k\r\n", ids[0])),
            "{new}"
        );
        assert!(
            new.contains(&format!("  - {{id: {}, kind: card, prompt: Three", ids[1])),
            "{new}"
        );
        assert!(
            new.contains(&format!("  -   id: {}\r\n      kind: card\r\n", ids[2])),
            "{new}"
        );
        assert!(
            new.contains(&format!("  -\r\n    id: {}\r\n    prompt: Six\r\n", ids[3])),
            "{new}"
        );
        let mut without = new.clone();
        for id in ids {
            for mark in [
                format!("id: {id}\r\n      "),
                format!("id: {id}\r\n    "),
                format!("id: {id}, "),
            ] {
                without = without.replace(&mark, "");
            }
        }
        assert_eq!(without, DECK);
        assert_eq!(
            fs::read_dir(file.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left over"
        );
    }

    #[test]
    fn a_second_run_finds_nothing_to_do() {
        let (_folder, pack, _file) = folder(DECK);
        let first = fix(&pack).unwrap();
        let second = fix(&pack).unwrap();
        assert_eq!(
            (first.done.len(), second.done.len(), second.failed.len()),
            (1, 0, 0)
        );
    }

    #[test]
    fn a_file_that_would_not_say_the_same_is_left_alone() {
        let deck = "id: mine\ntitle: Mine\nitems:\n  - kind: card\n    id:\n    prompt: One\n    answer: a\n    explain: b\n    tests: [a.1]\n";
        let (_folder, pack, file) = folder(deck);
        let fixes = fix(&pack).unwrap();
        assert!(
            matches!(fixes.failed[..], [FixError::Unsafe(_)]),
            "{fixes:?}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), deck);
    }

    #[test]
    fn the_built_in_pack_is_left_alone() {
        assert!(fix(&Pack::embedded()).unwrap().done.is_empty());
    }
}
