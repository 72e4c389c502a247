//! Makes chunk files of raw bytes, and names them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use sha2::{Digest as _, Sha256};

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

/// SHA-256 of the raw bytes of a chunk.
pub type Digest = [u8; 32];

/// The digest of raw bytes.
pub fn digest(raw: &[u8]) -> Digest {
    Sha256::digest(raw).into()
}

/// Names chunks by what they hold. Those that hold the same share a name; others never do.
#[derive(Debug, Default)]
pub struct Register {
    named: HashMap<Name, Digest>,
}

impl Register {
    /// The name of a chunk, and whether it is new. The same order of additions gives the same names.
    pub fn add(&mut self, digest: &Digest) -> (Name, bool) {
        for salt in 0.. {
            match self.named.entry(name(digest, salt)) {
                Entry::Occupied(known) if known.get() == digest => return (*known.key(), false),
                Entry::Occupied(_) => {}
                Entry::Vacant(place) => {
                    let name = *place.key();
                    place.insert(*digest);
                    return (name, true);
                }
            }
        }
        unreachable!("some salt gives a name of its own")
    }
}

/// The first bytes of the digest. Should two come to the same, the second is salted.
pub fn name(digest: &Digest, salt: u32) -> Name {
    let salted: Digest = match salt {
        0 => *digest,
        _ => Sha256::new().chain_update(salt.to_le_bytes()).chain_update(digest).finalize().into(),
    };
    let mut name = [0; 6];
    name.copy_from_slice(&salted[..6]);
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
    fn what_holds_the_same_shares_a_name_and_others_do_not() {
        let mut register = Register::default();
        let digest = |byte: u8, last: u8| {
            let mut digest = [byte; 32];
            digest[31] = last;
            digest
        };
        let (one, two) = (digest(1, 0), digest(2, 0));
        let named = [one, two, one].map(|digest| register.add(&digest));
        assert_eq!([named[0].1, named[1].1, named[2].1], [true, true, false]);
        assert!(named[0].0 == named[2].0 && named[0].0 != named[1].0);
        // As long as a name is, these are the same.
        let (twin, is_new) = register.add(&digest(1, 9));
        assert!(is_new && twin != named[0].0);
        assert_eq!(register.add(&digest(1, 9)), (twin, false));
    }
}
