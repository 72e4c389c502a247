//! Text → terms with positions; the same for what is indexed, what is asked and what is marked in a snippet.
//!
//! - Words are folded: lower case, no accents.
//! - Words joined by one of `- _ . / : # @ + ~` are a compound. It is found whole, in its parts, and in what stands
//!   between `/ # @ :`; names in camel case likewise. The whole has the position of its first part.
//! - Scripts without spaces are indexed as pairs of neighbouring characters.

mod camel;
mod chunk;
mod fold;
mod scan;
mod script;
#[cfg(feature = "write")]
mod stream;
#[cfg(test)]
mod tests;

pub use chunk::{Chunk, Token};
pub use fold::{MAX_TERM_BYTES, fold};
pub use scan::Scanner;
#[cfg(feature = "write")]
pub use stream::Words;

/// The name by which the schema refers to the tokenizer.
pub const NAME: &str = "lookback";

/// Calls `visit` with every token of `text`; positions are counted from the start of the text.
pub fn each_token(text: &str, mut visit: impl FnMut(Token<'_>)) {
    let mut scanner = Scanner::new(text);
    let mut chunk = Chunk::default();
    let mut base = 0;
    while scanner.advance(&mut chunk) {
        for token in chunk.tokens() {
            visit(Token { position: base + token.position, ..token });
        }
        base += chunk.positions();
    }
}
