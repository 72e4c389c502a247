//! What comes back in the hits: by cause, service, trigger and year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::counting::named;
use crate::date;
use crate::matching::Docs;
use crate::opened::Opened;
use crate::record::FacetName;
use crate::response::Group;

const GROUPED: [FacetName; 4] = [FacetName::Cause, FacetName::Service, FacetName::Trigger, FacetName::Year];
/// Groups of a facet that is not asked for.
const FEW: usize = 10;

/// The groups of `hits`, the largest first; all of `whole`, of other facets a few.
pub fn groups(opened: &Opened, hits: &Docs, whole: Option<FacetName>) -> BTreeMap<FacetName, Vec<Group>> {
    let limit = |facet| if whole == Some(facet) { usize::MAX } else { FEW };
    GROUPED.into_iter().map(|facet| (facet, groups_of(opened, hits, facet, limit(facet)))).collect()
}

fn groups_of(opened: &Opened, hits: &Docs, facet: FacetName, limit: usize) -> Vec<Group> {
    let column = opened.columns.facet(facet);
    let mut counts = vec![0_u32; opened.table(facet).values.len()];
    for doc in hits.iter() {
        column.of(doc).iter().for_each(|&value| counts[value as usize] += 1);
    }
    let mut largest: Vec<u32> =
        (0..).zip(&counts).filter(|&(_, &count)| count > 0).map(|(value, _)| value).collect();
    largest.sort_by_key(|&value| (Reverse(counts[value as usize]), value));
    largest.truncate(limit);
    // Where a value stands among the largest.
    let mut places = vec![None; counts.len()];
    largest.iter().enumerate().for_each(|(place, &value)| places[value as usize] = Some(place));
    let mut days: Vec<Vec<i32>> = vec![Vec::new(); largest.len()];
    for &doc in opened.columns.by_date.iter().filter(|&&doc| hits.contains(doc)) {
        let Some(day) = opened.columns.date[doc as usize] else { continue };
        for place in column.of(doc).iter().filter_map(|&value| places[value as usize]) {
            days[place].push(day);
        }
    }
    largest
        .iter()
        .zip(days)
        .map(|(&value, days)| Group {
            value: named(opened, facet, value),
            count: counts[value as usize] as usize,
            first: days.first().copied().map(date::iso),
            last: days.last().copied().map(date::iso),
            median_days: median_interval(&days),
        })
        .collect()
}

/// The median of what lies between neighbours of ascending `days`; of two in the middle their mean, rounded down.
fn median_interval(days: &[i32]) -> Option<u32> {
    let mut intervals: Vec<u32> = days.windows(2).map(|pair| pair[1].abs_diff(pair[0])).collect();
    intervals.sort_unstable();
    let middle = intervals.len() / 2;
    let upper = *intervals.get(middle)?;
    Some(if intervals.len() % 2 == 1 { upper } else { intervals[middle - 1].midpoint(upper) })
}

#[cfg(test)]
mod tests {
    use super::median_interval;

    #[test]
    fn intervals_have_a_median() {
        assert_eq!(median_interval(&[]), None);
        assert_eq!(median_interval(&[5]), None);
        assert_eq!(median_interval(&[5, 5]), Some(0));
        assert_eq!(median_interval(&[-10, 0, 30]), Some(20));
        assert_eq!(median_interval(&[0, 1, 3, 103]), Some(2));
        assert_eq!(median_interval(&[0, 1, 4]), Some(2));
    }
}
