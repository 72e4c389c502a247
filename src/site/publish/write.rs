//! One file, whole or not at all: written under a temporary name and then renamed.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::core::output::{Produced, Stream};

/// Writes files by way of a folder for temporary ones, which must be on the same file system.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    next: AtomicU64,
    /// Removed before anything is written, for it would not be true any more.
    record: Option<PathBuf>,
    begun: Once,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Written,
    Unchanged,
    /// A folder has its name.
    InTheWay,
}

/// Where it went wrong: what was copied could not be read, or the destination not be written.
#[derive(Debug)]
pub enum WriteError {
    Source(PathBuf, io::Error),
    Destination(io::Error),
}

impl Writer {
    /// The folder is emptied first: a build that was killed leaves its temporary files behind.
    pub fn new(folder: PathBuf, record: Option<PathBuf>) -> io::Result<Self> {
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, next: AtomicU64::new(0), record, begun: Once::new() })
    }

    /// Writes `bytes` to `path`, whatever is there.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.through_temporary(path, |file| file.write_all(bytes))
    }

    /// Makes `path` hold `produced`. With `may_exist` false nothing is known to be there, which saves a look.
    pub fn publish(
        &self,
        path: &Path,
        produced: Produced<'_>,
        may_exist: bool,
    ) -> Result<Outcome, WriteError> {
        match produced {
            Produced::Bytes(bytes) => {
                if may_exist {
                    match present(path, bytes.len() as u64) {
                        Present::SameSize if same_bytes(path, &bytes) => return Ok(Outcome::Unchanged),
                        Present::Folder => return Ok(Outcome::InTheWay),
                        _ => {}
                    }
                }
                self.replace(path, &bytes).map_err(WriteError::Destination)?;
            }
            Produced::Stream(stream) => return self.stream(path, stream, may_exist),
            Produced::CopyOf(source) => {
                let failed = |error| WriteError::Source(source.clone(), error);
                let mut from = File::open(&source).map_err(failed)?;
                let size = from.metadata().map_err(failed)?.len();
                if may_exist {
                    match present(path, size) {
                        Present::SameSize if same_files(path, &source) => return Ok(Outcome::Unchanged),
                        Present::Folder => return Ok(Outcome::InTheWay),
                        _ => {}
                    }
                }
                self.through_temporary(path, |file| io::copy(&mut from, file).map(drop))
                    .map_err(WriteError::Destination)?;
            }
            Produced::MadeOf(source, make) => {
                let bytes = fs::read(&source).map_err(|error| WriteError::Source(source, error))?;
                return self.publish(path, Produced::Bytes(make(&bytes)), may_exist);
            }
            Produced::AsBefore => return Ok(Outcome::Unchanged),
        }
        Ok(Outcome::Written)
    }

    /// Writes what is too large for the memory beside what is there, and compares the two.
    fn stream(&self, path: &Path, stream: Stream<'_>, may_exist: bool) -> Result<Outcome, WriteError> {
        let temporary = self.temporary();
        let written = || -> io::Result<Outcome> {
            let mut file = BufWriter::with_capacity(CHUNK, File::create(&temporary)?);
            stream(&mut file)?;
            let size = file.into_inner().map_err(io::IntoInnerError::into_error)?.metadata()?.len();
            if may_exist {
                match present(path, size) {
                    Present::SameSize if same_files(path, &temporary) => {
                        fs::remove_file(&temporary)?;
                        return Ok(Outcome::Unchanged);
                    }
                    Present::Folder => {
                        fs::remove_file(&temporary)?;
                        return Ok(Outcome::InTheWay);
                    }
                    _ => {}
                }
            }
            self.begin()?;
            fs::rename(&temporary, path)?;
            Ok(Outcome::Written)
        };
        written().map_err(|error| {
            let _ = fs::remove_file(&temporary);
            WriteError::Destination(error)
        })
    }

    fn temporary(&self) -> PathBuf {
        self.folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// To be called before anything that is there is replaced.
    fn begin(&self) -> io::Result<()> {
        let mut removed = Ok(());
        self.begun.call_once(|| removed = self.record.as_ref().map_or(Ok(()), fs::remove_file));
        // A folder in its place says nothing that could be believed.
        let says_nothing = |record: &PathBuf| record.is_dir() || !record.exists();
        removed
            .or_else(|error| if self.record.as_ref().is_some_and(says_nothing) { Ok(()) } else { Err(error) })
    }

    fn through_temporary(
        &self,
        path: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<()> {
        self.begin()?;
        if path.starts_with(&self.folder) {
            // Nobody sees it before all of its folder is there.
            return File::create(path).and_then(|mut file| fill(&mut file));
        }
        let temporary = self.temporary();
        let done = File::create(&temporary)
            .and_then(|mut file| fill(&mut file))
            .and_then(|()| fs::rename(&temporary, path));
        if done.is_err() {
            // It is what fills the disk; should this fail too, the next build removes it.
            let _ = fs::remove_file(&temporary);
        }
        done
    }

    /// Removes the folder of temporary files, which is empty by now.
    pub fn finish(self) {
        let _ = fs::remove_dir(&self.folder);
    }
}

enum Present {
    SameSize,
    Folder,
    /// Nothing, or something that has to be replaced. A symbolic link is replaced, never followed.
    Other,
}

fn present(path: &Path, size: u64) -> Present {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Present::Folder,
        Ok(metadata) if metadata.is_file() && metadata.len() == size => Present::SameSize,
        _ => Present::Other,
    }
}

/// Bytes compared at a time.
const CHUNK: usize = 64 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; CHUNK]);
}

/// Whether the file holds exactly `bytes`; one that can't be read does not.
fn same_bytes(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    BUFFER.with_borrow_mut(|buffer| {
        bytes.chunks(CHUNK).all(|expected| {
            let buffer = &mut buffer[..expected.len()];
            file.read_exact(buffer).is_ok() && buffer == expected
        })
    })
}

/// Whether two files hold the same.
fn same_files(one: &Path, other: &Path) -> bool {
    let (Ok(mut one), Ok(mut other)) = (File::open(one), File::open(other)) else { return false };
    let mut chunks = [Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK)];
    loop {
        for (file, chunk) in [&mut one, &mut other].into_iter().zip(&mut chunks) {
            chunk.clear();
            if file.take(CHUNK as u64).read_to_end(chunk).is_err() {
                return false;
            }
        }
        if chunks[0] != chunks[1] {
            return false;
        }
        if chunks[0].is_empty() {
            return true;
        }
    }
}
