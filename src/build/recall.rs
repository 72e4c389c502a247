//! What was found out about texts when the site was built before: their words, and which incidents are alike.

use std::path::Path;

use crate::fingerprint::Fingerprint;
use crate::insight::similar::Kept;
use crate::kept::{Piece, Pieces};

/// Files that the words of all texts are kept in, and the lists, which are short.
const WORDS: usize = 64;
const LISTS: usize = 8;

/// Kept in `.lookback/`; where nothing can be kept, all is found out again.
#[derive(Debug)]
pub struct Recall {
    words: Option<Pieces>,
    lists: Option<Pieces>,
}

impl Recall {
    /// Of the knowledge base in `root`, each edition by itself.
    pub fn open(root: &Path, is_public: bool) -> Self {
        let open = |name: &str, files| {
            let name = if is_public { format!("{name}-public") } else { name.to_owned() };
            Pieces::open(root, &name, files)
        };
        let (words, lists) = rayon::join(|| open("words", WORDS), || open("similar", LISTS));
        Self { words, lists }
    }

    /// What a person should know about what was kept.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        [&self.words, &self.lists].into_iter().flatten().filter_map(Pieces::note)
    }
}

impl Kept for Recall {
    fn terms(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        self.words.as_ref()?.get(path, of)
    }

    fn keep_terms(&self, terms: &[Piece<'_>]) {
        if let Some(words) = &self.words {
            words.keep(terms);
        }
    }

    fn list(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        self.lists.as_ref()?.get(path, of)
    }

    fn keep_lists(&self, lists: &[Piece<'_>]) {
        if let Some(kept) = &self.lists {
            kept.keep(lists);
        }
    }
}
