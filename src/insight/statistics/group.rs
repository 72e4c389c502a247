//! The same figures for each service, cause, team, severity or year.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::measure::{self, Measured, time_lost};
use super::promises::Promises;
use crate::link::{Catalog, DocumentId, Site};

/// What incidents are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    Service,
    Cause,
    Team,
    Severity,
    Year,
}

impl Dimension {
    /// Name in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Cause => "cause",
            Self::Team => "team",
            Self::Severity => "severity",
            Self::Year => "year",
        }
    }
}

/// The figures of one group.
#[derive(Debug)]
pub struct Group {
    /// `None` for incidents without a severity, or without a date.
    pub name: Option<String>,
    pub incidents: Vec<DocumentId>,
    pub near_misses: usize,
    pub measures: [Measured; 4],
    /// The sum of the times to resolve that are known, in minutes.
    pub minutes_lost: i64,
    pub promises: Promises,
}

/// The groups of `incidents`, which are in the order of [`Site::by_date`]. An incident of several services (causes,
/// teams) is in the group of each; one that names none is in no group.
///
/// Services, causes and teams are sorted by the number of incidents, severities from the worst, years from the newest.
#[must_use]
pub fn groups(site: &Site, dimension: Dimension, incidents: &[DocumentId], today: Date) -> Vec<Group> {
    let parts = match dimension {
        Dimension::Service => of_catalog(&site.services, incidents),
        Dimension::Cause => of_catalog(&site.causes, incidents),
        Dimension::Team => of_catalog(&site.teams, incidents),
        Dimension::Severity => of_severities(site, incidents),
        Dimension::Year => of_years(site, incidents),
    };
    parts
        .into_iter()
        .filter(|(_, incidents)| !incidents.is_empty())
        .map(|(name, incidents)| group(site, name, incidents, today))
        .collect()
}

type Part = (Option<String>, Vec<DocumentId>);

fn of_catalog(catalog: &Catalog, incidents: &[DocumentId]) -> Vec<Part> {
    let chosen: BTreeSet<DocumentId> = incidents.iter().copied().collect();
    let entries = catalog.entries.iter().map(|entry| {
        let incidents = entry.incidents.iter().copied().filter(|id| chosen.contains(id)).collect();
        (Some(entry.name.clone()), incidents)
    });
    let mut parts: Vec<Part> = entries.collect();
    parts.sort_by_key(|(_, incidents)| std::cmp::Reverse(incidents.len()));
    parts
}

fn of_severities(site: &Site, incidents: &[DocumentId]) -> Vec<Part> {
    let levels = &site.config.severity.levels;
    let mut parts: Vec<Part> = levels.iter().map(|name| (Some(name.clone()), Vec::new())).collect();
    parts.push((None, Vec::new()));
    for id in incidents.iter().copied() {
        let rank = site.post_mortem(id).severity.filter(|rank| *rank < levels.len());
        parts[rank.unwrap_or(levels.len())].1.push(id);
    }
    parts
}

fn of_years(site: &Site, incidents: &[DocumentId]) -> Vec<Part> {
    let year = |id: DocumentId| site.post_mortem(id).date.map(|date| date.year());
    let runs = incidents.chunk_by(|a, b| year(*a) == year(*b));
    runs.map(|run| (year(run[0]).map(|year| year.to_string()), run.to_vec())).collect()
}

fn group(site: &Site, name: Option<String>, incidents: Vec<DocumentId>, today: Date) -> Group {
    Group {
        name,
        near_misses: incidents.iter().filter(|id| site.post_mortem(**id).near_miss).count(),
        measures: measure::all(site, &incidents),
        minutes_lost: incidents.iter().filter_map(|id| time_lost(site, *id)).sum(),
        promises: Promises::new(site, &incidents, today),
        incidents,
    }
}
