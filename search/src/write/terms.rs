//! The terms of several dictionaries, in order.

use std::io;
use std::ops::Range;

use tantivy::postings::TermInfo;

use super::lists::Lists;

/// Terms from a bound to another one, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermRange<'b> {
    pub from: &'b [u8],
    pub to: Option<&'b [u8]>,
}

/// Terms as they were found, each in one dictionary.
#[derive(Debug, Default)]
pub struct Found {
    bytes: Vec<u8>,
    terms: Vec<FoundTerm>,
}

#[derive(Debug, Clone)]
pub struct FoundTerm {
    /// Where the term is in the bytes.
    bytes: Range<usize>,
    /// The place of its dictionary among them.
    pub place: usize,
    pub info: TermInfo,
}

impl Found {
    /// Adds those of a dictionary.
    pub fn add(&mut self, lists: &Lists, range: &TermRange<'_>, place: usize) -> io::Result<()> {
        let wanted = lists.inverted.terms().range().ge(range.from);
        let wanted = match range.to {
            Some(to) => wanted.lt(to),
            None => wanted,
        };
        let mut stream = wanted.into_stream()?;
        while let Some((term, info)) = stream.next() {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(term);
            self.terms.push(FoundTerm { bytes: start..self.bytes.len(), place, info: info.clone() });
        }
        Ok(())
    }

    /// Forgets the terms of which all that was found is not wanted.
    pub fn keep(&mut self, wanted: impl Fn(&[FoundTerm]) -> bool) {
        let wanted = self.groups().filter(|(_, group)| wanted(group));
        self.terms = wanted.flat_map(|(_, group)| group.iter().cloned()).collect();
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Each term with all that was found of it, in the order in which the dictionaries were added.
    pub fn groups(&mut self) -> impl Iterator<Item = (&[u8], &[FoundTerm])> {
        let Self { bytes, terms } = self;
        let bytes: &[u8] = bytes;
        // What comes from one dictionary is in order already, which this kind of sorting makes use of.
        terms.sort_by(|a, b| bytes[a.bytes.clone()].cmp(&bytes[b.bytes.clone()]));
        let same = |a: &FoundTerm, b: &FoundTerm| bytes[a.bytes.clone()] == bytes[b.bytes.clone()];
        terms.chunk_by(same).map(|group| (&bytes[group[0].bytes.clone()], group))
    }
}
