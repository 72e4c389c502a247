//! Parts of an index, kept from one run to the next in `.lookback/shards/`: one edit changes one of them.

use std::collections::HashSet;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use lookback_search::write::Kept;

use super::record::Subject;
use super::tables::Tables;
use crate::files;
use crate::fingerprint::{Fingerprint, Print};
use crate::kept;
use crate::link::Site;

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
    /// Of settings, program and tables.
    of: Fingerprint,
    /// Of each record.
    records: Vec<Fingerprint>,
    used: Mutex<HashSet<String>>,
}

impl<'s> Shards<'s> {
    pub fn new(store: &'s Store, site: &Site, subjects: &[Subject<'_>], tables: &Tables) -> Self {
        let record = |subject: &Subject<'_>| {
            let mut print = Print::default();
            subject.add_to(&mut print, site);
            print.fingerprint()
        };
        let of = Fingerprint::of(&(store.of, serde_json::to_string(&tables.facets).unwrap_or_default()));
        let records = subjects.iter().map(record).collect();
        Self { store, of, records, used: Mutex::default() }
    }

    fn name(&self, positions: &[usize]) -> String {
        let mut print = Print::default();
        self.of.hash(&mut print);
        positions.iter().for_each(|position| self.records[*position].hash(&mut print));
        let name = print.fingerprint().name();
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        name
    }

    /// Removes what this index was not made of.
    pub fn forget_others(self) {
        let used = self.used.into_inner().unwrap_or_else(PoisonError::into_inner);
        for name in files::names_in(&self.store.folder) {
            if !used.contains(&name) {
                let _ = files::remove(&self.store.folder.join(name));
            }
        }
    }
}

impl Kept for Shards<'_> {
    fn get(&self, positions: &[usize]) -> Option<Vec<u8>> {
        self.store.read(&self.name(positions))
    }

    fn put(&self, positions: &[usize], bytes: &[u8]) {
        let sum = crc32fast::hash(bytes).to_le_bytes();
        // What can't be kept is built again.
        let _ = files::replace(&self.store.folder.join(self.name(positions)), &[bytes, &sum].concat());
    }
}
