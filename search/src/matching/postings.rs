//! The documents of a term, wherever they are written.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use crate::pack::Occurrences;

/// Documents with the number of occurrences in each, and where they are if that was asked for.
#[derive(Clone)]
pub enum Postings {
    Listed(Box<SegmentPostings>),
    /// Where a rare code stands.
    Short(Occurrences),
}

impl Postings {
    /// Calls `visit` with each document and the number of occurrences in it.
    pub fn each(&self, mut visit: impl FnMut(u32, u32)) {
        match self {
            Self::Listed(postings) => {
                let mut postings = postings.as_ref().clone();
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    visit(doc, postings.term_freq());
                    doc = postings.advance();
                }
            }
            Self::Short(list) => list.iter().for_each(|(doc, places)| visit(*doc, places.len() as u32)),
        }
    }

    /// Appends the positions in `doc`, each with `offset` added. Documents have to be asked for in ascending order.
    pub fn append_positions(&mut self, doc: u32, offset: u32, positions: &mut Vec<u32>) {
        match self {
            Self::Listed(postings) => {
                if postings.doc() <= doc && postings.seek(doc) == doc {
                    postings.append_positions_with_offset(offset, positions);
                }
            }
            Self::Short(list) => {
                if let Ok(place) = list.binary_search_by_key(&doc, |(doc, _)| *doc) {
                    positions.extend(list[place].1.iter().map(|position| position + offset));
                }
            }
        }
    }
}
