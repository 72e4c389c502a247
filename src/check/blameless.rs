//! Wording that reads as blame: sentence by sentence, with the reason and another way to say it.
//!
//! Precise rather than eager: a system may fail, forget and be wrong; only people are spared. The words are data, a file
//! for each language.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::prose::sentences;
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, SectionKind};

#[derive(Deserialize)]
struct File {
    /// Who a sentence can be about.
    person: String,
    pattern: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    rule: String,
    find: String,
    why: String,
    instead: String,
}

struct Pattern {
    rule: &'static str,
    find: Regex,
    why: String,
    instead: String,
}

/// Patterns by language, as the first part of a BCP 47 tag.
static LANGUAGES: LazyLock<Vec<(&str, Vec<Pattern>)>> =
    LazyLock::new(|| vec![("en", patterns(include_str!("words/en.toml")))]);

fn patterns(text: &str) -> Vec<Pattern> {
    let file: File = toml::from_str(text).expect("the words are valid");
    let compile = |written: Written| Pattern {
        rule: rules::name(&written.rule),
        find: RegexBuilder::new(&written.find.replace("PERSON", &file.person))
            .case_insensitive(true)
            .build()
            .expect("the pattern is valid"),
        why: written.why,
        instead: written.instead,
    };
    file.pattern.into_iter().map(compile).collect()
}

/// What reads as blame in a post-mortem; a place in a sentence is reported once.
#[must_use]
pub fn check(document: &Document, language: &str) -> Vec<Diagnostic> {
    let language = document.body.language.as_deref().unwrap_or(language);
    let primary = language.split('-').next().unwrap_or_default();
    let Some((_, patterns)) = LANGUAGES.iter().find(|(name, _)| *name == primary) else { return Vec::new() };
    let promised = promises(document);
    let mut found = Vec::new();
    for sentence in sentences(document) {
        let mut seen: Vec<std::ops::Range<usize>> = Vec::new();
        for pattern in patterns {
            for hit in pattern.find.find_iter(&sentence.text) {
                if seen.iter().any(|other| other.start < hit.end() && hit.start() < other.end) {
                    continue;
                }
                seen.push(hit.range());
                let place = sentence.source(&hit.range());
                // What is to be done next time is meant to differ from what was.
                if promised.iter().any(|section| section.contains(&place.start)) {
                    continue;
                }
                let message = format!("“{}” reads as blame: {}", hit.as_str(), pattern.why);
                found.push(
                    Diagnostic::warning(pattern.rule, &document.source.path, message)
                        .at(&document.source.text, place)
                        .hint(pattern.instead.clone()),
                );
            }
        }
    }
    found
}

/// Where action items stand, from their heading to the next one.
fn promises(document: &Document) -> Vec<std::ops::Range<usize>> {
    let sections = &document.body.sections;
    let end = |index: usize| sections.get(index + 1).map_or(document.source.text.len(), |next| next.offset);
    let promised =
        sections.iter().enumerate().filter(|(_, section)| section.kind == SectionKind::ActionItems);
    promised.map(|(index, section)| section.offset..end(index)).collect()
}
