//! Documents as they were parsed, kept from one run to the next: most runs need the facts of all files and the texts of few.
//!
//! A document is known as long as its file looks the same from outside, and the settings and the program are the same. What
//! was written shortly before a run began is not known by that: it could be written again within one tick of the clock. Then
//! it is read, and known by its text, which needs no trust in any clock.

use rayon::iter::Either;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Piece, Store, Table};
use crate::core::config::Loaded;
use crate::core::files::Trace;
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Changed, Document, KnownText, SourceFile, Text};

/// So many documents more are taken in without another copy of all.
const FEW: usize = 64;
/// The number of files of the cache, so that one edit changes a small one.
const FILES: usize = 64;

/// The documents of the last run.
#[derive(Debug)]
pub struct Cache {
    table: Table,
}

/// What a document is recognised by; the document follows it.
#[derive(Debug, Clone, Copy, Hash, Serialize, Deserialize)]
struct Head {
    /// `None` where another text could look the same.
    trace: Option<Trace>,
    text: KnownText,
}

impl Cache {
    /// Reads what earlier runs have kept.
    pub fn open(store: &Store, loaded: &Loaded) -> Self {
        Self { table: Table::open(store.room("parsed", &loaded.text), FILES) }
    }

    /// What a person should know about what was kept.
    pub fn note(&self) -> Option<String> {
        self.table.room().note()
    }

    /// Told by texts that are not what they are known as.
    pub fn changed(&self) -> &Changed {
        self.table.room().changed()
    }

    /// Whether a file, by its path below the content folder, is known by what it looks like.
    pub fn knows(&self, path: &str, trace: Trace) -> bool {
        self.entry(path).is_some_and(|(head, _)| head.trace == Some(trace))
    }

    /// The fingerprint of the text of a file that is known.
    pub fn text_of(&self, path: &str) -> Option<Fingerprint> {
        self.entry(path).map(|(head, _)| head.text.fingerprint)
    }

    fn entry(&self, path: &str) -> Option<(Head, &[u8])> {
        let (_, bytes) = self.table.get(path)?;
        postcard::take_from_bytes(bytes).ok()
    }

    /// Divides files that were read: documents whose text has not changed, and what is yet to be parsed.
    pub fn restore(&self, sources: Vec<SourceFile>) -> (Vec<Document>, Vec<SourceFile>) {
        sources.into_par_iter().partition_map(|source| {
            let entry = self.entry(&source.path).filter(|(head, _)| head.text == source.text.known());
            let document = entry.and_then(|(_, bytes)| postcard::from_bytes::<Document>(bytes).ok());
            match document {
                Some(document) => Either::Left(Document { source, ..document }),
                None => Either::Right(source),
            }
        })
    }

    /// The documents at some paths that are known, each with what `text` gives for its path and what is known of its text.
    pub fn take(&self, paths: &[String], text: impl Fn(&str, KnownText) -> Text + Sync) -> Vec<Document> {
        let document = |path: &String| {
            let (head, bytes) = self.entry(path)?;
            let mut document: Document = postcard::from_bytes(bytes).ok()?;
            document.source.text = text(path, head.text);
            Some(document)
        };
        let known: Vec<Option<Document>> = paths.par_iter().map(document).collect();
        let mut documents = Vec::with_capacity(paths.len() + FEW);
        documents.extend(known.into_iter().flatten());
        documents
    }

    /// Keeps all documents of a run but those that `is_odd`, for of these there is something to be said that is not kept.
    /// `trace` tells what a file looked like before it was read.
    pub fn keep<'d>(
        &self,
        documents: &'d [Document],
        trace: impl Fn(&str) -> Option<Trace> + Sync,
        is_odd: impl Fn(&Document) -> bool + Sync,
    ) {
        // Where there is no telling what time it is, every file has to be read again.
        let began = self.table.room().began().unwrap_or(i128::MIN);
        let head = |document: &Document| {
            let trace = trace(&document.source.path).filter(|trace| trace.is_settled(began));
            Head { trace, text: document.source.text.known() }
        };
        let kept: Vec<(Head, &Document)> = documents
            .par_iter()
            .filter(|document| !is_odd(document))
            .map(|document| (head(document), document))
            .collect();
        let piece =
            |(head, document): &(Head, &'d Document)| (document.source.path.as_str(), Fingerprint::of(head));
        let pieces: Vec<Piece<'_>> = kept.iter().map(piece).collect();
        // What can't be encoded is not understood by the next run, and parsed again.
        self.table.keep(&pieces, |place| postcard::to_stdvec(&kept[place]).unwrap_or_default().into());
    }
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
        let cache = Cache::open(&Store::of(&loaded), &loaded);
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
