//! Wording that reads as blame: sentence by sentence, with the reason and another way to say it.
//!
//! Precise rather than eager: a system may fail, forget and be wrong; only people are spared. The words are data, a file
//! for each language.

use std::ops::Range;

use super::prose::{Sentence, sentences};
use super::words::{self, Pattern};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, SectionKind};

/// What reads as blame in a post-mortem; a place in a sentence is reported once.
#[must_use]
pub fn check(document: &Document, language: &str) -> Vec<Diagnostic> {
    let language = document.body.language.as_deref().unwrap_or(language);
    let Some(words) = words::of(language) else { return Vec::new() };
    let promised = promises(document);
    let mut found = Vec::new();
    for sentence in sentences(document).into_iter().filter(|one| words.cue.is_match(&one.text)) {
        let mut seen: Vec<Range<usize>> = Vec::new();
        for pattern in &words.blame {
            for hit in hits(pattern, &sentence) {
                if seen.iter().any(|other| other.start < hit.end && hit.start < other.end) {
                    continue;
                }
                let place = sentence.source(&hit);
                // What is to be done next time is meant to differ from what was.
                if promised.iter().any(|section| section.contains(&place.start)) {
                    continue;
                }
                let message = format!("“{}” reads as blame: {}", &sentence.text[hit.clone()], pattern.why);
                seen.push(hit);
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

/// Where a wording stands in a sentence and means what it mostly means.
fn hits(pattern: &Pattern, sentence: &Sentence) -> Vec<Range<usize>> {
    let text = &sentence.text;
    let all: Vec<_> = pattern.find.find_iter(text).map(|hit| hit.range()).collect();
    if all.is_empty() {
        return all;
    }
    let meant: Vec<Range<usize>> =
        pattern.except.iter().flat_map(|except| except.find_iter(text)).map(|other| other.range()).collect();
    let is_meant =
        |hit: &Range<usize>| meant.iter().any(|other| other.start < hit.end && hit.start < other.end);
    all.into_iter().filter(|hit| !is_meant(hit) && !is_in_compound(text, hit)).collect()
}

/// Whether the words go on behind a hyphen, as in `lazy-loaded`.
fn is_in_compound(text: &str, hit: &Range<usize>) -> bool {
    let letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let mut behind = text[hit.end..].chars();
    let mut before = text[..hit.start].chars().rev();
    behind.next() == Some('-') && letter(behind.next()) || before.next() == Some('-') && letter(before.next())
}

/// Where action items stand, from their heading to the next one.
fn promises(document: &Document) -> Vec<Range<usize>> {
    let sections = &document.body.sections;
    let end = |index: usize| sections.get(index + 1).map_or(document.source.text.len(), |next| next.offset);
    let promised =
        sections.iter().enumerate().filter(|(_, section)| section.kind == SectionKind::ActionItems);
    promised.map(|(index, section)| section.offset..end(index)).collect()
}
