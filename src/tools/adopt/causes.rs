//! Causes that a text suggests, each with the words that do.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::core::address::slug;
use crate::core::diagnostic::Place;
use crate::core::model::{Document, PostMortem, SectionKind};
use crate::know::link::Site;
use crate::tools::check::prose::sentences;

/// A cause and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As the knowledge base writes it.
    pub name: String,
    pub evidence: Evidence,
}

/// What a suggestion rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The text names a category of its cause.
    Stated,
    Tag(String),
    Title,
    /// A sentence, from 1, with the section that it stands in.
    Sentence {
        line: usize,
        section: String,
        quote: String,
    },
}

/// Causes by what speaks for them.
#[derive(Debug)]
pub struct Causes {
    known: Vec<Cause>,
}

#[derive(Debug)]
struct Cause {
    name: String,
    /// Every name, as a slug.
    slugs: Vec<String>,
    phrases: Vec<Regex>,
}

#[derive(Deserialize)]
struct CauseWords {
    general: Vec<String>,
    negation: String,
    pattern: Vec<Pattern>,
}

#[derive(Deserialize)]
struct Pattern {
    cause: String,
    find: Vec<String>,
}

static FILE: LazyLock<CauseWords> = LazyLock::new(|| {
    toml::from_str(include_str!("causes.toml")).expect("the table of causes is valid; a test reads it")
});

static NEGATION: LazyLock<Regex> = LazyLock::new(|| regex(&FILE.negation));

/// The patterns of the table, compiled once.
static PATTERNS: LazyLock<BTreeMap<String, Vec<Regex>>> = LazyLock::new(|| {
    FILE.pattern
        .iter()
        .map(|one| (slug(&one.cause), one.find.iter().map(|find| regex(find)).collect()))
        .collect()
});

fn regex(find: &str) -> Regex {
    Regex::new(&format!("(?i){find}")).expect("the pattern is valid; a test compiles all")
}

/// Most that are suggested for one incident.
const MOST: usize = 3;
/// Longest quotation, in characters.
const QUOTE: usize = 120;

impl Causes {
    /// The causes of a knowledge base; where it describes none, also those that everybody knows.
    pub fn new(site: &Site) -> Self {
        let configured = &site.config.fields.causes;
        let mut known: Vec<Cause> = Vec::new();
        for entry in &site.causes.entries {
            let mut names = vec![entry.name.clone()];
            names.extend_from_slice(site.aliases(entry));
            let is_own = |name: &String| slug(name) == entry.slug;
            names.extend(configured.iter().filter(|(_, name)| is_own(name)).map(|(alias, _)| alias.clone()));
            known.push(Cause::new(&names));
        }
        if site.causes.entries.iter().all(|entry| entry.description.is_none()) {
            for pattern in &FILE.pattern {
                if !known.iter().any(|cause| cause.slugs.contains(&slug(&pattern.cause))) {
                    known.push(Cause::new(std::slice::from_ref(&pattern.cause)));
                }
            }
        }
        Self { known }
    }

    /// What the text of a post-mortem suggests, the best supported first.
    pub fn suggest(&self, document: &Document, facts: &PostMortem) -> Vec<Suggestion> {
        if !facts.causes.is_empty() {
            let stated = |name: &String| Suggestion { name: name.clone(), evidence: Evidence::Stated };
            return facts.causes.iter().map(stated).collect();
        }
        let mut found: Vec<Suggestion> = Vec::new();
        let mut add = |cause: &Cause, evidence: Evidence| {
            if !found.iter().any(|one| one.name == cause.name) {
                found.push(Suggestion { name: cause.name.clone(), evidence });
            }
        };
        for tag in &facts.tags {
            let tag_slug = slug(tag);
            for cause in self.known.iter().filter(|cause| cause.slugs.contains(&tag_slug)) {
                add(cause, Evidence::Tag(tag.clone()));
            }
        }
        for cause in self.known.iter().filter(|cause| cause.speaks_in(&document.title).is_some()) {
            add(cause, Evidence::Title);
        }
        for (sentence, section) in telling(document) {
            for cause in &self.known {
                let Some(at) = cause.speaks_in(&sentence.text) else { continue };
                let line = Place::new(&document.source.text, sentence.source(&at)).line;
                let quote = shorten(&sentence.text, at.start);
                add(cause, Evidence::Sentence { line, section: section.clone(), quote });
            }
        }
        found.truncate(MOST);
        found
    }
}

impl Cause {
    /// The first name is the one that is suggested.
    fn new(names: &[String]) -> Self {
        let slugs: Vec<String> = names.iter().map(|name| slug(name)).collect();
        let is_general = |slug: &String| FILE.general.contains(&slug.replace('-', " "));
        let mut phrases: Vec<Regex> = slugs
            .iter()
            .filter(|slug| !slug.is_empty() && !is_general(slug))
            .filter_map(|slug| phrase(slug))
            .collect();
        phrases.extend(slugs.iter().filter_map(|slug| PATTERNS.get(slug)).flatten().cloned());
        Self { name: names[0].clone(), slugs, phrases }
    }

    /// Where a text speaks of this cause, and does not deny it.
    fn speaks_in(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let mut hits = self.phrases.iter().flat_map(|phrase| phrase.find_iter(text)).map(|hit| hit.range());
        hits.find(|range| !NEGATION.is_match(&text[..range.start]))
    }
}

/// The words of a name, in any number and with any space between.
fn phrase(slug: &str) -> Option<Regex> {
    let words: Vec<String> = slug.split('-').map(regex::escape).collect();
    Regex::new(&format!(r"(?i)\b{}(?:e?s)?\b", words.join(r"[\s\-_/]+"))).ok()
}

/// Sentences that tell of the cause, with the heading that they stand below: those of its section, of triggers and of
/// factors; where there is none of these, of the summary and of what stands before all sections.
fn telling(document: &Document) -> Vec<(crate::tools::check::prose::Sentence, String)> {
    let sections = &document.body.sections;
    let kind_of = |position: usize| {
        let section = &sections[position];
        // What a heading of its own divides a section into still belongs to it.
        let above = || sections[..position].iter().rev().find(|one| one.level < section.level);
        if section.kind == SectionKind::Other {
            above().map_or(SectionKind::Other, |one| one.kind)
        } else {
            section.kind
        }
    };
    let placed: Vec<_> = sentences(document)
        .into_iter()
        .map(|sentence| {
            let at = sentence.source(&(0..1)).start;
            let position = sections.partition_point(|section| section.offset <= at).checked_sub(1);
            let (kind, heading) = position.map_or((SectionKind::Summary, String::new()), |position| {
                (kind_of(position), sections[position].heading.clone())
            });
            (sentence, kind, heading)
        })
        .collect();
    let of_cause = |kind: &SectionKind| {
        matches!(kind, SectionKind::RootCause | SectionKind::Trigger | SectionKind::ContributingFactors)
    };
    let has_section = placed.iter().any(|(_, kind, _)| of_cause(kind));
    placed
        .into_iter()
        .filter(|(_, kind, _)| if has_section { of_cause(kind) } else { *kind == SectionKind::Summary })
        .map(|(sentence, _, heading)| (sentence, heading))
        .collect()
}

/// A sentence, or the part of it around a byte, on one line.
fn shorten(text: &str, at: usize) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = words(text);
    if whole.chars().count() <= QUOTE {
        return whole;
    }
    let before: Vec<char> = text[..at].chars().collect();
    let start = before.len().saturating_sub(QUOTE / 3);
    let part: String = text.chars().skip(start).take(QUOTE).collect();
    let (lead, tail) = (if start > 0 { "…" } else { "" }, "…");
    // Not in the middle of a word.
    let part = if start > 0 { part.split_once(' ').map_or(part.as_str(), |(_, rest)| rest) } else { &part };
    let part = part.rsplit_once(' ').map_or(part, |(rest, _)| rest);
    format!("{lead}{}{tail}", words(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaks(cause: &str, text: &str) -> bool {
        Cause::new(&[cause.to_owned()]).speaks_in(text).is_some()
    }

    #[test]
    fn the_table_is_valid() {
        assert!(PATTERNS.len() > 25);
        assert!(!NEGATION.is_match("It was the "));
    }

    #[test]
    fn causes_are_told_from_what_is_said() {
        for (cause, text) in [
            ("certificate expiry", "The TLS certificate of the proxy had expired."),
            ("limit reached", "The disk of the primary was full."),
            ("dns", "A DNS record pointed nowhere."),
            ("memory leak", "A memory leak in the agent."),
            ("Quorum loss", "We had quorum-loss for a minute."),
        ] {
            assert!(speaks(cause, text), "{cause}: {text}");
        }
    }

    #[test]
    fn what_is_denied_or_general_suggests_nothing() {
        for (cause, text) in [
            ("memory leak", "This was not a memory leak."),
            ("certificate expiry", "The certificate was renewed."),
            ("change", "We changed the text of the page."),
            ("time", "It took a long time."),
        ] {
            assert!(!speaks(cause, text), "{cause}: {text}");
        }
    }

    #[test]
    fn quotations_are_short_and_around_the_words() {
        assert_eq!(shorten("Short\nline.", 0), "Short line.");
        let long = format!("{} the disk was full {}", "before ".repeat(40), "after ".repeat(40));
        let quote = shorten(&long, long.find("disk").unwrap());
        assert!(quote.contains("disk was full") && quote.chars().count() <= QUOTE + 2, "{quote}");
    }
}
