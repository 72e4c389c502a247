//! `lookback new`: begins a post-mortem.

mod ask;
mod editor;
mod templates;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use inquire::InquireError;
use jiff::civil::Date;
use lookback::build::Content;
use lookback::core::address::slug;
use lookback::core::config::Loaded;
use lookback::core::diagnostic::{Diagnostic, did_you_mean};
use lookback::core::files;
use lookback::core::plain::harmless;
use lookback::core::progress::Progress;
use lookback::core::today::today;
use lookback::know::insight::recurrence::Ledger;
use lookback::know::insight::similar::nearest;
use lookback::know::link::{DocumentId, Site};
use lookback::read::load::Draft;
use lookback::read::parse::{SEVERITY_WORDS, severity_position};
use lookback::site::export::similar::Answer;
use lookback::tools::draft::{Facts, Names, Spelling, place};
use lookback::tools::report::{Terminal, shown};

use super::Failure;

/// Names that are offered at a time.
const OFFERED: usize = 7;
/// Similar incidents that are shown.
const SIMILAR: usize = 3;

/// Begin a post-mortem
///
/// Writes a file where its neighbours lie and as they are called, from a template whose depth follows the severity, and says
/// at once what is like it: earlier incidents, and which of their actions are still open. In a terminal, asks for what is
/// missing. A file that exists is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback new                                        asks for everything
  lookback new \"Checkout is slow\" --severity sev2 --service 'Checkout API' --open
  lookback new \"Key in a public log\" --template security --no-input

Templates: full, short, near-miss, security, and whatever is in `templates/` of the knowledge base.")]
pub struct New {
    /// What happened, in a few words
    title: Option<String>,
    /// How bad it is, in any spelling
    #[arg(long, value_name = "LEVEL")]
    severity: Option<String>,
    /// A service that was affected; can be repeated
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// A cause; can be repeated
    #[arg(long = "cause", value_name = "NAME")]
    causes: Vec<String>,
    /// The day on which it started, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long)]
    date: Option<Date>,
    /// Template, instead of the one for the severity
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Open the file in $VISUAL or $EDITOR
    #[arg(long)]
    open: bool,
    /// Never ask; what is not given stays empty
    #[arg(long)]
    no_input: bool,
    /// Print what would be written, and write nothing
    #[arg(long, conflicts_with = "open")]
    dry_run: bool,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

/// What is known before and after asking.
#[derive(Debug)]
struct Given {
    title: Option<String>,
    severity: Option<String>,
    services: Vec<String>,
    causes: Vec<String>,
    date: Option<Date>,
}

impl New {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let editor = if self.open { Some(editor::find()?) } else { None };
        let progress = Progress::new(terminal.shows_progress());
        let content = Content::read(&super::base(&self.root, "new --root DIR")?)?;
        let loaded = content.loaded.clone();
        let (site, _) = content.join(&progress);
        progress.finish();
        let (facts, position) = self.facts(&site, terminal)?;
        let template =
            templates::choose(&loaded, self.template.as_deref(), facts.severity.as_deref(), position)?;
        let text = template.fill(&facts)?;
        let is_taken = |path: &str| std::fs::symlink_metadata(loaded.content.join(path)).is_ok();
        let path = place(&site, &facts, is_taken);
        self.say_same(&site, &facts, terminal)?;
        if self.dry_run {
            terminal.note(&format!("would make {}", shown(&loaded.content.join(&path))))?;
            terminal.data(|out| out.write_all(text.as_bytes()))?;
        } else {
            let file = loaded.content.join(&path);
            write(&file, &text)?;
            terminal.say(&format!("made {}", shown(&file)))?;
        }
        self.say_similar(&path, &text, terminal)?;
        if let Some(editor) = editor {
            editor.open(&loaded.content.join(&path))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Whether there is one with this title on this day: perhaps somebody has begun it already.
    fn say_same(&self, site: &Site, facts: &Facts, terminal: &Terminal) -> Result<(), Failure> {
        let is_same = |id: &&DocumentId| {
            slug(&site.documents[**id].title) == slug(&facts.title)
                && site.post_mortem(**id).date == Some(facts.date)
        };
        if let Some(id) = site.by_date.iter().find(is_same) {
            let path = &site.documents[*id].source.path;
            let found =
                Diagnostic::warning("duplicate-title", path, "there is one with this title on this day");
            terminal.findings(&[
                found.hint("If it is the same incident, go on there and remove the new file.")
            ])?;
        }
        Ok(())
    }

    /// What is given and what was answered, as the knowledge base writes it; with the position of the severity.
    fn facts(&self, site: &Site, terminal: &Terminal) -> Result<(Facts, Option<usize>), Failure> {
        let config = &site.config;
        let services = Names::new(site, &site.services, &config.fields.services);
        let causes = Names::new(site, &site.causes, &config.fields.causes);
        let mut given = Given {
            title: self.title.clone().filter(|title| !title.trim().is_empty()),
            severity: self.severity.clone(),
            services: self.services.clone(),
            causes: self.causes.clone(),
            date: self.date,
        };
        // Before anything is asked: who answers five questions should not learn then that the first argument was wrong.
        self.position(&given, site)?;
        if !self.no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            let known = ask::Known {
                today: today(None, &config.timezone),
                severities: &config.severity.levels,
                services: &services,
                causes: &causes,
            };
            ask::ask(&mut given, &known).map_err(|error| unanswered(&error))?;
        }
        let Some(title) = given.title.as_deref().map(one_line).filter(|title| !title.is_empty()) else {
            let hint = "Write `lookback new \"What happened\"`, or run it in a terminal without --no-input.";
            return Err(Diagnostic::error("no-title", "TITLE", "an incident needs a title")
                .hint(hint)
                .into());
        };
        let position = self.position(&given, site)?;
        let facts = Facts {
            title,
            date: given.date.unwrap_or_else(|| today(None, &config.timezone)),
            severity: position.and_then(|position| config.severity.levels.get(position)).cloned(),
            status: config.status.values.first().cloned(),
            services: spelt(&given.services, &services, "service", terminal)?,
            causes: spelt(&given.causes, &causes, "cause", terminal)?,
        };
        Ok((facts, position))
    }

    fn position(&self, given: &Given, site: &Site) -> Result<Option<usize>, Diagnostic> {
        let Some(text) = &given.severity else { return Ok(None) };
        let levels = &site.config.severity.levels;
        let words = SEVERITY_WORDS.iter().map(|(word, _)| *word);
        let near = did_you_mean(text, levels.iter().map(String::as_str).chain(words));
        let hint = near.map_or_else(
            || format!("Known: `{}`.", levels.join("`, `")),
            |near| format!("Did you mean `{near}`?"),
        );
        severity_position(text, &site.config).map(Some).ok_or_else(|| {
            Diagnostic::error("unknown-severity", "--severity", format!("`{text}` is not a severity"))
                .hint(hint)
        })
    }

    /// What is like it by its title, services and causes; the words of the template would only disturb.
    fn say_similar(&self, path: &str, text: &str, terminal: &Terminal) -> Result<(), Failure> {
        let end = text.find("\n---\n").map_or(text.len(), |at| at + 5);
        let mut content = Content::read(&super::base(&self.root, "new --root DIR")?)?;
        content.leave_out(path);
        let draft = Draft { path: path.to_owned(), bytes: text.as_bytes()[..end].to_vec() };
        // A template without a post-mortem's front matter has nothing to compare.
        let Ok((site, id, ..)) = content.join_with(draft, &Progress::new(false)) else { return Ok(()) };
        let ledger = Ledger::new(&site);
        let answer = Answer::new(&site, &ledger, id, true, &nearest(&site, id, SIMILAR));
        if !answer.similar.is_empty() || !answer.chains.is_empty() {
            let mut told = Vec::new();
            super::similar::print_found(&answer, &mut told)?;
            let told = String::from_utf8_lossy(&told);
            let lines: Vec<String> = told.trim().lines().map(harmless).collect();
            terminal.say(&format!("\n{}", lines.join("\n")))?;
        }
        Ok(())
    }
}

/// Names as the knowledge base writes them, each once; says where one is new.
fn spelt(given: &[String], names: &Names, what: &str, terminal: &Terminal) -> Result<Vec<String>, Failure> {
    let mut all: Vec<String> = Vec::new();
    for name in given.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()) {
        let name = match names.spelling(&name) {
            Spelling::Known(name) => name,
            Spelling::New { nearest: Some(near) } => {
                let rule = if what == "service" { "new-service" } else { "new-cause" };
                let message = format!("no incident names the {what} `{name}` yet");
                let found = Diagnostic::warning(rule, format!("--{what}"), message)
                    .hint(format!("Did you mean `{near}`? It is written as it was given."));
                terminal.findings(&[found])?;
                name
            }
            Spelling::New { nearest: None } => {
                if !names.known.is_empty() {
                    terminal.note(&format!("`{name}` is a new {what}"))?;
                }
                name
            }
        };
        if !all.contains(&name) {
            all.push(name);
        }
    }
    Ok(all)
}

/// A name without line breaks and control characters.
fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: files::FileError| {
        Diagnostic::error("cannot-write", error.path.display().to_string(), error.to_string())
    };
    if let Some(folder) = path.parent() {
        files::create_folder(folder).map_err(failed)?;
    }
    if files::write_new(path, text.as_bytes()).map_err(failed)? {
        return Ok(());
    }
    let shown = shown(path);
    let message = format!("{shown} has just been made by somebody else");
    Err(Diagnostic::error("exists", shown, message).hint("Run the command again.").into())
}

fn unanswered(error: &InquireError) -> Diagnostic {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Diagnostic::error(
            "interrupted",
            "lookback new",
            "the questions were not answered; nothing was written",
        ),
        error => Diagnostic::error("cannot-ask", "lookback new", error.to_string())
            .hint("Give the title as an argument, and `--no-input`."),
    }
}

/// The folders in which a knowledge base keeps its templates, the first winning.
fn template_folders(loaded: &Loaded) -> [PathBuf; 2] {
    [loaded.root.join("templates"), loaded.content.join("templates")]
}
