//! `lookback actions`: what was promised and where it stands.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build;
use lookback::core::diagnostic::{Diagnostic, did_you_mean};
use lookback::core::model::ActionState;
use lookback::core::progress::Progress;
use lookback::core::today;
use lookback::know::insight::actions::{self as insight, Owned, Selection, entry_named};
use lookback::know::link::{Catalog, Site};
use lookback::site::export::actions::{self, SCHEMA};
use lookback::tools::report::Terminal;

use super::Failure;

/// List action items: what is open, what is late, whose it is
///
/// Without options, lists all that are still to be done, by due date. Options narrow that down; all of them have to hold.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback actions                                what is open
  lookback actions --overdue --team 'Edge team'
  lookback actions --state done --format csv > done.csv
  lookback actions --fail-on overdue              for CI: exits with 1 when something is late
  lookback actions --team Storage --format ics > storage.ics")]
pub struct Actions {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Only what is open and past its due date
    #[arg(long, conflicts_with = "state")]
    overdue: bool,
    /// Only those that stand here; several with commas [default: open,in-progress]
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<State>,
    /// Only those of a team or a person; `none` for those that are nobody's
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only those of a team that the knowledge base names
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Only those from incidents of a service, or of a part of it
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Only those due before this day
    #[arg(long, value_name = "DATE")]
    due_before: Option<Date>,
    /// Count from this day, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Write columns, data, a calendar of what is open, or a list in Markdown
    #[arg(long, default_value = "table")]
    format: Format,
    /// In CSV, leave cells as they are that a spreadsheet would take for formulas
    #[arg(long)]
    raw: bool,
    /// Print the JSON Schema of a record instead
    #[arg(long)]
    schema: bool,
    /// Exit with 1 when any of those listed is overdue
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    Open,
    InProgress,
    Done,
    Dropped,
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Ics,
    Markdown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Overdue,
}

impl Actions {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let progress = Progress::new(terminal.shows_progress());
        let read = build::read(&super::base(&self.dir, "actions DIR")?, &progress);
        progress.finish();
        let (site, findings) = read?;
        terminal.findings(&findings)?;
        let all = insight::Actions::new(&site, today::today(self.today, &site.config.timezone));
        let items = all.select(&site, &self.selection(&site, &all)?);
        let format = match self.format {
            Format::Table => actions::Format::Table,
            Format::Json => actions::Format::Json,
            Format::Csv if self.raw => actions::Format::RawCsv,
            Format::Csv => actions::Format::Csv,
            Format::Ics => actions::Format::Ics,
            Format::Markdown => actions::Format::Markdown,
        };
        terminal.data(|out| actions::write(&site, &all, &items, format, out))?;
        let failed = match self.fail_on {
            Some(FailOn::Overdue) => items.iter().any(|id| all.all[*id].late.is_some()),
            None => false,
        };
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// What is wanted. A name that nobody has is an error: in CI, an empty list would look like good news.
    fn selection(&self, site: &Site, all: &insight::Actions) -> Result<Selection, Diagnostic> {
        let states = match self.state.as_slice() {
            [] => vec![ActionState::Open, ActionState::InProgress],
            states if states.contains(&State::All) => Vec::new(),
            states => states.iter().filter_map(|state| state.named()).collect(),
        };
        let owners = &all.owners;
        let owner = |name: &String| match (name.as_str(), owners.position(name)) {
            ("none", _) => Ok(Owned::Nobody),
            (_, Some(owner)) => Ok(Owned::By(owner)),
            _ => Err(unknown("--owner", name, owners.list.iter().map(|owner| owner.name.as_str()))),
        };
        let team =
            |name: &String| owners.team(name).ok_or_else(|| unknown("--team", name, names(&site.teams)));
        let service = |name: &String| {
            entry_named(site, &site.services, name)
                .ok_or_else(|| unknown("--service", name, names(&site.services)))
        };
        Ok(Selection {
            states,
            overdue: self.overdue,
            owner: self.owner.as_ref().map(owner).transpose()?,
            team: self.team.as_ref().map(team).transpose()?,
            service: self.service.as_ref().map(service).transpose()?,
            due_before: self.due_before,
        })
    }
}

impl State {
    fn named(self) -> Option<ActionState> {
        match self {
            Self::Open => Some(ActionState::Open),
            Self::InProgress => Some(ActionState::InProgress),
            Self::Done => Some(ActionState::Done),
            Self::Dropped => Some(ActionState::Dropped),
            Self::All => None,
        }
    }
}

fn names(catalog: &Catalog) -> impl Iterator<Item = &str> {
    catalog.entries.iter().map(|entry| entry.name.as_str())
}

fn unknown<'a>(option: &'static str, name: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let found =
        Diagnostic::error("unknown-name", option, format!("there is no `{name}` in the knowledge base"));
    match did_you_mean(name, known) {
        Some(near) => found.hint(format!("Did you mean `{near}`?")),
        None => found,
    }
}
