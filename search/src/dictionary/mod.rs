//! A word of a query → the terms of the index that it stands for.

mod best;
mod scan;
mod typo;

use std::io;

pub use typo::Typos;

use crate::opened::{Entries, Entry, Opened};
use crate::query::{Prefix, Word};
use crate::schema::TextField;
use best::Best;
use scan::scan_prefix;

/// In what way a term stands for a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Exact,
    Stem,
    Prefix,
    /// With the number of edits.
    Typo(u8),
}

impl Form {
    /// How much a match counts, compared with the word itself.
    pub fn weight(self) -> f32 {
        match self {
            Self::Exact => 1.0,
            Self::Stem => 0.8,
            Self::Prefix => 0.5,
            Self::Typo(1) => 0.3,
            Self::Typo(_) => 0.2,
        }
    }
}

/// A term that is in the index.
#[derive(Debug, Clone)]
pub struct Variant {
    pub term: String,
    pub form: Form,
    /// Only in fields that were asked for.
    pub postings: Entries,
}

/// All that stands for a word.
#[derive(Debug, Clone, Default)]
pub struct Variants {
    pub terms: Vec<Variant>,
    /// What the word may have been meant to be.
    pub suggestion: Option<String>,
}

/// Other forms of a word are looked for as far as a filter or a phrase allows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tolerance {
    Exact,
    Stems,
    Typos,
}

/// A word in at most this many documents may be misspelt, if there is a near one that is much more frequent.
const RARE: u32 = 3;
/// How much more frequent.
const MUCH: u32 = 10;
const MOST_STEMS: usize = 32;
const MOST_TYPOS: usize = 16;

/// The terms of `field`, or of all fields, that stand for `word`, the best forms first.
///
/// # Errors
/// When a dictionary is damaged.
pub fn variants(
    opened: &Opened,
    word: &Word,
    field: Option<TextField>,
    tolerance: Tolerance,
) -> io::Result<Variants> {
    let search = Search { opened, fields: fields(field) };
    search.request_codes(word)?;
    let mut found = Variants::default();
    for term in &word.terms {
        search.add(&mut found, term, Form::Exact)?;
    }
    if tolerance >= Tolerance::Stems && word.parts.is_empty() {
        for term in &word.terms {
            search.add_stems(&mut found, term)?;
        }
    }
    let certain = found.terms.iter().map(Variant::frequency).max().unwrap_or_default();
    if let Some(term) = word.terms.first() {
        search.add_prefixed(&mut found, term, word.prefix)?;
    }
    let finished = word.prefix == Prefix::No || word.prefix == Prefix::Typing && found.terms.is_empty();
    if tolerance == Tolerance::Typos && finished && certain <= RARE && !search.knows_parts(word)? {
        search.add_typos(&mut found, word, certain)?;
    }
    Ok(found)
}

/// The terms that stand for one of `terms` within a phrase; `prefix` says how the first of them may go on.
///
/// # Errors
/// When a dictionary is damaged.
pub fn element(
    opened: &Opened,
    terms: &[String],
    field: Option<TextField>,
    prefix: Prefix,
    tolerance: Tolerance,
) -> io::Result<Vec<Variant>> {
    let word = Word { terms: terms.to_vec(), parts: Vec::new(), prefix, place: 0..0 };
    variants(opened, &word, field, tolerance.min(Tolerance::Stems)).map(|found| found.terms)
}

fn fields(field: Option<TextField>) -> Vec<TextField> {
    field.map_or_else(|| TextField::ALL.to_vec(), |field| vec![field])
}

impl Variant {
    /// The number of documents that have the term in the field in which it is most frequent.
    pub fn frequency(&self) -> u32 {
        self.postings.iter().flatten().map(Entry::frequency).max().unwrap_or_default()
    }
}

struct Search<'a> {
    opened: &'a Opened,
    fields: Vec<TextField>,
}

impl Search<'_> {
    /// Adds a term if it is in the index, and not there yet.
    fn add(&self, found: &mut Variants, term: &str, form: Form) -> io::Result<()> {
        if found.terms.iter().any(|variant| variant.term == term) {
            return Ok(());
        }
        if let Some(postings) = self.opened.find(term, &self.fields)? {
            found.terms.push(Variant { term: term.to_owned(), form, postings });
        }
        Ok(())
    }

    /// Asks for all parts of the table of rare codes that the word needs, before any of them is missed.
    fn request_codes(&self, word: &Word) -> io::Result<()> {
        let mut requested = Ok(());
        for (nth, term) in word.terms.iter().enumerate() {
            if nth == 0 && word.prefix != Prefix::No {
                requested = requested.and(self.opened.rare.request(term, true));
            }
            if !self.opened.is_listed(term)? {
                requested = requested.and(self.opened.rare.request(term, false));
            }
        }
        requested
    }

    fn add_best(&self, found: &mut Variants, best: Best, form: impl Fn(u8) -> Form) -> io::Result<()> {
        best.into_sorted().iter().try_for_each(|candidate| {
            self.add(found, &String::from_utf8_lossy(&candidate.term), form(candidate.rank))
        })
    }

    fn add_stems(&self, found: &mut Variants, term: &str) -> io::Result<()> {
        let Some(stem) = self.opened.stems.stem(term) else { return Ok(()) };
        let mut best = Best::new(MOST_STEMS);
        for &field in &self.fields {
            scan_prefix(self.opened.text(field), &stem.start, |term, frequency| {
                if stem.matches(term) {
                    best.offer(term, 0, frequency);
                }
            })?;
        }
        self.add_best(found, best, |_| Form::Stem)
    }

    fn add_prefixed(&self, found: &mut Variants, start: &str, prefix: Prefix) -> io::Result<()> {
        let limit = match (prefix, start.chars().count()) {
            (Prefix::No, _) => return Ok(()),
            // All pairs that begin with the character, however many.
            (Prefix::Character, _) => 256,
            // Frequent words have long postings, and one or two letters say little.
            (Prefix::Typing, 0..=1) => 8,
            (Prefix::Typing, 2) => 16,
            (Prefix::Typing | Prefix::Asked, _) => 32,
        };
        let compound = start.bytes().any(is_connector);
        let mut best = Best::new(limit);
        for &field in &self.fields {
            scan_prefix(self.opened.text(field), start, |term, frequency| {
                // The first part of a compound begins like the compound.
                if term.len() > start.len() && (compound || !term.iter().copied().any(is_connector)) {
                    best.offer(term, 0, frequency);
                }
            })?;
        }
        self.opened.rare.each_beginning(start, |code| {
            if code.term.len() > start.len() && (compound || !code.term.bytes().any(is_connector)) {
                let asked = code
                    .lists
                    .iter()
                    .filter(|(number, _)| self.fields.iter().any(|&field| field as u8 == *number));
                asked.for_each(|(_, list)| best.offer(code.term.as_bytes(), 0, list.len() as u32));
            }
        })?;
        self.add_best(found, best, |_| Form::Prefix)
    }

    /// Whether all parts of a compound are words of the index: then it is no misspelling.
    fn knows_parts(&self, word: &Word) -> io::Result<bool> {
        for part in &word.parts {
            let mut known = false;
            for term in part {
                known |= self.opened.find(term, &self.fields)?.is_some();
            }
            if !known {
                return Ok(false);
            }
        }
        Ok(!word.parts.is_empty())
    }

    /// Adds near terms; of a word that is there, only such as are much more frequent.
    fn add_typos(&self, found: &mut Variants, word: &Word, certain: u32) -> io::Result<()> {
        let Some(term) = word.terms.first() else { return Ok(()) };
        let indexes: Vec<_> = self.fields.iter().map(|&field| self.opened.text(field)).collect();
        let unfinished = word.prefix == Prefix::Typing;
        let mut best = self.opened.typos.near(&indexes, term, MOST_TYPOS, unfinished)?;
        best.retain(|candidate| certain == 0 || candidate.frequency >= certain.saturating_mul(MUCH));
        let before = found.terms.len();
        self.add_best(found, best, Form::Typo)?;
        found.suggestion =
            found.terms.get(before).filter(|_| !unfinished).map(|variant| variant.term.clone());
        Ok(())
    }
}

fn is_connector(byte: u8) -> bool {
    b"-_./:#@+~".contains(&byte)
}
