//! What is told of one chain.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cost::{Cost, Costs};
use super::join::Joined;
use super::promises::{LeftOpen, left_open};
use super::rules::{Reason, services_at_fault};
use crate::link::address::slug;
use crate::link::{DocumentId, Site};

/// Incidents that are returns of each other.
#[derive(Debug)]
pub struct Chain {
    /// The causes and services, the trigger, or the title that its incidents share.
    pub name: String,
    /// Unique among chains; letters, digits and hyphens.
    pub slug: String,
    /// Why they stand together, the strongest reason first; never empty.
    pub reasons: Vec<Reason>,
    /// Reasons that hold for a part of them.
    pub partly: Vec<Reason>,
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
        Self {
            name: String::new(),
            slug: String::new(),
            trend: trend(&days),
            cost: costs.of(site, &incidents),
            left_open: left_open(site, &incidents[..dates.len()]),
            dated: dates.len(),
            days,
            reasons,
            partly,
            incidents,
            overlaps: Vec::new(),
        }
    }

    /// The day of the first of its dated incidents, and that of the last.
    #[must_use]
    pub fn span(&self, site: &Site) -> Option<(Date, Date)> {
        let date = |id: &DocumentId| site.post_mortem(*id).date;
        self.incidents.first().and_then(date).zip(self.newest(site))
    }

    pub(super) fn newest(&self, site: &Site) -> Option<Date> {
        self.incidents[..self.dated].last().and_then(|id| site.post_mortem(*id).date)
    }

    /// The causes that made it, or a part of it, as positions in the catalog, each once.
    #[must_use]
    pub fn causes(&self) -> Vec<usize> {
        distinct(pairs(self.reasons.iter().chain(&self.partly)).map(|(cause, _)| cause))
    }

    /// The services that made it, or a part of it, as positions in the catalog, each once.
    #[must_use]
    pub fn services(&self) -> Vec<usize> {
        distinct(pairs(self.reasons.iter().chain(&self.partly)).map(|(_, service)| service))
    }

    /// Promises that are open to this day.
    pub fn still_open(&self, site: &Site) -> usize {
        let is_open = |one: &&LeftOpen| site.post_mortem(one.from).action_items[one.index].state.is_pending();
        self.left_open.iter().filter(is_open).count()
    }
}

/// The causes and services of those reasons that name some.
fn pairs<'r>(reasons: impl Iterator<Item = &'r Reason>) -> impl Iterator<Item = (usize, usize)> {
    reasons.filter_map(|reason| match reason {
        Reason::CauseAndService { cause, service } => Some((*cause, *service)),
        _ => None,
    })
}

fn distinct(positions: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = Vec::new();
    for position in positions {
        if !seen.contains(&position) {
            seen.push(position);
        }
    }
    seen
}

/// Whole days from one day to a later one.
pub fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
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

/// Names of a kind that a chain's name has at most.
const NAMES: usize = 2;

/// Overlapping chains that are kept of each.
const OVERLAPS: usize = 3;

/// Gives every chain its name and its slug.
pub fn name(site: &Site, chains: &mut [Chain]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for chain in chains {
        chain.name = match &chain.reasons[0] {
            Reason::CauseAndService { .. } => {
                let of_all = || pairs(chain.reasons.iter());
                of_pairs(site, &distinct(of_all().map(|pair| pair.0)), &distinct(of_all().map(|pair| pair.1)))
            }
            Reason::Trigger(trigger) => trigger.clone(),
            Reason::Title(_) => newest_title(site, chain),
            // What most of them share says more than the title of one.
            Reason::Linked => match usual_pair(site, &chain.incidents) {
                Some((cause, service)) => of_pairs(site, &[cause], &[service]),
                None => newest_title(site, chain),
            },
        };
        let mut wanted = slug(&chain.name);
        wanted.truncate(wanted.char_indices().nth(60).map_or(wanted.len(), |(at, _)| at));
        let wanted = if wanted.is_empty() { "chain".to_owned() } else { wanted };
        let count = taken.entry(wanted.clone()).or_default();
        *count += 1;
        chain.slug = if *count == 1 { wanted } else { format!("{wanted}--{count}") };
    }
}

fn newest_title(site: &Site, chain: &Chain) -> String {
    let newest = chain.incidents[..chain.dated].last().or(chain.incidents.last());
    newest.map(|id| site.documents[*id].title.clone()).unwrap_or_default()
}

/// The cause and the service that at least half of the incidents have, and two of them.
fn usual_pair(site: &Site, incidents: &[DocumentId]) -> Option<(usize, usize)> {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for id in incidents {
        for cause in &site.references[*id].causes {
            for service in services_at_fault(site, *id) {
                *counts.entry((*cause, *service)).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    (most.1 > 1 && most.1 * 2 >= incidents.len()).then_some(most.0)
}

/// `Certificate expiry, Edge and API`
fn of_pairs(site: &Site, causes: &[usize], services: &[usize]) -> String {
    let causes = causes.iter().map(|at| site.causes.entries[*at].name.as_str()).collect();
    let services = services.iter().map(|at| site.services.entries[*at].name.as_str()).collect();
    crate::charts::marks::capitalised(&format!("{}, {}", listed(causes), listed(services)))
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

/// Notes which chains share two incidents or more. `of` has the chains of each document.
pub fn overlaps(chains: &mut [Chain], of: &[Vec<usize>]) {
    for (position, chain) in chains.iter_mut().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for other in chain.incidents.iter().flat_map(|id| &of[*id]).filter(|other| **other != position) {
            *shared.entry(*other).or_default() += 1;
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().filter(|(_, count)| *count > 1).collect();
        shared.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        chain.overlaps = shared.into_iter().take(OVERLAPS).map(|(other, _)| other).collect();
    }
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
