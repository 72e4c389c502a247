//! How long it takes from an incident until its post-mortem can be read.

use jiff::civil::Date;

use super::percentile::Spread;
use super::promises::days;
use crate::link::{DocumentId, Site};

/// Days from the incident to the publication of its post-mortem.
#[derive(Debug, Default)]
pub struct Publication {
    /// The quickest first.
    pub lags: Vec<Lag>,
    pub spread: Option<Spread>,
    /// Published before the incident, which can't be; the newest first.
    pub before_incident: Vec<DocumentId>,
    /// How many have no date of one or the other.
    pub not_recorded: usize,
}

/// The lag of one post-mortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    pub incident: DocumentId,
    pub days: i64,
}

impl Publication {
    /// Measures `incidents`, which are in the order of [`Site::by_date`].
    #[must_use]
    pub fn new(site: &Site, incidents: &[DocumentId]) -> Self {
        let mut publication = Self::default();
        for incident in incidents.iter().copied() {
            match lag(site, incident) {
                Some(days) if days >= 0 => publication.lags.push(Lag { incident, days }),
                Some(_) => publication.before_incident.push(incident),
                None => publication.not_recorded += 1,
            }
        }
        publication.lags.sort_by_key(|lag| lag.days);
        let ascending: Vec<i64> = publication.lags.iter().map(|lag| lag.days).collect();
        publication.spread = Spread::of(&ascending);
        publication
    }
}

/// Days from the incident to the publication of its post-mortem, negative where it is said to be the earlier one.
#[must_use]
pub fn lag(site: &Site, incident: DocumentId) -> Option<i64> {
    let both = site.post_mortem(incident).date.zip(published(site, incident));
    both.map(|(date, published)| days(date, published))
}

/// The day on which a post-mortem could first be read, wherever that is known from.
fn published(site: &Site, incident: DocumentId) -> Option<Date> {
    site.post_mortem(incident).published
}
