//! At what time of the week incidents begin, by the clock of the knowledge base.

use crate::core::model::{Moment, Precision};
use crate::know::link::{DocumentId, Site};

/// Begins at midnight are believed up to so many, and up to this share of all in per cent: more than that are mostly times
/// that were not known.
const BELIEVED_AT_MIDNIGHT: usize = 5;
const BELIEVED_PER_CENT: usize = 5;

/// Begins of incidents by weekday and hour.
#[derive(Debug)]
pub struct Rhythm {
    /// For each weekday, Monday first, and each hour, how many began in it.
    pub hours: [[usize; 24]; 7],
    /// For each weekday and each quarter of the day (from 0, 6, 12 and 18 o'clock), which began in it, the newest first.
    pub incidents: [[Vec<DocumentId>; 4]; 7],
    /// How many begins are known to the minute, and counted.
    pub known: usize,
    /// How many are not known.
    pub unknown: usize,
    /// How many are written as midnight and left out, since there are far too many of them.
    pub at_midnight: usize,
}

impl Rhythm {
    /// Looks at `incidents`, which are in the order of [`Site::by_date`].
    pub fn new(site: &Site, incidents: &[DocumentId]) -> Self {
        let start = |id: &DocumentId| {
            let (start, _) = site.post_mortem(*id).times.started?;
            (start.precision != Precision::Day && start.doubt.is_none()).then_some((*id, start))
        };
        let mut known: Vec<(DocumentId, Moment)> = incidents.iter().filter_map(start).collect();
        let unknown = incidents.len() - known.len();
        let mut at_midnight = known.iter().filter(|(_, start)| is_midnight(*start)).count();
        if is_believed(at_midnight, known.len()) {
            at_midnight = 0;
        } else {
            known.retain(|(_, start)| !is_midnight(*start));
        }
        let mut rhythm = Self {
            hours: [[0; 24]; 7],
            incidents: Default::default(),
            known: known.len(),
            unknown,
            at_midnight,
        };
        for (id, start) in known {
            let local = site.config.timezone.to_datetime(start.timestamp);
            let day = usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0);
            let hour = usize::try_from(local.hour()).unwrap_or(0);
            rhythm.hours[day][hour] += 1;
            rhythm.incidents[day][hour / 6].push(id);
        }
        rhythm
    }
}

/// Whether a time is written as midnight, by the clock that it is written in.
fn is_midnight(moment: Moment) -> bool {
    let written = moment.offset.to_datetime(moment.timestamp);
    (written.hour(), written.minute(), written.second()) == (0, 0, 0)
}

fn is_believed(at_midnight: usize, all: usize) -> bool {
    at_midnight <= BELIEVED_AT_MIDNIGHT || at_midnight * 100 <= all * BELIEVED_PER_CENT
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    #[test]
    fn midnight_is_that_of_the_clock_that_was_used() {
        let moment = |text: &str, hours| Moment {
            timestamp: text.parse().unwrap(),
            offset: Offset::constant(hours),
            precision: Precision::Minute,
            zone_stated: true,
            doubt: None,
        };
        assert!(is_midnight(moment("2024-01-02T00:00:00Z", 0)));
        assert!(is_midnight(moment("2024-01-02T00:00:00+02:00", 2)));
        assert!(!is_midnight(moment("2024-01-02T00:00:00+02:00", 0)));
        assert!(!is_midnight(moment("2024-01-02T00:01:00Z", 0)));
    }

    #[test]
    fn more_midnights_than_can_be_are_not_believed() {
        assert!(is_believed(5, 5) && is_believed(10, 200));
        assert!(!is_believed(6, 100));
    }
}
