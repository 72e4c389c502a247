//! What incidents cost: the time until they were resolved, weighed by severity.

use crate::link::{DocumentId, Site};

/// Longer than this is rather a mistyped date: thirty days, in minutes.
const LONGEST: i64 = 30 * 24 * 60;
/// Stands for a length where no incident at all has one, in minutes.
const GUESS: i64 = 60;

/// What a chain cost so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Minutes from start to resolution, added up over the incidents of which they are known.
    pub minutes: i64,
    /// Incidents without a length.
    pub unknown: usize,
    /// Incidents whose length is left out, for it is over thirty days.
    pub too_long: usize,
    /// By what chains are sorted: minutes, doubled for every step of severity. An incident without a length counts as
    /// the median of its severity, one without a severity as the one in the middle.
    pub weighted: i64,
}

/// How an incident's length is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Minutes(i64),
    Unknown,
    TooLong,
}

/// What the lengths of a corpus are compared with.
pub struct Costs {
    /// Median length by severity, in minutes, where there is one; the last is that of all incidents.
    medians: Vec<Option<i64>>,
}

impl Costs {
    pub fn new(site: &Site) -> Self {
        let levels = site.config.severity.levels.len();
        let mut lengths: Vec<Vec<i64>> = vec![Vec::new(); levels + 1];
        for id in &site.by_date {
            let Length::Minutes(minutes) = length(site, *id) else { continue };
            if let Some(severity) = site.post_mortem(*id).severity.filter(|severity| *severity < levels) {
                lengths[severity].push(minutes);
            }
            lengths[levels].push(minutes);
        }
        let median = |mut lengths: Vec<i64>| {
            lengths.sort_unstable();
            lengths.get(lengths.len() / 2).copied()
        };
        Self { medians: lengths.into_iter().map(median).collect() }
    }

    /// What `incidents` cost together.
    pub fn of(&self, site: &Site, incidents: &[DocumentId]) -> Cost {
        let mut cost = Cost::default();
        let levels = self.medians.len() - 1;
        for id in incidents {
            let severity = site.post_mortem(*id).severity.filter(|severity| *severity < levels);
            let minutes = match length(site, *id) {
                Length::Minutes(minutes) => {
                    cost.minutes = cost.minutes.saturating_add(minutes);
                    minutes
                }
                other => {
                    if other == Length::TooLong {
                        cost.too_long += 1;
                    } else {
                        cost.unknown += 1;
                    }
                    let of_severity = severity.and_then(|severity| self.medians[severity]);
                    of_severity.or(self.medians[levels]).unwrap_or(GUESS)
                }
            };
            // Even an incident that was over at once cost something.
            let steps = (levels - 1 - severity.unwrap_or(levels / 2).min(levels - 1)).min(20);
            cost.weighted = cost.weighted.saturating_add(minutes.max(1) << steps);
        }
        cost
    }
}

fn length(site: &Site, id: DocumentId) -> Length {
    match site.post_mortem(id).times.resolve() {
        Some(duration) if duration.minutes > LONGEST => Length::TooLong,
        Some(duration) => Length::Minutes(duration.minutes.max(0)),
        None => Length::Unknown,
    }
}
