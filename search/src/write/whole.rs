//! All terms of an index, as what is published of them: merged of all shards, or changed where few shards are others than
//! they were. One piece after the other is in memory.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::bounds;
use super::change::{Change, Differences, Old, change};
use super::kept::Kept;
use super::merge::merge;
use super::outline::{Cutter, Outline};
use super::piece::Piece;
use super::shard::{Shard, ShardLists};
use super::terms::TermRange;

/// What the list of the parts of the last index is kept by.
const WHOLE: &str = "whole";

/// A change of more than this part of all shards is not worth looking for what it changes.
const FEW: usize = 4;

/// Which pieces were made of which shards.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Whole {
    /// Whether rare codes were not in the dictionaries.
    is_apart: bool,
    /// Name and number of records of each shard.
    shards: Vec<(String, u32)>,
    /// Where each piece begins, in order, and what it is kept by.
    pieces: Vec<(Vec<u8>, String)>,
}

/// What is published of all terms, in order.
///
/// # Errors
/// As tantivy's.
pub fn outlines(shards: &[Shard], cutter: Cutter<'_>) -> tantivy::Result<Vec<Outline>> {
    let bounds = bounds::of_all(shards);
    let ranges = (0..bounds.len()).into_par_iter().map(|number| bounds::range(&bounds, number));
    let Some(kept) = cutter.kept else {
        let all = with_bases(shards, None)?;
        return ranges.map(|range| cutter.outline(&merge(&all, &range)?)).collect();
    };
    let named = |shard: &Shard| (shard.name.clone(), shard.head.records);
    let mut whole =
        Whole { is_apart: cutter.is_apart, shards: shards.iter().map(named).collect(), pieces: Vec::new() };
    let before = kept.get(WHOLE).and_then(|bytes| postcard::from_bytes::<Whole>(&bytes).ok());
    let changes = before.as_ref().map(|before| before.changes(&whole, shards, kept)).transpose()?.flatten();
    let maker = Maker { shards, kept, cutter, before: before.as_ref().zip(changes), of: whole.digest() };
    let made: tantivy::Result<Vec<(String, Outline)>> = ranges.map(|range| maker.piece(&range)).collect();
    let (names, outlines): (Vec<String>, Vec<Outline>) = made?.into_iter().unzip();
    whole.pieces = bounds.iter().map(|from| from.to_vec()).zip(names).collect();
    if before.as_ref() != Some(&whole)
        && let Ok(bytes) = postcard::to_allocvec(&whole)
    {
        // The last one: what is named here is there.
        kept.put(WHOLE, &[&bytes]);
    }
    let shards = whole.shards.iter().map(|(name, _)| name.as_str());
    let pieces = whole.pieces.iter().map(|(_, name)| name.as_str());
    let named: HashSet<&str> = shards.chain(pieces).chain([WHOLE]).collect();
    // What belongs together has one name, and endings.
    kept.retain(&|name| name.split('.').next().is_some_and(|stem| named.contains(stem)));
    Ok(outlines)
}

/// The lists of all shards, each with the number of the first of its records.
fn with_bases(shards: &[Shard], kept: Option<&dyn Kept>) -> tantivy::Result<Vec<(u32, Arc<ShardLists>)>> {
    let mut base = 0;
    let mut all = Vec::new();
    for shard in shards {
        all.push((base, shard.lists(kept)?));
        base += shard.head.records;
    }
    Ok(all)
}

/// Makes pieces, of those of before where that can be done.
struct Maker<'m> {
    shards: &'m [Shard],
    kept: &'m dyn Kept,
    cutter: Cutter<'m>,
    before: Option<(&'m Whole, Vec<Change>)>,
    /// What the pieces are made of.
    of: Sha256,
}

impl Maker<'_> {
    /// What a piece is kept by, and what is published of it.
    fn piece(&self, range: &TermRange<'_>) -> tantivy::Result<(String, Outline)> {
        if let Some((before, changes)) = &self.before
            && let Some(made) = self.of_before(before, changes, range)?
        {
            return Ok(made);
        }
        self.keep(&merge(&with_bases(self.shards, Some(self.kept))?, range)?, range)
    }

    /// `None` where the pieces of before are lost.
    fn of_before(
        &self,
        before: &Whole,
        changes: &[Change],
        range: &TermRange<'_>,
    ) -> tantivy::Result<Option<(String, Outline)>> {
        let differences = Differences::of(changes, range)?;
        let pieces = before.within(range);
        if let [(of_before, name)] = pieces.as_slice()
            && of_before == range
            && differences.is_empty()
            && let Some(outline) = self.outline(name)
        {
            return Ok(Some((name.to_string(), outline)));
        }
        let pieces = pieces.into_iter().map(|(TermRange { to, .. }, name)| {
            let piece = Piece::kept(self.kept, &terms_of(name))?;
            Some(Old { piece, to })
        });
        let Some(pieces) = pieces.collect::<Option<Vec<_>>>() else { return Ok(None) };
        let changed = change(&pieces, changes, differences, range, self.cutter.records)?;
        changed.map(|piece| self.keep(&piece, range)).transpose()
    }

    /// What was published of a piece, if it still is.
    fn outline(&self, name: &str) -> Option<Outline> {
        let outline = postcard::from_bytes(&self.kept.get(name)?).ok()?;
        self.cutter.has_all_of(&outline).then_some(outline)
    }

    fn keep(&self, piece: &Piece, range: &TermRange<'_>) -> tantivy::Result<(String, Outline)> {
        let of = self.of.clone().chain_update(range.from).finalize();
        let name: String = of[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let outline = self.cutter.outline(piece)?;
        piece.keep(self.kept, &terms_of(&name));
        if let Ok(bytes) = postcard::to_allocvec(&outline) {
            self.kept.put(&name, &[&bytes]);
        }
        Ok((name, outline))
    }
}

/// What the terms of a piece and their lists are kept by.
fn terms_of(name: &str) -> String {
    format!("{name}.terms")
}

impl Whole {
    /// What makes the shards of now others than they were; `None` where all must be merged.
    fn changes(&self, now: &Self, shards: &[Shard], kept: &dyn Kept) -> tantivy::Result<Option<Vec<Change>>> {
        let counts = |whole: &Self| whole.shards.iter().map(|(_, records)| *records).collect::<Vec<_>>();
        if counts(self) != counts(now) || self.is_apart != now.is_apart {
            return Ok(None);
        }
        let others = self.shards.iter().zip(&now.shards).filter(|(before, now)| before != now);
        if others.count() * FEW > shards.len().max(FEW) {
            return Ok(None);
        }
        let (mut base, mut changes) = (0, Vec::new());
        for ((name, records), shard) in self.shards.iter().zip(shards) {
            if *name != shard.name {
                let Some(old) = ShardLists::kept(kept, name, *records) else { return Ok(None) };
                let new = shard.lists(Some(kept))?;
                changes.push(Change { base, records: *records, old: Arc::new(old), new });
            }
            base += records;
        }
        Ok(Some(changes))
    }

    /// The pieces that have something of a range, each with its own.
    fn within(&self, range: &TermRange<'_>) -> Vec<(TermRange<'_>, &str)> {
        let bounds: Vec<&[u8]> = self.pieces.iter().map(|(from, _)| from.as_slice()).collect();
        let pieces = self.pieces.iter().enumerate();
        let pieces = pieces.map(|(number, (_, name))| (bounds::range(&bounds, number), name.as_str()));
        pieces
            .filter(|(of, _)| {
                range.to.is_none_or(|to| of.from < to) && of.to.is_none_or(|to| range.from < to)
            })
            .collect()
    }

    /// Fingerprint of all but the pieces.
    fn digest(&self) -> Sha256 {
        let mut digest = Sha256::new_with_prefix([u8::from(self.is_apart)]);
        for (name, records) in &self.shards {
            // A name has no end of its own.
            digest.update((name.len() as u64).to_le_bytes());
            digest.update(name);
            digest.update(records.to_le_bytes());
        }
        digest
    }
}
