//! Finds the chunks of a text, one after the other.

use super::chunk::Chunk;
use super::script::{connector, continues_word, is_apostrophe, is_unspaced, starts_word};

/// A place in a text.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Fills `chunk` with the next one. `false` at the end of the text.
    pub fn advance(&mut self, chunk: &mut Chunk) -> bool {
        chunk.clear();
        let Some((skipped, first)) =
            self.text[self.at..].char_indices().find(|&(_, c)| starts_word(c) || is_unspaced(c))
        else {
            self.at = self.text.len();
            return false;
        };
        self.at += skipped;
        if is_unspaced(first) {
            let start = self.at;
            self.at = end_of(self.text, start, is_unspaced);
            chunk.finish_unspaced(self.text, start..self.at);
        } else {
            self.read_compound(chunk);
            chunk.finish_word(self.text);
        }
        true
    }

    fn read_compound(&mut self, chunk: &mut Chunk) {
        let mut joined = "";
        loop {
            let start = self.at;
            let (end, after) = end_of_word(self.text, start);
            chunk.add_leaf(self.text, start..end, joined);
            self.at = after;
            let rest = &self.text[after..];
            let Some((connector, length)) = connector(rest) else { return };
            if !rest[length..].starts_with(starts_word) {
                return;
            }
            joined = connector;
            self.at += length;
        }
    }
}

fn end_of(text: &str, start: usize, belongs: impl Fn(char) -> bool) -> usize {
    text[start..].find(|c| !belongs(c)).map_or(text.len(), |length| start + length)
}

/// The end of the word that begins at `start`, and where to go on: behind a possessive `'s`. Up to two letters behind
/// an apostrophe belong to the word (`don't`); before more, it joins two words (`l'erreur`, `O'Brien`).
fn end_of_word(text: &str, start: usize) -> (usize, usize) {
    let mut end = end_of(text, start, continues_word);
    loop {
        let Some(apostrophe) = text[end..].chars().next().filter(|&c| is_apostrophe(c)) else {
            return (end, end);
        };
        let after = end + apostrophe.len_utf8();
        if !text[after..].starts_with(starts_word) {
            return (end, end);
        }
        let suffix = end_of(text, after, continues_word);
        match &text[after..suffix] {
            "s" | "S" => return (end, suffix),
            short if short.chars().count() <= 2 => end = suffix,
            _ => return (end, end),
        }
    }
}
