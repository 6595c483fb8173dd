//! Writes a made-up pack: `cargo run --release --example make_pack -- 10000 DIR`.

#[path = "../benches/pack/generate.rs"]
mod generate;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [cards, folder] = args.as_slice() else {
        return complain("usage: make_pack CARDS FOLDER");
    };
    let Ok(cards) = cards.parse() else {
        return complain("the first argument is the number of cards");
    };
    match generate::write(cards, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&format!("can't write to `{folder}`: {error}")),
    }
}

#[expect(clippy::print_stderr, reason = "this is a program of its own")]
fn complain(what: &str) -> ExitCode {
    eprintln!("{what}");
    ExitCode::from(2)
}
