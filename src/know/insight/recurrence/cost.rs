//! What incidents cost: the time until they were resolved, weighed by severity.

use crate::know::insight::statistics::{LeftOut, Measure, longest};
use crate::know::link::{DocumentId, Site};

/// Stands for a length where no incident at all has one, in minutes.
const GUESS: i64 = 60;

/// What a chain cost so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Minutes from start to resolution, added up over the incidents of which they are known.
    pub minutes: i64,
    /// Incidents in that sum.
    pub counted: usize,
    /// Incidents without a length that can be right.
    pub unknown: usize,
    /// Incidents whose length is left out, for it is longer than `[statistics] longest-days`.
    pub too_long: usize,
    /// By what chains are sorted: minutes, doubled for every step of severity. An incident without a length counts as
    /// the median of its severity, one without a severity as the one in the middle; a near miss costs nothing.
    pub weighted: i64,
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
        for id in &site.counted {
            let Ok(minutes) = length(site, *id) else { continue };
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
                Ok(minutes) => {
                    cost.minutes = cost.minutes.saturating_add(minutes);
                    cost.counted += 1;
                    minutes
                }
                Err(LeftOut::NearMiss) => continue,
                Err(why) => {
                    let left_out =
                        if why == LeftOut::TooLong { &mut cost.too_long } else { &mut cost.unknown };
                    *left_out += 1;
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

fn length(site: &Site, id: DocumentId) -> Result<i64, LeftOut> {
    Measure::Resolve.minutes(site.post_mortem(id), longest(site))
}
