//! What was found out about texts when the site was built before: their words, and which incidents are alike.

use std::path::{Path, PathBuf};

use crate::core::fingerprint::Fingerprint;
use crate::know::insight::similar::{Kept, Vocabulary};
use crate::store::kept::{self, Found, Piece, Pieces, Seal};

/// Files that the words of all texts are kept in, and the lists, which are short.
const WORDS: usize = 64;
const LISTS: usize = 8;

/// Kept in `.lookback/`; where nothing can be kept, all is found out again.
#[derive(Debug)]
pub struct Recall {
    words: Option<Words>,
    lists: Option<Pieces>,
}

impl Recall {
    /// Of the knowledge base in `root`, each edition by itself.
    pub fn open(root: &Path, is_public: bool) -> Self {
        let name = |name: &str| if is_public { format!("{name}-public") } else { name.to_owned() };
        let (words, lists) = rayon::join(
            || Words::open(root, &name("words")),
            || Pieces::open(root, &name("similar"), LISTS, of_lists()),
        );
        Self { words, lists }
    }

    /// What a person should know about what was kept.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        let words = self.words.as_ref().and_then(Words::note);
        words.into_iter().chain(self.lists.as_ref().and_then(Pieces::note))
    }
}

/// A list is made of what its piece says, and of nothing else.
fn of_lists() -> Fingerprint {
    Fingerprint::of("lists")
}

/// The words of all texts.
#[derive(Debug)]
struct Words {
    room: PathBuf,
    seal: Seal,
    /// What tells this table from all others, and the words by number. It only grows, so that what has a number keeps it.
    table: Vec<u8>,
    is_damaged: bool,
    /// The words of each text, by their numbers in a table.
    texts: Pieces,
}

/// Bytes before the words of a table.
const HEAD: usize = 16;

impl Words {
    fn open(root: &Path, name: &str) -> Option<Self> {
        let room = kept::room(root, name).ok()?;
        let seal = Seal { format: b"lookwd1\n", of: kept::program() };
        let found = seal.read(&room.join("table")).read_as(|table| (table.len() >= HEAD).then_some(table));
        let is_damaged = matches!(found, Found::Damaged);
        let table = if let Found::Contents(table) = found { table } else { Vec::new() };
        let texts = Pieces::open(root, name, WORDS, of_table(&table))?;
        Some(Self { room, seal, table, is_damaged, texts })
    }

    fn note(&self) -> Option<String> {
        let damaged = || self.is_damaged.then(|| kept::damaged(&self.room));
        self.texts.note().or_else(damaged)
    }

    fn keep(&self, words: &Vocabulary<'_>, texts: &[Piece<'_>]) {
        let added: Vec<u8> = words.added().iter().flat_map(|word| word.to_le_bytes()).collect();
        if words.known() > 0 {
            let table = || self.seal.write(&self.room.join("table"), &[&self.table, &added]);
            // Before the texts: numbers that no text has do no harm.
            if added.is_empty() || table().is_ok() {
                self.texts.keep(of_table(&self.table), texts);
            }
            return;
        }
        // The same words may have had other numbers before.
        let head = Fingerprint::of(&(&added, kept::time_in(&self.room).ok().flatten())).bytes();
        if self.seal.write(&self.room.join("table"), &[&head, &added]).is_ok() {
            self.texts.keep(of_table(&head), texts);
        }
    }
}

fn of_table(table: &[u8]) -> Fingerprint {
    Fingerprint::of(table.get(..HEAD).unwrap_or_default())
}

impl Kept for Recall {
    fn words(&self) -> &[[u8; 8]] {
        self.words.as_ref().and_then(|words| words.table.get(HEAD..)).unwrap_or_default().as_chunks().0
    }

    fn terms(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        self.words.as_ref()?.texts.get(path, of)
    }

    fn keep_terms(&self, words: &Vocabulary<'_>, terms: &[Piece<'_>]) {
        if let Some(kept) = &self.words {
            kept.keep(words, terms);
        }
    }

    fn list(&self, path: &str, of: Fingerprint) -> Option<&[u8]> {
        self.lists.as_ref()?.get(path, of)
    }

    fn keep_lists(&self, lists: &[Piece<'_>]) {
        if let Some(kept) = &self.lists {
            kept.keep(of_lists(), lists);
        }
    }
}
