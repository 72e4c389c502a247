//! `lookback similar`: has this happened before?

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lookback::build;
use lookback::build::Content;
use lookback::core::config;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::files;
use lookback::core::labels::severity_label;
use lookback::core::progress::Progress;
use lookback::know::insight::recurrence::Ledger;
use lookback::know::insight::similar::nearest;
use lookback::know::link::{DocumentId, Site};
use lookback::read::load::Draft;
use lookback::site::export::similar::{Answer, ChainPlace, Likeness, SCHEMA};
use lookback::tools::report::Terminal;

use super::Failure;

/// Name of a draft that has none.
const STANDARD_INPUT: &str = "<standard input>";

/// Find the incidents most like one
///
/// Says why: a shared cause, service, trigger or factor, rare words and identifiers of both texts. Also says which chain of
/// returns it is in, and what earlier ones promised and had not done. A draft that is not in the knowledge base is read as
/// a file of it would be.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback similar content/2026/2026-05-04-search.md
  lookback similar 2026-05-04-search --limit 10
  lookback similar - --dir incidents < draft.md     a draft
  lookback similar draft.md --json | jq -r '.similar[].path'")]
pub struct Similar {
    /// A file, the id or path of a post-mortem, or `-` for a draft from standard input
    #[arg(value_name = "FILE|ID|-", required_unless_present = "schema")]
    incident: Option<PathBuf>,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "KB", default_value = ".")]
    dir: PathBuf,
    /// Print at most N
    #[arg(long, value_name = "N", default_value_t = 5)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of `--json` instead
    #[arg(long)]
    schema: bool,
}

impl Similar {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let Some(incident) = self.incident.as_deref().filter(|_| !self.schema) else {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        };
        let progress = Progress::new(terminal.shows_progress());
        let (site, id, is_draft, findings) =
            read(incident, &super::base(&self.dir, "similar --dir DIR")?, &progress)?;
        let similar = nearest(&site, id, self.limit);
        let ledger = Ledger::new(&site);
        progress.finish();
        terminal.findings(&findings)?;
        let answer = Answer::new(&site, &ledger, id, is_draft, &similar);
        terminal.data(|out| if self.json { answer.write(out) } else { print(&answer, out) })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The knowledge base, the incident that is meant, and whether it is a draft.
fn read(
    incident: &Path,
    dir: &Path,
    progress: &Progress,
) -> Result<(Site, DocumentId, bool, Vec<Diagnostic>), Failure> {
    if incident.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return with_draft(dir, STANDARD_INPUT, STANDARD_INPUT.to_owned(), bytes, progress);
    }
    if incident.is_file() {
        let shown = incident.display().to_string();
        let bytes = files::read(incident)
            .map_err(|error| Diagnostic::error("unreadable-file", shown.clone(), error.to_string()))?;
        let path = path_below(dir, incident)?.unwrap_or_else(|| shown.clone());
        return with_draft(dir, &shown, path, bytes, progress);
    }
    let (site, _) = build::read(dir, progress)?;
    let name = incident.to_string_lossy();
    match site.find(&name) {
        Some(id) => Ok((site, id, false, Vec::new())),
        None => Err(Diagnostic::error(
            "unknown-incident",
            name.clone(),
            format!("`{name}` is neither a file nor a post-mortem"),
        )
        .hint(
            "Name a file, or a post-mortem by its id, path or title; `-` reads a draft from standard input.",
        )
        .into()),
    }
}

/// The path of a file below the content folder, if it is in there.
fn path_below(dir: &Path, file: &Path) -> Result<Option<String>, Failure> {
    let content = config::load(dir)?.content;
    let (Ok(content), Ok(file)) = (content.canonicalize(), file.canonicalize()) else { return Ok(None) };
    let below = file.strip_prefix(&content).ok();
    Ok(below.map(|path| path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")))
}

fn with_draft(
    dir: &Path,
    shown: &str,
    path: String,
    bytes: Vec<u8>,
    progress: &Progress,
) -> Result<(Site, DocumentId, bool, Vec<Diagnostic>), Failure> {
    let (site, id, is_new, mut findings) = Content::read(dir)?.join_with(Draft { path, bytes }, progress)?;
    for finding in &mut findings {
        shown.clone_into(&mut finding.path);
    }
    Ok((site, id, is_new, findings))
}

/// For people.
fn print(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    if answer.similar.is_empty() {
        writeln!(out, "Nothing is similar to “{}”.", answer.of.title)?;
    }
    print_found(answer, out)
}

/// For people: what is similar and what recurs, and nothing where there is neither.
pub(super) fn print_found(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !answer.similar.is_empty() {
        writeln!(out, "Similar to “{}”:", answer.of.title)?;
    }
    for one in &answer.similar {
        writeln!(out, "\n{}", head(one))?;
        writeln!(out, "  {}\n  {}", one.incident.path, one.why)?;
    }
    for chain in &answer.chains {
        writeln!(out, "\n{}", returned(chain))?;
        for tracked in &chain.left_open {
            writeln!(out, "  {}: {} (from {})", tracked.standing, tracked.title, tracked.from)?;
        }
    }
    Ok(())
}

fn head(one: &Likeness<'_>) -> String {
    let date = one.incident.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let severity =
        one.incident.severity.map(|severity| format!(", {}", severity_label(severity))).unwrap_or_default();
    format!("{} ({date}{severity})", one.incident.title)
}

fn returned(chain: &ChainPlace<'_>) -> String {
    let open = match chain.left_open.len() {
        0 => String::new(),
        1 => "; one action of an earlier one was not done:".to_owned(),
        more => format!("; {more} actions of earlier ones were not done:"),
    };
    match chain.number {
        Some(number) => format!("Recurring: {}, no. {number} of {}{open}", chain.name, chain.of),
        None => format!("Recurring: {}, {} times; this one has no date", chain.name, chain.of),
    }
}
