//! Why two incidents are called similar, as data and in words.

use serde::{Deserialize, Serialize};

use super::features::{Feature, Features};
use super::nearest::{common, is_word};
use super::reading::Spelling;
use super::words::Form;
use crate::know::link::{DocumentId, Site};

/// One thing that two incidents have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// The author of one names the other, as related or as its repeat.
    Linked,
    /// Positions in the catalogs.
    Cause(usize),
    Service(usize),
    Team(usize),
    Tag(usize),
    /// As one of the two writes it.
    Trigger(String),
    Factor(String),
    /// A rare word or identifier of both texts, as the first of the two writes it.
    Word {
        text: String,
        is_identifier: bool,
    },
}

/// Words that are told of two incidents.
const WORDS: usize = 3;
/// Names that are more frequent than this say little of any two incidents.
const RARE: f32 = 0.2;
/// A word that makes up less than this much of two texts' likeness is not worth telling.
const LEAST: f32 = 0.004;

/// What two incidents share, in the order in which it is told. `spelled` tells how the first writes the words of its vector.
pub fn reasons<'t>(
    site: &Site,
    features: &Features,
    (id, other): (DocumentId, DocumentId),
    is_linked: bool,
    spelled: impl Fn() -> &'t [Option<Spelling>],
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    if is_linked {
        reasons.push(Reason::Linked);
    }
    let mut names: Vec<(Feature, f32)> = common(&features.names[id], &features.names[other])
        .map(|(feature, ..)| (features.all[feature as usize], features.rarity[feature as usize]))
        .collect();
    names.sort_by_key(|(feature, _)| *feature);
    let words = shared_words(site, features, (id, other), spelled);
    // Where there is nothing else to tell, what is frequent has to do.
    let is_all = reasons.is_empty() && words.is_empty() && names.iter().all(|(_, rarity)| *rarity < RARE);
    let told = names.into_iter().filter(|(_, rarity)| is_all || *rarity >= RARE);
    reasons.extend(told.filter_map(|(feature, _)| name(site, feature)));
    reasons.extend(words);
    reasons
}

fn name(site: &Site, feature: Feature) -> Option<Reason> {
    let text = |list: &[String], index: u32| list.get(index as usize).map(|text| text.trim().to_owned());
    match feature {
        Feature::Cause(at) => Some(Reason::Cause(at as usize)),
        Feature::Service(at) => Some(Reason::Service(at as usize)),
        Feature::Team(at) => Some(Reason::Team(at as usize)),
        Feature::Tag(at) => Some(Reason::Tag(at as usize)),
        Feature::Trigger(id, index) => {
            text(&site.post_mortem(id as usize).triggers, index).map(Reason::Trigger)
        }
        Feature::Factor(id, index) => {
            text(&site.post_mortem(id as usize).contributing_factors, index).map(Reason::Factor)
        }
        // Told by its two halves.
        Feature::Both { .. } | Feature::Word(_) => None,
    }
}

/// The words that say most, without those that are within another.
fn shared_words<'t>(
    site: &Site,
    features: &Features,
    (id, other): (DocumentId, DocumentId),
    spelled: impl Fn() -> &'t [Option<Spelling>],
) -> Vec<Reason> {
    let mut shared: Vec<(u32, f32)> = common(&features.vectors[id], &features.vectors[other])
        .filter(|(feature, ..)| is_word(features, *feature))
        .map(|(feature, own, theirs)| (feature, own * theirs))
        .filter(|(_, weight)| *weight >= LEAST)
        .collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut told: Vec<(String, bool)> = Vec::new();
    for (feature, _) in shared {
        let at = features.vectors[id].binary_search_by_key(&feature, |(feature, _)| *feature);
        let Some(spelling) = at.ok().and_then(|at| spelled()[at]) else { continue };
        let text = spelling.of(&site.documents[id]);
        let text = if spelling.form == Form::Word { text.to_lowercase() } else { text.to_owned() };
        let is_within = |(other, _): &(String, bool)| {
            let (one, other) = (text.to_lowercase(), other.to_lowercase());
            other.contains(&one) || one.contains(&other)
        };
        if !told.iter().any(is_within) {
            told.push((text, spelling.form == Form::Identifier));
        }
        if told.len() == WORDS {
            break;
        }
    }
    told.into_iter().map(|(text, is_identifier)| Reason::Word { text, is_identifier }).collect()
}
