//! Labels and what follows them: on lines, in items, cells and lists, with a colon, in bold, or on a line of their own.

use std::ops::Range;

use super::sections::Part;
use super::vocabulary::Vocabulary;
use crate::read::markdown::blocks::{Block, Inline, Item};

/// A label and what follows it; several lines where that is a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Labelled {
    pub label: String,
    pub value: String,
    /// Position of its block in the part; `None` for the heading of the part.
    pub block: Option<usize>,
}

impl Labelled {
    fn new(label: &str, value: &str) -> Self {
        Self { label: label.to_owned(), value: bare(value), block: None }
    }
}

/// A value without what programs leave around it: further colons ("Date:: …", ": …" of definition lists), and the colour of a
/// badge of a wiki ("DONEGreen").
fn bare(value: &str) -> String {
    let value = value.trim_start_matches(|c: char| COLONS.contains(&c) || c.is_whitespace()).trim_end();
    let value = unwrapped(without_colour(value));
    // HackMD signs names like that.
    if value.contains("[name=") { value.replace("[name=", "").replace(']', "") } else { value.to_owned() }
}

/// "[SEV2]{.badge}" is text with attributes.
fn unwrapped(value: &str) -> &str {
    let inside =
        value.strip_prefix('[').filter(|_| value.ends_with('}')).and_then(|rest| rest.split_once("]{"));
    inside.filter(|(text, _)| !text.contains('[')).map_or(value, |(text, _)| text)
}

fn without_colour(value: &str) -> &str {
    const COLOURS: [&str; 7] = ["Green", "Yellow", "Red", "Blue", "Grey", "Gray", "Purple"];
    let word = COLOURS.iter().find_map(|colour| value.strip_suffix(colour));
    let is_badge = |word: &&str| {
        let last = word.rsplit(' ').next().unwrap_or_default();
        last.len() >= 2 && last.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    word.filter(is_badge).unwrap_or(value)
}

/// Longest label, in characters, and longest value, in bytes.
const LABEL: usize = 40;
const VALUE: usize = 200;

const COLONS: [char; 2] = [':', '：'];

/// What stands between two labelled values on one line.
const BETWEEN: [char; 12] = ['|', '·', '•', ';', ',', '/', '—', '–', '，', '；', '、', '｜'];

/// The labels of all blocks of a part, and the one that its heading is.
pub fn of_part(part: &Part<'_>, vocabulary: &Vocabulary) -> Vec<Labelled> {
    let mut found: Vec<Labelled> = of_heading(part, vocabulary).into_iter().collect();
    found.extend(of_blocks(&part.blocks, vocabulary));
    found
}

/// "## Severity" above a line or a list; the boxes of which only those that are ticked count.
fn of_heading(part: &Part<'_>, vocabulary: &Vocabulary) -> Option<Labelled> {
    if !vocabulary.field(&part.heading).is_some_and(super::field::Field::is_fact) {
        return None;
    }
    let value = part.blocks.iter().find_map(|block| match block {
        Block::Paragraph { inline, .. } => {
            let text = inline.text.get(part.label..)?.trim();
            (!text.is_empty() && text.len() <= VALUE).then(|| text.to_owned())
        }
        Block::List { items, .. } => Some(values(items)),
        _ => None,
    })?;
    Some(Labelled::new(&part.heading, &value))
}

fn of_blocks(blocks: &[&Block], vocabulary: &Vocabulary) -> Vec<Labelled> {
    let mut found = Vec::new();
    for (position, block) in blocks.iter().enumerate() {
        let before = found.len();
        match block {
            Block::List { items, .. } => {
                found.extend(items.iter().flat_map(|item| of_item(item, vocabulary)));
            }
            Block::Paragraph { inline, .. } => {
                let below = blocks.get(position + 1).and_then(|block| match block {
                    Block::List { items, .. } => Some(items.as_slice()),
                    _ => None,
                });
                found.extend(of_lines(inline, below, vocabulary));
            }
            Block::Table { head, rows, .. } => {
                found.extend(of_table(head, rows.iter().map(|row| row.cells.as_slice()), vocabulary));
            }
            Block::Quote { blocks } => {
                found.extend(of_blocks(&blocks.iter().collect::<Vec<_>>(), vocabulary));
            }
            _ => {}
        }
        found[before..].iter_mut().for_each(|one| one.block = Some(position));
    }
    found
}

fn of_item(item: &Item, vocabulary: &Vocabulary) -> Vec<Labelled> {
    let Some(Block::Paragraph { inline, .. }) = item.blocks.first() else { return Vec::new() };
    let below = match item.blocks.get(1) {
        Some(Block::List { items, .. }) => Some(items.as_slice()),
        // The name in one paragraph, its value in the next.
        Some(Block::Paragraph { inline: value, .. })
            if is_label(&inline.text, vocabulary) && value.text.len() <= VALUE =>
        {
            return vec![Labelled::new(label_of(&inline.text), &value.text)];
        }
        _ => None,
    };
    of_lines(inline, below, vocabulary)
}

fn of_lines(inline: &Inline, below: Option<&[Item]>, vocabulary: &Vocabulary) -> Vec<Labelled> {
    let ranges: Vec<Range<usize>> = lines(inline).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(range) = ranges.get(at) {
        let line = &inline.text[range.clone()];
        let before = found.len();
        found.extend(in_line(inline, range.clone(), vocabulary));
        // A list that begins on the line of its name goes on below it.
        if let Some(one) = found.get_mut(before).filter(|one| is_dashed(&one.value)) {
            while let Some(next) = ranges.get(at + 1).map(|next| inline.text[next.clone()].trim())
                && is_dashed(next)
            {
                one.value = format!("{}\n{next}", one.value);
                at += 1;
            }
        }
        if found.len() == before && is_label(line, vocabulary) {
            match (ranges.get(at + 1), below) {
                // The name on one line, its value on the next.
                (Some(next), _) => {
                    let value = inline.text[next.clone()].trim();
                    let is_pair = ranges.len() == 2;
                    let is_said_of_it = value.starts_with(COLONS)
                        || (is_pair || !is_label(value, vocabulary))
                            && split(value).is_none_or(|other| is_time(&other));
                    if is_said_of_it && value.len() <= VALUE {
                        found.push(Labelled::new(label_of(line), value));
                        at += 1;
                    }
                }
                (None, Some(items)) => found.extend(announced(line, items, vocabulary)),
                (None, None) => {}
            }
        }
        at += 1;
    }
    found
}

fn is_dashed(text: &str) -> bool {
    text.starts_with("- ") || text.starts_with("• ")
}

fn lines(inline: &Inline) -> impl Iterator<Item = Range<usize>> {
    let is_in_link = |at: &&usize| inline.links.iter().any(|(_, text)| text.start < **at && **at < text.end);
    let mut starts = vec![0];
    starts.extend(inline.lines.iter().filter(|at| !is_in_link(at)));
    starts.push(inline.text.len());
    (1..starts.len()).map(move |at| starts[at - 1]..starts[at])
}

/// "Affected services:" above a list.
fn announced(line: &str, items: &[Item], vocabulary: &Vocabulary) -> Option<Labelled> {
    is_label(line, vocabulary).then(|| Labelled::new(label_of(line), &values(items)))
}

fn label_of(line: &str) -> &str {
    line.trim().trim_end_matches(COLONS).trim()
}

/// Whether a line is a known label and nothing else.
fn is_label(line: &str, vocabulary: &Vocabulary) -> bool {
    let label = label_of(line);
    is_short(label) && vocabulary.label(label).is_some()
}

fn is_short(label: &str) -> bool {
    !label.is_empty() && label.len() <= 4 * LABEL && label.chars().count() <= LABEL
}

/// The first lines of items, one a line; of boxes those that are ticked.
fn values(items: &[Item]) -> String {
    let has_boxes = items.iter().any(|item| item.task.is_some());
    let texts =
        items.iter().filter(|item| !has_boxes || item.task == Some(true)).filter_map(|item| {
            match item.blocks.first() {
                Some(Block::Paragraph { inline, .. }) => Some(inline.text.trim()),
                _ => None,
            }
        });
    texts.collect::<Vec<_>>().join("\n")
}

/// The labelled values of one line: mostly one, several where known labels follow each other.
pub fn in_line(inline: &Inline, range: Range<usize>, vocabulary: &Vocabulary) -> Vec<Labelled> {
    let text = &inline.text[range.clone()];
    let Some(first) = split(text) else {
        return bold_label(inline, &range, vocabulary).into_iter().collect();
    };
    let is_alone = text.matches(COLONS).nth(1).is_none();
    if is_alone || vocabulary.label(&first.label).is_none() {
        return vec![first];
    }
    let mut starts = bounds(inline, &range, vocabulary);
    starts.push(range.end);
    let mut start = range.start;
    let mut found = Vec::new();
    for end in starts {
        let piece = inline.text[start..end].trim().trim_end_matches(BETWEEN);
        found.extend(split(piece));
        start = end;
    }
    found
}

/// "**Severity** SEV2"
fn bold_label(inline: &Inline, range: &Range<usize>, vocabulary: &Vocabulary) -> Option<Labelled> {
    let inside = |at: usize| range.contains(&at);
    let run = inline.pieces.iter().find(|piece| inside(piece.text.start))?;
    if !run.bold || run.text.start > range.start + 1 || run.text.end >= range.end {
        return None;
    }
    let label = inline.text[run.text.clone()].trim();
    let value = inline.text[run.text.end..range.end].trim();
    let value = value.trim_start_matches(['–', '—', '-', '=', ' ']);
    let is_value = !value.is_empty() && value.len() <= VALUE;
    (is_value && is_label(label, vocabulary)).then(|| Labelled::new(label, value))
}

/// Where further known labels begin on a line: in bold, or behind a sign that separates.
fn bounds(inline: &Inline, range: &Range<usize>, vocabulary: &Vocabulary) -> Vec<usize> {
    let text = &inline.text;
    let is_known = |label: &str| is_short(label.trim()) && vocabulary.label(label).is_some();
    let bold = inline.pieces.iter().filter(|piece| piece.bold && piece.text.start > range.start);
    let in_bold = bold
        .filter(|piece| piece.text.end <= range.end && is_known(label_of(&text[piece.text.clone()])))
        .map(|piece| piece.text.start);
    let behind_signs = text[range.clone()].match_indices(BETWEEN).filter_map(|(at, sign)| {
        let start = range.start + at + sign.len();
        let (label, _) = text[start..range.end].split_once(COLONS)?;
        is_known(label).then_some(start)
    });
    let mut bounds: Vec<usize> = in_bold.chain(behind_signs).collect();
    bounds.sort_unstable();
    // A sign and the bold text behind it are one bound.
    bounds.dedup_by(|next, before| text[*before..*next].trim().is_empty());
    bounds
}

/// Whether what seems to be a label and a value is one time: "2026-03-14 22:40 UTC".
fn is_time(labelled: &Labelled) -> bool {
    labelled.label.ends_with(|c: char| c.is_ascii_digit())
        && labelled.value.starts_with(|c: char| c.is_ascii_digit())
}

/// The text of a row that has only one.
fn alone(cells: &[Inline]) -> Option<&str> {
    let mut filled = cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

fn split(text: &str) -> Option<Labelled> {
    let (label, value) = text.trim().split_once(COLONS)?;
    let (label, value) = (label.trim(), value.trim());
    let plausible = is_short(label) && !value.is_empty() && value.len() <= VALUE;
    plausible.then(|| Labelled::new(label, value))
}

fn of_table<'b>(
    head: &'b [Inline],
    rows: impl Iterator<Item = &'b [Inline]> + Clone,
    vocabulary: &Vocabulary,
) -> Vec<Labelled> {
    let pair = |label: &Inline, value: &Inline| Labelled::new(label_of(&label.text), value.text.trim());
    let mut found: Vec<Labelled> = Vec::new();
    for cells in std::iter::once(head).chain(rows.clone()) {
        // "| Date | 2026-02-03 | Severity | SEV2 |"
        let is_row_of_pairs = cells.len() == 4
            && cells
                .chunks(2)
                .all(|one| is_label(&one[0].text, vocabulary) && !is_label(&one[1].text, vocabulary));
        // "| Services | Mill, |" goes on in the next row, where lines were broken.
        if let (Some(last), Some(more)) = (found.last_mut(), alone(cells))
            && last.value.ends_with(',')
        {
            last.value = format!("{} {more}", last.value);
            continue;
        }
        if cells.len() == 2 || is_row_of_pairs {
            found.extend(cells.chunks(2).map(|one| pair(&one[0], &one[1])));
        }
    }
    // One row below the names of the fields.
    let mut rows = rows;
    if let (Some(row), None) = (rows.next(), rows.next())
        && head.len() > 2
    {
        found.extend(head.iter().zip(row).map(|(name, cell)| pair(name, cell)));
    }
    found
}
