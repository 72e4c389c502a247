//! One shard: a small segment in memory, and the chunks of its records' headings and texts.

use rayon::prelude::*;
use tantivy::Index;

use super::kept::Kept;
use super::order::{Key, shards};
use super::segment::{self, FacetTables};
use super::texts::{Group, Groups, Headings};
use crate::record::Record;

/// What an index is made of.
pub struct Input<'a> {
    /// One for each record, in any order; no two have the same kind and id.
    pub keys: &'a [Key<'a>],
    /// Makes the record of the key at a position, when it is its turn: the texts of all need not be in memory at once.
    pub record: &'a (dyn Fn(usize) -> Record + Sync),
    pub tables: &'a FacetTables,
    /// Shards that were built before, if they are kept.
    pub kept: Option<&'a dyn Kept>,
    /// BCP 47 tag of the knowledge base.
    pub language: &'a str,
    /// What the index is recognised by: the same only while what the records are made of is the same.
    pub content: &'a str,
}

/// A finished shard.
pub struct Shard {
    pub index: Index,
    pub headings: Headings,
    pub groups: Vec<Group>,
}

/// Builds all shards that are not empty, in parallel; they are in order.
pub fn build(input: &Input<'_>) -> tantivy::Result<Vec<Shard>> {
    let shards: Vec<Vec<usize>> =
        shards(input.keys).into_iter().filter(|positions| !positions.is_empty()).collect();
    shards.par_iter().map(|positions| one(input, positions)).collect()
}

fn one(input: &Input<'_>, positions: &[usize]) -> tantivy::Result<Shard> {
    let Some(kept) = input.kept else { return build_one(input, positions) };
    if let Some(shard) = kept.get(positions).and_then(|bytes| Shard::read(&bytes)) {
        return Ok(shard);
    }
    let shard = build_one(input, positions)?;
    if let Some(bytes) = shard.bytes() {
        kept.put(positions, &bytes);
    }
    Ok(shard)
}

fn build_one(input: &Input<'_>, positions: &[usize]) -> tantivy::Result<Shard> {
    let records: Vec<Record> = positions.iter().map(|position| (input.record)(*position)).collect();
    let index = segment::build(&records, input.tables)?;
    let headings = Headings::new(&records);
    let mut groups = Groups::default();
    for (position, record) in positions.iter().zip(records) {
        groups.add(&input.keys[*position], record);
    }
    Ok(Shard { index, headings, groups: groups.finish() })
}
