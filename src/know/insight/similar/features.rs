//! What two incidents can share, each with a number: names in the catalogs, triggers and factors, rare words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Kept;
use super::reading::{Readable, Spelling, Term, Terms, people, weights};
use super::vocabulary::Vocabulary;
use crate::core::address::slug;
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Document, PostMortem};
use crate::know::insight::recurrence::services_at_fault;
use crate::know::link::{DocumentId, Site, paired};

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
    /// For each document that was read just now, how it writes the words of its vector; of others that is not known.
    spelled: Vec<Option<Vec<Option<Spelling>>>>,
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
        let first = all.len();
        let read = Read::new(site, kept);
        let Words { words, vectors, spelled } = Words::new(site, first, &read);
        all.extend((0..number(words.len())).map(Feature::Word));
        Self { all, rarity, words, texts: read.texts, names, vectors, spelled }
    }

    /// How an incident writes the words of its vector.
    pub fn spelled(&self, site: &Site, id: DocumentId) -> Cow<'_, [Option<Spelling>]> {
        if let Some(spelled) = &self.spelled[id] {
            return Cow::Borrowed(spelled);
        }
        let document = &site.documents[id];
        let terms =
            document.post_mortem().map_or_else(Vec::new, |known| Readable::new(document, known).read());
        let spelling = |(feature, _): &Weighted| {
            let Feature::Word(place) = self.all[*feature as usize] else { return None };
            let at = terms.binary_search_by_key(&self.words[place as usize], |term| term.hash).ok()?;
            Some(terms[at].spelling)
        };
        self.vectors[id].iter().map(spelling).collect()
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
    let total = site.counted.len();
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
    for cause in paired(&named.causes) {
        let both = |service: &usize| Feature::Both { cause: number(*cause), service: number(*service) };
        features.extend(services_at_fault(site, id).iter().map(both));
    }
    features
}

/// The rare words.
struct Words {
    /// Their hashes.
    words: Vec<u64>,
    /// For each document, a vector over them.
    vectors: Vec<Vec<Weighted>>,
    /// As in [`Features`].
    spelled: Vec<Option<Vec<Option<Spelling>>>>,
}

impl Words {
    /// As features, their numbers begin at `first`.
    fn new(site: &Site, first: usize, read: &Read<'_>) -> Self {
        /// The word is no feature, or has not been looked at yet.
        const NONE: u32 = u32::MAX;
        let total = site.counted.len();
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
        let rarity: Vec<f32> =
            (0..=most).map(|holders| (total as f32 / holders.max(1) as f32).ln()).collect();
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
        // Of the others nobody asks how they are written.
        let of_vector = |vector: &[Weighted], terms: &Terms<'_>, all: &[Spelling]| {
            let mut spelled = vec![None; vector.len()];
            for ((word, _), spelling) in terms.iter().zip(all) {
                let feature = features[word as usize];
                if let Ok(at) = vector.binary_search_by_key(&feature, |(feature, _)| *feature) {
                    spelled[at] = Some(*spelling);
                }
            }
            spelled
        };
        let both = |weighted: &mut Vec<Weighted>, (terms, all): (&Terms<'_>, &Option<Vec<Spelling>>)| {
            let vector = vector(weighted, terms);
            let spelled = all.as_ref().map(|all| of_vector(&vector, terms, all));
            (vector, spelled)
        };
        let (vectors, spelled) = read.terms.par_iter().zip(&read.spelled).map_init(Vec::new, both).unzip();
        Self { words, vectors, spelled }
    }
}

/// The words of every document; none of what is no incident.
struct Read<'k> {
    vocabulary: Vocabulary<'k>,
    texts: Vec<Option<Fingerprint>>,
    terms: Vec<Terms<'k>>,
    /// In how many texts each word of the vocabulary is; none where a text has one that is not in it.
    holders: Vec<u32>,
    /// The spelling of each word that was not known.
    spelled: Vec<Option<Vec<Spelling>>>,
}

/// The words of each text that was read, and how it writes them.
type All<'k> = (Vec<Option<Fingerprint>>, (Vec<Terms<'k>>, Vec<Option<Vec<Spelling>>>));

/// Texts of which all words are in memory at once, until they have numbers.
const AT_ONCE: usize = 512;

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
            Some(((document.source.path.as_str(), (*of)?), terms.bytes()))
        });
        kept.keep_terms(&read.vocabulary, &pieces.collect::<Vec<_>>());
        read
    }

    fn with(site: &Site, kept: &'k dyn Kept, mut vocabulary: Vocabulary<'k>) -> Self {
        let read = |document: &Document| {
            let Some(known) = compared(document) else { return (None, Ok(Terms::default())) };
            let readable = Readable::new(document, known);
            let of = Fingerprint::of(&readable);
            let terms = kept.terms(&document.source.path, of).map(Terms::kept);
            (Some(of), terms.ok_or_else(|| readable.read()))
        };
        let mut all: All<'k> = Default::default();
        for documents in site.documents.chunks(AT_ONCE) {
            let found: Vec<(Option<Fingerprint>, Found<'k>)> = documents.par_iter().map(read).collect();
            let new = found.iter().filter_map(|(_, found)| found.as_ref().err());
            vocabulary.learn(new.flatten().map(|term| term.hash));
            let numbered = |(of, found): (Option<Fingerprint>, Found<'k>)| match found {
                Ok(terms) => (of, (terms, None)),
                Err(read) => {
                    let spelled = read.iter().map(|term| term.spelling).collect();
                    (of, (Terms::new(&read, &vocabulary), Some(spelled)))
                }
            };
            all.par_extend(found.into_par_iter().map(numbered));
        }
        let (texts, (terms, spelled)) = all;
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
        let again = compared(document).map_or_else(Vec::new, |known| Readable::new(document, known).read());
        let known = terms.iter().map(|(word, emphasis)| (self.vocabulary.hash(word), emphasis));
        known.eq(again.iter().map(|term| (term.hash, term.emphasis()))) || document.source.text.is_doubtful()
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
    let mut incidents = site.counted.clone();
    incidents.sort_unstable();
    incidents.into_iter()
}

/// The facts of what is compared: of incidents, and of nothing that was planned.
fn compared(document: &Document) -> Option<&PostMortem> {
    document.post_mortem().filter(|known| !known.is_planned())
}

/// Nobody has more than four thousand million documents.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
