//! Opens posting lists, and goes on when one is not at hand: all that a query needs becomes known at once.

use std::io;

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

use super::postings::Postings;
use crate::opened::{Entry, Opened};
use crate::schema::TextField;

/// Posting lists of an index, and whether any was missing.
pub struct Reading<'a> {
    pub opened: &'a Opened,
    failure: Option<io::Error>,
}

impl<'a> Reading<'a> {
    pub fn new(opened: &'a Opened) -> Self {
        Self { opened, failure: None }
    }

    /// The documents of a term with frequencies, and positions if wanted. `None` if they are not at hand.
    pub fn open(&mut self, field: TextField, entry: &Entry, positions: bool) -> Option<Postings> {
        let info = match entry {
            Entry::Listed(info) => info,
            Entry::Short(list) => return Some(Postings::Short(list.clone())),
        };
        let option =
            if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let inverted = &self.opened.text(field).inverted;
        let postings = inverted.read_postings_from_terminfo(info, option);
        if positions && postings.is_err() {
            // Positions are read behind the documents, whose absence hides theirs: read them for no document.
            let start = info.postings_range.start;
            let only_positions = TermInfo {
                doc_freq: 0,
                postings_range: start..start,
                positions_range: info.positions_range.clone(),
            };
            self.note(inverted.read_postings_from_terminfo(&only_positions, option));
        }
        self.note(postings).map(|found| Postings::Listed(Box::new(found)))
    }

    /// What `result` holds; its error is kept, if it is the first.
    pub fn note<T>(&mut self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(found) => Some(found),
            Err(error) => {
                self.failure.get_or_insert(error);
                None
            }
        }
    }

    /// # Errors
    /// The first that was met.
    pub fn finish(self) -> io::Result<()> {
        self.failure.map_or(Ok(()), Err)
    }
}
