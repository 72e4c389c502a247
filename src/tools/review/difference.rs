//! What a change does to the facts of a post-mortem that was there before.

use serde::Serialize;

use crate::core::address::slug;
use crate::core::config::Config;
use crate::core::labels::severity_label;
use crate::core::model::{ActionItem, Document, PostMortem, Section, SectionKind};
use crate::core::phases::length;

/// One fact that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `severity`, `services`, …
    pub what: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What a section that is gone is told as.
pub const SECTION_REMOVED: &str = "section removed";

/// Facts that a reviewer should ask about where they are gone.
pub const FACTS: [&str; 7] =
    ["date", "severity", "services", "causes", "time to detect", "time to mitigate", "time to resolve"];

/// What is told of a post-mortem: each fact with its text.
fn facts(document: &Document, config: &Config) -> Vec<(&'static str, Option<String>)> {
    let Some(known) = document.post_mortem() else { return Vec::new() };
    let list = |names: &[String]| {
        let mut names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        names.sort_unstable();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let minutes =
        |duration: Option<crate::core::model::Duration>| duration.map(|duration| length(duration.minutes));
    vec![
        ("title", Some(document.title.clone())),
        ("date", known.date.map(|date| date.to_string())),
        ("severity", severity(known, config)),
        ("status", known.status.clone()),
        ("services", list(&known.services)),
        ("causes", list(&known.causes)),
        ("time to detect", minutes(known.times.detect())),
        ("time to mitigate", minutes(known.times.mitigate())),
        ("time to resolve", minutes(known.times.resolve())),
    ]
}

/// The facts that differ, in the order in which they are told.
pub fn between(old: &Document, new: &Document, config: &Config) -> Vec<Difference> {
    let facts = facts(old, config).into_iter().zip(facts(new, config));
    let mut differences: Vec<Difference> = facts
        .filter(|((_, before), (_, after))| before != after)
        .map(|((what, before), (_, after))| Difference { what, before, after })
        .collect();
    if let (Some(was), Some(is)) = (old.post_mortem(), new.post_mortem()) {
        differences.extend(sections(old, new));
        differences.extend(actions(was, is));
    }
    differences
}

/// Sections that are gone: neither is there one of that heading, nor are there as many of what it is for. So a section
/// that has another name now is still there.
fn sections(old: &Document, new: &Document) -> Vec<Difference> {
    let headings = |all: &[Section]| -> Vec<Section> {
        let counts = |section: &&Section| section.is_heading || section.kind != SectionKind::Other;
        all.iter().filter(counts).cloned().collect()
    };
    let (old, new) = (headings(&old.body.sections), headings(&new.body.sections));
    let of = |all: &[Section], kind: SectionKind| all.iter().filter(|one| one.kind == kind).count();
    let is_there = |gone: &Section| new.iter().any(|one| slug(&one.heading) == slug(&gone.heading));
    old.iter()
        .filter(|one| !is_there(one) && of(&new, one.kind) < of(&old, one.kind))
        .map(|one| Difference { what: SECTION_REMOVED, before: Some(one.heading.clone()), after: None })
        .collect()
}

/// Action items that are new, gone, or stand elsewhere; told apart by their words.
fn actions(old: &PostMortem, new: &PostMortem) -> Vec<Difference> {
    let find = |items: &[ActionItem], wanted: &ActionItem| {
        items.iter().find(|item| slug(&item.title) == slug(&wanted.title)).cloned()
    };
    let mut found = Vec::new();
    for item in &new.action_items {
        match find(&old.action_items, item) {
            None => {
                found.push(Difference { what: "new action", before: None, after: Some(item.title.clone()) })
            }
            Some(was) if was.state != item.state => found.push(Difference {
                what: "action",
                before: Some(format!("{}: {}", was.title, was.state.name())),
                after: Some(item.state.name().to_owned()),
            }),
            Some(_) => {}
        }
    }
    let gone = old.action_items.iter().filter(|item| find(&new.action_items, item).is_none());
    found.extend(gone.map(|item| Difference {
        what: "action taken out",
        before: Some(item.title.clone()),
        after: None,
    }));
    found
}

/// The severity as it is shown, or what was written where it is none.
pub fn severity(facts: &PostMortem, config: &Config) -> Option<String> {
    let level = facts.severity.and_then(|level| config.severity.levels.get(level));
    level.map(|level| severity_label(level)).or_else(|| facts.severity_text.clone())
}
