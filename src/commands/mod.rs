//! The subcommands, one file each. Only these know clap.

mod actions;
mod adopt;
mod build;
mod check;
mod completions;
mod export;
mod init;
mod new;
mod review;
mod schema;
mod search;
mod serve;
mod similar;
mod stats;
mod theme;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use lookback::core::config;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::model::IncidentKind;
use lookback::core::today;
use lookback::tools::report::{self, Terminal, Verbosity};

/// Keeps what a team learns from incidents.
///
/// Lookback turns a folder of Markdown post-mortems into a static site that answers: has this happened before? To which
/// service? Why? Did we do what we said we would?
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  lookback init incidents     start a knowledge base in the folder `incidents`
  lookback new 'Disk full'    begin a post-mortem
  lookback adopt content      what is known of those that there are
  lookback serve incidents    preview the site while you write
  lookback build incidents    make the site: open incidents/site/index.html
  lookback search dns         has this happened before?
  lookback build --help       what else a build can do
  lookback actions incidents  what was promised and is still open

Exit codes: 0 done; 1 `--strict` or `--fail-on` and something was found, nothing was to be found, or files had to be left; 2 could not run."
)]
pub struct Cli {
    #[command(flatten)]
    voice: Voice,
    #[command(subcommand)]
    command: Command,
}

/// Kinds of event.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum EventKind {
    Incident,
    NearMiss,
    /// Planned work
    Maintenance,
    /// A game day
    Drill,
}

impl EventKind {
    fn of(self) -> IncidentKind {
        match self {
            Self::Incident => IncidentKind::Incident,
            Self::NearMiss => IncidentKind::NearMiss,
            Self::Maintenance => IncidentKind::Maintenance,
            Self::Drill => IncidentKind::Drill,
        }
    }
}

/// How much is printed, and how.
#[derive(Debug, Args)]
struct Voice {
    /// Print nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Print all findings, and what was written; `-vv` also why `build` made each file
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Output")]
    verbose: u8,
    /// Use colours; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Actions(actions::Actions),
    Init(init::Init),
    New(new::New),
    Adopt(adopt::Adopt),
    Serve(serve::Serve),
    Search(Box<search::Search>),
    Export(export::Export),
    Similar(similar::Similar),
    Stats(stats::Stats),
    Review(review::Review),
    Schema(schema::Schema),
    Theme(theme::Theme),
    Completions(completions::Completions),
}

impl Command {
    /// Whether what it says depends on the day.
    fn counts_days(&self) -> bool {
        !matches!(self, Self::Init(_) | Self::Schema(_) | Self::Completions(_) | Self::Adopt(_))
    }
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
enum Failure {
    /// What has to be mended first.
    Findings(Vec<Diagnostic>),
    /// Standard output or standard error failed.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self::Findings(findings)
    }
}

impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        Self::Findings(vec![finding])
    }
}

/// Exit code of a command that could not run; also clap's for wrong arguments.
const COULD_NOT_RUN: u8 = 2;

/// Does what the arguments ask for.
pub fn run(cli: Cli) -> ExitCode {
    let terminal = cli.voice.terminal();
    if let Some(found) = cli.command.counts_days().then(today::fault).flatten() {
        return could_not_run(&terminal, &[found]);
    }
    let result = match cli.command {
        Command::Build(command) => command.run(&terminal),
        Command::Check(command) => command.run(&terminal),
        Command::Actions(command) => command.run(&terminal),
        Command::Init(command) => command.run(&terminal),
        Command::New(command) => command.run(&terminal),
        Command::Adopt(command) => command.run(&terminal),
        Command::Serve(command) => command.run(&terminal),
        Command::Search(command) => command.run(&terminal),
        Command::Export(command) => command.run(&terminal),
        Command::Similar(command) => command.run(&terminal),
        Command::Stats(command) => command.run(&terminal),
        Command::Review(command) => command.run(&terminal),
        Command::Schema(command) => command.run(&terminal),
        Command::Theme(command) => command.run(&terminal),
        Command::Completions(command) => command.run(&terminal),
    };
    match result {
        Ok(code) => code,
        // The reader has seen enough, as in `lookback export | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            let found = Diagnostic::error("cannot-print", "standard output", error.to_string());
            could_not_run(&terminal, &[found])
        }
        Err(Failure::Findings(findings)) => could_not_run(&terminal, &findings),
    }
}

/// The knowledge base that a folder is, or is a part of; with `command` a person names another, `DIR` in its place.
fn base(folder: &Path, command: &str) -> Result<PathBuf, Diagnostic> {
    config::locate(folder, &format!("lookback {command}"))
}

/// Where even this can't be printed, the exit code has to do.
fn could_not_run(terminal: &Terminal, findings: &[Diagnostic]) -> ExitCode {
    let _ = terminal.findings(findings);
    ExitCode::from(COULD_NOT_RUN)
}

impl Voice {
    fn terminal(&self) -> Terminal {
        let verbosity = match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, 0) => Verbosity::Normal,
            (_, 1) => Verbosity::Verbose,
            _ => Verbosity::Explaining,
        };
        let color = match self.color {
            Color::Auto => report::Color::Auto,
            Color::Always => report::Color::Always,
            Color::Never => report::Color::Never,
        };
        Terminal::new(verbosity, color)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
