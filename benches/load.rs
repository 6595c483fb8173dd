//! How fast packs are read: `cargo bench --bench load`.
//!
//! `parse` takes packs of made-up cards from bytes to checked values, `check_folder` from files to the report of `sysdrill check`.
//! Limit (median): 10,000 cards in half a second.
#![expect(
    clippy::unwrap_used,
    reason = "a bench whose set-up fails has nothing to measure"
)]

#[path = "pack/generate.rs"]
mod generate;

use divan::{Bencher, black_box};
use sysdrill::content::check::check;
use sysdrill::content::pack::Pack;
use sysdrill::content::parse::parse_file;

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn parse(bencher: Bencher<'_, '_>, cards: usize) {
    let files = generate::pack(cards);
    bencher.bench(|| {
        let parsed = files
            .iter()
            .map(|(path, text)| parse_file("bench", path, text.as_bytes()));
        let read: usize = parsed.map(|parsed| black_box(parsed).items.len()).sum();
        assert_eq!(read, cards);
    });
}

/// The slow way: one item of every deck is broken, and all others are to be found nevertheless.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn parse_broken(bencher: Bencher<'_, '_>, cards: usize) {
    let mut files = generate::pack(cards);
    for (_, text) in files
        .iter_mut()
        .filter(|(path, _)| path.starts_with("quizzes"))
    {
        *text = text.replacen("    kind:", "    knid:", 1);
    }
    bencher.bench(|| {
        let parsed = files
            .iter()
            .map(|(path, text)| parse_file("bench", path, text.as_bytes()));
        let read: usize = parsed.map(|parsed| black_box(parsed).items.len()).sum();
        assert_eq!(read, cards - cards.div_ceil(2_000));
    });
}

/// With the file system: list, read, parse and link a folder.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn check_folder(bencher: Bencher<'_, '_>, cards: usize) {
    let folder = tempfile::tempdir().unwrap();
    generate::write(cards, folder.path()).unwrap();
    let packs = [Pack::folder(folder.path())];
    bencher.bench(|| assert!(check(&packs).problems.is_empty()));
}

#[divan::bench(sample_count = 10)]
fn check_built_in() {
    assert!(check(&[Pack::embedded()]).problems.is_empty());
}
