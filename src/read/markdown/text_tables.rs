//! Tables that are drawn with dashes, as pandoc and reStructuredText write them: to Markdown they are paragraphs and rules.
//!
//! ```text
//!   Action          Owner        +-------+-------+
//!   --------------- -------      | Time  | Event |
//!   Oil the wheel   Ana          +=======+=======+
//! ```

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use super::blocks::{Block, Inline, Row, outline};
use crate::core::model::Dialect;

/// Most cells of one table; what has more is left as it is.
const CELLS: usize = 20_000;

/// Puts tables in the place of the blocks that they were taken for.
pub fn joined(blocks: Vec<Block>, source: &str, dialect: Dialect) -> Vec<Block> {
    let is_grid = |block: &Block| text_of(block, source).is_some_and(|text| text.starts_with("+-"));
    if !blocks.iter().any(|block| matches!(block, Block::Rule) || is_grid(block)) {
        return blocks;
    }
    let mut out = Vec::with_capacity(blocks.len());
    let mut rest = blocks.as_slice();
    while let Some(first) = rest.first() {
        let found = grid(first, source).map(|drawn| (drawn, 1)).or_else(|| ruled(rest, source));
        match found.and_then(|(drawn, used)| Some((drawn.table(dialect)?, used))) {
            Some((table, used)) => {
                out.push(table);
                rest = &rest[used..];
            }
            None => {
                out.push(first.clone());
                rest = &rest[1..];
            }
        }
    }
    out
}

/// A table as texts.
struct Drawn {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    range: Range<usize>,
}

impl Drawn {
    fn table(self, dialect: Dialect) -> Option<Block> {
        let Self { head, rows, range } = self;
        if rows.is_empty() || rows.len() * rows[0].len() > CELLS {
            return None;
        }
        let cell = |text: &String| inline(text, &range, dialect);
        let row = |cells: &Vec<String>| Row { cells: cells.iter().map(cell).collect(), range: range.clone() };
        let (head, rows) = (head.iter().map(cell).collect(), rows.iter().map(row).collect());
        // Rows and cells have no places of their own, as in a table that is written in HTML.
        Some(Block::Table { head, rows, range: range.clone(), is_html: true })
    }
}

/// The text of a cell, without marks.
fn inline(text: &str, range: &Range<usize>, dialect: Dialect) -> Inline {
    let mut blocks = outline(text, 0, dialect).blocks;
    let mut inline = match (blocks.pop(), blocks.is_empty()) {
        (Some(Block::Paragraph { inline, .. }), true) => inline,
        _ => Inline { text: text.to_owned(), ..Inline::default() },
    };
    inline.pieces.iter_mut().for_each(|piece| piece.source = range.start);
    Inline { links: Vec::new(), range: range.clone(), ..inline }
}

/// `+---+---+` around each row, `+===+===+` below the head.
fn grid(block: &Block, source: &str) -> Option<Drawn> {
    let text = text_of(block, source)?;
    let first = text.lines().next()?.trim_end();
    if !is_border(first) {
        return None;
    }
    let starts: Vec<usize> = first.match_indices('+').map(|(at, _)| at + 1).collect();
    let starts = &starts[..starts.len() - 1];
    let (mut head, mut rows, mut row) = (Vec::new(), Vec::new(), vec![String::new(); starts.len()]);
    for line in text.lines().skip(1).map(str::trim) {
        if is_border(line) {
            rows.push(std::mem::replace(&mut row, vec![String::new(); starts.len()]));
            if line.contains('=') && head.is_empty() && rows.len() == 1 {
                head = rows.pop()?;
            }
        } else if line.starts_with('|') {
            for (cell, part) in row.iter_mut().zip(cut(line, starts)) {
                add(cell, part.trim_end().trim_end_matches('|'));
            }
        } else {
            return None;
        }
    }
    if head.is_empty() {
        head = vec![String::new(); starts.len()];
    }
    Some(Drawn { head, rows, range: range_of(block)? })
}

fn is_border(line: &str) -> bool {
    line.len() > 4
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':'))
}

/// A table, and how many blocks it takes: columns below a line of dashes, with a head above it or a line of dashes at the end; in a table of rows with several lines
/// blank lines are between them, and a line of dashes is around it.
fn ruled(blocks: &[Block], source: &str) -> Option<(Drawn, usize)> {
    match blocks {
        [Block::Rule, head @ Block::Paragraph { .. }, Block::Rule, first @ Block::Paragraph { .. }, ..]
            if runs(line_before(source, range_of(head)?.start)).len() == 1 =>
        {
            let columns = runs(line_before(source, range_of(first)?.start));
            let rows =
                blocks[3..].iter().take_while(|block| matches!(block, Block::Paragraph { .. })).count();
            let is_closed = matches!(blocks.get(3 + rows), Some(Block::Rule));
            let drawn = several_lines(head, &blocks[3..3 + rows], &columns, source)?;
            is_closed.then_some((drawn, 4 + rows))
        }
        [head @ Block::Paragraph { .. }, Block::Rule, body @ Block::Paragraph { .. }, rest @ ..] => {
            let columns = runs(line_before(source, range_of(body)?.start));
            let range = range_of(head)?.start..range_of(body)?.end;
            // No blank line is above or below the dashes.
            let between = &source[range_of(head)?.end..range_of(body)?.start];
            let is_close = between.matches('\n').count() <= 2;
            let head = whole_lines(head, source)?;
            let names = cells(head, &columns);
            let is_head = is_close
                && head.lines().count() == 1
                && columns.len() > 1
                && names.iter().all(|name| !name.is_empty());
            let used =
                3 + usize::from(matches!(rest.first(), Some(Block::Rule)) && ends_with_rule(body, source));
            is_head.then_some((Drawn { head: names, rows: lines(body, &columns, source)?, range }, used))
        }
        [Block::Rule, first @ Block::Paragraph { .. }, ..] => {
            let columns = runs(line_before(source, range_of(first)?.start));
            let count =
                blocks[1..].iter().take_while(|block| matches!(block, Block::Paragraph { .. })).count();
            let (rows, rest) = blocks[1..].split_at(count);
            let is_closed = matches!(rest.first(), Some(Block::Rule)) && ends_with_rule(rows.last()?, source);
            if !is_closed || columns.len() < 2 {
                return None;
            }
            let range = range_of(first)?.start..range_of(rows.last()?)?.end;
            let rows = match rows {
                [body] => lines(body, &columns, source)?,
                rows => several(rows, &columns, source)?,
            };
            Some((Drawn { head: vec![String::new(); columns.len()], rows, range }, count + 2))
        }
        _ => None,
    }
}

fn several_lines(head: &Block, rows: &[Block], columns: &[usize], source: &str) -> Option<Drawn> {
    let range = range_of(head)?.start..range_of(rows.last()?)?.end;
    let head = cells(whole_lines(head, source)?, columns);
    let rows =
        rows.iter().map(|row| Some(cells(whole_lines(row, source)?, columns))).collect::<Option<_>>()?;
    (columns.len() > 1).then_some(Drawn { head, rows, range })
}

/// Each paragraph as a row.
fn several(rows: &[Block], columns: &[usize], source: &str) -> Option<Vec<Vec<String>>> {
    rows.iter().map(|row| Some(cells(whole_lines(row, source)?, columns))).collect()
}

/// Each line as a row.
fn lines(body: &Block, columns: &[usize], source: &str) -> Option<Vec<Vec<String>>> {
    Some(whole_lines(body, source)?.lines().map(|line| cells(line, columns)).collect())
}

/// Lines divided into columns.
fn cells(text: &str, columns: &[usize]) -> Vec<String> {
    let mut cells = vec![String::new(); columns.len()];
    for line in text.lines() {
        for (cell, part) in cells.iter_mut().zip(cut(line, columns)) {
            add(cell, part);
        }
    }
    cells
}

fn add(cell: &mut String, part: &str) {
    let part = part.trim().trim_end_matches('\\').trim_end();
    if !cell.is_empty() && !part.is_empty() {
        cell.push(' ');
    }
    cell.push_str(part);
}

/// The parts of a line that begin at these columns of a screen.
fn cut<'l>(line: &'l str, starts: &[usize]) -> Vec<&'l str> {
    let mut bounds = Vec::with_capacity(starts.len() + 1);
    let mut column = 0;
    for (at, c) in line.char_indices() {
        while starts.get(bounds.len()).is_some_and(|start| *start <= column) {
            bounds.push(at);
        }
        column += c.width().unwrap_or(0);
    }
    bounds.resize(starts.len(), line.len());
    bounds.push(line.len());
    bounds.windows(2).map(|pair| &line[pair[0]..pair[1]]).collect()
}

/// Where the runs of a line of dashes begin; none where it is another line.
fn runs(line: &str) -> Vec<usize> {
    let is_dashes = line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    let bytes = line.as_bytes();
    let begins = |at: &usize| is_dashes && bytes[*at] == b'-' && (*at == 0 || bytes[at - 1] == b' ');
    (0..bytes.len()).filter(begins).collect()
}

/// The last line above a place that is not blank.
fn line_before(source: &str, at: usize) -> &str {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    source[..start].trim_end_matches(['\n', '\r']).rsplit('\n').next().unwrap_or_default().trim_end()
}

/// Whether the line below a block is one of dashes.
fn ends_with_rule(block: &Block, source: &str) -> bool {
    let end = range_of(block).map_or(source.len(), |range| range.end);
    let below = source[end..].trim_start_matches(['\n', '\r']).lines().next().unwrap_or_default();
    !runs(below.trim_end()).is_empty()
}

fn range_of(block: &Block) -> Option<Range<usize>> {
    match block {
        Block::Paragraph { range, .. } => Some(range.clone()),
        _ => None,
    }
}

fn text_of<'t>(block: &Block, source: &'t str) -> Option<&'t str> {
    source.get(range_of(block)?)
}

/// The lines of a paragraph with the spaces that they begin with.
fn whole_lines<'t>(block: &Block, source: &'t str) -> Option<&'t str> {
    let range = range_of(block)?;
    let start = source[..range.start].rfind('\n').map_or(0, |end| end + 1);
    Some(source.get(start..range.end)?.trim_end_matches(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
        let texts = |cells: &[Inline]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let blocks = outline(text, 0, Dialect::default()).blocks;
        blocks
            .iter()
            .filter_map(|block| match block {
                Block::Table { head, rows, .. } => Some(
                    std::iter::once(texts(head)).chain(rows.iter().map(|row| texts(&row.cells))).collect(),
                ),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn columns_below_dashes() {
        let text = "Before.\n\n  Action          Owner   Due\n  --------------- ------- ----------\n  Oil **it**      Ana     2026-03-01\n  Buy a wheel     灯       2026-03-02\n\nBehind.\n";
        assert_eq!(
            tables(text),
            [[
                ["Action", "Owner", "Due"],
                ["Oil it", "Ana", "2026-03-01"],
                ["Buy a wheel", "灯", "2026-03-02"]
            ]]
        );
        let bare = "  ------- ---------\n  Date    2026-03-01\n  State   Final\n  ------- ---------\n";
        assert_eq!(tables(bare), [[["", ""], ["Date", "2026-03-01"], ["State", "Final"]]]);
        let apart = "  ------- -------\n  **Action** **Owner**\n\n  Oil it  Ana\n\n  Buy it  Ben\n  ------- -------\n\nBehind.\n";
        assert_eq!(tables(apart)[0].len(), 4);
        let long = "  ----------------------\n  Time    Event\n  ------- --------------\n  14:05   The wheel\n          stopped.\n\n  14:20   It turns.\n\n  ----------------------\n";
        assert_eq!(
            tables(long),
            [[["Time", "Event"], ["14:05", "The wheel stopped."], ["14:20", "It turns."]]]
        );
    }

    #[test]
    fn grids() {
        let text = "+-------+-----------+\n| Time  | Event     |\n+=======+===========+\n| 14:05 | The wheel |\n|       | stopped.  |\n+-------+-----------+\n| 14:20 | Ana joins |\n|       |           |\n|       | and Ben.  |\n+-------+-----------+\n";
        assert_eq!(
            tables(text),
            [[["Time", "Event"], ["14:05", "The wheel stopped."], ["14:20", "Ana joins and Ben."]]]
        );
    }

    #[test]
    fn rules_between_texts_draw_no_table() {
        for text in [
            "A line\n\n---\n\nAnother\n",
            "---\n\nText\n\n---\n",
            "Title\n-----\n\nText\n",
            "+1 for it\n",
            "- - -\n\nText\n\n- - -\n",
        ] {
            assert_eq!(tables(text), Vec::<Vec<Vec<String>>>::new(), "{text}");
        }
    }
}
