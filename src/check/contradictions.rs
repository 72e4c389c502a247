//! What a post-mortem says twice, and differently.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::prose::sentences;
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::link::{DocumentId, Site};
use crate::model::{Document, DurationSource, MarkKind, Moment, PostMortem, Precision};
use crate::parse::parse_duration;

/// A length of the incident that a sentence states: the subject, then the length.
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    let length = r"(?:(?:about|approximately|approx\.?|roughly|around|nearly|almost|over|under|just|some|more than|less than|a total of|~|≈)\s*)*((?:\d+(?:[.,]\d+)?\s*(?:days?|d|hours?|hrs?|h|minutes?|mins?|min|m)\b[\s,]*(?:and\s+)?)+)";
    let subject = r"(?:\b(?:the|this)\s+(?:incident|outage|disruption|downtime|interruption)\b[^.;:]{0,24}?\b(?:lasted|took)|\bit lasted|\btotal (?:duration|downtime|outage)(?:\s+(?:was|of))?:?|^(?:duration|downtime|length)\s*:)";
    Regex::new(&format!(r"(?i){subject}\s+(?:for\s+)?{length}")).expect("the pattern is valid")
});
/// Words that make a stated length a rough one.
static ROUGHLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:about|approx|approximately|roughly|around|nearly|almost|over|under|some|more than|less than)\b|[~≈]").expect("the pattern is valid")
});

/// What contradicts itself in a post-mortem.
#[must_use]
pub fn check(site: &Site, id: DocumentId) -> Vec<Diagnostic> {
    let document = &site.documents[id];
    let facts = site.post_mortem(id);
    let mut found = Vec::new();
    found.extend(lengths(document, facts));
    found.extend(timeline(document, facts));
    found.extend(impact(site, document, facts));
    if facts.resolved == Some(true) && facts.times.resolved.is_none() && facts.times.stated_resolve.is_none()
    {
        let message = "it says that it is resolved, and not when";
        found.push(
            top(document, "resolved-without-time", message.into())
                .hint("Add `resolved_at`, or `[resolved]` behind a time of the timeline."),
        );
    }
    found
}

/// A length in words that the times do not give. Rounding is no contradiction.
fn lengths(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let known: Vec<i64> = [facts.times.resolve(), facts.times.mitigate()]
        .into_iter()
        .flatten()
        .filter(|length| matches!(length.source, DurationSource::Computed { .. }))
        .map(|length| length.minutes)
        .collect();
    let Some(longest) = known.iter().max() else { return Vec::new() };
    let mut found = Vec::new();
    for sentence in sentences(document) {
        for hit in STATED.captures_iter(&sentence.text) {
            let (whole, length) = (
                hit.get(0).expect("every match is one"),
                hit.get(1).expect("the length is a part of every match"),
            );
            let Some(minutes) = parse_duration(length.as_str().trim().trim_end_matches([',', ' '])) else {
                continue;
            };
            let is_rough = ROUGHLY.is_match(whole.as_str());
            // Given in hours, it may be half an hour off; roughly, a quarter.
            let unit = if length.as_str().contains(['m', 'M']) { 5 } else { 45 };
            let slack = if is_rough { unit.max(minutes / 4) } else { unit.max(minutes / 20) };
            if known.iter().any(|known| (known - minutes).abs() <= slack) {
                continue;
            }
            let message =
                format!("“{}” is not what the times give: {}", length.as_str().trim(), spelled(*longest));
            let place = sentence.source(&length.range());
            found.push(at(document, "other-length", message, place).hint("Correct the length or the times."));
        }
    }
    found
}

/// Entries that go back in time, or lie before the start or long behind the end.
fn timeline(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut last: Option<Moment> = None;
    for (index, entry) in facts.timeline.iter().enumerate() {
        let Some(at_time) = entry.at.filter(|moment| moment.precision != Precision::Day) else { continue };
        if let Some(before) = last
            && at_time.is_before(before)
        {
            let message = format!("{} comes behind {} in the timeline", at_time.clock(), before.clock());
            let place = entry_place(document, facts, index);
            found.push(
                at(document, "timeline-order", message, place)
                    .hint("Correct the time, name its day, or move the line."),
            );
            // One slip makes all that follow look wrong.
            break;
        }
        last = Some(at_time);
    }
    if let Some((resolved, _)) = facts.times.resolved.filter(|(moment, _)| moment.precision != Precision::Day)
        && let Some((started, _)) = facts.times.started
        && !resolved.is_before(started)
    {
        let detected = facts.times.detected.map(|(moment, _)| moment);
        if let Some(detected) = detected.filter(|detected| resolved.is_before(*detected)) {
            let message =
                format!("it was noticed at {}, after it was over at {}", detected.clock(), resolved.clock());
            found.push(top(document, "noticed-after-end", message).hint("Correct one of the two."));
        }
    }
    found
}

/// An impact of nothing in an incident of the worst kind.
fn impact(site: &Site, document: &Document, facts: &PostMortem) -> Option<Diagnostic> {
    let text = match facts.impact.as_ref()? {
        serde_json::Value::String(text) => text.as_str(),
        map => map.get("description")?.as_str()?,
    };
    let says_none = matches!(
        text.trim().trim_end_matches('.').to_lowercase().as_str(),
        "none" | "no impact" | "nothing" | "n/a" | "no user impact" | "no customer impact"
    );
    if !says_none || facts.severity != Some(0) || facts.near_miss {
        return None;
    }
    let level = site.config.severity.levels.first()?;
    let message = format!("an incident of {level} without any impact");
    let start = document.source.text.find(text).unwrap_or(0);
    let found = at(document, "impact-none", message, start..start + text.len());
    Some(found.hint("Say what was affected, lower the severity, or mark it with `near_miss: true`."))
}

fn entry_place(document: &Document, facts: &PostMortem, index: usize) -> Range<usize> {
    let text = &document.source.text;
    let mark = document.body.marks.iter().find(|mark| match mark.kind {
        MarkKind::TimelineEntry { index: other, .. } | MarkKind::TimelineAnchor { index: other } => {
            other == index
        }
        _ => false,
    });
    let from = mark.map_or(0, |mark| mark.offset);
    let label = &facts.timeline[index].label;
    let start = text[from..].find(label.as_str()).map_or(from, |at| from + at);
    start..(start + label.len()).min(text.len())
}

/// `2 h 30 min`
fn spelled(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (rest, "min")];
    let text: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if text.is_empty() { "0 min".into() } else { text.join(" ") }
}

fn top(document: &Document, rule: &str, message: String) -> Diagnostic {
    let text = &document.source.text;
    let start = document.body.title_heading.as_ref().map_or(0, |heading| heading.start);
    at(document, rule, message, start..text[start..].find('\n').map_or(text.len(), |end| start + end))
}

fn at(document: &Document, rule: &str, message: String, place: Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}
