//! The command line: arguments in, exit code out.

mod commands;

use std::process::ExitCode;

use clap::Parser;

/// 0: done. 1: `--strict` and something was found. 2: could not run.
fn main() -> ExitCode {
    commands::run(commands::Cli::parse())
}
