//! Where the chunks of an index are read from.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use lookback_search::write::Pack;

use crate::core::files;
use crate::site::index;

/// An index that is at hand.
#[derive(Debug)]
pub enum IndexSource {
    Folder(PathBuf),
    Memory { manifest: Vec<u8>, chunks: HashMap<String, Vec<u8>> },
}

impl IndexSource {
    /// An index that has just been made.
    pub fn of(pack: Pack) -> Self {
        let manifest = index::manifest(&pack);
        let chunks = pack.chunks.into_iter().map(|chunk| (chunk.name.to_string(), chunk.file)).collect();
        Self::Memory { manifest, chunks }
    }

    /// Text of the manifest.
    ///
    /// # Errors
    /// When there is none.
    pub fn manifest(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => read(&folder.join(index::MANIFEST)),
            Self::Memory { manifest, .. } => Ok(manifest.clone()),
        }
    }

    /// The file of a chunk.
    ///
    /// # Errors
    /// When it is missing or can't be read.
    pub fn chunk(&self, name: &str) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder(folder) => read(&folder.join(index::chunk_file(name))),
            Self::Memory { chunks, .. } => {
                chunks.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
            }
        }
    }
}

fn read(path: &std::path::Path) -> io::Result<Vec<u8>> {
    files::read(path).map_err(|error| error.source)
}
