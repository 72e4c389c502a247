//! Shards → a piece: the lists of each term, from all shards, behind one another.

use std::io;
use std::sync::Arc;

use super::lists::List;
use super::piece::{Part, PartWriter, Piece};
use super::shard::ShardLists;
use super::terms::{Found, TermRange};
use crate::schema::TextField;

/// The terms of a range from all shards, each given with the number of the first of its records.
pub fn merge(shards: &[(u32, Arc<ShardLists>)], range: &TermRange<'_>) -> io::Result<Piece> {
    let fields: io::Result<Vec<Part>> =
        TextField::ALL.into_iter().map(|text| part(shards, text, range)).collect();
    Ok(Piece { fields: fields? })
}

fn part(shards: &[(u32, Arc<ShardLists>)], text: TextField, range: &TermRange<'_>) -> io::Result<Part> {
    let mut found = Found::default();
    for (place, (_, shard)) in shards.iter().enumerate() {
        if let Some(lists) = shard.of(text) {
            found.add(lists, range, place)?;
        }
    }
    let mut out = PartWriter::default();
    let mut list = List::default();
    for (term, group) in found.groups() {
        list.clear();
        let mut alone = None;
        for one in group {
            let (base, shard) = &shards[one.place];
            let Some(lists) = shard.of(text) else { continue };
            if group.len() == 1 {
                lists.read_documents(&one.info, *base, &mut list)?;
                alone = Some(lists.positions(&one.info));
            } else {
                lists.read(&one.info, *base, &mut list)?;
            }
        }
        out.add(term, list.documents.len(), |out| match alone {
            Some(positions) => out.write_with(&list, positions),
            None => out.write(&list),
        })?;
    }
    Ok(out.finish())
}
