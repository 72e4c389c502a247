//! Which column of a table holds what, by the words of its head and by what its cells are.

mod cells;
mod names;
pub mod timeline;

pub use cells::Cells;
pub use names::{Grade, Holds, Name};

use super::time;
use super::vocabulary::Vocabulary;
use crate::read::markdown::blocks::{Inline, Row};

/// The head and the rows below it. Converters leave the head empty where they don't know of one: then the first row is the
/// head, if it has names of columns.
pub fn divided<'t>(
    head: &'t [Inline],
    rows: &'t [Row],
    vocabulary: &Vocabulary,
) -> (&'t [Inline], &'t [Row]) {
    let is_empty = head.iter().all(|cell| cell.text.trim().is_empty());
    match rows.split_first() {
        Some((first, rest)) if is_empty && !rest.is_empty() && has_names(&first.cells, vocabulary) => {
            (&first.cells, rest)
        }
        _ => (head, rows),
    }
}

fn has_names(cells: &[Inline], vocabulary: &Vocabulary) -> bool {
    const ALL: [Holds; 12] = [
        Holds::Time,
        Holds::Elapsed,
        Holds::Event,
        Holds::Owner,
        Holds::Due,
        Holds::Closed,
        Holds::State,
        Holds::Flag,
        Holds::Priority,
        Holds::Kind,
        Holds::Title,
        Holds::Ticket,
    ];
    let mut named = 0;
    let mut filled = 0;
    for text in cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()) {
        if time::leading(text).is_some() || text.len() > 60 {
            return false;
        }
        let name = Name::new(text, vocabulary);
        let is_name = |holds: &Holds| name.grade(*holds).is_some_and(|(grade, _)| grade > Grade::Within);
        filled += 1;
        named += usize::from(ALL.iter().any(is_name));
    }
    // One name alone may be a word of a text.
    named > 0 && named * 2 >= filled && filled > 1
}

/// The row goes on in this one: only its first cell has a text, or what it has begins in the middle of a sentence.
pub fn goes_on(row: &Row, text_column: usize) -> Option<&str> {
    let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.text.trim().is_empty());
    let (column, cell) = filled.next()?;
    let text = cell.text.trim();
    let is_alone = filled.next().is_none();
    let is_displaced = column == 0 && text_column > 0 && time::leading(text).is_none();
    let is_middle = column == text_column && text.starts_with(char::is_lowercase);
    (is_alone && (is_displaced || is_middle)).then_some(text)
}
