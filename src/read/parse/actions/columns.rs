//! Which column of a table of action items is what.

use crate::read::markdown::blocks::{Inline, Row};
use crate::read::parse::field::ActionPart;
use crate::read::parse::table::{Cells, Grade, Holds, Name};
use crate::read::parse::vocabulary::Vocabulary;

/// Whether a column of that name gives a part of action items; where the table need not be one of them, only if that is all
/// that the name says.
pub fn names_column(part: ActionPart, name: &str, is_action: bool, vocabulary: &Vocabulary) -> bool {
    let holds = match part {
        ActionPart::Owner => Holds::Owner,
        ActionPart::Due => Holds::Due,
        ActionPart::Closed => Holds::Closed,
        ActionPart::Priority => Holds::Priority,
        ActionPart::Kind => Holds::Kind,
        ActionPart::Url => return false,
    };
    Name::new(name, vocabulary).grade(holds).is_some_and(|(grade, _)| is_action || grade >= Grade::Weak)
}

/// Which column of a table is what.
#[derive(Debug, Default)]
pub struct Columns {
    pub title: Option<usize>,
    pub kind: Option<usize>,
    pub owner: Option<usize>,
    pub due: Option<usize>,
    pub closed: Option<usize>,
    pub state: Option<usize>,
    /// Whether the column of states asks whether it is done.
    pub is_flag: bool,
    pub priority: Option<usize>,
}

/// A column, and whether it is known what it is.
struct Column {
    name: Name,
    cells: Cells,
    is_taken: bool,
}

impl Columns {
    pub fn new(head: &[Inline], rows: &[Row], vocabulary: &Vocabulary) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(head.len());
        let mut columns: Vec<Column> = (0..width)
            .map(|at| Column {
                name: Name::new(head.get(at).map_or("", |cell| cell.text.as_str()), vocabulary),
                cells: Cells::of(rows, at),
                is_taken: false,
            })
            .collect();
        let is_date = |cells: &Cells| cells.mostly(cells.dated);
        let is_state = |cells: &Cells| cells.mostly(cells.states);
        let is_free = |cells: &Cells| cells.filled == 0;
        let mut found = Self { due: take(&mut columns, Holds::Due, &is_date), ..Self::default() };
        found.closed = take_fit(&mut columns, Holds::Closed, &is_date);
        found.state = take(&mut columns, Holds::State, &is_state);
        if found.state.is_none() {
            found.state = take_fit(&mut columns, Holds::Flag, &|cells| is_state(cells) || is_free(cells));
            found.is_flag = found.state.is_some();
        }
        found.owner = take_fit(&mut columns, Holds::Owner, &|cells| {
            !is_date(cells) && !is_state(cells) && cells.length < 60 * cells.filled.max(1)
        });
        found.priority = take(&mut columns, Holds::Priority, &|_| true);
        found.kind = take(&mut columns, Holds::Kind, &|_| true);
        found.unnamed(&mut columns);
        found.title = title(&columns);
        found
    }

    /// Columns without a name are what their cells are.
    fn unnamed(&mut self, columns: &mut [Column]) {
        for (at, column) in columns.iter_mut().enumerate() {
            let cells = &column.cells;
            if column.is_taken || !column.name.is_empty() || cells.filled == 0 {
                continue;
            }
            if self.due.is_none() && cells.dated == cells.filled {
                self.due = Some(at);
            } else if self.state.is_none() && cells.states == cells.filled {
                self.state = Some(at);
            } else {
                continue;
            }
            column.is_taken = true;
        }
    }
}

/// The column of that name: of several, one whose cells fit, and then the one whose name fits best. One whose cells don't fit
/// needs a name that says nothing else.
fn take(columns: &mut [Column], holds: Holds, fits: &dyn Fn(&Cells) -> bool) -> Option<usize> {
    take_by(columns, holds, fits, |fit, grade, cells| {
        fit || grade == Grade::Whole || grade != Grade::Weak && cells.filled == 0
    })
}

/// The same, of those whose cells fit.
fn take_fit(columns: &mut [Column], holds: Holds, fits: &dyn Fn(&Cells) -> bool) -> Option<usize> {
    take_by(columns, holds, fits, |fit, _, _| fit)
}

fn take_by(
    columns: &mut [Column],
    holds: Holds,
    fits: &dyn Fn(&Cells) -> bool,
    accept: impl Fn(bool, Grade, &Cells) -> bool,
) -> Option<usize> {
    let candidates = columns.iter().enumerate().filter(|(_, column)| !column.is_taken);
    let graded = candidates.filter_map(|(at, column)| {
        let (grade, listed) = column.name.grade(holds)?;
        let fit = fits(&column.cells);
        accept(fit, grade, &column.cells).then_some((fit, grade, usize::MAX - listed, usize::MAX - at, at))
    });
    let at = graded.max().map(|(.., at)| at)?;
    columns[at].is_taken = true;
    Some(at)
}

/// The column that says what is to be done: named so and with texts in it, else the longest.
fn title(columns: &[Column]) -> Option<usize> {
    let free = || columns.iter().enumerate().filter(|(_, column)| !column.is_taken);
    let is_text = |cells: &Cells| cells.texts > 0 && cells.mostly(cells.texts);
    let named = free().filter(|(_, column)| is_text(&column.cells)).filter_map(|(at, column)| {
        let (grade, listed) = column.name.grade(Holds::Title)?;
        Some((grade, usize::MAX - listed, usize::MAX - at, at))
    });
    if let Some((.., at)) = named.max() {
        return Some(at);
    }
    let longest = |wanted: &dyn Fn(&Column) -> bool| {
        let found = free().filter(|(_, column)| wanted(column));
        found.max_by_key(|(at, column)| (column.cells.length, usize::MAX - at)).map(|(at, _)| at)
    };
    let is_aside = |column: &Column| column.name.is(Holds::Note) || column.name.is(Holds::Ticket);
    longest(&|column| is_text(&column.cells) && !is_aside(column))
        .or_else(|| longest(&|column| is_text(&column.cells)))
        .or_else(|| longest(&|column| column.cells.filled > 0))
}
