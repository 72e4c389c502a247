//! Where pieces begin: at some of the terms, chosen by what they are, so that no other term makes a difference.

use std::collections::BTreeSet;
use std::io;

use super::order::fnv;
use super::shard::{Shard, ShardLists};
use super::terms::TermRange;
use crate::pack::is_code;
use crate::schema::TextField;

/// One of so many terms begins a piece: enough terms that few bytes are on both sides of a bound, and few enough that an edit
/// of a sentence leaves most pieces as they are. Tests have few terms.
const PIECE: u64 = if cfg!(test) { 64 } else { 2_048 };

/// The terms of a shard that begin pieces, and how many codes it has, counted by field.
pub fn of_shard(lists: &ShardLists) -> io::Result<(BTreeSet<Vec<u8>>, u32)> {
    let (mut bounds, mut codes) = (BTreeSet::new(), 0);
    for lists in TextField::ALL.into_iter().filter_map(|text| lists.of(text)) {
        let mut terms = lists.inverted.terms().stream()?;
        while let Some((term, _)) = terms.next() {
            codes += u32::from(is_code(term));
            if fnv(term.iter().copied()).is_multiple_of(PIECE) {
                bounds.insert(term.to_vec());
            }
        }
    }
    Ok((bounds, codes))
}

/// The bounds of all shards, in order. The first is less than any term.
pub fn of_all(shards: &[Shard]) -> Vec<&[u8]> {
    let bounds = shards.iter().flat_map(|shard| &shard.head.bounds).map(Vec::as_slice);
    let bounds: BTreeSet<&[u8]> = bounds.chain([&[][..]]).collect();
    bounds.into_iter().collect()
}

/// The range of a piece by its number.
pub fn range<'b>(bounds: &[&'b [u8]], number: usize) -> TermRange<'b> {
    TermRange { from: bounds[number], to: bounds.get(number + 1).copied() }
}
