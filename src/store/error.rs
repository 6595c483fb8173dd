//! What can go wrong with a database file: each error names the file and the way out.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why something could not be read from or written to a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process held the write lock for longer than we waited.
    #[error(
        "`{}` is being written by another sysdrill; wait a moment and try again, or close the other one",
        .file.display()
    )]
    Busy {
        /// The database.
        file: PathBuf,
    },
    /// The file, or the folder that must hold its journal, can't be written.
    #[error(
        "`{}` or its folder is read-only; make both writable, or name another folder with `--data DIR`",
        .file.display()
    )]
    ReadOnly {
        /// The database.
        file: PathBuf,
    },
    /// The progress file is damaged.
    #[error(
        "`{}` is damaged ({detail}); bring back a copy with `sysdrill restore FILE`: the daily ones lie in `backups` beside it",
        .file.display()
    )]
    Corrupt {
        /// The database.
        file: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// The content index is damaged; it is derived from the packs, so nothing is lost.
    #[error(
        "the content index `{}` is damaged ({detail}); delete it: sysdrill builds it again at the next start",
        .file.display()
    )]
    CorruptIndex {
        /// The index.
        file: PathBuf,
        /// What SQLite says.
        detail: String,
    },
    /// No space left on the disk.
    #[error(
        "no space left on the disk for `{}`; free some and try again: what was saved before is safe",
        .file.display()
    )]
    Full {
        /// The database.
        file: PathBuf,
    },
    /// Written by a later sysdrill.
    #[error(
        "`{}` was written by a newer sysdrill (schema {found}, this one knows {known}); update sysdrill, or name another folder with `--data DIR`",
        .file.display()
    )]
    Newer {
        /// The database.
        file: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest schema this binary knows.
        known: u32,
    },
    /// A database, but not one of ours.
    #[error(
        "`{}` is not a sysdrill database; move it away, or name another folder with `--data DIR`",
        .file.display()
    )]
    Foreign {
        /// The database.
        file: PathBuf,
    },
    /// No such file, no permission, a folder in its place, ...
    #[error(
        "can't open `{}`: {detail}; check the path and its permissions, or name another folder with `--data DIR`",
        .file.display()
    )]
    CantOpen {
        /// The database, or the folder it should lie in.
        file: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// An undo that names nothing in the log.
    #[error("there is no event `{event}` in `{}` to undo; it may belong to another database", .file.display())]
    UnknownEvent {
        /// The database.
        file: PathBuf,
        /// What was to be undone.
        event: String,
    },
    /// A query typed by the user is wrong.
    #[error(
        "can't run this query: {detail}; it takes one SELECT over the views that `sysdrill sql` lists"
    )]
    Query {
        /// What SQLite says.
        detail: String,
    },
    /// Anything else SQLite complains about.
    #[error("`{}`: {detail}; `sysdrill doctor` looks at the file more closely", .file.display())]
    Other {
        /// The database.
        file: PathBuf,
        /// What SQLite says.
        detail: String,
    },
}

impl StoreError {
    /// What SQLite's complaint about `file` means for the one who has to do something about it.
    pub(super) fn sqlite(file: &Path, error: &rusqlite::Error) -> Self {
        let detail = detail(error);
        let Some(code) = error.sqlite_error_code() else {
            // A value that is not what the schema promises: only a damaged or hand-edited file has those.
            return Self::Corrupt {
                file: file.to_owned(),
                detail,
            };
        };
        let file = file.to_owned();
        if matches!(code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) {
            Self::Busy { file }
        } else if code == ErrorCode::ReadOnly {
            Self::ReadOnly { file }
        } else if matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) {
            Self::Corrupt { file, detail }
        } else if code == ErrorCode::DiskFull {
            Self::Full { file }
        } else if matches!(code, ErrorCode::CannotOpen | ErrorCode::PermissionDenied) {
            Self::cant_open(&file, detail)
        } else {
            Self::Other { file, detail }
        }
    }

    /// What the system's complaint about `file` means.
    pub(super) fn io(file: &Path, error: &io::Error) -> Self {
        let file = file.to_owned();
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded];
        if full.contains(&error.kind()) {
            Self::Full { file }
        } else if error.kind() == io::ErrorKind::ReadOnlyFilesystem {
            Self::ReadOnly { file }
        } else {
            let detail = error.to_string();
            Self::CantOpen { file, detail }
        }
    }

    /// The same complaint, but about the index: damage there costs nothing but time.
    pub(super) fn of_index(self) -> Self {
        match self {
            Self::Corrupt { file, detail } => Self::CorruptIndex { file, detail },
            other @ (Self::Busy { .. }
            | Self::ReadOnly { .. }
            | Self::CorruptIndex { .. }
            | Self::Full { .. }
            | Self::Newer { .. }
            | Self::Foreign { .. }
            | Self::CantOpen { .. }
            | Self::UnknownEvent { .. }
            | Self::Query { .. }
            | Self::Other { .. }) => other,
        }
    }

    /// A query of the user's that SQLite does not take.
    pub(super) fn query(error: &rusqlite::Error) -> Self {
        let detail = if *error == rusqlite::Error::InvalidQuery {
            "it is no SELECT".to_owned()
        } else {
            detail(error)
        };
        Self::Query { detail }
    }

    /// SQLite only says "unable to open database file"; the system knows why.
    fn cant_open(file: &Path, detail: String) -> Self {
        match std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(file)
        {
            // The file itself is fine, so its journal could not be made beside it.
            Ok(_) => Self::ReadOnly {
                file: file.to_owned(),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::CantOpen {
                file: file.to_owned(),
                detail,
            },
            Err(error) => Self::io(file, &error),
        }
    }
}

/// SQLite's words without rusqlite's decoration.
fn detail(error: &rusqlite::Error) -> String {
    if let rusqlite::Error::SqliteFailure(code, None) = error {
        return rusqlite::ffi::code_to_str(code.extended_code).to_owned();
    }
    if let rusqlite::Error::SqliteFailure(_, Some(message))
    | rusqlite::Error::SqlInputError { msg: message, .. } = error
    {
        return message.clone();
    }
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: i32) -> StoreError {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        StoreError::sqlite(Path::new("/nowhere/progress.sqlite"), &error)
    }

    #[test]
    fn every_code_names_the_file_and_the_way_out() {
        use rusqlite::ffi;
        for (code, way_out) in [
            (ffi::SQLITE_BUSY, "close the other one"),
            (ffi::SQLITE_LOCKED, "close the other one"),
            (ffi::SQLITE_READONLY, "make both writable"),
            (ffi::SQLITE_CORRUPT, "sysdrill restore"),
            (ffi::SQLITE_NOTADB, "sysdrill restore"),
            (ffi::SQLITE_FULL, "free some"),
            (ffi::SQLITE_CANTOPEN, "check the path"),
            (ffi::SQLITE_PERM, "check the path"),
            (ffi::SQLITE_IOERR, "sysdrill doctor"),
        ] {
            let text = of(code).to_string();
            assert!(text.contains("`/nowhere/progress.sqlite`"), "{text}");
            assert!(text.contains(way_out), "{text}");
        }
    }

    #[test]
    fn the_system_tells_full_and_read_only_apart() {
        let file = Path::new("x");
        let of = |kind| StoreError::io(file, &io::Error::from(kind));
        assert!(matches!(
            of(io::ErrorKind::StorageFull),
            StoreError::Full { .. }
        ));
        assert!(matches!(
            of(io::ErrorKind::ReadOnlyFilesystem),
            StoreError::ReadOnly { .. }
        ));
        assert!(matches!(
            of(io::ErrorKind::PermissionDenied),
            StoreError::CantOpen { .. }
        ));
    }

    #[test]
    fn damage_of_the_index_has_another_cure() {
        let text = of(rusqlite::ffi::SQLITE_CORRUPT).of_index().to_string();
        assert!(text.contains("delete it"), "{text}");
    }
}
