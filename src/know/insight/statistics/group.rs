//! The same figures for each service, cause, team, severity or year.

use std::collections::BTreeSet;

use super::actions::ActionCounts;
use super::measure::{self, Measured, time_lost};
use crate::know::insight::actions::Actions;
use crate::know::link::{Catalog, DocumentId, Entry, Site};

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
    /// Name of the service or cause that it is part of.
    pub parent: Option<String>,
    /// Those of a service or cause, and of what is part of it.
    pub incidents: Vec<DocumentId>,
    pub near_misses: usize,
    pub measures: [Measured; 4],
    /// The sum of the times to resolve that are known, in minutes.
    pub minutes_lost: i64,
    pub action_counts: ActionCounts,
}

/// The groups of `incidents`, which are in the order of [`Site::by_date`]. An incident of several services (causes,
/// teams) is in the group of each; one that names none is in no group. What is part of another service or cause counts
/// for that too, as on its page.
///
/// Services, causes and teams are sorted by the number of incidents, severities from the worst, years from the newest.
pub fn groups(site: &Site, dimension: Dimension, incidents: &[DocumentId], actions: &Actions) -> Vec<Group> {
    let parts = match dimension {
        Dimension::Service => of_catalog(&site.services, incidents),
        Dimension::Cause => of_catalog(&site.causes, incidents),
        Dimension::Team => of_catalog(&site.teams, incidents),
        Dimension::Severity => of_severities(site, incidents),
        Dimension::Year => of_years(site, incidents),
    };
    parts
        .into_iter()
        .filter(|part| !part.incidents.is_empty())
        .map(|part| group(site, part, actions))
        .collect()
}

struct Member {
    name: Option<String>,
    parent: Option<String>,
    incidents: Vec<DocumentId>,
}

impl Member {
    fn new(name: Option<String>, incidents: Vec<DocumentId>) -> Self {
        Self { name, parent: None, incidents }
    }
}

fn of_catalog(catalog: &Catalog, incidents: &[DocumentId]) -> Vec<Member> {
    let chosen: BTreeSet<DocumentId> = incidents.iter().copied().collect();
    let part = |entry: &Entry| Member {
        name: Some(entry.name.clone()),
        parent: entry.parent.map(|parent| catalog.entries[parent].name.clone()),
        incidents: entry.all().iter().copied().filter(|id| chosen.contains(id)).collect(),
    };
    let mut parts: Vec<Member> = catalog.entries.iter().map(part).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.incidents.len()));
    parts
}

fn of_severities(site: &Site, incidents: &[DocumentId]) -> Vec<Member> {
    let levels = &site.config.severity.levels;
    let mut parts: Vec<Member> =
        levels.iter().map(|name| Member::new(Some(name.clone()), Vec::new())).collect();
    parts.push(Member::new(None, Vec::new()));
    for id in incidents.iter().copied() {
        let rank = site.post_mortem(id).severity.filter(|rank| *rank < levels.len());
        parts[rank.unwrap_or(levels.len())].incidents.push(id);
    }
    parts
}

fn of_years(site: &Site, incidents: &[DocumentId]) -> Vec<Member> {
    let year = |id: DocumentId| site.post_mortem(id).date.map(|date| date.year());
    let runs = incidents.chunk_by(|a, b| year(*a) == year(*b));
    runs.map(|run| Member::new(year(run[0]).map(|year| year.to_string()), run.to_vec())).collect()
}

fn group(site: &Site, part: Member, actions: &Actions) -> Group {
    let Member { name, parent, incidents } = part;
    Group {
        name,
        parent,
        near_misses: incidents.iter().filter(|id| site.post_mortem(**id).is_near_miss()).count(),
        measures: measure::all(site, &incidents),
        minutes_lost: incidents.iter().filter_map(|id| time_lost(site, *id)).sum(),
        action_counts: ActionCounts::new(actions, &incidents),
        incidents,
    }
}
