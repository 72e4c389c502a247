//! Tables that are written in HTML, as the same blocks as those of Markdown.
//!
//! Where Markdown ends a block of HTML at a blank line, what belongs to one table is joined again.

mod cells;
mod grid;

use std::ops::Range;

pub use cells::reading_on;

use super::blocks::Block;
use cells::TableReader;

/// Joins the tables among the blocks of one container. `unread` gets the place of each that is left as it is, with the reason.
pub fn joined(blocks: Vec<Block>, text: &str, unread: &mut Vec<(Range<usize>, &'static str)>) -> Vec<Block> {
    if !blocks.iter().any(|block| html_of(block, text).is_some_and(|html| balance(html).0 > 0)) {
        return blocks;
    }
    let mut out = Vec::with_capacity(blocks.len());
    // Up to here it is known that nothing closes a table.
    let mut open_until = 0;
    let mut at = 0;
    while at < blocks.len() {
        let begins = matches!(&blocks[at], Block::Html { text, .. } if balance(text).0 > 0);
        if !begins {
            out.push(blocks[at].clone());
            at += 1;
            continue;
        }
        let range = range_of(&blocks[at]);
        let (end, is_closed) = end_of(&blocks, at, open_until, text);
        let group = &blocks[at..end];
        let read = if is_closed { tables(group, text) } else { Err("nothing closes it") };
        match read {
            Ok(tables) if !tables.is_empty() => {
                out.extend(tables);
                at = end;
            }
            read => {
                if !is_closed {
                    open_until = end;
                }
                unread.extend(read.err().map(|reason| (range, reason)));
                let kept = if is_closed { end } else { at + 1 };
                out.extend(blocks[at..kept].iter().cloned());
                at = kept;
            }
        }
    }
    out
}

/// Behind which block the tables are closed that the one at `at` opens, and whether they are. A heading ends the search, since
/// it divides the document.
fn end_of(blocks: &[Block], at: usize, open_until: usize, text: &str) -> (usize, bool) {
    let mut open = 0_isize;
    for (number, block) in blocks.iter().enumerate().skip(at) {
        if matches!(block, Block::Heading { .. }) {
            return (number, false);
        }
        let (opened, closed) = html_of(block, text).map_or((0, 0), balance);
        open += opened.cast_signed() - closed.cast_signed();
        if open <= 0 {
            return (number + 1, true);
        }
        if number + 1 < open_until {
            return (open_until, false);
        }
    }
    (blocks.len(), false)
}

/// What of a block may be HTML: behind a blank line, deep indentation makes code of it.
fn html_of<'b>(block: &'b Block, text: &'b str) -> Option<&'b str> {
    match block {
        Block::Html { text, .. } => Some(text),
        Block::Code { range } => text.get(range.clone()).filter(|code| code.trim_start().starts_with('<')),
        _ => None,
    }
}

/// How many tables are opened and closed.
fn balance(html: &str) -> (usize, usize) {
    let bytes = html.as_bytes();
    let mut counts = (0, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &bytes[at + 1..];
        let (rest, is_end) = rest.strip_prefix(b"/").map_or((rest, false), |rest| (rest, true));
        let is_table = rest.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"table"))
            && rest.get(5).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'-');
        counts.0 += usize::from(is_table && !is_end);
        counts.1 += usize::from(is_table && is_end);
    }
    counts
}

fn tables(group: &[Block], text: &str) -> Result<Vec<Block>, &'static str> {
    let start = group.first().map_or(0, |block| range_of(block).start);
    let end = group.last().map_or(start, |block| range_of(block).end.max(start));
    let reader = TableReader::new(start..end);
    for block in group {
        match html_of(block, text) {
            Some(html) => reader.html(html),
            None => reader.block(block),
        }
    }
    reader.finish()
}

fn range_of(block: &Block) -> Range<usize> {
    match block {
        Block::Heading { range, .. }
        | Block::Paragraph { range, .. }
        | Block::List { range, .. }
        | Block::Table { range, .. }
        | Block::Code { range }
        | Block::Html { range, .. } => range.clone(),
        Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
            let start = blocks.first().map_or(0, |block| range_of(block).start);
            start..blocks.last().map_or(start, |block| range_of(block).end)
        }
        Block::Rule => 0..0,
    }
}

#[cfg(test)]
mod tests;
