//! The search index of a build: that of the last one where it still fits, else a new one.

use std::sync::{Mutex, PoisonError};

use crate::core::config::Offline;
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Made, Produced, Stage};
use crate::core::progress::Progress;
use crate::know::link::Site;
use crate::site::index;
use crate::site::publish::Destination;
use crate::store::Room;

/// The files of an index.
#[derive(Default)]
pub struct Index {
    files: Vec<IndexFile>,
}

/// A file of an index.
struct IndexFile {
    output: String,
    of: Fingerprint,
    /// Taken by who writes it; `None` where it is published already.
    bytes: Option<Mutex<Vec<u8>>>,
}

impl Index {
    /// Looks for the index of the last build, and makes a new one where that was made of something else; empty where
    /// the site is not to be searched. `key` is what the index is recognised by; `kept` has parts of earlier ones.
    pub fn make(
        site: &Site,
        key: String,
        destination: &Destination,
        kept: Option<&Room>,
        progress: &Progress,
    ) -> Self {
        let search = &site.config.html.search;
        let of = Fingerprint::of(&("index", &key));
        if !search.enable {
            return Self::default();
        }
        let outputs = destination.kept(|output, made| made == of_file(output, of));
        // Without the file that others are found by, these are of another index.
        if outputs.iter().any(|output| index::stage(output) == Stage::Entry) {
            let kept = |output: String| IndexFile { of: of_file(&output, of), output, bytes: None };
            return Self { files: outputs.into_iter().map(kept).collect() };
        }
        progress.start("Indexing", index::count(site));
        let make = |published: &(dyn Fn(&str) -> Option<usize> + Sync)| {
            index::index(site, key.clone(), kept, published, || progress.advance())
        };
        let is_published = |output: &str| destination.size(output, of_file(output, of));
        let mut pack = if search.offline == Offline::Always { make(&|_| None) } else { make(&is_published) };
        let with_copy = index::has_copy(&pack, search.offline);
        if with_copy && !pack.published.is_empty() {
            // The copy has all of it.
            pack = make(&|_| None);
        }
        let published = std::mem::take(&mut pack.published).into_iter().map(|name| {
            let output = index::chunk_output(&name.to_string());
            IndexFile { of: of_file(&output, of), output, bytes: None }
        });
        let new = index::files(pack, with_copy).into_iter().map(|index::SiteFile { output, bytes }| {
            IndexFile { of: of_file(&output, of), output, bytes: Some(Mutex::new(bytes)) }
        });
        Self { files: new.chain(published).collect() }
    }

    /// Position, output path and stage of all files.
    pub fn planned(&self) -> impl Iterator<Item = (usize, String, Stage)> {
        let planned = |(position, file): (usize, &IndexFile)| {
            (position, file.output.clone(), index::stage(&file.output))
        };
        self.files.iter().enumerate().map(planned)
    }

    /// Whether a copy for reading from disk is among them.
    pub fn has_copy(&self) -> bool {
        self.files.iter().any(|file| index::lists_copy(&file.output))
    }

    /// The file at a position, which is asked for once.
    ///
    /// What was there `before` may be the same although it was of another index.
    pub fn file(&self, position: usize, before: Option<Fingerprint>) -> Made<'static> {
        let file = &self.files[position];
        let Some(bytes) = &file.bytes else {
            return Made::as_before(file.of.into());
        };
        let taken = || std::mem::take(&mut *bytes.lock().unwrap_or_else(PoisonError::into_inner));
        Made::unless(before, file.of, || Produced::Bytes(taken()))
    }
}

/// What a file of an index is made of. Most are named after their contents.
fn of_file(output: &str, index: Fingerprint) -> Fingerprint {
    match index::stage(output) {
        Stage::Entry => index,
        Stage::Asset | Stage::Page => Fingerprint::of(&("named after its contents", output)),
    }
}
