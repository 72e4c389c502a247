//! Hits, and how many there are of each choice of each facet, in one pass.

use std::collections::BTreeMap;

use crate::filter::Filters;
use crate::matching::Docs;
use crate::opened::Opened;
use crate::record::FacetName;
use crate::response::{Choice, Named};

/// What passes all filters, and what choices there are.
pub struct Counted {
    pub hits: Docs,
    /// By facet and value. Those of a facet leave its own filter out.
    counts: [Vec<u32>; FacetName::COUNT],
}

/// Filters `matching`, and counts the values of what passes. What fails one facet's filter alone is counted there: it
/// would be a hit if that filter were given up.
pub fn count(opened: &Opened, filters: &Filters, matching: &Docs) -> Counted {
    let active = filters.active();
    let mut hits = Docs::none(opened.docs);
    let mut counts = FacetName::ALL.map(|facet| vec![0; opened.table(facet).values.len()]);
    for doc in matching.iter().filter(|&doc| filters.fits_ranges(&opened.columns, doc)) {
        let mut failed = active.iter().filter(|&&facet| !filters.fits_facet(opened, facet, doc));
        let mut add = |facet: FacetName| {
            for &value in opened.columns.facet(facet).of(doc) {
                counts[facet as usize][value as usize] += 1;
            }
        };
        match (failed.next(), failed.next()) {
            (None, _) => {
                hits.insert(doc);
                FacetName::ALL.into_iter().for_each(&mut add);
            }
            (Some(&facet), None) => add(facet),
            _ => {}
        }
    }
    Counted { hits, counts }
}

impl Counted {
    /// The choices of some facets: those that have hits or are chosen, the most frequent first.
    pub fn choices(
        &self,
        opened: &Opened,
        filters: &Filters,
        wanted: &[FacetName],
    ) -> BTreeMap<FacetName, Vec<Choice>> {
        let mut facets = BTreeMap::new();
        for &facet in wanted {
            let filter = filters.facet(facet);
            let counts = self.counts[facet as usize].iter().zip(0_u32..);
            let mut found: Vec<(u32, u32)> = counts
                .filter(|&(&count, value)| count > 0 || filter.has_chosen(value))
                .map(|(&count, value)| (count, value))
                .collect();
            found.sort_by_key(|&(count, value)| (std::cmp::Reverse(count), value));
            let choices = found.into_iter().map(|(count, value)| Choice {
                value: named(opened, facet, value),
                count: count as usize,
                chosen: filter.has_chosen(value),
            });
            facets.insert(facet, choices.collect());
        }
        facets
    }
}

/// A value of a facet as it is shown.
pub fn named(opened: &Opened, facet: FacetName, value: u32) -> Named {
    let value = &opened.table(facet).values[value as usize];
    Named { key: value.key.clone(), label: value.label.clone(), url: value.url.clone() }
}
