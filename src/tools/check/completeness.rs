//! What a post-mortem lacks: sections and fields that its severity asks for, text that was never written.

use std::ops::Range;

use super::{rules, words};
use crate::core::config::Required;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{ActionItem, Document, Milestone, PostMortem, SectionKind};
use crate::know::link::{DocumentId, Site};
use crate::read::markdown::blocks::{Block, outline};
use crate::tools::several::parts;

/// Incidents, or action items, from which on a habit can be seen.
const ENOUGH: usize = 10;

/// What the post-mortems of a knowledge base have. Where no severity says what it needs, only that is asked for which at
/// least one of ten has: a log of status messages has no root causes, and will not get them by being told so.
pub struct Habits {
    sections: Vec<&'static str>,
    fields: Vec<&'static str>,
}

impl Habits {
    pub fn new(site: &Site) -> Self {
        let is_used = |has: &dyn Fn(DocumentId) -> bool| {
            is_habit(site.counted.iter().filter(|id| has(**id)).count(), site.counted.len())
        };
        let sections = Required::SECTIONS.iter().copied();
        let fields = Required::FIELDS.iter().copied();
        Self {
            sections: sections.filter(|name| is_used(&|id| has_section(site, id, name))).collect(),
            fields: fields.filter(|name| is_used(&|id| is_known(site.post_mortem(id), name))).collect(),
        }
    }
}

/// Whether so many of all have something that the others can be asked for it too.
pub fn is_habit(having: usize, all: usize) -> bool {
    all < ENOUGH || having * 10 >= all
}

/// Whether a post-mortem tells what a section is for, under a heading or in front matter.
fn has_section(site: &Site, id: DocumentId, name: &str) -> bool {
    let kind = SectionKind::from_name(name);
    site.documents[id].body.sections.iter().any(|section| section.kinds().any(|one| Some(one) == kind))
        || stands_elsewhere(site.post_mortem(id), name)
}

/// What is missing or empty in a post-mortem.
pub fn check(site: &Site, id: DocumentId, habits: &Habits) -> Vec<Diagnostic> {
    let document = &site.documents[id];
    let facts = site.post_mortem(id);
    let mut found = Vec::new();
    // Planned work has no causes, and a drill no action items that anybody promised.
    let required = if facts.is_planned() { Required::default() } else { required(site, facts, habits) };
    let level = facts.severity.and_then(|severity| site.config.severity.levels.get(severity));
    let level = level.map_or("unknown severity", String::as_str);
    for name in &required.sections {
        if !has_section(site, id, name) {
            let message = format!("an incident of {level} needs a section on {}", in_words(name));
            found.push(at_top(document, "missing-section", message).hint(format!(
                "Add `## {}`, or change `[check.required.{level}]` in book.toml.",
                heading(name)
            )));
        }
    }
    for field in required.fields.iter().filter(|field| !is_known(facts, field)) {
        let message = format!("an incident of {level} needs `{field}`");
        found.push(at_top(document, "missing-field", message).hint(format!(
            "Add `{field}:` to the front matter, or change `[check.required.{level}]` in book.toml."
        )));
    }
    found.extend(sections(document));
    found.extend(several(document));
    if facts.severity == Some(0) && !facts.is_near_miss() && !facts.is_planned() {
        found.extend(top_severity(document, facts));
    }
    found
}

fn required(site: &Site, facts: &PostMortem, habits: &Habits) -> Required {
    let levels = &site.config.severity.levels;
    let severity = facts.severity.and_then(|severity| Some((severity, levels.get(severity)?)));
    let Some((position, name)) = severity else { return Required::default() };
    if let Some(required) = site.config.check.required.get(name) {
        return required.clone();
    }
    let mut usual = Required::usual(position);
    usual.sections.retain(|name| habits.sections.contains(&name.as_str()));
    usual.fields.retain(|name| habits.fields.contains(&name.as_str()));
    usual
}

/// Whether something that has no section of its own is told in front matter.
fn stands_elsewhere(facts: &PostMortem, section: &str) -> bool {
    match section {
        "summary" => facts.summary.is_some() || facts.summary_section.is_some(),
        "impact" => facts.impact.is_some(),
        "timeline" => !facts.timeline.is_empty(),
        "action_items" => !facts.action_items.is_empty(),
        "detection" => facts.detection.is_some(),
        "trigger" => !facts.triggers.is_empty(),
        "contributing_factors" => !facts.contributing_factors.is_empty(),
        _ => false,
    }
}

fn is_known(facts: &PostMortem, field: &str) -> bool {
    match field {
        "date" => facts.date.is_some(),
        "status" => facts.status.is_some(),
        "summary" => facts.summary.is_some() || facts.summary_section.is_some(),
        "services" => !facts.services.is_empty(),
        "causes" => !facts.causes.is_empty(),
        "triggers" => !facts.triggers.is_empty(),
        "teams" => !facts.teams.is_empty(),
        "detection" => facts.detection.is_some(),
        "impact" => facts.impact.is_some(),
        "started_at" => facts.times.started.is_some(),
        "detected_at" => facts.times.detected.is_some() || facts.times.stated_detect.is_some(),
        "acknowledged_at" => facts.times.acknowledged.is_some(),
        "mitigated_at" => facts.times.mitigated.is_some() || facts.times.stated_mitigate.is_some(),
        "resolved_at" => facts.times.resolved.is_some() || facts.times.stated_resolve.is_some(),
        "action_items" => !facts.action_items.is_empty(),
        "published" => facts.published.is_some(),
        _ => facts.extra.iter().any(|one| one.key == field),
    }
}

/// That a file tells of more than one incident, which are then listed and counted as one.
fn several(document: &Document) -> Option<Diagnostic> {
    let parts = parts(document);
    let second = parts.get(1)?;
    let message = format!("{} incidents are told of in one file, and count as one", parts.len());
    let place = line_at(&document.source.text, second.range.start);
    Some(at(document, "several-incidents", message, place).hint(
        "Give each a file of its own; `lookback adopt --split FILE` shows which, and with `--write` makes them.",
    ))
}

/// Sections that hold nothing, or what the template held.
fn sections(document: &Document) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let sections: Vec<_> = document.body.sections.iter().filter(|section| section.is_heading).collect();
    let mut found = Vec::new();
    for (position, section) in sections.iter().enumerate() {
        let next = sections.get(position + 1);
        // A heading that only gathers others says what it has to say through them.
        if next.is_some_and(|next| next.level > section.level) {
            continue;
        }
        let end = next.map_or(text.len(), |next| next.offset);
        let blocks = outline(&text[..end], section.offset, document.body.dialect).blocks;
        let mut written = String::new();
        let mut has_more = false;
        for block in blocks.iter().skip(1) {
            has_more |= !plain(block, &mut written);
        }
        let place = line_at(text, section.offset);
        let heading = &section.heading;
        if written.trim().is_empty() && !has_more {
            let message = format!("the section “{heading}” is empty");
            found
                .push(at(document, "empty-section", message, place).hint("Write it, or remove the heading."));
        } else if !has_more && words::usual().is_placeholder(&written) {
            let message = format!("the section “{heading}” still holds the words of a template");
            found.push(
                at(document, "template-words", message, place).hint("Write it, or remove the heading."),
            );
        } else if !has_more && section.is(SectionKind::RootCause) && written.split_whitespace().count() < 3 {
            let message = format!("“{}” names a root cause and does not explain it", written.trim());
            found.push(at(document, "thin-root-cause", message, place).hint(
                "Say how it led to the incident, and what let it through: asking why five times is one way.",
            ));
        }
    }
    found
}

/// Adds the text of a block; `false` for one that is more than text.
fn plain(block: &Block, out: &mut String) -> bool {
    match block {
        Block::Paragraph { inline, .. } | Block::Heading { inline, .. } => {
            out.push_str(&inline.text);
            out.push('\n');
            true
        }
        Block::List { items, .. } => {
            let mut is_plain = true;
            for block in items.iter().flat_map(|item| &item.blocks) {
                is_plain &= plain(block, out);
            }
            is_plain
        }
        Block::Html { text, .. } => text.trim_start().starts_with("<!--"),
        Block::Rule => true,
        Block::Table { .. } | Block::Quote { .. } | Block::Code { .. } | Block::Footnote { .. } => false,
    }
}

/// What the worst incidents always need.
fn top_severity(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let items = &facts.action_items;
    let is_told = |item: &ActionItem| item.kind.is_some();
    if items.is_empty() && document.body.sections.iter().any(|one| one.is(SectionKind::ActionItems))
        || !items.is_empty() && items.iter().all(is_told) && !items.iter().any(prevents)
    {
        let message = "no action item prevents the incident, or detects it earlier";
        found.push(at_top(document, "no-prevention", message.into()).hint(
            "Ask what would have kept it from happening, or shown it in minutes, and promise one of them.",
        ));
    }
    if !facts.timeline.is_empty() {
        for (phase, known, rule, message) in [
            (
                Milestone::Detected,
                facts.times.detected.is_some(),
                "no-detection",
                "the timeline does not say when it was noticed",
            ),
            (
                Milestone::Mitigated,
                facts.times.mitigated.is_some() || facts.times.resolved.is_some(),
                "no-mitigation",
                "the timeline does not say when it got better",
            ),
        ] {
            if !known && !facts.timeline.iter().any(|entry| entry.phase == Some(phase)) {
                let mark = if phase == Milestone::Detected { "[detected]" } else { "[mitigated]" };
                let hint = format!(
                    "Put `{mark}` behind the time of that entry, or add the time to the front matter."
                );
                found.push(at_top(document, rule, message.into()).hint(hint));
            }
        }
    }
    found
}

fn prevents(item: &ActionItem) -> bool {
    item.kind.as_deref().is_some_and(|kind| {
        let kind = kind.to_lowercase();
        ["prevent", "detect"].iter().any(|word| kind.contains(word))
    })
}

fn heading(section: &str) -> String {
    let words = section.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn in_words(section: &str) -> String {
    match section {
        "summary" | "impact" | "timeline" | "trigger" | "detection" | "resolution" => {
            format!("its {section}")
        }
        "root_cause" => "its root cause".into(),
        other => other.replace('_', " "),
    }
}

fn at_top(document: &Document, rule: &str, message: String) -> Diagnostic {
    let text = &document.source.text;
    let offset = document.body.title_heading.as_ref().map_or(0, |heading| heading.start);
    at(document, rule, message, line_at(text, offset))
}

fn at(document: &Document, rule: &str, message: String, place: Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}

fn line_at(text: &str, offset: usize) -> Range<usize> {
    offset..text[offset..].find('\n').map_or(text.len(), |end| offset + end)
}
