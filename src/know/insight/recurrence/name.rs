//! What a chain is called.

use std::collections::BTreeMap;

use super::chain::Chain;
use super::rules::Reason;
use super::shared::{distinct, pairs, usual};
use crate::core::address::slug;
use crate::know::link::Site;

/// Names of a kind that a chain's name has at most.
pub const NAMES: usize = 2;

/// Gives every chain its name and its slug.
pub fn name(site: &Site, chains: &mut [Chain]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for chain in chains {
        let naming = of(site, chain);
        chain.name = naming.text(site, &|names| listed(names));
        chain.naming = naming;
        let mut wanted = slug(&chain.name);
        wanted.truncate(wanted.char_indices().nth(60).map_or(wanted.len(), |(at, _)| at));
        let wanted = if wanted.is_empty() { "chain".to_owned() } else { wanted };
        let count = taken.entry(wanted.clone()).or_default();
        *count += 1;
        chain.slug = if *count == 1 { wanted } else { format!("{wanted}--{count}") };
    }
}

/// What a chain is named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// Words of an author.
    Text(String),
    /// Causes, then services, as positions in the catalogs.
    Names { causes: Vec<usize>, services: Vec<usize> },
}

impl Default for Naming {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Naming {
    /// The name, with lists of names as `listed` puts them: `Certificate expiry, Edge and API`.
    pub fn text(&self, site: &Site, listed: &dyn Fn(&[&str]) -> String) -> String {
        let (causes, services) = match self {
            Self::Text(text) => return text.clone(),
            Self::Names { causes, services } => (causes, services),
        };
        let causes: Vec<&str> = causes.iter().map(|at| site.causes.entries[*at].name.as_str()).collect();
        let services: Vec<&str> =
            services.iter().map(|at| site.services.entries[*at].name.as_str()).collect();
        let parts: Vec<String> =
            [listed(&causes), listed(&services)].into_iter().filter(|part| !part.is_empty()).collect();
        crate::core::labels::capitalised(&parts.join(", "))
    }
}

fn of(site: &Site, chain: &Chain) -> Naming {
    match &chain.reasons[0] {
        Reason::CauseAndService { .. } => {
            let of_all = || pairs(chain.reasons.iter());
            Naming::Names {
                causes: distinct(of_all().map(|pair| pair.0)),
                services: distinct(of_all().map(|pair| pair.1)),
            }
        }
        Reason::Trigger(trigger) => Naming::Text(trigger.clone()),
        Reason::Title(_) => Naming::Text(newest_title(site, chain)),
        // What most of them have in common says more than the title of one.
        Reason::Linked => {
            let (mut causes, mut services) = usual(site, &chain.incidents);
            causes.truncate(1);
            services.truncate(1);
            if causes.is_empty() && services.is_empty() {
                Naming::Text(newest_title(site, chain))
            } else {
                Naming::Names { causes, services }
            }
        }
    }
}

fn newest_title(site: &Site, chain: &Chain) -> String {
    let newest = chain.incidents[..chain.dated].last().or(chain.incidents.last());
    newest.map(|id| site.documents[*id].title.clone()).unwrap_or_default()
}

/// `a`, `a and b`, `a, b and 3 more`
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        more => format!("{} and {} more", more[..NAMES].join(", "), more.len() - NAMES),
    }
}
