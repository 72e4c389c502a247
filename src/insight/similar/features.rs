//! What two incidents can share, each with a number: names in the catalogs, triggers and factors, rare words.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Kept;
use super::reading::{Readable, Spelling, Terms, people};
use super::words::Form;
use crate::fingerprint::Fingerprint;
use crate::insight::recurrence::services_at_fault;
use crate::link::{DocumentId, Site, address::slug};
use crate::model::{Document, Record};

/// A thing that two incidents can have in common. Ordered as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Positions in the catalogs.
    Cause(u32),
    Service(u32),
    /// Cause and service together, which is rarer than either.
    Both {
        cause: u32,
        service: u32,
    },
    /// The incident that has it, and its place in that one's list.
    Trigger(u32, u32),
    Factor(u32, u32),
    Team(u32),
    Tag(u32),
    /// Position among the words.
    Word(u32),
}

impl Feature {
    /// A number for each kind.
    pub fn kind(self) -> u8 {
        match self {
            Self::Cause(_) => 0,
            Self::Service(_) => 1,
            Self::Both { .. } => 2,
            Self::Trigger(..) => 3,
            Self::Factor(..) => 4,
            Self::Team(_) => 5,
            Self::Tag(_) => 6,
            Self::Word(_) => 7,
        }
    }
}

/// A word that is rare enough to say something.
#[derive(Debug)]
pub struct RareWord {
    pub form: Form,
    /// The first incident that has it, by path, and where.
    pub first: DocumentId,
    pub spelling: Spelling,
}

/// A feature of one incident and its weight.
pub type Weighted = (u32, f32);

/// All features, and those of each incident.
pub struct Features {
    pub all: Vec<Feature>,
    /// How rare each name is: nearly 1 for two of many, 0 for all; of words it is not kept.
    pub rarity: Vec<f32>,
    pub words: Vec<RareWord>,
    /// For each document, its names, by feature; the weight is that of sharing it.
    pub names: Vec<Vec<Weighted>>,
    /// For each document, its rare words, by feature; as a vector of a length below 1.
    pub vectors: Vec<Vec<Weighted>>,
}

/// Words of one incident that count: its rarest.
const WORDS: usize = 96;
/// Added to the length of a vector, so that two short texts are not alike by a single word; in the square.
const SMOOTHING: f32 = 150.0;

/// What sharing the rarest name of a kind counts.
fn weight(feature: Feature) -> f32 {
    match feature {
        Feature::Cause(_) => 0.9,
        Feature::Service(_) => 0.7,
        Feature::Both { .. } => 0.5,
        Feature::Trigger(..) => 0.8,
        Feature::Factor(..) => 0.6,
        Feature::Team(_) => 0.1,
        Feature::Tag(_) => 0.3,
        Feature::Word(_) => 1.0,
    }
}

impl Features {
    pub fn new(site: &Site, kept: &dyn Kept) -> Self {
        let (mut all, rarity, names) = names(site);
        let (words, vectors) = words(site, all.len(), kept);
        let first = u32::try_from(words.len()).unwrap_or(u32::MAX);
        all.extend((0..first).map(Feature::Word));
        Self { all, rarity, words, names, vectors }
    }
}

/// The features in front matter, without those that only one incident has.
fn names(site: &Site) -> (Vec<Feature>, Vec<f32>, Vec<Vec<Weighted>>) {
    let mut holders: BTreeMap<Feature, Vec<DocumentId>> = BTreeMap::new();
    let mut triggers: FxHashMap<String, Feature> = FxHashMap::default();
    let mut factors: FxHashMap<String, Feature> = FxHashMap::default();
    for id in incidents(site) {
        let known = site.post_mortem(id);
        for feature in of_catalogs(site, id) {
            holders.entry(feature).or_default().push(id);
        }
        for (index, trigger) in known.triggers.iter().enumerate() {
            let feature =
                *triggers.entry(slug(trigger)).or_insert(Feature::Trigger(number(id), number(index)));
            holders.entry(feature).or_default().push(id);
        }
        for (index, factor) in known.contributing_factors.iter().enumerate() {
            let feature = *factors.entry(slug(factor)).or_insert(Feature::Factor(number(id), number(index)));
            holders.entry(feature).or_default().push(id);
        }
    }
    let total = site.by_date.len();
    let (mut all, mut rarities) = (Vec::new(), Vec::new());
    let mut names: Vec<Vec<Weighted>> = vec![Vec::new(); site.documents.len()];
    for (feature, mut holders) in holders {
        holders.dedup();
        if holders.len() < 2 {
            continue;
        }
        let rarity = rarity(total, holders.len());
        // Stronger than in proportion: what half of the incidents have in common says nothing of any two.
        let weight = weight(feature) * rarity.powf(1.5);
        for id in holders {
            names[id].push((number(all.len()), weight));
        }
        all.push(feature);
        rarities.push(rarity);
    }
    (all, rarities, names)
}

fn of_catalogs(site: &Site, id: DocumentId) -> Vec<Feature> {
    let named = &site.references[id];
    let mut features: Vec<Feature> = Vec::new();
    features.extend(named.causes.iter().map(|at| Feature::Cause(number(*at))));
    features.extend(named.services.iter().map(|at| Feature::Service(number(*at))));
    features.extend(named.teams.iter().map(|at| Feature::Team(number(*at))));
    features.extend(named.tags.iter().map(|at| Feature::Tag(number(*at))));
    for cause in &named.causes {
        let both = |service: &usize| Feature::Both { cause: number(*cause), service: number(*service) };
        features.extend(services_at_fault(site, id).iter().map(both));
    }
    features
}

/// The rare words, and for each document a vector over them; their numbers begin at `first`.
fn words(site: &Site, first: usize, kept: &dyn Kept) -> (Vec<RareWord>, Vec<Vec<Weighted>>) {
    let read = terms(site, kept);
    let total = site.by_date.len();
    let most = most_holders(total);
    let mut holders: FxHashMap<u64, u32> = FxHashMap::default();
    for term in read.iter().flat_map(Terms::iter) {
        *holders.entry(term.hash).or_default() += 1;
    }
    let people = people(site);
    holders.retain(|word, holders| (2..=most).contains(holders) && !people.contains(word));
    let mut words: Vec<RareWord> = Vec::new();
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    for (id, terms) in read.iter().enumerate() {
        for term in terms.iter().filter(|term| holders.contains_key(&term.hash)) {
            numbers.entry(term.hash).or_insert_with(|| {
                words.push(RareWord { form: term.form, first: id, spelling: term.spelling });
                number(first + words.len() - 1)
            });
        }
    }
    let vector = |terms: &Terms<'_>| {
        let weighted = terms.iter().filter_map(|term| {
            let rarity = (total as f32 / holders.get(&term.hash).map(|holders| *holders as f32)?).ln();
            Some((numbers[&term.hash], rarity * form_weight(term.form) * term.place() * often(term.count)))
        });
        normalised(weighted.collect())
    };
    let vectors = read.par_iter().map(vector).collect();
    (words, vectors)
}

/// The words of every document; none of what is no incident. Those of texts that were read before are known.
fn terms<'k>(site: &Site, kept: &'k dyn Kept) -> Vec<Terms<'k>> {
    let read = |document: &Document| {
        let Record::PostMortem(known) = &document.record else { return (None, Terms::default()) };
        let readable = Readable::new(document, known);
        let of = Fingerprint::of(&readable);
        let terms = kept.terms(&document.source.path, of).map_or_else(|| readable.read(), Terms::kept);
        debug_assert_eq!(terms.bytes(), readable.read().bytes(), "what was kept is of another text");
        (Some(of), terms)
    };
    let (prints, terms): (Vec<Option<Fingerprint>>, Vec<Terms<'_>>) =
        site.documents.par_iter().map(read).unzip();
    let pieces = site.documents.iter().zip(&prints).zip(&terms);
    let pieces = pieces
        .filter_map(|((document, of), terms)| Some((document.source.path.as_str(), (*of)?, terms.bytes())));
    kept.keep_terms(&pieces.collect::<Vec<_>>());
    terms
}

/// Incidents that a word may be in at most: a fiftieth of all, but fifty; of few incidents a quarter, but three.
fn most_holders(total: usize) -> u32 {
    let most = (total / 50).clamp(50, 200).min((total / 4).max(3));
    number(most)
}

/// The heaviest features of a document, as a vector of a length below 1, by feature.
fn normalised(mut weighted: Vec<Weighted>) -> Vec<Weighted> {
    weighted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighted.truncate(WORDS);
    let square: f32 = weighted.iter().map(|(_, weight)| weight * weight).sum();
    let length = (square + SMOOTHING).sqrt();
    for (_, weight) in &mut weighted {
        *weight /= length;
    }
    weighted.sort_by_key(|(feature, _)| *feature);
    weighted
}

fn form_weight(form: Form) -> f32 {
    match form {
        Form::Word => 1.0,
        Form::Acronym => 1.3,
        Form::Identifier => 1.6,
    }
}

fn often(count: u8) -> f32 {
    1.0 + 0.4 * f32::from(count.min(20)).ln()
}

/// How rare something is that `holders` of `total` incidents have: nearly 1 for two of many, 0 for all.
fn rarity(total: usize, holders: usize) -> f32 {
    let total = (total + 1) as f32;
    (total / holders as f32).ln().max(0.0) / total.ln()
}

fn incidents(site: &Site) -> impl Iterator<Item = DocumentId> {
    let mut incidents = site.by_date.clone();
    incidents.sort_unstable();
    incidents.into_iter()
}

/// Nobody has more than four thousand million documents.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
