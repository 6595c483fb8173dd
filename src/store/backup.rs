//! Copies of the progress file, made page by page through SQLite's backup API, so that one may be made or brought back
//! while sysdrill runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, IsoWeek, NaiveDate, Utc};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::error::StoreError;
use super::{migrate, open};

/// Daily copies that are kept.
const DAYS: usize = 7;
/// Copies kept beyond those, one per week.
const WEEKS: usize = 4;

/// Copies `db` to the file `to`, replacing it. The copy appears at once and whole, or not at all.
///
/// # Errors
/// Either file can't be opened, or the disk is full.
pub fn backup(db: &Path, to: &Path) -> Result<(), StoreError> {
    copy(&open::reader(db)?, db, to)
}

/// Makes today's copy in the folder `backups` beside `db`, unless there is one, and thins out the old ones: 7 days and
/// 4 weeks stay. Returns the copy it made. Opens its own connection, so a worker thread may call it.
///
/// # Errors
/// A file can't be opened, or the disk is full.
pub fn daily(db: &Path, today: NaiveDate) -> Result<Option<PathBuf>, StoreError> {
    let folder = folder(db);
    let to = folder.join(format!("progress-{today}.sqlite"));
    if to.exists() {
        return Ok(None);
    }
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    backup(db, &to)?;
    let copies = copies(&folder)?;
    let kept = kept(copies.iter().map(|(day, _)| *day));
    for (_, old) in copies.iter().filter(|(day, _)| !kept.contains(day)) {
        fs::remove_file(old).map_err(|error| StoreError::io(old, &error))?;
    }
    Ok(Some(to))
}

/// The folder of the daily copies.
#[must_use]
pub fn folder(db: &Path) -> PathBuf {
    db.with_file_name("backups")
}

/// The daily copies in `folder`, oldest first; none if there is no such folder.
///
/// # Errors
/// The folder can't be read.
pub fn copies(folder: &Path) -> Result<Vec<(NaiveDate, PathBuf)>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder, &error)),
    };
    let dated = |path: PathBuf| {
        let day = path
            .file_name()?
            .to_str()?
            .strip_prefix("progress-")?
            .strip_suffix(".sqlite")?;
        Some((day.parse().ok()?, path))
    };
    let mut copies: Vec<_> = entries
        .flatten()
        .filter_map(|entry| dated(entry.path()))
        .collect();
    copies.sort();
    Ok(copies)
}

/// The 7 newest days, and of those before them the newest of each of the 4 latest weeks.
fn kept(days: impl Iterator<Item = NaiveDate>) -> BTreeSet<NaiveDate> {
    let days: BTreeSet<NaiveDate> = days.collect();
    let mut kept: BTreeSet<NaiveDate> = days.iter().rev().take(DAYS).copied().collect();
    let mut weeks: BTreeSet<IsoWeek> = BTreeSet::new();
    for day in days.iter().rev().skip(DAYS) {
        if weeks.len() < WEEKS && weeks.insert(day.iso_week()) {
            kept.insert(*day);
        }
    }
    kept
}

/// Puts the copy `from` in the place of `db`. What was there is kept beside it; its new name is returned.
///
/// A healthy `db` is overwritten through SQLite, so that another instance that has it open goes on with the restored
/// content; a damaged one is moved away.
///
/// # Errors
/// `from` is damaged, not ours or too new (then nothing is changed), a file can't be written, or the disk is full.
pub fn restore(db: &Path, from: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, StoreError> {
    let source = verified(from)?;
    if !db.exists() {
        copy(&source, from, db)?;
        return Ok(None);
    }
    let mut aside = db.as_os_str().to_owned();
    aside.push(format!(".replaced-{}", now.format("%Y%m%dT%H%M%SZ")));
    let aside = PathBuf::from(aside);
    match overwrite(db, &source, &aside) {
        Err(StoreError::Corrupt { .. } | StoreError::Foreign { .. }) => {
            move_away(db, &aside)?;
            copy(&source, from, db)?;
        }
        done => done?,
    }
    Ok(Some(aside))
}

/// Opens a copy if it is whole, ours, and of a schema we know.
fn verified(from: &Path) -> Result<Connection, StoreError> {
    let named = |error: rusqlite::Error| StoreError::sqlite(from, &error);
    let conn = open::reader(from)?;
    let id: i32 = open::pragma(&conn, "application_id").map_err(named)?;
    if id != open::PROGRESS {
        return Err(StoreError::Foreign {
            file: from.to_owned(),
        });
    }
    let (found, known) = (migrate::version(&conn, from)?, migrate::newest());
    if found > known {
        return Err(StoreError::Newer {
            file: from.to_owned(),
            found,
            known,
        });
    }
    let verdict: String = open::pragma(&conn, "integrity_check").map_err(named)?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt {
            file: from.to_owned(),
            detail: verdict,
        });
    }
    Ok(conn)
}

fn overwrite(db: &Path, source: &Connection, aside: &Path) -> Result<(), StoreError> {
    let mut conn = open::writer(db)?;
    open::own(&conn, db, open::PROGRESS)?;
    copy(&conn, db, aside)?;
    pages(source, &mut conn, db)
}

/// A damaged database leaves with its journal, which would otherwise be taken for the new one's.
fn move_away(db: &Path, aside: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm", ""] {
        let with = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        match fs::rename(with(db), with(aside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(db, &error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Copies an open database to the file `to`: written under another name first, durable before it gets its own.
pub(super) fn copy(from: &Connection, name: &Path, to: &Path) -> Result<(), StoreError> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let io = |error: std::io::Error| StoreError::io(&part, &error);
    match fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
        Ok(()) | Err(_) => {}
    }
    let mut target = open::writer(&part)?;
    pages(from, &mut target, name)?;
    // A file without a journal beside it is easier to carry around.
    let named = |error: rusqlite::Error| StoreError::sqlite(&part, &error);
    target
        .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(named)?;
    target.close().map_err(|(_, error)| named(error))?;
    fs::File::open(&part)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    fs::rename(&part, to).map_err(io)?;
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io)
}

/// Copies all pages at once; `name` is the file that a complaint is about.
fn pages(from: &Connection, to: &mut Connection, name: &Path) -> Result<(), StoreError> {
    let named = |error: rusqlite::Error| StoreError::sqlite(name, &error);
    let step = Backup::new(from, to).and_then(|all| all.step(-1));
    if step.map_err(named)? == StepResult::Done {
        return Ok(());
    }
    Err(StoreError::Busy {
        file: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    /// A progress file with `n` in it.
    fn progress(path: &Path, n: u32) -> Connection {
        let mut conn = open::writer(path).unwrap();
        open::wal(&conn, "FULL").unwrap();
        migrate::run(&mut conn, path, migrate::ALL).unwrap();
        conn.execute(
            "INSERT INTO day VALUES ('2026-11-23', ?1, 0, 0, 0, 0, 0)",
            [n],
        )
        .unwrap();
        conn
    }

    fn read(conn: &Connection) -> u32 {
        conn.query_row("SELECT reviews FROM day", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn seven_days_and_four_weeks_stay() {
        // A copy every day for 60 days, thinned out each day as it would be.
        let mut there = BTreeSet::new();
        for day in day("2026-09-01").iter_days().take(60) {
            there.insert(day);
            there = kept(there.into_iter());
        }
        let left: Vec<String> = there.iter().map(ToString::to_string).collect();
        let (weekly, daily) = left.split_at(4);
        // 10-30 was the 60th day; the weekly ones are Sundays, but for the last, whose week is still falling out.
        assert_eq!(
            weekly,
            ["2026-10-04", "2026-10-11", "2026-10-18", "2026-10-23"]
        );
        assert_eq!(daily.first().unwrap(), "2026-10-24");
        assert_eq!(daily.last().unwrap(), "2026-10-30");
        assert_eq!(daily.len(), 7);
    }

    #[test]
    fn the_daily_copy_is_made_once_a_day_while_the_file_is_open() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("progress.sqlite");
        let open = progress(&db, 5);
        let made = daily(&db, day("2026-11-23")).unwrap().unwrap();
        assert_eq!(made, dir.path().join("backups/progress-2026-11-23.sqlite"));
        assert_eq!(read(&open::reader(&made).unwrap()), 5);
        assert_eq!(daily(&db, day("2026-11-23")).unwrap(), None);
        for later in day("2026-11-24").iter_days().take(30) {
            daily(&db, later).unwrap().unwrap();
        }
        let left = copies(&folder(&db)).unwrap();
        assert_eq!(left.len(), DAYS + WEEKS);
        let files = fs::read_dir(folder(&db)).unwrap().count();
        assert_eq!(files, left.len(), "no journals, no parts");
        drop(open);
    }

    #[test]
    fn restore_keeps_the_old_file_and_other_instances_see_the_new_content() {
        let dir = tempfile::tempdir().unwrap();
        let (db, copy) = (
            dir.path().join("progress.sqlite"),
            dir.path().join("copy.sqlite"),
        );
        drop(progress(&copy, 1));
        let open = progress(&db, 2);
        let aside = restore(&db, &copy, now()).unwrap().unwrap();
        assert_eq!(read(&open), 1);
        assert_eq!(read(&open::reader(&aside).unwrap()), 2);
        assert!(aside.ends_with("progress.sqlite.replaced-20261123T100000Z"));
    }

    #[test]
    fn restore_replaces_a_damaged_file() {
        let dir = tempfile::tempdir().unwrap();
        let (db, copy) = (
            dir.path().join("progress.sqlite"),
            dir.path().join("copy.sqlite"),
        );
        drop(progress(&copy, 1));
        fs::write(
            &db,
            "not a database at all, but long enough to be looked at",
        )
        .unwrap();
        let aside = restore(&db, &copy, now()).unwrap().unwrap();
        assert_eq!(read(&open::reader(&db).unwrap()), 1);
        assert!(
            fs::read_to_string(aside)
                .unwrap()
                .starts_with("not a database")
        );
    }

    #[test]
    fn restore_refuses_what_is_damaged_foreign_newer_or_missing() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        let db = path("progress.sqlite");
        let open = progress(&db, 2);
        fs::write(
            path("garbage"),
            "garbage, and enough of it to be read as a header",
        )
        .unwrap();
        Connection::open(path("foreign"))
            .unwrap()
            .execute_batch("CREATE TABLE t (a)")
            .unwrap();
        progress(&path("newer"), 1)
            .pragma_update(None, "user_version", 99)
            .unwrap();
        for (name, reason) in [
            ("garbage", "damaged"),
            ("foreign", "not a sysdrill"),
            ("newer", "newer sysdrill"),
            ("missing", "can't open"),
        ] {
            let text = restore(&db, &path(name), now()).unwrap_err().to_string();
            assert!(text.contains(reason) && text.contains(name), "{text}");
        }
        assert_eq!(read(&open), 2);
    }
}
