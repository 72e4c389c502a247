//! Takes rare codes out of the dictionaries, which are far smaller without them.

use std::io;
use std::ops::Range;

use super::lists::{List, Lists};
use super::order::fnv;
use super::packing::put_short;
use super::piece::{Part, Piece};
use crate::pack::is_code;

/// A code in more records than this, counted by field, stays in the dictionaries.
const MOST: u32 = 24;

/// Raw bytes of a chunk at least, and on average beyond that: about a third of all once deflated.
const CHUNK: usize = 12 << 10;

/// The rare codes of a piece.
#[derive(Debug, Default)]
pub struct Codes {
    /// Field, and place of the code among its terms: in the order of the codes, and then of the fields.
    places: Vec<(u8, u32)>,
    /// Where the places of each code end.
    ends: Vec<u32>,
}

impl Codes {
    pub fn of(piece: &Piece) -> Self {
        let term = |(field, at): &(u8, u32)| piece.fields[usize::from(*field)].term(*at as usize);
        let mut all: Vec<(u8, u32)> = Vec::new();
        for (field, part) in (0..).zip(&piece.fields) {
            let codes = (0..part.len()).filter(|at| is_code(part.term(*at)));
            all.extend(codes.map(|at| (field, at as u32)));
        }
        // Those of one field are in order already, which this kind of sorting makes use of.
        all.sort_by(|a, b| term(a).cmp(term(b)));
        let mut codes = Self::default();
        for places in all.chunk_by(|a, b| term(a) == term(b)) {
            let documents =
                |(field, at): &(u8, u32)| piece.fields[usize::from(*field)].documents(*at as usize);
            if places.iter().map(documents).sum::<u32>() <= MOST {
                codes.places.extend_from_slice(places);
                codes.ends.push(codes.places.len() as u32);
            }
        }
        codes
    }

    fn each(&self) -> impl Iterator<Item = &[(u8, u32)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.places[start as usize..*end as usize])
    }

    /// Ranges of the terms of a field that are no rare codes.
    pub fn others(&self, field: usize, part: &Part) -> Vec<Range<usize>> {
        let rare = self.places.iter().filter(|(of, _)| usize::from(*of) == field);
        let mut ranges = Vec::new();
        let mut start = 0;
        for at in rare.map(|(_, at)| *at as usize) {
            if start < at {
                ranges.push(start..at);
            }
            start = at + 1;
        }
        ranges.push(start..part.len());
        ranges
    }
}

/// A chunk of codes.
pub struct Chunk {
    /// The first code.
    pub first: String,
    pub raw: Vec<u8>,
}

/// The rare codes of a piece, in order, in chunks. Where a chunk ends depends on the codes near its end alone.
pub fn chunks(piece: &Piece, codes: &Codes, records: u32) -> tantivy::Result<Vec<Chunk>> {
    // Most pieces of a small index have none.
    if codes.ends.is_empty() {
        return Ok(Vec::new());
    }
    let lists = piece.lists(records)?;
    let mut chunks = Vec::new();
    let (mut open, mut list) = (Open::default(), List::default());
    for places in codes.each() {
        let (field, at) = places[0];
        let term = piece.fields[usize::from(field)].term(at as usize);
        if open.codes == 0 {
            open.first = String::from_utf8_lossy(term).into_owned();
        }
        open.codes += 1;
        let start = open.bytes.len();
        encode(&mut open.bytes, piece, places, &lists, &mut list)?;
        let is_end = fnv(term.iter().copied()) % (CHUNK as u64) < (open.bytes.len() - start) as u64;
        if open.bytes.len() >= 4 * CHUNK || open.bytes.len() >= CHUNK && is_end {
            chunks.push(std::mem::take(&mut open).close());
        }
    }
    if open.codes > 0 {
        chunks.push(open.close());
    }
    Ok(chunks)
}

/// A chunk that is being filled.
#[derive(Default)]
struct Open {
    first: String,
    codes: usize,
    bytes: Vec<u8>,
}

impl Open {
    fn close(self) -> Chunk {
        let mut raw = Vec::with_capacity(self.bytes.len() + 4);
        put_short(&mut raw, self.codes as u64);
        raw.extend_from_slice(&self.bytes);
        Chunk { first: self.first, raw }
    }
}

/// Appends a code with its lists as a [`crate::pack::RareTerm`] is encoded.
fn encode(
    out: &mut Vec<u8>,
    piece: &Piece,
    places: &[(u8, u32)],
    lists: &[Lists],
    list: &mut List,
) -> io::Result<()> {
    let (field, at) = places[0];
    let term = piece.fields[usize::from(field)].term(at as usize);
    put_short(out, term.len() as u64);
    out.extend_from_slice(term);
    put_short(out, places.len() as u64);
    for (field, at) in places {
        out.push(*field);
        list.clear();
        let info = piece.fields[usize::from(*field)].info(*at as usize);
        lists[usize::from(*field)].read(&info, 0, list)?;
        put_list(out, list);
    }
    Ok(())
}

fn put_list(out: &mut Vec<u8>, list: &List) {
    put_short(out, list.documents.len() as u64);
    let mut steps = list.positions.iter();
    for (document, count) in list.documents.iter().zip(&list.counts) {
        put_short(out, u64::from(*document));
        put_short(out, u64::from(*count));
        let mut position = 0;
        for step in steps.by_ref().take(*count as usize) {
            position += step;
            put_short(out, u64::from(position));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::RareTerm;

    #[test]
    fn codes_are_encoded_as_they_are_decoded() {
        let list = List { documents: vec![3, 400], counts: vec![2, 1], positions: vec![5, 200, 70_000] };
        let mut raw = Vec::new();
        put_short(&mut raw, 1);
        put_short(&mut raw, 3);
        raw.extend_from_slice(b"r2d");
        put_short(&mut raw, 1);
        raw.push(4);
        put_list(&mut raw, &list);
        let terms: Vec<RareTerm> = postcard::from_bytes(&raw).unwrap();
        let lists = vec![(4, vec![(3, vec![5, 205]), (400, vec![70_000])])];
        assert_eq!(terms, [RareTerm { term: "r2d".into(), lists }]);
        assert_eq!(postcard::to_allocvec(&terms).unwrap(), raw);
    }
}
