//! One chunk file: a header that tells damage, and the bytes, deflated where that helps.
//!
//! `LBK1`, a flag (0 stored, 1 deflated), the length of the raw bytes (u32, little-endian), their CRC-32 (u32,
//! little-endian), then the payload.

use std::fmt;

/// What a chunk file begins with.
pub(crate) const MAGIC: [u8; 4] = *b"LBK1";
/// Bytes before the payload.
pub(crate) const HEADER: usize = 13;
pub(crate) const STORED: u8 = 0;
pub(crate) const DEFLATED: u8 = 1;

/// Why bytes that a host handed over are not the chunk that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkError {
    /// Cut short, altered, or no chunk at all, such as the page that a host sends instead of a missing file.
    Damaged,
    /// No chunk of this index has the name.
    Foreign,
}

impl fmt::Display for ChunkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Damaged => "a part of the search index is damaged",
            Self::Foreign => "a file is not a part of this search index",
        })
    }
}

impl std::error::Error for ChunkError {}

/// The raw bytes of a chunk file.
///
/// # Errors
/// [`ChunkError::Damaged`] when it is not whole and unaltered.
pub fn unseal(file: &[u8]) -> Result<Vec<u8>, ChunkError> {
    let (header, payload) = file.split_at_checked(HEADER).ok_or(ChunkError::Damaged)?;
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (length, checksum) = (number(5) as usize, number(9));
    if header[..4] != MAGIC {
        return Err(ChunkError::Damaged);
    }
    let raw = match header[4] {
        STORED => payload.to_vec(),
        DEFLATED => miniz_oxide::inflate::decompress_to_vec_with_limit(payload, length)
            .map_err(|_| ChunkError::Damaged)?,
        _ => return Err(ChunkError::Damaged),
    };
    if raw.len() != length || crc32fast::hash(&raw) != checksum {
        return Err(ChunkError::Damaged);
    }
    Ok(raw)
}
