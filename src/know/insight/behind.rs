//! The incidents behind each figure, in groups that pages can link to.

use jiff::civil::Date;

use super::statistics::{LeftOut, Measure, Statistics};
use crate::know::link::{DocumentId, Site};

/// Incidents that a figure leaves out for want of facts are listed up to this number.
const MOST_NOT_RECORDED: usize = 200;

/// A figure that has a list of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    Measure(Measure),
    /// Position among the severities; the number of severities for incidents without one.
    Severity(usize),
    /// Position in [`Statistics::detection`].
    Detection(usize),
    /// From Monday, 0.
    Weekday(usize),
    Publication,
    /// Action items that were done on the day on which they were due, or before.
    DoneInTime,
    /// Those done after it.
    DoneLate,
    NearMisses,
    /// Position among Google's triggers.
    Trigger(usize),
    /// Position among Google's causes.
    Cause(usize),
}

/// What the incidents of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// `None` for undated ones.
    Year(Option<i16>),
    LeftOut(LeftOut),
    /// Quarter of the day, from 0 o'clock.
    QuarterOfDay(usize),
    /// Position in the catalog of causes.
    Cause(usize),
}

/// Some of the incidents of a list.
#[derive(Debug)]
pub struct Group {
    pub key: Key,
    pub incidents: Vec<DocumentId>,
    /// How many more belong to it and are not listed.
    pub more: usize,
}

/// What stands behind one figure; there is at least one incident.
#[derive(Debug)]
pub struct List {
    pub figure: Figure,
    pub groups: Vec<Group>,
}

impl List {
    /// How many incidents are listed.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.incidents.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The lists of all figures that rest on any incident.
pub fn lists(site: &Site, statistics: &Statistics) -> Vec<List> {
    let date = |id: DocumentId| site.post_mortem(id).date;
    let mut lists = Vec::new();
    let mut add = |figure, groups: Vec<Group>| lists.push(List { figure, groups });
    for measured in &statistics.measures {
        let mut longest_first: Vec<DocumentId> =
            measured.lengths.iter().rev().map(|length| length.incident).collect();
        // Stable, so that within a year they stay sorted by length.
        longest_first.sort_by_key(|id| std::cmp::Reverse(date(*id).map(Date::year)));
        let mut groups = by_year(&longest_first, date);
        groups.extend(measured.left_out.iter().map(|(why, incidents)| left_out(*why, incidents)));
        add(Figure::Measure(measured.measure), groups);
    }
    for (rank, incidents) in statistics.severities.iter().enumerate() {
        add(Figure::Severity(rank), by_year(incidents, date));
    }
    for (way, (_, incidents)) in statistics.detection.iter().enumerate() {
        add(Figure::Detection(way), by_year(incidents, date));
    }
    for (day, parts) in statistics.rhythm.incidents.iter().enumerate() {
        let group = |(part, incidents): (usize, &Vec<DocumentId>)| Group {
            key: Key::QuarterOfDay(part),
            incidents: incidents.clone(),
            more: 0,
        };
        add(Figure::Weekday(day), parts.iter().enumerate().map(group).collect());
    }
    let mut slowest_first: Vec<DocumentId> =
        statistics.publication.lags.iter().rev().map(|lag| lag.incident).collect();
    slowest_first.sort_by_key(|id| std::cmp::Reverse(date(*id).map(Date::year)));
    add(Figure::Publication, by_year(&slowest_first, date));
    for (figure, with) in [
        (Figure::DoneInTime, &statistics.action_counts.in_time),
        (Figure::DoneLate, &statistics.action_counts.late),
    ] {
        // An incident stands there for each of its action items.
        let mut incidents = with.clone();
        incidents.dedup();
        add(figure, by_year(&incidents, date));
    }
    add(Figure::NearMisses, by_year(&statistics.near_misses, date));
    for (category, incidents) in statistics.triggers.incidents.iter().enumerate() {
        add(Figure::Trigger(category), by_year(incidents, date));
    }
    for (category, incidents) in statistics.causes.incidents.iter().enumerate() {
        add(Figure::Cause(category), by_year(incidents, date));
    }
    for list in &mut lists {
        list.groups.retain(|group| !group.incidents.is_empty());
    }
    lists.retain(|list| !list.is_empty());
    lists
}

/// Groups incidents that stand together by year already.
fn by_year(incidents: &[DocumentId], date: impl Fn(DocumentId) -> Option<Date>) -> Vec<Group> {
    let year = |id: DocumentId| date(id).map(Date::year);
    let runs = incidents.chunk_by(|a, b| year(*a) == year(*b));
    runs.map(|run| Group { key: Key::Year(year(run[0])), incidents: run.to_vec(), more: 0 }).collect()
}

fn left_out(why: LeftOut, incidents: &[DocumentId]) -> Group {
    let listed = if why == LeftOut::NotRecorded { MOST_NOT_RECORDED } else { incidents.len() };
    let listed = listed.min(incidents.len());
    Group { key: Key::LeftOut(why), incidents: incidents[..listed].to_vec(), more: incidents.len() - listed }
}
