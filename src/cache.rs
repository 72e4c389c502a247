//! Documents as they were parsed, kept from one run to the next for those who need the facts of all files and the text of
//! few.
//!
//! A document is known as long as its file has the same size and time of change, and the settings and the program are the
//! same. What was written shortly before a run began is not kept: it could be written again within one tick of the clock.
//! What can't be read is no error: then the files are parsed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::Loaded;
use crate::files::{self, FileError, Stamp};
use crate::hash::hash;
use crate::kept;
use crate::model::Document;

/// Of this many files the cache consists, so that one edit changes a small one.
const BUCKETS: u64 = 64;
/// What each begins with; the number is that of the format.
const MAGIC: &[u8; 8] = b"lookbk1\n";
/// Nanoseconds within which two changes of a file can have one time: the coarsest file systems count in two seconds.
const TICK: i128 = 2_000_000_000;

/// The documents of the last runs.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Of the settings and the program.
    key: u64,
    /// When this run began, by the clock of the file system; `None` where nothing can be written.
    began: Option<i128>,
    /// What each bucket held.
    held: Vec<Vec<(String, Stamp)>>,
    known: HashMap<String, (Stamp, Document)>,
    /// Of the files that have been asked for.
    stamps: Mutex<HashMap<String, Stamp>>,
}

#[derive(Serialize, Deserialize)]
struct Entry<D> {
    path: String,
    stamp: Stamp,
    document: D,
}

impl Cache {
    /// Reads what earlier runs have kept.
    #[must_use]
    pub fn open(loaded: &Loaded) -> Self {
        let folder = kept::folder(&loaded.root).join("parsed");
        let program = std::env::current_exe().ok().and_then(|path| files::stamp(&path));
        let key = hash(format!("{} {program:?} {}", env!("CARGO_PKG_VERSION"), loaded.text).as_bytes());
        let began = begin(&loaded.root, &folder).ok();
        let buckets: Vec<Vec<Entry<Document>>> = (0..BUCKETS)
            .into_par_iter()
            .map(|bucket| read(&folder.join(name(bucket)), key).unwrap_or_default())
            .collect();
        let stamped = |entry: &Entry<Document>| (entry.path.clone(), entry.stamp);
        let held = buckets.iter().map(|entries| entries.iter().map(stamped).collect()).collect();
        let known = buckets.into_iter().flatten().map(|entry| (entry.path, (entry.stamp, entry.document)));
        Self { folder, key, began, held, known: known.collect(), stamps: Mutex::default() }
    }

    /// Whether the file at a path below the content folder, as it is now, is known. To be asked before it is read.
    #[must_use]
    pub fn knows(&self, path: &str, file: &Path) -> bool {
        let Some(stamp) = files::stamp(file) else { return false };
        let mut stamps = self.stamps.lock().unwrap_or_else(PoisonError::into_inner);
        stamps.insert(path.to_owned(), stamp);
        self.known.get(path).is_some_and(|(known, _)| *known == stamp)
    }

    /// The documents at some paths, without their text. Paths are as [`Cache::knows`] has taken them.
    #[must_use]
    pub fn take(&mut self, paths: &[String]) -> Vec<Document> {
        let mut document = |path: &String| {
            let (_, mut document) = self.known.remove(path)?;
            document.source.path.clone_from(path);
            Some(document)
        };
        paths.iter().filter_map(&mut document).collect()
    }

    /// Keeps all documents of a run but those that `is_odd`, for of these there is something to be said that is not kept.
    pub fn keep(self, documents: &[Document], is_odd: impl Fn(&Document) -> bool) {
        let Some(began) = self.began else { return };
        let stamps = self.stamps.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut buckets: Vec<Vec<Entry<&Document>>> = (0..BUCKETS).map(|_| Vec::new()).collect();
        for document in documents {
            let path = &document.source.path;
            let Some(stamp) = stamps.get(path).filter(|stamp| stamp.modified + TICK < began) else {
                continue;
            };
            if !is_odd(document) {
                let bucket = (hash(path.as_bytes()) % BUCKETS) as usize;
                buckets[bucket].push(Entry { path: path.clone(), stamp: *stamp, document });
            }
        }
        let changed = buckets.into_par_iter().zip(&self.held).enumerate().filter(|(_, (entries, held))| {
            let now = entries.iter().map(|entry| (&entry.path, &entry.stamp));
            !now.eq(held.iter().map(|(path, stamp)| (path, stamp)))
        });
        changed.for_each(|(bucket, (entries, _))| {
            // A bucket that can't be written is read as the one before, whose entries then don't fit, or as none.
            let _ = write(&self.folder.join(name(bucket as u64)), self.key, &entries);
        });
    }
}

/// Makes the folder, and says what time it is there.
fn begin(root: &Path, folder: &Path) -> Result<i128, FileError> {
    kept::prepare(&kept::folder(root))?;
    files::refuse_link(folder)?;
    files::create_folder(folder)?;
    let clock = folder.join("clock");
    files::write(&clock, b"")?;
    Ok(files::stamp(&clock).map_or(i128::MIN, |stamp| stamp.modified))
}

fn name(bucket: u64) -> String {
    format!("{bucket:02x}")
}

/// What a bucket holds; `None` where it is missing, damaged, or of other settings or another program.
fn read(path: &Path, key: u64) -> Option<Vec<Entry<Document>>> {
    let bytes = files::read(path).ok()?;
    let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(&key.to_le_bytes())?;
    let (sum, body) = rest.split_first_chunk()?;
    if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
        return None;
    }
    postcard::from_bytes(body).ok()
}

fn write(path: &Path, key: u64, entries: &[Entry<&Document>]) -> Result<(), FileError> {
    let body = postcard::to_stdvec(entries)
        .map_err(|error| files::about("write", path)(std::io::Error::other(error)))?;
    let sum = crc32fast::hash(&body).to_le_bytes();
    files::replace(path, &[MAGIC, &key.to_le_bytes()[..], &sum, &body].concat())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests change files and their times")]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::config;
    use crate::load::load_unless;
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
        parsed.iter_mut().for_each(|document| document.source.text.clear());
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
