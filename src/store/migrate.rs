//! Schema versions of the progress database: append-only SQL files, each in one transaction.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::{backup, open};

/// In order; the number of those applied is the file's `user_version`. A file that was ever released is never changed.
pub(super) const ALL: &[&str] = &[include_str!("migrations/0001_progress.sql")];

/// The schema this binary reads and writes.
pub(super) fn newest() -> u32 {
    u32::try_from(ALL.len()).unwrap_or(u32::MAX)
}

/// The schema of an open file.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<u32, StoreError> {
    open::pragma(conn, "user_version").map_err(|error| StoreError::sqlite(path, &error))
}

/// Brings the file up to the end of `migrations`. Keeps a copy of a file that already holds data.
pub(super) fn run(
    conn: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let named = |error: rusqlite::Error| StoreError::sqlite(path, &error);
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let begun = version(conn, path)?;
    if begun > known {
        return Err(StoreError::Newer {
            file: path.to_owned(),
            found: begun,
            known,
        });
    }
    for (to, sql) in (1..=known).zip(migrations).skip(begun as usize) {
        let step = conn.transaction().map_err(named)?;
        // Another instance may have been faster.
        let from = version(&step, path)?;
        if from >= to {
            continue;
        }
        if from > 0 && from == begun {
            // Nobody can write between the copy and the change: we hold the lock.
            backup::backup(path, &aside(path, from))?;
        }
        step.execute_batch(sql).map_err(named)?;
        step.pragma_update(None, "application_id", open::PROGRESS)
            .map_err(named)?;
        step.pragma_update(None, "user_version", to)
            .map_err(named)?;
        step.commit().map_err(named)?;
    }
    Ok(())
}

/// Where the copy before a migration goes: `progress.sqlite.v1.bak`.
fn aside(path: &Path, version: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".v{version}.bak"));
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &str = "CREATE TABLE later (n INTEGER) STRICT; INSERT INTO later VALUES (7);";

    fn schema(conn: &Connection) -> Vec<String> {
        let mut rows = conn
            .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name")
            .unwrap();
        rows.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    fn fresh(dir: &Path, name: &str) -> (Connection, PathBuf) {
        let path = dir.join(name);
        (open::writer(&path).unwrap(), path)
    }

    #[test]
    fn every_prefix_of_the_migrations_leads_to_the_same_schema() {
        let dir = tempfile::tempdir().unwrap();
        let all: Vec<&str> = ALL.iter().copied().chain([NEXT]).collect();
        let (mut whole, path) = fresh(dir.path(), "whole");
        run(&mut whole, &path, &all).unwrap();
        for prefix in 0..=all.len() {
            let (mut conn, path) = fresh(dir.path(), &format!("from-{prefix}"));
            run(&mut conn, &path, &all[..prefix]).unwrap();
            run(&mut conn, &path, &all).unwrap();
            assert_eq!(schema(&conn), schema(&whole), "from {prefix}");
            assert_eq!(version(&conn, &path).unwrap() as usize, all.len());
            let copied = prefix > 0 && prefix < all.len();
            let copy = u32::try_from(prefix).unwrap();
            assert_eq!(aside(&path, copy).exists(), copied, "from {prefix}");
        }
    }

    #[test]
    fn the_copy_holds_what_was_there_before() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = fresh(dir.path(), "p.sqlite");
        run(&mut conn, &path, ALL).unwrap();
        conn.execute_batch("INSERT INTO day VALUES ('2026-11-23', 1, 1, 0, 0, 0, 5)")
            .unwrap();
        run(&mut conn, &path, &[ALL, &[NEXT]].concat()).unwrap();
        let copy = open::reader(&dir.path().join("p.sqlite.v1.bak")).unwrap();
        let days: u32 = copy
            .query_row("SELECT count(*) FROM day", [], |row| row.get(0))
            .unwrap();
        assert_eq!(days, 1);
        assert!(!schema(&copy).iter().any(|sql| sql.contains("later")));
    }

    #[test]
    fn a_failing_migration_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = fresh(dir.path(), "p.sqlite");
        run(&mut conn, &path, ALL).unwrap();
        let broken = [ALL, &["CREATE TABLE half (n) STRICT; nonsense"]].concat();
        assert!(run(&mut conn, &path, &broken).is_err());
        assert_eq!(version(&conn, &path).unwrap(), newest());
        assert!(!schema(&conn).iter().any(|sql| sql.contains("half")));
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = fresh(dir.path(), "p.sqlite");
        conn.pragma_update(None, "user_version", 99).unwrap();
        let error = run(&mut conn, &path, ALL).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, StoreError::Newer { found: 99, .. }));
        assert!(
            text.contains("p.sqlite") && text.contains("update sysdrill"),
            "{text}"
        );
    }
}
