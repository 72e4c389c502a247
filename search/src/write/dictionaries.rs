//! Pieces → the files of one segment.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionaryBuilder;

use super::columns;
use super::files::{closed, written};
use super::lists::HEADER;
use super::piece::{Part, Piece};
use super::rare::Codes;
use super::shard::Head;
use crate::record::Columns;
use crate::schema::TextField;

/// The files of a segment by ending.
pub type Segment = BTreeMap<&'static str, OwnedBytes>;

/// Puts all terms but `codes`, of which there are some for each piece or none at all, and what is known of each record
/// into the files of a segment.
pub fn segment<'c>(
    pieces: &[Piece],
    codes: &[Codes],
    heads: &[&Head],
    records: impl ExactSizeIterator<Item = &'c Columns> + Send,
) -> tantivy::Result<Segment> {
    let words = |text: TextField| heads.iter().map(|head| head.lengths[text as usize].0).sum();
    let lengths =
        |text: &TextField| heads.iter().flat_map(|head| &head.lengths[*text as usize].1).copied().collect();
    let runs = Runs::of(pieces, codes);
    let ((postings, positions), (terms, fast)) = rayon::join(
        || rayon::join(|| runs.postings(words), || runs.positions()),
        || rayon::join(|| runs.terms(), || columns::columns(records)),
    );
    Ok(BTreeMap::from([
        ("fast", fast?),
        ("fieldnorm", columns::lengths(TextField::ALL.iter().map(lengths))?),
        ("idx", postings?),
        ("pos", positions?),
        // Nobody reads it, but it is looked for.
        ("store", closed(Vec::new())),
        ("term", terms?),
    ]))
}

/// The terms that the dictionaries have: for each field, ranges of the terms of parts.
struct Runs<'p>(Vec<Vec<(&'p Part, Range<usize>)>>);

impl<'p> Runs<'p> {
    fn of(pieces: &'p [Piece], codes: &[Codes]) -> Self {
        let field = |text: TextField| {
            let part = |(number, piece): (usize, &'p Piece)| {
                let part = &piece.fields[text as usize];
                let all = || std::iter::once(0..part.len()).collect();
                let ranges = codes.get(number).map_or_else(all, |codes| codes.others(text as usize, part));
                ranges.into_iter().filter(|range| !range.is_empty()).map(move |range| (part, range))
            };
            pieces.iter().enumerate().flat_map(part).collect()
        };
        Self(TextField::ALL.map(field).into())
    }

    fn fields(&self) -> impl Iterator<Item = (TextField, &[(&'p Part, Range<usize>)])> {
        TextField::ALL.into_iter().zip(self.0.iter().map(Vec::as_slice))
    }

    /// The file of the posting lists.
    fn postings(&self, words: impl Fn(TextField) -> u64) -> io::Result<OwnedBytes> {
        let size = |(_, runs): (_, &[(&Part, Range<usize>)])| -> usize {
            runs.iter().map(|(part, range)| part.bytes(range.clone()).0.len()).sum::<usize>() + HEADER
        };
        written(self.fields().map(size).sum(), |file| {
            self.fields().try_for_each(|(text, runs)| {
                let out = file.for_field(text.field());
                out.write_all(&words(text).to_le_bytes())?;
                runs.iter().try_for_each(|(part, range)| out.write_all(part.bytes(range.clone()).0))
            })
        })
    }

    /// The file of the positions.
    fn positions(&self) -> io::Result<OwnedBytes> {
        let size = |(_, runs): (_, &[(&Part, Range<usize>)])| -> usize {
            runs.iter().map(|(part, range)| part.bytes(range.clone()).1.len()).sum()
        };
        written(self.fields().map(size).sum(), |file| {
            self.fields().try_for_each(|(text, runs)| {
                let out = file.for_field(text.field());
                runs.iter().try_for_each(|(part, range)| out.write_all(part.bytes(range.clone()).1))
            })
        })
    }

    /// The file of the dictionaries, with where the lists and positions of each term are in the other files.
    fn terms(&self) -> io::Result<OwnedBytes> {
        written(0, |file| {
            self.fields().try_for_each(|(text, runs)| dictionary(file.for_field(text.field()), runs))
        })
    }
}

/// Writes a dictionary.
fn dictionary(out: impl Write, runs: &[(&Part, Range<usize>)]) -> io::Result<()> {
    let mut dictionary = TermDictionaryBuilder::create(out)?;
    let (mut lists, mut places) = (0, 0);
    for (part, range) in runs {
        for at in range.clone() {
            let TermInfo { doc_freq, postings_range, positions_range } = part.info(at);
            let (list, place) = (lists, places);
            lists += postings_range.len();
            places += positions_range.len();
            let info = TermInfo { doc_freq, postings_range: list..lists, positions_range: place..places };
            dictionary.insert(part.term(at), &info)?;
        }
    }
    dictionary.finish().map(drop)
}
