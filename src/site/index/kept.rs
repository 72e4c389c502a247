//! Parts of an index, kept from one run to the next in `.lookback/shards/`: one edit changes one of them.

use lookback_search::pack::Name;
use lookback_search::write::Kept;

use super::published::chunk_output;
use crate::core::config::Loaded;
use crate::core::fingerprint::Fingerprint;
use crate::store::{Room, Store};

/// Where parts of indexes are kept.
pub fn room(store: &Store, loaded: &Loaded) -> Room {
    store.room("shards", &loaded.text)
}

/// The parts of one index.
pub struct Shards<'s> {
    pub room: &'s Room,
    /// Fingerprint of each record.
    pub records: Vec<Fingerprint>,
    /// Bytes of a file that is published already.
    pub published: &'s (dyn Fn(&str) -> Option<usize> + Sync),
}

impl Kept for Shards<'_> {
    fn shard(&self, positions: &[usize]) -> String {
        let records: Vec<Fingerprint> = positions.iter().map(|position| self.records[*position]).collect();
        Fingerprint::of(&records).name()
    }

    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.room.read(name, Some)
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        self.room.write(name, parts);
    }

    fn retain(&self, is_kept: &dyn Fn(&str) -> bool) {
        self.room.retain(is_kept);
    }

    fn size(&self, chunk: Name) -> Option<usize> {
        (self.published)(&chunk_output(&chunk.to_string()))
    }
}
