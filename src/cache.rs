//! Documents as they were parsed, kept from one run to the next for those who need the facts of all files and the text of
//! few.
//!
//! A document is known as long as its file has the same size and time of change, and the settings and the program are the
//! same. What was written shortly before a run began is not kept: it could be written again within one tick of the clock.
//! Who reads all files anyway knows a document by its text, which needs no trust in any clock.
//! What can't be read is no error: then the files are parsed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::iter::Either;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::Loaded;
use crate::files::{self, Stamp};
use crate::fingerprint::Fingerprint;
use crate::hash::hash;
use crate::kept::{self, Found, Seal};
use crate::model::{Document, SourceFile};

/// Of this many files the cache consists, so that one edit changes a small one.
const BUCKETS: u64 = 64;

/// The documents of the last runs.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    seal: Seal,
    /// When this run began, by the clock of the file system; `None` where nothing can be written.
    began: Option<i128>,
    /// What each bucket held.
    held: Vec<Vec<Held>>,
    /// Whether something else than a cache was found in its place.
    is_damaged: bool,
    known: HashMap<String, Known>,
    /// Of the files that have been asked for.
    stamps: Mutex<HashMap<String, Stamp>>,
    /// Of the texts of those that were taken.
    taken: HashMap<String, Fingerprint>,
}

type Held = (String, Option<Stamp>, Fingerprint);

#[derive(Debug)]
struct Known {
    stamp: Option<Stamp>,
    text: Fingerprint,
    document: Document,
}

#[derive(Serialize, Deserialize)]
struct Entry<D> {
    path: String,
    /// `None` where it could be that of another text as well.
    stamp: Option<Stamp>,
    /// Of the text.
    text: Fingerprint,
    document: D,
}

impl Cache {
    /// Reads what earlier runs have kept.
    #[must_use]
    pub fn open(loaded: &Loaded) -> Self {
        // In the edition for readers outside, the same file says less.
        let name_of_edition = if loaded.config.is_public { "parsed-public" } else { "parsed" };
        let folder = kept::folder(&loaded.root).join(name_of_edition);
        let seal = Seal { format: b"lookbk4\n", of: Fingerprint::of(&(kept::program(), &loaded.text)) };
        let began = kept::room(&loaded.root, name_of_edition).and_then(|room| kept::time_in(&room)).ok();
        let began = began.map(|now| now.unwrap_or(i128::MIN));
        let read = |bucket: u64| {
            seal.read(&folder.join(name(bucket))).read_as(|bytes| postcard::from_bytes(&bytes).ok())
        };
        let buckets: Vec<Found<Vec<Entry<Document>>>> = (0..BUCKETS).into_par_iter().map(read).collect();
        let is_damaged = buckets.iter().any(|bucket| matches!(bucket, Found::Damaged));
        let entries = |bucket| if let Found::Contents(entries) = bucket { entries } else { Vec::new() };
        let buckets: Vec<Vec<Entry<Document>>> = buckets.into_iter().map(entries).collect();
        let held = buckets.iter().map(|entries| entries.iter().map(held).collect()).collect();
        let known = buckets
            .into_iter()
            .flatten()
            .map(|Entry { path, stamp, text, document }| (path, Known { stamp, text, document }));
        let known = known.collect();
        Self { folder, seal, began, held, is_damaged, known, stamps: Mutex::default(), taken: HashMap::new() }
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.then(|| kept::damaged(&self.folder))
    }

    /// Whether the file at a path below the content folder, as it is now, is known. To be asked before it is read.
    #[must_use]
    pub fn knows(&self, path: &str, file: &Path) -> bool {
        let stamp = self.note_stamp(path, file);
        stamp.is_some() && self.known.get(path).is_some_and(|known| known.stamp == stamp)
    }

    /// Notes what a file looks like before it is read, so that its document can be kept.
    pub fn note_stamp(&self, path: &str, file: &Path) -> Option<Stamp> {
        let stamp = files::stamp(file)?;
        let mut stamps = self.stamps.lock().unwrap_or_else(PoisonError::into_inner);
        stamps.insert(path.to_owned(), stamp);
        Some(stamp)
    }

    /// Divides files that were read: documents whose text has not changed, and what is yet to be parsed.
    #[must_use]
    pub fn recall(&mut self, sources: Vec<SourceFile>) -> (Vec<Document>, Vec<SourceFile>) {
        let asked: Vec<(SourceFile, Option<Known>)> = sources
            .into_iter()
            .map(|source| {
                let known = self.known.remove(&source.path);
                (source, known)
            })
            .collect();
        asked.into_par_iter().partition_map(|(source, known)| match known {
            Some(Known { text, mut document, .. }) if text == source.text.fingerprint() => {
                document.source = source;
                Either::Left(document)
            }
            _ => Either::Right(source),
        })
    }

    /// The documents at some paths, without their text. Paths are as [`Cache::knows`] has taken them.
    #[must_use]
    pub fn take(&mut self, paths: &[String]) -> Vec<Document> {
        let mut document = |path: &String| {
            let Known { text, mut document, .. } = self.known.remove(path)?;
            self.taken.insert(path.clone(), text);
            document.source.path.clone_from(path);
            Some(document)
        };
        paths.iter().filter_map(&mut document).collect()
    }

    /// Keeps all documents of a run but those that `is_odd`, for of these there is something to be said that is not kept.
    /// They have their texts, or were taken.
    pub fn keep(self, documents: &[Document], is_odd: impl Fn(&Document) -> bool + Sync) {
        let Some(began) = self.began else { return };
        let stamps = self.stamps.into_inner().unwrap_or_else(PoisonError::into_inner);
        let entry = |document: &Document| {
            let source = &document.source;
            let text = self.taken.get(&source.path).copied();
            let text = text.unwrap_or_else(|| source.text.fingerprint());
            (stamps.get(&source.path).copied().filter(|stamp| stamp.is_settled(began)), text)
        };
        let entries: Vec<Option<(Option<Stamp>, Fingerprint)>> =
            documents.par_iter().map(|document| (!is_odd(document)).then(|| entry(document))).collect();
        let mut buckets: Vec<Vec<Entry<&Document>>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        for (document, entry) in documents.iter().zip(entries) {
            let Some((stamp, text)) = entry else { continue };
            let path = document.source.path.clone();
            let bucket = (hash(path.as_bytes()) % BUCKETS) as usize;
            buckets[bucket].push(Entry { path, stamp, text, document });
        }
        let changed = buckets.into_par_iter().zip(&self.held).enumerate().filter(|(_, (entries, before))| {
            entries.len() != before.len()
                || !entries.iter().zip(*before).all(|(entry, before)| held(entry) == *before)
        });
        changed.for_each(|(bucket, (entries, _))| {
            // A bucket that can't be written is read as the one before, whose entries then don't fit, or as none.
            if let Ok(bytes) = postcard::to_stdvec(&entries) {
                let _ = self.seal.write(&self.folder.join(name(bucket as u64)), &[&bytes]);
            }
        });
    }
}

fn held<D>(entry: &Entry<D>) -> Held {
    (entry.path.clone(), entry.stamp, entry.text)
}

fn name(bucket: u64) -> String {
    format!("{bucket:02x}")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests change files and their times")]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::config;
    use crate::load::load_unless;
    use crate::model::Text;
    use crate::parse::Parser;

    const TEXT: &str = "---\ntitle: A\ndate: 2024-01-02\nseverity: sev1\nservices: [Edge]\njira: {id: INC-1}\nimpact: {users: 10}\n\
                        started_at: 2024-01-02T10:00:00+02:00\n---\n\n## Timeline\n\n- 10:05 It broke, see [b](b.md)\n\n## Action items\n\n- [ ] Mend it (@ana)\n";

    fn base() -> tempfile::TempDir {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("content")).unwrap();
        fs::write(base.path().join("book.toml"), "[book]\ntitle = \"Kept\"\n").unwrap();
        put(&base, "a.md", TEXT);
        put(&base, "b.md", "---\ntitle: B\ndate: 2024-01-01\n---\n\nText.\n");
        base
    }

    /// Writes a file that looks a minute old.
    fn put(base: &tempfile::TempDir, name: &str, text: &str) {
        let path = base.path().join("content").join(name);
        fs::write(&path, text).unwrap();
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
    }

    /// Runs once: the paths that were known, and all documents.
    fn run(base: &tempfile::TempDir) -> (Vec<String>, Vec<Document>) {
        let loaded = config::load(base.path()).unwrap();
        let mut cache = Cache::open(&loaded);
        let folder = load_unless(&loaded, &[], |path, file| cache.knows(path, file));
        let parser = Parser::new(&loaded.config);
        let parsed = folder.sources.into_iter().map(|source| parser.parse(source).0);
        let documents: Vec<Document> = parsed.chain(cache.take(&folder.known)).collect();
        cache.keep(&documents, |document| document.title == "Odd");
        (folder.known, documents)
    }

    #[test]
    fn what_has_not_changed_is_known_with_all_its_facts() {
        let base = base();
        let (known, mut parsed) = run(&base);
        assert!(known.is_empty());
        let (known, kept) = run(&base);
        assert_eq!(known, ["a.md", "b.md"]);
        parsed.iter_mut().for_each(|document| document.source.text = Text::default());
        assert_eq!(format!("{parsed:?}"), format!("{kept:?}"));
        put(&base, "a.md", &TEXT.replace("INC-1", "INC-22"));
        assert_eq!(run(&base).0, ["b.md"]);
        fs::remove_file(base.path().join("content/b.md")).unwrap();
        assert_eq!(run(&base).0, ["a.md"]);
    }

    #[test]
    fn what_may_be_wrong_is_not_believed() {
        let base = base();
        run(&base);
        // Written just now: it could be written once more within the same tick.
        fs::write(base.path().join("content/b.md"), "---\ntitle: C\n---\n").unwrap();
        put(&base, "odd.md", "---\ntitle: Odd\n---\n");
        assert_eq!(run(&base).0, ["a.md"]);
        assert_eq!(run(&base).0, ["a.md"]);
        fs::write(base.path().join("book.toml"), "[book]\ntitle = \"Other\"\n").unwrap();
        assert!(run(&base).0.is_empty());
        assert_eq!(run(&base).0, ["a.md"]);
        for entry in fs::read_dir(base.path().join(".lookback/parsed")).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            fs::write(path, bytes).unwrap();
        }
        assert!(run(&base).0.is_empty());
        assert_eq!(run(&base).0, ["a.md"]);
    }
}
