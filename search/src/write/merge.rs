//! Shards → pieces: the lists of each term, from all shards, behind one another.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::lists::List;
use super::piece::{Part, PartWriter, Piece};
use super::shard::ShardLists;
use super::terms::{Found, TermRange};
use crate::schema::TextField;

/// Terms of a piece, about: enough of them that few are on both sides of a bound, and enough pieces that all cores are busy.
const PIECE: usize = 4_096;

/// Most pieces.
const MOST: usize = 64;

/// Merges shards, each given with the number of the first of its records.
pub fn merge(shards: &[(u32, Arc<ShardLists>)]) -> tantivy::Result<Vec<Piece>> {
    let bounds = bounds(shards)?;
    let piece = |number: usize| -> tantivy::Result<Piece> {
        let from = &bounds[number];
        let range = TermRange { from, to: bounds.get(number + 1).map(Vec::as_slice) };
        let fields: io::Result<Vec<Part>> =
            TextField::ALL.into_iter().map(|text| part(shards, text, &range)).collect();
        Ok(Piece { from: from.clone(), fields: fields? })
    };
    (0..bounds.len()).into_par_iter().map(piece).collect()
}

/// Where pieces begin: at terms of the largest shard.
fn bounds(shards: &[(u32, Arc<ShardLists>)]) -> io::Result<Vec<Vec<u8>>> {
    let mut bounds = vec![Vec::new()];
    let bodies = shards.iter().filter_map(|(_, lists)| lists.of(TextField::Body));
    let Some(largest) = bodies.max_by_key(|lists| lists.inverted.terms().num_terms()) else {
        return Ok(bounds);
    };
    let terms = largest.inverted.terms();
    let count = (terms.num_terms() * shards.len() / PIECE).clamp(1, MOST);
    let mut bound = Vec::new();
    for number in 1..count {
        if terms.ord_to_term((terms.num_terms() * number / count) as u64, &mut bound)?
            && bounds.last() < Some(&bound)
        {
            bounds.push(bound.clone());
        }
    }
    Ok(bounds)
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
