//! Opening connections: flags, pragmas, whose file it is.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;

/// "SDRL": marks the progress database as ours.
pub(super) const PROGRESS: i32 = 0x5344_524C;

/// How long a write waits for another process before it gives up. Answers take milliseconds, so this is generous, and
/// still short enough for someone who waits at the keyboard.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lets one instance at a time make or examine the files of a folder, until the handle is dropped: SQLite does not wait
/// while two of them switch a new file to its write-ahead log. Where the system knows no such lock, there is none.
pub(super) fn alone(path: &Path) -> Option<File> {
    let folder = path.parent()?;
    // A folder that can't be made is told by whoever opens the file.
    std::fs::create_dir_all(folder).ok()?;
    let handle = File::open(folder).ok()?;
    handle.lock().ok()?;
    Some(handle)
}

/// A connection that may write; makes the file and its folder.
pub(super) fn writer(path: &Path) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, &error))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    connect(path, flags)
}

/// A connection that can't write.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let named = |error: rusqlite::Error| StoreError::sqlite(path, &error);
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let mut conn = Connection::open_with_flags(path, flags).map_err(named)?;
    conn.busy_timeout(PATIENCE).map_err(named)?;
    // Every transaction of ours that writes reads first, so it must own the lock before it reads.
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA cache_size = -2000; PRAGMA mmap_size = 0;",
    )
    .map_err(named)?;
    Ok(conn)
}

/// Checks that the file is ours (or new) and can be written, before anything in it is changed.
pub(super) fn own(conn: &Connection, path: &Path, ours: i32) -> Result<(), StoreError> {
    let named = |error: rusqlite::Error| StoreError::sqlite(path, &error);
    // One snapshot for both: between two looks another instance may have made the file.
    let look = || {
        let snapshot = Transaction::new_unchecked(conn, TransactionBehavior::Deferred)?;
        let count = "SELECT count(*) FROM sqlite_schema";
        let tables: u32 = snapshot.query_row(count, [], |row| row.get(0))?;
        let id: i32 = pragma(&snapshot, "application_id")?;
        Ok((tables, id))
    };
    let (tables, id) = look().map_err(named)?;
    if id != ours && (id != 0 || tables > 0) {
        return Err(StoreError::Foreign {
            file: path.to_owned(),
        });
    }
    if conn.is_readonly(rusqlite::MAIN_DB).map_err(named)? {
        return Err(StoreError::ReadOnly {
            file: path.to_owned(),
        });
    }
    Ok(())
}

/// Write-ahead log, so that readers never wait; `synchronous` is `FULL` where a commit must survive a power cut.
pub(super) fn wal(conn: &Connection, synchronous: &str) -> rusqlite::Result<()> {
    // File systems without shared memory keep the old journal; that is slower, not wrong.
    let _mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    conn.pragma_update(None, "synchronous", synchronous)
}

/// The value of a pragma of the main database.
pub(super) fn pragma<T: rusqlite::types::FromSql>(
    conn: &Connection,
    name: &str,
) -> rusqlite::Result<T> {
    conn.pragma_query_value(Some("main"), name, |row| row.get(0))
}

/// Joins the index to a connection as `pack`, read-only.
pub(super) fn attach(conn: &Connection, index: &Path) -> Result<(), StoreError> {
    let named = |error: rusqlite::Error| {
        // "Unable to open" is all the message says, whatever the reason; the code knows it.
        let bare = error
            .sqlite_error()
            .map(|code| rusqlite::Error::SqliteFailure(*code, None));
        StoreError::sqlite(index, &bare.unwrap_or(error)).of_index()
    };
    conn.execute("ATTACH ?1 AS pack", [read_only_uri(index)])
        .map_err(named)?;
    conn.execute_batch("PRAGMA pack.cache_size = -2000; PRAGMA pack.mmap_size = 0;")
        .map_err(named)
}

/// `file:/path?mode=ro`, with what has a meaning in a URI escaped.
fn read_only_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            c => uri.push(c),
        }
    }
    uri + "?mode=ro"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_paths_survive_the_uri() {
        let uri = read_only_uri(Path::new("/tmp/what? 100%#1.sqlite"));
        assert_eq!(uri, "file:/tmp/what%3f 100%25%231.sqlite?mode=ro");
    }
}
