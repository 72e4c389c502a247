//! What two incidents can share, each with a number: names in the catalogs, triggers and factors, rare words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Kept;
use super::reading::{Readable, Term, Terms, people, weights};
use super::vocabulary::Vocabulary;
use crate::fingerprint::Fingerprint;
use crate::insight::recurrence::services_at_fault;
use crate::link::{DocumentId, Site, address::slug};
use crate::model::Document;

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

/// A feature of one incident and its weight.
pub type Weighted = (u32, f32);

/// All features, and those of each incident.
pub struct Features {
    pub all: Vec<Feature>,
    /// How rare each name is: nearly 1 for two of many, 0 for all; of words it is not kept.
    pub rarity: Vec<f32>,
    /// The hashes of the rare words.
    pub words: Vec<u64>,
    /// For each incident, of what its words were read.
    pub texts: Vec<Option<Fingerprint>>,
    /// For each document, its names, by feature; the weight is that of sharing it.
    pub names: Vec<Vec<Weighted>>,
    /// For each document, its rare words, by feature; as a vector of a length below 1.
    pub vectors: Vec<Vec<Weighted>>,
    /// For each document, its words as they were read just now; of others they are known without how they are written.
    spelled: Vec<Option<Vec<Term>>>,
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
        let read = Read::new(site, kept);
        let (words, vectors) = words(site, all.len(), &read);
        let first = u32::try_from(words.len()).unwrap_or(u32::MAX);
        all.extend((0..first).map(Feature::Word));
        Self { all, rarity, words, texts: read.texts, names, vectors, spelled: read.spelled }
    }

    /// The words of an incident as it writes them, by hash.
    pub fn spelled(&self, site: &Site, id: DocumentId) -> Cow<'_, [Term]> {
        if let Some(terms) = &self.spelled[id] {
            return Cow::Borrowed(terms);
        }
        let document = &site.documents[id];
        document.post_mortem().map_or_else(Vec::new, |known| Readable::new(document, known).read()).into()
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
fn words(site: &Site, first: usize, read: &Read<'_>) -> (Vec<u64>, Vec<Vec<Weighted>>) {
    /// The word is no feature, or has not been looked at yet.
    const NONE: u32 = u32::MAX;
    let total = site.by_date.len();
    let most = most_holders(total);
    let people = people(site);
    let mut words: Vec<u64> = Vec::new();
    let mut features: Vec<u32> = vec![NONE; read.holders.len()];
    for (word, _) in read.terms.iter().flat_map(Terms::iter) {
        let feature = &mut features[word as usize];
        if *feature != NONE || !(2..=most).contains(&read.holders[word as usize]) {
            continue;
        }
        let hash = read.vocabulary.hash(word);
        if !people.contains(&hash) {
            *feature = number(first + words.len());
            words.push(hash);
        }
    }
    let rarity: Vec<f32> = (0..=most).map(|holders| (total as f32 / holders.max(1) as f32).ln()).collect();
    let weights = weights();
    let vector = |weighted: &mut Vec<Weighted>, terms: &Terms<'_>| {
        weighted.clear();
        weighted.extend(terms.iter().filter_map(|(word, emphasis)| {
            let feature = features[word as usize];
            let weight = || rarity[read.holders[word as usize] as usize] * weights[usize::from(emphasis)];
            (feature != NONE).then(|| (feature, weight()))
        }));
        normalised(weighted)
    };
    let vectors = read.terms.par_iter().map_init(Vec::new, vector).collect();
    (words, vectors)
}

/// The words of every document; none of what is no incident.
struct Read<'k> {
    vocabulary: Vocabulary<'k>,
    texts: Vec<Option<Fingerprint>>,
    terms: Vec<Terms<'k>>,
    /// In how many texts each word of the vocabulary is; none where a text has one that is not in it.
    holders: Vec<u32>,
    /// Of those that were not known.
    spelled: Vec<Option<Vec<Term>>>,
}

/// The words of a text as they were kept, or else as they were read.
type Found<'k> = Result<Terms<'k>, Vec<Term>>;

impl<'k> Read<'k> {
    /// Reads the texts whose words are not known, and keeps what is known now.
    fn new(site: &Site, kept: &'k dyn Kept) -> Self {
        let read = Self::with(site, kept, Vocabulary::new(kept.words()));
        let read = if read.is_sound() { read } else { Self::with(site, &(), Vocabulary::default()) };
        let all = site.documents.par_iter().zip(&read.terms);
        debug_assert!(all.all(|(document, terms)| read.is_of(document, terms)), "it is of another text");
        let pieces = site.documents.iter().zip(&read.texts).zip(&read.terms);
        let pieces = pieces.filter_map(|((document, of), terms)| {
            Some((document.source.path.as_str(), (*of)?, terms.bytes()))
        });
        kept.keep_terms(&read.vocabulary, &pieces.collect::<Vec<_>>());
        read
    }

    fn with(site: &Site, kept: &'k dyn Kept, mut vocabulary: Vocabulary<'k>) -> Self {
        let read = |document: &Document| {
            let Some(known) = document.post_mortem() else { return (None, Ok(Terms::default())) };
            let readable = Readable::new(document, known);
            let of = Fingerprint::of(&readable);
            let terms = kept.terms(&document.source.path, of).map(Terms::kept);
            (Some(of), terms.ok_or_else(|| readable.read()))
        };
        let (texts, found): (Vec<Option<Fingerprint>>, Vec<Found<'k>>) =
            site.documents.par_iter().map(read).unzip();
        let new = found.iter().filter_map(|found| found.as_ref().err());
        let numbers = vocabulary.numbers(new.flatten().map(|term| term.hash));
        let numbered = |found: Found<'k>| match found {
            Ok(terms) => (terms, None),
            Err(spelled) => (Terms::new(&spelled, &numbers), Some(spelled)),
        };
        let (terms, spelled): (Vec<Terms<'k>>, Vec<Option<Vec<Term>>>) =
            found.into_par_iter().map(numbered).unzip();
        let holders = holders(&vocabulary, &terms).unwrap_or_default();
        Self { vocabulary, texts, terms, holders, spelled }
    }

    /// Whether all words are in the vocabulary, and at least half of it are words of texts: the others are forgotten when
    /// they are too many.
    fn is_sound(&self) -> bool {
        let used = self.holders.iter().filter(|holders| **holders > 0).count();
        self.vocabulary.size() <= 2 * used
    }

    /// Whether reading a text again gives what is known of it.
    fn is_of(&self, document: &Document, terms: &Terms<'_>) -> bool {
        let again =
            document.post_mortem().map_or_else(Vec::new, |known| Readable::new(document, known).read());
        let known = terms.iter().map(|(word, emphasis)| (self.vocabulary.hash(word), emphasis));
        known.eq(again.iter().map(|term| (term.hash, term.emphasis())))
    }
}

/// In how many texts each word is; `None` where a text has one that is not in the vocabulary.
fn holders(vocabulary: &Vocabulary<'_>, terms: &[Terms<'_>]) -> Option<Vec<u32>> {
    let mut holders: Vec<u32> = vec![0; vocabulary.size()];
    for (word, _) in terms.iter().flat_map(Terms::iter) {
        *holders.get_mut(word as usize)? += 1;
    }
    Some(holders)
}

/// Incidents that a word may be in at most: a fiftieth of all, but fifty; of few incidents a quarter, but three.
fn most_holders(total: usize) -> u32 {
    let most = (total / 50).clamp(50, 200).min((total / 4).max(3));
    number(most)
}

/// The heaviest features of a document, as a vector of a length below 1, by feature.
fn normalised(weighted: &mut Vec<Weighted>) -> Vec<Weighted> {
    weighted.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighted.truncate(WORDS);
    let square: f32 = weighted.iter().map(|(_, weight)| weight * weight).sum();
    let length = (square + SMOOTHING).sqrt();
    for (_, weight) in weighted.iter_mut() {
        *weight /= length;
    }
    weighted.sort_unstable_by_key(|(feature, _)| *feature);
    // No larger than it has to be: there is one for each text.
    weighted.clone()
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
