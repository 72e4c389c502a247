//! Whether post-mortems are complete, consistent, fair and harmless: what `lookback check` says.
//!
//! Each kind of rule has a file of its own, and finds what it finds without regard to settings. Here levels are applied,
//! and what an author has silenced is taken out.

mod actions;
mod blameless;
mod completeness;
mod contradictions;
mod levels;
mod privacy;
pub(crate) mod prose;
pub mod rules;
mod silence;
mod threshold;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Level};
use crate::link::{DocumentId, Site};
use actions::Promised;
use levels::Levels;
pub use rules::Severity;

/// All findings about a knowledge base, by file and place: errors fail a check, warnings do not.
///
/// `found` is what reading and linking have found, with paths below the content folder as `prefix` makes them.
#[must_use]
pub fn check(site: &Site, found: Vec<Diagnostic>, today: Date) -> Vec<Diagnostic> {
    let levels = Levels::new(&site.config.check);
    let promised = Promised::new(site, today);
    let mut elsewhere = Vec::new();
    let mut by_document: Vec<Vec<Diagnostic>> = site.documents.iter().map(|_| Vec::new()).collect();
    for finding in found {
        match site.documents.binary_search_by(|document| document.source.path.as_str().cmp(&finding.path)) {
            Ok(id) => by_document[id].push(finding),
            Err(_) => elsewhere.push(finding),
        }
    }
    let mut all: Vec<Diagnostic> = by_document
        .into_par_iter()
        .enumerate()
        .flat_map_iter(|(id, found)| of_document(site, &promised, &levels, id, found, today))
        .collect();
    all.extend(elsewhere);
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all
}

fn of_document(
    site: &Site,
    promised: &Promised<'_>,
    levels: &Levels,
    id: DocumentId,
    mut found: Vec<Diagnostic>,
    today: Date,
) -> Vec<Diagnostic> {
    let document = &site.documents[id];
    if let crate::model::Record::PostMortem(facts) = &document.record {
        found.extend(contradictions::check(site, id));
        found.extend(completeness::check(site, id));
        found.extend(promised.check(id));
        found.extend(blameless::check(document, &site.config.book.language));
        found.extend(privacy::check(document, facts));
        found.extend(threshold::check(site, id, today));
    }
    found.retain_mut(|finding| {
        let Some(level) = levels.of(finding, &document.source.path) else { return true };
        finding.level = if level == Severity::Deny { Level::Error } else { Level::Warning };
        level != Severity::Allow
    });
    silence::apply(document, &mut found, |name| rules::find(name).is_some());
    found
}
