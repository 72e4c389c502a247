//! Lengths that a post-mortem states, in sentences, fields and tables, against those that its times give.

use std::ops::Range;

use super::prose::sentences;
use super::{rules, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Duration, DurationSource, PostMortem};
use crate::parse::parse_duration;

/// Stated lengths that the times do not give, each place once.
#[must_use]
pub fn check(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let mut found = in_sentences(document, facts);
    // A line of its own is a sentence too.
    let is_new = |one: &Diagnostic, found: &[Diagnostic]| {
        let line = |finding: &Diagnostic| finding.place.as_ref().map(|place| place.line);
        !found.iter().any(|other| line(other) == line(one))
    };
    for one in in_fields(document, facts) {
        if is_new(&one, &found) {
            found.push(one);
        }
    }
    found
}

/// A length in words that the times do not give. Rounding is no contradiction.
fn in_sentences(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let known: Vec<i64> =
        [facts.times.resolve(), facts.times.mitigate()].into_iter().flatten().filter_map(computed).collect();
    let Some(longest) = known.iter().max() else { return Vec::new() };
    let words = words::usual();
    let mut found = Vec::new();
    for sentence in sentences(document) {
        for hit in words.stated.captures_iter(&sentence.text) {
            let (Some(whole), Some(length)) = (hit.get(0), hit.name("length")) else { continue };
            let shown = length.as_str().trim().trim_end_matches([',', ' ']).trim_end_matches(" and");
            let Some(minutes) = parse_duration(shown) else { continue };
            if known
                .iter()
                .any(|known| is_about(minutes, *known, shown, words.rough.is_match(whole.as_str())))
            {
                continue;
            }
            let message = format!("“{shown}” is not what the times give: {}", spelled(*longest));
            let place = sentence.source(&(length.start()..length.start() + shown.len()));
            found.push(at(document, "other-length", message, place).hint("Correct the length or the times."));
        }
    }
    found
}

/// Lengths in fields and tables beside the times that give them. A field of one's own counts too: `duration: 35h`.
fn in_fields(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let times = &facts.times;
    let mut found = Vec::new();
    let mut say = |stated: i64, length: Option<Duration>, shown: &str, place: Range<usize>| {
        let Some(known) = length.and_then(computed) else { return };
        if is_about(stated, known, shown, words::usual().rough.is_match(shown)) {
            return;
        }
        let message = format!("“{shown}” is not what the times give: {}", spelled(known));
        found.push(at(document, "other-length", message, place).hint("Correct the length or the times."));
    };
    for extra in &facts.extra {
        let key = crate::parse::normalised_key(&extra.key);
        let length = match key.as_str() {
            "duration" | "length" | "outage_duration" | "incident_duration" | "time_to_resolve" | "ttr" => {
                times.resolve()
            }
            "time_to_detect" | "ttd" => times.detect(),
            "time_to_mitigate" | "ttm" => times.mitigate(),
            _ => continue,
        };
        let Some(value) = extra.value.as_str() else { continue };
        let Some(stated) = parse_duration(value) else { continue };
        let front = &text[..document.body.start];
        let key = front.find(extra.key.as_str()).unwrap_or(0);
        let start = front[key..].find(value).map_or(key, |at| key + at);
        say(stated, length, value, start..(start + value.len()).min(text.len()));
    }
    for (stated, length, label) in [
        (times.stated_detect, times.detect(), &["time to detect", "ttd"][..]),
        (times.stated_mitigate, times.mitigate(), &["time to mitigat", "ttm"]),
        (times.stated_resolve, times.resolve(), &["time to res", "time to recover", "ttr", "duration"]),
    ] {
        let Some(stated) = stated else { continue };
        let Some((place, shown)) = labelled(document, label, stated) else { continue };
        say(stated, length, &shown, place);
    }
    found
}

/// Where the body states a length of so many minutes behind one of these labels.
fn labelled(document: &Document, labels: &[&str], minutes: i64) -> Option<(Range<usize>, String)> {
    let body = &document.source.text[document.body.start..];
    let mut at = document.body.start;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let lower = line.to_ascii_lowercase();
        let Some(label) = labels.iter().filter_map(|label| Some(lower.find(label)? + label.len())).min()
        else {
            continue;
        };
        let Some(mark) = lower[label..].find([':', '|']) else { continue };
        let value = label + mark + 1;
        let rest = line[value..].trim_start_matches([' ', '*', '_', '\t', '|']);
        let shown =
            rest.split(['|', '\n', '\r', '(', ';']).next()?.trim_end_matches([' ', '*', '_', '.', '\t']);
        if parse_duration(shown) == Some(minutes) {
            let from = start + line.len() - rest.len();
            return Some((from..from + shown.len(), shown.to_owned()));
        }
    }
    None
}

/// The minutes between two moments that are both known.
fn computed(length: Duration) -> Option<i64> {
    matches!(length.source, DurationSource::Computed { .. }).then_some(length.minutes)
}

/// Whether a stated length is meant by a known one. Given in hours, it may be most of an hour off; roughly, a quarter.
fn is_about(stated: i64, known: i64, shown: &str, is_rough: bool) -> bool {
    let unit = match shown.to_lowercase() {
        shown if shown.contains('m') => 5,
        shown if shown.contains('h') => 45,
        _ => 24 * 60,
    };
    let slack = if is_rough { unit.max(stated / 4) } else { unit.max(stated / 20) };
    (known - stated).abs() <= slack
}

/// `2 h 30 min`
fn spelled(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (rest, "min")];
    let text: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if text.is_empty() { "0 min".into() } else { text.join(" ") }
}

fn at(document: &Document, rule: &str, message: String, place: Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}
