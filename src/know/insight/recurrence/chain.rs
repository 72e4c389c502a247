//! What is told of one chain.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::actions::{LeftOpen, left_open};
use super::cost::{Cost, Costs};
use super::join::Joined;
use super::name::Naming;
use super::rules::Reason;
use super::shared;
use crate::know::insight::days;
use crate::know::link::{DocumentId, Site};

/// Incidents that are returns of each other.
#[derive(Debug)]
pub struct Chain {
    /// The causes and services, the trigger, or the title that its incidents share.
    pub name: String,
    /// What the name is made of.
    pub naming: Naming,
    /// Unique among chains; letters, digits and hyphens.
    pub slug: String,
    /// Why they stand together, the strongest reason first; never empty.
    pub reasons: Vec<Reason>,
    /// Reasons that hold for a part of them.
    pub partly: Vec<Reason>,
    /// What made it or a part of it; where not all of it, also what more than half of its incidents have, and two of them.
    /// Positions in the catalogs.
    pub causes: Vec<usize>,
    pub services: Vec<usize>,
    /// The oldest first; undated ones behind, by path.
    pub incidents: Vec<DocumentId>,
    /// How many of them have a date.
    pub dated: usize,
    /// Days between each dated incident and the next.
    pub days: Vec<i64>,
    /// `None` where they are too few to say, or where there is none.
    pub trend: Option<Trend>,
    pub cost: Cost,
    /// What earlier ones promised and later ones found undone.
    pub left_open: Vec<LeftOpen>,
    /// How many of these are open to this day.
    pub still_open: usize,
    /// Chains that share two incidents or more with this one, at most three, as positions in [`super::Ledger::chains`].
    pub overlaps: Vec<usize>,
}

/// How the intervals change. Said of four incidents or more only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    Shorter,
    Longer,
}

/// Incidents from which on a trend is looked for.
const ENOUGH: usize = 4;

impl Chain {
    pub(super) fn new(site: &Site, joined: Joined, costs: &Costs) -> Self {
        let Joined { reasons, incidents, partly } = joined;
        let dates: Vec<Date> = incidents.iter().map_while(|id| site.post_mortem(*id).date).collect();
        let days: Vec<i64> = dates.windows(2).map(|pair| days(pair[0], pair[1])).collect();
        let left_open = left_open(site, &incidents[..dates.len()]);
        let is_open = |one: &&LeftOpen| site.post_mortem(one.from).action_items[one.index].state.is_pending();
        let (causes, services) = shared::of(site, &reasons, &partly, &incidents);
        Self {
            name: String::new(),
            naming: Naming::default(),
            causes,
            services,
            slug: String::new(),
            trend: trend(&days),
            cost: costs.of(site, &incidents),
            still_open: left_open.iter().filter(is_open).count(),
            left_open,
            dated: dates.len(),
            days,
            reasons,
            partly,
            incidents,
            overlaps: Vec::new(),
        }
    }

    /// The day of the first of its dated incidents, and that of the last.
    pub fn span(&self, site: &Site) -> Option<(Date, Date)> {
        let date = |id: &DocumentId| site.post_mortem(*id).date;
        self.incidents.first().and_then(date).zip(self.newest(site))
    }

    pub(super) fn newest(&self, site: &Site) -> Option<Date> {
        self.incidents[..self.dated].last().and_then(|id| site.post_mortem(*id).date)
    }
}

/// Compares the earlier half of the intervals with the later one, by their medians: a third more or less is a trend.
fn trend(days: &[i64]) -> Option<Trend> {
    if days.len() + 1 < ENOUGH {
        return None;
    }
    let half = days.len() / 2;
    let (before, after) = (median(&days[..half])?, median(&days[days.len() - half..])?);
    if after * 3 <= before * 2 {
        Some(Trend::Shorter)
    } else if before * 3 <= after * 2 {
        Some(Trend::Longer)
    } else {
        None
    }
}

/// The middle of `values`, or of an even number the mean of the two in the middle, rounded down.
pub fn median(values: &[i64]) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        length if length % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2),
    }
}

/// Overlapping chains that are kept of each.
const OVERLAPS: usize = 3;

/// Notes which chains share two incidents or more. `of` has the chains of each document.
pub fn overlaps(chains: &mut [Chain], of: &[Vec<usize>]) {
    chains.par_iter_mut().enumerate().for_each(|(position, chain)| {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for other in chain.incidents.iter().flat_map(|id| &of[*id]).filter(|other| **other != position) {
            *shared.entry(*other).or_default() += 1;
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().filter(|(_, count)| *count > 1).collect();
        shared.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        chain.overlaps = shared.into_iter().take(OVERLAPS).map(|(other, _)| other).collect();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_needs_four_incidents_and_a_third() {
        assert_eq!(trend(&[100, 10]), None);
        assert_eq!(trend(&[100, 50, 10]), Some(Trend::Shorter));
        assert_eq!(trend(&[10, 50, 100]), Some(Trend::Longer));
        assert_eq!(trend(&[100, 100, 80]), None);
        assert_eq!(trend(&[300, 10, 200, 10, 20, 30]), Some(Trend::Shorter));
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(
            [median(&[]), median(&[3]), median(&[9, 1]), median(&[5, 1, 3])],
            [None, Some(3), Some(5), Some(3)]
        );
    }
}
