//! The published form of an index: content-hashed chunk files and a small manifest.
//!
//! What every query needs is the *core*, a handful of chunks that are read first. Posting lists, positions and texts are
//! cut into many small chunks, of which a query reads few. Nothing here reads files or the network: the host is told
//! which chunks are wanted, and hands them over.
//!
//! The core, once its chunks are unsealed and joined: length of the layout (u32, little-endian), the [`Layout`], the
//! facet tables as JSON, then the bytes of the segment's files that are read on opening.

mod chunk;
mod chunk_cache;
mod directory;
mod layout;
mod manifest;
mod name;
mod rare;
mod reader;
mod stock;
mod text;

pub use chunk::{ChunkError, unseal};
pub use layout::{FileLayout, Layout, Piece};
pub use manifest::{FORMAT, Manifest, OpenError};
pub use name::Name;
pub use rare::{Occurrences, RareTerm, RareTerms, is_code};
pub use reader::{Contents, Reader};
#[cfg(feature = "write")]
pub(crate) use text::Heading;
pub use text::Text;

#[cfg(feature = "write")]
pub(crate) use chunk::{DEFLATED, HEADER, MAGIC, STORED};
#[cfg(feature = "write")]
pub(crate) use directory::{Files, ReadOnly};
#[cfg(feature = "write")]
pub(crate) use reader::open_segment;
