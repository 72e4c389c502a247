//! Services by causes: how often each fails of what.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::behind::{Group, Key};
use super::statistics::time_lost;
use crate::know::link::{DocumentId, Site};

/// Every service that has an incident with a cause.
#[derive(Debug)]
pub struct Matrix {
    /// The most affected first.
    pub rows: Vec<ServiceRow>,
    /// Positions in the catalog of causes, the most frequent first.
    pub causes: Vec<usize>,
    /// The largest number in a cell.
    pub most: usize,
}

/// One service.
#[derive(Debug)]
pub struct ServiceRow {
    /// Position in the catalog of services.
    pub service: usize,
    /// Causes that it failed of, in the order of the catalog.
    pub cells: Vec<Cell>,
    /// All its incidents, whether or not a cause is known.
    pub incidents: usize,
    /// Time to resolve of all its incidents, as far as it is known.
    pub minutes_lost: i64,
    pub last: Option<Date>,
}

/// Incidents of one service and one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Position in the catalog of causes.
    pub cause: usize,
    pub count: usize,
    pub newest: DocumentId,
}

/// What services can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    Incidents,
    Name,
    TimeLost,
    Last,
}

impl Order {
    pub const ALL: [Self; 4] = [Self::Incidents, Self::Name, Self::TimeLost, Self::Last];
}

impl Matrix {
    pub fn new(site: &Site) -> Self {
        let mut rows: Vec<ServiceRow> = (0..site.services.entries.len())
            .into_par_iter()
            .filter_map(|service| row(site, service))
            .collect();
        rows.sort_by_key(|row| (Reverse(row.incidents), row.service));
        let mut causes: Vec<usize> = (0..site.causes.entries.len()).collect();
        causes.retain(|cause| rows.iter().any(|row| row.cell(*cause).is_some()));
        causes.sort_by_key(|cause| (Reverse(site.causes.entries[*cause].incidents.len()), *cause));
        let most = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.count).max().unwrap_or(0);
        Self { rows, causes, most }
    }

    /// Rows in an order.
    pub fn sorted(&self, order: Order) -> Vec<&ServiceRow> {
        let mut rows: Vec<&ServiceRow> = self.rows.iter().collect();
        match order {
            Order::Incidents => {}
            // The catalog is sorted by name.
            Order::Name => rows.sort_by_key(|row| row.service),
            Order::TimeLost => rows.sort_by_key(|row| Reverse(row.minutes_lost)),
            Order::Last => rows.sort_by_key(|row| Reverse(row.last)),
        }
        rows
    }

    /// How dark a number is, from 1 to 4: by its logarithm, for a few cells hold most of the incidents.
    pub fn shade(&self, count: usize) -> u8 {
        let bounds = [(4, 3), (3, 2), (2, 1)];
        // count ≥ most^(part / 3), in whole numbers.
        let reaches = |part: u32| (count as u128).pow(3) >= (self.most as u128).pow(part);
        bounds.into_iter().find(|(_, part)| count > 1 && reaches(*part)).map_or(1, |(shade, _)| shade)
    }
}

impl ServiceRow {
    pub fn cell(&self, cause: usize) -> Option<&Cell> {
        let place = self.cells.binary_search_by_key(&cause, |cell| cell.cause).ok()?;
        Some(&self.cells[place])
    }

    /// Whether any cell holds more than one incident, so that there is something to list.
    pub fn has_lists(&self) -> bool {
        self.cells.iter().any(|cell| cell.count > 1)
    }

    /// How many lines the incidents by cause have: one for each cause of each incident.
    pub fn lines(&self) -> usize {
        self.cells.iter().map(|cell| cell.count).sum()
    }
}

/// The incidents of a service by cause, the most frequent cause first, the newest incident first.
pub fn by_cause(site: &Site, service: usize) -> Vec<Group> {
    let mut causes: BTreeMap<usize, Vec<DocumentId>> = BTreeMap::new();
    for id in &site.services.entries[service].incidents {
        for cause in site.references[*id].causes_of(service) {
            causes.entry(*cause).or_default().push(*id);
        }
    }
    let group = |(cause, incidents)| Group { key: Key::Cause(cause), incidents, more: 0 };
    let mut groups: Vec<Group> = causes.into_iter().map(group).collect();
    groups.sort_by_key(|group| Reverse(group.incidents.len()));
    groups
}

fn row(site: &Site, service: usize) -> Option<ServiceRow> {
    let entry = &site.services.entries[service];
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    for id in &entry.incidents {
        for cause in site.references[*id].causes_of(service) {
            // The first is the newest.
            cells.entry(*cause).or_insert(Cell { cause: *cause, count: 0, newest: *id }).count += 1;
        }
    }
    (!cells.is_empty()).then(|| ServiceRow {
        service,
        cells: cells.into_values().collect(),
        incidents: entry.incidents.len(),
        minutes_lost: entry.incidents.iter().filter_map(|id| time_lost(site, *id)).sum(),
        last: entry.incidents.iter().find_map(|id| site.post_mortem(*id).date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shades(most: usize, counts: &[usize]) -> Vec<u8> {
        let matrix = Matrix { rows: Vec::new(), causes: Vec::new(), most };
        counts.iter().map(|count| matrix.shade(*count)).collect()
    }

    #[test]
    fn shades_tell_small_and_large_numbers_apart() {
        assert_eq!(shades(4, &[1, 2, 3, 4]), [1, 2, 3, 4]);
        assert_eq!(shades(300, &[1, 6, 7, 44, 45, 299, 300]), [1, 1, 2, 2, 3, 3, 4]);
        assert_eq!(shades(1, &[1]), [1]);
    }
}
