//! The command line as scripts and people use it: the real program, its output and its exit codes.

#[path = "cli/harness.rs"]
mod harness;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use harness::Home;

/// A deck that nothing is wrong with; `items` stands below `items:`.
fn deck(items: &str) -> String {
    format!("# my deck\nid: mine\ntitle: Mine\nitems:\n{items}")
}

const CARD: &str = "  - id: mine.state   # a comment
    kind: typed
    prompt: Which breaker state lets a few trial calls through?
    answer: half-open
    explain: Closed lets everything through, open nothing; half-open tries a few.
    tests: [circuit-breaker.8]
";

const DECK: &str = "packs/mine/quizzes/decks/mine.yaml";

/// Nothing in `text` that a terminal would obey.
fn assert_tame(text: &str) {
    let wild = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(wild, None, "{text:?}");
}

#[test]
fn read_lists_the_topics_in_the_order_of_the_guide() {
    let list = Home::new().run(&["read"]).fine();
    let first = "performance-vs-scalability   Performance vs scalability\n";
    assert!(list.starts_with(first), "{list}");
    assert!(
        list.contains("\ncircuit-breaker              Circuit breaker\n"),
        "{list}"
    );
}

#[test]
fn a_page_in_a_pipe_is_plain_text() {
    let home = Home::new();
    let page = home.run(&["read", "circuit-breaker"]).fine();
    let top = "Circuit breaker\n===============\n\nStop calling what keeps failing, answer at once";
    assert!(page.starts_with(top), "{page}");
    assert!(page.contains("\nWhat to know\n============\n"), "{page}");
    assert!(
        page.contains("\nWhere the road map is imprecise\n"),
        "{page}"
    );
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
    assert_tame(&page);
    let narrow = home
        .run(&["read", "circuit-breaker", "--width", "40"])
        .fine();
    assert!(narrow.lines().count() > page.lines().count());
    let plain = home.run(&["--ascii", "read", "circuit-breaker"]).fine();
    assert!(!plain.contains(['│', '┌', '─']), "{plain}");
}

#[test]
fn a_topic_that_is_not_there_is_wrong_use_and_the_closest_is_named() {
    let home = Home::new();
    let error = home.run(&["read", "circuit-braker"]).fails(2);
    let wanted = "sysdrill: there is no topic `circuit-braker`; did you mean `circuit-breaker`?\n";
    assert_eq!(error, wanted);
    let error = home.run(&["read", "zzz"]).fails(2);
    let wanted = "sysdrill: there is no topic `zzz`; `sysdrill search` finds what there is\n";
    assert_eq!(error, wanted);
}

#[test]
fn a_page_can_be_had_as_data() {
    let page = Home::new().json(&["read", "circuit-breaker", "--json"]);
    assert_eq!(page["head"]["id"], "circuit-breaker");
    assert_eq!(page["points"][0]["id"], "circuit-breaker.1");
}

#[test]
fn search_finds_and_shows_no_marks() {
    let home = Home::new();
    let found = home.run(&["search", "closed", "state", "calls"]).fine();
    let wanted = "\
question  breaker.state-names: In the closed state all calls pass, in the open…
          In the closed state all calls pass, in the open state all are refused…
";
    assert!(found.contains(wanted), "{found}");
    assert!(!found.contains("{{") && !found.contains("**"), "{found}");
    assert!(
        found.lines().all(|line| line.chars().count() <= 80),
        "{found}"
    );
    let hits = home.json(&["search", "breaker", "--json", "--limit", "1"]);
    assert_eq!(hits[0]["kind"], "topic");
    assert_eq!(hits[0]["id"], "circuit-breaker");
    assert_eq!(hits.as_array().unwrap().len(), 2, "one topic, one question");
}

#[test]
fn search_that_finds_nothing_says_so() {
    let home = Home::new();
    let nothing = home.run(&["search", "xyzzy"]).complains();
    assert_eq!(nothing, "Nothing has all of these words.\n");
    assert_eq!(home.run(&["search", "xyzzy", "--json"]).complains(), "[]\n");
    assert!(home.run(&["search"]).fails(2).contains("<WORDS>"));
}

#[test]
fn stats_of_a_first_evening() {
    let home = Home::new();
    let stats = home.run(&["stats"]).fine();
    let (_, stats) = stats.split_once('\n').unwrap();
    let wanted = "\
due             0
new today       20
answered today  0
due tomorrow    0
answers         0
days in a row   0 (longest 0)
known, 30 days  -
known, 90 days  -

Fundamentals      0 %    0 of ";
    assert!(stats.starts_with(wanted), "{stats}");
    let data = home.json(&["stats", "--json"]);
    assert_eq!(data["new"], 20);
    assert_eq!(data["chapters"][0]["title"], "Fundamentals");
}

#[test]
fn the_built_in_pack_is_without_a_problem() {
    let home = Home::new();
    let report = home.run(&["check"]).fine();
    assert!(report.starts_with("Fundamentals  "), "{report}");
    assert!(report.ends_with("\n0 errors, 0 warnings\n"), "{report}");
    let data = home.json(&["check", "--json"]);
    assert_eq!(data["problems"].as_array().unwrap().len(), 0);
}

#[test]
fn a_broken_pack_is_told_with_place_and_cure() {
    let home = Home::new();
    home.write(DECK, deck(&CARD.replace("breaker.8", "breaker.99")));
    let report = home.run(&["check"]).complains();
    let wanted = "\
error[point-unknown]: unknown point `circuit-breaker.99`
  --> HOME/packs/mine/quizzes/decks/mine.yaml:10:13
   |
10 |     tests: [circuit-breaker.99]
   |             ^^^^^^^^^^^^^^^^^^
   |
   = help: the points of this page are `circuit-breaker.1` to `circuit-breaker.10`
";
    assert!(report.starts_with(wanted), "{report}");
    assert!(report.ends_with("\n1 error, 0 warnings\n"), "{report}");
    let data = home.run(&["check", "--json"]).complains();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["problems"][0]["line"], 10);
    assert_eq!(data["problems"][0]["column"], 13);
    assert!(
        home.run(&["doctor"])
            .complains()
            .contains("`sysdrill check` lists")
    );
    let error = home.run(&["check", "nowhere"]).fails(2);
    assert!(error.contains("`nowhere` is not a folder"), "{error}");
}

#[test]
fn fix_writes_ids_and_keeps_the_rest() {
    let home = Home::new();
    let draft = deck(&CARD.replace("id: mine.state   # a comment\n    kind", "kind"));
    home.write(DECK, &draft);
    let report = home.run(&["check"]).complains();
    assert!(report.starts_with("warning[id-derived]: "), "{report}");
    let report = home.run(&["check", "--fix"]).fine();
    let first = "HOME/packs/mine/quizzes/decks/mine.yaml: wrote mine.63d84be1\n";
    assert!(report.starts_with(first), "{report}");
    let fixed = home.read(DECK);
    let line = fixed.lines().find(|line| line.contains("mine.63d84be1"));
    assert!(line.is_some_and(|line| line.contains("id: ")), "{fixed}");
    assert!(fixed.starts_with("# my deck\nid: mine\n"), "{fixed}");
    let again = home.run(&["check", "--fix"]).fine();
    assert!(again.starts_with("Fundamentals"), "{again}");
    assert_eq!(home.read(DECK), fixed);
}

#[test]
fn sql_reads_and_only_reads() {
    let home = Home::new();
    let views = home.run(&["sql"]).fine();
    assert!(views.contains("\nCREATE TEMP VIEW days AS\n"), "{views}");
    let one = "SELECT 1 AS n, NULL AS none, 'x, \"y\"' AS text";
    assert_eq!(
        home.run(&["sql", one]).fine(),
        "n  none  text\n1        x, \"y\"\n"
    );
    let csv = home.run(&["sql", "--csv", one]).fine();
    assert_eq!(csv, "n,none,text\n1,,\"x, \"\"y\"\"\"\n");
    let rows = home.json(&["sql", "--json", one]);
    assert_eq!(
        rows,
        serde_json::json!([{"n": 1, "none": null, "text": "x, \"y\""}])
    );
    let cut = home.run(&["sql", "SELECT id FROM topics", "--limit", "2"]);
    assert_eq!(
        cut.err,
        "sysdrill: more than 2 rows; `--limit` shows more\n"
    );
    assert_eq!((cut.code, cut.out.lines().count()), (Some(0), 3));
    let cure = "it takes one SELECT over the views that `sysdrill sql` lists\n";
    for (query, why) in [
        ("DELETE FROM main.review", "it is no SELECT"),
        ("PRAGMA user_version = 4", "it is no SELECT"),
        (
            "DELETE FROM days",
            "cannot modify days because it is a view",
        ),
        ("SELEC 1", "near \"SELEC\": syntax error"),
        ("SELECT * FROM nowhere", "no such table: nowhere"),
    ] {
        let error = home.run(&["sql", query]).fails(1);
        assert_eq!(
            error,
            format!("sysdrill: can't run this query: {why}; {cure}")
        );
    }
    // A terminal gets nothing to obey, whoever wrote it.
    assert_tame(
        &home
            .run(&["sql", "SELECT char(27) || '[31m' || char(155) AS x"])
            .fine(),
    );
}

fn flagged(home: &Home) -> String {
    home.run(&["sql", "SELECT item FROM cards"]).fine()
}

#[test]
fn a_backup_comes_back() {
    let home = Home::new();
    home.run(&["stats"]).fine();
    home.flag("breaker.name");
    let copy = home.path("copy.sqlite");
    let copy = copy.to_str().unwrap();
    assert_eq!(home.run(&["backup", copy]).fine(), "HOME/copy.sqlite\n");
    home.flag("bulkhead.name");
    assert_eq!(flagged(&home), "item\nbreaker.name\nbulkhead.name\n");
    let said = home.run(&["restore", copy]).fine();
    let wanted =
        "Restored HOME/copy.sqlite.\nWhat was there before is kept as HOME/progress.sqlite.";
    assert!(said.starts_with(wanted), "{said}");
    assert_eq!(flagged(&home), "item\nbreaker.name\n");
}

#[test]
fn a_backup_replaces_nothing_unless_told_to() {
    let home = Home::new();
    let other = home.write("other.sqlite", "precious");
    let other = other.to_str().unwrap();
    let error = home.run(&["backup", other]).fails(2);
    let wanted = "sysdrill: `HOME/other.sqlite` is there already; `--force` replaces it\n";
    assert_eq!(error, wanted);
    assert_eq!(home.read("other.sqlite"), "precious");
    home.run(&["backup", "--force", other]).fine();
    home.run(&["restore", other]).fine();
}

#[test]
fn garbage_is_not_restored() {
    let home = Home::new();
    home.run(&["stats"]).fine();
    home.flag("breaker.name");
    let garbage = home.write("garbage", "not a database, whatever it is");
    let error = home.run(&["restore", garbage.to_str().unwrap()]).fails(1);
    assert!(
        error.starts_with("sysdrill: `HOME/garbage` is damaged"),
        "{error}"
    );
    let error = home.run(&["restore", "nowhere"]).fails(2);
    assert!(
        error.starts_with("sysdrill: there is no file `nowhere`"),
        "{error}"
    );
    assert_eq!(flagged(&home), "item\nbreaker.name\n");
    let none = home.run(&["restore"]).fine();
    assert_eq!(none, "There are no copies in HOME/backups yet.\n");
    home.run(&["backup"]).fine();
    let list = home.run(&["restore"]).fine();
    assert!(list.starts_with("HOME/backups/progress-"), "{list}");
}

#[test]
fn doctor_finds_a_healthy_home_fine() {
    let home = Home::new();
    let report = home.run(&["doctor"]).fine();
    let wanted = "\
settings   fine       HOME/config.yaml
progress   fine       HOME/progress.sqlite
                      schema 1, 0 answers, 0 marks, 0 taken back, 0 items, 0 days
packs      fine       HOME/cache/index-";
    assert!(report.starts_with(wanted), "{report}");
}

#[test]
fn doctor_finds_what_the_log_does_not_say_and_rebuilds() {
    let home = Home::new();
    home.run(&["stats"]).fine();
    home.flag("breaker.name");
    let report = home.run(&["doctor"]).complains();
    assert!(report.contains("progress   see below  HOME"), "{report}");
    let cure = "\n1 item and 0 days differ from the log; `sysdrill doctor --rebuild` cures it\n";
    assert!(report.ends_with(cure), "{report}");
    let report = home.run(&["doctor", "--rebuild"]).fine();
    assert!(
        report.contains("everything derived was made anew from the log"),
        "{report}"
    );
    assert_eq!(flagged(&home), "item\n");
}

#[test]
fn a_damaged_progress_file_is_named_with_the_way_out() {
    let home = Home::new();
    home.write("progress.sqlite", "this is no database at all".repeat(100));
    for command in ["doctor", "stats", "read"] {
        let ran = home.run(&[command]);
        let wanted = "sysdrill: `HOME/progress.sqlite` is damaged (file is not a database); \
            bring back a copy with `sysdrill restore FILE`: the daily ones lie in `backups` beside it\n";
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), wanted), "{command}");
    }
}

#[test]
fn a_damaged_index_is_made_anew() {
    let home = Home::new();
    home.run(&["stats"]).fine();
    for file in std::fs::read_dir(home.path("cache")).unwrap() {
        std::fs::write(file.unwrap().path(), "garbage ".repeat(1000)).unwrap();
    }
    assert!(home.run(&["read"]).fine().contains("circuit-breaker"));
}

#[test]
fn the_file_of_a_newer_sysdrill_is_left_alone() {
    let home = Home::new();
    home.run(&["stats"]).fine();
    let db = rusqlite::Connection::open(home.path("progress.sqlite")).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let error = home.run(&["stats"]).fails(1);
    let wanted = "sysdrill: `HOME/progress.sqlite` was written by a newer sysdrill (schema 99, \
        this one knows 1); update sysdrill, or name another folder with `--data DIR`\n";
    assert_eq!(error, wanted);
}

#[test]
fn keys_follow_the_settings() {
    let home = Home::new();
    let keys = home.run(&["keys"]).fine();
    assert!(
        keys.contains("\n  space enter            reveal           Show the answer.\n"),
        "{keys}"
    );
    home.write("config.yaml", "keys:\n  reveal: [f2]\n");
    let keys = home.run(&["keys"]).fine();
    assert!(
        keys.contains("\n  f2                     reveal           Show the answer.\n"),
        "{keys}"
    );
    let data = home.json(&["keys", "--json"]);
    let reveal = data
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["command"] == "reveal");
    assert_eq!(reveal.unwrap()["keys"], serde_json::json!(["f2"]));
}

#[test]
fn paths_are_told_and_can_be_named_by_the_environment() {
    let home = Home::new();
    let wanted = "\
settings  HOME/config.yaml
progress  HOME/progress.sqlite
backups   HOME/backups
packs     HOME/packs
cache     HOME/cache
log       HOME/state/sysdrill.log
";
    assert_eq!(home.run(&["paths"]).fine(), wanted);
    let data = home.json(&["paths", "--json"]);
    assert_eq!(data["progress"], "HOME/progress.sqlite");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sysdrill"));
    command.env_clear().env("HOME", home.path("")).arg("paths");
    let xdg = command.output().unwrap();
    let xdg = String::from_utf8(xdg.stdout).unwrap();
    assert!(
        xdg.contains("/.local/share/sysdrill/progress.sqlite\n"),
        "{xdg}"
    );
    let env = command
        .env("SYSDRILL_DATA", home.path("env"))
        .output()
        .unwrap();
    let env = String::from_utf8(env.stdout).unwrap();
    assert!(env.contains("/env/progress.sqlite\n"), "{env}");
}

#[test]
fn a_wrong_setting_is_told_with_place_and_suggestion() {
    let home = Home::new();
    home.write("config.yaml", "new_per_day: 5\nretentoin: 0.8\n");
    let said = home.run(&["config"]).complains();
    assert!(
        said.contains("\nnew_per_day: 5\n"),
        "what is right counts: {said}"
    );
    let wanted = "\
error[field-unknown]: unknown field `retentoin`
 --> HOME/config.yaml:2:1
  |
2 | retentoin: 0.8
  | ^^^^^^^^^
  |
  = help: did you mean `retention`?
";
    assert!(said.ends_with(wanted), "{said}");
    home.write("config.yaml", "keys:\n  qiut: [q]\n");
    let said = home.run(&["config"]).complains();
    assert!(
        said.contains("config.yaml:2:3\n") && said.contains("did you mean `quit`?"),
        "{said}"
    );
    let said = home.run(&["--theme", "drak", "stats"]).fails(2);
    assert_eq!(
        said,
        "sysdrill: `--theme`: there is no theme `drak`; did you mean `dark`?\n"
    );
}

#[test]
fn the_example_and_the_settings_in_force_are_settings() {
    let home = Home::new();
    let bare = home.run(&["config"]).fine();
    let (head, bare) = bare.split_once('\n').unwrap();
    assert_eq!(
        head,
        "# HOME/config.yaml is not there; `sysdrill config --example` prints one"
    );
    let example = home.run(&["config", "--example"]).fine();
    // Those that are commented out are right, too.
    let all: Vec<String> = example.lines().map(uncommented).collect();
    for text in [example, all.join("\n")] {
        home.write("config.yaml", &text);
        home.run(&["config"]).fine();
    }
    home.write("config.yaml", bare);
    assert_eq!(
        home.run(&["config"]).fine(),
        format!("# HOME/config.yaml\n{bare}")
    );
}

/// `# theme: dark` without the mark; prose stays a comment.
fn uncommented(line: &str) -> String {
    let setting = |rest: &&str| {
        let name = rest.trim_start().split(':').next().unwrap_or_default();
        rest.contains(':') && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let rest = line.strip_prefix("# ").filter(setting);
    rest.unwrap_or(line).to_owned()
}

#[test]
fn completions_and_the_manual_page_know_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).fine();
        assert!(
            script.contains("sysdrill") && script.contains("doctor"),
            "{shell}"
        );
    }
    let page = home.run(&["man"]).fine();
    assert!(
        page.contains(".TH sysdrill 1") && page.contains("doctor"),
        "{page}"
    );
    let page = home.run(&["man", "search"]).fine();
    assert!(page.contains(".TH sysdrill-search 1"), "{page}");
    let error = home.run(&["man", "serach"]).fails(2);
    assert!(error.ends_with("did you mean `search`?\n"), "{error}");
}

#[test]
fn without_a_terminal_there_is_a_clear_error() {
    let home = Home::new();
    let wanted = "sysdrill: the trainer needs a terminal, and standard output is not one; \
        `sysdrill read TOPIC` prints a page as plain text, `sysdrill --help` lists what else works in a pipe\n";
    assert_eq!(home.run(&[]).fails(1), wanted);
    assert_eq!(home.run(&["drill"]).fails(1), wanted);
    let error = home.run(&["drill", "--topic", "bulkhaed"]).fails(2);
    assert!(error.ends_with("did you mean `bulkhead`?\n"), "{error}");
}

#[test]
fn wrong_use_has_its_own_exit_code() {
    let home = Home::new();
    for arguments in [
        &["--bogus"][..],
        &["raed"],
        &["read", "--width", "x"],
        &["completions", "ksh"],
    ] {
        let error = home.run(arguments).fails(2);
        assert!(error.starts_with("error: "), "{error}");
    }
    assert!(home.run(&["raed"]).err.contains("read"), "a suggestion");
    let error = home.run(&["--pack", "nowhere", "stats"]).fails(2);
    assert!(error.contains("nowhere` is not a pack"), "{error}");
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let home = Home::new();
    for arguments in [
        &["keys"][..],
        &["read", "circuit-breaker"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = home.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::with_capacity(1, child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
        assert!(ended.status.success(), "{arguments:?}: {:?}", ended.status);
        assert!(!line.is_empty());
    }
}

#[test]
fn nothing_in_a_pack_reaches_the_terminal_as_a_command() {
    let home = Home::new();
    let evil = r#""evil \e[31m \a \x9b2J \u202e \x7f \0""#;
    let item = CARD.replace("Which breaker state lets a few trial calls through?", evil);
    home.write(
        DECK,
        deck(&item).replace("title: Mine", &format!("title: {evil}")),
    );
    let bad = item
        .replace("id: mine.state", r#"id: "x\e[1m\x9b""#)
        .replace("typed", r#""t\e]0;x\a""#);
    home.write(
        "packs/bad/quizzes/decks/bad.yaml",
        deck(&bad).replace("id: mine\n", "id: bad\n"),
    );
    home.write(
        "packs/raw/quizzes/decks/raw.yaml",
        deck("  - {prompt: raw \x1b[31m\u{9b}}\n"),
    );
    home.write("packs/name/quizzes/decks/a\x1b[31m\u{9b}.yaml", deck(CARD));
    home.write(
        "packs/\x1b[31mfolder/quizzes/decks/f.yaml",
        deck("  - {}\n"),
    );
    for arguments in [
        &["check"][..],
        &["check", "--json"],
        &["doctor"],
        &["search", "evil"],
        &["search", "evil", "--json"],
        &["read"],
        &["stats"],
        &["sql", "SELECT * FROM items WHERE deck = 'mine'"],
        &["sql", "--csv", "SELECT * FROM items WHERE deck = 'mine'"],
        &["check", "--fix"],
        &["read", "x\x1b[31m"],
    ] {
        let ran = home.run(arguments);
        assert_tame(&ran.out);
        assert_tame(&ran.err);
        let bidi = |c| matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!ran.out.contains(bidi), "{arguments:?}: {}", ran.out);
    }
    assert!(
        home.run(&["search", "evil"])
            .fine()
            .contains("mine.state: evil ␛[31m")
    );
}

#[test]
fn two_at_once_read_the_packs_without_quarrel() {
    let home = Home::new();
    home.write(DECK, deck(CARD));
    let start = || {
        let mut command = home.command(&["read"]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children = [start(), start(), start()];
    for child in children {
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
        assert!(ended.status.success());
        assert!(String::from_utf8_lossy(&ended.stdout).contains("circuit-breaker"));
    }
    assert!(
        home.run(&["search", "trial", "calls"])
            .fine()
            .contains("mine.state")
    );
}
