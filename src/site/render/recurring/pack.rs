//! Chains in pages: as many on each as make a page of a readable size.

use std::ops::Range;

use crate::know::insight::recurrence::{Chain, Ledger};

use super::super::{outputs, paginate};

/// Incidents that are named at all; a longer chain says how many more there are.
pub const SHOWN: usize = 60;
/// Lines on a page, of some 400 bytes each.
const LINES: usize = 500;
/// Lines that every chain has: its name, its cost, its promises.
const FRAME: usize = 8;

fn lines(chain: &Chain) -> usize {
    FRAME + chain.incidents.len().min(SHOWN)
}

/// How the chains are divided into pages; one page where there are none.
fn pages(ledger: &Ledger, chains: &[usize]) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (place, at) in chains.iter().enumerate() {
        let lines = lines(&ledger.chains[*at]);
        if used > 0 && used + lines > LINES {
            pages.push(start..place);
            (start, used) = (place, 0);
        }
        used += lines;
    }
    pages.push(start..chains.len());
    pages
}

pub fn count(ledger: &Ledger, chains: &[usize]) -> usize {
    pages(ledger, chains).len()
}

/// Which of `chains` stand on `page`, from 0.
pub fn range(ledger: &Ledger, chains: &[usize], page: usize) -> Range<usize> {
    pages(ledger, chains).get(page).cloned().unwrap_or(0..0)
}

/// The page of the ledger on which each chain stands.
pub struct Places(Vec<String>);

impl Places {
    pub fn new(ledger: &Ledger) -> Self {
        let chains: Vec<usize> = (0..ledger.chains.len()).collect();
        let pages = pages(ledger, &chains).into_iter().enumerate();
        Self(
            pages
                .flat_map(|(page, range)| range.map(move |_| page))
                .map(|page| paginate::output(outputs::RECURRING, page))
                .collect(),
        )
    }

    /// Output path of the page with the chain at a position in the ledger.
    pub fn output(&self, chain: usize) -> &str {
        &self.0[chain]
    }
}
