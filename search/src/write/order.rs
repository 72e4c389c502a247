//! The order of the records: by shard, and within a shard by path.
//!
//! A record's shard depends on what it is, not on the others, so that an edit changes one shard. The number of shards
//! doubles as the knowledge base grows, which is the only time that records move.

use crate::record::Kind;

/// About the largest number of records in a shard: few enough that one is soon built anew.
const SHARD: usize = 256;

/// By what a record is put in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'a> {
    /// As in [`crate::Record`]; the other two as well.
    pub path: &'a str,
    pub kind: Kind,
    pub id: &'a str,
}

impl Key<'_> {
    /// Hash of kind and id.
    pub(super) fn hash(&self) -> u64 {
        fnv(std::iter::once(self.kind as u8).chain(self.id.bytes()))
    }
}

/// FNV-1a: the same on every machine.
pub fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Positions of the keys, shard by shard, each in order.
pub fn shards(keys: &[Key<'_>]) -> Vec<Vec<usize>> {
    let count = keys.len().div_ceil(SHARD).next_power_of_two();
    let mut shards = vec![Vec::new(); count];
    for (position, key) in keys.iter().enumerate() {
        // The upper bits are those that all of the id has gone into.
        shards[(key.hash() >> 32) as usize & (count - 1)].push(position);
    }
    for shard in &mut shards {
        shard.sort_by_key(|position| keys[*position]);
    }
    shards
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[String]) -> Vec<Key<'_>> {
        ids.iter().map(|id| Key { path: id, kind: Kind::Incident, id }).collect()
    }

    #[test]
    fn an_insertion_moves_nothing_between_shards() {
        let ids: Vec<String> = (0..6_000).map(|number| format!("2024/{number:05}.md")).collect();
        let few = shards(&keys(&ids[1..]));
        let more = shards(&keys(&ids));
        assert_eq!((few.len(), more.len()), (32, 32));
        let names = |shards: &[Vec<usize>], offset: usize| -> Vec<Vec<usize>> {
            shards.iter().map(|shard| shard.iter().map(|position| position + offset).collect()).collect()
        };
        let changed = names(&few, 1).iter().zip(names(&more, 0)).filter(|(few, more)| **few != *more).count();
        assert_eq!(changed, 1);
        let sizes: Vec<usize> = more.iter().map(Vec::len).collect();
        assert!(sizes.iter().all(|size| (140..240).contains(size)), "{sizes:?}");
    }

    #[test]
    fn the_order_given_makes_no_difference() {
        let ids: Vec<String> = (0..600).map(|number| format!("{number}")).collect();
        let reversed: Vec<String> = ids.iter().rev().cloned().collect();
        let ordered = |ids: &[String]| -> Vec<Vec<String>> {
            let shards = shards(&keys(ids));
            shards.iter().map(|shard| shard.iter().map(|position| ids[*position].clone()).collect()).collect()
        };
        assert_eq!(ordered(&ids), ordered(&reversed));
        assert_eq!(shards(&[]), [Vec::<usize>::new()]);
    }
}
