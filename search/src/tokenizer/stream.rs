//! The tokenizer as tantivy wants it for indexing.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Chunk, Scanner};

/// Cuts texts into terms.
#[derive(Debug, Clone, Default)]
pub struct Words {
    chunk: Chunk,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.chunk.clear();
        self.token.reset();
        Stream { scanner: Scanner::new(text), words: self, next: 0, base: 0 }
    }
}

/// The tokens of one text.
pub struct Stream<'a> {
    scanner: Scanner<'a>,
    words: &'a mut Words,
    /// Which token of the chunk comes next.
    next: usize,
    /// Position of the start of the chunk.
    base: u32,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Words { chunk, token } = self.words;
        while self.next == chunk.token_count() {
            self.base += chunk.positions();
            self.next = 0;
            if !self.scanner.advance(chunk) {
                return false;
            }
        }
        let found = chunk.token(self.next);
        self.next += 1;
        token.text.clear();
        token.text.push_str(found.term);
        token.position = (self.base + found.position) as usize;
        token.position_length = found.span as usize;
        (token.offset_from, token.offset_to) = (found.from, found.to);
        true
    }

    fn token(&self) -> &Token {
        &self.words.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words.token
    }
}
