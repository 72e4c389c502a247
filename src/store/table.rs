//! Results under names, each with a fingerprint of what it was made of, in a fixed number of files: what has changed in one
//! place is written in one file.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Room;
use crate::core::fingerprint::Fingerprint;
use crate::core::hash::hash;

/// Bytes before the name of a piece: what it was made of, its length and that of its name.
const ENTRY: usize = 16 + 4 + 4;
/// Files that one thread reads before it asks for more.
const AT_ONCE: usize = 8;

/// The pieces of one kind.
#[derive(Debug)]
pub struct Table {
    room: Room,
    files: Vec<Segment>,
    /// The place of each piece, by name: its file, what it was made of, and where it lies.
    places: FxHashMap<Fingerprint, (usize, PieceSpan)>,
}

/// What a piece was made of, and where it begins and ends.
type PieceSpan = (Fingerprint, usize, usize);

/// The name of a piece, and what it is made of.
pub type Piece<'p> = (&'p str, Fingerprint);

#[derive(Debug, Default)]
struct Segment {
    bytes: Vec<u8>,
    /// All names, each with what its piece was made of, as one; `None` where there is no file.
    of: Option<Fingerprint>,
    /// By name.
    pieces: Vec<(Fingerprint, PieceSpan)>,
}

impl Table {
    /// Reads what earlier runs have kept in so many files of a room.
    pub fn open(room: Room, files: usize) -> Self {
        let read = |number: usize| room.read(&name(number), Segment::read).unwrap_or_default();
        let files: Vec<Segment> = (0..files).into_par_iter().with_min_len(AT_ONCE).map(read).collect();
        let placed = files.iter().enumerate().flat_map(|(number, file)| {
            file.pieces.iter().map(move |(name, place)| (*name, (number, *place)))
        });
        Self { places: placed.collect(), room, files }
    }

    pub fn room(&self) -> &Room {
        &self.room
    }

    /// A piece by its name, with what it was made of.
    pub fn get(&self, name: &str) -> Option<(Fingerprint, &[u8])> {
        let (number, (of, start, end)) = *self.places.get(&Fingerprint::of_bytes(name.as_bytes()))?;
        Some((of, self.files[number].bytes.get(start..end)?))
    }

    /// Keeps these pieces and no others. `bytes` gives those of the piece at a position, and is asked for what is in files that
    /// have changed.
    pub fn keep<'b>(&self, pieces: &[Piece<'_>], bytes: impl Fn(usize) -> Cow<'b, [u8]> + Sync) {
        let mut files: Vec<Vec<usize>> = vec![Vec::new(); self.files.len()];
        for (position, (name, _)) in pieces.iter().enumerate() {
            files[(hash(name.as_bytes()) % self.files.len() as u64) as usize].push(position);
        }
        files.into_par_iter().zip(&self.files).enumerate().for_each(|(number, (positions, before))| {
            let of = as_one(positions.iter().map(|position| pieces[*position]));
            if before.of != Some(of) {
                let mut all = Vec::with_capacity(before.bytes.len());
                for position in positions {
                    add(&mut all, pieces[position], &bytes(position));
                }
                self.room.write(&name(number), &[&all]);
            }
        });
    }
}

fn as_one<'p>(pieces: impl Iterator<Item = Piece<'p>>) -> Fingerprint {
    Fingerprint::of(&pieces.collect::<Vec<_>>())
}

fn name(number: usize) -> String {
    format!("{number:02x}")
}

fn add(all: &mut Vec<u8>, (name, of): Piece<'_>, bytes: &[u8]) {
    all.extend_from_slice(&of.bytes());
    all.extend_from_slice(&(name.len() as u32).to_le_bytes());
    all.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    all.extend_from_slice(name.as_bytes());
    all.extend_from_slice(bytes);
}

impl Segment {
    /// `None` where the bytes are none of a file of pieces.
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let (mut pieces, mut named, mut at) = (Vec::new(), Vec::new(), 0);
        while at < bytes.len() {
            let (name, place) = entry(&bytes, at)?;
            pieces.push((Fingerprint::of_bytes(name.as_bytes()), place));
            named.push((name, place.0));
            at = place.2;
        }
        let of = Some(as_one(named.into_iter()));
        Some(Self { of, pieces, bytes })
    }
}

/// The name of the piece at a place, and where that lies.
fn entry(bytes: &[u8], at: usize) -> Option<(&str, PieceSpan)> {
    let (of, rest) = bytes.get(at..)?.split_first_chunk::<16>()?;
    let (length_of_name, rest) = rest.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    let start = at.checked_add(ENTRY)?.checked_add(u32::from_le_bytes(*length_of_name) as usize)?;
    let end = start.checked_add(u32::from_le_bytes(*length) as usize)?;
    let name = std::str::from_utf8(bytes.get(at + ENTRY..start)?).ok()?;
    bytes.get(start..end)?;
    Some((name, (Fingerprint::stored(*of), start, end)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Store;

    #[test]
    fn what_was_kept_comes_back_and_what_is_damaged_does_not() {
        let base = tempfile::tempdir().unwrap();
        let of = |text: &str| Fingerprint::of(text);
        let store = Store { root: Some(base.path().to_owned()), ..Store::none() };
        let open_with = |with: &str| Table::open(store.room("words", with), 2);
        let open = || open_with("one");
        let all = [("a", of("1")), ("b", of("1")), ("c", of("2"))];
        let keep = |table: &Table, pieces: &[Piece<'_>]| {
            table.keep(pieces, |position| pieces[position].0.repeat(3).into_bytes().into());
        };
        assert_eq!(open().get("a"), None);
        keep(&open(), &all);
        assert_eq!(open().get("a"), Some((of("1"), &b"aaa"[..])));
        assert_eq!(open().get("c"), Some((of("2"), &b"ccc"[..])));
        assert_eq!(open().get("d"), None);
        // What has not changed is not asked for.
        open().keep(&all, |_| unreachable!());
        keep(&open(), &all[1..]);
        assert_eq!(open().get("a"), None);
        assert_eq!(open().get("b"), Some((of("1"), &b"bbb"[..])));
        assert_eq!((open_with("other").get("b"), open().room().note()), (None, None));
        for number in 0..2 {
            let path = open().room().path(&name(number)).unwrap();
            let mut bytes = fs::read(&path).unwrap();
            bytes[0] ^= 1;
            fs::write(path, bytes).unwrap();
        }
        let damaged = open();
        assert!(damaged.room().note().is_some() && damaged.get("b").is_none());
    }
}
