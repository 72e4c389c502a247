//! Groups, divided: what front matter silences, and what lies too far apart.

use super::rules::Group;
use crate::know::link::{DocumentId, Site};

/// Divides `groups` as the settings and `not_recurrence_of` ask for, and leaves out what is then too small. Also how many
/// incidents were taken out by front matter.
pub fn split(site: &Site, groups: Vec<Group>) -> (Vec<Group>, usize) {
    let settings = &site.config.recurrence;
    let mut apart: Vec<Group> = Vec::with_capacity(groups.len());
    let mut silenced = Vec::new();
    for group in groups {
        let (kept, out) = silence(site, group.incidents);
        silenced.extend(out);
        for incidents in kept.into_iter().flat_map(|incidents| by_distance(site, incidents)) {
            if incidents.len() >= settings.minimum {
                apart.push(Group { reason: group.reason.clone(), incidents });
            }
        }
    }
    silenced.sort_unstable();
    silenced.dedup();
    (apart, silenced.len())
}

/// Puts each incident with the first of those before it that no front matter keeps it from.
fn silence(site: &Site, incidents: Vec<DocumentId>) -> (Vec<Vec<DocumentId>>, Vec<DocumentId>) {
    let names = |one: DocumentId, other: DocumentId| {
        site.references[one].not_recurrence_of.iter().any(|reference| reference.id == Some(other))
    };
    if incidents.iter().all(|id| site.references[*id].not_recurrence_of.is_empty()) {
        return (vec![incidents], Vec::new());
    }
    let mut parts: Vec<Vec<DocumentId>> = Vec::new();
    let mut out = Vec::new();
    for id in incidents {
        let fits = |part: &Vec<DocumentId>| !part.iter().any(|other| names(id, *other) || names(*other, id));
        match parts.iter().position(fits) {
            Some(0) => parts[0].push(id),
            Some(place) => {
                out.push(id);
                parts[place].push(id);
            }
            None => {
                if !parts.is_empty() {
                    out.push(id);
                }
                parts.push(vec![id]);
            }
        }
    }
    (parts, out)
}

/// Begins a new chain after every pause that is longer than the settings allow. Undated incidents stay with the last.
fn by_distance(site: &Site, incidents: Vec<DocumentId>) -> Vec<Vec<DocumentId>> {
    let Some(most) = site.config.recurrence.within_days else { return vec![incidents] };
    let is_near =
        |a: &DocumentId, b: &DocumentId| match (site.post_mortem(*a).date, site.post_mortem(*b).date) {
            (Some(a), Some(b)) => crate::know::insight::days(a, b) <= i64::from(most),
            _ => true,
        };
    incidents.chunk_by(is_near).map(<[DocumentId]>::to_vec).collect()
}
