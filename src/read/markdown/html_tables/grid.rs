//! Lays out cells that reach over several rows and columns.

use std::ops::Range;

use html5ever::tokenizer::Tag;

use crate::read::markdown::blocks::{Block, Inline, Row};

/// Most columns that a cell may reach over, and most cells of a table.
const SPAN: usize = 200;
const CELLS: usize = 40_000;

/// A cell as it is written.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub inline: Inline,
    is_head: bool,
    columns: usize,
    rows: usize,
}

impl Cell {
    pub fn new(tag: &Tag, range: Range<usize>) -> Self {
        let span = |key: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == key);
            found.and_then(|attribute| attribute.value.trim().parse::<usize>().ok()).unwrap_or(1)
        };
        Self {
            inline: Inline { range, ..Inline::default() },
            is_head: &*tag.name == "th",
            columns: span("colspan").clamp(1, SPAN),
            // Zero reaches to the end.
            rows: match span("rowspan") {
                0 => CELLS,
                rows => rows,
            },
        }
    }
}

/// The cells of a table, row by row.
#[derive(Debug, Default)]
pub struct Grid {
    rows: Vec<(bool, Vec<Cell>)>,
    row: Vec<Cell>,
}

impl Grid {
    pub fn push(&mut self, cell: Cell) {
        self.row.push(cell);
    }

    pub fn end_row(&mut self, in_head: bool) {
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push((in_head, row));
        }
    }

    /// The table, unless it has no rows. What reaches over rows is in each of them; over columns, in the first, but for the
    /// names in the head.
    pub fn table(self, range: Range<usize>) -> Result<Option<Block>, &'static str> {
        let mut heads = self.rows.iter().take_while(|(in_head, _)| *in_head).count();
        let is_names = |cells: &[Cell]| cells.len() > 1 && cells.iter().all(|cell| cell.is_head);
        if heads == 0 && self.rows.len() > 1 && is_names(&self.rows[0].1) {
            heads = 1;
        }
        let mut laid: Vec<Vec<Inline>> = Vec::with_capacity(self.rows.len());
        // Cells from rows above, by column: how many more rows they reach over.
        let mut above: Vec<Option<(usize, Inline)>> = Vec::new();
        let mut cells = 0;
        for (number, (_, row)) in self.rows.into_iter().enumerate() {
            let line = line(row, &mut above, number < heads);
            cells += line.len();
            if cells > CELLS {
                return Err("it is too large");
            }
            laid.push(line);
        }
        let columns = laid.iter().map(Vec::len).max().unwrap_or(0);
        let heads = heads.min(laid.len());
        let rows = laid.split_off(heads);
        let mut head: Vec<Inline> = vec![Inline { range: range.clone(), ..Inline::default() }; columns];
        for line in laid {
            for (name, cell) in head.iter_mut().zip(line) {
                add_name(name, cell);
            }
        }
        let rows = rows.into_iter().map(|cells| Row { cells, range: range.clone() });
        let rows: Vec<Row> =
            rows.filter(|row| row.cells.iter().any(|cell| !cell.text.trim().is_empty())).collect();
        Ok((!rows.is_empty()).then_some(Block::Table { head, rows, range, is_html: true }))
    }
}

/// One row with what reaches into it.
fn line(row: Vec<Cell>, above: &mut Vec<Option<(usize, Inline)>>, in_head: bool) -> Vec<Inline> {
    let mut line: Vec<Inline> = Vec::new();
    let inherit = |line: &mut Vec<Inline>, above: &mut Vec<Option<(usize, Inline)>>| {
        while let Some(slot) = above.get_mut(line.len()) {
            let Some((left, inline)) = slot else { break };
            line.push(inline.clone());
            *left -= 1;
            if *left == 0 {
                *slot = None;
            }
        }
    };
    for mut cell in row {
        inherit(&mut line, above);
        trim(&mut cell.inline);
        for number in 0..cell.columns {
            let inline = if number == 0 || in_head { cell.inline.clone() } else { Inline::default() };
            if cell.rows > 1 {
                if above.len() <= line.len() {
                    above.resize(line.len() + 1, None);
                }
                above[line.len()] = Some((cell.rows - 1, inline.clone()));
            }
            line.push(inline);
        }
    }
    inherit(&mut line, above);
    line
}

/// Names of columns that are divided again below a common one.
fn add_name(name: &mut Inline, cell: Inline) {
    let said = name.text.trim();
    if said.is_empty() {
        *name = cell;
    } else if said != cell.text.trim() && !cell.text.trim().is_empty() {
        name.text = format!("{said} {}", cell.text.trim());
    }
}

fn trim(inline: &mut Inline) {
    let end = inline.text.trim_end().len();
    inline.text.truncate(end);
    inline.lines.retain(|line| *line < end);
    inline.pieces.retain(|piece| piece.text.start < end);
    if let Some(piece) = inline.pieces.last_mut() {
        piece.text.end = piece.text.end.min(end);
    }
}
