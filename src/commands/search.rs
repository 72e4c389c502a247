//! `lookback search`: finds what happened before.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lookback::build::ask::{self, Answer, Asked, Origin, ask};
use lookback::core::progress::Progress;
use lookback::tools::listing;
use lookback::tools::report::{Terminal, shown};
use lookback_search::{FacetName, Request};

use super::Failure;

/// Find post-mortems by words, services, causes and dates
///
/// All words have to match; typing errors and other forms of a word are forgiven. Filters can be options or stand in the
/// query; several values of one filter mean any of them. The page "Searching" of the manual has the whole language.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback search connection pool            both words
  lookback search '\"connection pool\" -redis'  the phrase, and not redis
  lookback search ERR_CONN_RESET --after 2024
  lookback search --service checkout --group-by cause
  lookback search 'severity:sev1 duration:>2h' --sort longest
  lookback search dns --json | jq -r '.hits[].path'

Exit codes: 0 something was found; 1 nothing; 2 could not run.")]
pub struct Search {
    /// What to look for; without it, everything that the filters leave. A query that begins with `-` comes after `--`
    query: Vec<String>,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    output: Output,
}

/// Each may be given several times.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
struct Filters {
    /// Incidents of this service
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// … with this cause
    #[arg(long, value_name = "NAME")]
    cause: Vec<String>,
    /// … set off by this
    #[arg(long, value_name = "NAME")]
    trigger: Vec<String>,
    /// … of this severity
    #[arg(long, value_name = "LEVEL")]
    severity: Vec<String>,
    /// … whose post-mortem is in this state
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// … of this team
    #[arg(long, value_name = "NAME")]
    team: Vec<String>,
    /// … with this tag
    #[arg(long, value_name = "NAME")]
    tag: Vec<String>,
    /// … in which this person or team has a role, or an action item
    #[arg(long, value_name = "NAME")]
    owner: Vec<String>,
    /// … of this year
    #[arg(long, value_name = "YEAR")]
    year: Vec<String>,
    /// Pages of this kind instead of incidents: service, cause, team, page, any
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// On this day, month or year, or later: 2024-03-09, 2024-03, 2024
    #[arg(long, value_name = "DATE")]
    after: Option<String>,
    /// Before this day, month or year
    #[arg(long, value_name = "DATE")]
    before: Option<String>,
    /// Lasting so long: '>2h', '<=90m', 1h..2h
    #[arg(long, value_name = "LENGTH")]
    duration: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Answer")]
struct Output {
    /// Show what the hits have in common instead of the hits
    #[arg(long, value_name = "FACET")]
    group_by: Option<GroupBy>,
    /// Order of the hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    sort: Sort,
    /// Show at most N hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Leave out the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// Print JSON, with facets and groups
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of that instead
    #[arg(long)]
    schema: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GroupBy {
    Cause,
    Service,
    Trigger,
    Year,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// The best match first; without words, the newest
    Relevance,
    Newest,
    Oldest,
    Longest,
    /// The worst first
    Severity,
}

impl Search {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.output.schema {
            terminal.data(|out| out.write_all(ask::SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let request = self.request();
        let progress = Progress::new(terminal.shows_progress());
        let asked = ask(&super::base(&self.root, "search --root DIR")?, &request, &progress);
        progress.finish();
        let asked = asked?;
        terminal.remark(&origin(&asked.origin))?;
        self.notes(&asked, &request, terminal)?;
        let text = self.text(&asked, &request, terminal);
        terminal.data(|out| out.write_all(text.as_bytes()))?;
        Ok(if asked.response.total > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn request(&self) -> Request {
        let Filters { service, cause, trigger, severity, status, team, tag, owner, year, kind, .. } =
            &self.filters;
        let filters = [
            (FacetName::Service, service),
            (FacetName::Cause, cause),
            (FacetName::Trigger, trigger),
            (FacetName::Severity, severity),
            (FacetName::Status, status),
            (FacetName::Team, team),
            (FacetName::Tag, tag),
            (FacetName::Owner, owner),
            (FacetName::Year, year),
            (FacetName::Kind, kind),
        ];
        let filters = filters.into_iter().filter(|(_, values)| !values.is_empty());
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Request {
            query: self.query.join(" "),
            filters: filters.map(|(facet, values)| (facet, values.clone())).collect(),
            after: text(&self.filters.after),
            before: text(&self.filters.before),
            duration: text(&self.filters.duration),
            sort: self.output.sort.into(),
            offset: self.output.offset,
            limit: if self.output.group_by.is_some() && !self.output.json { 0 } else { self.output.limit },
            typing: false,
            snippets: true,
            brief: false,
            group_by: self.output.group_by.map(FacetName::from),
        }
    }

    fn text(&self, asked: &Asked, request: &Request, terminal: &Terminal) -> String {
        let (response, config) = (&asked.response, &asked.config);
        if self.output.json {
            let answer = Answer::new(response, request.offset, config);
            return format!("{:#}\n", serde_json::json!(answer));
        }
        let paint = terminal.paint();
        match request.group_by {
            Some(by) => listing::groups(response.groups.get(&by).map_or(&[], Vec::as_slice), by, paint),
            None => listing::hits(response, config, paint, |hit| asked.target(hit)),
        }
    }

    /// What is said about the answer, on standard error. With JSON, the answer has it.
    fn notes(&self, asked: &Asked, request: &Request, terminal: &Terminal) -> Result<(), Failure> {
        let response = &asked.response;
        if self.output.json {
            return Ok(());
        }
        for message in &response.messages {
            terminal.note(&message.text)?;
        }
        if response.relaxed && response.total > 0 {
            terminal.note("Nothing has all of these words. What has some of them:")?;
        }
        if response.total == 0 {
            terminal.note("Nothing was found.")?;
        }
        if let Some(meant) = &response.did_you_mean {
            terminal.note(&format!("Did you mean: {meant}"))?;
        }
        let last = request.offset + response.hits.len();
        match request.group_by {
            Some(by) if response.total > 0 && response.groups.get(&by).is_none_or(Vec::is_empty) => {
                terminal.note(&format!("None of the {} hits names a {}.", response.total, by.as_str()))?;
            }
            None if last < response.total && !response.hits.is_empty() => {
                let first = request.offset + 1;
                let total = response.total;
                terminal
                    .note(&format!("Hits {first} to {last} of {total}; `--offset {last}` shows more."))?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Which index was used, for those who want to know.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Found(folder) => format!("The index in {} fits the content.", shown(folder)),
        Origin::Made(folder) => format!("No index fits the content; made one in {}.", shown(folder)),
        Origin::Lost(why) => format!("No index fits the content; made one that is not kept: {why}."),
    }
}

impl From<GroupBy> for FacetName {
    fn from(by: GroupBy) -> Self {
        match by {
            GroupBy::Cause => Self::Cause,
            GroupBy::Service => Self::Service,
            GroupBy::Trigger => Self::Trigger,
            GroupBy::Year => Self::Year,
        }
    }
}

impl From<Sort> for lookback_search::Sort {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Newest => Self::Newest,
            Sort::Oldest => Self::Oldest,
            Sort::Longest => Self::Longest,
            Sort::Severity => Self::Severity,
        }
    }
}
