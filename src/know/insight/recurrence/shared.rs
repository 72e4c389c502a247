//! The causes and services of a chain.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::rules::{Reason, services_at_fault};
use crate::know::link::{DocumentId, Site};

/// Those that made a chain or a part of it, and where not all of it, those that most of its incidents have. As positions in
/// the catalogs, each once.
pub fn of(
    site: &Site,
    reasons: &[Reason],
    partly: &[Reason],
    incidents: &[DocumentId],
) -> (Vec<usize>, Vec<usize>) {
    let makes_all = pairs(reasons.iter()).next().is_some();
    let (causes, services) = if makes_all { Default::default() } else { usual(site, incidents) };
    let pairs = || pairs(reasons.iter().chain(partly));
    (
        distinct(causes.into_iter().chain(pairs().map(|(cause, _)| cause))),
        distinct(services.into_iter().chain(pairs().map(|(_, service)| service))),
    )
}

/// The causes and services that more than half of the incidents have, and two of them; the most frequent first.
pub fn usual(site: &Site, incidents: &[DocumentId]) -> (Vec<usize>, Vec<usize>) {
    let causes = frequent(incidents, |id| &site.references[id].causes);
    let services = frequent(incidents, |id| services_at_fault(site, id));
    if services.is_empty() {
        return (causes, frequent(incidents, |id| &site.references[id].services));
    }
    (causes, services)
}

/// The causes and services of those reasons that name some.
pub fn pairs<'r>(reasons: impl Iterator<Item = &'r Reason>) -> impl Iterator<Item = (usize, usize)> {
    reasons.filter_map(|reason| match reason {
        Reason::CauseAndService { cause, service } => Some((*cause, *service)),
        _ => None,
    })
}

pub fn distinct(positions: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = Vec::new();
    for position in positions {
        if !seen.contains(&position) {
            seen.push(position);
        }
    }
    seen
}

/// What more than half of the incidents have, and two of them; the most frequent first.
fn frequent<'s>(incidents: &[DocumentId], named: impl Fn(DocumentId) -> &'s [usize]) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for at in incidents.iter().flat_map(|id| named(*id)) {
        *counts.entry(*at).or_default() += 1;
    }
    let is_usual = |count: usize| count > 1 && count * 2 > incidents.len();
    let mut usual: Vec<(usize, usize)> = counts.into_iter().filter(|(_, count)| is_usual(*count)).collect();
    usual.sort_by_key(|(at, count)| (Reverse(*count), *at));
    usual.into_iter().map(|(at, _)| at).collect()
}
