//! Post-mortems that are owed: incidents beyond a threshold whose post-mortem is not final after so many days.

use jiff::civil::Date;

use super::rules;
use crate::core::config::Review;
use crate::core::diagnostic::Diagnostic;
use crate::know::link::{DocumentId, Site};

/// Whether a post-mortem is late.
pub fn check(site: &Site, id: DocumentId, today: Date) -> Option<Diagnostic> {
    let document = &site.documents[id];
    let facts = site.post_mortem(id);
    let Review { severity, longer_than, days } = &site.config.review;
    let levels = &site.config.severity.levels;
    let worst = severity.as_ref().and_then(|name| levels.iter().position(|level| level == name));
    let is_severe = worst.zip(facts.severity).is_some_and(|(worst, severity)| severity <= worst);
    let is_long = longer_than
        .as_deref()
        .and_then(crate::read::parse::parse_duration)
        .zip(facts.times.resolve())
        .is_some_and(|(least, length)| length.minutes > least);
    // The last of the statuses is the one that is final.
    let is_final = facts.published.is_some() || facts.status.as_ref() == site.config.status.values.last();
    if is_final || !(is_severe || is_long) {
        return None;
    }
    let open = (today - facts.date?).get_days();
    if open <= i32::from(*days) {
        return None;
    }
    let message = match &facts.status {
        Some(status) => format!("{open} days after the incident this post-mortem is still `{status}`"),
        None => format!("{open} days after the incident nothing says that this post-mortem is final"),
    };
    let text = &document.source.text;
    let named = facts.status.as_ref().and_then(|_| text[..document.body.start].find("status"));
    let start = named.unwrap_or(0);
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    let found = Diagnostic::warning(rules::name("review-overdue"), &document.source.path, message);
    Some(found.at(text, start..end).hint(format!(
        "Finish the review; `[review] days` in book.toml allows {days} for incidents such as this one."
    )))
}
