//! What a pull request brings, for whoever reviews it: what was added and changed, whether it happened before, what had
//! been promised then, what is odd, and what to ask.
//!
//! Pure: git and the disk are asked in `build`. [`Review`] is plain data; [`markdown`] makes a comment of it.

mod difference;
mod incident;
pub mod links;
pub mod markdown;
mod names;
mod questions;
mod settings;

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use crate::core::diagnostic::{Diagnostic, Level};
use crate::core::model::{Document, Kind};
use crate::know::link::{DocumentId, Site};
use crate::read::git::{Change, What};
pub use difference::Difference;
pub use incident::{Earlier, EarlierAction, Facts, Incident, Similar};
use links::Links;
pub use names::NewName;
pub use settings::Setting;

/// JSON Schema (draft 2020-12) of a review as JSON.
pub const SCHEMA: &str = include_str!("review.schema.json");

/// What a review is made of.
#[derive(Debug)]
pub struct Input<'a> {
    /// The knowledge base with the change.
    pub site: &'a Site,
    /// The commit that is compared with.
    pub base: &'a str,
    /// The branch or commit that was named, or taken, to compare with.
    pub revision: &'a str,
    /// The commit that is checked out.
    pub head: Option<&'a str>,
    /// Text of `book.toml` as it was, and as it is.
    pub settings: (&'a str, &'a str),
    pub changes: &'a [Change],
    /// Documents as they were, by the path that each had then.
    pub before: &'a BTreeMap<String, Document>,
    /// By path below the content folder and place: all of files that changed, of others what the change breaks there.
    pub findings: &'a [Diagnostic],
    /// The day that "late" counts from.
    pub today: Date,
    pub links: &'a Links,
}

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Review {
    /// Full name of the commit that is compared with.
    pub base: String,
    /// The branch or commit that was named, or taken, to compare with.
    pub revision: String,
    /// Whether what is checked out has no commit that the revision lacks: only what is not committed is compared then.
    pub is_level: bool,
    /// Added and changed ones, what matters most first.
    pub post_mortems: Vec<Incident>,
    /// Services, causes, teams and pages that have a file of their own, by path.
    pub descriptions: Vec<Described>,
    pub removed: Vec<Removed>,
    /// Services and causes that no post-mortem named before.
    pub new_names: Vec<NewName>,
    /// Settings of `book.toml` that are others now, by key.
    pub settings: Vec<Setting>,
    /// Links from files that the change leaves alone to what it took away.
    pub broken: Vec<Finding>,
}

/// What became of a file that is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    Added,
    Changed,
    Moved,
}

/// A file that describes a service, a cause or a team, or is a page.
#[derive(Debug, Serialize)]
pub struct Described {
    pub kind: &'static str,
    pub path: String,
    pub title: String,
    pub url: String,
    pub change: Became,
    pub findings: Vec<Finding>,
}

/// A file that is gone.
#[derive(Debug, Serialize)]
pub struct Removed {
    pub kind: &'static str,
    pub path: String,
    pub title: String,
    pub date: Option<Date>,
    /// Action items of it that were still to be done.
    pub open: usize,
}

/// Something odd.
#[derive(Debug, Serialize)]
pub struct Finding {
    pub level: &'static str,
    pub rule: &'static str,
    pub path: String,
    pub line: Option<usize>,
    pub message: String,
    pub hint: Option<String>,
    pub url: String,
}

impl Review {
    /// Looks at what changed.
    pub fn new(input: &Input<'_>) -> Self {
        let site = input.site;
        let touched: Vec<(DocumentId, &Change)> = input
            .changes
            .iter()
            .filter(|change| change.what != What::Removed)
            .filter_map(|change| Some((document(site, &change.path)?, change)))
            .collect();
        let new_names = names::new(input, &touched);
        let mut post_mortems = incident::all(input, &touched, &new_names);
        post_mortems.sort_by_cached_key(Incident::rank);
        let descriptions = touched
            .iter()
            .filter(|(id, _)| !site.documents[*id].is_post_mortem())
            .map(|(id, change)| described(input, *id, change))
            .collect();
        Self {
            base: input.base.to_owned(),
            revision: input.revision.to_owned(),
            is_level: input.head == Some(input.base),
            post_mortems,
            descriptions,
            removed: removed(input),
            new_names,
            settings: settings::between(input.settings.0, input.settings.1),
            broken: broken(input),
        }
    }

    /// Whether the change leaves the knowledge base as it was.
    pub fn is_empty(&self) -> bool {
        let has_files =
            !(self.post_mortems.is_empty() && self.descriptions.is_empty() && self.removed.is_empty());
        !has_files && self.settings.is_empty()
    }

    /// Everything odd about it.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let of_incidents = self.post_mortems.iter().flat_map(|one| &one.findings);
        of_incidents.chain(self.descriptions.iter().flat_map(|one| &one.findings)).chain(&self.broken)
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

/// The document that has this path.
fn document(site: &Site, path: &str) -> Option<DocumentId> {
    site.documents.binary_search_by(|document| document.source.path.as_str().cmp(path)).ok()
}

fn became(change: &Change) -> Became {
    match change.what {
        What::Added => Became::Added,
        What::Renamed { .. } => Became::Moved,
        What::Changed | What::Removed => Became::Changed,
    }
}

/// The document as it was, under whatever path.
fn before<'a>(input: &Input<'a>, change: &Change) -> Option<&'a Document> {
    let path = match &change.what {
        What::Renamed { from } => from,
        _ => &change.path,
    };
    input.before.get(path)
}

/// Findings of a file that the change can have brought: of a new file all, of another those of its new lines, and those
/// that have no line.
fn findings(input: &Input<'_>, change: &Change) -> Vec<Finding> {
    let start = input.findings.partition_point(|finding| finding.path < change.path);
    let of_file = input.findings[start..].iter().take_while(|finding| finding.path == change.path);
    let is_new = |one: &&Diagnostic| one.place.as_ref().is_none_or(|place| change.has_line(place.line));
    let mut findings: Vec<Finding> = of_file.filter(is_new).map(|one| finding(input, one)).collect();
    findings.sort_by_key(|finding| (finding.level, finding.line));
    findings
}

fn finding(input: &Input<'_>, found: &Diagnostic) -> Finding {
    let line = found.place.as_ref().map(|place| place.line);
    Finding {
        level: match found.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        rule: found.rule,
        path: found.path.clone(),
        line,
        message: found.message.clone(),
        hint: found.hint.clone(),
        url: input.links.file(&found.path, line),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PostMortem => "post-mortem",
        Kind::Service => "service",
        Kind::Cause => "cause",
        Kind::Team => "team",
        Kind::Page => "page",
    }
}

fn described(input: &Input<'_>, id: DocumentId, change: &Change) -> Described {
    let document = &input.site.documents[id];
    Described {
        kind: kind(document.source.kind),
        path: change.path.clone(),
        title: document.title.clone(),
        url: input.links.file(&change.path, None),
        change: became(change),
        findings: findings(input, change),
    }
}

fn removed(input: &Input<'_>) -> Vec<Removed> {
    let gone = input.changes.iter().filter(|change| change.what == What::Removed);
    let documents = gone.filter_map(|change| input.before.get(&change.path));
    documents
        .map(|document| {
            let facts = document.post_mortem();
            Removed {
                kind: kind(document.source.kind),
                path: document.source.path.clone(),
                title: document.title.clone(),
                date: facts.and_then(|facts| facts.date),
                open: facts.map_or(0, |facts| {
                    facts.action_items.iter().filter(|item| item.state.is_pending()).count()
                }),
            }
        })
        .collect()
}

/// What points to a file that is gone, or is elsewhere now, from files that the change leaves alone.
fn broken(input: &Input<'_>) -> Vec<Finding> {
    let is_touched = |path: &str| input.changes.iter().any(|change| change.path == path);
    input.findings.iter().filter(|one| !is_touched(&one.path)).map(|one| finding(input, one)).collect()
}
