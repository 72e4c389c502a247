//! The query language: any text → what has to match, and remarks on what can't be read.
//!
//! - Words: all of them. `a OR b` binds its neighbours: `x a OR b y` is x and (a or b) and y.
//! - `"exact phrase"`, `-not`, `-"not this"`, `prefix*`.
//! - `service:checkout`, `cause:"memory leak"`, `-tag:drill`; several values of one facet: any of them.
//! - `title:timeout`, also `summary:`, `headings:`, `body:`, `names:`.
//! - `after:2024`, `before:2024-03`, `date:2024-03`, `date:2023..2024-06`, `duration:>2h`, `duration:1h..2h`.
//! - A word before a colon that names no field is text like any other.
//!
//! Parsing is pure; whether a service exists is found out later.

mod fields;
mod lexer;
mod parser;
mod range;
mod stop_words;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use crate::record::FacetName;
use crate::response::Message;
use crate::schema::TextField;

pub use parser::parse;
pub use range::{DayRange, MinuteRange, date_bound, duration};
pub use stop_words::is_stop_word;

/// Words beyond this number are left out.
pub const MAX_WORDS: usize = 64;

/// A query that has been read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// All have to match.
    pub clauses: Vec<Clause>,
    pub messages: Vec<Message>,
    /// Whether there is text, but no word in it that could be found.
    pub wordless: bool,
}

/// One of the atoms has to match.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    pub atoms: Vec<Atom>,
}

/// The smallest thing that a record matches or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    pub negated: bool,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// In the field, or in any.
    Word(Word, Option<TextField>),
    Phrase(Phrase, Option<TextField>),
    Facet(FacetName, Asked),
    Date(DayRange),
    Duration(MinuteRange),
}

/// The value of a facet in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As it was written: key, label or alias, or `*` for any.
    pub value: String,
    /// Bytes of the query.
    pub place: Range<usize>,
}

/// A word or a compound, which may be written in other forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Terms that are all of the word; one, but for versions (`v1.2`, `1.2`), and none for runs of an unspaced script.
    pub terms: Vec<String>,
    /// The parts of a compound, in their order, each with other forms of itself; empty where there is but one.
    pub parts: Vec<Vec<String>>,
    /// Whether it may be the beginning of a word.
    pub prefix: Prefix,
    /// Bytes of the query.
    pub place: Range<usize>,
}

/// How a word may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    No,
    /// Being typed.
    Typing,
    /// Asked for, as in `time*`.
    Asked,
    /// A single character of an unspaced script, which begins pairs.
    Character,
}

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// At each position the terms of which one has to stand there; never empty.
    pub elements: Vec<Vec<String>>,
    /// How the last element may go on.
    pub prefix: Prefix,
}
