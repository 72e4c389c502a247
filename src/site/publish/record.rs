//! What each file of a site was made of, and what it looked like then: `.lookback/made/` beside the content, a file for each
//! destination.
//!
//! A file that still looks the same, and would be made of the same, need be neither made nor read. The record is removed
//! before the first file is written, and comes back when all is done: so it never speaks of a build that was cut short.

use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::core::files::{self, Stamp};
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Common, Origin};
use crate::store::Room;

/// Bytes that the record of a file seldom exceeds.
const ROOM: usize = 128;
/// Files that one thread looks at before it asks for more.
const AT_ONCE: usize = 128;
/// Records that are kept: those of the destinations that were built last.
const MOST: usize = 8;

/// The files of a site after a build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// By output path, sorted.
    pub files: Vec<(String, FileRecord)>,
    /// What the whole site was made of, and what was said about it; only where there is nothing in its way.
    pub whole: Option<(Fingerprint, Vec<u8>)>,
    pub common: Option<Common>,
    /// Output paths of files that are gone or look different, once they have been looked at.
    #[serde(skip)]
    changed: OnceLock<FxHashSet<String>>,
}

/// One file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct FileRecord {
    pub from: Origin,
    pub stamp: Stamp,
}

impl Record {
    pub fn new(
        files: Vec<(String, FileRecord)>,
        whole: Option<(Fingerprint, Vec<u8>)>,
        common: Option<Common>,
    ) -> Self {
        Self { files, whole, common, changed: OnceLock::new() }
    }

    pub fn read(room: &Room, name: &str) -> Option<Self> {
        room.read(name, |bytes| postcard::from_bytes(&bytes).ok())
    }

    pub fn get(&self, output: &str) -> Option<&FileRecord> {
        let place = self.files.binary_search_by(|(one, _)| one.as_str().cmp(output)).ok()?;
        Some(&self.files[place].1)
    }

    /// Looks at all files, which is asked of none again.
    pub fn look(&self, dest: &Path) {
        let files = self.files.par_iter().with_min_len(AT_ONCE);
        let changed = files.filter(|(output, entry)| !looks_so(dest, output, entry));
        let _ = self.changed.set(changed.map(|(output, _)| output.clone()).collect());
    }

    /// Whether a file is still there and looks the same.
    pub fn is_there(&self, dest: &Path, output: &str) -> bool {
        let is_same = |entry: &FileRecord| match self.changed.get() {
            Some(changed) => !changed.contains(output),
            None => looks_so(dest, output, entry),
        };
        self.get(output).is_some_and(is_same)
    }

    /// Bytes of a file that is still there, looks the same and was made of what is told.
    pub fn size(&self, dest: &Path, output: &str, of: Fingerprint) -> Option<usize> {
        let entry =
            self.get(output).filter(|entry| entry.from.of == Some(of) && self.is_there(dest, output))?;
        usize::try_from(entry.stamp.bytes()).ok()
    }

    /// What a file was made of, if it is still there and looks the same.
    pub fn origin(&self, dest: &Path, output: &str) -> Origin {
        let entry = self.get(output).filter(|_| self.is_there(dest, output));
        entry.map(|entry| entry.from).unwrap_or_default()
    }

    /// Whether all files are there and look the same.
    pub fn is_whole(&self, dest: &Path) -> bool {
        self.files.par_iter().all(|(output, _)| self.is_there(dest, output))
    }

    /// The files that `is_wanted`, by output path and what they were made of; none where one of them does not look the same
    /// any more.
    pub fn kept(&self, dest: &Path, is_wanted: impl Fn(&str, Fingerprint) -> bool) -> Vec<String> {
        let is_wanted =
            |(output, entry): &&(String, FileRecord)| entry.from.of.is_some_and(|of| is_wanted(output, of));
        let outputs: Vec<&String> = self.files.iter().filter(is_wanted).map(|(output, _)| output).collect();
        if outputs.par_iter().all(|output| self.is_there(dest, output)) {
            outputs.into_iter().cloned().collect()
        } else {
            Vec::new()
        }
    }
}

fn looks_so(dest: &Path, output: &str, entry: &FileRecord) -> bool {
    files::stamp_in_place(&dest.join(output)) == Some(entry.stamp)
}

/// Keeps the record of a destination, and forgets those of others that were not built for the longest time. What can't be written
/// is made anew by the next build.
pub fn keep(room: &Room, name: &str, record: &Record) {
    let bytes = Vec::with_capacity(record.files.len() * ROOM);
    let bytes = postcard::to_extend(record, bytes).unwrap_or_default();
    let Some(path) = room.path(name) else { return };
    if !room.write(name, &[&bytes]) {
        let _ = files::remove(&path);
        return;
    }
    let age = |name: String| {
        let stamp = files::stamp_in_place(&path.with_file_name(&name));
        (std::cmp::Reverse(stamp.map(|stamp| stamp.modified)), name)
    };
    let mut all: Vec<_> = room.names().into_iter().map(age).collect();
    all.sort();
    all.truncate(MOST);
    room.retain(|name| all.iter().any(|(_, kept)| kept == name));
}
