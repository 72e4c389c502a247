//! The search index of a build: that of the last one where it still fits, else a new one.

use crate::fingerprint::Fingerprint;
use crate::index::{self, File, Store};
use crate::link::Site;
use crate::output::{Made, Produced, Stage};
use crate::progress::Progress;
use crate::publish::Destination;

/// The files of an index.
pub enum Index {
    /// Output paths of those that are there already.
    Kept {
        outputs: Vec<String>,
        of: Fingerprint,
    },
    New {
        files: Vec<File>,
        of: Fingerprint,
    },
}

impl Index {
    /// Looks for the index of the last build, and makes a new one where that was made of something else; empty where
    /// the site is not to be searched. `key` is what the index is recognised by; `kept` has parts of earlier ones.
    pub fn make(
        site: &Site,
        key: String,
        destination: &Destination,
        kept: Option<&Store>,
        progress: &Progress,
    ) -> Self {
        let search = &site.config.html.search;
        let of = Fingerprint::of(&("index", &key));
        if !search.enable {
            return Self::New { files: Vec::new(), of };
        }
        let outputs = destination.made_of(of);
        if !outputs.is_empty() {
            return Self::Kept { outputs, of };
        }
        progress.start("Indexing", index::count(site));
        let pack = index::index(site, key, kept, || progress.advance());
        Self::New { files: index::files(pack, search.offline), of }
    }

    /// Position, output path and stage of all files.
    pub fn planned(&self) -> impl Iterator<Item = (usize, String, Stage)> {
        let outputs: Vec<&String> = match self {
            Self::Kept { outputs, .. } => outputs.iter().collect(),
            Self::New { files, .. } => files.iter().map(|file| &file.output).collect(),
        };
        outputs
            .into_iter()
            .enumerate()
            .map(|(position, output)| (position, output.clone(), index::stage(output)))
    }

    /// Whether a copy for reading from disk is among them.
    pub fn has_copy(&self) -> bool {
        self.planned().any(|(_, output, _)| index::lists_copy(&output))
    }

    /// The file at a position.
    pub fn file(&self, position: usize) -> Made {
        match self {
            Self::Kept { of, .. } => Made { produced: Produced::AsBefore, of: Some(*of) },
            Self::New { files, of } => {
                Made { produced: Produced::Bytes(files[position].bytes.clone()), of: Some(*of) }
            }
        }
    }
}
