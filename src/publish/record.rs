//! What each file of a site was made of, and what it looked like then: `.lookback/made/` beside the content, a file for each
//! destination.
//!
//! A file that still looks the same, and would be made of the same, need be neither made nor read. The record is removed
//! before the first file is written, and comes back when all is done: so it never speaks of a build that was cut short.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::files::{self, Stamp};
use crate::fingerprint::Fingerprint;
use crate::kept::{self, Found, Seal};

/// Records that are kept: those of the destinations that were built last.
const MOST: usize = 8;

/// The files of a site after a build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// By output path.
    pub files: BTreeMap<String, Entry>,
    /// What the whole site was made of, and what was said about it; only where there is nothing in its way.
    pub whole: Option<(Fingerprint, Vec<u8>)>,
}

/// One file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Entry {
    /// `None` where that is not known.
    pub of: Option<Fingerprint>,
    pub stamp: Stamp,
}

impl Record {
    pub fn read(path: &Path) -> Found<Self> {
        seal().read(path).read_as(|bytes| postcard::from_bytes(&bytes).ok())
    }

    /// Whether a file is still there and looks the same.
    pub fn is_there(&self, dest: &Path, output: &str) -> bool {
        let entry = self.files.get(output);
        entry.is_some_and(|entry| files::stamp_in_place(&dest.join(output)) == Some(entry.stamp))
    }

    /// Bytes of a file that is still there, looks the same and was made of what is told.
    pub fn size(&self, dest: &Path, output: &str, of: Fingerprint) -> Option<usize> {
        let entry =
            self.files.get(output).filter(|entry| entry.of == Some(of) && self.is_there(dest, output))?;
        usize::try_from(entry.stamp.bytes()).ok()
    }

    /// What a file was made of, if it is still there and looks the same.
    pub fn of(&self, dest: &Path, output: &str) -> Option<Fingerprint> {
        if self.is_there(dest, output) { self.files.get(output)?.of } else { None }
    }

    /// Whether all files are there and look the same.
    pub fn is_whole(&self, dest: &Path) -> bool {
        let outputs: Vec<&String> = self.files.keys().collect();
        outputs.par_iter().all(|output| self.is_there(dest, output))
    }

    /// The files that `is_wanted`, by output path and what they were made of; none where one of them does not look the same
    /// any more.
    pub fn kept(&self, dest: &Path, is_wanted: impl Fn(&str, Fingerprint) -> bool) -> Vec<String> {
        let is_wanted =
            |(output, entry): &(&String, &Entry)| entry.of.is_some_and(|of| is_wanted(output, of));
        let outputs: Vec<&String> = self.files.iter().filter(is_wanted).map(|(output, _)| output).collect();
        if outputs.par_iter().all(|output| self.is_there(dest, output)) {
            outputs.into_iter().cloned().collect()
        } else {
            Vec::new()
        }
    }
}

/// Where the record of a destination is kept, and what time it is there; `None` where nothing can be written.
pub fn place(root: &Path, dest: &Path) -> Option<(PathBuf, Option<i128>)> {
    let room = kept::room(root, "made").ok()?;
    // A record that can't be removed must not be believed.
    let now = kept::time_in(&room).ok()?;
    let dest = dest.canonicalize().ok()?;
    Some((room.join(Fingerprint::of(&dest).name()), now))
}

/// Keeps a record, and forgets those of destinations that were not built for the longest time. What can't be written is made
/// anew by the next build.
pub fn keep(path: &Path, record: &Record) {
    let bytes = postcard::to_stdvec(record).unwrap_or_default();
    if seal().write(path, &[&bytes]).is_err() {
        let _ = std::fs::remove_file(path);
        return;
    }
    let Some(Ok(entries)) = path.parent().map(std::fs::read_dir) else { return };
    let mut others: Vec<(Option<Stamp>, PathBuf)> =
        entries.flatten().map(|entry| (files::stamp_in_place(&entry.path()), entry.path())).collect();
    others.sort_by_key(|(stamp, _)| std::cmp::Reverse(stamp.map(|stamp| stamp.modified)));
    // One of them is not a record.
    for (_, old) in others.iter().skip(MOST + 1) {
        let _ = std::fs::remove_file(old);
    }
}

fn seal() -> Seal {
    Seal { format: b"lookmd2\n", of: kept::program() }
}
