//! Joins forms that are alike into groups, as long as the groups as wholes are alike.

use std::collections::BTreeMap;

use super::alike::{Forms, THRESHOLD, blend};

/// All groups, each a list of forms in order; most have one.
pub fn join(forms: &Forms) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(forms);
    for pair in forms.pairs() {
        groups.join(pair.forms.0, pair.forms.1);
    }
    groups.finish()
}

/// Disjoint sets of forms.
struct Groups<'f> {
    forms: &'f Forms,
    parents: Vec<usize>,
    /// For the first form of a group: how many of its forms have each stem.
    stems: Vec<BTreeMap<u32, u32>>,
    sizes: Vec<u32>,
}

impl<'f> Groups<'f> {
    fn new(forms: &'f Forms) -> Self {
        Self {
            forms,
            parents: (0..forms.stems.len()).collect(),
            stems: forms.stems.iter().map(|stems| stems.iter().map(|stem| (*stem, 1)).collect()).collect(),
            sizes: vec![1; forms.stems.len()],
        }
    }

    fn find(&mut self, form: usize) -> usize {
        let mut at = form;
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, first: usize, second: usize) {
        let (first, second) = (self.find(first), self.find(second));
        if first == second || self.alike(first, second) < THRESHOLD {
            return;
        }
        // The smaller map goes into the larger one, so that no stem is moved often.
        let (into, from) = if self.stems[first].len() < self.stems[second].len() {
            (second, first)
        } else {
            (first, second)
        };
        self.parents[from] = into;
        self.sizes[into] += self.sizes[from];
        for (stem, count) in std::mem::take(&mut self.stems[from]) {
            *self.stems[into].entry(stem).or_default() += count;
        }
    }

    /// How alike two groups are, each stem weighing as much as the share of forms that have it.
    fn alike(&self, first: usize, second: usize) -> f64 {
        let share = |group: usize, count: u32| f64::from(count) / f64::from(self.sizes[group]);
        let total = |group: usize| -> f64 {
            let stems = self.stems[group].iter();
            stems.map(|(stem, count)| self.forms.weight(*stem) * share(group, *count)).sum()
        };
        let (few, many) = if self.stems[first].len() < self.stems[second].len() {
            (first, second)
        } else {
            (second, first)
        };
        let both = |(stem, count): (&u32, &u32)| {
            let other = self.stems[many].get(stem)?;
            Some(self.forms.weight(*stem) * share(few, *count).min(share(many, *other)))
        };
        let shared = self.stems[few].iter().filter_map(both).sum();
        blend(shared, total(first), total(second))
    }

    fn finish(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for form in 0..self.parents.len() {
            let group = self.find(form);
            groups.entry(group).or_default().push(form);
        }
        groups.into_values().collect()
    }
}
