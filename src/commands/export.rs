//! `lookback export`: the post-mortems as data.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lookback::build;
use lookback::core::progress::Progress;
use lookback::site::export;
use lookback::tools::report::Terminal;

use super::{EventKind, Failure};

/// Print the post-mortems as data for other programs
///
/// One record per post-mortem, by path, on standard output; findings go to standard error. `--schema` documents the
/// fields. In CSV, lists are joined by `; `, timelines and action items are counted, unknown keys are JSON text.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback export > incidents.json
  lookback export --format csv > incidents.csv
  lookback export --format ndjson | jq -r 'select(.severity == \"sev1\") | .title'
  lookback export --kind incident --kind near-miss > incidents.json
  lookback export --public > public.json
  lookback export --schema")]
pub struct Export {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write one array, one record a line, or one row a record
    #[arg(long, default_value = "json")]
    format: Format,
    /// Only events of this kind; may be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<EventKind>,
    /// Only what readers outside may see, as `lookback build --public` publishes it
    #[arg(long)]
    public: bool,
    /// In CSV, leave cells as they are that a spreadsheet would take for formulas
    #[arg(long)]
    raw: bool,
    /// Print the JSON Schema of a record instead
    #[arg(long)]
    schema: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Ndjson,
    Csv,
}

impl Export {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(export::SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let base = super::base(&self.dir, "export DIR")?;
        let progress = Progress::new(terminal.shows_progress());
        let read = match self.public {
            true => build::read_public(&base, &progress),
            false => build::read(&base, &progress),
        };
        progress.finish();
        let (site, findings) = read?;
        terminal.findings(&findings)?;
        let format = match self.format {
            Format::Json => export::Format::Json,
            Format::Ndjson => export::Format::Ndjson,
            Format::Csv if self.raw => export::Format::RawCsv,
            Format::Csv => export::Format::Csv,
        };
        let kinds: Vec<_> = self.kind.iter().map(|kind| kind.of()).collect();
        terminal.data(|out| export::write(&site, &kinds, format, out))?;
        Ok(ExitCode::SUCCESS)
    }
}
