//! Fingerprints what is embedded, so that the program knows without reading whether its own pack has changed since last time.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use xxhash_rust::xxh3::Xxh3;

/// The pack, and the code that reads it: what a file means depends on both.
const HASHED: [&str; 4] = ["content", "quizzes", "src/content", "src/domain"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hash = Xxh3::new();
    for folder in HASHED {
        println!("cargo::rerun-if-changed={folder}");
        add(&mut hash, &root.join(folder), folder)?;
    }
    println!(
        "cargo::rustc-env=SYSDRILL_FINGERPRINT={:016x}",
        hash.digest()
    );
    Ok(())
}

/// Adds names and bytes of all files under `path`, in the order of their names.
fn add(hash: &mut Xxh3, path: &Path, name: &str) -> io::Result<()> {
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add(hash, &entry.path(), &name)?;
        } else {
            let bytes = fs::read(entry.path())?;
            hash.update(format!("{name}\0{}\0", bytes.len()).as_bytes());
            hash.update(&bytes);
        }
    }
    Ok(())
}
