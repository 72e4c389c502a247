//! A piece → what is published of it: the terms of dictionaries, and chunks of lists, of positions and of rare codes.
//!
//! Lists are cut anew in each piece, so that one that grows moves the bytes of its own piece alone.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::kept::Kept;
use super::packing::{put_short, take_short};
use super::piece::{Part, Piece};
use super::rare::{self, Codes};
use super::seal::{Digest, digest, name, seal, store};

/// Raw bytes of a chunk of lists, and of one of positions. A query reads few lists, most of them short; positions only for
/// phrases.
pub const LISTS: usize = 8 * 1024;
pub const POSITIONS: usize = 32 * 1024;

/// What is published of a piece.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outline {
    /// In the order of [`crate::schema::TextField::ALL`].
    pub fields: Vec<Field>,
    /// The rare codes where these are not in the dictionaries: the first of each chunk, and the chunk.
    pub rare: Vec<(String, Chunk)>,
}

/// What is published of a field.
#[derive(Debug, Serialize, Deserialize)]
pub struct Field {
    /// The terms, packed.
    terms: Vec<u8>,
    pub lists: Section,
    pub positions: Section,
}

/// A run of bytes, cut into chunks of one size.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Section {
    /// In bytes.
    pub length: u32,
    pub chunks: Vec<Chunk>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Chunk {
    pub digest: Digest,
    /// Its file; empty where that is published already.
    #[serde(skip)]
    pub file: Vec<u8>,
}

/// A term of a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'o> {
    pub bytes: &'o [u8],
    /// In how many records it is.
    pub documents: u32,
    /// Bytes of its list and of the positions.
    pub list: usize,
    pub positions: usize,
}

/// Makes chunks, but for the files of those that are published already.
#[derive(Clone, Copy)]
pub struct Cutter<'k> {
    /// Whether rare codes are not in the dictionaries.
    pub is_apart: bool,
    /// In all.
    pub records: u32,
    pub kept: Option<&'k dyn Kept>,
}

impl Cutter<'_> {
    /// # Errors
    /// When the lists can't be read.
    pub fn outline(&self, piece: &Piece) -> tantivy::Result<Outline> {
        let codes = if self.is_apart { Codes::of(piece) } else { Codes::default() };
        let field = |(number, part): (usize, &Part)| {
            let runs = codes.others(number, part);
            let bytes = |range: &Range<usize>| part.bytes(range.clone());
            let (lists, positions): (Vec<&[u8]>, Vec<&[u8]>) = runs.iter().map(bytes).unzip();
            Field {
                terms: packed(part, &runs),
                lists: self.section(&joined(&lists), LISTS, seal),
                positions: self.section(&joined(&positions), POSITIONS, store),
            }
        };
        let rare = rare::chunks(piece, &codes, self.records)?;
        Ok(Outline {
            fields: piece.fields.iter().enumerate().map(field).collect(),
            rare: rare.into_iter().map(|chunk| (chunk.first, self.chunk(&chunk.raw, seal))).collect(),
        })
    }

    fn section(&self, bytes: &[u8], size: usize, file: fn(&[u8]) -> Vec<u8>) -> Section {
        let length = u32::try_from(bytes.len()).expect("an index has less than 4 GB");
        Section { length, chunks: bytes.chunks(size).map(|raw| self.chunk(raw, file)).collect() }
    }

    fn chunk(&self, raw: &[u8], file: fn(&[u8]) -> Vec<u8>) -> Chunk {
        let digest = digest(raw);
        let file = if self.is_published(&digest) { Vec::new() } else { file(raw) };
        Chunk { digest, file }
    }

    fn is_published(&self, digest: &Digest) -> bool {
        self.kept.is_some_and(|kept| kept.size(name(digest, 0)).is_some())
    }

    /// Whether nothing of a piece has to be made.
    pub fn has_all_of(&self, outline: &Outline) -> bool {
        let sections = outline.fields.iter().flat_map(|field| [&field.lists, &field.positions]);
        let mut chunks = sections.flat_map(|section| &section.chunks);
        chunks.all(|chunk| self.is_published(&chunk.digest))
            && outline.rare.iter().all(|(_, chunk)| self.is_published(&chunk.digest))
    }
}

fn joined<'b>(parts: &[&'b [u8]]) -> Cow<'b, [u8]> {
    match parts {
        [one] => Cow::Borrowed(one),
        _ => parts.concat().into(),
    }
}

fn packed(part: &Part, runs: &[Range<usize>]) -> Vec<u8> {
    let mut terms = Vec::new();
    for at in runs.iter().cloned().flatten() {
        let (term, info) = (part.term(at), part.info(at));
        let numbers =
            [term.len(), info.doc_freq as usize, info.postings_range.len(), info.positions_range.len()];
        numbers.into_iter().for_each(|number| put_short(&mut terms, number as u64));
        terms.extend_from_slice(term);
    }
    terms
}

impl Field {
    /// The terms of the dictionary, in order.
    ///
    /// # Errors
    /// When they were kept, and are not whole.
    pub fn each_term(&self, mut each: impl FnMut(Term<'_>) -> io::Result<()>) -> io::Result<()> {
        let rest = &mut self.terms.as_slice();
        while !rest.is_empty() {
            each(term(rest).ok_or(io::ErrorKind::InvalidData)?)?;
        }
        Ok(())
    }
}

fn term<'o>(rest: &mut &'o [u8]) -> Option<Term<'o>> {
    let mut number = || usize::try_from(take_short(rest)?).ok();
    let (length, documents, list, positions) = (number()?, number()?, number()?, number()?);
    let (bytes, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(Term { bytes, documents: u32::try_from(documents).ok()?, list, positions })
}
