//! What the list of incidents like one is made of, as a fingerprint: the same fingerprint, the same list.
//!
//! A list depends on all that its incident shares with others, and on nothing else of these: on who has each of its
//! features, and with what weight. So a word that is added to one text makes anew the lists of those that have it.

use rayon::prelude::*;

use super::features::{Feature, Features, Weighted};
use crate::fingerprint::Fingerprint;
use crate::link::{DocumentId, Site};

pub struct Prints {
    /// Of what all lists depend on: which incidents there are, and when they were.
    whole: Fingerprint,
    /// Of each feature: what it is, as it is told, and who has it.
    features: Vec<Fingerprint>,
}

impl Prints {
    /// `holders` are, for each feature, the incidents that have it with the weight that it has there.
    pub fn new(site: &Site, features: &Features, holders: &[Vec<(u32, f32)>]) -> Self {
        let incident = |id: &DocumentId| {
            (*id, &site.documents[*id].source.path, site.post_mortem(*id).date.map(|date| date.to_string()))
        };
        let whole = Fingerprint::of(&site.by_date.iter().map(incident).collect::<Vec<_>>());
        let of = |(feature, holders): (usize, &Vec<(u32, f32)>)| {
            let kind = features.all[feature];
            let rarity = features.rarity.get(feature).map(|rarity| rarity.to_bits());
            let holders: Vec<(u32, u32)> =
                holders.iter().map(|(id, weight)| (*id, weight.to_bits())).collect();
            let own = match kind {
                // Its place among the words is nothing of its own.
                Feature::Word(_) => None,
                _ => Some((kind, rarity)),
            };
            Fingerprint::of(&(own, told(site, features, kind), holders))
        };
        Self { whole, features: holders.par_iter().enumerate().map(of).collect() }
    }

    /// Of the list of one incident, `linked` and `skip` being what it was searched with.
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
        Fingerprint::of(&(self.whole, id, lists, linked, skip, most))
    }
}

/// What a reason says of a feature that is no name in a catalog.
fn told<'s>(site: &'s Site, features: &Features, feature: Feature) -> Option<(u8, &'s str)> {
    let text = |list: &'s [String], at: u32| list.get(at as usize).map(|text| (0, text.as_str()));
    match feature {
        Feature::Trigger(id, at) => text(&site.post_mortem(id as usize).triggers, at),
        Feature::Factor(id, at) => text(&site.post_mortem(id as usize).contributing_factors, at),
        Feature::Word(at) => {
            let word = &features.words[at as usize];
            Some((word.form as u8, word.spelling.of(&site.documents[word.first])))
        }
        _ => None,
    }
}
