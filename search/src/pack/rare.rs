//! Codes that few records have: revisions, request ids, hosts. There are so many of them that the dictionaries, which
//! every query needs, would be ten times as large with them. They are in a table of their own, in chunks by the
//! alphabet, each with all that is known of its terms; a query reads the chunk of what it asks for.

use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::stock::Stock;

/// Decoded chunks that are kept: one for each code of a long query.
const KEPT: usize = 8;

/// Chunks that are read for the beginning of a code at most.
const SPAN: usize = 2;

/// Letters from which on the beginning of a code is looked for.
const BEGINNING: usize = 3;

/// A code with all of its postings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RareTerm {
    pub term: String,
    /// By the number of the field.
    pub lists: Vec<(u8, Occurrences)>,
}

/// Records in ascending order, each with positions in ascending order.
pub type Occurrences = Vec<(u32, Vec<u32>)>;

/// Whether a term is one that the table may hold.
pub fn is_code(term: impl AsRef<[u8]>) -> bool {
    term.as_ref().iter().any(u8::is_ascii_digit)
}

/// The table, of which some chunks are at hand.
#[derive(Debug)]
pub struct RareTerms {
    stock: Arc<Stock>,
    /// The last used one first.
    decoded: Mutex<Vec<(usize, Arc<[RareTerm]>)>>,
}

impl RareTerms {
    pub(super) fn new(stock: Arc<Stock>) -> Self {
        Self { stock, decoded: Mutex::default() }
    }

    /// A code, if the table has it.
    ///
    /// # Errors
    /// When its chunk is missing, which is noted, or damaged.
    pub fn find(&self, term: &str) -> io::Result<Option<RareTerm>> {
        let Some(chunk) = self.places(term, false).next() else { return Ok(None) };
        let terms = self.chunk(chunk)?;
        let place = terms.binary_search_by(|known| known.term.as_str().cmp(term));
        Ok(place.ok().map(|place| terms[place].clone()))
    }

    /// Calls `visit` with codes that begin with `start`, in order; those of a short beginning are too many, and left out.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn each_beginning(&self, start: &str, mut visit: impl FnMut(&RareTerm)) -> io::Result<()> {
        for chunk in self.places(start, true) {
            self.chunk(chunk)?.iter().filter(|known| known.term.starts_with(start)).for_each(&mut visit);
        }
        Ok(())
    }

    /// Notes all chunks that are missing for a code, or for what begins like it.
    ///
    /// # Errors
    /// When there are any.
    pub fn request(&self, term: &str, beginning: bool) -> io::Result<()> {
        let found: Vec<io::Result<_>> = self.places(term, beginning).map(|chunk| self.chunk(chunk)).collect();
        found.into_iter().try_for_each(|chunk| chunk.map(drop))
    }

    /// The chunks in which a code would be, or what begins like it.
    fn places(&self, term: &str, beginning: bool) -> Range<usize> {
        let firsts = &self.stock.layout().rare;
        let behind = firsts.partition_point(|first| first.as_str() <= term);
        if !is_code(term) || beginning && term.len() < BEGINNING {
            return 0..0;
        }
        let more = firsts[behind..].iter().take_while(|first| beginning && first.starts_with(term)).count();
        let from = behind.saturating_sub(1);
        from..(behind + more).min(from + SPAN)
    }

    fn chunk(&self, number: usize) -> io::Result<Arc<[RareTerm]>> {
        let mut decoded = self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = decoded.iter().position(|(known, _)| *known == number) {
            decoded[..=place].rotate_right(1);
            return Ok(decoded[0].1.clone());
        }
        let name = self.stock.layout().rare_chunk(number).ok_or(io::ErrorKind::InvalidData)?;
        let raw = self.stock.cache().get(name).ok_or(io::ErrorKind::NotFound)?;
        let terms: Vec<RareTerm> = postcard::from_bytes(&raw).map_err(|_| io::ErrorKind::InvalidData)?;
        let terms: Arc<[RareTerm]> = terms.into();
        decoded.insert(0, (number, terms.clone()));
        decoded.truncate(KEPT);
        Ok(terms)
    }
}
