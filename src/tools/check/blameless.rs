//! Wording that reads as blame: sentence by sentence, with the reason and another way to say it.
//!
//! Precise rather than eager: a system may fail, forget and be wrong; only people are spared. The words are data, a file
//! for each language.

use std::ops::Range;

use super::front::Key;
use super::prose::{Prose, Sentence, of_markdown};
use super::words::{self, Pattern, Words};
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Dialect, Document, PostMortem, SectionKind};
use crate::read::parse::canonical_key;

/// What reads as blame in a post-mortem; a place in a sentence is reported once.
pub fn check(
    document: &Document,
    facts: &PostMortem,
    prose: &Prose,
    entries: &[Key],
    config: &Config,
) -> Vec<Diagnostic> {
    let language = document.body.language.as_deref().unwrap_or(&config.book.language);
    let Some(words) = words::of(language) else { return Vec::new() };
    let reader = Judge { document, facts, words };
    let mut found = reader.front_matter(entries, config);
    let promised = promises(document);
    for sentence in prose.sentences.iter().chain(&prose.headings) {
        for (pattern, hit) in reader.blame(sentence) {
            let place = sentence.source(&hit);
            // What is to be done next time is meant to differ from what was.
            if !promised.iter().any(|section| section.contains(&place.start)) {
                found.push(reader.say(pattern, &sentence.text[hit], place));
            }
        }
    }
    found
}

/// What is needed to judge a sentence.
struct Judge<'d> {
    document: &'d Document,
    facts: &'d PostMortem,
    words: &'d Words,
}

impl<'d> Judge<'d> {
    /// Every wording of a sentence that reads as blame, once.
    fn blame(&self, sentence: &Sentence) -> Vec<(&'d Pattern, Range<usize>)> {
        let mut found: Vec<(&Pattern, Range<usize>)> = Vec::new();
        if !self.words.cue.is_match(&sentence.text) {
            return found;
        }
        // All at once first: nearly all sentences have none.
        for index in self.words.any_blame.matches(&sentence.text) {
            let pattern = &self.words.blame[index];
            for hit in self.hits(pattern, &sentence.text) {
                let is_told =
                    |(_, other): &(&Pattern, Range<usize>)| other.start < hit.end && hit.start < other.end;
                if !found.iter().any(is_told) {
                    found.push((pattern, hit));
                }
            }
        }
        found
    }

    /// Where a wording stands in a sentence and means what it mostly means.
    fn hits(&self, pattern: &Pattern, text: &str) -> Vec<Range<usize>> {
        let all: Vec<Range<usize>> = pattern
            .find
            .captures_iter(text)
            .filter(|hit| hit.name("name").is_none_or(|name| self.is_person(name.as_str())))
            .filter_map(|hit| {
                let whole = hit.get(0)?;
                Some(whole.start()..hit.name("ended").map_or(whole.end(), |ended| ended.start()))
            })
            .collect();
        if all.is_empty() {
            return all;
        }
        let meant: Vec<Range<usize>> = pattern
            .except
            .iter()
            .flat_map(|except| except.find_iter(text))
            .map(|other| other.range())
            .collect();
        let is_meant =
            |hit: &Range<usize>| meant.iter().any(|other| other.start < hit.end && hit.start < other.end);
        all.into_iter().filter(|hit| !is_meant(hit) && !is_in_compound(text, hit)).collect()
    }

    /// Whether a capitalised word, or two, is the name of a person rather than that of software, a team or a place.
    fn is_person(&self, name: &str) -> bool {
        let facts = self.facts;
        let is = |other: &String| other.eq_ignore_ascii_case(name);
        if facts.services.iter().any(is) || facts.teams.iter().any(is) {
            return false;
        }
        let in_role = || {
            let mut names = facts.roles.iter().flat_map(|role| &role.names);
            names.any(|known| known.split_whitespace().any(|word| word == name) || known == name)
        };
        // An owner of one word may well be a team.
        let owns = || {
            let mut owners = facts.action_items.iter().filter_map(|item| item.owner.as_ref());
            owners.any(|owner| owner == name && owner.contains(' '))
        };
        name.split([' ', '-']).any(|word| self.words.given_names.contains(word)) || in_role() || owns()
    }

    /// What reads as blame in the title, the summary and the names of front matter, which become pages and lists.
    fn front_matter(&self, entries: &[Key], config: &Config) -> Vec<Diagnostic> {
        let source = &self.document.source.text;
        let mut found = Vec::new();
        for entry in entries {
            let texts: Vec<&str> = match canonical_key(&source[entry.key.clone()], config) {
                Some("title") => vec![&self.document.title],
                Some("summary") => self.facts.summary.as_deref().into_iter().collect(),
                Some("causes") => self.facts.causes.iter().map(String::as_str).collect(),
                Some("contributing_factors") => {
                    self.facts.contributing_factors.iter().map(String::as_str).collect()
                }
                Some("triggers") => self.facts.triggers.iter().map(String::as_str).collect(),
                _ => continue,
            };
            for text in texts {
                for sentence in of_markdown(text, 0, Dialect::default()) {
                    for (pattern, hit) in self.blame(&sentence) {
                        let words = &sentence.text[hit];
                        let front = &source[entry.key.end..self.document.body.start];
                        let place = front.find(words).map_or(entry.key.clone(), |at| {
                            entry.key.end + at..entry.key.end + at + words.len()
                        });
                        found.push(self.say(pattern, words, place));
                    }
                }
            }
        }
        found
    }

    fn say(&self, pattern: &Pattern, words: &str, place: Range<usize>) -> Diagnostic {
        let message = format!("“{words}” reads as blame: {}", pattern.why);
        Diagnostic::warning(pattern.rule, &self.document.source.path, message)
            .at(&self.document.source.text, place)
            .hint(pattern.instead.clone())
    }
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
    let promised = sections.iter().enumerate().filter(|(_, section)| section.is(SectionKind::ActionItems));
    promised.map(|(index, section)| section.offset..end(index)).collect()
}
