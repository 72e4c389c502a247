//! `lookback check`: what is missing, contradicts itself, reads as blame or should not be public.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build::Content;
use lookback::check::Severity;
use lookback::check::rules::{self, Rule};
use lookback::diagnostic::{Diagnostic, Level, did_you_mean};
use lookback::findings::{self, SCHEMA};
use lookback::progress::Progress;
use lookback::report::{Terminal, count};

use super::Failure;

/// Review post-mortems: what is missing, contradicts itself, or reads as blame
///
/// Looks at all post-mortems and reports everything in one run, with the place, why it matters and what to write instead.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback check                                  the knowledge base in this folder
  lookback check content/2026/*.md                only these files; links and repeats are still seen
  lookback check --explain counterfactual         what a rule is about
  lookback check --format sarif > findings.sarif  for code scanning

Exit codes: 0 nothing that fails; 1 an error, or anything with --strict; 2 could not run.")]
pub struct Check {
    /// Report only what is about these files or folders
    paths: Vec<PathBuf>,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Who reads the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Exit with 1 when anything was found, warnings included
    #[arg(long)]
    strict: bool,
    /// Check as on this day, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Explain a rule, and check nothing
    #[arg(long, value_name = "RULE", conflicts_with_all = ["list", "schema"])]
    explain: Option<String>,
    /// List all rules with their levels, and check nothing
    #[arg(long, conflicts_with = "schema")]
    list: bool,
    /// Print the JSON Schema of `--format json` instead
    #[arg(long)]
    schema: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// People, as compilers talk to them
    Human,
    /// Any program
    Json,
    /// Code scanning, SARIF 2.1.0
    Sarif,
    /// GitHub Actions, as annotations
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// Whatever reads `JUnit`'s XML
    Junit,
}

impl Check {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.list {
            terminal.data(|out| out.write_all(listed().as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(name) = &self.explain {
            let text = explained(name)?;
            terminal.data(|out| out.write_all(text.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let chosen = self.chosen()?;
        let progress = Progress::new(terminal.shows_progress());
        let content = Content::read(&self.root)?;
        let folder = content.loaded.content.clone();
        let (site, mut found) = content.check(self.today, &progress);
        progress.finish();
        let is_chosen = |path: &Path| {
            chosen.is_empty()
                || path.canonicalize().is_ok_and(|path| chosen.iter().any(|one| path.starts_with(one)))
        };
        found.retain(|finding| is_chosen(Path::new(&finding.path)));
        let files = site.documents.iter().filter(|one| is_chosen(&folder.join(&one.source.path))).count();
        match self.format.of_programs() {
            Some(format) => terminal.data(|out| findings::write(&found, files, format, out))?,
            None => {
                terminal.findings(&found)?;
                terminal.say(&summary(&found, files))?;
            }
        }
        let fails = found.iter().any(|finding| self.strict || finding.level == Level::Error);
        Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// The paths as the disk has them. One that is not there is an error: in CI, silence would look like good news.
    fn chosen(&self) -> Result<Vec<PathBuf>, Diagnostic> {
        let on_disk = |path: &PathBuf| {
            path.canonicalize().map_err(|error| {
                let shown = path.display().to_string();
                Diagnostic::error("unreadable-file", shown, error.to_string())
                    .hint("Name a file or a folder that is there.")
            })
        };
        self.paths.iter().map(on_disk).collect()
    }
}

impl Format {
    fn of_programs(self) -> Option<findings::Format> {
        Some(match self {
            Self::Human => return None,
            Self::Json => findings::Format::Json,
            Self::Sarif => findings::Format::Sarif,
            Self::Github => findings::Format::Github,
            Self::Gitlab => findings::Format::Gitlab,
            Self::Junit => findings::Format::Junit,
        })
    }
}

/// `12 files: 1 error, 3 warnings`
fn summary(found: &[Diagnostic], files: usize) -> String {
    let of = |level| found.iter().filter(|finding| finding.level == level).count();
    let files = count(files, "file");
    match (of(Level::Error), of(Level::Warning)) {
        (0, 0) => format!("{files}: nothing to complain about"),
        (errors, warnings) => format!("{files}: {}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}

fn listed() -> String {
    let width = rules::all().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for group in rules::all().chunk_by(|a, b| a.group == b.group) {
        out.push_str(&format!("{}\n", group[0].group));
        for rule in group {
            out.push_str(&format!("  {:width$}  {:5}  {}\n", rule.name, level(rule), rule.what));
        }
        out.push('\n');
    }
    out.push_str("Levels are set in `[check]` of book.toml: `allow`, `warn` or `deny`.\n");
    out
}

fn explained(name: &str) -> Result<String, Diagnostic> {
    let Some(rule) = rules::find(name) else {
        let near = did_you_mean(name, rules::all().iter().map(|rule| rule.name.as_str()));
        let hint = near.map_or_else(
            || "`lookback check --list` shows all rules.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        return Err(
            Diagnostic::error("unknown-rule", "--explain", format!("there is no rule `{name}`")).hint(hint)
        );
    };
    Ok(format!(
        "{} ({}, {})\n\n{}\n\nWhy: {}\n\nInstead: {}\n\nTo let one be, with the reason, on the line above it:\n  <!-- lookback-allow {}: reason -->\nTo set its level, in book.toml:\n  [check]\n  {} = \"deny\"\n",
        rule.name,
        rule.group,
        level(rule),
        rule.what,
        rule.why,
        rule.instead,
        rule.name,
        rule.name
    ))
}

fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Severity::Allow => "allow",
        Severity::Warn => "warn",
        Severity::Deny => "deny",
    }
}
