//! Parts of an index, kept from one run to the next in `.lookback/shards/`: one edit changes one of them.

use std::collections::HashSet;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use lookback_search::pack::Name;
use lookback_search::write::Kept;

use super::published::chunk_output;
use crate::core::files;
use crate::core::fingerprint::{Fingerprint, Print};
use crate::store::kept::{self, Found, Seal};

/// Where parts of indexes are kept.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    seal: Seal,
    is_damaged: AtomicBool,
}

impl Store {
    /// Of the knowledge base in `root`; `None` where nothing can be kept.
    #[must_use]
    pub fn open(root: &Path, settings: &str) -> Option<Self> {
        let folder = kept::room(root, "shards").ok()?;
        let seal = Seal { format: b"looksh1\n", of: Fingerprint::of(&(kept::program(), settings)) };
        Some(Self { folder, seal, is_damaged: AtomicBool::new(false) })
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.load(Ordering::Relaxed).then(|| kept::damaged(&self.folder))
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        match self.seal.read(&self.folder.join(name)) {
            Found::Contents(bytes) => return Some(bytes),
            Found::Nothing => {}
            Found::Damaged => self.is_damaged.store(true, Ordering::Relaxed),
        }
        None
    }
}

/// The parts of one index.
pub struct Shards<'s> {
    store: &'s Store,
    /// Of each record.
    records: Vec<Fingerprint>,
    /// Bytes of a file that is published already.
    published: &'s (dyn Fn(&str) -> Option<usize> + Sync),
    used: Mutex<HashSet<String>>,
}

impl<'s> Shards<'s> {
    pub fn new(
        store: &'s Store,
        records: Vec<Fingerprint>,
        published: &'s (dyn Fn(&str) -> Option<usize> + Sync),
    ) -> Self {
        Self { store, records, published, used: Mutex::default() }
    }

    /// Removes what this index was not made of.
    pub fn forget_others(self) {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        for name in files::names_in(&self.store.folder) {
            // What belongs together has one name, and endings.
            if !name.split('.').next().is_some_and(|stem| used.contains(stem)) {
                let _ = files::remove(&self.store.folder.join(name));
            }
        }
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
        self.store.read(name)
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        // What can't be kept is built again.
        let _ = self.store.seal.write(&self.store.folder.join(name), parts);
    }

    fn size(&self, chunk: Name) -> Option<usize> {
        (self.published)(&chunk_output(&chunk.to_string()))
    }
}
