//! Which hits come first.

use std::cmp::{Ordering, Reverse};

use crate::matching::Matching;
use crate::opened::Columns;
use crate::record::FacetName;
use crate::request::Sort;

/// The hits from the `offset`-th on, at most `limit`. Equal ones come newest first, then as they lie in the index.
pub fn first_hits(
    mut hits: Vec<u32>,
    sort: Sort,
    columns: &Columns,
    matching: &Matching,
    (offset, limit): (usize, usize),
) -> Vec<u32> {
    let compare = |a: &u32, b: &u32| {
        compare(*a, *b, sort, columns, matching)
            .then_with(|| newest_first(*a, columns).cmp(&newest_first(*b, columns)))
    };
    let end = offset.saturating_add(limit).min(hits.len());
    let start = offset.min(end);
    if end < hits.len() {
        hits.select_nth_unstable_by(end, compare);
        hits.truncate(end);
    }
    hits.sort_unstable_by(compare);
    hits.split_off(start)
}

fn compare(a: u32, b: u32, sort: Sort, columns: &Columns, matching: &Matching) -> Ordering {
    match sort {
        Sort::Newest => Ordering::Equal,
        Sort::Relevance => {
            let score = |doc: u32| matching.scores[doc as usize];
            matching.count(b).cmp(&matching.count(a)).then_with(|| score(b).total_cmp(&score(a)))
        }
        Sort::Oldest => {
            let date = |doc: u32| columns.date[doc as usize].map_or((true, 0), |day| (false, day));
            date(a).cmp(&date(b))
        }
        Sort::Longest => {
            let minutes = |doc: u32| Reverse(columns.minutes[doc as usize]);
            minutes(a).cmp(&minutes(b))
        }
        Sort::Severity => {
            // Severities are listed from the worst on.
            let severity = |doc| {
                columns.facet(FacetName::Severity).of(doc).first().map_or((true, 0), |&value| (false, value))
            };
            severity(a).cmp(&severity(b))
        }
    }
}

/// What has no date comes last.
fn newest_first(doc: u32, columns: &Columns) -> (Reverse<Option<i32>>, u32) {
    (Reverse(columns.date[doc as usize]), doc)
}
