//! Incidents counted, as bars and on the staff of years.

use std::cmp::Reverse;

use serde::Serialize;

use super::outputs::CatalogKind;
use super::urls::{self, Href};
use super::view::View;
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};
use crate::site::charts::staff::{self, Incident};

/// One row with its bar; `share` in per cent of the longest.
#[derive(Serialize)]
pub struct Bar {
    pub name: String,
    pub url: Href,
    pub count: String,
    pub share: String,
}

/// The most frequent entries, each with a bar; `counts` are entries in the order of the catalog.
pub fn bars_of(
    site: &Site,
    say: &Phrases,
    kind: CatalogKind,
    mut counts: Vec<(usize, usize)>,
    most: usize,
) -> Vec<Bar> {
    counts.sort_by_key(|(entry, count)| (Reverse(*count), *entry));
    let longest = counts.first().map_or(1, |(_, count)| *count).max(1);
    let bar = |(entry, count): (usize, usize)| {
        let entry = &kind.of(site).entries[entry];
        Bar {
            name: entry.name.clone(),
            url: urls::from_root(&entry.output),
            count: say.count(count),
            share: share(count, longest),
        }
    };
    counts.into_iter().take(most).map(bar).collect()
}

/// In per cent of `longest`, with one decimal.
pub fn share(count: usize, longest: usize) -> String {
    let tenths = count * 1000 / longest.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The incidents over time.
pub fn drawn(view: &View<'_>, incidents: &[DocumentId]) -> Option<String> {
    let site = view.site;
    let dated: Vec<Incident<'_>> = incidents
        .iter()
        .filter_map(|id| {
            let known = site.post_mortem(*id);
            Some(Incident { date: known.date?, severity: known.severity, title: &site.documents[*id].title })
        })
        .collect();
    staff::staff(view.say, &view.list_rows.severities, &dated)
}

/// `2013 to 2026; 2 undated`
pub fn range(site: &Site, say: &Phrases, incidents: &[DocumentId]) -> String {
    let years = incidents.iter().filter_map(|id| site.post_mortem(*id).date).map(|date| date.year());
    let span = years.clone().min().zip(years.clone().max());
    let mut parts = Vec::from_iter(span.map(|(first, last)| say.years(first, last)));
    let undated = incidents.len() - years.count();
    if undated > 0 {
        parts.push(say.counted("count.undated", undated));
    }
    say.clauses(&parts)
}

/// The key of what a mark of the chart is.
pub fn staff_note(incidents: usize) -> &'static str {
    if incidents > staff::MOST_MARKS { "chart.counted" } else { "chart.each-mark" }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_of_the_longest() {
        assert_eq!([share(1, 3), share(3, 3), share(0, 0)], ["33.3", "100.0", "0.0"]);
    }
}
