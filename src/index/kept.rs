//! Parts of an index, kept from one run to the next in `.lookback/shards/`: one edit changes one of them.

use std::collections::HashSet;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use lookback_search::pack::Name;
use lookback_search::write::Kept;

use super::published::chunk_output;
use crate::files;
use crate::fingerprint::{Fingerprint, Print};
use crate::kept;

/// Ends a file: of all before it.
const SUM: usize = 4;

/// Where parts of indexes are kept.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Of the settings and the program.
    of: Fingerprint,
    is_damaged: AtomicBool,
}

impl Store {
    /// Of the knowledge base in `root`; `None` where nothing can be kept.
    #[must_use]
    pub fn open(root: &Path, settings: &str) -> Option<Self> {
        let folder = kept::folder(root).join("shards");
        kept::prepare(&kept::folder(root)).ok()?;
        files::refuse_link(&folder).ok()?;
        files::create_folder(&folder).ok()?;
        let of = Fingerprint::of(&(kept::program(), settings));
        Some(Self { folder, of, is_damaged: AtomicBool::new(false) })
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.load(Ordering::Relaxed).then(|| {
            format!("what was kept in {} is damaged, so that it is made anew", self.folder.display())
        })
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = files::read(&self.folder.join(name)).ok()?;
        let end = bytes.len().checked_sub(SUM);
        if end.is_none_or(|end| crc32fast::hash(&bytes[..end]).to_le_bytes() != bytes[end..]) {
            self.is_damaged.store(true, Ordering::Relaxed);
            return None;
        }
        bytes.truncate(end?);
        Some(bytes)
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

    fn file(&self, name: &str) -> String {
        format!("{:016x}-{name}", self.store.of.first())
    }

    /// Notes that this index was made of what has this name.
    fn keep(&self, name: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(self.file(name));
    }

    /// Removes what this index was not made of.
    pub fn forget_others(self) {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        for name in files::names_in(&self.store.folder) {
            // The parts of a shard have its name, and an ending.
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

    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.store.read(&self.file(name))
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        let mut sum = crc32fast::Hasher::new();
        parts.iter().for_each(|part| sum.update(part));
        let sum = sum.finalize().to_le_bytes();
        let parts: Vec<&[u8]> = parts.iter().copied().chain([sum.as_slice()]).collect();
        // What can't be kept is built again.
        let _ = files::replace_with(&self.store.folder.join(self.file(name)), &parts);
    }

    fn size(&self, chunk: Name) -> Option<usize> {
        (self.published)(&chunk_output(&chunk.to_string()))
    }
}
