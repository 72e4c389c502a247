//! How alike two wordings are: by the words that they share, weighted by how rare these are.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::words::{Wording, is_common, is_practice};
use crate::know::insight::actions::TrackedActionId;

/// Wordings that are this alike ask for the same; between 0 and 1. Held against a list of judged action items.
pub const THRESHOLD: f64 = 0.47;
/// Two wordings of which one has only two words have to share nearly all.
const SHORT: f64 = 0.6;
/// What a common word weighs against another one that is as rare.
const COMMON: f64 = 0.5;
/// What a practice weighs against another word that is as rare.
const PRACTICE: f64 = 3.5;
/// Rarest words of a form by which others are looked for.
const RAREST: usize = 8;
/// Forms that share a pair of words and are all compared with each other; of more, neighbours only.
const CROWD: usize = 48;
const NEIGHBOURS: usize = 8;

/// All wordings that there are, with what is needed to compare them. Parallel lists, one entry a form.
#[derive(Debug, Default)]
pub struct Forms {
    /// Action items that are worded so.
    pub items: Vec<Vec<TrackedActionId>>,
    /// Numbers of its stems, ascending.
    pub stems: Vec<Vec<u32>>,
    is_negative: Vec<bool>,
    facets: Vec<u32>,
    /// Sum of the weights of its stems.
    totals: Vec<f64>,
    /// By the number of the stem.
    weights: Vec<f64>,
    is_common: Vec<bool>,
}

/// Two forms that are alike, and how much.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    pub alike: f64,
    pub forms: (usize, usize),
}

impl Forms {
    pub fn new(forms: BTreeMap<Wording, Vec<TrackedActionId>>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for stem in forms.keys().flat_map(|wording| &wording.stems) {
            *counts.entry(stem).or_default() += 1;
        }
        let numbers: BTreeMap<&str, u32> = counts.keys().copied().zip(0..).collect();
        let all = forms.len() as f64;
        let weight = |(stem, count): (&&str, &usize)| {
            let rarity = (1.0 + all / *count as f64).ln();
            if is_common(stem) {
                rarity * COMMON
            } else if is_practice(stem) {
                rarity * PRACTICE
            } else {
                rarity
            }
        };
        let mut built = Self {
            weights: counts.iter().map(weight).collect(),
            is_common: counts.keys().map(|stem| is_common(stem)).collect(),
            ..Self::default()
        };
        for wording in forms.keys() {
            let stems: Vec<u32> = wording.stems.iter().map(|stem| numbers[stem.as_str()]).collect();
            built.totals.push(stems.iter().map(|stem| built.weight(*stem)).sum());
            built.stems.push(stems);
            built.is_negative.push(wording.is_negative);
            built.facets.push(wording.facets);
        }
        built.items = forms.into_values().collect();
        built
    }

    /// What a stem weighs.
    pub fn weight(&self, stem: u32) -> f64 {
        self.weights[stem as usize]
    }

    /// All pairs that are alike enough, the most alike first.
    pub fn pairs(&self) -> Vec<Pair> {
        let alike = |forms: (usize, usize)| Some(Pair { alike: self.alike(forms.0, forms.1)?, forms });
        let mut pairs: Vec<Pair> = self.candidates().into_iter().filter_map(alike).collect();
        pairs.sort_by(|a, b| match b.alike.total_cmp(&a.alike) {
            Ordering::Equal => a.forms.cmp(&b.forms),
            order => order,
        });
        pairs
    }

    /// Pairs of forms that share two of their rarest words, each once.
    fn candidates(&self) -> Vec<(usize, usize)> {
        let mut shared: Vec<((u32, u32), usize)> = Vec::new();
        for (form, stems) in self.stems.iter().enumerate() {
            let mut rarest = stems.clone();
            rarest.sort_by(|a, b| self.weight(*b).total_cmp(&self.weight(*a)).then(a.cmp(b)));
            rarest.truncate(RAREST);
            rarest.sort_unstable();
            for (at, first) in rarest.iter().enumerate() {
                shared.extend(rarest[at + 1..].iter().map(|second| ((*first, *second), form)));
            }
        }
        shared.sort_unstable();
        let mut candidates = Vec::new();
        for crowd in shared.chunk_by(|a, b| a.0 == b.0) {
            let reach = if crowd.len() <= CROWD { crowd.len() } else { NEIGHBOURS };
            for (at, (_, first)) in crowd.iter().enumerate() {
                candidates.extend(crowd[at + 1..].iter().take(reach).map(|(_, second)| (*first, *second)));
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// How alike two forms are; `None` where it is not enough, or where they ask for different things in the same words.
    fn alike(&self, first: usize, second: usize) -> Option<f64> {
        let (facets, others) = (self.facets[first], self.facets[second]);
        if self.is_negative[first] != self.is_negative[second]
            || facets != 0 && others != 0 && facets & others == 0
        {
            return None;
        }
        let shared = self.shared(first, second);
        if shared.iter().all(|stem| self.is_common[*stem as usize]) {
            return None;
        }
        let weight = shared.iter().map(|stem| self.weight(*stem)).sum();
        let (a, b) = (self.totals[first], self.totals[second]);
        let fewest = self.stems[first].len().min(self.stems[second].len());
        if fewest == 2 && weight / (a + b - weight) < SHORT {
            return None;
        }
        Some(blend(weight, a, b)).filter(|alike| *alike >= THRESHOLD)
    }

    fn shared(&self, first: usize, second: usize) -> Vec<u32> {
        let other = &self.stems[second];
        self.stems[first].iter().copied().filter(|stem| other.binary_search(stem).is_ok()).collect()
    }
}

/// From what two things share and what each of them is, how alike they are: the mean of the share in both together
/// (Jaccard) and the share in the smaller one (overlap), so that a longer wording of the same does not count as another.
pub fn blend(shared: f64, a: f64, b: f64) -> f64 {
    let smaller = a.min(b);
    if smaller <= 0.0 { 0.0 } else { 0.5 * shared / (a + b - shared) + 0.5 * shared / smaller }
}
