//! The same cause in whichever service: how often, how far apart, when last.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::chain::median;
use super::rules::services_at_fault;
use crate::know::insight::days;
use crate::know::link::{DocumentId, Site};

/// A cause that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Across {
    /// Position in the catalog of causes.
    pub cause: usize,
    /// Incidents of the cause and of those below it.
    pub incidents: usize,
    /// How many of these have no date.
    pub undated: usize,
    /// Different services that it lay in.
    pub services: usize,
    pub last: Option<Date>,
    /// Median of the days between one and the next; `None` for fewer than two with a date.
    pub median_days: Option<i64>,
}

/// All causes of two incidents or more, the most frequent first.
pub fn across(site: &Site) -> Vec<Across> {
    let all = (0..site.causes.entries.len()).into_par_iter();
    let mut across: Vec<Across> = all
        .map(|cause| of(site, cause, site.causes.entries[cause].all()))
        .filter(|one| one.incidents > 1)
        .collect();
    across.sort_by_key(|one| (Reverse(one.incidents), Reverse(one.last), one.cause));
    across
}

fn of(site: &Site, cause: usize, newest_first: &[DocumentId]) -> Across {
    let dates: Vec<Date> = newest_first.iter().filter_map(|id| site.post_mortem(*id).date).collect();
    let services: BTreeSet<usize> =
        newest_first.iter().flat_map(|id| services_at_fault(site, *id)).copied().collect();
    let between: Vec<i64> = dates.windows(2).map(|pair| days(pair[1], pair[0])).collect();
    Across {
        cause,
        incidents: newest_first.len(),
        undated: newest_first.len() - dates.len(),
        services: services.len(),
        last: dates.first().copied(),
        median_days: median(&between),
    }
}
