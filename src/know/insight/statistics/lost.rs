//! The time that incidents cost each service.

use std::cmp::Reverse;

use super::measure::time_lost;
use crate::know::link::Site;

/// What one service lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Position in the catalog of services.
    pub service: usize,
    /// The sum over the incidents that name it. An incident of several services counts in full for each, but not for
    /// what they are part of: else the largest would only be the highest.
    pub minutes: i64,
    /// Incidents in the sum.
    pub counted: usize,
    /// Incidents whose length is not known or can't be right. Near misses cost nothing and are not among them.
    pub unknown: usize,
}

/// Services that lost time among incidents for which `is_counted`, those that lost most first.
pub fn by_service(site: &Site, is_counted: impl Fn(usize) -> bool) -> Vec<Lost> {
    let services = site.services.entries.iter().enumerate();
    let mut all: Vec<Lost> = services
        .map(|(service, entry)| {
            let mut lost = Lost { service, minutes: 0, counted: 0, unknown: 0 };
            for id in entry.incidents.iter().copied().filter(|id| is_counted(*id)) {
                match time_lost(site, id) {
                    Some(minutes) => {
                        lost.minutes += minutes;
                        lost.counted += 1;
                    }
                    None if site.post_mortem(id).is_near_miss() => {}
                    None => lost.unknown += 1,
                }
            }
            lost
        })
        .filter(|lost| lost.counted > 0)
        .collect();
    all.sort_by_key(|lost| (Reverse(lost.minutes), lost.service));
    all
}
