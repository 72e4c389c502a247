//! `lookback review`: what whoever reviews a pull request should know.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build::{ReviewOptions, review};
use lookback::core::progress::Progress;
use lookback::tools::report::Terminal;
use lookback::tools::review::{SCHEMA, markdown};

use super::Failure;

/// Report what a pull request brings, as a comment for its reviewers
///
/// What was added and changed, whether it happened before and what had been promised then, similar incidents, new names
/// that may be misspellings, findings on what changed, and what to ask. Findings don't make it fail: that is for
/// `lookback check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback review                      the branch against the one that it comes from
  lookback review --base HEAD~3
  lookback review --format json | jq -r '.post_mortems[].questions[]'

Exit codes: 0 done, whatever was found; 2 could not run.")]
pub struct Review {
    /// Branch or commit to compare with [default: target of the pull request in CI, else the branch of `origin`]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Who reads the report
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: Format,
    /// Most characters of the Markdown, 1000 or more; what is left out is said. GitHub takes 65536, GitLab 1000000
    #[arg(long, value_name = "N", default_value_t = markdown::LIMIT, value_parser = limit)]
    limit: usize,
    /// Address below which files of the repository can be seen, for links [default: relative links]
    #[arg(long, value_name = "URL")]
    files_url: Option<String>,
    /// Count what is late as on this day, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Print the JSON Schema of `--format json` instead
    #[arg(long)]
    schema: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A comment on a pull request
    Markdown,
    /// Any program
    Json,
}

impl Review {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let root = super::base(&self.root, "review --root DIR")?;
        let base = self.base.or_else(target_of_pull_request);
        let options = ReviewOptions {
            root: &root,
            base: base.as_deref(),
            files: self.files_url.as_deref(),
            today: self.today,
        };
        let progress = Progress::new(terminal.shows_progress());
        let reviewed = review(&options, &progress);
        progress.finish();
        let reviewed = reviewed?;
        terminal.data(|out| match self.format {
            Format::Markdown => out.write_all(markdown::write(&reviewed, self.limit).as_bytes()),
            Format::Json => reviewed.write(out),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A number of characters that has room for what is said in any case.
fn limit(text: &str) -> Result<usize, String> {
    let limit: usize = text.parse().map_err(|_| "it is a number of characters, such as 65536".to_owned())?;
    if limit < markdown::LEAST {
        let least = markdown::LEAST;
        return Err(format!("the summary alone needs up to {least} characters; write {least} or more"));
    }
    Ok(limit)
}

/// The branch that a pull request wants to get into, as CI systems tell it.
fn target_of_pull_request() -> Option<String> {
    let names = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"];
    let name =
        names.into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    Some(format!("origin/{name}"))
}
