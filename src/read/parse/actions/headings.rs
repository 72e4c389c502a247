//! Headings that are action items themselves, and lists that describe one; boxes that are no items at all.

use super::attributes::Attributes;
use super::kind_of_heading;
use super::words::{Key, key, words};
use crate::core::model::SectionKind;
use crate::read::markdown::blocks::{Block, Inline, Item};
use crate::read::parse::action_state;
use crate::read::parse::sections::Part;

/// Whether the heading of a part of the action items is an item: "### 1) Oil the wheel". One above items of their own, or
/// that names a type or a group of them, is not.
pub fn is_item(part: &Part<'_>) -> bool {
    let Some(opened) = part.opened.filter(|opened| !opened.names_kind) else { return false };
    let text = opened.inline.text.trim();
    let bare = text[number(text)..].trim();
    let count = bare.split_whitespace().count();
    let is_stated = ["TODO ", "DONE "].iter().any(|word| bare.starts_with(word))
        || action_state::leading_sign(bare).is_some();
    if is_stated {
        return true;
    }
    let is_group = bare.ends_with([':', '：'])
        || count <= 3 && (kind_of_heading(bare).is_some() || divides(bare))
        || bare.is_empty();
    if is_group {
        return false;
    }
    let has_items = part.blocks.iter().any(|block| match block {
        Block::List { .. } => !is_description(block),
        Block::Table { .. } => true,
        _ => false,
    });
    let is_described = part.blocks.iter().any(|block| is_description(block));
    let is_numbered = bare.len() < text.len();
    is_described || !has_items && (is_numbered && count > 1 || count > 2 && !part.blocks.is_empty())
}

/// Whether a heading only divides the items: "Short term", "Immediate actions".
fn divides(heading: &str) -> bool {
    let plain = heading.to_lowercase().replace('-', " ");
    words().groups.headings.iter().any(|group| plain.starts_with(group.as_str()))
}

/// The text behind the number of a heading.
pub fn unnumbered(inline: &Inline) -> Option<Inline> {
    let start = number(&inline.text);
    (start > 0).then(|| super::part_of(inline, start..inline.text.len()))
}

/// How long a number in front is, with what divides it from the text: "1) ", "2. ", "#3: ".
fn number(text: &str) -> usize {
    let rest = text.trim_start_matches([' ', '#', '(']);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() == rest.len() || rest.len() - digits.len() > 4 {
        return 0;
    }
    let behind = digits.trim_start_matches([')', '.', ':', '-', '–', '—', ' ']);
    if behind.len() == digits.len() && !rest[..rest.len() - digits.len()].ends_with('.') {
        return 0;
    }
    text.len() - behind.len()
}

/// Whether a list tells of one action: "Owner: Ana", "Due: 2026-03-01".
pub fn is_description(block: &Block) -> bool {
    match block {
        Block::List { items, .. } => {
            let keyed = items.iter().filter(|item| is_keyed(item)).count();
            keyed > 0 && keyed * 2 >= items.len() && items.iter().all(|item| item.task.is_none())
        }
        Block::Table { head, rows, .. } => {
            let is_pair = |cells: &[Inline]| cells.len() == 2;
            let known = |cells: &[Inline]| {
                is_pair(cells) && key(cells[0].text.trim().trim_end_matches(':')).is_some()
            };
            let pairs = rows.iter().filter(|row| known(&row.cells)).count() + usize::from(known(head));
            pairs > 0 && pairs * 2 > rows.len()
        }
        _ => false,
    }
}

fn is_keyed(item: &Item) -> bool {
    let Some(Block::Paragraph { inline, .. }) = item.blocks.first() else { return false };
    let known = inline.text.split_once([':', '：']).and_then(|(word, value)| Some((key(word)?, value)));
    known.is_some_and(|(key, value)| key != Key::Other && !value.trim().is_empty())
        || inline.text.split_once([':', '：']).is_some_and(|(word, _)| key(word) == Some(Key::Other))
}

/// Takes in the attributes of which a block below an item tells.
pub fn details(block: &Block, attributes: &mut Attributes<'_>) {
    match block {
        Block::List { items, .. } if is_description(block) => {
            for item in items {
                if let Some(Block::Paragraph { inline, .. }) = item.blocks.first() {
                    attributes.line(inline.text.trim());
                }
            }
        }
        Block::Paragraph { inline, .. } => {
            let mut starts = vec![0];
            starts.extend(&inline.lines);
            starts.push(inline.text.len());
            starts.windows(2).for_each(|pair| _ = attributes.line(inline.text[pair[0]..pair[1]].trim()));
        }
        Block::Table { head, rows, .. } if is_description(block) => {
            let all = std::iter::once(head.as_slice()).chain(rows.iter().map(|row| row.cells.as_slice()));
            for cells in all.filter(|cells| cells.len() == 2) {
                let (name, value) = (cells[0].text.trim().trim_end_matches(':'), cells[1].text.trim());
                attributes.line(&format!("{name}: {value}"));
            }
        }
        _ => {}
    }
}

/// Whether boxes are there to choose between a few words: the ticked one is a cause, and nothing that was done.
pub fn is_choice(kind: SectionKind, items: &[Item]) -> bool {
    let is_short = |item: &Item| match item.blocks.as_slice() {
        [Block::Paragraph { inline, .. }] => inline.text.split_whitespace().count() <= 3,
        _ => false,
    };
    let is_fact = matches!(
        kind,
        SectionKind::RootCause
            | SectionKind::Impact
            | SectionKind::Detection
            | SectionKind::Trigger
            | SectionKind::ContributingFactors
            | SectionKind::Summary
    );
    is_fact && items.len() > 1 && items.iter().all(|item| item.task.is_some() && is_short(item))
}
