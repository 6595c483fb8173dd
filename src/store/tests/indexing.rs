//! The content index: what comes in comes out, the later pack wins, doubt ends in an empty index.

use std::fs;

use super::*;
use crate::store::{Stamp, StoreError};

struct Cache {
    dir: TempDir,
    index: Index,
}

impl Cache {
    fn new(files: &[FileRows]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut index = Index::open(&dir.path().join("index.sqlite")).unwrap();
        fill(&mut index, files);
        Self { dir, index }
    }

    fn topics(&self) -> Vec<(String, Option<String>)> {
        let topics = self.index.reader().topics().unwrap();
        let line = |line: crate::store::TopicLine| {
            (
                line.head.id.to_string(),
                line.chapter.map(|id| id.to_string()),
            )
        };
        topics.into_iter().map(line).collect()
    }

    fn order(&self) -> Vec<String> {
        let sql = "SELECT id FROM item WHERE live = 1 ORDER BY seq";
        self.index.reader().rows(sql, [], |row| row.get(0)).unwrap()
    }
}

fn topic_id(text: &str) -> TopicId {
    TopicId::new(text).unwrap()
}

/// The file as a user's pack has it.
fn mine(file: FileRows) -> FileRows {
    FileRows {
        pack: "mine".into(),
        rank: 1,
        ..file
    }
}

#[test]
fn what_comes_in_comes_out() {
    let cache = Cache::new(&pack());
    let reader = cache.index.reader();
    let chapters = reader.chapters().unwrap();
    assert_eq!(
        chapters,
        [
            chapter("first", &["alpha", "beta"]),
            chapter("second", &["gamma"])
        ]
    );
    assert_eq!(
        reader.topic(&topic_id("beta")).unwrap(),
        Some(topic("beta"))
    );
    assert_eq!(
        reader.item(&id("a1")).unwrap(),
        Some(item("a1", &["alpha.1"]))
    );
    assert_eq!(reader.item(&id("zz")).unwrap(), None);
    assert_eq!(reader.items().unwrap(), 5);
    let line = &reader.topics().unwrap()[0];
    assert_eq!(
        (line.head.title.as_str(), line.points, line.items),
        ("Title of alpha", 3, 2)
    );
    let points = reader.points(&topic_id("alpha")).unwrap();
    let points: Vec<_> = points
        .iter()
        .map(|p| (p.id.as_str(), p.note, p.items))
        .collect();
    assert_eq!(
        points,
        [
            ("alpha.1", false, 1),
            ("alpha.2", false, 2),
            ("alpha-note", true, 0)
        ]
    );
    let note = reader
        .point(&PointId::new("gamma-note").unwrap())
        .unwrap()
        .unwrap();
    assert_eq!((note.text.as_str(), note.items), ("right about gamma", 1));
    let deck = &reader.decks().unwrap()[0];
    assert_eq!(
        (deck.id.as_str(), deck.title.as_str(), deck.items),
        ("deck", "The deck", 5)
    );
    let stamp = |path: &str| Stamp {
        path: path.into(),
        version: "1".into(),
    };
    assert_eq!(
        reader.stamps(BUILT_IN).unwrap()[3],
        stamp("content/roadmap.yaml")
    );
}

#[test]
fn a_note_has_its_topic_from_the_whole_not_from_the_deck() {
    let cache = Cache::new(&pack());
    // The deck could only guess: `item` takes the text before the dot.
    assert_eq!(item("c2", &["gamma-note"]).topic.as_str(), "gamma-note");
    let item = cache.index.reader().item(&id("c2")).unwrap().unwrap();
    assert_eq!(item.topic.as_str(), "gamma");
}

#[test]
fn the_later_pack_wins_by_id_and_gives_way_when_it_goes() {
    let mut cache = Cache::new(&pack());
    let before = (cache.topics(), cache.order());
    let ours = topic("alpha");
    let theirs = Topic {
        body: "Mine.".into(),
        ..ours.clone()
    };
    let other = Item {
        explain: "Mine.".into(),
        ..item("a1", &["beta.1"])
    };
    fill(
        &mut cache.index,
        &[mine(FileRows {
            chapters: vec![chapter("first", &["beta", "alpha"]), chapter("third", &[])],
            topics: vec![theirs.clone()],
            items: vec![other, item("new", &["alpha.1"])],
            ..file("quizzes/mine.yaml", "1")
        })],
    );
    let reader = cache.index.reader();
    let chapters: Vec<_> = reader
        .chapters()
        .unwrap()
        .into_iter()
        .map(|c| c.id.to_string())
        .collect();
    assert_eq!(
        chapters,
        ["first", "second", "third"],
        "a replaced chapter keeps its place"
    );
    assert_eq!(reader.topic(&topic_id("alpha")).unwrap(), Some(theirs));
    assert_eq!(reader.item(&id("a1")).unwrap().unwrap().explain, "Mine.");
    assert_eq!(cache.order(), ["b1", "a1", "a2", "new", "c1", "c2"]);
    assert_eq!(reader.items().unwrap(), 6);
    let change = cache.index.change().unwrap();
    change.packs(&[BUILT_IN]).unwrap();
    change.finish(|_| Ok("[]".into())).unwrap();
    assert_eq!((cache.topics(), cache.order()), before);
    assert_eq!(
        cache.index.reader().topic(&topic_id("alpha")).unwrap(),
        Some(ours)
    );
}

#[test]
fn ranks_follow_the_order_of_packs() {
    let mut cache = Cache::new(&pack());
    let body = |cache: &Cache| {
        cache
            .index
            .reader()
            .topic(&topic_id("alpha"))
            .unwrap()
            .unwrap()
            .body
    };
    let theirs = Topic {
        body: "Mine.".into(),
        ..topic("alpha")
    };
    let theirs = mine(FileRows {
        topics: vec![theirs],
        ..file("content/alpha.md", "1")
    });
    fill(&mut cache.index, &[theirs]);
    assert_eq!(body(&cache), "Mine.");
    let change = cache.index.change().unwrap();
    change.packs(&["mine", BUILT_IN]).unwrap();
    change.finish(|_| Ok("[]".into())).unwrap();
    assert_eq!(body(&cache), "Body of alpha.");
}

#[test]
fn a_double_in_one_pack_takes_the_first() {
    let double = FileRows {
        items: vec![Item {
            explain: "Second.".into(),
            ..item("a1", &["alpha.1"])
        }],
        defs: vec![anchor("item", "a1", 9)],
        ..file("quizzes/decks/other.yaml", "1")
    };
    let mut files = pack();
    files[1].defs = vec![anchor("item", "a1", 4), anchor("item", "a2", 5)];
    files.insert(0, double);
    let elsewhere = FileRows {
        defs: vec![anchor("item", "a2", 1)],
        ..file("x", "1")
    };
    files.push(mine(elsewhere));
    let cache = Cache::new(&files);
    let reader = cache.index.reader();
    assert_eq!(
        reader.item(&id("a1")).unwrap().unwrap().explain,
        "Explanation of a1."
    );
}

#[test]
fn the_names_of_every_file_are_kept_in_order() {
    let mut files = pack();
    files[0].refs = vec![anchor("listed", "alpha", 2), anchor("listed", "alhpa", 3)];
    files[2].defs = vec![anchor("point", "alpha.1", 2), anchor("topic", "alpha", 1)];
    let cache = Cache::new(&files);
    let names = cache.index.reader().names().unwrap();
    let paths: Vec<_> = names.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    let of = |path: &str| names.iter().find(|file| file.path == path).unwrap();
    assert_eq!(of("content/roadmap.yaml").refs, files[0].refs);
    assert_eq!(
        of(&files[2].path).defs,
        [anchor("topic", "alpha", 1), anchor("point", "alpha.1", 2)]
    );
    assert_eq!(cache.index.reader().packs().unwrap().len(), 1);
}

#[test]
fn an_edited_deck_keeps_the_rest_and_problems_come_in_order() {
    let mut cache = Cache::new(&pack());
    let deck = FileRows {
        items: vec![item("c1", &["gamma.1"]), item("a1", &["alpha.2"])],
        problems: "[1]".into(),
        ..file("quizzes/decks/deck.yaml", "2")
    };
    let change = cache.index.change().unwrap();
    change.replace(&deck).unwrap();
    change
        .finish(|reader| {
            assert_eq!(reader.items().unwrap(), 2, "link sees the whole");
            Ok("[2]".into())
        })
        .unwrap();
    assert_eq!(cache.order(), ["a1", "c1"]);
    let reader = cache.index.reader();
    assert_eq!(reader.problems().unwrap(), ["[1]", "[2]"]);
    assert_eq!(reader.points(&topic_id("alpha")).unwrap()[0].items, 0);
    let lines = "SELECT (SELECT count(*) FROM question) + (SELECT count(*) FROM item_point)
                 + (SELECT count(*) FROM item_text)";
    assert_eq!(
        reader.rows(lines, [], |row| row.get::<_, u32>(0)).unwrap(),
        [6],
        "no leftovers"
    );
}

#[test]
fn a_change_that_is_dropped_never_was() {
    let mut cache = Cache::new(&pack());
    let change = cache.index.change().unwrap();
    change.remove(BUILT_IN, "content/alpha.md").unwrap();
    drop(change);
    assert!(
        cache
            .index
            .reader()
            .topic(&topic_id("alpha"))
            .unwrap()
            .is_some()
    );
}

#[test]
fn readers_see_the_old_state_until_a_change_is_finished() {
    let mut world = World::new();
    let mut index = Index::open(&world.store.paths().index).unwrap();
    let change = index.change().unwrap();
    change.remove(BUILT_IN, "quizzes/decks/deck.yaml").unwrap();
    assert_eq!(world.store.pack().items().unwrap(), 5);
    world.answer("a1", Rating::Good, 0);
    // A second instance starts meanwhile, and only has to wait with changes of its own.
    let mut other = Index::open(&world.store.paths().index).unwrap();
    assert_eq!(world.other().pack().items().unwrap(), 5);
    other.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
    assert!(matches!(other.change(), Err(StoreError::Busy { .. })));
    change.finish(|_| Ok("[]".into())).unwrap();
    assert_eq!(world.store.pack().items().unwrap(), 0);
}

#[test]
fn doubt_ends_in_an_empty_index() {
    let Cache { dir, index } = Cache::new(&pack());
    drop(index);
    let path = dir.path().join("index.sqlite");
    let whole = fs::read(&path).unwrap();
    let old = || {
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.pragma_update(None, "user_version", 12345).unwrap();
    };
    let foreign = || {
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.pragma_update(None, "application_id", 12345).unwrap();
    };
    let garbage = || fs::write(&path, "garbage ".repeat(100)).unwrap();
    let torn = || fs::write(&path, &whole[..5000]).unwrap();
    let cases: [(&str, &dyn Fn()); 4] = [
        ("old", &old),
        ("foreign", &foreign),
        ("garbage", &garbage),
        ("torn", &torn),
    ];
    for (name, spoil) in cases {
        fs::write(&path, &whole).unwrap();
        assert_eq!(Index::open(&path).unwrap().reader().items().unwrap(), 5);
        spoil();
        let mut index = Index::open(&path).unwrap();
        assert_eq!(index.reader().items().unwrap(), 0, "{name}");
        fill(&mut index, &pack());
        assert_eq!(index.reader().items().unwrap(), 5, "{name}");
    }
}

#[test]
fn a_tidy_index_leaves_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.sqlite");
    let mut index = Index::open(&path).unwrap();
    fill(&mut index, &pack());
    let log = folder.path().join("index.sqlite-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    index.tidy().unwrap();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    assert_eq!(index.reader().items().unwrap(), 5);
}
