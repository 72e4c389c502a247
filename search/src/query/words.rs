//! Text of a query → words and phrases.

use std::ops::Range;

use super::{Phrase, Prefix, Word};
use crate::tokenizer::{Chunk, Scanner};

/// The words in a piece of a query that begins at byte `offset` of it; `prefix` says how the last one may go on.
pub fn words(text: &str, offset: usize, prefix: Prefix) -> Vec<Word> {
    let mut scanner = Scanner::new(text);
    let mut chunk = Chunk::default();
    let mut words = Vec::new();
    while scanner.advance(&mut chunk) {
        if chunk.token_count() > 0 {
            words.push(word(&chunk, offset));
        }
    }
    if let Some(last) = words.last_mut()
        && last.prefix == Prefix::No
    {
        last.prefix = prefix;
    }
    words
}

fn word(chunk: &Chunk, offset: usize) -> Word {
    let place = place(chunk, offset);
    let parts = elements(chunk);
    let character = chunk.is_unspaced() && chunk.positions() == 1;
    let prefix = if character { Prefix::Character } else { Prefix::No };
    if let [part] = parts.as_slice() {
        return Word { terms: part.clone(), parts: Vec::new(), prefix, place };
    }
    let is_whole = |span| span == chunk.positions() && !chunk.is_unspaced();
    let mut terms: Vec<String> =
        chunk.tokens().filter(|token| is_whole(token.span)).map(|token| token.term.to_owned()).collect();
    // As it was written before other forms of it, which are shorter: `v1.2` before `1.2`.
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    Word { terms, parts, prefix, place }
}

fn place(chunk: &Chunk, offset: usize) -> Range<usize> {
    let from = chunk.tokens().map(|token| token.from).min().unwrap_or_default();
    let to = chunk.tokens().map(|token| token.to).max().unwrap_or_default();
    offset + from..offset + to
}

/// The smallest parts by position. The last character of a run of an unspaced script is not looked for by itself.
fn elements(chunk: &Chunk) -> Vec<Vec<String>> {
    let mut count = chunk.positions() as usize;
    if chunk.is_unspaced() && count > 1 {
        count -= 1;
    }
    let mut elements = vec![Vec::new(); count];
    for token in chunk.tokens().filter(|token| token.span == 1) {
        if let Some(element) = elements.get_mut(token.position as usize) {
            element.push(token.term.to_owned());
        }
    }
    for element in &mut elements {
        element.sort_by_key(|term| std::cmp::Reverse(term.len()));
    }
    elements.retain(|element| !element.is_empty());
    elements
}

/// The words of `text` in their order; `None` where there is none. Gaps that come from an unspaced script are kept by
/// looking for its last character.
pub fn phrase(text: &str, prefix: Prefix) -> Option<Phrase> {
    let mut scanner = Scanner::new(text);
    let mut chunk = Chunk::default();
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut single = Prefix::No;
    let mut tail: Option<String> = None;
    while scanner.advance(&mut chunk) {
        found.extend(tail.take().map(|term| vec![term]));
        found.extend(elements(&chunk));
        if chunk.is_unspaced() {
            single = if chunk.positions() == 1 { Prefix::Character } else { Prefix::No };
            tail = chunk.tokens().last().filter(|_| chunk.positions() > 1).map(|token| token.term.to_owned());
        } else {
            single = Prefix::No;
        }
    }
    let prefix = if single == Prefix::No { prefix } else { single };
    (!found.is_empty()).then_some(Phrase { elements: found, prefix })
}
