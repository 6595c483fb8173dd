//! Each way a file can fail has its own message, with the file's name and the way out, and costs nothing.

use std::fs;

use super::*;
use crate::domain::grading::Given;
use crate::store::{Cell, Scope, StoreError};

#[track_caller]
fn says(error: &StoreError, file: &str, way_out: &str) {
    let text = error.to_string();
    assert!(text.contains(file) && text.contains(way_out), "{text}");
}

#[test]
fn busy() {
    let mut world = World::new();
    let other = world.other();
    world
        .store
        .conn
        .busy_timeout(std::time::Duration::from_millis(1))
        .unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let review = review("a1", Rating::Good);
    let error = world.record(&review, 0).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }));
    says(&error, "progress.sqlite", "try again");
    assert!(
        world.store.due(&Scope::All, start(), day(0)).is_ok(),
        "readers don't wait"
    );
    other.conn.execute_batch("COMMIT").unwrap();
    world.record(&review, 0).unwrap();
    assert_eq!(world.store.history(&id("a1")).unwrap().len(), 1);
}

#[test]
fn read_only() {
    let mut world = World::new();
    world
        .store
        .conn
        .pragma_update(None, "query_only", true)
        .unwrap();
    let error = world.record(&review("a1", Rating::Good), 0).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }));
    says(&error, "progress.sqlite", "--data DIR");
}

#[test]
fn full_disk() {
    let mut world = World::new();
    let pages: u32 = crate::store::open::pragma(&world.store.conn, "page_count").unwrap();
    world
        .store
        .conn
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let mut taken = 0;
    let (lost, error) = loop {
        let mut review = review("a1", Rating::Good);
        review.given = Given::Term("long ".repeat(200));
        match world.record(&review, taken) {
            Ok(_) => taken += 1,
            Err(error) => break (review, error),
        }
    };
    assert!(matches!(error, StoreError::Full { .. }));
    says(&error, "progress.sqlite", "free some");
    let kept = |world: &World| world.store.history(&id("a1")).unwrap().len();
    assert_eq!(kept(&world), usize::try_from(taken).unwrap());
    assert!(world.store.doctor().unwrap().is_sound());
    world
        .store
        .conn
        .pragma_update(None, "max_page_count", pages * 100)
        .unwrap();
    world.record(&lost, taken).unwrap();
    assert_eq!(kept(&world), usize::try_from(taken).unwrap() + 1);
}

#[test]
fn not_a_database() {
    let dir = tempfile::tempdir().unwrap();
    let paths = paths(dir.path());
    Index::open(&paths.index).unwrap();
    fs::write(&paths.db, "this is a letter, not a database ".repeat(9)).unwrap();
    let error = Store::open(&paths, Scheduler::default()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }));
    says(&error, "progress.sqlite", "not a database");
    says(&error, "progress.sqlite", "sysdrill restore");
    assert!(
        fs::read_to_string(&paths.db)
            .unwrap()
            .starts_with("this is a letter"),
        "untouched"
    );
}

#[test]
fn malformed() {
    let mut world = World::new();
    for days in 0..200 {
        world.answer("a1", Rating::Good, days);
    }
    let World { dir, store } = world;
    drop(store);
    let paths = paths(dir.path());
    let mut bytes = fs::read(&paths.db).unwrap();
    bytes[4096..].fill(0xAB);
    fs::write(&paths.db, bytes).unwrap();
    let mut store = Store::open(&paths, Scheduler::default()).unwrap();
    let review = review("a1", Rating::Good);
    let error = on(0, |moment| store.record(&review, moment)).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
    says(&error, "progress.sqlite", "malformed");
    assert!(!store.doctor().is_ok_and(|facts| facts.is_sound()));
}

#[test]
fn a_damaged_index_is_not_blamed_on_the_progress() {
    let World { dir, store } = World::new();
    let sql = "SELECT rootpage FROM pack.sqlite_schema WHERE name = 'item'";
    let page: usize = store
        .conn
        .query_row(sql, [], |row| row.get::<_, u32>(0))
        .unwrap() as usize;
    drop(store);
    let paths = paths(dir.path());
    let mut bytes = fs::read(&paths.index).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xAB);
    fs::write(&paths.index, &bytes).unwrap();
    let store = Store::open(&paths, Scheduler::default()).unwrap();
    let error = store.fresh(&Scope::All, day(0), 9).unwrap_err();
    assert!(matches!(error, StoreError::CorruptIndex { .. }), "{error}");
    says(&error, "index.sqlite", "delete it");
    bytes[4096..].fill(0xAB);
    fs::write(&paths.index, bytes).unwrap();
    says(
        &Store::open(&paths, Scheduler::default()).unwrap_err(),
        "index.sqlite",
        "malformed",
    );
}

#[test]
fn newer_and_foreign() {
    let dir = tempfile::tempdir().unwrap();
    let paths = paths(dir.path());
    Index::open(&paths.index).unwrap();
    drop(Store::open(&paths, Scheduler::default()).unwrap());
    let conn = rusqlite::Connection::open(&paths.db).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(&paths, Scheduler::default()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }));
    says(&error, "progress.sqlite", "update sysdrill");
    conn.pragma_update(None, "application_id", 7).unwrap();
    let error = Store::open(&paths, Scheduler::default()).unwrap_err();
    says(&error, "progress.sqlite", "move it away");
}

#[test]
fn no_file_can_be_there() {
    let dir = tempfile::tempdir().unwrap();
    let paths = paths(dir.path());
    Index::open(&paths.index).unwrap();
    fs::create_dir(&paths.db).unwrap();
    says(
        &Store::open(&paths, Scheduler::default()).unwrap_err(),
        "progress.sqlite",
        "directory",
    );
    let below = Paths {
        db: dir.path().join("file/progress.sqlite"),
        ..paths
    };
    fs::write(dir.path().join("file"), "").unwrap();
    says(
        &Store::open(&below, Scheduler::default()).unwrap_err(),
        "/file`",
        "check the path",
    );
}

#[test]
fn an_undo_of_nothing() {
    let mut world = World::new();
    let event = EventId::new(start());
    let error = world.undo(event).unwrap_err();
    says(&error, &event.to_string(), "another database");
}

#[test]
fn sql_reads_the_views_and_nothing_else() {
    let mut world = World::new();
    world.answer("a1", Rating::Good, 0);
    let table = world
        .store
        .sql("SELECT item, topic, rating, at FROM reviews", 10)
        .unwrap();
    assert_eq!(table.columns, ["item", "topic", "rating", "at"]);
    let text = |text: &str| Cell::Text(text.into());
    let row = vec![
        text("a1"),
        text("alpha"),
        Cell::Integer(3),
        text("2026-11-23 10:00:00"),
    ];
    assert_eq!(table.rows, [row]);
    for (view, rows) in [
        ("days", 1),
        ("cards", 1),
        ("items", 5),
        ("points", 9),
        ("topics", 3),
        ("reviews", 1),
    ] {
        let table = world
            .store
            .sql(&format!("SELECT * FROM {view}"), 100)
            .unwrap();
        assert_eq!((table.rows.len(), table.cut), (rows, false), "{view}");
    }
    let cut = world
        .store
        .sql("SELECT id FROM items ORDER BY seq", 2)
        .unwrap();
    assert!(cut.cut && cut.rows == [[text("a1")], [text("a2")]]);
    for (query, reason) in [
        ("DELETE FROM review", "no SELECT"),
        ("PRAGMA query_only = off", "no SELECT"),
        ("DELETE FROM day RETURNING *", "no SELECT"),
        ("CREATE TABLE t (a)", "no SELECT"),
        ("SELECT 1; DROP TABLE day", "Multiple"),
        ("SELECT nonsense", "no such column"),
        ("", "empty"),
        ("-- nothing", "empty"),
    ] {
        let error = world.store.sql(query, 10).unwrap_err();
        assert!(
            matches!(error, StoreError::Query { .. }),
            "{query}: {error}"
        );
        assert!(error.to_string().contains(reason), "{query}: {error}");
    }
    assert_eq!(world.store.history(&id("a1")).unwrap().len(), 1);
}
