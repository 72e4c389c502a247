//! Incidents of the future, and of two days at once.

use std::ops::Range;

use jiff::civil::Date;

use super::front::Key;
use super::rules;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Origin, PostMortem};
use crate::read::parse::canonical_key;

/// Days by which `date` may be behind the incident: it may have been noticed late, or written about.
const LATE: i32 = 31;

/// What is odd about the date of a post-mortem.
pub fn check(
    document: &Document,
    facts: &PostMortem,
    entries: &[Key],
    config: &Config,
    today: Date,
) -> Vec<Diagnostic> {
    let place = |names: &[&str]| -> Range<usize> {
        let text = &document.source.text;
        let is_named = |entry: &&Key| {
            canonical_key(&text[entry.key.clone()], config).is_some_and(|name| names.contains(&name))
        };
        let written = entries.iter().find(is_named);
        written.map_or(0..0, |entry| {
            entry.scalars.first().map_or(entry.key.clone(), |scalar| scalar.range.clone())
        })
    };
    let say = |rule: &str, message: String, place: Range<usize>, hint: &str| {
        Diagnostic::warning(rules::name(rule), &document.source.path, message)
            .at(&document.source.text, place)
            .hint(hint)
    };
    let mut found = Vec::new();
    let Some(date) = facts.date else { return found };
    // East of here it may be tomorrow already.
    if date > today.tomorrow().unwrap_or(today) {
        let message = format!("the incident is of {date}, which is still to come");
        let place = place(&["date", "started_at"]);
        found.push(say("future-date", message, place, "Correct the date, its year first of all."));
    }
    if let Some(started) = other_day(facts, date) {
        let message = format!("`date` is {date}, and the incident started on {started}");
        found.push(say("other-date", message, place(&["date"]), "Correct one of the two."));
    }
    found
}

/// The day on which the incident started, where both are in front matter and `date` is before it or long behind its end.
fn other_day(facts: &PostMortem, date: Date) -> Option<Date> {
    let times = &facts.times;
    let (started, Origin::FrontMatter) = times.started? else { return None };
    if facts.date_origin != Some(Origin::FrontMatter) {
        return None;
    }
    let started = started.date();
    let ends = [times.detected, times.resolved].into_iter().flatten().map(|(moment, _)| moment.date());
    let last = ends.fold(started, Date::max);
    let is_near = (started - date).get_days() <= 1 && (date - last).get_days() <= LATE;
    (!is_near).then_some(started)
}
