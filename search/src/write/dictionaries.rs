//! Pieces → the files of one segment.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionaryBuilder;

use super::columns;
use super::files::{closed, composed};
use super::lists::HEADER;
use super::piece::Piece;
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
    let words = |field: usize| heads.iter().map(|head| head.lengths[field].0).sum();
    let field = |text: TextField| Field::of(text, pieces, codes, words(text as usize));
    let (fields, fast) = rayon::join(
        || TextField::ALL.into_par_iter().map(field).collect::<tantivy::Result<Vec<Field>>>(),
        || columns::columns(records),
    );
    let lengths = |field: usize| heads.iter().flat_map(|head| &head.lengths[field].1).copied().collect();
    let (mut postings, mut positions, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    for Field { text, postings: lists, positions: places, terms: dictionary } in fields? {
        postings.push((text.field(), vec![lists]));
        positions.push((text.field(), vec![places]));
        terms.push((text.field(), vec![dictionary]));
    }
    Ok(BTreeMap::from([
        ("fast", fast?),
        ("fieldnorm", joined(&columns::lengths(TextField::ALL.iter().map(|text| lengths(*text as usize)))?)),
        ("idx", joined(&composed(postings)?)),
        ("pos", joined(&composed(positions)?)),
        // Nobody reads it, but it is looked for.
        ("store", closed(Vec::new())),
        ("term", joined(&composed(terms)?)),
    ]))
}

/// What the files hold of one field.
struct Field {
    text: TextField,
    postings: OwnedBytes,
    positions: OwnedBytes,
    terms: OwnedBytes,
}

impl Field {
    fn of(text: TextField, pieces: &[Piece], codes: &[Codes], words: u64) -> tantivy::Result<Self> {
        let mut postings = words.to_le_bytes().to_vec();
        let mut positions: Vec<u8> = Vec::new();
        let mut dictionary = TermDictionaryBuilder::create(Vec::new())?;
        for (number, piece) in pieces.iter().enumerate() {
            let part = &piece.fields[text as usize];
            let all = || std::iter::once(0..part.len()).collect();
            for range in codes.get(number).map_or_else(all, |codes| codes.others(text as usize, part)) {
                if range.is_empty() {
                    continue;
                }
                let first = part.info(range.start);
                let (lists, places) = (postings.len() - HEADER, positions.len());
                for at in range.clone() {
                    let TermInfo { doc_freq, postings_range, positions_range } = part.info(at);
                    let (from, to) = (first.postings_range.start, first.positions_range.start);
                    let info = TermInfo {
                        doc_freq,
                        postings_range: lists + postings_range.start - from
                            ..lists + postings_range.end - from,
                        positions_range: places + positions_range.start - to
                            ..places + positions_range.end - to,
                    };
                    dictionary.insert(part.term(at), &info)?;
                }
                let (lists, places) = part.bytes(range);
                postings.extend_from_slice(lists);
                positions.extend_from_slice(places);
            }
        }
        Ok(Self {
            text,
            postings: OwnedBytes::new(postings),
            positions: OwnedBytes::new(positions),
            terms: OwnedBytes::new(dictionary.finish()?),
        })
    }
}

fn joined(parts: &[OwnedBytes]) -> OwnedBytes {
    let mut joined = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| joined.extend_from_slice(part));
    OwnedBytes::new(joined)
}
