//! Parts of an index, kept from one run to the next in `.lookback/shards/`: one edit changes one of them.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use lookback_search::pack::Name;
use lookback_search::write::Kept;

use super::published::chunk_output;
use crate::core::config::Loaded;
use crate::core::fingerprint::{Fingerprint, Print};
use crate::store::{Room, Store};

/// Where parts of indexes are kept.
#[must_use]
pub fn room(store: &Store, loaded: &Loaded) -> Room {
    store.room("shards", &loaded.text)
}

/// The parts of one index.
pub struct Shards<'s> {
    room: &'s Room,
    /// Of each record.
    records: Vec<Fingerprint>,
    /// Bytes of a file that is published already.
    published: &'s (dyn Fn(&str) -> Option<usize> + Sync),
    used: Mutex<HashSet<String>>,
}

impl<'s> Shards<'s> {
    pub fn new(
        room: &'s Room,
        records: Vec<Fingerprint>,
        published: &'s (dyn Fn(&str) -> Option<usize> + Sync),
    ) -> Self {
        Self { room, records, published, used: Mutex::default() }
    }

    /// Removes what this index was not made of.
    pub fn forget_others(self) {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        // What belongs together has one name, and endings.
        self.room.retain(|name| name.split('.').next().is_some_and(|stem| used.contains(stem)));
    }
}

impl Kept for Shards<'_> {
    fn shard(&self, positions: &[usize]) -> String {
        let mut print = Print::default();
        positions.iter().for_each(|position| self.records[*position].hash(&mut print));
        let name = print.fingerprint().name();
        self.keep(&name);
        name
    }

    fn whole(&self) -> String {
        self.keep("whole");
        "whole".to_owned()
    }

    fn keep(&self, name: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }

    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.room.read(name, Some)
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        self.room.write(name, parts);
    }

    fn size(&self, chunk: Name) -> Option<usize> {
        (self.published)(&chunk_output(&chunk.to_string()))
    }
}
