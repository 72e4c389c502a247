//! What the manual says of each field: the page "Front matter" is the one place where fields are described.

use std::collections::BTreeMap;

use crate::site::index::plain;

const PAGE: &str = include_str!("../../../content/pages/manual/front-matter.md");

/// For each field what it means, as plain text.
pub fn descriptions() -> BTreeMap<String, String> {
    column("Field", "Meaning")
}

/// The same for each part of an action item and of a line of a timeline.
pub fn parts() -> BTreeMap<String, String> {
    column("Part", "Meaning")
}

/// For each field, the type that its row names.
#[cfg(test)]
pub fn types() -> BTreeMap<String, String> {
    column("Field", "Type")
}

/// The cells of a column by the name in the first cell of the row, in all tables with that column whose first one begins
/// so; both are given by how their heading begins.
fn column(first: &str, wanted: &str) -> BTreeMap<String, String> {
    let mut cells_by_name = BTreeMap::new();
    let mut at = None;
    for line in PAGE.lines() {
        let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) else {
            if !line.starts_with("|-") {
                at = None;
            }
            continue;
        };
        let cells: Vec<&str> = row.split(" | ").collect();
        if !cells[0].starts_with('`') {
            at = cells
                .iter()
                .position(|cell| cell.starts_with(wanted))
                .filter(|_| cells[0].starts_with(first));
        } else if let Some(cell) = at.and_then(|at| cells.get(at)) {
            cells_by_name.insert(cells[0].trim_matches('`').to_owned(), plain::line(cell));
        }
    }
    cells_by_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_all_tables_are_found_without_markup() {
        let descriptions = descriptions();
        assert!(descriptions["status"].contains("Where the document stands"), "{}", descriptions["status"]);
        assert!(descriptions["date"].ends_with("Else found elsewhere"), "{}", descriptions["date"]);
        assert_eq!(parts()["priority"], "Your own word");
        assert_eq!(types()["services"], "names");
    }
}
