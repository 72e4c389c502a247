//! Services and causes that a change would introduce, each perhaps a misspelling of one that is there.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Input, before};
use crate::core::address::slug;
use crate::core::diagnostic::did_you_mean;
use crate::core::model::Document;
use crate::know::link::{Catalog, DocumentId, Entry, References};
use crate::read::git::Change;

/// A name that no post-mortem had before.
#[derive(Debug, Clone, Serialize)]
pub struct NewName {
    /// `service` or `cause`.
    pub kind: &'static str,
    pub name: String,
    /// The known name that it is nearest to, where one is near.
    pub near: Option<String>,
    /// Whether a file describes it.
    pub is_described: bool,
    /// Paths of the post-mortems that name it.
    pub paths: Vec<String>,
}

/// The names that are new, services first.
pub fn new(input: &Input<'_>, touched: &[(DocumentId, &Change)]) -> Vec<NewName> {
    let services = of(
        input,
        touched,
        "service",
        &input.site.services,
        |references| &references.services,
        |document| names(document, |facts| facts.services.iter().chain(&facts.root_cause_services)),
    );
    let causes = of(
        input,
        touched,
        "cause",
        &input.site.causes,
        |references| &references.causes,
        |document| names(document, |facts| facts.causes.iter().chain(&[])),
    );
    services.into_iter().chain(causes).collect()
}

fn names<'a, I: Iterator<Item = &'a String>>(
    document: &'a Document,
    of: impl Fn(&'a crate::core::model::PostMortem) -> I,
) -> Vec<&'a str> {
    document.post_mortem().map(|facts| of(facts).map(String::as_str).collect()).unwrap_or_default()
}

fn of<'a>(
    input: &Input<'a>,
    touched: &[(DocumentId, &Change)],
    kind: &'static str,
    catalog: &Catalog,
    named: impl Fn(&References) -> &Vec<usize>,
    names: impl Fn(&'a Document) -> Vec<&'a str>,
) -> Vec<NewName> {
    let known_before: BTreeSet<String> = input.before.values().flat_map(names).map(slug).collect();
    let mut candidates: Vec<usize> =
        touched.iter().flat_map(|(id, _)| named(&input.site.references[*id]).iter().copied()).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let change_of =
        |id: DocumentId| touched.iter().find(|(other, _)| *other == id).map(|(_, change)| *change);
    let is_new = |entry: &Entry| {
        let was_described = entry
            .description
            .is_some_and(|id| change_of(id).is_none_or(|change| before(input, change).is_some()));
        !was_described
            && !known_before.contains(&entry.slug)
            && entry.incidents.iter().all(|id| change_of(*id).is_some())
    };
    candidates.retain(|at| is_new(&catalog.entries[*at]));
    let known = || {
        let old = catalog.entries.iter().enumerate().filter(|(at, _)| candidates.binary_search(at).is_err());
        old.map(|(_, entry)| entry.name.as_str())
    };
    let told = |at: &usize| {
        let entry = &catalog.entries[*at];
        let paths = entry.incidents.iter().map(|id| input.site.documents[*id].source.path.clone());
        NewName {
            kind,
            name: entry.name.clone(),
            near: near(&entry.name, known()).map(str::to_owned),
            is_described: entry.description.is_some(),
            paths: paths.collect(),
        }
    };
    candidates.iter().map(told).collect()
}

/// A known name that differs by typing errors, by a blank, or by words that one has more at its end or beginning.
fn near<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let joined = |name: &str| slug(name).replace('-', "");
    let within = |one: &str, other: &str| {
        let (one, other) = (slug(one), slug(other));
        one.len() > 3 && (other.starts_with(&format!("{one}-")) || other.ends_with(&format!("-{one}")))
    };
    known
        .clone()
        .find(|other| joined(other) == joined(name))
        .or_else(|| did_you_mean(name, known.clone()))
        .or_else(|| known.clone().find(|other| within(name, other) || within(other, name)))
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn names_are_near_by_letters_blanks_and_words() {
        let known = ["Checkout API", "Mail", "DNS"];
        let near = |name| near(name, known.iter().copied());
        assert_eq!(near("Chekout API"), Some("Checkout API"));
        assert_eq!(near("CheckoutAPI"), Some("Checkout API"));
        assert_eq!(near("Checkout"), Some("Checkout API"));
        assert_eq!(near("Inbound mail"), Some("Mail"));
        assert_eq!(near("Search"), None);
    }
}
