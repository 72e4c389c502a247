//! What the list of incidents like one is made of, as a fingerprint: the same fingerprint, the same list.
//!
//! A list depends on its incident's text, and on all that this shares with others, and on nothing else of these: on who has
//! each of its features, and with what weight. So a word that is added to one text makes anew the lists of those that have it.

use std::hash::Hash;

use rayon::prelude::*;

use super::features::{Feature, Features, Weighted};
use super::nearest::Holders;
use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::know::link::{DocumentId, Site};

pub struct ListFingerprints {
    /// Fingerprint of what all lists depend on: which incidents there are, and when they were.
    whole: Fingerprint,
    /// Fingerprint of each feature: what it is, and who has it.
    features: Vec<Fingerprint>,
}

impl ListFingerprints {
    pub fn new(site: &Site, features: &Features, holders: &Holders) -> Self {
        let incident = |id: &DocumentId| (*id, &site.documents[*id].source.path, site.post_mortem(*id).date);
        let whole = Fingerprint::of(&site.counted.iter().map(incident).collect::<Vec<_>>());
        let of = |feature: usize| {
            let kind = features.all[feature];
            let rarity = features.rarity.get(feature).map(|rarity| rarity.to_bits());
            let mut hasher = FingerprintHasher::default();
            match kind {
                // Its place among the words is nothing of its own; how it is written is told as the incident writes it.
                Feature::Word(at) => features.words[at as usize].hash(&mut hasher),
                _ => (kind, rarity, told(site, kind)).hash(&mut hasher),
            }
            for (id, weight) in holders.of(feature) {
                (*id, weight.to_bits()).hash(&mut hasher);
            }
            hasher.fingerprint()
        };
        Self { whole, features: (0..features.all.len()).into_par_iter().map(of).collect() }
    }

    /// Fingerprint of the list of one incident, `linked` and `skip` being what it was searched with.
    pub fn of(
        &self,
        id: DocumentId,
        features: &Features,
        linked: &[(DocumentId, f32)],
        skip: &[DocumentId],
        most: usize,
    ) -> Fingerprint {
        let own = |list: &[Weighted]| -> Vec<(Fingerprint, u32)> {
            list.iter()
                .map(|(feature, weight)| (self.features[*feature as usize], weight.to_bits()))
                .collect()
        };
        let linked: Vec<(DocumentId, u32)> =
            linked.iter().map(|(id, weight)| (*id, weight.to_bits())).collect();
        let lists = (own(&features.names[id]), own(&features.vectors[id]));
        Fingerprint::of(&(self.whole, id, features.texts[id], lists, linked, skip, most))
    }
}

/// What a reason says of a trigger or a factor.
fn told<'s>(site: &'s Site, feature: Feature) -> Option<&'s str> {
    let text = |list: &'s [String], at: u32| list.get(at as usize).map(String::as_str);
    match feature {
        Feature::Trigger(id, at) => text(&site.post_mortem(id as usize).triggers, at),
        Feature::Factor(id, at) => text(&site.post_mortem(id as usize).contributing_factors, at),
        _ => None,
    }
}
