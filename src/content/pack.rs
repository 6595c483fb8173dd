//! Where files come from: the pack inside the binary, or a folder with the same layout.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use include_dir::{Dir, DirEntry, include_dir};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::source::MAX_BYTES;
use crate::domain::item::BUILT_IN;
use crate::domain::text;

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static QUIZZES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/quizzes");

/// The two folders of a pack.
const FOLDERS: [&str; 2] = ["content", "quizzes"];

/// As many folders may nest in a pack.
const MAX_FOLDERS: usize = 8;

/// Changes whenever the built-in pack changes, or the code that reads packs: what was read before is then out of date.
#[must_use]
pub fn fingerprint() -> &'static str {
    env!("SYSDRILL_FINGERPRINT")
}

/// A file of a pack and which version of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// Inside the pack, with `/`.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Changes when the file changes: a hash of what is embedded; time of change and size of what is on disk.
    pub version: String,
}

/// Why a pack or one of its files can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// There is no such folder, or it has neither of the two folders of a pack.
    #[error("`{0}` is not a pack: a pack is a folder with `content` or `quizzes` in it")]
    NoPack(PathBuf),
    /// The folder can't be listed.
    #[error("can't list `{path}`: {error}")]
    List {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no such file in the pack.
    #[error("`{0}` is not in the pack")]
    NoFile(String),
    /// The path, or what it links to, is outside of the pack.
    #[error("`{0}` leads out of the pack")]
    Outside(String),
    /// It is larger than what is read of any file.
    #[error("`{path}` is too large")]
    TooLarge {
        /// Inside the pack.
        path: String,
        /// In bytes.
        size: u64,
    },
    /// The file can't be read.
    #[error("can't read `{path}`: {error}")]
    Read {
        /// Inside the pack.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}

/// A set of files to learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The folder; none for the pack inside the binary.
    folder: Option<PathBuf>,
    name: String,
}

impl Pack {
    /// The pack inside the binary.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            folder: None,
            name: BUILT_IN.to_owned(),
        }
    }

    /// The pack in a folder. Nothing is read yet.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = text::sanitise(&path.to_string_lossy()).into_owned();
        Self {
            folder: Some(path),
            name,
        }
    }

    /// [`BUILT_IN`], or the folder as it was given: what [`Place::pack`](crate::domain::item::Place) holds.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All YAML and Markdown files of the pack, by path. Hidden files are passed over.
    ///
    /// # Errors
    /// There is no pack in the folder, or a part of it can't be listed.
    pub fn files(&self) -> Result<Vec<Stamp>, PackError> {
        let mut stamps = Vec::new();
        match &self.folder {
            None => {
                list_embedded(&CONTENT, FOLDERS[0], &mut stamps);
                list_embedded(&QUIZZES, FOLDERS[1], &mut stamps);
            }
            Some(folder) => {
                let parts = FOLDERS.map(|name| (name, folder.join(name)));
                if !parts.iter().any(|(_, part)| part.is_dir()) {
                    return Err(PackError::NoPack(folder.clone()));
                }
                for (name, part) in parts.iter().filter(|(_, part)| part.is_dir()) {
                    list_folder(part, name, MAX_FOLDERS, &mut stamps)?;
                }
            }
        }
        stamps.sort();
        Ok(stamps)
    }

    /// Where a file really stands, with links followed; none for the pack inside the binary.
    ///
    /// # Errors
    /// It is not there, leads out of the pack, or is no ordinary file.
    pub fn place_of(&self, path: &str) -> Result<Option<PathBuf>, PackError> {
        match &self.folder {
            None => Ok(None),
            Some(folder) => find(folder, path).map(Some),
        }
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// It is not there, leads out of the pack, is too large, or can't be read.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, PackError> {
        match self.place_of(path)? {
            None => embedded(path).map(<[u8]>::to_vec),
            Some(file) => read_file(&file, path),
        }
    }
}

fn embedded(path: &str) -> Result<&'static [u8], PackError> {
    let file = match path.split_once('/') {
        Some(("content", rest)) => CONTENT.get_file(rest),
        Some(("quizzes", rest)) => QUIZZES.get_file(rest),
        _ => None,
    };
    let file = file.ok_or_else(|| PackError::NoFile(path.to_owned()))?;
    Ok(file.contents())
}

fn list_embedded(dir: &Dir<'_>, prefix: &str, stamps: &mut Vec<Stamp>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => list_embedded(dir, prefix, stamps),
            DirEntry::File(file) => {
                let Some(path) = file.path().to_str().filter(|path| is_content(path)) else {
                    continue;
                };
                stamps.push(Stamp {
                    path: format!("{prefix}/{path}"),
                    size: file.contents().len() as u64,
                    version: format!("{:016x}", xxh3_64(file.contents())),
                });
            }
        }
    }
}

/// YAML and Markdown are meant for sysdrill, everything else is the author's own.
fn is_content(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    matches!(ending, Some("yaml" | "yml" | "md"))
}

fn list_folder(
    folder: &Path,
    prefix: &str,
    depth: usize,
    stamps: &mut Vec<Stamp>,
) -> Result<(), PackError> {
    let failed = |error| PackError::List {
        path: folder.to_owned(),
        error,
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        // A name that is not UTF-8 is told like any other name with strange characters.
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}/{name}");
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            if depth > 0 {
                list_folder(&entry.path(), &path, depth - 1, stamps)?;
            }
        } else if is_content(&name) {
            // Follows links: the version is that of the file that would be read.
            let meta = fs::metadata(entry.path())
                .or_else(|_| entry.metadata())
                .map_err(failed)?;
            let changed = meta
                .modified()
                .ok()
                .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let changed = changed.unwrap_or_default().as_nanos();
            let size = meta.len();
            stamps.push(Stamp {
                path,
                size,
                version: format!("{changed}-{size}"),
            });
        }
    }
    Ok(())
}

/// Follows links, but not out of the pack.
fn find(folder: &Path, path: &str) -> Result<PathBuf, PackError> {
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\') {
        return Err(PackError::Outside(path.to_owned()));
    }
    let failed = |error| read_error(path, error);
    let root = folder.canonicalize().map_err(failed)?;
    let file = root.join(path).canonicalize().map_err(failed)?;
    if !file.starts_with(&root) {
        return Err(PackError::Outside(path.to_owned()));
    }
    // A pipe or a device would block for ever.
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(PackError::NoFile(path.to_owned()));
    }
    Ok(file)
}

fn read_file(file: &Path, path: &str) -> Result<Vec<u8>, PackError> {
    let failed = |error| read_error(path, error);
    let file = fs::File::open(file).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let most = MAX_BYTES as u64;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() > MAX_BYTES {
        let (path, size) = (path.to_owned(), size.max(most + 1));
        return Err(PackError::TooLarge { path, size });
    }
    Ok(bytes)
}

fn read_error(path: &str, error: io::Error) -> PackError {
    let path = path.to_owned();
    if error.kind() == io::ErrorKind::NotFound {
        PackError::NoFile(path)
    } else {
        PackError::Read { path, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> (tempfile::TempDir, Pack) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("mine");
        fs::create_dir_all(root.join("content/01-a")).unwrap();
        fs::create_dir_all(root.join("quizzes/decks/deep")).unwrap();
        fs::write(outer.path().join("secret.yaml"), "secret").unwrap();
        fs::write(root.join("content/01-a/a.md"), "a").unwrap();
        fs::write(root.join("content/01-a/picture.svg"), "a").unwrap();
        fs::write(root.join("quizzes/decks/.hidden.yaml"), "a").unwrap();
        fs::write(root.join("quizzes/decks/deep/b.yaml"), "b").unwrap();
        let pack = Pack::folder(root);
        (outer, pack)
    }

    fn paths(pack: &Pack) -> Vec<String> {
        pack.files()
            .unwrap()
            .into_iter()
            .map(|stamp| stamp.path)
            .collect()
    }

    #[test]
    fn a_folder_lists_what_is_meant_for_sysdrill() {
        let (_outer, pack) = pack();
        assert_eq!(
            paths(&pack),
            ["content/01-a/a.md", "quizzes/decks/deep/b.yaml"]
        );
        assert_eq!(pack.read("quizzes/decks/deep/b.yaml").unwrap(), b"b");
    }

    #[test]
    fn the_version_changes_with_the_file() {
        let (outer, pack) = pack();
        let before = pack.files().unwrap();
        fs::write(outer.path().join("mine/content/01-a/a.md"), "longer").unwrap();
        let after = pack.files().unwrap();
        assert_ne!(before[0].version, after[0].version);
        assert_eq!(before[1], after[1]);
    }

    #[test]
    fn no_path_leads_out_of_the_pack() {
        let (outer, pack) = pack();
        let absolute = outer.path().join("secret.yaml");
        for path in [
            "../secret.yaml",
            "content/../../secret.yaml",
            "/etc/passwd",
            "",
            "a//b",
            "a\\b",
        ] {
            assert!(
                matches!(pack.read(path), Err(PackError::Outside(_))),
                "{path}"
            );
        }
        assert!(pack.read(absolute.to_str().unwrap()).is_err());
        assert!(Pack::embedded().read("../Cargo.toml").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside() {
        use std::os::unix::fs::symlink;
        let (outer, pack) = pack();
        let root = outer.path().join("mine");
        symlink(
            outer.path().join("secret.yaml"),
            root.join("quizzes/decks/out.yaml"),
        )
        .unwrap();
        symlink(
            root.join("content/01-a/a.md"),
            root.join("content/01-a/in.md"),
        )
        .unwrap();
        symlink(outer.path(), root.join("content/02-out")).unwrap();
        symlink(&root, root.join("content/03-loop")).unwrap();
        symlink("/dev/zero", root.join("quizzes/decks/zero.yaml")).unwrap();
        symlink("nowhere", root.join("quizzes/decks/gone.yaml")).unwrap();
        let listed = paths(&pack);
        assert!(
            !listed
                .iter()
                .any(|path| path.contains("02-out") || path.contains("03-loop"))
        );
        assert_eq!(pack.read("content/01-a/in.md").unwrap(), b"a");
        for path in [
            "quizzes/decks/out.yaml",
            "content/02-out/secret.yaml",
            "quizzes/decks/zero.yaml",
        ] {
            assert!(
                matches!(pack.read(path), Err(PackError::Outside(_))),
                "{path}"
            );
        }
        assert!(matches!(
            pack.read("quizzes/decks/gone.yaml"),
            Err(PackError::NoFile(_))
        ));
        let told = super::super::load(&pack, "quizzes/decks/out.yaml");
        assert_eq!(told.problems[0].code, "file-outside");
    }

    #[test]
    fn what_is_no_pack_says_so() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("nowhere")] {
            assert!(matches!(
                Pack::folder(path).files(),
                Err(PackError::NoPack(_))
            ));
        }
    }

    #[test]
    fn the_built_in_pack_can_be_read() {
        let pack = Pack::embedded();
        let stamps = pack.files().unwrap();
        assert!(
            stamps
                .iter()
                .any(|stamp| stamp.path == "content/roadmap.yaml")
        );
        for stamp in stamps {
            assert_eq!(pack.read(&stamp.path).unwrap().len() as u64, stamp.size);
        }
        assert_eq!(fingerprint().len(), 16);
    }
}
