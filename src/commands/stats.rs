//! `lookback stats`: what the incidents say together, as figures.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build::{self, WithHistory};
use lookback::core::progress::Progress;
use lookback::core::today::today;
use lookback::know::insight::Actions;
use lookback::know::insight::statistics::{Dimension, Statistics, groups};
use lookback::site::export::statistics::{self, Format, Scope};
use lookback::tools::report::Terminal;

use super::{EventKind, Failure};

/// Print how many incidents there are, how long they take, and whether promises are kept
///
/// Medians and percentiles come with the number of incidents that they rest on, and are left out where there are too
/// few. They are those of the page "Insights". Findings go to standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback stats
  lookback stats --by service
  lookback stats --kind maintenance
  lookback stats --since 2026-01-01 --json | jq .durations.resolve.minutes.median")]
pub struct Stats {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Print the figures of each of these instead
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Count incidents of this day and later, `2026-01-01`; undated ones are left out
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Count incidents of this day and earlier; undated ones are left out
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Count events of this kind, and no others; may be given several times [default: incidents and near misses]
    #[arg(long, value_name = "KIND")]
    kind: Vec<EventKind>,
    /// Count as on this day [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Print the JSON Schema of the figures instead
    #[arg(long)]
    schema: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Service,
    Cause,
    Team,
    Severity,
    Year,
}

impl Stats {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(statistics::SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let progress = Progress::new(terminal.shows_progress());
        let read = build::read_with_history(&super::base(&self.dir, "stats DIR")?, &progress);
        progress.finish();
        let WithHistory { site, diagnostics, note, .. } = read?;
        terminal.findings(&diagnostics)?;
        if let Some(note) = note {
            terminal.note(&note)?;
        }
        let today = today(self.today, &site.config.timezone);
        let kinds = self.kind.iter().map(|kind| kind.of()).collect();
        let scope = Scope { today, since: self.since, until: self.until, kinds };
        let incidents = scope.incidents(&site);
        let actions = Actions::new(&site, today);
        let format = if self.json { Format::Json } else { Format::Table };
        match self.by {
            None => {
                let figures = Statistics::new(&site, &incidents, &actions);
                terminal.data(|out| statistics::write(&site, &figures, &scope, format, out))?;
            }
            Some(by) => {
                let dimension = by.dimension();
                let groups = groups(&site, dimension, &incidents, &actions);
                terminal
                    .data(|out| statistics::write_groups(&site, dimension, &groups, &scope, format, out))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl By {
    fn dimension(self) -> Dimension {
        match self {
            Self::Service => Dimension::Service,
            Self::Cause => Dimension::Cause,
            Self::Team => Dimension::Team,
            Self::Severity => Dimension::Severity,
            Self::Year => Dimension::Year,
        }
    }
}
