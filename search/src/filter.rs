//! What narrows the hits without being searched for: facets, dates, durations.

use crate::opened::{Columns, Opened};
use crate::query::{DayRange, MinuteRange};
use crate::record::{FacetName, FacetTable};
use crate::tokenizer::fold;

/// Stands for any value of a facet.
const ANY: [&str; 2] = ["*", "any"];

/// All filters of a request.
#[derive(Debug, Default)]
pub struct Filters {
    /// In the order of [`FacetName::ALL`].
    facets: [FacetFilter; FacetName::COUNT],
    pub days: Vec<DayRange>,
    pub minutes: Vec<MinuteRange>,
}

/// What a record has to have of one facet, and what it must not have. By value: whether it is named.
#[derive(Debug, Default)]
pub struct FacetFilter {
    wanted: Option<Vec<bool>>,
    unwanted: Option<Vec<bool>>,
    /// Whether the wanted values were chosen by the reader.
    chosen: bool,
}

impl Filters {
    pub fn facet(&self, facet: FacetName) -> &FacetFilter {
        &self.facets[facet as usize]
    }

    pub fn facet_mut(&mut self, facet: FacetName) -> &mut FacetFilter {
        &mut self.facets[facet as usize]
    }

    /// Facets by which something is filtered.
    pub fn active(&self) -> Vec<FacetName> {
        FacetName::ALL.into_iter().filter(|&facet| self.facet(facet).is_active()).collect()
    }

    /// Whether date and duration of a record are as asked; one without a date is of no date.
    pub fn fits_ranges(&self, columns: &Columns, doc: u32) -> bool {
        let (date, minutes) = (columns.date[doc as usize], columns.minutes[doc as usize]);
        self.days.iter().all(|range| date.is_some_and(|day| range.contains(day)))
            && self.minutes.iter().all(|range| minutes.is_some_and(|minutes| range.contains(minutes)))
    }

    /// Whether a record has what is asked of one facet.
    pub fn fits_facet(&self, opened: &Opened, facet: FacetName, doc: u32) -> bool {
        self.facet(facet).fits(opened.columns.facet(facet).of(doc))
    }
}

impl FacetFilter {
    fn is_active(&self) -> bool {
        self.wanted.is_some() || self.unwanted.is_some()
    }

    fn fits(&self, values: &[u32]) -> bool {
        let named = |list: &Option<Vec<bool>>| {
            list.as_ref().map(|list| values.iter().any(|&value| list[value as usize]))
        };
        named(&self.wanted).unwrap_or(true) && !named(&self.unwanted).unwrap_or(false)
    }

    /// Lets records with one of `values` pass, beside those that were wanted before. No value: none passes.
    pub fn want(&mut self, table: &FacetTable, values: &[u32], chosen: bool) {
        name(&mut self.wanted, table, values);
        self.chosen |= chosen;
    }

    /// Rules records with one of `values` out.
    pub fn rule_out(&mut self, table: &FacetTable, values: &[u32]) {
        name(&mut self.unwanted, table, values);
    }

    /// Whether the reader has asked for certain values.
    pub fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Whether the reader has asked for this value.
    pub fn has_chosen(&self, value: u32) -> bool {
        self.chosen && self.wanted.as_ref().is_some_and(|wanted| wanted[value as usize])
    }
}

fn name(list: &mut Option<Vec<bool>>, table: &FacetTable, values: &[u32]) {
    let list = list.get_or_insert_with(|| vec![false; table.values.len()]);
    values.iter().for_each(|&value| list[value as usize] = true);
}

/// The values that are written so: by key, label or alias, or all for `*`. An unfinished one stands for all that begin
/// with it. Empty if there is none.
pub fn resolve(table: &FacetTable, written: &str, typing: bool) -> Vec<u32> {
    let values = (0..).zip(&table.values);
    if ANY.contains(&written) {
        return values.map(|(value, _)| value).collect();
    }
    let written = slug(written);
    let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<u32> {
        let values = (0..).zip(&table.values);
        let found = values.filter(|(_, value)| names(value).any(|name| matches(&slug(name))));
        found.map(|(value, _)| value).collect()
    };
    let found = matching(&|name| name == written);
    if found.is_empty() && typing && !written.is_empty() {
        return matching(&|name| name.starts_with(&written));
    }
    found
}

/// The key of the value that was probably meant, if any is near.
pub fn nearest<'a>(table: &'a FacetTable, written: &str) -> Option<&'a str> {
    let written = slug(written);
    let near = table.values.iter().filter_map(|value| {
        let edits = names(value).map(|name| strsim::osa_distance(&slug(name), &written)).min()?;
        Some((edits, value.key.as_str()))
    });
    let (edits, key) = near.min_by_key(|&(edits, _)| edits)?;
    (edits <= 1.max(written.chars().count() / 3)).then_some(key)
}

fn names(value: &crate::record::FacetValue) -> impl Iterator<Item = &str> {
    [&value.key, &value.label].into_iter().chain(&value.aliases).map(String::as_str)
}

/// A name without what spelling leaves open: case, accents, and what stands between words.
fn slug(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::FacetValue;

    fn table() -> FacetTable {
        let value = |key: &str, label: &str, alias: &str| FacetValue {
            key: key.to_owned(),
            label: label.to_owned(),
            aliases: vec![alias.to_owned()],
            url: String::new(),
        };
        FacetTable {
            values: vec![
                value("checkout-api", "Checkout API", "shop"),
                value("caché", "Caché", "redis"),
                value("cart", "Cart", "Shop!"),
            ],
        }
    }

    #[test]
    fn values_are_found_by_key_label_and_alias() {
        let cases: [(&str, &[u32]); 9] = [
            ("checkout-api", &[0]),
            ("CHECKOUT api", &[0]),
            ("checkout_api", &[0]),
            ("cache", &[1]),
            ("Redis", &[1]),
            ("shop", &[0, 2]),
            ("*", &[0, 1, 2]),
            ("check", &[]),
            ("", &[]),
        ];
        for (written, expected) in cases {
            assert_eq!(resolve(&table(), written, false), expected, "{written}");
        }
        assert_eq!(resolve(&table(), "ca", true), [1, 2]);
        assert_eq!(resolve(&table(), "cart", true), [2]);
    }

    #[test]
    fn a_near_value_is_proposed() {
        assert_eq!(nearest(&table(), "chekcout-api"), Some("checkout-api"));
        assert_eq!(nearest(&table(), "rediss"), Some("caché"));
        assert_eq!(nearest(&table(), "something-else"), None);
        assert_eq!(nearest(&FacetTable::default(), "x"), None);
    }

    #[test]
    fn wanted_and_unwanted_values() {
        let mut filter = FacetFilter::default();
        assert!(filter.fits(&[]) && !filter.is_active());
        filter.want(&table(), &[0], true);
        filter.want(&table(), &[2], true);
        assert!(filter.fits(&[0]) && filter.fits(&[1, 2]) && !filter.fits(&[1]) && !filter.fits(&[]));
        filter.rule_out(&table(), &[1]);
        assert!(filter.fits(&[0]) && !filter.fits(&[1, 2]));
        assert!(filter.has_chosen(0) && !filter.has_chosen(1));
        let mut none = FacetFilter::default();
        none.want(&table(), &[], true);
        assert!(!none.fits(&[0]) && !none.fits(&[]));
    }
}
