//! Results that are kept from one run to the next, each under a name and with a fingerprint of what it was made of.
//!
//! They lie in a fixed number of files by their names, so that what has changed in one place is written in one file.
//! What can't be read is no error: then the results are found again.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::sealed::{Found, Seal};
use super::{damaged, program, room};
use crate::core::fingerprint::Fingerprint;
use crate::core::hash::hash;

/// Bytes before the name of a piece: what it was made of, its length and that of its name.
const ENTRY: usize = 16 + 4 + 4;

/// The pieces of one kind.
#[derive(Debug)]
pub struct Pieces {
    folder: PathBuf,
    seal: Seal,
    files: Vec<File>,
    /// The file of each piece, and where it lies in that.
    places: FxHashMap<Fingerprint, (usize, usize, usize)>,
    is_damaged: bool,
}

/// One piece: its name, what it was made of, and what it is.
pub type Piece<'p> = (&'p str, Fingerprint, &'p [u8]);

#[derive(Debug, Default)]
struct File {
    bytes: Vec<u8>,
    /// Names and fingerprints of what is in it, as one.
    of: Option<Fingerprint>,
    /// Where the pieces lie in it.
    pieces: Vec<(Fingerprint, usize, usize)>,
}

impl Pieces {
    /// Reads what earlier runs have kept below the knowledge base in `root`, if it was made with what they are made `with` now;
    /// `None` where nothing can be kept.
    #[must_use]
    pub fn open(root: &Path, name: &str, files: usize, with: Fingerprint) -> Option<Self> {
        let folder = room(root, name).ok()?;
        let seal = sealed(with);
        let read = |number: usize| seal.read(&folder.join(self::name(number))).read_as(File::read);
        let read: Vec<Found<File>> = (0..files).into_par_iter().map(read).collect();
        let is_damaged = read.iter().any(|file| matches!(file, Found::Damaged));
        let file = |found| if let Found::Contents(file) = found { file } else { File::default() };
        let files: Vec<File> = read.into_iter().map(file).collect();
        let placed = files.iter().enumerate().flat_map(|(number, file)| {
            file.pieces.iter().map(move |(of, start, end)| (*of, (number, *start, *end)))
        });
        Some(Self { places: placed.collect(), folder, seal, files, is_damaged })
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.then(|| damaged(&self.folder))
    }

    /// A piece by what it is made of.
    #[must_use]
    pub fn get(&self, name: &str, of: Fingerprint) -> Option<&[u8]> {
        let (number, start, end) = *self.places.get(&named(name, of))?;
        self.files[number].bytes.get(start..end)
    }

    /// Keeps these and no others, which were made `with` something.
    pub fn keep(&self, with: Fingerprint, pieces: &[Piece<'_>]) {
        let seal = sealed(with);
        let mut files: Vec<Vec<Piece<'_>>> = vec![Vec::new(); self.files.len()];
        for piece in pieces {
            files[(hash(piece.0.as_bytes()) % self.files.len() as u64) as usize].push(*piece);
        }
        files.into_par_iter().zip(&self.files).enumerate().for_each(|(number, (pieces, before))| {
            let of = as_one(pieces.iter().map(|(name, of, _)| named(name, *of)));
            if before.of != Some(of) || seal.of != self.seal.of {
                // What can't be kept is found again.
                let _ = seal.write(&self.folder.join(name(number)), &[&bytes(&pieces)]);
            }
        });
    }
}

/// What says of a file that the running program made it with something.
fn sealed(with: Fingerprint) -> Seal {
    Seal { format: b"lookpc2\n", of: Fingerprint::of(&(program(), with)) }
}

/// The same results of two incidents are two pieces.
fn named(name: &str, of: Fingerprint) -> Fingerprint {
    Fingerprint::of(&(name, of))
}

fn as_one(pieces: impl Iterator<Item = Fingerprint>) -> Fingerprint {
    Fingerprint::of(&pieces.collect::<Vec<_>>())
}

fn name(number: usize) -> String {
    format!("{number:02x}")
}

fn bytes(pieces: &[Piece<'_>]) -> Vec<u8> {
    let size: usize = pieces.iter().map(|(name, _, piece)| ENTRY + name.len() + piece.len()).sum();
    let mut bytes = Vec::with_capacity(size);
    for (name, of, piece) in pieces {
        bytes.extend_from_slice(&of.bytes());
        bytes.extend_from_slice(&(name.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&(piece.len() as u32).to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(piece);
    }
    bytes
}

impl File {
    /// `None` where the bytes are none of a file of pieces.
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let (mut pieces, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let (of, start, end) = entry(&bytes, at)?;
            pieces.push((of, start, end));
            at = end;
        }
        let of = Some(as_one(pieces.iter().map(|(of, ..)| *of)));
        Some(Self { of, pieces, bytes })
    }
}

/// The piece at a place: its name and what it was made of as one, and where it begins and ends.
fn entry(bytes: &[u8], at: usize) -> Option<(Fingerprint, usize, usize)> {
    let (of, rest) = bytes.get(at..)?.split_first_chunk::<16>()?;
    let (length_of_name, rest) = rest.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    let start = at.checked_add(ENTRY)?.checked_add(u32::from_le_bytes(*length_of_name) as usize)?;
    let end = start.checked_add(u32::from_le_bytes(*length) as usize)?;
    let name = std::str::from_utf8(bytes.get(at + ENTRY..start)?).ok()?;
    bytes.get(start..end)?;
    Some((named(name, Fingerprint::stored(*of)), start, end))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_what_is_damaged_does_not() {
        let base = tempfile::tempdir().unwrap();
        let of = |text: &str| Fingerprint::of(text);
        let open_with = |with: &str| Pieces::open(base.path(), "words", 2, of(with)).unwrap();
        let open = || open_with("one");
        let all = [("a", of("1"), &b"one"[..]), ("b", of("1"), b"two"), ("c", of("2"), b"")];
        assert_eq!(open().get("a", of("1")), None);
        open().keep(of("one"), &all);
        let pieces = open();
        assert_eq!(pieces.get("a", of("1")), Some(&b"one"[..]));
        assert_eq!(pieces.get("b", of("1")), Some(&b"two"[..]));
        assert_eq!(pieces.get("c", of("2")), Some(&b""[..]));
        assert_eq!((pieces.get("a", of("2")), pieces.get("d", of("1"))), (None, None));
        pieces.keep(of("one"), &all[1..]);
        assert_eq!(open().get("a", of("1")), None);
        assert_eq!(open().get("b", of("1")), Some(&b"two"[..]));
        assert_eq!(open_with("other").get("b", of("1")), None);
        open().keep(of("other"), &all[1..]);
        assert_eq!(open_with("other").get("b", of("1")), Some(&b"two"[..]));
        assert_eq!((open().get("b", of("1")), open().note()), (None, None));
        open().keep(of("one"), &all[1..]);
        for entry in fs::read_dir(base.path().join(".lookback/words")).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            if let Some(first) = bytes.first_mut() {
                *first ^= 1;
            }
            fs::write(path, bytes).unwrap();
        }
        assert!(open().note().is_some());
        assert_eq!(open().get("b", of("1")), None);
    }
}
