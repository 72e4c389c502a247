//! `lookback check`: what is missing, contradicts itself, reads as blame or should not be public.

mod explain;
mod fix;
mod watch;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use lookback::build::Content;
use lookback::core::config;
use lookback::core::config::Loaded;
use lookback::core::diagnostic::{Diagnostic, Level};
use lookback::core::plain::count;
use lookback::core::progress::Progress;
use lookback::read::git::{self, Change, Since};
use lookback::store::Store;
use lookback::store::cache::Cache;
use lookback::tools::check::{Gone, rules};
use lookback::tools::findings::{self, SCHEMA};
use lookback::tools::report::{Terminal, shown as shown_path};

use super::Failure;

/// Review post-mortems: what is missing, contradicts itself, or reads as blame
///
/// Looks at all post-mortems and reports everything in one run, with the place, why it matters and what to write instead.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback check                                  the knowledge base in this folder
  lookback check content/2026/*.md                only these files; links and repeats are still seen
  lookback check --since origin/main              only lines that a pull request changes
  lookback check --fix                            mend what is only a matter of form
  lookback check --watch                          again whenever something changes
  lookback check --explain counterfactual         what a rule is about
  lookback check --format sarif > findings.sarif  for code scanning

Exit codes: 0 nothing that fails; 1 an error, or anything with --strict; 2 could not run.")]
pub struct Check {
    /// Report only what is about these files or folders; one folder with a book.toml, or outside of this one, is the
    /// knowledge base itself
    paths: Vec<PathBuf>,
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files [default: `.`]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Report only what is about lines that differ from a revision of git: from the newest commit that it shares with HEAD
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Mend what can be mended without changing what it means: names, keys, lists and dates in front matter
    #[arg(long)]
    fix: bool,
    /// Check again whenever the content, the settings or a theme changes
    #[arg(long)]
    watch: bool,
    /// Report a rule in this run, even where book.toml allows it; can be given more than once
    #[arg(long, value_name = "RULE")]
    warn: Vec<String>,
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

/// What one run has found.
struct Checked {
    /// Findings of the chosen files and lines.
    found: Vec<Diagnostic>,
    /// How many files were looked at.
    files: usize,
    /// Texts of the files that something could be mended in, by the path of their findings.
    texts: HashMap<String, String>,
}

/// The files and lines that are asked for.
struct Choice {
    /// As the disk has them; all, where there are none.
    paths: Vec<PathBuf>,
    since: Option<Since>,
}

impl Check {
    pub fn run(mut self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        if self.schema {
            terminal.data(|out| out.write_all(SCHEMA.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.list {
            terminal.data(|out| out.write_all(explain::listed().as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(name) = &self.explain {
            let text = explain::explained(name)?;
            terminal.data(|out| out.write_all(text.as_bytes()))?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(name) = self.warn.iter().find(|name| rules::find(name).is_none()) {
            return Err(explain::unknown(name, "--warn").into());
        }
        self.settle()?;
        if self.watch { watch::run(&self, terminal) } else { self.once(terminal) }
    }

    /// Checks, mends if asked to, and tells.
    fn once(&self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let mut checked = self.look(terminal)?;
        if self.fix {
            let fixed = fix::all(&mut checked, terminal, || self.look(terminal))?;
            if let Some(line) = fixed {
                // Standard output belongs to the findings where a program reads them.
                if self.format == Format::Human { terminal.say(&line)? } else { terminal.note(&line)? }
            }
        }
        let Checked { found, files, .. } = &checked;
        match self.format.of_programs() {
            Some(format) => terminal.data(|out| findings::write(found, *files, format, out))?,
            None => {
                terminal.all_findings(found)?;
                terminal.say(&summary(found, *files, self.fix))?;
            }
        }
        let fails = found.iter().any(|finding| self.strict || finding.level == Level::Error);
        Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// Finds the knowledge base: the one that is named, or that of the current folder; else that of the path that is named,
    /// which is all of it or a part.
    fn settle(&mut self) -> Result<(), Diagnostic> {
        let locate = |folder: &Path| super::base(folder, "check --root DIR");
        let named = match (&self.root, self.paths.first()) {
            (Some(root), _) => root.clone(),
            (None, Some(path)) if is_meant(path) => match config::above(&folder_of(path)) {
                Some(_) => folder_of(path),
                None if self.paths.len() == 1 && path.is_dir() => path.clone(),
                None => ".".into(),
            },
            (None, _) => ".".into(),
        };
        let root = locate(&named)?;
        // As other commands take a folder: as the whole.
        if self.root.is_none() && self.paths.len() == 1 && is_same(&self.paths[0], &root) {
            self.paths.clear();
        }
        self.root = Some(root);
        Ok(())
    }

    fn root(&self) -> &Path {
        self.root.as_deref().unwrap_or(Path::new("."))
    }

    fn look(&self, terminal: &Terminal) -> Result<Checked, Failure> {
        let mut loaded = config::load(self.root())?;
        loaded.config.check.raised.extend(self.warn.iter().cloned());
        let folder = loaded.content.clone();
        let paths = self.chosen(&loaded)?;
        // Of other files than the chosen ones only what is known of them matters; it is read while git looks for changes.
        let (since, cache) = rayon::join(
            || self.since.as_ref().map(|revision| git::since(&folder, revision)).transpose(),
            || (self.since.is_some() || !paths.is_empty()).then(|| Cache::open(&Store::of(&loaded), &loaded)),
        );
        let choice = Choice { since: since?, paths };
        let content = match cache {
            Some(cache) => Content::some(loaded, cache, |path| choice.has_file(&folder, path)),
            None => Content::all(loaded),
        };
        let gone = choice.since.as_ref().map(|since| Gone::new(&since.changes)).unwrap_or_default();
        let progress = Progress::new(terminal.shows_progress());
        let (site, mut found) =
            content.check(self.today, |path| choice.has_file(&folder, path), &gone, &progress);
        progress.finish();
        if site.documents.is_empty() {
            let fault =
                Diagnostic::error("no-content", shown_path(&folder), "there is no Markdown file to check");
            return Err(fault
                .hint("Go to the folder of the knowledge base, or name it with `--root`.")
                .into());
        }
        let shown = |path: &str| folder.join(path).display().to_string();
        if let Some(since) = &choice.since {
            let changes: HashMap<String, &Change> =
                since.changes.iter().map(|change| (shown(&change.path), change)).collect();
            found.retain(|finding| {
                changes.get(&finding.path).map_or_else(
                    || self.paths.is_empty() && gone.broke(finding),
                    |change| is_touched(finding, change),
                )
            });
        }
        let files = site.documents.iter().filter(|one| choice.has_file(&folder, &one.source.path)).count();
        let fixable: std::collections::HashSet<&str> = found
            .iter()
            .filter(|finding| finding.fix.is_some())
            .map(|finding| finding.path.as_str())
            .collect();
        let texts =
            site.documents.into_iter().map(|document| (shown(&document.source.path), document.source.text));
        let texts = texts.filter(|(path, _)| fixable.contains(path.as_str()));
        let texts = texts.map(|(path, text)| (path, text.as_str().to_owned())).collect();
        Ok(Checked { found, files, texts })
    }

    /// The paths as the disk has them. One that is not there, or elsewhere, is an error: in CI, silence would look like
    /// good news. Other files of the knowledge base are let be, for hooks name all that changed.
    fn chosen(&self, loaded: &Loaded) -> Result<Vec<PathBuf>, Diagnostic> {
        let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (root, content) = (whole(&loaded.root), whole(&loaded.content));
        let on_disk = |path: &PathBuf| {
            let shown = path.display().to_string();
            let fault = |message: String| Diagnostic::error("unreadable-file", &shown, message);
            let found = path
                .canonicalize()
                .map_err(|error| fault(error.to_string()).hint("Name a file or a folder that is there."))?;
            if found.starts_with(&root) || found.starts_with(&content) || content.starts_with(&found) {
                return Ok(found);
            }
            let message = format!("it is outside of the knowledge base in {}", root.display());
            Err(fault(message).hint("Name the folder of its knowledge base with `--root`."))
        };
        self.paths.iter().map(on_disk).collect()
    }
}

impl Choice {
    /// Whether a file, by its path below the content folder, is asked for.
    fn has_file(&self, content: &Path, path: &str) -> bool {
        if let Some(since) = &self.since
            && since.change(path).is_none()
        {
            return false;
        }
        self.paths.is_empty()
            || content
                .join(path)
                .canonicalize()
                .is_ok_and(|path| self.paths.iter().any(|one| path.starts_with(one)))
    }
}

/// Whether a path says which knowledge base is meant: a folder elsewhere, or anything where the current folder is in none.
fn is_meant(path: &Path) -> bool {
    !is_of_current(path) && (path.is_dir() || config::above(Path::new(".")).is_none())
}

/// Whether a path belongs to the knowledge base that the current folder is in, or to that folder if it is in none.
fn is_of_current(path: &Path) -> bool {
    let here = Path::new(".");
    let base = config::above(here);
    let outer = base.clone().or_else(|| here.canonicalize().ok()).unwrap_or_default();
    let is_inside = path.canonicalize().is_ok_and(|path| path.starts_with(&outer));
    // One that is not there is told of later; one with settings of its own is another knowledge base.
    !path.exists() || is_inside && config::above(&folder_of(path)) == base
}

/// A folder, or that of a file.
fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_owned();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}

/// Whether a change may have led to a finding: it is on a line that is new, or about the file as a whole.
fn is_touched(finding: &Diagnostic, change: &Change) -> bool {
    let is_whole = rules::find(finding.rule).is_some_and(|rule| rule.whole);
    is_whole || finding.place.as_ref().is_none_or(|place| change.has_line(place.line))
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

/// `12 files: 1 error, 3 warnings; 2 of them can be mended with --fix`
fn summary(found: &[Diagnostic], files: usize, is_fixed: bool) -> String {
    let of = |level| found.iter().filter(|finding| finding.level == level).count();
    let looked_at = count(files, "file");
    let mut line = match (of(Level::Error), of(Level::Warning)) {
        (0, 0) if files == 0 => "0 files: nothing was checked".to_owned(),
        (0, 0) => format!("{looked_at}: nothing to complain about"),
        (errors, warnings) => {
            format!("{looked_at}: {}, {}", count(errors, "error"), count(warnings, "warning"))
        }
    };
    let fixable = found.iter().filter(|finding| finding.fix.is_some()).count();
    if fixable > 0 && !is_fixed {
        line.push_str(&format!("; `--fix` mends {fixable} of them"));
    }
    line
}
