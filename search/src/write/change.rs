//! Pieces of before → pieces of now, where a few shards have other records, but as many.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::lists::{List, Lists};
use super::piece::{Part, PartWriter, Piece};
use super::shard::ShardLists;
use super::terms::{Found, FoundTerm, TermRange};
use crate::schema::TextField;

/// A shard whose records have changed.
pub struct Change {
    /// The number of the first of its records.
    pub base: u32,
    /// How many it has.
    pub records: u32,
    pub old: Arc<ShardLists>,
    pub new: Arc<ShardLists>,
}

/// What [`super::merge::merge`] would make of all shards. `None` where the pieces are not those of the old shards. `changes`
/// are in order.
pub fn change(pieces: &[Piece], changes: &[Change], records: u32) -> tantivy::Result<Option<Vec<Piece>>> {
    let piece = |number: usize| -> tantivy::Result<Option<Piece>> {
        let piece = &pieces[number];
        let range =
            TermRange { from: &piece.from, to: pieces.get(number + 1).map(|next| next.from.as_slice()) };
        let lists = piece.lists(records)?;
        let part = |text: TextField| {
            part(&piece.fields[text as usize], &lists[text as usize], changes, text, &range)
        };
        let fields: io::Result<Option<Vec<Part>>> = TextField::ALL.into_iter().map(part).collect();
        Ok(fields?.map(|fields| Piece { from: piece.from.clone(), fields }))
    };
    (0..pieces.len()).into_par_iter().map(piece).collect()
}

/// The lists of a change in one field, old and new in turn, are those at the places of what is found.
fn lists_at(changes: &[Change], text: TextField, place: usize) -> Option<&Lists> {
    let change = &changes[place / 2];
    if place.is_multiple_of(2) { change.old.of(text) } else { change.new.of(text) }
}

fn part(
    before: &Part,
    lists: &Lists,
    changes: &[Change],
    text: TextField,
    range: &TermRange<'_>,
) -> io::Result<Option<Part>> {
    let mut found = Found::default();
    for place in 0..2 * changes.len() {
        if let Some(lists) = lists_at(changes, text, place) {
            found.add(lists, range, place)?;
        }
    }
    let mut out = PartWriter::like(before);
    // Up to where the part of before is copied.
    let mut copied = 0;
    let (mut old, mut new) = (List::default(), List::default());
    for (term, group) in found.groups() {
        if is_the_same(group, changes, text) {
            continue;
        }
        let at = before.place(copied, term);
        let is_known = at < before.len() && before.term(at) == term;
        if !is_known && group.iter().any(|one| one.place.is_multiple_of(2)) {
            return Ok(None);
        }
        out.copy(before, copied..at)?;
        copied = at + usize::from(is_known);
        old.clear();
        if is_known {
            lists.read(&before.info(at), 0, &mut old)?;
        }
        new.clear();
        replace(&old, &mut new, changes, |number, list| {
            let of_now = group.iter().find(|one| one.place == 2 * number + 1);
            match (of_now, lists_at(changes, text, 2 * number + 1)) {
                (Some(one), Some(lists)) => lists.read(&one.info, changes[number].base, list),
                _ => Ok(()),
            }
        })?;
        if !new.documents.is_empty() {
            out.add(term, new.documents.len(), |out| out.write(&new))?;
        }
    }
    out.copy(before, copied..before.len())?;
    Ok(Some(out.finish()))
}

/// Whether no change makes a difference to a term.
fn is_the_same(group: &[FoundTerm], changes: &[Change], text: TextField) -> bool {
    (0..changes.len()).all(|number| {
        let of = |place: usize| {
            let one = group.iter().find(|one| one.place == place)?;
            let lists = lists_at(changes, text, place)?;
            Some((one.info.doc_freq, lists.postings(&one.info), lists.positions(&one.info)))
        };
        of(2 * number) == of(2 * number + 1)
    })
}

/// Copies a list, but for the records of the shards that have changed: `read` appends what these have now.
fn replace(
    old: &List,
    new: &mut List,
    changes: &[Change],
    read: impl Fn(usize, &mut List) -> io::Result<()>,
) -> io::Result<()> {
    let (mut at, mut position) = (0, 0);
    // Goes on to the first document from `to` on, and copies those before it if they are to be kept.
    let mut go = |to: u32, new: Option<&mut List>| {
        let end = at + old.documents[at..].partition_point(|document| *document < to);
        let count: u32 = old.counts[at..end].iter().sum();
        let positions = position..position + count as usize;
        if let Some(new) = new {
            new.documents.extend_from_slice(&old.documents[at..end]);
            new.counts.extend_from_slice(&old.counts[at..end]);
            new.positions.extend_from_slice(&old.positions[positions.clone()]);
        }
        (at, position) = (end, positions.end);
    };
    for (number, change) in changes.iter().enumerate() {
        go(change.base, Some(new));
        go(change.base + change.records, None);
        read(number, new)?;
    }
    go(u32::MAX, Some(new));
    Ok(())
}
