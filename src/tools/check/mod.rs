//! Whether post-mortems are complete, consistent, fair and harmless: what `lookback check` says.
//!
//! Each kind of rule has a file of its own, and finds what it finds without regard to settings. Here levels are applied,
//! and what an author has silenced is taken out.

mod actions;
mod blameless;
mod completeness;
mod contradictions;
mod dates;
mod doubts;
mod fields;
mod front;
mod gone;
mod lengths;
mod levels;
mod links;
mod names;
mod privacy;
pub(crate) mod prose;
pub mod rules;
mod settings;
mod silence;
mod threshold;
mod words;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::core::config::RuleLevel;
use crate::core::diagnostic::{Diagnostic, Level};
use crate::know::link::{DocumentId, Site};
use actions::Promised;
use completeness::Habits;
pub use gone::Gone;
use levels::Levels;
use links::Links;
use names::Names;
use prose::Prose;
pub use settings::check as check_settings;

/// What rules need to know beside a document; made once for all of them.
struct Context<'s> {
    site: &'s Site,
    today: Date,
    levels: Levels,
    habits: Habits,
    links: Links<'s>,
    names: Names<'s>,
    promised: Promised<'s>,
}

/// All findings about the documents that `is_chosen` takes, by file and place: errors fail a check, warnings do not.
///
/// `found` is what reading and linking have found, with paths below the content folder.
pub fn check(
    site: &Site,
    found: Vec<Diagnostic>,
    today: Date,
    is_chosen: impl Fn(&str) -> bool + Sync,
) -> Vec<Diagnostic> {
    let levels = Levels::new(&site.config.check);
    let context = Context {
        site,
        today,
        habits: Habits::new(site),
        links: Links::new(site),
        names: Names::new(site),
        promised: Promised::new(site, today, &levels),
        levels,
    };
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
        .filter(|(id, _)| is_chosen(&site.documents[*id].source.path))
        .flat_map_iter(|(id, found)| context.of_document(id, found))
        .collect();
    elsewhere.retain(|finding| is_chosen(&finding.path));
    all.extend(elsewhere);
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all
}

impl Context<'_> {
    fn of_document(&self, id: DocumentId, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let site = self.site;
        let document = &site.documents[id];
        found.extend(self.links.check(id));
        if let Some(facts) = document.post_mortem() {
            let prose = Prose::of(document);
            let entries = front::entries(&document.source.text, document.body.start);
            found.extend(fields::check(document, facts, &entries, &site.config));
            found.extend(self.names.check(id, &entries));
            found.extend(dates::check(document, facts, &entries, &site.config, self.today));
            found.extend(doubts::check(document, facts, &entries, &site.config));
            found.extend(contradictions::check(site, id, &prose, &entries));
            found.extend(completeness::check(site, id, &self.habits));
            found.extend(self.promised.check(id));
            found.extend(blameless::check(document, facts, &prose, &entries, &site.config));
            found.extend(privacy::check(document, facts));
            found.extend(threshold::check(site, id, self.today));
        }
        found.retain_mut(|finding| {
            let Some(level) = self.levels.of(finding, &document.source.path) else { return true };
            finding.level = if level == RuleLevel::Deny { Level::Error } else { Level::Warning };
            level != RuleLevel::Allow
        });
        silence::apply(document, &mut found, |name| rules::find(name).is_some());
        found
    }
}
