//! The real program with a folder of its own and nothing of this machine's user.
#![expect(clippy::expect_used, reason = "a harness fails by panicking")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run left behind. The folder's name is replaced by `HOME`.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

impl Ran {
    /// Asserts that all went well and gives what was printed.
    pub(crate) fn fine(self) -> String {
        assert_eq!(
            (self.code, self.err.as_str()),
            (Some(0), ""),
            "{}",
            self.out
        );
        self.out
    }

    /// Asserts the exit code and that only an error was told; gives that.
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(
            (self.code, self.out.as_str()),
            (Some(code), ""),
            "{}",
            self.err
        );
        self.err
    }

    /// Asserts that problems were found and printed.
    pub(crate) fn complains(self) -> String {
        assert_eq!(
            (self.code, self.err.as_str()),
            (Some(1), ""),
            "{}",
            self.out
        );
        self.out
    }
}

/// A folder for one test, used as home and as `--data`.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, text).expect("a file can be written");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file that can be read")
    }

    /// The program with `arguments`, not started yet: no input, no environment but the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sysdrill"));
        command.env_clear().env("HOME", self.0.path());
        for name in ["CONFIG", "DATA", "CACHE", "STATE"] {
            command.env(format!("XDG_{name}_HOME"), self.path("xdg"));
        }
        command.arg("--data").arg(self.0.path()).args(arguments);
        command.stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self
            .command(arguments)
            .output()
            .expect("the program starts");
        let home = self.0.path().to_str().expect("UTF-8");
        let text = |bytes| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            text.replace(home, "HOME")
        };
        Ran {
            out: text(output.stdout),
            err: text(output.stderr),
            code: output.status.code(),
        }
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.run(arguments).fine()).expect("JSON")
    }

    /// Flags an item behind the program's back, so that there is something to lose.
    pub(crate) fn flag(&self, item: &str) {
        let sql =
            "INSERT INTO card (item, reviews, lapses, suspended, flagged) VALUES (?1, 0, 0, 0, 1)";
        rusqlite::Connection::open(self.path("progress.sqlite"))
            .and_then(|db| db.execute(sql, [item]))
            .expect("a database that can be written");
    }
}
