//! What a post-mortem says twice, and differently.

use std::ops::Range;

use super::front::Key;
use super::prose::Prose;
use super::{lengths, rules, words};
use crate::core::config::Config;
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::{
    Document, MarkKind, Milestone, Moment, Origin, PostMortem, Precision, TimelineEntry,
};
use crate::know::link::{DocumentId, Site};
use crate::read::parse::{canonical_key, phase_mark};

/// Seconds by which two entries of a timeline may be in the wrong order: clocks and reading glasses differ.
const SAME_MINUTE: i64 = 60;
/// The same where a time is marked as rough.
const ROUGHLY: i64 = 15 * 60;
/// Seconds before and behind an incident that still belong to it.
const NEAR: i64 = 30 * 60;
/// Names of phases as marks have them.
const MARKS: &[(&str, Milestone)] = &[
    ("start", Milestone::Start),
    ("detected", Milestone::Detected),
    ("acknowledged", Milestone::Acknowledged),
    ("mitigated", Milestone::Mitigated),
    ("resolved", Milestone::Resolved),
];

/// What contradicts itself in a post-mortem.
pub fn check(site: &Site, id: DocumentId, prose: &Prose, entries: &[Key]) -> Vec<Diagnostic> {
    let document = &site.documents[id];
    let facts = site.post_mortem(id);
    let mut found = Vec::new();
    found.extend(lengths::check(document, facts, &prose.sentences));
    found.extend(timeline(document, facts));
    found.extend(outside(document, facts));
    found.extend(marks(document, facts, &site.config));
    found.extend(impact(site, document, facts));
    // "Status: Resolved" in a text may be said of the document.
    let is_stated = entries.iter().any(|entry| {
        matches!(
            canonical_key(&document.source.text[entry.key.clone()], &site.config),
            Some("resolved" | "status")
        )
    });
    if is_stated
        && facts.resolved == Some(true)
        && facts.times.resolved.is_none()
        && facts.times.stated_resolve.is_none()
    {
        let message = "it says that it is resolved, and not when";
        found.push(
            top(document, "resolved-without-time", message.into())
                .hint("Add `resolved_at`, or `[resolved]` behind a time of the timeline."),
        );
    }
    found
}

/// Entries that go back in time, or lie before the start or long behind the end.
fn timeline(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let offsets = offsets(document, facts);
    let times: Vec<(usize, Moment)> = facts
        .timeline
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((index, entry.at.filter(|at| at.precision != Precision::Day)?)))
        .collect();
    let is_newest_first = is_newest_first(&times);
    for pair in times.windows(2) {
        let ((first, upper), (second, lower)) = (pair[0], pair[1]);
        let back = seconds_before(lower, upper) * if is_newest_first { -1 } else { 1 };
        if back < slack(&facts.timeline[first], &facts.timeline[second])
            || is_new_chapter(document, offsets[first], offsets[second])
        {
            continue;
        }
        let (earlier, later) = told_apart(lower, upper);
        let message = format!("{earlier} comes behind {later} in the timeline");
        let message = if is_newest_first { message + ", which is told newest first" } else { message };
        let place = entry_place(document, facts, second);
        found.push(
            at(document, "timeline-order", message, place)
                .hint("Correct the time, name its day, or move the line."),
        );
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

/// Two moments as a reader can tell them apart: with their days, where these differ.
fn told_apart(one: Moment, other: Moment) -> (String, String) {
    let shown = |moment: Moment| {
        if one.date() == other.date() {
            moment.clock()
        } else {
            format!("{} {}", moment.date(), moment.clock())
        }
    };
    (shown(one), shown(other))
}

/// Whether a timeline begins with its end, as logs of updates do.
fn is_newest_first(times: &[(usize, Moment)]) -> bool {
    let back = |pair: &[(usize, Moment)]| seconds_before(pair[1].1, pair[0].1);
    let down = times.windows(2).filter(|pair| back(pair) > 0).count();
    let up = times.windows(2).filter(|pair| back(pair) < 0).count();
    down > 2 * up && down >= 2
}

/// By how many seconds `later`, as it stands in the text, is really earlier.
fn seconds_before(later: Moment, earlier: Moment) -> i64 {
    earlier.timestamp.as_second() - later.timestamp.as_second()
}

/// How far two entries may be out of order. `~16:50` is behind 16:50:25 as well as before it.
fn slack(one: &TimelineEntry, other: &TimelineEntry) -> i64 {
    let is_rough = |entry: &TimelineEntry| {
        entry.label.contains(['~', '≈', '?']) || words::usual().rough.is_match(&entry.label)
    };
    let has_seconds = |entry: &TimelineEntry| entry.at.is_some_and(|at| at.precision == Precision::Second);
    if is_rough(one) || is_rough(other) {
        ROUGHLY
    } else if has_seconds(one) && has_seconds(other) {
        1
    } else {
        // A time without seconds is any of its minute; two of them are compared by minutes.
        if has_seconds(one) || has_seconds(other) { SAME_MINUTE } else { 1 }
    }
}

/// Whether a heading stands between two entries that are none themselves: what is below it is told anew.
fn is_new_chapter(document: &Document, from: Option<usize>, to: Option<usize>) -> bool {
    let (Some(from), Some(to)) = (from, to) else { return false };
    let headings = &document.body.headings;
    let is_heading = |offset: usize| headings.iter().any(|heading| heading.offset == offset);
    !is_heading(to) && headings.iter().any(|heading| from < heading.offset && heading.offset < to)
}

/// A timeline all of which is of other days than the incident, or none of which is within it.
fn outside(document: &Document, facts: &PostMortem) -> Option<Diagnostic> {
    let (started, origin) = facts.times.started?;
    let (resolved, _) = facts.times.resolved?;
    if origin != Origin::FrontMatter || resolved.is_before(started) {
        return None;
    }
    let day = |moment: Moment| moment.date();
    let near = |moment: &Moment| {
        (day(*moment) - day(started)).get_days() >= -1 && (day(resolved) - day(*moment)).get_days() >= -1
    };
    let times: Vec<Moment> = facts.timeline.iter().filter_map(|entry| entry.at).collect();
    let first = times.first()?;
    let message = if !times.iter().any(near) {
        format!(
            "the timeline is of {}, and the incident of {}",
            first.date(),
            if day(started) == day(resolved) {
                day(started).to_string()
            } else {
                format!("{} to {}", day(started), day(resolved))
            }
        )
    } else if is_around(started, resolved, &times) {
        let (from, to) = told_apart(started, resolved);
        format!("nothing in the timeline is between {from} and {to}, when the incident was")
    } else {
        return None;
    };
    let index = facts.timeline.iter().position(|entry| entry.at.is_some())?;
    let place = entry_place(document, facts, index);
    Some(
        at(document, "timeline-outside", message, place)
            .hint("Correct the times of one of the two, or their zone."),
    )
}

/// Whether every entry is well before or well behind an incident, all of which are known to the minute.
fn is_around(started: Moment, resolved: Moment, times: &[Moment]) -> bool {
    let is_precise = |moment: &Moment| moment.precision != Precision::Day;
    let is_apart =
        |moment: &Moment| seconds_before(*moment, started) > NEAR || seconds_before(resolved, *moment) > NEAR;
    times.len() >= 2
        && is_precise(&started)
        && is_precise(&resolved)
        && times.iter().all(|moment| is_precise(moment) && is_apart(moment))
}

/// Marks of phases that are misspelt, stand twice, or say another time than the front matter.
fn marks(document: &Document, facts: &PostMortem, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut started = None;
    for (index, entry) in facts.timeline.iter().enumerate() {
        if let Some((mark, near)) = misspelt(&entry.text, config) {
            let message = format!("`[{mark}]` marks no phase");
            let place = entry_place(document, facts, index);
            found
                .push(at(document, "unknown-mark", message, place).hint(format!("Did you mean `[{near}]`?")));
        }
        let Some(phase) = entry.phase else { continue };
        if phase == Milestone::Start {
            if let Some(first) = started {
                let first: &TimelineEntry = first;
                let message = format!("the incident starts twice: here, and at {}", first.label);
                let place = entry_place(document, facts, index);
                found.push(
                    at(document, "second-start", message, place)
                        .hint("Leave `[start]` where it began; the first one counts."),
                );
                continue;
            }
            started = Some(entry);
        }
        let times = &facts.times;
        let (field, stated) = match phase {
            Milestone::Start => ("started_at", times.started),
            Milestone::Detected => ("detected_at", times.detected),
            Milestone::Acknowledged => ("acknowledged_at", times.acknowledged),
            Milestone::Mitigated => ("mitigated_at", times.mitigated),
            Milestone::Resolved => ("resolved_at", times.resolved),
        };
        let (Some((stated, Origin::FrontMatter)), Some(marked)) = (stated, entry.at) else { continue };
        let is_day = stated.precision == Precision::Day || marked.precision == Precision::Day;
        let apart = seconds_before(marked, stated).abs();
        if if is_day { stated.date() != marked.date() } else { apart >= 2 * SAME_MINUTE } {
            let message =
                format!("`{field}` is {}, and this entry marks {}", stated.rfc3339(), marked.rfc3339());
            let place = entry_place(document, facts, index);
            found.push(
                at(document, "other-time", message, place).hint("Correct one of the two, or its zone."),
            );
        }
    }
    found
}

/// `[acknowleged]` at the start of an entry, with the mark that is probably meant.
fn misspelt<'t>(text: &'t str, config: &Config) -> Option<(&'t str, &'static str)> {
    let (mark, _) = text.trim_start().strip_prefix('[')?.split_once(']')?;
    if mark.is_empty() || !mark.chars().all(char::is_alphabetic) || phase_mark(text, config).0.is_some() {
        return None;
    }
    let near = did_you_mean(mark, MARKS.iter().map(|(name, _)| *name))?;
    (mark.chars().count() >= 4).then_some((mark, near))
}

/// Where each entry of the timeline begins, of those in the body.
fn offsets(document: &Document, facts: &PostMortem) -> Vec<Option<usize>> {
    let mut offsets = vec![None; facts.timeline.len()];
    for mark in &document.body.marks {
        if let MarkKind::TimelineEntry { index, .. } | MarkKind::TimelineAnchor { index } = mark.kind
            && let Some(slot) = offsets.get_mut(index)
        {
            *slot = Some(mark.offset);
        }
    }
    offsets
}

/// An impact of nothing in an incident of the worst kind.
fn impact(site: &Site, document: &Document, facts: &PostMortem) -> Option<Diagnostic> {
    let text = match facts.impact.as_ref()? {
        serde_json::Value::String(text) => text.as_str(),
        map => map.get("description")?.as_str()?,
    };
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    let says_none = words::usual().no_impact.contains(&plain);
    if !says_none || facts.severity != Some(0) || facts.is_near_miss() {
        return None;
    }
    let level = site.config.severity.levels.first()?;
    let message = format!("an incident of {level} without any impact");
    let start = document.source.text.find(text).unwrap_or(0);
    let found = at(document, "impact-none", message, start..start + text.len());
    Some(found.hint("Say what was affected, lower the severity, or mark it with `near_miss: true`."))
}

pub fn entry_place(document: &Document, facts: &PostMortem, index: usize) -> Range<usize> {
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

fn top(document: &Document, rule: &str, message: String) -> Diagnostic {
    let text = &document.source.text;
    let start = document.body.title_heading.as_ref().map_or(0, |heading| heading.start);
    at(document, rule, message, start..text[start..].find('\n').map_or(text.len(), |end| start + end))
}

pub fn at(document: &Document, rule: &str, message: String, place: Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}
