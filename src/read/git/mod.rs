//! What git knows of a knowledge base: when each file was created and changed, and when it became final.
//!
//! The program `git` is asked, in one pass over the log, while the files are read; until the next commit that is remembered.
//! Where there is no git, no repository, or no commit, nothing is known, and nothing is said about it. What differs since a
//! revision is another matter ([`since`]): who asks for it gets it, or an error.

mod before;
mod diff;
mod finished;
mod log;
mod memory;
mod program;
mod since;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::thread::JoinHandle;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::core::config::{Config, Loaded};
use crate::core::files;
use crate::core::model::{Document, History, Repository};
use crate::store::{Room, Store};
pub use before::{contents, default_base, head, prefix};
pub use diff::{Change, What};
use log::FileHistory;
use memory::Memory;
use program::{Git, Problem};
pub use since::{Since, since};

/// A log that is being read.
#[derive(Debug)]
pub struct Reading(JoinHandle<Result<Read, Problem>>);

/// What the log says.
#[derive(Debug)]
struct Read {
    git: Git,
    state: State,
    memory: Memory,
    /// Whether the memory is the one that was kept.
    is_kept: bool,
    room: Room,
}

/// What is known in the end.
#[derive(Debug, Default)]
pub struct Known {
    pub repository: Option<Repository>,
    /// What a person should know about it.
    pub note: Option<String>,
}

/// Where a folder lies in a repository, and what that one's history is recognised by.
#[derive(Debug)]
struct State {
    prefix: String,
    is_shallow: bool,
    whole: String,
}

impl State {
    /// # Errors
    /// There is no git, no repository, or no commit.
    fn of(git: &Git) -> Result<Self, Problem> {
        let asked = ["rev-parse", "--is-shallow-repository", "--show-prefix", "--show-toplevel"];
        let whole = git.text(&[&asked[..], &["--git-path", "shallow", "HEAD"]].concat())?;
        let lines: Vec<&str> = whole.lines().collect();
        let [is_shallow, prefix, top, shallow, ..] = lines[..] else { return Err(Problem::Absent) };
        // Other names for people; and how much is cut off, which is none of the commit's.
        let beside =
            [Path::new(top).join(".mailmap"), git.folder().join(shallow)].map(|path| files::stamp(&path));
        let (prefix, is_shallow) = (prefix.to_owned(), is_shallow == "true");
        Ok(Self { prefix, is_shallow, whole: format!("{whole}{beside:?}") })
    }
}

/// What the history of a content folder is recognised by; empty where there is none, or it is not asked for.
pub fn state(content: &Path, config: &Config) -> String {
    if !config.git.enable {
        return String::new();
    }
    State::of(&Git::new(content)).map(|state| state.whole).unwrap_or_default()
}

/// Begins to read what git knows of a content folder; `None` where that is switched off.
pub fn start(loaded: &Loaded, store: &Store) -> Option<Reading> {
    let config = &loaded.config;
    if !config.git.enable {
        return None;
    }
    let (git, room) = (Git::new(&loaded.content), memory::room(store, loaded));
    let with_names = config.git.contributors;
    let thread = std::thread::Builder::new().name("git".into());
    thread.spawn(move || read(git, room, with_names)).ok().map(Reading)
}

fn read(git: Git, room: Room, with_names: bool) -> Result<Read, Problem> {
    let state = State::of(&git)?;
    let mut memory = Memory::read(&room);
    let is_kept = memory.state == state.whole;
    if !is_kept {
        memory.files = log::read(&git, state.is_shallow, with_names)?.into_files();
        memory.state.clone_from(&state.whole);
        let named: HashSet<&str> = memory.files.values().flat_map(FileHistory::blobs).collect();
        memory.finals.retain(|blob, _| named.contains(blob.as_str()));
    }
    Ok(Read { git, state, memory, is_kept, room })
}

impl Reading {
    /// Waits for the log, and finds out when those of `documents` that are final became so.
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
        let Self { git, state, mut memory, is_kept, room } = self;
        let known_before = memory.finals.len();
        let finished = finished::find(&git, &memory.files, documents, config, &mut memory.finals);
        let mut histories = BTreeMap::new();
        for document in documents {
            let path = &document.source.path;
            let Some(file) = memory.files.get(path) else { continue };
            let finished = finished.get(path).copied();
            histories.insert(path.clone(), history(file, finished, &config.timezone));
        }
        if !is_kept || memory.finals.len() > known_before {
            memory.keep(&room);
        }
        let note = state.is_shallow.then(|| {
            "the clone is shallow, so that git does not know when older files were written; a full clone does".to_owned()
        });
        let State { prefix, is_shallow, .. } = state;
        Known { repository: Some(Repository { prefix, is_shallow, files: histories }), note }
    }
}

fn history(file: &FileHistory, finished: Option<i64>, zone: &TimeZone) -> History {
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
