//! Incidents of the future.

use jiff::civil::Date;

use super::front::Entry;
use super::rules;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, PostMortem};
use crate::parse::canonical_key;

/// A date that has not come yet. East of here it may be tomorrow already.
#[must_use]
pub fn check(
    document: &Document,
    facts: &PostMortem,
    entries: &[Entry],
    config: &Config,
    today: Date,
) -> Option<Diagnostic> {
    let date = facts.date?;
    if date <= today.tomorrow().unwrap_or(today) {
        return None;
    }
    let text = &document.source.text;
    let written = entries
        .iter()
        .find(|entry| matches!(canonical_key(&text[entry.key.clone()], config), Some("date" | "started_at")));
    let place = written
        .map_or(0..0, |entry| entry.scalars.first().map_or(entry.key.clone(), |scalar| scalar.range.clone()));
    let message = format!("the incident is of {date}, which is still to come");
    let found = Diagnostic::warning(rules::name("future-date"), &document.source.path, message);
    Some(found.at(text, place).hint("Correct the date, its year first of all."))
}
