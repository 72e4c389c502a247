//! Documents as they were parsed, kept from one run to the next: most runs need the facts of all files and the texts of few.
//!
//! A document is known as long as its file looks the same from outside, and the settings and the program are the same. What
//! was written shortly before a run began is not known by that: it could be written again within one tick of the clock. Then
//! it is read, and known by its text, which needs no trust in any clock.
//! What can't be read is no error: then the files are parsed.

use std::hash::Hash;
use std::path::PathBuf;

use rayon::iter::Either;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::core::config::Loaded;
use crate::core::files::Trace;
use crate::core::fingerprint::{Fingerprint, Print};
use crate::core::hash::hash;
use crate::core::model::{Document, SourceFile, Text};
use crate::store::kept::{self, Found, Seal};

/// So many documents more are taken in without another copy of all.
const FEW: usize = 64;
/// Of this many files the cache consists, so that one edit changes a small one.
const BUCKETS: u64 = 64;
/// Of which one thread reads so many.
const AT_ONCE: usize = 8;

/// The documents of the last run.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    seal: Seal,
    /// When this run began, by the clock of the file system; `None` where nothing can be written.
    began: Option<i128>,
    buckets: Vec<Bucket>,
    /// Whether something else than a cache was found in its place.
    is_damaged: bool,
}

/// One of the files.
#[derive(Debug, Default)]
struct Bucket {
    /// What was in it; `None` where it has to be written in any case.
    of: Option<Fingerprint>,
    /// By path, sorted.
    entries: Vec<Entry<String, Document>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry<P, D> {
    path: P,
    /// `None` where another text could look the same.
    trace: Option<Trace>,
    /// Of the text.
    text: Fingerprint,
    /// `None` once it was taken.
    document: Option<D>,
}

impl Cache {
    /// Reads what earlier runs have kept.
    #[must_use]
    pub fn open(loaded: &Loaded) -> Self {
        // In the edition for readers outside, the same file says less.
        let name_of_edition = if loaded.config.is_public { "parsed-public" } else { "parsed" };
        let folder = kept::folder(&loaded.root).join(name_of_edition);
        let seal = Seal { format: b"lookbk7\n", of: Fingerprint::of(&(kept::program(), &loaded.text)) };
        let began = kept::room(&loaded.root, name_of_edition).and_then(|room| kept::time_in(&room)).ok();
        let began = began.map(|now| now.unwrap_or(i128::MIN));
        // To touch memory for the first time is dear, so that one piece of it serves for all.
        let read = |bytes: &mut Vec<u8>, bucket: u64| {
            seal.read_into(&folder.join(name(bucket)), bytes).read_as(|()| Bucket::read(bytes))
        };
        let numbers: Vec<u64> = (0..BUCKETS).collect();
        let buckets: Vec<Found<Bucket>> = numbers
            .into_par_iter()
            .with_min_len(AT_ONCE)
            .map_init(Vec::new, |bytes, bucket| read(bytes, bucket))
            .collect();
        let is_damaged = buckets.iter().any(|bucket| matches!(bucket, Found::Damaged));
        let bucket = |found| if let Found::Contents(bucket) = found { bucket } else { Bucket::default() };
        Self { buckets: buckets.into_iter().map(bucket).collect(), folder, seal, began, is_damaged }
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.then(|| kept::damaged(&self.folder))
    }

    /// Whether a file, by its path below the content folder, is known by what it looks like.
    #[must_use]
    pub fn knows(&self, path: &str, trace: Trace) -> bool {
        self.entry(path).is_some_and(|entry| entry.trace == Some(trace))
    }

    /// Of the text of a file that is known.
    #[must_use]
    pub fn text_of(&self, path: &str) -> Option<Fingerprint> {
        self.entry(path).map(|entry| entry.text)
    }

    fn entry(&self, path: &str) -> Option<&Entry<String, Document>> {
        let Bucket { entries, .. } = &self.buckets[bucket(path)];
        entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok().map(|place| &entries[place])
    }

    fn entry_mut(&mut self, path: &str) -> Option<&mut Entry<String, Document>> {
        let Bucket { entries, .. } = &mut self.buckets[bucket(path)];
        entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok().map(|place| &mut entries[place])
    }

    /// Divides files that were read: documents whose text has not changed, and what is yet to be parsed.
    #[must_use]
    pub fn recall(&mut self, sources: Vec<SourceFile>) -> (Vec<Document>, Vec<SourceFile>) {
        let asked: Vec<(SourceFile, Option<(Fingerprint, Document)>)> = sources
            .into_iter()
            .map(|source| {
                let entry = self.entry_mut(&source.path);
                let known = entry.and_then(|entry| Some((entry.text, entry.document.take()?)));
                (source, known)
            })
            .collect();
        asked.into_par_iter().partition_map(|(source, known)| match known {
            Some((text, document)) if text == source.text.fingerprint() => {
                Either::Left(Document { source, ..document })
            }
            _ => Either::Right(source),
        })
    }

    /// The documents at some paths that are known, each with what `text` gives for its path and the fingerprint of its text.
    #[must_use]
    pub fn take(&mut self, paths: &[String], text: impl Fn(&str, Fingerprint) -> Text) -> Vec<Document> {
        let mut document = |path: &String| {
            let entry = self.entry_mut(path)?;
            let mut document = entry.document.take()?;
            document.source.text = text(path, entry.text);
            Some(document)
        };
        let mut documents = Vec::with_capacity(paths.len() + FEW);
        documents.extend(paths.iter().filter_map(&mut document));
        documents
    }

    /// Keeps all documents of a run, sorted by path, but those that `is_odd`, for of these there is something to be said that is not kept.
    /// `trace` tells what a file looked like before it was read.
    pub fn keep(
        self,
        documents: &[Document],
        trace: impl Fn(&str) -> Option<Trace>,
        is_odd: impl Fn(&Document) -> bool,
    ) {
        let Some(began) = self.began else { return };
        let mut buckets: Vec<Vec<Entry<&str, &Document>>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        for document in documents.iter().filter(|document| !is_odd(document)) {
            let path = document.source.path.as_str();
            let trace = trace(path).filter(|trace| trace.is_settled(began));
            let text = document.source.text.fingerprint();
            buckets[bucket(path)].push(Entry { path, trace, text, document: Some(document) });
        }
        let changed = buckets
            .into_par_iter()
            .zip(&self.buckets)
            .enumerate()
            .filter(|(_, (entries, before))| before.of != Some(of(entries)));
        changed.for_each(|(bucket, (entries, _))| {
            // A bucket that can't be written is read as the one before, whose entries then don't fit, or as none.
            if let Ok(bytes) = postcard::to_stdvec(&entries) {
                let _ = self.seal.write(&self.folder.join(name(bucket as u64)), &[&bytes]);
            }
        });
    }
}

impl Bucket {
    /// `None` where the bytes are none of a bucket.
    fn read(bytes: &[u8]) -> Option<Self> {
        let entries: Vec<Entry<String, Document>> = postcard::from_bytes(bytes).ok()?;
        Some(Self { of: Some(of(&entries)), entries })
    }
}

/// What entries are of.
fn of<P: Hash, D>(entries: &[Entry<P, D>]) -> Fingerprint {
    let mut print = Print::default();
    entries.iter().for_each(|entry| (&entry.path, entry.trace, entry.text).hash(&mut print));
    print.fingerprint()
}

/// The bucket that a file is in.
fn bucket(path: &str) -> usize {
    (hash(path.as_bytes()) % BUCKETS) as usize
}

fn name(bucket: u64) -> String {
    format!("{bucket:02x}")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests change files and their times")]
mod tests {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::core::config;
    use crate::core::files::TICK;
    use crate::read::load::{Listing, load_unless};
    use crate::read::parse::Parser;

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

    fn put(base: &tempfile::TempDir, name: &str, text: &str) {
        fs::write(base.path().join("content").join(name), text).unwrap();
    }

    /// Until nothing that was written could be written again within one tick.
    fn wait() {
        sleep(Duration::from_nanos(TICK as u64 + 100_000_000));
    }

    /// Runs once: the paths that were known, and all documents.
    fn run(base: &tempfile::TempDir) -> (Vec<String>, Vec<Document>) {
        let loaded = config::load(base.path()).unwrap();
        let mut cache = Cache::open(&loaded);
        let listing = Listing::new(&loaded, &[]);
        let folder = load_unless(&loaded, &listing, |path, trace| cache.knows(path, trace));
        let parser = Parser::new(&loaded.config);
        let parsed = folder.sources.into_iter().map(|source| parser.parse(source).0);
        let known = cache.take(&folder.known, |_, _| Text::default());
        let mut documents: Vec<Document> = parsed.chain(known).collect();
        documents.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        cache.keep(&documents, |path| listing.trace(path), |document| document.title == "Odd");
        (folder.known, documents)
    }

    #[test]
    fn what_has_not_changed_is_known_with_all_its_facts() {
        let base = base();
        wait();
        let (known, mut parsed) = run(&base);
        assert!(known.is_empty());
        let (known, kept) = run(&base);
        assert_eq!(known, ["a.md", "b.md"]);
        parsed.iter_mut().for_each(|document| document.source.text = Text::default());
        assert_eq!(format!("{parsed:?}"), format!("{kept:?}"));
        put(&base, "a.md", &TEXT.replace("INC-1", "INC-22"));
        assert_eq!(run(&base).0, ["b.md"]);
        fs::remove_file(base.path().join("content/b.md")).unwrap();
        wait();
        run(&base);
        assert_eq!(run(&base).0, ["a.md"]);
    }

    #[test]
    fn what_may_be_wrong_is_not_believed() {
        let base = base();
        wait();
        run(&base);
        // Written just now: it could be written once more within the same tick.
        put(&base, "b.md", "---\ntitle: C\n---\n");
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
