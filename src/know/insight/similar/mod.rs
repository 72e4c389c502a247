//! Incidents that are like another: by cause, service, trigger and factor, by rare words, by what their authors say.
//!
//! What is rare in the knowledge base counts more than what is frequent. Candidates come from tables of who shares a
//! rare thing, so that the work grows with the number of incidents and not with its square.

mod features;
mod fingerprints;
mod nearest;
mod reading;
mod reason;
mod vocabulary;
mod wording;
mod words;

pub use nearest::Suggestion;
pub use reason::Reason;
pub use vocabulary::Vocabulary;
pub use wording::{Told, sentence, told};

use crate::core::fingerprint::Fingerprint;
use crate::know::link::{DocumentId, Site};
use nearest::Index;

/// The path of an incident, and what something about it is made of.
pub type Piece<'p> = (&'p str, Fingerprint);

/// What was found out in earlier runs, by the path of an incident and by what it was made of; and what becomes of it now.
pub trait Kept: Sync {
    /// The words of all texts by number, as bytes of their hashes.
    fn words(&self) -> &[[u8; 8]];
    /// The words of a text, by these numbers.
    fn terms(&self, path: &str, of: Fingerprint) -> Option<&[u8]>;
    /// The vocabulary goes on from [`Kept::words`], or begins anew.
    fn keep_terms(&self, words: &Vocabulary<'_>, terms: &[(Piece<'_>, &[u8])]);
    /// A list of similar incidents.
    fn list(&self, path: &str, of: Fingerprint) -> Option<&[u8]>;
    /// `bytes` gives those of the list at a position, and is asked for few.
    fn keep_lists(&self, lists: &[Piece<'_>], bytes: &(dyn Fn(usize) -> Vec<u8> + Sync));
}

/// Nothing is kept.
impl Kept for () {
    fn words(&self) -> &[[u8; 8]] {
        &[]
    }

    fn terms(&self, _: &str, _: Fingerprint) -> Option<&[u8]> {
        None
    }

    fn keep_terms(&self, _: &Vocabulary<'_>, _: &[(Piece<'_>, &[u8])]) {}

    fn list(&self, _: &str, _: Fingerprint) -> Option<&[u8]> {
        None
    }

    fn keep_lists(&self, _: &[Piece<'_>], _: &(dyn Fn(usize) -> Vec<u8> + Sync)) {}
}

/// For every document the incidents most like it, the likest first, at most `most`; without those that `skip` names.
/// Empty for what is no incident.
pub fn all(
    site: &Site,
    most: usize,
    skip: impl Fn(DocumentId) -> Vec<DocumentId> + Sync,
    kept: &dyn Kept,
) -> Vec<Vec<Suggestion>> {
    Index::new(site, kept).all(most, skip, kept)
}

/// The incidents most like one, the likest first, at most `most`.
pub fn nearest(site: &Site, id: DocumentId, most: usize) -> Vec<Suggestion> {
    Index::new(site, &()).nearest(id, most)
}

/// The incidents most like each of some, the likest first, at most `most`; without those that `skip` names.
pub fn of(
    site: &Site,
    ids: &[DocumentId],
    most: usize,
    skip: impl Fn(DocumentId) -> Vec<DocumentId> + Sync,
) -> Vec<Vec<Suggestion>> {
    if ids.is_empty() { Vec::new() } else { Index::new(site, &()).of(ids, most, skip) }
}
