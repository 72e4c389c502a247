//! What was found out about texts when the site was built before: their words, and which incidents are alike.

use std::borrow::Cow;

use crate::core::fingerprint::Fingerprint;
use crate::know::insight::similar::{Kept, Piece, Vocabulary};
use crate::store::{Store, Table};

/// Files that the words of all texts are kept in, and the lists, which are short.
const WORDS: usize = 64;
const LISTS: usize = 8;
/// Name of the file with the vocabulary, beside the words.
const VOCABULARY: &str = "vocabulary";
/// Bytes before the words of a vocabulary.
const HEAD: usize = 16;

/// Kept beside the content; where nothing can be kept, all is found out again.
#[derive(Debug)]
pub struct ComparisonCache {
    /// All words by number, behind what tells this vocabulary from all others. It only grows, so that what has a number keeps it.
    vocabulary: Vec<u8>,
    /// The words of each text by their numbers, made of the text and the vocabulary.
    words: Table,
    lists: Table,
}

impl ComparisonCache {
    pub fn open(store: &Store) -> Self {
        let open = |name, files| Table::open(store.room(name, ""), files);
        let (words, lists) = rayon::join(|| open("words", WORDS), || open("similar", LISTS));
        let whole = |bytes: Vec<u8>| (bytes.len() >= HEAD).then_some(bytes);
        let vocabulary = words.room().read(VOCABULARY, whole).unwrap_or_default();
        Self { vocabulary, words, lists }
    }

    /// What a person should know about what was kept.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        [&self.words, &self.lists].into_iter().filter_map(|table| table.room().note())
    }
}

/// What the words of a text are made of; of a vocabulary only its head counts.
fn of_words(text: Fingerprint, vocabulary: &[u8]) -> Fingerprint {
    Fingerprint::of(&(text, vocabulary.get(..HEAD)))
}

impl Kept for ComparisonCache {
    fn words(&self) -> &[[u8; 8]] {
        self.vocabulary.get(HEAD..).unwrap_or_default().as_chunks().0
    }

    fn terms(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        let (known, bytes) = self.words.get(path)?;
        (known == of_words(of, &self.vocabulary)).then_some(bytes)
    }

    fn keep_terms(&self, words: &Vocabulary<'_>, terms: &[(Piece<'_>, &[u8])]) {
        let room = self.words.room();
        let added: Vec<u8> = words.added().iter().flat_map(|word| word.to_le_bytes()).collect();
        let before = match words.known() {
            // The same words may have had other numbers before.
            0 => Cow::Owned(Fingerprint::of(&(&added, room.began())).bytes().to_vec()),
            _ => Cow::Borrowed(self.vocabulary.as_slice()),
        };
        // Before the texts: numbers that no text has do no harm.
        if added.is_empty() || room.write(VOCABULARY, &[&before, &added]) {
            let pieces = terms.iter().map(|((path, of), _)| (*path, of_words(*of, &before)));
            self.words.keep(&pieces.collect::<Vec<_>>(), |at| terms[at].1.into());
        }
    }

    fn list(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        self.lists.get(path).filter(|(known, _)| *known == of).map(|(_, bytes)| bytes)
    }

    fn keep_lists(&self, lists: &[Piece<'_>], bytes: &(dyn Fn(usize) -> Vec<u8> + Sync)) {
        self.lists.keep(lists, |at| bytes(at).into());
    }
}
