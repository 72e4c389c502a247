//! What is known of a post-mortem, key by key, with where it was found.

use crate::core::config::Config;
use crate::core::model::{Document, Known, Moment, Origin, PostMortem, Precision};
use crate::read::parse::NewValue;

/// Keys that a post-mortem should have, and that can be told from a text.
pub const EXPECTED: &[&str] =
    &["title", "date", "severity", "status", "services", "causes", "started_at", "resolved_at"];

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub key: &'static str,
    pub value: NewValue,
    pub origin: Origin,
    /// Whether the file has no such key, so that one can be written.
    pub is_new: bool,
    /// How sure a date or a time is. What is doubtful is not written.
    pub known: Option<Known>,
}

/// All that is known, in the order in which it is written. `keys` are the fields that the file has a key for.
pub fn known(document: &Document, facts: &PostMortem, keys: &[&str], config: &Config) -> Vec<Fact> {
    let mut known = Vec::new();
    let mut add = |key: &'static str, value: Option<NewValue>, origin: Origin| {
        let is_new = origin != Origin::FrontMatter && !keys.contains(&key);
        known.extend(value.map(|value| Fact { key, value, origin, is_new, known: None }));
    };
    // The first sentence of a file that is named by a number stands in for a title, and is none.
    let title = Some(document.title.clone()).filter(|_| document.title_origin != Origin::Text);
    add("title", title.map(NewValue::Text), document.title_origin);
    add("date", facts.date.map(|date| NewValue::Time(date.to_string())), origin_of_date(facts));
    let stated = |key| if keys.contains(&key) { Origin::FrontMatter } else { Origin::Text };
    let severity = facts.severity.and_then(|level| config.severity.levels.get(level));
    add("severity", severity.cloned().map(NewValue::Text), stated("severity"));
    // `draft: true` says it too.
    let status = if keys.contains(&"draft") { Origin::FrontMatter } else { stated("status") };
    add("status", facts.status.clone().map(NewValue::Text), status);
    let services = Some(facts.services.clone()).filter(|names| !names.is_empty());
    add("services", services.map(NewValue::List), stated("services"));
    let times = &facts.times;
    for (key, moment) in [
        ("started_at", times.started),
        ("detected_at", times.detected),
        ("acknowledged_at", times.acknowledged),
        ("mitigated_at", times.mitigated),
        ("resolved_at", times.resolved),
    ] {
        let Some((moment, origin)) = moment else { continue };
        // A time is derived from another key alone.
        let origin = if origin == Origin::Derived { Origin::FrontMatter } else { origin };
        add(key, Some(NewValue::Time(written(moment, config))), origin);
    }
    for fact in &mut known {
        fact.known = known_of(facts, fact.key);
        fact.is_new &= fact.known != Some(Known::Doubtful);
    }
    known
}

fn known_of(facts: &PostMortem, key: &str) -> Option<Known> {
    let times = &facts.times;
    let (at, origin) = match key {
        "date" => return Some(facts.known_date()),
        "started_at" => times.started,
        "detected_at" => times.detected,
        "acknowledged_at" => times.acknowledged,
        "mitigated_at" => times.mitigated,
        "resolved_at" => times.resolved,
        _ => None,
    }?;
    Some(Known::of(origin, at.doubt))
}

/// Where the date comes from; a date that follows from a time in front matter is as good as written there.
fn origin_of_date(facts: &PostMortem) -> Origin {
    let origin = facts.date_origin.unwrap_or(Origin::Derived);
    let times = &facts.times;
    let first = [times.started, times.detected, times.mitigated, times.resolved].into_iter().flatten().next();
    match (origin, first) {
        (Origin::Derived, Some((_, of_time))) if of_time != Origin::Derived => of_time,
        (Origin::Derived, Some(_)) => Origin::FrontMatter,
        (origin, _) => origin,
    }
}

/// A moment as it is read again: without an offset where it is only known from the settings.
fn written(moment: Moment, config: &Config) -> String {
    if moment.precision == Precision::Day {
        return moment.date().to_string();
    }
    let whole = moment.rfc3339();
    let of_settings = config.timezone.to_offset(moment.timestamp);
    if moment.zone_stated || of_settings != moment.offset { whole } else { whole[..19].to_owned() }
}
