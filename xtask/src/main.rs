//! Developer chores: `cargo xtask bench`, `cargo xtask relevance`.
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
mod words;

use std::process::ExitCode;

use xtask::relevance;

const USAGE: &str = "\
Usage: cargo xtask bench [--sizes 1000,10000] [--runs 3] [--json FILE] [--corpus DIR]
       cargo xtask relevance [--corpora DIR] [--binary PATH] [--set tune|held-out|all] [--pagefind] [--json]

  bench   builds a generated knowledge base of each size, cold and unchanged, and prints a table in Markdown:
          time, CPU, peak memory, the share of each stage; beside it `cp -r` of the site, and Hugo where it is
          installed. Times vary by tens of per cent from run to run: compare ratios taken in one run.

  --sizes N,N   numbers of post-mortems
  --runs N      runs of each step, of which the median by time is reported
  --json FILE   also write the figures to FILE
  --corpus DIR  measure this knowledge base instead of generated ones

  relevance   puts the judged queries of tests/relevance to `lookback search` and prints how early what a person would
              accept is found: success@1, success@5, MRR, nDCG@10, and what is not found at once.

  --corpora DIR    where the corpora are [default: ../shared/corpora]
  --binary PATH    the program, which is not built by this [default: target/release/lookback]
  --set SET        the queries that ranking is tuned on, those that are held out, or all [default: all]
  --pagefind       also ask Pagefind (needs node and npm); `--pagefind=only` asks nothing else
  --json           print everything as JSON";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("bench") => bench::Options::parse(arguments).and_then(|options| bench::run(&options)),
        Some("relevance") => {
            relevance::Options::parse(arguments).and_then(|options| judge_relevance(&options))
        }
        Some("--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
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
