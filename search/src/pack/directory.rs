//! A directory that tantivy can read a segment from, and nothing else.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, FileSlice, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

/// The files of one segment. They are told apart by their endings (`idx`, `pos`, `term`, …), so that the segment may
/// have any id.
pub trait Files: fmt::Debug + Send + Sync + 'static {
    /// Bytes of a file, or `None` where there is no such file.
    fn length(&self, ending: &str) -> Option<usize>;

    /// A range of a file that exists.
    fn read(&self, ending: &str, range: Range<usize>) -> io::Result<OwnedBytes>;
}

/// Shows [`Files`] to tantivy.
#[derive(Debug)]
pub struct ReadOnly<F>(pub Arc<F>);

impl<F> Clone for ReadOnly<F> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// One file of the segment.
#[derive(Debug)]
struct File<F> {
    files: Arc<F>,
    ending: String,
    length: usize,
}

impl<F: Files> HasLen for File<F> {
    fn len(&self) -> usize {
        self.length
    }
}

impl<F: Files> FileHandle for File<F> {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.files.read(&self.ending, range)
    }
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

impl<F: Files> Directory for ReadOnly<F> {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let ending = ending(path).to_owned();
        match self.0.length(&ending) {
            Some(length) => Ok(Arc::new(File { files: self.0.clone(), ending, length })),
            None => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn open_read(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        Ok(FileSlice::new(self.get_file_handle(path)?))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.0.length(ending(path)).is_some())
    }

    /// There is no `meta.json`: the schema comes from the code, the rest from the manifest.
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        Err(OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    /// tantivy writes its bookkeeping when an index is set up, and nobody reads it.
    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::FileAlreadyExists(path.to_owned()))
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Err(LockError::LockBusy)
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
