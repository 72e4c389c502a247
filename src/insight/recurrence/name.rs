//! What a chain is called.

use std::collections::BTreeMap;

use super::chain::Chain;
use super::rules::Reason;
use super::shared::{distinct, pairs, usual};
use crate::link::Site;
use crate::link::address::slug;

/// Names of a kind that a chain's name has at most.
const NAMES: usize = 2;

/// Gives every chain its name and its slug.
pub fn name(site: &Site, chains: &mut [Chain]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for chain in chains {
        chain.name = of(site, chain);
        let mut wanted = slug(&chain.name);
        wanted.truncate(wanted.char_indices().nth(60).map_or(wanted.len(), |(at, _)| at));
        let wanted = if wanted.is_empty() { "chain".to_owned() } else { wanted };
        let count = taken.entry(wanted.clone()).or_default();
        *count += 1;
        chain.slug = if *count == 1 { wanted } else { format!("{wanted}--{count}") };
    }
}

fn of(site: &Site, chain: &Chain) -> String {
    match &chain.reasons[0] {
        Reason::CauseAndService { .. } => {
            let of_all = || pairs(chain.reasons.iter());
            of_names(site, &distinct(of_all().map(|pair| pair.0)), &distinct(of_all().map(|pair| pair.1)))
        }
        Reason::Trigger(trigger) => trigger.clone(),
        Reason::Title(_) => newest_title(site, chain),
        // What most of them have in common says more than the title of one.
        Reason::Linked => {
            let (mut causes, mut services) = usual(site, &chain.incidents);
            causes.truncate(1);
            services.truncate(1);
            if causes.is_empty() && services.is_empty() {
                newest_title(site, chain)
            } else {
                of_names(site, &causes, &services)
            }
        }
    }
}

fn newest_title(site: &Site, chain: &Chain) -> String {
    let newest = chain.incidents[..chain.dated].last().or(chain.incidents.last());
    newest.map(|id| site.documents[*id].title.clone()).unwrap_or_default()
}

/// `Certificate expiry, Edge and API`
fn of_names(site: &Site, causes: &[usize], services: &[usize]) -> String {
    let causes = causes.iter().map(|at| site.causes.entries[*at].name.as_str()).collect();
    let services = services.iter().map(|at| site.services.entries[*at].name.as_str()).collect();
    let parts: Vec<String> =
        [listed(causes), listed(services)].into_iter().filter(|part| !part.is_empty()).collect();
    crate::charts::marks::capitalised(&parts.join(", "))
}

/// `a`, `a and b`, `a, b and 3 more`
fn listed(names: Vec<&str>) -> String {
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        more => format!("{} and {} more", more[..NAMES].join(", "), more.len() - NAMES),
    }
}
