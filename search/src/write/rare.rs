//! Takes rare codes out of a finished segment, which then needs far smaller dictionaries.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::footer::Footer;
use tantivy::directory::{CompositeFile, CompositeWrite, FileSlice, OwnedBytes};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionaryBuilder;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use crate::pack::{Files, Occurrences, RareTerm, ReadOnly, is_code, open_segment};
use crate::schema::TextField;

/// A code in more records than this, counted by field, stays in the dictionaries.
const MOST: u32 = 24;

/// Raw bytes of a chunk, about: a third of that once deflated.
const CHUNK: usize = 24 << 10;

/// The files of a segment by ending.
type Segment = BTreeMap<String, OwnedBytes>;

/// A segment without rare codes, and those, in order. Where there are fewer than `many` of them, all stay: then typing
/// errors in them are found too, and no query has to wait for them.
pub fn split(files: Segment, records: u32, many: usize) -> tantivy::Result<(Segment, Vec<RareTerm>)> {
    let files = Arc::new(Whole(files));
    let segment = open_segment(ReadOnly(files.clone()), records)?;
    let rare = rare_codes(&segment)?;
    if rare.len() < many {
        return Ok((files.0.clone(), Vec::new()));
    }
    let parts: tantivy::Result<Vec<Option<Part>>> =
        TextField::ALL.par_iter().map(|text| Part::of(&files, &segment, text.field(), &rare)).collect();
    let parts: Vec<Part> = parts?.into_iter().flatten().collect();
    let mut kept = files.0.clone();
    for (ending, bytes) in [
        ("idx", (|part| &part.postings) as fn(&Part) -> &Vec<u8>),
        ("pos", |part| &part.positions),
        ("term", |part| &part.terms),
    ] {
        let composed = compose(&files.0[ending], parts.iter().map(|part| (part.field, bytes(part))))?;
        kept.insert(ending.to_owned(), composed);
    }
    Ok((kept, joined(parts)))
}

/// Runs of terms that fill a chunk each.
pub fn chunks(terms: &[RareTerm]) -> Vec<&[RareTerm]> {
    let mut chunks = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (place, term) in terms.iter().enumerate() {
        let records = term.lists.iter().flat_map(|(_, list)| list);
        bytes += term.term.len() + 4 + records.map(|(_, positions)| 3 + 2 * positions.len()).sum::<usize>();
        if bytes >= CHUNK || place + 1 == terms.len() {
            chunks.push(&terms[start..=place]);
            (start, bytes) = (place + 1, 0);
        }
    }
    chunks
}

/// Files in memory.
#[derive(Debug)]
struct Whole(Segment);

impl Files for Whole {
    fn length(&self, ending: &str) -> Option<usize> {
        self.0.get(ending).map(|file| file.len())
    }

    fn read(&self, ending: &str, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.0.get(ending).map(|file| file.slice(range)).ok_or(io::ErrorKind::NotFound.into())
    }
}

fn rare_codes(segment: &SegmentReader) -> tantivy::Result<HashSet<Vec<u8>>> {
    let mut frequencies: HashMap<Vec<u8>, u32> = HashMap::new();
    for text in TextField::ALL {
        let inverted = segment.inverted_index(text.field())?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            if is_code(term) {
                match frequencies.get_mut(term) {
                    Some(known) => *known += info.doc_freq,
                    None => drop(frequencies.insert(term.to_vec(), info.doc_freq)),
                }
            }
        }
    }
    Ok(frequencies.into_iter().filter(|(_, frequency)| *frequency <= MOST).map(|(term, _)| term).collect())
}

/// One field without rare codes, as tantivy writes it, and its rare codes.
struct Part {
    field: Field,
    postings: Vec<u8>,
    positions: Vec<u8>,
    terms: Vec<u8>,
    rare: Vec<(Vec<u8>, Occurrences)>,
}

impl Part {
    /// `None` for a field that no record has.
    fn of(
        files: &Whole,
        segment: &SegmentReader,
        field: Field,
        rare: &HashSet<Vec<u8>>,
    ) -> tantivy::Result<Option<Self>> {
        let read = |ending: &str| -> tantivy::Result<Option<OwnedBytes>> {
            let (body, _) = without_footer(&files.0[ending])?;
            let part = CompositeFile::open(&body)?.open_read(field);
            Ok(part.map(|part| part.read_bytes()).transpose()?)
        };
        let (Some(postings), Some(positions)) = (read("idx")?, read("pos")?) else { return Ok(None) };
        let inverted = segment.inverted_index(field)?;
        // The number of tokens stands before the postings.
        let (tokens, postings) = postings.split_at(8);
        let mut part = Self {
            field,
            postings: tokens.to_vec(),
            positions: Vec::new(),
            terms: Vec::new(),
            rare: Vec::new(),
        };
        let mut dictionary = TermDictionaryBuilder::create(Vec::new())?;
        let mut taken: Vec<(Vec<u8>, TermInfo)> = Vec::new();
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            if rare.contains(term) {
                taken.push((term.to_vec(), info.clone()));
            } else {
                let info = TermInfo {
                    doc_freq: info.doc_freq,
                    postings_range: append(&mut part.postings, &postings[info.postings_range.clone()], 8),
                    positions_range: append(&mut part.positions, &positions[info.positions_range.clone()], 0),
                };
                dictionary.insert(term, &info)?;
            }
        }
        part.terms = dictionary.finish()?;
        let occurrences = |(term, info)| Ok((term, occurrences(&inverted, &info)?));
        part.rare = taken.into_par_iter().map(occurrences).collect::<tantivy::Result<_>>()?;
        Ok(Some(part))
    }
}

/// Appends bytes, and gives their place behind a header.
fn append(out: &mut Vec<u8>, bytes: &[u8], header: usize) -> Range<usize> {
    let start = out.len() - header;
    out.extend_from_slice(bytes);
    start..out.len() - header
}

fn occurrences(inverted: &InvertedIndexReader, info: &TermInfo) -> tantivy::Result<Occurrences> {
    let mut postings =
        inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
    let mut found = Vec::with_capacity(info.doc_freq as usize);
    while postings.doc() != TERMINATED {
        let mut positions = Vec::new();
        postings.positions(&mut positions);
        found.push((postings.doc(), positions));
        postings.advance();
    }
    Ok(found)
}

/// The codes of all fields, in order, each once.
fn joined(parts: Vec<Part>) -> Vec<RareTerm> {
    let of_field = |part: Part| {
        let number = part.field.field_id() as u8;
        part.rare.into_iter().map(move |(term, list)| (term, number, list))
    };
    let mut all: Vec<(Vec<u8>, u8, Occurrences)> = parts.into_iter().flat_map(of_field).collect();
    all.par_sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut terms: Vec<RareTerm> = Vec::new();
    for (term, number, list) in all {
        let term = String::from_utf8(term).expect("terms are text");
        match terms.last_mut().filter(|last| last.term == term) {
            Some(last) => last.lists.push((number, list)),
            None => terms.push(RareTerm { term, lists: vec![(number, list)] }),
        }
    }
    terms
}

/// A file of these fields with the footer of the one that it replaces.
fn compose<'a>(
    old: &OwnedBytes,
    fields: impl Iterator<Item = (Field, &'a Vec<u8>)>,
) -> tantivy::Result<OwnedBytes> {
    let mut bytes = Vec::new();
    let mut file = CompositeWrite::wrap(&mut bytes);
    for (field, part) in fields {
        file.for_field(field).write_all(part)?;
    }
    file.close()?;
    // Its checksum is that of the old file, which nobody looks at: the chunks have their own.
    bytes.extend_from_slice(without_footer(old)?.1);
    Ok(OwnedBytes::new(bytes))
}

fn without_footer(file: &OwnedBytes) -> io::Result<(FileSlice, &[u8])> {
    let (_, body) = Footer::extract_footer(FileSlice::new(Arc::new(file.clone())))?;
    let length = tantivy::HasLen::len(&body);
    Ok((body, &file[length..]))
}
