//! Pieces of a query → what has to match.

use std::ops::Range;

use super::fields::QueryField;
use super::lexer::{Item, Lexeme, lexemes};
use super::range::{self, DayRange};
use super::stop_words::is_stop_word;
use super::words::{phrase, words};
use super::{Asked, Atom, Clause, MAX_WORDS, Prefix, Query, What, Word};
use crate::response::Message;
use crate::schema::TextField;

/// Reads a query; any text is one. With `typing`, the last word may be unfinished. `stop_words` says whether words
/// such as "the" may be left out.
pub fn parse(query: &str, typing: bool, stop_words: bool) -> Query {
    let lexemes = lexemes(query);
    let mut parser =
        Parser { query, typing, parsed: Parsed::default(), words: 0, bindable: false, wordless: false };
    for (nth, lexeme) in lexemes.iter().enumerate() {
        let Lexeme::Item(item) = lexeme else { continue };
        let or_before = nth > 0 && lexemes[nth - 1] == Lexeme::Or;
        let or_after = lexemes.get(nth + 1) == Some(&Lexeme::Or);
        let or_before = or_before && parser.bindable;
        let clauses = parser.parsed.clauses.len();
        parser.read(item, or_before, or_after);
        parser.bindable = or_before || parser.parsed.clauses.len() > clauses;
    }
    if parser.words > MAX_WORDS {
        parser.remark(format!("Only the first {MAX_WORDS} words are looked for."));
    }
    let wordless = parser.wordless && parser.parsed.clauses.is_empty();
    if wordless {
        parser.remark("There is no word in this query: a word has letters or digits.".to_owned());
    }
    Query { wordless, ..parser.parsed.into_query(stop_words) }
}

/// Whether a character is meant to be found, and not a sign of the query language.
fn says_something(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"\"“”„«»'*-()|:+".contains(c)
}

struct Parser<'a> {
    query: &'a str,
    typing: bool,
    parsed: Parsed,
    words: usize,
    /// Whether the last clause is what stands before the present `OR`.
    bindable: bool,
    /// Whether there was text without a word in it.
    wordless: bool,
}

/// What was read so far.
#[derive(Default)]
struct Parsed {
    /// Each with the word it consists of if that may be left out.
    clauses: Vec<(Clause, bool)>,
    messages: Vec<Message>,
}

impl Parsed {
    /// Leaves stop words out if there is other text.
    fn into_query(self, stop_words: bool) -> Query {
        let is_text = |clause: &Clause| {
            clause
                .atoms
                .iter()
                .any(|atom| !atom.negated && matches!(atom.what, What::Word(..) | What::Phrase(..)))
        };
        let has_more = self.clauses.iter().any(|(clause, optional)| !optional && is_text(clause));
        let leave_out = stop_words && has_more;
        let clauses = self.clauses.into_iter().filter(|(_, optional)| !(*optional && leave_out));
        Query {
            clauses: clauses.map(|(clause, _)| clause).collect(),
            messages: self.messages,
            wordless: false,
        }
    }
}

impl Parser<'_> {
    fn read(&mut self, item: &Item, or_before: bool, or_after: bool) {
        let text = &self.query[item.text.clone()];
        let bound = or_before || or_after;
        match item.field {
            None => self.read_text(item, text, None, bound, or_before),
            Some(_) if text.trim().is_empty() => self.remark_empty(item),
            Some(QueryField::Text(field)) => self.read_text(item, text, Some(field), bound, or_before),
            Some(field) => {
                if let Some(what) = self.read_value(field, text.trim(), item.text.clone()) {
                    self.add(Atom { negated: item.negated, what }, or_before, false);
                }
            }
        }
    }

    fn read_value(&mut self, field: QueryField, text: &str, place: Range<usize>) -> Option<What> {
        let what = match field {
            QueryField::Facet(facet) => Some(What::Facet(facet, Asked { value: text.to_owned(), place })),
            QueryField::After => {
                range::date_bound(text).map(|from| What::Date(DayRange { from: Some(from), until: None }))
            }
            QueryField::Before => {
                range::date_bound(text).map(|until| What::Date(DayRange { from: None, until: Some(until) }))
            }
            QueryField::Date => range::date(text).map(What::Date),
            QueryField::Duration => range::duration(text).map(What::Duration),
            QueryField::Text(_) => None,
        };
        if what.is_none() {
            self.messages().push(unreadable(field, text));
        }
        what
    }

    fn read_text(&mut self, item: &Item, text: &str, field: Option<TextField>, bound: bool, or_before: bool) {
        let bare = text.trim_end_matches('*');
        let prefix = match () {
            () if bare.len() < text.len() => Prefix::Asked,
            () if item.open && self.typing => Prefix::Typing,
            () => Prefix::No,
        };
        let found = words(bare, item.text.start, prefix);
        self.wordless |= found.is_empty() && text.contains(says_something);
        let free = MAX_WORDS.saturating_sub(self.words);
        self.words += found.len();
        let plain = !item.quoted && !item.negated && field.is_none() && !bound;
        if !plain && (item.quoted || found.len() > 1) {
            let kept = found.get(free).map_or(bare.len(), |first| first.place.start - item.text.start);
            if let Some(phrase) = phrase(&bare[..kept], prefix) {
                self.add(Atom { negated: item.negated, what: What::Phrase(phrase, field) }, or_before, false);
            }
            return;
        }
        for word in found.into_iter().take(free) {
            let optional = plain && prefix != Prefix::Asked && is_optional(&word);
            self.add(Atom { negated: item.negated, what: What::Word(word, field) }, or_before, optional);
        }
    }

    fn add(&mut self, atom: Atom, or_before: bool, optional: bool) {
        match self.parsed.clauses.last_mut() {
            Some((clause, _)) if or_before => clause.atoms.push(atom),
            _ => self.parsed.clauses.push((Clause { atoms: vec![atom] }, optional)),
        }
    }

    /// A field without a value is no fault while it is being typed.
    fn remark_empty(&mut self, item: &Item) {
        if !(item.open && self.typing) {
            let name = self.query[..item.text.start].rsplit(char::is_whitespace).next().unwrap_or_default();
            let name = name.trim_end_matches(['"', ':']).trim_start_matches('-');
            self.remark(format!("Write what to look for right behind the colon, as in {name}:value."));
        }
    }

    fn remark(&mut self, text: String) {
        self.messages().push(Message { text, instead: None });
    }

    fn messages(&mut self) -> &mut Vec<Message> {
        &mut self.parsed.messages
    }
}

fn is_optional(word: &Word) -> bool {
    word.parts.is_empty() && word.terms.iter().all(|term| is_stop_word(term))
}

fn unreadable(field: QueryField, text: &str) -> Message {
    let text = match field {
        QueryField::Duration => format!("“{text}” is no duration; try >2h, <=90m or 1h..2h."),
        _ => format!("“{text}” is no date; try 2024, 2024-03 or 2024-03-09."),
    };
    Message { text, instead: None }
}
