//! What is published of the terms, and what is known of each record → the files of one segment.

use std::collections::BTreeMap;
use std::io;

use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionaryBuilder;

use super::columns;
use super::files::{closed, tail, written};
use super::outline::{Field, Outline, Section, Term};
use super::shard::Head;
use crate::record::Columns;
use crate::schema::TextField;

/// The files of a segment by ending, each in stretches that follow one another.
pub type Segment = BTreeMap<&'static str, Vec<Bytes>>;

/// Some bytes of a file.
#[derive(Debug)]
pub enum Bytes {
    Here(OwnedBytes),
    /// In chunks.
    Away(Section),
}

impl Bytes {
    pub fn len(&self) -> usize {
        match self {
            Self::Here(bytes) => bytes.len(),
            Self::Away(section) => section.length as usize,
        }
    }
}

/// The files of a segment of all terms. The sections are taken out of the outlines.
pub fn segment<'c>(
    outlines: &mut [Outline],
    heads: &[&Head],
    records: impl ExactSizeIterator<Item = &'c Columns> + Send,
) -> tantivy::Result<Segment> {
    let words = |text: TextField| -> u64 { heads.iter().map(|head| head.lengths[text as usize].0).sum() };
    let lengths =
        |text: &TextField| heads.iter().flat_map(|head| &head.lengths[*text as usize].1).copied().collect();
    let (terms, fast) = rayon::join(|| terms(outlines), || columns::columns(records));
    let lists = of_fields(outlines, |text| words(text).to_le_bytes().into(), |field| &mut field.lists);
    let positions = of_fields(outlines, |_| Vec::new(), |field| &mut field.positions);
    let here = |bytes: OwnedBytes| vec![Bytes::Here(bytes)];
    Ok(BTreeMap::from([
        ("fast", here(fast?)),
        ("fieldnorm", here(columns::lengths(TextField::ALL.iter().map(lengths))?)),
        ("idx", lists?),
        ("pos", positions?),
        // Nobody reads it, but it is looked for.
        ("store", here(closed(Vec::new()))),
        ("term", here(terms?)),
    ]))
}

/// A file of the sections of each field, behind the bytes of its `header`.
fn of_fields(
    outlines: &mut [Outline],
    header: impl Fn(TextField) -> Vec<u8>,
    section: fn(&mut Field) -> &mut Section,
) -> io::Result<Vec<Bytes>> {
    let (mut file, mut lengths) = (Vec::new(), Vec::new());
    for text in TextField::ALL {
        let start = file.len();
        file.push(Bytes::Here(OwnedBytes::new(header(text))));
        let sections = outlines.iter_mut().map(|outline| section(&mut outline.fields[text as usize]));
        file.extend(sections.map(|section| Bytes::Away(std::mem::take(section))));
        lengths.push((text.field(), file[start..].iter().map(Bytes::len).sum()));
    }
    file.push(Bytes::Here(tail(lengths.into_iter())?));
    Ok(file)
}

/// The file of the dictionaries, with where the lists and positions of each term are in the other files.
fn terms(outlines: &[Outline]) -> io::Result<OwnedBytes> {
    written(0, |file| {
        for text in TextField::ALL {
            let mut dictionary = TermDictionaryBuilder::create(file.for_field(text.field()))?;
            let (mut lists, mut places) = (0, 0);
            for outline in outlines {
                outline.fields[text as usize].each_term(|Term { bytes, documents, list, positions }| {
                    let (postings_range, positions_range) = (lists..lists + list, places..places + positions);
                    (lists, places) = (postings_range.end, positions_range.end);
                    dictionary
                        .insert(bytes, &TermInfo { doc_freq: documents, postings_range, positions_range })
                })?;
            }
            dictionary.finish()?;
        }
        Ok(())
    })
}
