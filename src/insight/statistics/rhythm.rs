//! At what time of the week incidents begin, by the clock of the knowledge base.

use crate::link::{DocumentId, Site};
use crate::model::Precision;

/// Begins of incidents by weekday and hour.
#[derive(Debug)]
pub struct Rhythm {
    /// For each weekday, Monday first, and each hour, how many began in it.
    pub hours: [[usize; 24]; 7],
    /// For each weekday and each quarter of the day (from 0, 6, 12 and 18 o'clock), which began in it, the newest first.
    pub incidents: [[Vec<DocumentId>; 4]; 7],
    /// How many begins are known to the minute.
    pub known: usize,
    /// How many are not.
    pub unknown: usize,
}

impl Rhythm {
    /// Looks at `incidents`, which are in the order of [`Site::by_date`].
    #[must_use]
    pub fn new(site: &Site, incidents: &[DocumentId]) -> Self {
        let mut rhythm = Self { hours: [[0; 24]; 7], incidents: Default::default(), known: 0, unknown: 0 };
        for id in incidents.iter().copied() {
            let start = site.post_mortem(id).times.started.map(|(moment, _)| moment);
            let Some(start) = start.filter(|start| start.precision != Precision::Day) else {
                rhythm.unknown += 1;
                continue;
            };
            let local = site.config.timezone.to_datetime(start.timestamp);
            let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
            let hour = usize::try_from(local.hour()).unwrap_or(0);
            rhythm.hours[day][hour] += 1;
            rhythm.incidents[day][hour / 6].push(id);
            rhythm.known += 1;
        }
        rhythm
    }
}
