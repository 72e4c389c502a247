//! The incidents that have most in common with one: candidates by what is rare, then all that they share.

use std::cell::LazyCell;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Kept;
use super::features::{Feature, Features, Weighted};
use super::fingerprints::ListFingerprints;
use super::reason::{Reason, reasons};
use crate::core::fingerprint::Fingerprint;
use crate::know::link::{DocumentId, Site};

/// An incident that is like another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    pub id: DocumentId,
    /// What is worth telling begins at 0.5, with many incidents at 0.75; 1 is a lot.
    pub score: f32,
    /// Never empty; what says most comes first.
    pub reasons: Vec<Reason>,
}

/// What two incidents have to have in common to be called similar: no suggestion is better than a bad one. The more
/// incidents there are, the more are alike by chance.
fn least(incidents: usize) -> f32 {
    0.5 + 0.25 * (incidents as f32 / 50.0).log10().clamp(0.0, 1.0)
}

/// What the words of two texts count, if the texts are the same.
const TEXT: f32 = 2.5;
/// What it counts that an author names the other incident.
const RELATED: f32 = 1.0;
const REPEATED: f32 = 1.5;
/// What the next name of a kind counts, compared with the one before.
const NEXT: f32 = 0.5;
/// Features that more incidents have than this don't make candidates; they only count between those that there are.
const MOST_HOLDERS: usize = 400;
/// Candidates that are looked at closely.
const CANDIDATES: usize = 32;

/// What is searched: who has which feature.
pub struct Index<'s> {
    site: &'s Site,
    features: Features,
    holders: Holders,
}

/// For each feature, the incidents that have it with the weight that it has there.
pub struct Holders {
    /// Where those of each feature end.
    ends: Vec<u32>,
    all: Vec<(u32, f32)>,
}

/// Room for the scores of one search, used again for the next.
struct Scores {
    by_document: Vec<f32>,
    touched: Vec<u32>,
}

impl<'s> Index<'s> {
    pub fn new(site: &'s Site, kept: &dyn Kept) -> Self {
        let features = Features::new(site, kept);
        let holders = Holders::new(&features);
        Self { site, features, holders }
    }

    /// The incidents that have a feature; none where these are too many to be looked at.
    fn candidates(&self, feature: u32) -> &[(u32, f32)] {
        let holders = self.holders.of(feature as usize);
        if holders.len() > MOST_HOLDERS { &[] } else { holders }
    }

    /// For every document the incidents most like it, at most `most`; without those that `skip` names. Where nothing that a
    /// list depends on has changed since it was kept, it is not made again.
    pub fn all(
        &self,
        most: usize,
        skip: impl Fn(DocumentId) -> Vec<DocumentId> + Sync,
        kept: &dyn Kept,
    ) -> Vec<Vec<Suggestion>> {
        let fingerprints = ListFingerprints::new(self.site, &self.features, &self.holders);
        let one = |scores: &mut Scores, id: &DocumentId| {
            let (skip, linked) = (skip(*id), self.linked(*id));
            let of = fingerprints.of(*id, &self.features, &linked, &skip, most);
            let path = &self.site.documents[*id].source.path;
            let known = kept.list(path, of).and_then(|bytes| postcard::from_bytes(bytes).ok());
            let mut search = || self.search(*id, most, &skip, &linked, scores);
            let is_doubtful = || self.site.documents[*id].source.text.is_doubtful();
            let is_sound = |known: &Vec<Suggestion>| *known == search() || is_doubtful();
            debug_assert!(known.as_ref().is_none_or(is_sound), "the list of {path} depends on more");
            (of, known.unwrap_or_else(|| self.search(*id, most, &skip, &linked, scores)))
        };
        let room = || Scores::new(self.features.names.len());
        let found: Vec<(Fingerprint, Vec<Suggestion>)> =
            self.site.counted.par_iter().map_init(room, one).collect();
        let pieces = self.site.counted.iter().zip(&found);
        let pieces = pieces.map(|(id, (of, _))| (self.site.documents[*id].source.path.as_str(), *of));
        let bytes = |place: usize| postcard::to_stdvec(&found[place].1).unwrap_or_default();
        kept.keep_lists(&pieces.collect::<Vec<_>>(), &bytes);
        let mut lists = vec![Vec::new(); self.features.names.len()];
        for (id, (_, list)) in self.site.counted.iter().zip(found) {
            lists[*id] = list;
        }
        lists
    }

    /// The same for some documents, in their order.
    pub fn of(
        &self,
        ids: &[DocumentId],
        most: usize,
        skip: impl Fn(DocumentId) -> Vec<DocumentId> + Sync,
    ) -> Vec<Vec<Suggestion>> {
        let room = || Scores::new(self.features.names.len());
        let search = |scores: &mut Scores, id: &DocumentId| {
            self.search(*id, most, &skip(*id), &self.linked(*id), scores)
        };
        ids.par_iter().map_init(room, search).collect()
    }

    /// The incidents most like one, at most `most`.
    pub fn nearest(&self, id: DocumentId, most: usize) -> Vec<Suggestion> {
        self.search(id, most, &[], &self.linked(id), &mut Scores::new(self.features.names.len()))
    }

    fn search(
        &self,
        id: DocumentId,
        most: usize,
        skip: &[DocumentId],
        linked: &[(DocumentId, f32)],
        scores: &mut Scores,
    ) -> Vec<Suggestion> {
        for (feature, weight) in &self.features.names[id] {
            scores.add(self.candidates(*feature), *weight);
        }
        for (feature, weight) in &self.features.vectors[id] {
            scores.add(self.candidates(*feature), TEXT * weight);
        }
        for (other, weight) in linked {
            scores.add(&[(*other as u32, 1.0)], *weight);
        }
        let least = least(self.site.counted.len());
        let mut best: Vec<(DocumentId, f32)> = scores
            .take(CANDIDATES.max(2 * most), |other| other != id && !skip.contains(&other))
            .into_iter()
            .map(|(other, _)| (other, self.likeness(id, other, linked)))
            .filter(|(_, score)| *score >= least)
            .collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.newer(a.0, b.0)));
        best.truncate(most);
        let spelled = LazyCell::new(|| self.features.spelled(self.site, id));
        let suggestion = |(other, score): (DocumentId, f32)| {
            let is_linked = linked.iter().any(|(linked, _)| *linked == other);
            let reasons = reasons(self.site, &self.features, (id, other), is_linked, || &spelled);
            Suggestion { id: other, score, reasons }
        };
        best.into_iter().map(suggestion).collect()
    }

    /// All that two incidents share. The second name of a kind counts less than the first, and so on: a list of twenty
    /// services in common is one thing in common, not twenty.
    fn likeness(&self, id: DocumentId, other: DocumentId, linked: &[(DocumentId, f32)]) -> f32 {
        let of_names = |id: DocumentId| self.features.names[id].as_slice();
        let of_words = |id: DocumentId| self.features.vectors[id].as_slice();
        let mut names: Vec<(u8, f32)> = common(of_names(id), of_names(other))
            .map(|(feature, weight, _)| (self.features.all[feature as usize].kind(), weight))
            .collect();
        names.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut score = 0.0;
        for kind in names.chunk_by(|a, b| a.0 == b.0) {
            let mut counts = 1.0;
            for (_, weight) in kind {
                score += weight * counts;
                counts *= NEXT;
            }
        }
        let words: f32 = common(of_words(id), of_words(other)).map(|(_, own, theirs)| own * theirs).sum();
        let linked = linked.iter().find(|(linked, _)| *linked == other).map_or(0.0, |(_, weight)| *weight);
        score + TEXT * words + linked
    }

    /// Incidents that the author of one names in the other.
    fn linked(&self, id: DocumentId) -> Vec<(DocumentId, f32)> {
        let own = &self.site.references[id];
        let related = own.related.iter().map(|reference| (reference.id, RELATED));
        let repeated = own.recurrence_of.iter().map(|reference| (reference.id, REPEATED));
        let of_own = related.chain(repeated).filter_map(|(other, weight)| Some((other?, weight)));
        let names_it = |other: &DocumentId| {
            let names = &self.site.references[*other];
            let has =
                |list: &[crate::know::link::Reference]| list.iter().any(|reference| reference.id == Some(id));
            if has(&names.recurrence_of) {
                Some((*other, REPEATED))
            } else {
                has(&names.related).then_some((*other, RELATED))
            }
        };
        let of_others = self.site.backlinks[id].iter().map(|link| link.from);
        let of_others: Vec<_> = of_others.filter_map(|other| names_it(&other)).collect();
        let is_incident = |other: DocumentId| self.site.documents[other].is_post_mortem();
        let mut linked: Vec<(DocumentId, f32)> =
            of_own.chain(of_others).filter(|(other, _)| is_incident(*other)).collect();
        linked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        linked.dedup_by_key(|(other, _)| *other);
        linked
    }

    fn newer(&self, a: DocumentId, b: DocumentId) -> std::cmp::Ordering {
        let date = |id: DocumentId| self.site.post_mortem(id).date;
        date(b).cmp(&date(a)).then(a.cmp(&b))
    }
}

impl Holders {
    fn new(features: &Features) -> Self {
        // First the number of those of each feature, then where they begin, at last where they end.
        let mut ends = vec![0_u32; features.all.len()];
        for (feature, _) in features.names.iter().chain(&features.vectors).flatten() {
            ends[*feature as usize] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut all = vec![(0, 0.0); start as usize];
        for (id, (names, vector)) in (0..).zip(features.names.iter().zip(&features.vectors)) {
            // A name counts once for the two of them, a word by the product of its weights.
            let names = names.iter().map(|(feature, _)| (*feature, 1.0));
            for (feature, weight) in names.chain(vector.iter().copied()) {
                let end = &mut ends[feature as usize];
                all[*end as usize] = (id, weight);
                *end += 1;
            }
        }
        Self { ends, all }
    }

    /// Those of a feature.
    pub fn of(&self, feature: usize) -> &[(u32, f32)] {
        let start = feature.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[feature] as usize]
    }
}

/// The features that two lists have in common, both by feature, with both weights.
pub fn common<'a>(one: &'a [Weighted], other: &'a [Weighted]) -> impl Iterator<Item = (u32, f32, f32)> + 'a {
    one.iter().filter_map(|(feature, weight)| {
        let place = other.binary_search_by_key(feature, |(feature, _)| *feature).ok()?;
        Some((*feature, *weight, other[place].1))
    })
}

/// Whether a feature is a word.
pub fn is_word(features: &Features, feature: u32) -> bool {
    matches!(features.all[feature as usize], Feature::Word(_))
}

impl Scores {
    fn new(documents: usize) -> Self {
        Self { by_document: vec![0.0; documents], touched: Vec::new() }
    }

    fn add(&mut self, holders: &[(u32, f32)], weight: f32) {
        for (id, own) in holders {
            let score = &mut self.by_document[*id as usize];
            if *score == 0.0 {
                self.touched.push(*id);
            }
            *score += weight * own;
        }
    }

    /// The best `most` that are wanted, in no order; all scores are zero again.
    fn take(&mut self, most: usize, wanted: impl Fn(DocumentId) -> bool) -> Vec<(DocumentId, f32)> {
        let mut found: Vec<(DocumentId, f32)> = Vec::with_capacity(self.touched.len());
        for id in self.touched.drain(..) {
            let id = id as usize;
            let score = std::mem::take(&mut self.by_document[id]);
            if wanted(id) {
                found.push((id, score));
            }
        }
        if found.len() > most {
            // By score, then by path, so that the cut falls in the same place whatever the order of the input.
            found.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(most);
        }
        found
    }
}
