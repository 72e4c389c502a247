//! The ledger of what came back: chains of incidents, what each cost, and what was promised in between.
//!
//! A chain is made by a rule that is said with it (`[recurrence]`). Undated incidents stand at its end and give no
//! interval. Everything that is told of a chain is computed once, here; pages and commands only read it.

mod across;
mod actions;
mod before;
mod chain;
mod cost;
mod join;
mod name;
mod rules;
mod shared;
mod split;
mod title;

pub use across::Across;
pub use actions::{LeftOpen, Standing};
pub use before::{Before, ChainPlace, Neighbour};
pub use chain::{Chain, Trend};
pub use cost::Cost;
pub use name::{NAMES, Naming};
pub use rules::{Reason, services_at_fault};

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::know::link::{Catalog, DocumentId, Site};

/// All chains of a knowledge base.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The dearest first.
    pub chains: Vec<Chain>,
    /// For each document, the chains that it is in, the strongest reason first.
    pub of: Vec<Vec<usize>>,
    /// For each cause, the chains of it and of the causes below it ([`Chain::causes`]), the dearest first.
    pub by_cause: Vec<Vec<usize>>,
    /// The same for each service.
    pub by_service: Vec<Vec<usize>>,
    /// Causes that came back, in whichever service; the most frequent first.
    pub across: Vec<Across>,
    promised: actions::Promised,
    /// Incidents that were taken out of a chain by `not_recurrence_of`.
    pub silenced: usize,
}

impl Ledger {
    /// Finds the chains.
    pub fn new(site: &Site) -> Self {
        let incidents = in_order(site);
        let (groups, silenced) = split::split(site, rules::groups(site, &incidents));
        let joined = join::join(groups, site.documents.len());
        let costs = cost::Costs::new(site);
        let mut chains: Vec<Chain> =
            joined.into_par_iter().map(|joined| Chain::new(site, joined, &costs)).collect();
        chains.par_sort_by_cached_key(|chain| {
            let newest = chain.newest(site);
            (
                Reverse(chain.cost.weighted),
                Reverse(chain.incidents.len()),
                Reverse(newest),
                chain.incidents.clone(),
            )
        });
        name::name(site, &mut chains);
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); site.documents.len()];
        for (position, chain) in chains.iter().enumerate() {
            for id in &chain.incidents {
                of[*id].push(position);
            }
        }
        for of in &mut of {
            of.sort_by(|a, b| chains[*a].reasons.cmp(&chains[*b].reasons).then(a.cmp(b)));
        }
        chain::overlaps(&mut chains, &of);
        Self {
            by_cause: by_entry(&site.causes, &chains, |chain| &chain.causes),
            by_service: by_entry(&site.services, &chains, |chain| &chain.services),
            across: across::across(site),
            promised: actions::Promised::new(site),
            chains,
            of,
            silenced,
        }
    }

    /// How many incidents are the return of an earlier one, in any of `chains`.
    pub fn repeats(&self, chains: &[usize]) -> usize {
        let mut seen = vec![false; self.of.len()];
        for chain in chains.iter().map(|at| &self.chains[*at]) {
            for id in chain.incidents[..chain.dated].iter().skip(1) {
                seen[*id] = true;
            }
        }
        seen.iter().filter(|seen| **seen).count()
    }
}

/// For each entry of a catalog, the chains that `named` gives for it or for one below it.
fn by_entry(catalog: &Catalog, chains: &[Chain], named: impl Fn(&Chain) -> &[usize]) -> Vec<Vec<usize>> {
    let mut by_entry: Vec<Vec<usize>> = vec![Vec::new(); catalog.entries.len()];
    for (position, chain) in chains.iter().enumerate() {
        for entry in named(chain) {
            let above = std::iter::successors(Some(*entry), |at| catalog.entries[*at].parent);
            for entry in above {
                if by_entry[entry].last() != Some(&position) {
                    by_entry[entry].push(position);
                }
            }
        }
    }
    by_entry
}

/// All incidents, the oldest first: by day, by the time at which they started, by path; undated ones behind.
fn in_order(site: &Site) -> Vec<DocumentId> {
    let mut incidents = site.counted.clone();
    incidents.sort_by_key(|id| {
        let known = site.post_mortem(*id);
        let started = known.times.started.map(|(moment, _)| moment.timestamp);
        (known.date.is_none(), known.date, started, *id)
    });
    incidents
}
