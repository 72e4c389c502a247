//! Results that are kept from one run to the next, each under a name and with a fingerprint of what it was made of.
//!
//! They lie in a fixed number of files by their names, so that what has changed in one place is written in one file.
//! What can't be read is no error: then the results are found again.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{folder, prepare, program};
use crate::files;
use crate::fingerprint::Fingerprint;
use crate::hash::hash;

/// What each file begins with; the number is that of the format.
const MAGIC: &[u8; 8] = b"lookpc1\n";
/// Bytes before the pieces: also the program and a sum.
const HEAD: usize = 8 + 16 + 4;
/// Bytes before the name of a piece: what it was made of, its length and that of its name.
const ENTRY: usize = 16 + 4 + 4;

/// The pieces of one kind.
#[derive(Debug)]
pub struct Pieces {
    folder: PathBuf,
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
    /// Reads what earlier runs have kept below the knowledge base in `root`; `None` where nothing can be kept.
    #[must_use]
    pub fn open(root: &Path, name: &str, files: usize) -> Option<Self> {
        let kept = folder(root);
        let folder = kept.join(name);
        prepare(&kept).ok()?;
        files::refuse_link(&folder).ok()?;
        files::create_folder(&folder).ok()?;
        let read: Vec<Result<File, ()>> =
            (0..files).into_par_iter().map(|number| read(&folder.join(self::name(number)))).collect();
        let is_damaged = read.iter().any(Result::is_err);
        let files: Vec<File> = read.into_iter().map(Result::unwrap_or_default).collect();
        let placed = files.iter().enumerate().flat_map(|(number, file)| {
            file.pieces.iter().map(move |(of, start, end)| (*of, (number, *start, *end)))
        });
        Some(Self { places: placed.collect(), folder, files, is_damaged })
    }

    /// What a person should know about what was kept.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        self.is_damaged.then(|| {
            format!("what was kept in {} is damaged, so that it is made anew", self.folder.display())
        })
    }

    /// A piece by what it is made of.
    #[must_use]
    pub fn get(&self, name: &str, of: Fingerprint) -> Option<&[u8]> {
        let (number, start, end) = *self.places.get(&named(name, of))?;
        self.files[number].bytes.get(start..end)
    }

    /// Keeps these and no others.
    pub fn keep(&self, pieces: &[Piece<'_>]) {
        let mut files: Vec<Vec<Piece<'_>>> = vec![Vec::new(); self.files.len()];
        for piece in pieces {
            files[(hash(piece.0.as_bytes()) % self.files.len() as u64) as usize].push(*piece);
        }
        files.into_par_iter().zip(&self.files).enumerate().for_each(|(number, (pieces, before))| {
            let of = as_one(pieces.iter().map(|(name, of, _)| named(name, *of)));
            if before.of != Some(of) {
                // What can't be kept is found again.
                let _ = files::replace(&self.folder.join(name(number)), &bytes(&pieces));
            }
        });
    }
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
    let mut bytes = Vec::with_capacity(HEAD + size);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&program().bytes());
    bytes.extend_from_slice(&[0; 4]);
    for (name, of, piece) in pieces {
        bytes.extend_from_slice(&of.bytes());
        bytes.extend_from_slice(&(name.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&(piece.len() as u32).to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(piece);
    }
    let sum = crc32fast::hash(&bytes[HEAD..]).to_le_bytes();
    bytes[HEAD - 4..HEAD].copy_from_slice(&sum);
    bytes
}

/// Reads a file; empty where there is none, or what another program has left.
fn read(path: &Path) -> Result<File, ()> {
    let Ok(bytes) = files::read(path) else { return Ok(File::default()) };
    let head = bytes.get(..HEAD).ok_or(())?;
    if !head.starts_with(&MAGIC[..MAGIC.len() - 2]) {
        return Err(());
    }
    if !head.starts_with(MAGIC) || head[8..24] != program().bytes() {
        return Ok(File::default());
    }
    if crc32fast::hash(&bytes[HEAD..]).to_le_bytes() != head[24..] {
        return Err(());
    }
    let (mut pieces, mut at) = (Vec::new(), HEAD);
    while at < bytes.len() {
        let (of, start, end) = entry(&bytes, at).ok_or(())?;
        pieces.push((of, start, end));
        at = end;
    }
    let of = Some(as_one(pieces.iter().map(|(of, ..)| *of)));
    Ok(File { of, pieces, bytes })
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
        let open = || Pieces::open(base.path(), "words", 2).unwrap();
        let of = |text: &str| Fingerprint::of(text);
        let all = [("a", of("1"), &b"one"[..]), ("b", of("1"), b"two"), ("c", of("2"), b"")];
        assert_eq!(open().get("a", of("1")), None);
        open().keep(&all);
        let pieces = open();
        assert_eq!(pieces.get("a", of("1")), Some(&b"one"[..]));
        assert_eq!(pieces.get("b", of("1")), Some(&b"two"[..]));
        assert_eq!(pieces.get("c", of("2")), Some(&b""[..]));
        assert_eq!((pieces.get("a", of("2")), pieces.get("d", of("1"))), (None, None));
        pieces.keep(&all[1..]);
        assert_eq!(open().get("a", of("1")), None);
        assert_eq!(open().get("b", of("1")), Some(&b"two"[..]));
        for entry in fs::read_dir(base.path().join(".lookback/words")).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            fs::write(path, bytes).unwrap();
        }
        assert!(open().note().is_some());
        assert_eq!(open().get("b", of("1")), None);
    }
}
