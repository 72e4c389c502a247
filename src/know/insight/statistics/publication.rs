//! How long it takes from an incident until its post-mortem can be read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::know::insight::days;
use crate::know::insight::spread::Spread;
use crate::know::link::{DocumentId, Site};

/// More post-mortems than this that git says were published on one day were brought there from elsewhere: nobody writes
/// as many in a day.
const MOST_A_DAY: usize = 10;

/// Days from the incident to the publication of its post-mortem.
#[derive(Debug, Default)]
pub struct Publication {
    /// The quickest first.
    pub lags: Vec<Lag>,
    pub spread: Option<Spread>,
    /// How many of the lags git, and not the post-mortem, says when they ended.
    pub from_git: usize,
    /// Published before the incident, which can't be; the newest first.
    pub before_incident: Vec<DocumentId>,
    /// How many came into the repository with many others.
    pub imported: usize,
    /// How many have no date of one or the other.
    pub not_recorded: usize,
}

/// The lag of one post-mortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    pub incident: DocumentId,
    pub days: i64,
}

/// The day on which a post-mortem could first be read, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Published {
    /// The post-mortem itself.
    Written(Date),
    /// Git: it became final, or, where it has no status, it was first committed.
    Committed(Date),
}

impl Published {
    fn of(site: &Site, incident: DocumentId) -> Option<Self> {
        let facts = site.post_mortem(incident);
        if let Some(date) = facts.published {
            return Some(Self::Written(date));
        }
        let history = site.history(incident)?;
        // A draft can't be said to be published; what has no status is, as soon as it is there.
        let first = history.created.filter(|_| facts.status.is_none());
        history.finished.or(first).map(Self::Committed)
    }

    fn date(self) -> Date {
        match self {
            Self::Written(date) | Self::Committed(date) => date,
        }
    }
}

impl Publication {
    /// Measures `incidents`, which are in the order of [`Site::by_date`].
    pub fn new(site: &Site, incidents: &[DocumentId]) -> Self {
        let mut publication = Self::default();
        let imports = imports(site);
        for incident in incidents.iter().copied() {
            let known = Published::of(site, incident);
            let is_committed = matches!(known, Some(Published::Committed(_)));
            if known.is_some_and(|known| is_committed && imports.contains(&known.date())) {
                publication.imported += 1;
                continue;
            }
            match lag(site, incident) {
                Some(days) if days >= 0 => {
                    publication.lags.push(Lag { incident, days });
                    publication.from_git += usize::from(is_committed);
                }
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

/// Days on which many post-mortems came into the repository at once, in order.
fn imports(site: &Site) -> Vec<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for id in &site.counted {
        if let Some(Published::Committed(date)) = Published::of(site, *id) {
            *counts.entry(date).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count > MOST_A_DAY).map(|(date, _)| date).collect()
}

/// Days from the incident to the publication of its post-mortem, negative where it is said to be the earlier one.
pub fn lag(site: &Site, incident: DocumentId) -> Option<i64> {
    let both = site.post_mortem(incident).date.zip(Published::of(site, incident));
    both.map(|(date, published)| days(date, published.date()))
}
