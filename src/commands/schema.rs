//! `lookback schema`: lets an editor complete and check front matter.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lookback::build;
use lookback::core::model;
use lookback::core::progress::Progress;
use lookback::tools::report::Terminal;
use lookback::tools::schema;

use super::Failure;

/// Print the JSON Schema of front matter, for editors
///
/// With the severities, statuses, services, causes, teams and tags of the knowledge base. Names that it does not have yet
/// are allowed. Print it again when they have changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback schema > post-mortem.schema.json
  lookback schema --kind service > service.schema.json")]
pub struct Schema {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// What the files describe
    #[arg(long, value_name = "KIND", default_value = "post-mortem")]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    PostMortem,
    Service,
    Cause,
    Team,
    Page,
}

impl Schema {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let progress = Progress::new(terminal.shows_progress());
        let read = build::read(&super::base(&self.dir, "schema DIR")?, &progress);
        progress.finish();
        let (site, _) = read?;
        let kind = match self.kind {
            Kind::PostMortem => model::Kind::PostMortem,
            Kind::Service => model::Kind::Service,
            Kind::Cause => model::Kind::Cause,
            Kind::Team => model::Kind::Team,
            Kind::Page => model::Kind::Page,
        };
        let schema = schema::front_matter(&site, kind);
        terminal.data(|out| writeln!(out, "{schema:#}"))?;
        Ok(ExitCode::SUCCESS)
    }
}
