//! Chunks at hand, and those that were wanted in vain.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use tantivy::directory::OwnedBytes;

use super::Name;

/// Raw chunks in memory, by name.
#[derive(Default)]
pub struct ChunkCache {
    held: HashMap<Name, Held>,
    bytes: usize,
    clock: u64,
    missing: BTreeSet<Name>,
}

struct Held {
    bytes: OwnedBytes,
    used: u64,
}

impl fmt::Debug for ChunkCache {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} chunks of {} bytes", self.held.len(), self.bytes)
    }
}

impl ChunkCache {
    /// A chunk; where it is not at hand, it is noted as missing.
    pub fn get(&mut self, name: Name) -> Option<OwnedBytes> {
        self.clock += 1;
        match self.held.get_mut(&name) {
            Some(held) => {
                held.used = self.clock;
                Some(held.bytes.clone())
            }
            None => {
                self.missing.insert(name);
                None
            }
        }
    }

    /// A chunk, if it is at hand.
    pub fn held(&self, name: Name) -> Option<OwnedBytes> {
        self.held.get(&name).map(|held| held.bytes.clone())
    }

    pub fn put(&mut self, name: Name, bytes: Vec<u8>) {
        self.clock += 1;
        self.bytes += bytes.len();
        let held = Held { bytes: OwnedBytes::new(bytes), used: self.clock };
        if let Some(old) = self.held.insert(name, held) {
            self.bytes -= old.bytes.len();
        }
        self.missing.remove(&name);
    }

    /// What was wanted since this was last asked and is still not there, in order.
    pub fn take_missing(&mut self) -> Vec<Name> {
        std::mem::take(&mut self.missing).into_iter().collect()
    }

    /// Drops what was not used for the longest time until at most `limit` bytes are held.
    pub fn trim(&mut self, limit: usize) {
        if self.bytes <= limit {
            return;
        }
        let mut by_age: Vec<_> = self.held.iter().map(|(name, held)| (held.used, *name)).collect();
        by_age.sort_unstable();
        for (_, name) in by_age {
            if self.bytes <= limit {
                break;
            }
            if let Some(held) = self.held.remove(&name) {
                self.bytes -= held.bytes.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_missing_until_it_is() {
        let (one, two) = (Name([1; 6]), Name([2; 6]));
        let mut cache = ChunkCache::default();
        assert!(cache.get(two).is_none() && cache.get(one).is_none() && cache.get(two).is_none());
        cache.put(two, vec![7]);
        assert_eq!(cache.take_missing(), [one]);
        assert_eq!(cache.take_missing(), []);
        assert_eq!(&*cache.get(two).unwrap(), [7]);
    }

    #[test]
    fn the_longest_unused_goes_first() {
        let names = [1, 2, 3].map(|byte| Name([byte; 6]));
        let mut cache = ChunkCache::default();
        for name in names {
            cache.put(name, vec![0; 10]);
        }
        cache.put(names[1], vec![0; 10]);
        cache.get(names[0]);
        cache.trim(20);
        assert_eq!(names.map(|name| cache.get(name).is_some()), [true, true, false]);
        cache.trim(30);
        cache.trim(0);
        assert!(cache.get(names[0]).is_none());
        assert_eq!(cache.bytes, 0);
    }
}
