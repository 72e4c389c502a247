//! What git knows of a knowledge base: when each file was created and changed, and when it became final.
//!
//! The program `git` is asked, in one pass over the log, while the files are read. Where there is no git, no repository,
//! or no commit, nothing is known, and nothing is said about it. What differs since a revision is another matter
//! ([`since`]): who asks for it gets it, or an error.

mod before;
mod diff;
mod finished;
mod log;
mod program;
mod since;

use std::collections::BTreeMap;
use std::path::Path;
use std::thread::JoinHandle;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::Config;
use crate::files;
use crate::model::{Document, History, Repository};
pub use before::{contents, default_base, head, prefix};
pub use diff::{Change, What};
use log::{File, Log};
use program::{Git, Problem};
pub use since::{Since, since};

/// A log that is being read.
#[derive(Debug)]
pub struct Reading(JoinHandle<Result<Read, Problem>>);

/// What the log says.
#[derive(Debug)]
struct Read {
    git: Git,
    prefix: String,
    is_shallow: bool,
    log: Log,
}

/// What is known in the end.
#[derive(Debug, Default)]
pub struct Known {
    pub repository: Option<Repository>,
    /// What a person should know about it.
    pub note: Option<String>,
}

/// What the history of a content folder is recognised by; empty where there is none, or it is not asked for.
#[must_use]
pub fn state(content: &Path, config: &Config) -> String {
    if !config.git.enable {
        return String::new();
    }
    let git = Git::new(content);
    let asked = ["rev-parse", "--is-shallow-repository", "--show-prefix", "--show-toplevel", "HEAD"];
    let Ok(mut state) = git.text(&asked) else { return String::new() };
    // Other names for people.
    let names = state.lines().nth(2).and_then(|top| files::stamp(&Path::new(top).join(".mailmap")));
    state.push_str(&format!("{names:?}"));
    state
}

/// Begins to read what git knows of a content folder; `None` where that is switched off.
#[must_use]
pub fn start(content: &Path, config: &Config) -> Option<Reading> {
    if !config.git.enable {
        return None;
    }
    let git = Git::new(content);
    let with_names = config.git.contributors;
    let thread = std::thread::Builder::new().name("git".into());
    thread.spawn(move || read(git, with_names)).ok().map(Reading)
}

fn read(git: Git, with_names: bool) -> Result<Read, Problem> {
    let place =
        git.text(&["rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"])?;
    let mut lines = place.lines();
    let is_inside = lines.next() == Some("true");
    let is_shallow = lines.next() == Some("true");
    let prefix = lines.next().unwrap_or_default().to_owned();
    // A repository without a commit has no log.
    if !is_inside || git.text(&["rev-parse", "--quiet", "--verify", "HEAD"]).is_err() {
        return Err(Problem::Absent);
    }
    let log = log::read(&git, is_shallow, with_names)?;
    Ok(Read { git, prefix, is_shallow, log })
}

impl Reading {
    /// Waits for the log, and finds out when those of `documents` that are final became so.
    #[must_use]
    pub fn finish(self, documents: &[Document], config: &Config) -> Known {
        match self.0.join().unwrap_or(Err(Problem::Failed)) {
            Ok(read) => read.known(documents, config),
            Err(Problem::Absent) => Known::default(),
            Err(Problem::TooSlow) => Known {
                repository: None,
                note: Some(
                    "git takes too long, so that nothing is said about the history of files; `enable = false` in \
                     `[git]` of book.toml leaves it out, `git commit-graph write --changed-paths` makes it faster"
                        .to_owned(),
                ),
            },
            Err(Problem::Failed) => Known {
                repository: None,
                note: Some("git could not read the history of the files, so that nothing is said about it".to_owned()),
            },
        }
    }
}

impl Read {
    fn known(self, documents: &[Document], config: &Config) -> Known {
        let files = self.log.into_files();
        let finished = finished::find(&self.git, &files, documents, config);
        let mut histories = BTreeMap::new();
        for document in documents {
            let path = &document.source.path;
            let Some(file) = files.get(path) else { continue };
            let finished = finished.get(path).copied();
            histories.insert(path.clone(), history(file, finished, &config.timezone));
        }
        let note = self.is_shallow.then(|| {
            "the clone is shallow, so that git does not know when older files were written; a full clone does".to_owned()
        });
        let repository = Repository { prefix: self.prefix, is_shallow: self.is_shallow, files: histories };
        Known { repository: Some(repository), note }
    }
}

fn history(file: &File, finished: Option<i64>, zone: &TimeZone) -> History {
    let day = |seconds: i64| -> Option<Date> {
        Some(Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()).date())
    };
    History {
        created: file.created().and_then(day),
        changed: file.changed().and_then(day),
        finished: finished.and_then(day),
        contributors: file.contributors.iter().cloned().collect(),
    }
}
