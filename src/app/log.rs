//! The log file: what happened behind the screen, small enough to attach to a report.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

/// The file and the one before it hold at most this many bytes each.
const LIMIT: u64 = 1 << 20;

/// Writes what is traced to `path` from now on. A file that is half full becomes `*.old` first.
///
/// # Errors
/// When the file can't be written. The program works without it.
pub fn start(path: &Path, level: LevelFilter) -> io::Result<()> {
    let log = Capped::open(path, LIMIT)?;
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(level)
        .with_writer(Mutex::new(log))
        .finish();
    tracing::subscriber::set_global_default(subscriber).map_err(io::Error::other)
}

/// A file that takes so many bytes and drops the rest.
struct Capped {
    file: File,
    left: u64,
}

impl Capped {
    fn open(path: &Path, limit: u64) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut size = fs::metadata(path).map_or(0, |m| m.len());
        if size > limit / 2 {
            fs::rename(path, path.with_extension("log.old"))?;
            size = 0;
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self {
            file,
            left: limit - size,
        })
    }
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let wanted = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        match self.left.checked_sub(wanted) {
            Some(left) => {
                self.file.write_all(bytes)?;
                self.left = left;
            }
            None => self.left = 0,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/sysdrill.log");
        for round in 0..4 {
            let mut log = Capped::open(&path, 100).unwrap();
            for line in 0..9 {
                assert_eq!(
                    log.write(format!("round {round} line {line}\n").as_bytes())
                        .unwrap(),
                    15
                );
            }
            assert!(fs::metadata(&path).unwrap().len() <= 100);
        }
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("round 3 line 0\n"), "{text}");
        let old = fs::read_to_string(path.with_extension("log.old")).unwrap();
        assert!(old.starts_with("round 2 line 0\n"), "{old}");
    }
}
