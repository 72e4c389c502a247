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

/// The site is not searched.
impl Default for Index {
    fn default() -> Self {
        Self::New { files: Vec::new(), of: Fingerprint::of("no index") }
    }
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
            return Self::default();
        }
        let outputs = destination.kept(|output, made| made == of_file(output, of));
        // Without the file that others are found by, these are of another index.
        if outputs.iter().any(|output| index::stage(output) == Stage::Entry) {
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
    ///
    /// What was there `before` may be the same although it was of another index.
    pub fn file(&self, position: usize, before: Option<Fingerprint>) -> Made<'static> {
        match self {
            Self::Kept { outputs, of } => {
                Made { produced: Produced::AsBefore, of: Some(of_file(&outputs[position], *of)) }
            }
            Self::New { files, of } => {
                let file = &files[position];
                let of = Some(of_file(&file.output, *of));
                let bytes = || Produced::Bytes(file.bytes.clone());
                Made { produced: if of == before { Produced::AsBefore } else { bytes() }, of }
            }
        }
    }
}

/// What a file of an index is made of. Most are named after their contents.
fn of_file(output: &str, index: Fingerprint) -> Fingerprint {
    match index::stage(output) {
        Stage::Entry => index,
        Stage::Asset | Stage::Page => Fingerprint::of(&("named after its contents", output)),
    }
}
