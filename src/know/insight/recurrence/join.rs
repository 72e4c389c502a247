//! One telling of each repeat: groups of the same incidents become one, and what is within a larger group joins it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::rules::{Group, Reason};
use crate::know::link::DocumentId;

/// Incidents with all the reasons for which they stand together, the strongest first.
#[derive(Debug)]
pub struct Joined {
    pub reasons: Vec<Reason>,
    pub incidents: Vec<DocumentId>,
    /// Reasons that hold for a part of them.
    pub partly: Vec<Reason>,
}

/// Joins what would be told twice. `documents` is how many there are.
pub fn join(groups: Vec<Group>, documents: usize) -> Vec<Joined> {
    let mut same: BTreeMap<Vec<DocumentId>, Vec<Reason>> = BTreeMap::new();
    for group in groups {
        same.entry(group.incidents).or_default().push(group.reason);
    }
    let mut all: Vec<Joined> = same
        .into_iter()
        .map(|(incidents, mut reasons)| {
            reasons.sort();
            Joined { reasons, incidents, partly: Vec::new() }
        })
        .collect();
    all.sort_by(|a, b| {
        let key = |one: &Joined| Reverse(one.incidents.len());
        key(a)
            .cmp(&key(b))
            .then_with(|| a.reasons.cmp(&b.reasons))
            .then_with(|| a.incidents.cmp(&b.incidents))
    });
    let mut kept: Vec<Joined> = Vec::new();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for one in all {
        match around(&one, &of) {
            Some(place) => kept[place].partly.extend(one.reasons),
            None => {
                for id in &one.incidents {
                    of[*id].push(kept.len());
                }
                kept.push(one);
            }
        }
    }
    for one in &mut kept {
        one.partly.sort();
        one.partly.dedup();
    }
    kept
}

/// The first group that has all incidents of `one`.
fn around(one: &Joined, of: &[Vec<usize>]) -> Option<usize> {
    // The incident in the fewest groups leaves the least to ask.
    let fewest = one.incidents.iter().min_by_key(|id| of[**id].len())?;
    let has_all = |place: &&usize| one.incidents.iter().all(|id| of[*id].binary_search(place).is_ok());
    of[*fewest].iter().find(has_all).copied()
}
