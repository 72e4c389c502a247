//! What can be counted: how many incidents, how long they took, how they were noticed, whether promises were kept.
//!
//! Every figure comes with the number of incidents that it rests on and with those that are left out and why. There is
//! no mean anywhere: lengths of incidents are so skewed that one of them can make it.

mod actions;
mod baseline;
mod detection;
mod group;
mod lost;
mod measure;
mod period;
mod publication;
mod rhythm;

pub use actions::{ActionCounts, done_in_time};
pub use baseline::{Category, Comparison};
pub use detection::Detection;
pub use group::{Dimension, Group, groups};
pub use lost::Lost;
pub use measure::{LeftOut, Length, Measure, Measured, longest, time_lost};
pub use period::{Period, Periods, Span};
pub use publication::{Lag, Publication, lag};
pub use rhythm::Rhythm;

pub use super::spread::{FEW, Spread};

use super::actions::Actions;
use crate::know::link::{DocumentId, Site};

/// All figures of a number of incidents.
#[derive(Debug)]
pub struct Statistics {
    /// What is counted, the newest first, undated ones at the end.
    pub incidents: Vec<DocumentId>,
    /// Those in which nothing failed, in the same order.
    pub near_misses: Vec<DocumentId>,
    /// Incidents by severity, the worst first; the last are those without one.
    pub severities: Vec<Vec<DocumentId>>,
    pub periods: Periods,
    pub measures: [Measured; 4],
    /// Ways in which incidents were noticed.
    pub detection: Vec<(Detection, Vec<DocumentId>)>,
    pub publication: Publication,
    pub action_counts: ActionCounts,
    /// What set the incidents off, beside Google's figures.
    pub triggers: Comparison,
    /// Why they happened, beside Google's figures.
    pub causes: Comparison,
    pub rhythm: Rhythm,
    /// Services by the time that they lost, the most first.
    pub lost: Vec<Lost>,
}

impl Statistics {
    /// Counts `incidents`, which are in the order of [`Site::by_date`]; `actions` are those of the whole site.
    pub fn new(site: &Site, incidents: &[DocumentId], actions: &Actions) -> Self {
        let levels = site.config.severity.levels.len();
        let mut severities = vec![Vec::new(); levels + 1];
        let mut is_counted = vec![false; site.documents.len()];
        for id in incidents.iter().copied() {
            let rank = site.post_mortem(id).severity.filter(|rank| *rank < levels);
            severities[rank.unwrap_or(levels)].push(id);
            is_counted[id] = true;
        }
        Self {
            near_misses: incidents
                .iter()
                .copied()
                .filter(|id| site.post_mortem(*id).is_near_miss())
                .collect(),
            severities,
            periods: Periods::new(site, incidents),
            measures: measure::all(site, incidents),
            detection: detection::by_detection(site, incidents),
            publication: Publication::new(site, incidents),
            action_counts: ActionCounts::new(actions, incidents),
            triggers: baseline::triggers(site, incidents),
            causes: baseline::causes(site, incidents),
            rhythm: Rhythm::new(site, incidents),
            lost: lost::by_service(site, |id| is_counted[id]),
            incidents: incidents.to_vec(),
        }
    }

    /// One of the four measures.
    pub fn measured(&self, measure: Measure) -> &Measured {
        &self.measures[measure as usize]
    }
}
