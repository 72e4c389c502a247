//! What there is to read from: the core and the chunks at hand, put together to files.

use std::io;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::directory::OwnedBytes;

use super::Name;
use super::chunk_cache::ChunkCache;
use super::directory::Files;
use super::layout::{FileLayout, Layout, Piece};

#[derive(Debug)]
pub struct Stock {
    layout: Layout,
    /// The core behind the facet tables.
    core: OwnedBytes,
    cache: Mutex<ChunkCache>,
}

impl Stock {
    pub fn new(layout: Layout, core: OwnedBytes) -> Self {
        Self { layout, core, cache: Mutex::default() }
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    pub fn cache(&self) -> MutexGuard<'_, ChunkCache> {
        // Whatever panicked, a shelf is whole between its methods.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, ending: &str) -> Option<&FileLayout> {
        self.layout.files.iter().find(|file| file.ending == ending)
    }

    /// `range` counts from the start of the piece.
    fn read_piece(&self, piece: Piece, range: Range<usize>, parts: &mut Parts) {
        match piece {
            Piece::Core { at, .. } => {
                let at = at as usize;
                parts.add(&self.core, at + range.start..at + range.end);
            }
            Piece::Chunks { first, size, .. } => {
                let size = (size as usize).max(1);
                for number in range.start / size..=(range.end - 1) / size {
                    let start = number * size;
                    let inside = range.start.max(start) - start..range.end.min(start + size) - start;
                    let name: Option<&Name> = self.layout.names.get(first as usize + number);
                    match name.and_then(|name| self.cache().get(*name)) {
                        Some(chunk) => parts.add(&chunk, inside),
                        None => parts.is_missing = true,
                    }
                }
            }
            Piece::Absent { .. } => {}
        }
    }
}

impl Files for Stock {
    fn length(&self, ending: &str) -> Option<usize> {
        self.file(ending).map(FileLayout::length)
    }

    /// Fails with `NotFound` where chunks are missing, all of which are noted.
    fn read(&self, ending: &str, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.file(ending).ok_or(io::ErrorKind::NotFound)?;
        let mut parts = Parts::default();
        let mut start = 0;
        for piece in &file.pieces {
            let end = start + piece.length();
            let wanted = range.start.max(start)..range.end.min(end);
            if wanted.start < wanted.end {
                self.read_piece(*piece, wanted.start - start..wanted.end - start, &mut parts);
            }
            start = end;
        }
        parts.join(range.len())
    }
}

/// What a read has found so far, in order.
#[derive(Default)]
struct Parts {
    found: Vec<OwnedBytes>,
    is_missing: bool,
}

impl Parts {
    fn add(&mut self, bytes: &OwnedBytes, range: Range<usize>) {
        // Past the end only where the layout and the chunks do not fit, which the length tells.
        if range.end <= bytes.len() {
            self.found.push(bytes.slice(range));
        }
    }

    fn join(mut self, length: usize) -> io::Result<OwnedBytes> {
        if self.is_missing {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        if self.found.iter().map(|part| part.len()).sum::<usize>() != length {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        match self.found.len() {
            0 => Ok(OwnedBytes::empty()),
            1 => Ok(self.found.swap_remove(0)),
            _ => {
                let mut joined = Vec::with_capacity(length);
                self.found.iter().for_each(|part| joined.extend_from_slice(part));
                Ok(OwnedBytes::new(joined))
            }
        }
    }
}
