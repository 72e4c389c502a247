//! Pieces of before → a piece of now, where a few shards have other records, but as many.

use std::io;
use std::sync::Arc;

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

/// The terms of a range, field by field, that are others in the new shards than in the old ones.
pub struct Differences(Vec<Found>);

impl Differences {
    pub fn of(changes: &[Change], range: &TermRange<'_>) -> io::Result<Self> {
        let of = |text: TextField| {
            let mut found = Found::default();
            for place in 0..2 * changes.len() {
                if let Some(lists) = lists_at(changes, text, place) {
                    found.add(lists, range, place)?;
                }
            }
            found.keep(|group| !is_the_same(group, changes, text));
            Ok(found)
        };
        TextField::ALL.into_iter().map(of).collect::<io::Result<_>>().map(Self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Found::is_empty)
    }
}

/// A piece of before, and the bound where it ended.
pub struct Old<'w> {
    pub piece: Piece,
    pub to: Option<&'w [u8]>,
}

/// What [`super::merge::merge`] would make of a range of all shards. `before` are the pieces that had its terms, in order.
/// `None` where these are not those of the old shards.
pub fn change(
    before: &[Old<'_>],
    changes: &[Change],
    differences: Differences,
    range: &TermRange<'_>,
    records: u32,
) -> tantivy::Result<Option<Piece>> {
    let lists: tantivy::Result<Vec<Vec<Lists>>> = before.iter().map(|old| old.piece.lists(records)).collect();
    let lists = lists?;
    let part = |(text, mut found): (TextField, Found)| {
        let sources: Vec<Source<'_>> = before
            .iter()
            .zip(&lists)
            .map(|(old, lists)| Source {
                part: &old.piece.fields[text as usize],
                lists: &lists[text as usize],
                to: [old.to, range.to].into_iter().flatten().min(),
            })
            .collect();
        part(&sources, &mut found, changes, text, range.from)
    };
    let fields: io::Result<Option<Vec<Part>>> =
        TextField::ALL.into_iter().zip(differences.0).map(part).collect();
    Ok(fields?.map(|fields| Piece { fields }))
}

/// Where terms are copied from.
struct Source<'s> {
    part: &'s Part,
    lists: &'s Lists,
    /// Where those that are wanted end.
    to: Option<&'s [u8]>,
}

/// The lists of a change in one field, old and new in turn, are those at the places of what is found.
fn lists_at(changes: &[Change], text: TextField, place: usize) -> Option<&Lists> {
    let change = &changes[place / 2];
    if place.is_multiple_of(2) { change.old.of(text) } else { change.new.of(text) }
}

/// The terms from a bound on.
fn part(
    before: &[Source<'_>],
    found: &mut Found,
    changes: &[Change],
    text: TextField,
    from: &[u8],
) -> io::Result<Option<Part>> {
    let mut out = PartWriter::like(before.iter().map(|source| source.part));
    let (mut old, mut new) = (List::default(), List::default());
    let mut groups = found.groups().peekable();
    for Source { part, lists, to } in before {
        // Up to where the part of before is copied.
        let mut copied = part.place(0, from);
        while let Some((term, group)) = groups.next_if(|(term, _)| to.is_none_or(|to| *term < to)) {
            let at = part.place(copied, term);
            let is_known = at < part.len() && part.term(at) == term;
            if !is_known && group.iter().any(|one| one.place.is_multiple_of(2)) {
                return Ok(None);
            }
            out.copy(part, copied..at)?;
            copied = at + usize::from(is_known);
            old.clear();
            if is_known {
                lists.read(&part.info(at), 0, &mut old)?;
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
        let end = to.map_or(part.len(), |to| part.place(copied, to));
        out.copy(part, copied..end)?;
    }
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
