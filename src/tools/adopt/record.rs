//! What `lookback adopt --json` prints.

use std::io::{self, Write};

use serde::Serialize;

use super::causes::{Evidence, Suggestion};
use super::facts::Fact;
use super::propose::Proposal;
use crate::core::model::{self, Origin};
use crate::read::parse::NewValue;

/// JSON Schema (draft 2020-12) of what is printed.
pub const SCHEMA: &str = include_str!("answer.schema.json");

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    pub files: Vec<FileReport>,
    pub summary: Summary,
}

/// One file that was looked at.
#[derive(Debug, Default, Serialize)]
pub struct FileReport {
    /// As a person would type it.
    pub path: String,
    /// Where a file from elsewhere goes; `None` for one of the knowledge base.
    pub copy_to: Option<String>,
    pub facts: Vec<Known>,
    /// Causes that the text suggests.
    pub causes: Vec<Cause>,
    pub timeline: usize,
    pub action_items: usize,
    /// Expected keys of which nothing is known.
    pub unknown: Vec<&'static str>,
    /// Keys that are left out, since the file would be read differently with them.
    pub withheld: Vec<&'static str>,
    /// Keys whose value may be another; they are not written.
    pub doubts: Vec<Doubt>,
    /// The files that `--split` makes of one with several incidents.
    pub split: Vec<String>,
    /// Whether it was written.
    pub written: bool,
    /// Why it has to stay as it is.
    pub refused: Option<String>,
}

/// One key with its value.
#[derive(Debug, Serialize)]
pub struct Known {
    pub key: &'static str,
    /// A text or a list of texts.
    pub value: serde_json::Value,
    /// `front-matter`, `heading`, `file-name`, `text`, `timeline`, `derived` or `words`.
    pub origin: &'static str,
    /// How sure a date or a time is: `stated`, `labelled`, `inferred` or `doubtful`.
    pub known: Option<&'static str>,
    /// Whether the file has no such key.
    pub new: bool,
}

/// A key whose value may be another, and why.
#[derive(Debug, Serialize)]
pub struct Doubt {
    pub key: &'static str,
    pub why: String,
}

/// A cause and why.
#[derive(Debug, Serialize)]
pub struct Cause {
    pub name: String,
    /// `stated`, `tag`, `title` or `sentence`.
    pub reason: &'static str,
    pub line: Option<usize>,
    pub section: Option<String>,
    pub quote: Option<String>,
}

/// How many files something is known of, suggested causes included.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub files: usize,
    pub title: usize,
    pub date: usize,
    pub started_at: usize,
    pub resolved_at: usize,
    pub severity: usize,
    pub status: usize,
    pub services: usize,
    pub timeline: usize,
    pub action_items: usize,
    pub causes: usize,
    /// Files that keys can be added to.
    pub incomplete: usize,
    pub written: usize,
    pub refused: usize,
}

impl Answer {
    pub fn new(files: Vec<FileReport>) -> Self {
        let summary = Summary::of(&files);
        Self { files, summary }
    }

    /// Writes it as indented JSON.
    ///
    /// # Errors
    /// When `out` can't be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

impl FileReport {
    /// A file that stays as it is, and why.
    pub fn refused(path: String, why: String) -> Self {
        Self { path, refused: Some(why), ..Self::default() }
    }

    pub fn new(path: String, proposal: &Proposal) -> Self {
        Self {
            path,
            facts: proposal.facts.iter().map(known).collect(),
            causes: proposal.causes.iter().map(cause).collect(),
            timeline: proposal.timeline,
            action_items: proposal.action_items,
            unknown: proposal.unknown.clone(),
            withheld: proposal.withheld.clone(),
            doubts: proposal.doubts.iter().map(|(key, why)| Doubt { key, why: why.clone() }).collect(),
            ..Self::default()
        }
    }

    fn knows(&self, key: &str) -> bool {
        self.facts.iter().any(|fact| fact.key == key)
    }
}

impl Summary {
    fn of(files: &[FileReport]) -> Self {
        let count = |is: &dyn Fn(&FileReport) -> bool| files.iter().filter(|file| is(file)).count();
        let knows = |key: &str| count(&|file| file.knows(key));
        Self {
            files: files.len(),
            title: knows("title"),
            date: knows("date"),
            started_at: knows("started_at"),
            resolved_at: knows("resolved_at"),
            severity: knows("severity"),
            status: knows("status"),
            services: knows("services"),
            timeline: count(&|file| file.timeline > 0),
            action_items: count(&|file| file.action_items > 0),
            causes: count(&|file| !file.causes.is_empty() || file.knows("causes")),
            incomplete: count(&|file| file.facts.iter().any(|fact| fact.new)),
            written: count(&|file| file.written),
            refused: count(&|file| file.refused.is_some()),
        }
    }
}

fn known(fact: &Fact) -> Known {
    let value = match &fact.value {
        NewValue::Time(text) | NewValue::Text(text) => text.clone().into(),
        NewValue::List(items) => items.clone().into(),
    };
    Known {
        key: fact.key,
        value,
        origin: origin(fact.origin),
        known: fact.known.map(model::Known::name),
        new: fact.is_new,
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::FrontMatter => "front-matter",
        Origin::Heading => "heading",
        Origin::FileName => "file-name",
        Origin::Text => "text",
        Origin::Timeline => "timeline",
        Origin::Derived => "derived",
        Origin::Words => "words",
    }
}

fn cause(suggestion: &Suggestion) -> Cause {
    let plain = |reason, quote: Option<String>| Cause {
        name: suggestion.name.clone(),
        reason,
        line: None,
        section: None,
        quote,
    };
    match &suggestion.evidence {
        Evidence::Stated => plain("stated", None),
        Evidence::Tag(tag) => plain("tag", Some(tag.clone())),
        Evidence::Title => plain("title", None),
        Evidence::Sentence { line, section, quote } => Cause {
            line: Some(*line),
            section: Some(section.clone()).filter(|section| !section.is_empty()),
            ..plain("sentence", Some(quote.clone()))
        },
    }
}
