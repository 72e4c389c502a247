//! `lookback build`: content in, site out.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build::{Built, Options, build};
use lookback::core::diagnostic::{Diagnostic, Level};
use lookback::core::output::Change;
use lookback::core::plain::{count, printable, thousands};
use lookback::core::progress::Progress;
use lookback::tools::report::{Summary, Terminal, Verbosity, shown};

use super::Failure;

/// Make the site
///
/// Reads the Markdown files of a knowledge base and writes its site. Only what changed is written; pages whose source
/// is gone are removed; files that Lookback did not write are never touched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback build                     the knowledge base in this folder, to `site/`
  lookback build incidents -d out    the one in `incidents`, to `out/`
  lookback build --public            what readers outside may see, to `site-public/`
  lookback build --strict            for CI: fails when anything is odd")]
pub struct Build {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write the site to this folder [default: `build-dir` of book.toml, else `site` or `site-public` in DIR]
    #[arg(short, long, value_name = "DEST", visible_alias = "dest-dir")]
    dest: Option<PathBuf>,
    /// Exit with 1 when anything was found, warnings included
    #[arg(long)]
    strict: bool,
    /// Use at most N threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Build as on this day, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Build the edition for readers outside: only what is `visibility: public`, without what is internal
    #[arg(long)]
    public: bool,
    /// Write the site although none of the post-mortems is left that it has
    #[arg(long)]
    allow_empty: bool,
    /// Make everything anew: neither use nor keep what earlier builds have found out
    #[arg(long)]
    no_cache: bool,
    /// Print how long each stage took
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    timings: Option<TimingsFormat>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TimingsFormat {
    /// For people
    Table,
    /// One line of seconds by stage
    Json,
}

impl Build {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let since = Instant::now();
        let base = super::base(&self.dir, "build DIR")?;
        let progress = Progress::new(terminal.shows_progress());
        let options = Options {
            root: &base,
            dest: self.dest.as_deref(),
            threads: self.threads,
            today: self.today,
            public: self.public,
            allow_empty: self.allow_empty,
            no_cache: self.no_cache,
        };
        let built = build(&options, &progress);
        progress.finish();
        let built = built?;
        terminal.findings(&built.diagnostics)?;
        for note in &built.notes {
            terminal.say(&format!("note: {note}"))?;
        }
        terminal.say(&summary(&built, since.elapsed()).line())?;
        if terminal.verbosity() >= Verbosity::Verbose {
            terminal.say(&written(&built))?;
        }
        if terminal.verbosity() >= Verbosity::Explaining {
            built.changes.iter().try_for_each(|change| terminal.say(&made(change)))?;
        }
        if let Some(format) = self.timings {
            terminal.data(|out| out.write_all(timings(&built.timings, format).as_bytes()))?;
        }
        let failed = self.strict && !built.diagnostics.is_empty();
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn summary(built: &Built, took: Duration) -> Summary {
    let of = |level| built.diagnostics.iter().filter(|found: &&Diagnostic| found.level == level).count();
    Summary {
        post_mortems: built.post_mortems,
        services: built.services,
        causes: built.causes,
        dest: shown(&built.dest),
        took,
        errors: of(Level::Error),
        warnings: of(Level::Warning),
    }
}

/// `12 files written, 1,200 unchanged, 3 removed; 1 parsed, 20 made`
fn written(built: &Built) -> String {
    let [unchanged, removed] = [built.unchanged, built.removed].map(thousands);
    let [parsed, made] = [built.parsed, built.made].map(thousands);
    let written = count(built.written, "file");
    format!("{written} written, {unchanged} unchanged, {removed} removed; {parsed} parsed, {made} made")
}

/// `made 2024/cache.html: its own text, what is similar`
fn made((output, changes): &(String, Vec<Change>)) -> String {
    let names: Vec<&str> = changes.iter().map(|change| change.name()).collect();
    format!("made {}: {}", printable(output), names.join(", "))
}

fn timings(stages: &[(&'static str, Duration)], format: TimingsFormat) -> String {
    match format {
        TimingsFormat::Json => {
            let seconds = stages.iter().map(|(stage, took)| format!("\"{stage}\":{:.6}", took.as_secs_f64()));
            format!("{{{}}}\n", seconds.collect::<Vec<_>>().join(","))
        }
        TimingsFormat::Table => {
            let all = stages.iter().map(|(_, took)| took.as_secs_f64()).sum::<f64>().max(f64::MIN_POSITIVE);
            let rows = stages.iter().map(|(stage, took)| {
                let seconds = took.as_secs_f64();
                format!("{stage:10} {seconds:>8.3} s {:>4.0} %\n", 100.0 * seconds / all)
            });
            rows.collect()
        }
    }
}
