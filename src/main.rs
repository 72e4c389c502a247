//! The command line: arguments in, exit code out.

mod commands;

// A tenth of a build was spent on memory with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

use clap::Parser;

/// 0: done. 1: `--strict` and something was found. 2: could not run.
fn main() -> ExitCode {
    commands::run(commands::Cli::parse())
}
