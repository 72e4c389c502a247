//! Makes chunk files of raw bytes, and names them.

use std::collections::HashMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};

use crate::pack::{DEFLATED, HEADER, MAGIC, Name, STORED};

/// How hard deflate tries: beyond this, each step costs far more time than it saves bytes.
const LEVEL: u32 = 6;

/// The chunk file of raw bytes, deflated where that saves at least a tenth.
pub fn seal(raw: &[u8]) -> Vec<u8> {
    let deflated = deflate(raw);
    if deflated.len() + raw.len() / 10 <= raw.len() { file(raw, DEFLATED, &deflated) } else { store(raw) }
}

/// The chunk file of raw bytes that are not worth the time of deflating them.
pub fn store(raw: &[u8]) -> Vec<u8> {
    file(raw, STORED, raw)
}

fn file(raw: &[u8], flag: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(raw.len()).expect("chunks are cut from files of at most 4 GB");
    let mut file = Vec::with_capacity(HEADER + payload.len());
    file.extend_from_slice(&MAGIC);
    file.push(flag);
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(&crc32fast::hash(raw).to_le_bytes());
    file.extend_from_slice(payload);
    file
}

fn deflate(raw: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(raw.len() / 2), Compression::new(LEVEL));
    encoder.write_all(raw).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

/// A chunk of a finished index.
#[derive(Debug, Clone)]
pub struct Chunk {
    pub name: Name,
    pub file: Vec<u8>,
}

/// Names chunk files by their contents. Files that are the same share a name; different ones never do.
#[derive(Debug, Default)]
pub struct Register {
    places: HashMap<Name, usize>,
    chunks: Vec<Chunk>,
}

impl Register {
    /// The same order of additions gives the same names.
    pub fn add(&mut self, file: Vec<u8>) -> Name {
        let mut name = name(&file, 0);
        for salt in 1.. {
            match self.places.get(&name) {
                Some(place) if self.chunks[*place].file == file => return name,
                Some(_) => name = self::name(&file, salt),
                None => break,
            }
        }
        self.places.insert(name, self.chunks.len());
        self.chunks.push(Chunk { name, file });
        name
    }

    /// All chunks, each once, in the order in which they were added.
    pub fn finish(self) -> Vec<Chunk> {
        self.chunks
    }
}

/// The first bytes of the SHA-256 of a chunk file. Should two files come to the same, the second is salted.
fn name(file: &[u8], salt: u32) -> Name {
    let mut hash = Sha256::new();
    if salt > 0 {
        hash.update(salt.to_le_bytes());
    }
    hash.update(file);
    let hash = hash.finalize();
    let mut name = [0; 6];
    name.copy_from_slice(&hash[..6]);
    Name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{ChunkError, unseal};

    /// Bytes that can't be compressed.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn what_is_sealed_is_unsealed() {
        let noise = noise(5_000);
        for raw in [b"".as_slice(), b"a", &b"abc ".repeat(5_000), &noise] {
            assert_eq!(unseal(&seal(raw)).as_deref(), Ok(raw));
        }
        assert_eq!(seal(&noise)[4], STORED);
        assert_eq!(seal(&b"abc ".repeat(5_000))[4], DEFLATED);
    }

    #[test]
    fn damage_is_told() {
        for raw in [b"abc ".repeat(500), noise(500)] {
            let whole = seal(&raw);
            for end in 0..whole.len() {
                assert_eq!(unseal(&whole[..end]), Err(ChunkError::Damaged), "cut at {end}");
            }
            for at in 0..whole.len() {
                let mut altered = whole.clone();
                altered[at] ^= 0x10;
                // Some bits at the end of a deflated stream mean nothing.
                assert!(
                    unseal(&altered).is_err() || unseal(&altered).as_ref() == Ok(&raw),
                    "altered at {at}"
                );
            }
        }
        assert_eq!(unseal(b"<!doctype html><title>Not found</title>"), Err(ChunkError::Damaged));
    }

    #[test]
    fn equal_files_share_a_name_and_others_do_not() {
        let mut register = Register::default();
        let names: Vec<Name> =
            [b"one", b"two", b"one"].iter().map(|file| register.add(file.to_vec())).collect();
        assert!(names[0] == names[2] && names[0] != names[1]);
        assert_eq!(register.finish().iter().map(|chunk| chunk.name).collect::<Vec<_>>(), names[..2]);
    }
}
