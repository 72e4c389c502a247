//! All terms of an index with their lists: merged of all shards, or changed where few shards are others than they were.

use std::borrow::Cow;
use std::sync::Arc;

use tantivy::directory::OwnedBytes;

use super::change::{Change, change};
use super::kept::Kept;
use super::merge::merge;
use super::packing::{put, put_number, take, take_number};
use super::piece::Piece;
use super::shard::{Shard, ShardLists};

/// A change of more than this part of all shards is not worth looking for what it changes.
const FEW: usize = 4;

/// The terms of the shards that are named.
struct Whole {
    /// Name and number of records of each shard.
    shards: Vec<(String, u32)>,
    pieces: Vec<Piece>,
}

/// All terms, in order.
///
/// # Errors
/// As tantivy's.
pub fn pieces(shards: &[Shard], kept: Option<&dyn Kept>) -> tantivy::Result<Vec<Piece>> {
    let Some(kept) = kept else { return merged(shards, None) };
    let names: Vec<(String, u32)> =
        shards.iter().map(|shard| (shard.name.clone(), shard.head.records)).collect();
    let name = kept.whole();
    let before = kept.get(&name).and_then(Whole::read);
    let pieces = match before {
        Some(before) if before.shards == names => return Ok(before.pieces),
        Some(before) => changed(&before, shards, kept)?,
        None => None,
    };
    let pieces = match pieces {
        Some(pieces) => pieces,
        None => merged(shards, Some(kept))?,
    };
    let whole = Whole { shards: names, pieces };
    let parts = whole.parts();
    kept.put(&name, &parts.iter().map(|part| &**part).collect::<Vec<_>>());
    Ok(whole.pieces)
}

fn merged(shards: &[Shard], kept: Option<&dyn Kept>) -> tantivy::Result<Vec<Piece>> {
    let mut base = 0;
    let mut all = Vec::new();
    for shard in shards {
        all.push((base, shard.lists(kept)?));
        base += shard.head.records;
    }
    merge(&all)
}

/// `None` where all must be merged.
fn changed(before: &Whole, shards: &[Shard], kept: &dyn Kept) -> tantivy::Result<Option<Vec<Piece>>> {
    let counts = |shards: &[(String, u32)]| shards.iter().map(|(_, records)| *records).collect::<Vec<_>>();
    if counts(&before.shards) != shards.iter().map(|shard| shard.head.records).collect::<Vec<_>>() {
        return Ok(None);
    }
    let others = before.shards.iter().zip(shards).filter(|((name, _), shard)| *name != shard.name);
    if others.count() * FEW > shards.len().max(FEW) {
        return Ok(None);
    }
    let (mut base, mut changes) = (0, Vec::new());
    for ((name, records), shard) in before.shards.iter().zip(shards) {
        if *name != shard.name {
            let Some(old) = ShardLists::kept(kept, name, *records) else { return Ok(None) };
            let new = shard.lists(Some(kept))?;
            changes.push(Change { base, records: *records, old: Arc::new(old), new });
        }
        base += records;
    }
    change(&before.pieces, &changes, base)
}

impl Whole {
    /// As it is kept.
    fn parts(&self) -> Vec<Cow<'_, [u8]>> {
        let mut head = Vec::new();
        put_number(&mut head, self.shards.len());
        for (name, records) in &self.shards {
            put(&mut head, name.as_bytes());
            put_number(&mut head, *records as usize);
        }
        put_number(&mut head, self.pieces.len());
        let mut parts = vec![head.into()];
        self.pieces.iter().for_each(|piece| piece.put(&mut parts));
        parts
    }

    /// What was kept; `None` where the bytes are none.
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let bytes = OwnedBytes::new(bytes);
        let whole = bytes.clone();
        let rest = &mut whole.as_slice();
        let mut shards = Vec::new();
        for _ in 0..take_number(rest)? {
            let name = std::str::from_utf8(take(rest)?).ok()?.to_owned();
            shards.push((name, u32::try_from(take_number(rest)?).ok()?));
        }
        let mut pieces = Vec::new();
        for _ in 0..take_number(rest)? {
            pieces.push(Piece::take(&bytes, rest)?);
        }
        rest.is_empty().then_some(Self { shards, pieces })
    }
}
