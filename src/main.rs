//! The binary: hands the arguments to [`sysdrill::cli`] and prints what went wrong.

use std::process::ExitCode;

fn main() -> ExitCode {
    sysdrill::cli::main()
}
