//! Developer chores: `cargo xtask bench`, `cargo xtask wasm`.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool of its own, which prints and works on files"
)]

mod bench;
mod corpus;
mod hugo;
mod measure;
mod random;
mod wasm;
mod words;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask bench [--sizes 1000,10000] [--runs 3] [--json FILE] [--corpus DIR]
       cargo xtask wasm [--check] [--toolchain rustup|debian]

  bench   builds a generated knowledge base of each size, cold and unchanged, and prints a table in Markdown:
          time, CPU, peak memory, the share of each stage; beside it `cp -r` of the site, and Hugo where it is
          installed. Times vary by tens of per cent from run to run: compare ratios taken in one run.

  --sizes N,N   numbers of post-mortems
  --runs N      runs of each step, of which the median by time is reported
  --json FILE   also write the figures to FILE
  --corpus DIR  measure this knowledge base instead of generated ones

  wasm    builds the search engine of the page into themes/default/search. It needs rustup's target
          wasm32-unknown-unknown, which it adds where it can, or Debian's packages, which it fetches into target/;
          and wasm-opt, on the path or by npm.

  --check           build nothing; exit code 1 when the committed engine is older than its sources
  --toolchain NAME  take this compiler rather than the first that can be had";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("bench") => bench::Options::parse(arguments)
            .and_then(|options| bench::run(&options))
            .map(|()| ExitCode::SUCCESS),
        Some("wasm") => wasm::Options::parse(arguments).and_then(|options| wasm::run(&options)),
        Some("--help" | "-h") => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(USAGE.into()),
    };
    result.unwrap_or_else(|message| {
        eprintln!("{message}");
        ExitCode::from(2)
    })
}
