//! A range of terms with the posting lists of all records, field by field: what shards are merged into, and what is kept so
//! that the next change need not merge them again.

use std::io;
use std::ops::Range;

use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;

use super::files::composed;
use super::kept::Kept;
use super::lists::{HEADER, Lists, Writer, segment_of};
use super::packing;
use crate::schema::TextField;

/// The terms from one bound to the next, in all fields.
#[derive(Debug)]
pub struct Piece {
    /// In the order of [`TextField::ALL`].
    pub fields: Vec<Part>,
}

/// The terms of one field, in order, with their lists.
#[derive(Debug)]
pub struct Part {
    terms: OwnedBytes,
    entries: Vec<Entry>,
    postings: OwnedBytes,
    positions: OwnedBytes,
}

/// A term, and where its bytes end; they begin where those of the one before end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    term: u32,
    postings: u32,
    positions: u32,
    documents: u32,
}

/// Bytes of an entry that is kept.
const ENTRY: usize = 16;

impl Part {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn before(&self, at: usize) -> Entry {
        at.checked_sub(1)
            .map_or(Entry { term: 0, postings: 0, positions: 0, documents: 0 }, |at| self.entries[at])
    }

    pub fn term(&self, at: usize) -> &[u8] {
        &self.terms[self.before(at).term as usize..self.entries[at].term as usize]
    }

    /// In how many records a term is.
    pub fn documents(&self, at: usize) -> u32 {
        self.entries[at].documents
    }

    /// Where the list of a term is among those of this part.
    pub fn info(&self, at: usize) -> TermInfo {
        let (before, entry) = (self.before(at), self.entries[at]);
        TermInfo {
            doc_freq: entry.documents,
            postings_range: before.postings as usize..entry.postings as usize,
            positions_range: before.positions as usize..entry.positions as usize,
        }
    }

    /// Bytes of the lists of neighbouring terms, and of their positions.
    pub fn bytes(&self, range: Range<usize>) -> (&[u8], &[u8]) {
        let (before, last) = (self.before(range.start), self.before(range.end));
        (
            &self.postings[before.postings as usize..last.postings as usize],
            &self.positions[before.positions as usize..last.positions as usize],
        )
    }

    /// The first place, from `start` on, whose term is not less.
    pub fn place(&self, start: usize, term: &[u8]) -> usize {
        let (mut low, mut high) = (start, self.entries.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term(middle) < term { low = middle + 1 } else { high = middle }
        }
        low
    }
}

impl Piece {
    /// What reads the lists, field by field.
    pub fn lists(&self, documents: u32) -> tantivy::Result<Vec<Lists>> {
        let fields = || TextField::ALL.into_iter().zip(&self.fields);
        let header = OwnedBytes::new(vec![0; HEADER]);
        let of = |parts: fn(&Part) -> OwnedBytes, header: Option<&OwnedBytes>| {
            let with = |(text, part): (TextField, &Part)| {
                (text.field(), header.cloned().into_iter().chain([parts(part)]).collect())
            };
            composed(fields().map(with).collect())
        };
        let segment = segment_of(
            of(|part| part.postings.clone(), Some(&header))?,
            of(|part| part.positions.clone(), None)?,
            composed(TextField::ALL.map(|text| (text.field(), vec![no_terms()])).into())?,
            documents,
        )?;
        fields()
            .map(|(text, part)| Lists::new(&segment, text, part.postings.clone(), part.positions.clone()))
            .collect()
    }

    /// Keeps it under a name.
    pub fn keep(&self, kept: &dyn Kept, name: &str) {
        let entries: Vec<Vec<u8>> = self.fields.iter().map(|part| encoded(&part.entries)).collect();
        let runs = self.fields.iter().zip(&entries).flat_map(
            |(Part { terms, entries: _, postings, positions }, entries)| {
                [terms.as_slice(), entries, postings, positions]
            },
        );
        packing::put(kept, name, &runs.collect::<Vec<_>>());
    }

    /// What was kept under a name.
    pub fn kept(kept: &dyn Kept, name: &str) -> Option<Self> {
        let runs = packing::get(kept, name, 4 * TextField::ALL.len())?;
        let (fields, _) = runs.as_chunks();
        let part = |[terms, entries, postings, positions]: &[OwnedBytes; 4]| Part {
            terms: terms.clone(),
            entries: decoded(entries),
            postings: postings.clone(),
            positions: positions.clone(),
        };
        Some(Self { fields: fields.iter().map(part).collect() })
    }
}

fn encoded(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * ENTRY);
    for Entry { term, postings, positions, documents } in entries {
        [term, postings, positions, documents]
            .into_iter()
            .for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
    bytes
}

fn decoded(bytes: &[u8]) -> Vec<Entry> {
    let (numbers, _) = bytes.as_chunks();
    let (entries, _) = numbers.as_chunks();
    let entry = |numbers: &[[u8; 4]; 4]| {
        let [term, postings, positions, documents] = numbers.map(u32::from_le_bytes);
        Entry { term, postings, positions, documents }
    };
    entries.iter().map(entry).collect()
}

fn no_terms() -> OwnedBytes {
    let builder = tantivy::termdict::TermDictionaryBuilder::create(Vec::new());
    OwnedBytes::new(builder.and_then(|builder| builder.finish()).expect("writing to memory does not fail"))
}

/// Writes a part, term by term.
#[derive(Default)]
pub struct PartWriter {
    terms: Vec<u8>,
    entries: Vec<Entry>,
    lists: Writer,
}

impl PartWriter {
    /// For what will be about as large as other parts together.
    pub fn like<'p>(parts: impl Iterator<Item = &'p Part> + Clone) -> Self {
        let with = |bytes: fn(&Part) -> usize| {
            let sum = parts.clone().map(bytes).sum::<usize>();
            sum + sum / 64 + 256
        };
        Self {
            terms: Vec::with_capacity(with(|part| part.terms.len())),
            entries: Vec::with_capacity(with(Part::len)),
            lists: Writer::with_capacity(with(|part| part.postings.len()), with(|part| part.positions.len())),
        }
    }

    /// Adds a term; `write` writes its list.
    pub fn add(
        &mut self,
        term: &[u8],
        documents: usize,
        write: impl FnOnce(&mut Writer) -> io::Result<()>,
    ) -> io::Result<()> {
        write(&mut self.lists)?;
        self.terms.extend_from_slice(term);
        let (postings, positions) = self.lists.ends();
        self.entries.push(Entry {
            term: fit(self.terms.len()),
            postings: fit(postings),
            positions: fit(positions),
            documents: fit(documents),
        });
        Ok(())
    }

    /// Adds neighbouring terms of another part as they are.
    pub fn copy(&mut self, part: &Part, range: Range<usize>) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        let before = part.before(range.start);
        let term = fit(self.terms.len()).wrapping_sub(before.term);
        let (postings, positions) = self.lists.ends();
        let postings = fit(postings).wrapping_sub(before.postings);
        let positions = fit(positions).wrapping_sub(before.positions);
        let last = part.entries[range.end - 1];
        self.terms.extend_from_slice(&part.terms[before.term as usize..last.term as usize]);
        let (lists, places) = part.bytes(range.clone());
        self.lists.copy(lists, places)?;
        self.entries.extend(part.entries[range].iter().map(|entry| Entry {
            term: entry.term.wrapping_add(term),
            postings: entry.postings.wrapping_add(postings),
            positions: entry.positions.wrapping_add(positions),
            documents: entry.documents,
        }));
        Ok(())
    }

    pub fn finish(self) -> Part {
        let (postings, positions) = self.lists.finish();
        Part {
            terms: OwnedBytes::new(self.terms),
            entries: self.entries,
            postings: OwnedBytes::new(postings),
            positions: OwnedBytes::new(positions),
        }
    }
}

/// Sizes are stored in 32 bits, which is as far as tantivy goes in the browser.
fn fit(size: usize) -> u32 {
    u32::try_from(size).expect("an index has less than 4 GB")
}
