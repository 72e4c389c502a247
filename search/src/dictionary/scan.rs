//! Walks a part of a dictionary.

use std::io;

use tantivy_fst::Automaton;
use tantivy_fst::automaton::AlwaysMatch;

use crate::opened::TextIndex;

/// Calls `visit` with all terms that begin with `start`, in order, and the number of their documents.
///
/// # Errors
/// When the dictionary is damaged.
pub fn scan_prefix(index: &TextIndex, start: &str, visit: impl FnMut(&[u8], u32)) -> io::Result<()> {
    scan_matching(index, AlwaysMatch, start, visit)
}

/// Calls `visit` with the terms that `automaton` accepts, of those that begin with `start`.
///
/// # Errors
/// When the dictionary is damaged.
pub fn scan_matching<A: Automaton<State: Clone>>(
    index: &TextIndex,
    automaton: A,
    start: &str,
    mut visit: impl FnMut(&[u8], u32),
) -> io::Result<()> {
    let mut terms = index.inverted.terms().search(automaton).ge(start);
    if let Some(end) = after_all(start) {
        terms = terms.lt(end);
    }
    let mut stream = terms.into_stream()?;
    while let Some((term, info)) = stream.next() {
        visit(term, info.doc_freq);
    }
    Ok(())
}

/// What comes behind all terms that begin with `start`.
fn after_all(start: &str) -> Option<Vec<u8>> {
    let mut end = start.as_bytes().to_vec();
    // No byte of UTF-8 is 255.
    *end.last_mut()? += 1;
    Some(end)
}
