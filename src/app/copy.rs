//! Copies of what is built in, so that it can be edited: they go into the pack `mine`, whose ids win.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::content::pack::{Pack, PackError};
use crate::domain::item::Place;

/// The pack that takes the copies.
const MINE: &str = "mine";

/// Why no copy could be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CopyError {
    /// The built-in file.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The copy.
    #[error("`{path}` can't be written: {error}")]
    Write {
        /// The file of the copy.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// The user's copy of what stands at `place`, made if there is none yet, and its line: the whole page of a topic, the one
/// item of a deck.
pub(super) fn own(packs: &Path, place: &Place) -> Result<(PathBuf, usize), CopyError> {
    let path = packs.join(MINE).join(&place.file);
    let text = String::from_utf8_lossy(&Pack::embedded().read(&place.file)?).into_owned();
    let named = |error| CopyError::Write {
        path: path.clone(),
        error,
    };
    let kept = match fs::read_to_string(&path) {
        Ok(kept) => Some(kept),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(named(error)),
    };
    let (wanted, line) = if place.file.starts_with("quizzes/") {
        with_item(kept.clone(), &text, place.line)
    } else {
        (kept.clone().unwrap_or(text), place.line)
    };
    if kept.as_ref() != Some(&wanted) {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(named)?;
        }
        fs::write(&path, wanted).map_err(named)?;
    }
    Ok((path, line))
}

/// The deck `kept` with the item that begins on line `line` of `source`, and the line where it begins there.
fn with_item(kept: Option<String>, source: &str, line: usize) -> (String, usize) {
    let lines: Vec<&str> = source.lines().collect();
    let item = item(&lines, line);
    let mut deck = kept.unwrap_or_else(|| {
        let head = lines.iter().take_while(|line| !line.starts_with("items:"));
        head.chain([&"items:"])
            .fold(String::new(), |text, line| text + line + "\n")
    });
    let first = item.first().copied().unwrap_or_default();
    if let Some(at) = deck.lines().position(|line| line == first) {
        return (deck, at + 1);
    }
    if !deck.ends_with('\n') {
        deck.push('\n');
    }
    let at = deck.lines().count() + 1;
    for line in item {
        deck.push_str(line);
        deck.push('\n');
    }
    (deck, at)
}

/// The lines of the item that begins on line `line`: up to the next entry, or to the end of the list.
fn item<'a>(lines: &[&'a str], line: usize) -> Vec<&'a str> {
    let mut rest = lines.iter().copied().skip(line.saturating_sub(1));
    let Some(first) = rest.next() else {
        return Vec::new();
    };
    let indent = first.len() - first.trim_start().len();
    let inside =
        |line: &&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
    let mut item = vec![first];
    item.extend(rest.take_while(inside));
    while item.last().is_some_and(|line| line.trim().is_empty()) {
        item.pop();
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = "id: d\ntitle: D\nitems:\n  - id: a\n    prompt: |\n      One\n\n      two\n\n  - id: b\n    prompt: B\n";

    #[test]
    fn an_item_is_copied_once_and_found_again() {
        let (deck, line) = with_item(None, DECK, 4);
        assert_eq!(
            deck,
            "id: d\ntitle: D\nitems:\n  - id: a\n    prompt: |\n      One\n\n      two\n"
        );
        assert_eq!(line, 4);
        let (both, line) = with_item(Some(deck.clone()), DECK, 10);
        assert_eq!(
            (both.ends_with("  - id: b\n    prompt: B\n"), line),
            (true, 9)
        );
        let edited = both.replace("prompt: B", "prompt: better");
        assert_eq!(
            with_item(Some(edited.clone()), DECK, 10),
            (edited, 9),
            "an edit is never overwritten"
        );
    }

    #[test]
    fn a_built_in_page_is_copied_whole() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place {
            pack: crate::domain::item::BUILT_IN.to_owned(),
            file: "content/05-resilience/circuit-breaker.md".to_owned(),
            line: 2,
        };
        let (path, line) = own(dir.path(), &place).unwrap();
        assert_eq!(
            (path.strip_prefix(dir.path()).unwrap(), line),
            (
                Path::new("mine/content/05-resilience/circuit-breaker.md"),
                2
            )
        );
        fs::write(&path, "mine now").unwrap();
        own(dir.path(), &place).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine now");
    }
}
