//! Lengths that a post-mortem states, in sentences, fields and tables, against those that its times give.

mod fields;
mod sentences;

use std::ops::Range;

use super::prose::Sentence;
use super::rules;
use super::words::{self, Words};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Duration, DurationSource, PostMortem};
use crate::read::parse::parse_duration;

/// Stated lengths that the times do not give, each place once.
pub fn check(document: &Document, facts: &PostMortem, sentences: &[Sentence]) -> Vec<Diagnostic> {
    let words = words::usual();
    let mut found = sentences::check(document, facts, sentences, words);
    // A line of its own is a sentence too.
    let line = |finding: &Diagnostic| finding.place.as_ref().map(|place| place.line);
    for one in fields::check(document, facts, words) {
        if !found.iter().any(|other| line(other) == line(&one)) {
            found.push(one);
        }
    }
    found
}

/// A length as it is written.
struct Stated<'t> {
    /// Without what only joins it to the rest of the sentence.
    shown: &'t str,
    minutes: i64,
    /// In minutes: by how much it may be off.
    slack: i64,
}

impl<'t> Stated<'t> {
    /// `context` is what may hold a word for "about".
    fn read(length: &'t str, context: &str, words: &Words) -> Option<Self> {
        let shown = length.trim().trim_end_matches([',', ' ']).trim_end_matches(" and");
        let digits = words.in_digits(shown);
        let minutes = parse_duration(&digits)?;
        // Given in hours, it may be most of an hour off; roughly, a quarter.
        let unit = match digits.to_lowercase() {
            digits if digits.contains('m') => 5,
            digits if digits.contains('h') => 45,
            _ => 24 * 60,
        };
        let share = if words.rough.is_match(context) { minutes / 4 } else { minutes / 20 };
        Some(Self { shown, minutes, slack: unit.max(share) })
    }

    /// Whether it is meant by a known length, in minutes. Rounding is no contradiction.
    fn is_about(&self, known: i64) -> bool {
        (known - self.minutes).abs() <= self.slack
    }
}

/// The minutes between two moments that are both known.
fn computed(length: Duration) -> Option<i64> {
    matches!(length.source, DurationSource::Computed { .. }).then_some(length.minutes)
}

/// `2 h 30 min`
fn spelled(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (rest, "min")];
    let text: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if text.is_empty() { "0 min".into() } else { text.join(" ") }
}

fn other_length(document: &Document, shown: &str, known: i64, place: Range<usize>) -> Diagnostic {
    let message = format!("“{shown}” is not what the times give: {}", spelled(known));
    Diagnostic::warning(rules::name("other-length"), &document.source.path, message)
        .at(&document.source.text, place)
        .hint("Correct the length or the times.")
}
