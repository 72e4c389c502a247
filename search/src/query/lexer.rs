//! Cuts a query into words, quoted texts, `field:value` and `OR`.

use std::ops::Range;

use super::fields::{QueryField, by_name};

/// A piece of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Lexeme {
    Or,
    Item(Item),
}

/// Something to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub negated: bool,
    pub field: Option<QueryField>,
    /// Bytes of the query, without quotes; may be empty behind a field.
    pub text: Range<usize>,
    pub quoted: bool,
    /// Whether it reaches to the end of the query, so that it may be unfinished.
    pub open: bool,
}

/// All pieces in their order. Pieces without any character but their sign are left out.
pub fn lexemes(query: &str) -> Vec<Lexeme> {
    let mut lexer = Lexer { query, at: 0 };
    std::iter::from_fn(|| lexer.advance()).collect()
}

struct Lexer<'a> {
    query: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn advance(&mut self) -> Option<Lexeme> {
        loop {
            self.at = self.find(|c| !is_space(c));
            let start = self.at;
            let first = self.query[start..].chars().next()?;
            let negated = self.read_minus(first);
            let begins_quote = self.query[self.at..].starts_with(is_quote);
            let (text, quoted) =
                if begins_quote { (self.read_quoted(), true) } else { (self.read_word(), false) };
            if !quoted && &self.query[start..text.end] == "OR" {
                return Some(Lexeme::Or);
            }
            let item =
                if quoted { self.item(negated, None, text, true) } else { self.with_field(negated, text) };
            if item.field.is_some() || !item.text.is_empty() {
                return Some(Lexeme::Item(item));
            }
        }
    }

    /// Steps over a minus before something. `--force` is no negation.
    fn read_minus(&mut self, first: char) -> bool {
        let rest = &self.query[self.at + first.len_utf8()..];
        let is_minus = matches!(first, '-' | '\u{2212}') && !rest.starts_with('-');
        if is_minus {
            self.at += first.len_utf8();
        }
        is_minus
    }

    /// To the closing quote, or to the end of the query.
    fn read_quoted(&mut self) -> Range<usize> {
        self.at += self.query[self.at..].chars().next().map_or(0, char::len_utf8);
        let text = self.at..self.find(is_quote);
        self.at = text.end + self.query[text.end..].chars().next().map_or(0, char::len_utf8);
        text
    }

    fn read_word(&mut self) -> Range<usize> {
        let text = self.at..self.find(|c| is_space(c) || is_quote(c));
        self.at = text.end;
        text
    }

    /// Looks for a field in the word; its value may be quoted.
    fn with_field(&mut self, negated: bool, word: Range<usize>) -> Item {
        let found = self.query[word.clone()]
            .split_once(':')
            .and_then(|(name, _)| Some((by_name(name)?, word.start + name.len() + 1)));
        match found {
            None => self.item(negated, None, word, false),
            Some((field, value)) if value == word.end && self.query[value..].starts_with(is_quote) => {
                let text = self.read_quoted();
                self.item(negated, Some(field), text, true)
            }
            Some((field, value)) => self.item(negated, Some(field), value..word.end, false),
        }
    }

    fn item(&self, negated: bool, field: Option<QueryField>, text: Range<usize>, quoted: bool) -> Item {
        let open = text.end == self.query.len();
        Item { negated, field, text, quoted, open }
    }

    fn find(&self, wanted: impl Fn(char) -> bool) -> usize {
        self.query[self.at..].find(wanted).map_or(self.query.len(), |length| self.at + length)
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{FEFF}'
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}'..='\u{201F}' | '\u{00AB}' | '\u{00BB}' | '\u{FF02}')
}
