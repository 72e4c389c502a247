//! How long incidents take: four lengths from the start, of those incidents whose times can be right.

use std::collections::BTreeMap;

use crate::core::model::{Duration, Moment, Origin, PostMortem, Times};
use crate::know::insight::spread::Spread;
use crate::know::link::{DocumentId, Site};

/// A length of time that is counted for every incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    Detect,
    Acknowledge,
    Mitigate,
    Resolve,
}

impl Measure {
    pub const ALL: [Self; 4] = [Self::Detect, Self::Acknowledge, Self::Mitigate, Self::Resolve];

    /// Name in data and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Acknowledge => "acknowledge",
            Self::Mitigate => "mitigate",
            Self::Resolve => "resolve",
        }
    }

    /// The field that it ends with; all begin with `started_at`.
    pub fn end(self) -> &'static str {
        match self {
            Self::Detect => "detected_at",
            Self::Acknowledge => "acknowledged_at",
            Self::Mitigate => "mitigated_at",
            Self::Resolve => "resolved_at",
        }
    }

    /// The length, or why there is none, of one incident; `longest` in minutes.
    ///
    /// # Errors
    /// Why the incident can't be counted.
    pub fn minutes(self, facts: &PostMortem, longest: i64) -> Result<i64, LeftOut> {
        if facts.is_near_miss() {
            return Err(LeftOut::NearMiss);
        }
        let (duration, end) = self.of(&facts.times);
        match duration {
            Some(duration) if duration.minutes > longest => Err(LeftOut::TooLong),
            Some(duration) => Ok(duration.minutes),
            None => Err(match (facts.times.started, end) {
                (Some((from, _)), Some((to, _))) if to.is_before(from) => LeftOut::BeforeStart,
                (Some((from, _)), Some((to, _))) if from.doubt.or(to.doubt).is_some() => LeftOut::Doubtful,
                (Some(_), Some(_)) => LeftOut::DayOnly,
                _ => LeftOut::NotRecorded,
            }),
        }
    }

    fn of(self, times: &Times) -> (Option<Duration>, Option<(Moment, Origin)>) {
        match self {
            Self::Detect => (times.detect(), times.detected),
            Self::Acknowledge => (times.acknowledge(), times.acknowledged),
            Self::Mitigate => (times.mitigate(), times.mitigated),
            Self::Resolve => (times.resolve(), times.resolved),
        }
    }
}

/// Why an incident is not among those that a length was counted of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// Longer than `[statistics] longest-days`: more likely a slip of the pen.
    TooLong,
    /// The end is written as before the start.
    BeforeStart,
    /// Only the day of the start or of the end is known.
    DayOnly,
    /// The start or the end can be read in two ways.
    Doubtful,
    /// Nothing failed, so nothing took long.
    NearMiss,
    /// The start or the end is not recorded, and no length is stated.
    NotRecorded,
}

impl LeftOut {
    pub const ALL: [Self; 6] =
        [Self::TooLong, Self::BeforeStart, Self::DayOnly, Self::Doubtful, Self::NearMiss, Self::NotRecorded];

    /// Name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::BeforeStart => "before_start",
            Self::DayOnly => "day_only",
            Self::Doubtful => "doubtful",
            Self::NearMiss => "near_miss",
            Self::NotRecorded => "not_recorded",
        }
    }

    /// Whether what is written can't be right, rather than that nothing is.
    pub fn is_implausible(self) -> bool {
        matches!(self, Self::TooLong | Self::BeforeStart)
    }
}

/// The length of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    pub incident: DocumentId,
    pub minutes: i64,
}

/// One measure over many incidents.
#[derive(Debug)]
pub struct Measured {
    pub measure: Measure,
    /// The shortest first, then the newest.
    pub lengths: Vec<Length>,
    /// `None` where no length is known.
    pub spread: Option<Spread>,
    /// Incidents without a length by the reason, the newest first; a reason without incidents is not there.
    pub left_out: BTreeMap<LeftOut, Vec<DocumentId>>,
}

impl Measured {
    /// Measures `incidents`, which are in the order of [`Site::by_date`].
    pub fn new(site: &Site, measure: Measure, incidents: &[DocumentId]) -> Self {
        let longest = longest(site);
        let mut lengths = Vec::new();
        let mut left_out: BTreeMap<LeftOut, Vec<DocumentId>> = BTreeMap::new();
        for incident in incidents.iter().copied() {
            match measure.minutes(site.post_mortem(incident), longest) {
                Ok(minutes) => lengths.push(Length { incident, minutes }),
                Err(why) => left_out.entry(why).or_default().push(incident),
            }
        }
        lengths.sort_by_key(|one| one.minutes);
        let ascending: Vec<i64> = lengths.iter().map(|one| one.minutes).collect();
        Self { measure, spread: Spread::of(&ascending), lengths, left_out }
    }

    /// How many incidents have no length.
    pub fn without(&self) -> usize {
        self.left_out.values().map(Vec::len).sum()
    }
}

/// Every measure of `incidents`.
pub fn all(site: &Site, incidents: &[DocumentId]) -> [Measured; 4] {
    Measure::ALL.map(|measure| Measured::new(site, measure, incidents))
}

/// The longest time, in minutes, that is believed.
pub fn longest(site: &Site) -> i64 {
    i64::from(site.config.statistics.longest_days) * 24 * 60
}

/// What an incident cost, in minutes: from its start until it was resolved. `None` where that is not known, can't be
/// right, or nothing failed.
pub fn time_lost(site: &Site, incident: DocumentId) -> Option<i64> {
    Measure::Resolve.minutes(site.post_mortem(incident), longest(site)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;
    use crate::core::model::Precision;

    fn moment(text: &str, precision: Precision) -> Option<(Moment, Origin)> {
        let timestamp = text.parse().unwrap();
        Some((
            Moment { timestamp, offset: Offset::UTC, precision, zone_stated: true, doubt: None },
            Origin::FrontMatter,
        ))
    }

    fn incident(from: &str, to: &str, precision: Precision) -> PostMortem {
        let mut facts = PostMortem::default();
        facts.times.started = moment(from, Precision::Minute);
        facts.times.resolved = moment(to, precision);
        facts
    }

    const LONGEST: i64 = 30 * 24 * 60;

    #[test]
    fn a_length_is_counted_in_whole_minutes() {
        let facts = incident("2024-01-02T10:00:30Z", "2024-01-02T11:10:15Z", Precision::Second);
        assert_eq!(Measure::Resolve.minutes(&facts, LONGEST), Ok(69));
        assert_eq!(Measure::Detect.minutes(&facts, LONGEST), Err(LeftOut::NotRecorded));
    }

    #[test]
    fn what_is_left_out_says_why() {
        let start = "2024-01-02T10:00:00Z";
        let why = |end, precision| Measure::Resolve.minutes(&incident(start, end, precision), LONGEST);
        assert_eq!(why("2024-01-02T09:59:00Z", Precision::Minute), Err(LeftOut::BeforeStart));
        assert_eq!(why("2024-01-01T00:00:00Z", Precision::Day), Err(LeftOut::BeforeStart));
        assert_eq!(why("2024-01-02T00:00:00Z", Precision::Day), Err(LeftOut::DayOnly));
        assert_eq!(why("2024-02-01T10:00:00Z", Precision::Minute), Ok(LONGEST));
        assert_eq!(why("2024-02-01T10:01:00Z", Precision::Minute), Err(LeftOut::TooLong));
        let mut near_miss = incident(start, "2024-01-02T10:05:00Z", Precision::Minute);
        near_miss.kind = crate::core::model::IncidentKind::NearMiss;
        assert_eq!(Measure::Resolve.minutes(&near_miss, LONGEST), Err(LeftOut::NearMiss));
    }

    #[test]
    fn a_stated_length_counts_where_the_times_give_none() {
        let mut facts = incident("2024-01-02T10:00:00Z", "2024-01-02T09:00:00Z", Precision::Minute);
        facts.times.stated_resolve = Some(53);
        assert_eq!(Measure::Resolve.minutes(&facts, LONGEST), Ok(53));
    }
}
