//! Loads whole packs: the built-in one without a complaint, and broken ones with exactly the complaint that stands beside them.

use std::fs;

use sysdrill::content::check::check;
use sysdrill::content::pack::Pack;
use sysdrill::content::problem::Problem;

#[test]
fn the_built_in_pack_has_no_problem() {
    let report = check(&[Pack::embedded()]);
    assert_eq!(render(&report.problems), "");
    assert!(
        report.coverage.untested_points.is_empty(),
        "{:?}",
        report.coverage
    );
    assert!(
        report.coverage.untested_notes.is_empty(),
        "{:?}",
        report.coverage
    );
}

/// Every folder of `tests/bad` is a pack, and its `expect.txt` what `sysdrill check` says of it.
/// `BLESS=1 cargo test --test content` writes these files anew; read the difference before you commit it.
#[test]
fn every_broken_pack_gets_its_message() {
    let mut wrong = Vec::new();
    let mut cases: Vec<_> = fs::read_dir("tests/bad")
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let pack = Pack::folder(&case);
        let report = check(&[Pack::embedded(), pack.clone()]);
        let own: Vec<Problem> = report
            .problems
            .into_iter()
            .filter(|p| p.pack == pack.name())
            .collect();
        let said = render(&own);
        let file = case.join("expect.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &said).unwrap();
        }
        if fs::read_to_string(&file).ok().as_ref() != Some(&said) {
            wrong.push(format!("== {}\n{said}", file.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "not what was expected:\n{}",
        wrong.join("\n")
    );
}

fn render(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|problem| problem.render() + "\n\n")
        .collect()
}
