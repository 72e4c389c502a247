//! Developer chores: `cargo xtask bench`, `cargo xtask relevance`, `cargo xtask wasm`, `cargo xtask contexts`,
//! `cargo xtask growth`.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool of its own, which prints and works on files"
)]

mod bench;
mod bench_search;
mod growth;
mod hugo;
mod measure;
mod wasm;

use std::process::ExitCode;

use xtask::relevance;

const USAGE: &str = "\
Usage: cargo xtask bench [--sizes 1000,10000,50000] [--runs 3] [--json FILE] [--corpus DIR]
       cargo xtask relevance [--corpora DIR] [--binary PATH] [--set tune|held-out|all] [--pagefind] [--json]
       cargo xtask bench-search [--size 10000] [--corpus DIR]
       cargo xtask wasm [--check] [--toolchain rustup|debian]
       cargo xtask contexts
       cargo xtask map
       cargo xtask growth [--binary PATH] [--only TEXT]

  bench   builds a generated knowledge base of each size: cold, unchanged, and after one change of each kind. It prints
          a table in Markdown: time, CPU, peak memory, files written, the share of each stage; beside it `cp -r` of
          the site, and Hugo with Pagefind where they are on the path, with the ratios to both together. Times vary
          by tens of per cent from run to run: compare ratios taken in one run.

  --sizes N,N   numbers of post-mortems
  --runs N      runs of each step, of which the median by time is reported
  --json FILE   also write the figures to FILE
  --corpus DIR  measure this knowledge base instead of generated ones

  bench-search   builds the same with its search index, and measures in Chromium what a reader waits for and loads;
                 beside it Pagefind, where it is on the path.

  --size N      number of post-mortems
  --corpus DIR  measure this knowledge base instead of a generated one

  relevance   puts the judged queries of tests/all/relevance to `lookback search` and prints how early what a person would
              accept is found: success@1, success@5, MRR, nDCG@10, and what is not found at once.

  --corpora DIR    where the corpora are [default: ../shared/corpora]
  --binary PATH    the program, which is not built by this [default: target/release/lookback]
  --set SET        the queries that ranking is tuned on, those that are held out, or all [default: all]
  --pagefind       also ask Pagefind (needs node and npm); `--pagefind=only` asks nothing else
  --json           print everything as JSON

  wasm    builds the search engine of the page into themes/default/search. It needs rustup's target
          wasm32-unknown-unknown, which it adds where it can, or Debian's packages, which it fetches into target/;
          and wasm-opt, on the path or by npm.

  --check           build nothing; exit code 1 when the committed engine is older than its sources
  --toolchain NAME  take this compiler rather than the first that can be had

  contexts   writes the manual's page on what templates are given, from what they are given.

  growth   builds inputs of many shapes, each at a size and at four times the size, and prints the CPU time of both. Exit
           code 1 when one takes more than eight times as long for that, or a minute.

  --binary PATH   the program, which is not built by this [default: target/release/lookback]
  --only TEXT     only the shapes whose names hold this";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("bench") => done(bench::Options::parse(arguments).and_then(|options| bench::run(&options))),
        Some("bench-search") => {
            done(bench_search::Options::parse(arguments).and_then(|options| bench_search::run(&options)))
        }
        Some("relevance") => {
            done(relevance::Options::parse(arguments).and_then(|options| judge_relevance(&options)))
        }
        Some("wasm") => wasm::Options::parse(arguments).and_then(|options| wasm::run(&options)),
        Some("contexts") => rewrite("contexts"),
        Some("map") => rewrite("map"),
        Some("growth") => growth::Options::parse(arguments)
            .and_then(|options| growth::run(&options))
            .map(|is_good| if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
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

fn done(result: Result<(), String>) -> Result<ExitCode, String> {
    result.map(|()| ExitCode::SUCCESS)
}

/// The test that holds a document to the program also writes it.
fn rewrite(test: &str) -> Result<ExitCode, String> {
    let status = std::process::Command::new("cargo")
        .args(["test", "--quiet", "--package", "lookback", "--test", test])
        .env("LOOKBACK_WRITE", "1")
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn judge_relevance(options: &relevance::Options) -> Result<(), String> {
    let outcomes = relevance::judge(options)?;
    if options.json {
        println!("{:#}", relevance::as_json(&outcomes, &options.engines));
    } else {
        print!("{}", relevance::tables(&outcomes, &options.engines));
    }
    Ok(())
}
