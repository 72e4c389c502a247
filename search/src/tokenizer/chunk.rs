//! One run of text without a space in it, and the terms that it is found by.

use std::ops::Range;

use super::camel;
use super::fold::{MAX_TERM_BYTES, cut, fold_into};

/// A term with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded; at most [`MAX_TERM_BYTES`] long.
    pub term: &'a str,
    /// Counted in the smallest parts, from the start of the chunk.
    pub position: u32,
    /// The number of smallest parts that the term covers; more than one for compounds and names in camel case.
    pub span: u32,
    /// Byte offsets in the text.
    pub from: usize,
    pub to: usize,
}

#[derive(Debug, Clone)]
struct Stored {
    term: Range<usize>,
    position: u32,
    span: u32,
    from: usize,
    to: usize,
}

/// A word between connectors.
#[derive(Debug, Clone)]
struct Leaf {
    /// Length of its folded form, uncut.
    folded: Range<usize>,
    from: usize,
    to: usize,
    /// What joins it to the leaf before it.
    connector: &'static str,
    position: u32,
    span: u32,
}

/// A word, a compound or a run of an unspaced script. The buffers are used again for the next one.
#[derive(Debug, Clone, Default)]
pub struct Chunk {
    /// The terms, one after the other.
    arena: String,
    tokens: Vec<Stored>,
    leaves: Vec<Leaf>,
    parts: Vec<Range<usize>>,
    positions: u32,
    unspaced: bool,
}

impl Chunk {
    /// In the order of their positions, at each the longest first.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = Token<'_>> {
        (0..self.tokens.len()).map(|nth| self.token(nth))
    }

    /// The token at `nth`, which must be below the number of tokens.
    pub fn token(&self, nth: usize) -> Token<'_> {
        let Stored { ref term, position, span, from, to } = self.tokens[nth];
        Token { term: &self.arena[term.clone()], position, span, from, to }
    }

    pub fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// How many positions the chunk covers.
    pub fn positions(&self) -> u32 {
        self.positions
    }

    /// Whether the terms are pairs of characters, and the last one a single character.
    pub fn is_unspaced(&self) -> bool {
        self.unspaced
    }

    pub(super) fn clear(&mut self) {
        self.arena.clear();
        self.tokens.clear();
        self.leaves.clear();
        self.positions = 0;
        self.unspaced = false;
    }

    /// Adds the word at `range` of `text`, joined to the one before it by `connector`.
    pub(super) fn add_leaf(&mut self, text: &str, range: Range<usize>, connector: &'static str) {
        let start = self.arena.len();
        fold_into(&text[range.clone()], &mut self.arena);
        let folded = start..self.arena.len();
        self.leaves.push(Leaf { folded, from: range.start, to: range.end, connector, position: 0, span: 1 });
    }

    /// Makes the terms of the leaves.
    pub(super) fn finish_word(&mut self, text: &str) {
        for nth in 0..self.leaves.len() {
            self.expand_leaf(text, nth);
        }
        if self.leaves.len() > 1 && !self.is_time() {
            self.join_leaves();
        }
        if self.tokens.len() > 1 {
            self.tokens.sort_by_key(|token| (token.position, std::cmp::Reverse(token.span)));
            let arena = &self.arena;
            self.tokens
                .dedup_by(|b, a| a.position == b.position && arena[a.term.clone()] == arena[b.term.clone()]);
        }
    }

    /// Emits a leaf, its parts in camel case, and `1` for the `v1` of a version.
    fn expand_leaf(&mut self, text: &str, nth: usize) {
        let Leaf { folded, from, to, .. } = self.leaves[nth].clone();
        let position = self.positions;
        let mut parts = std::mem::take(&mut self.parts);
        camel::split(&text[from..to], &mut parts);
        let span = parts.len().max(1) as u32;
        for (place, part) in parts.iter().enumerate() {
            let start = self.arena.len();
            fold_into(&text[from + part.start..from + part.end], &mut self.arena);
            self.emit(
                start..self.arena.len(),
                position + place as u32,
                1,
                from + part.start..from + part.end,
            );
        }
        self.parts = parts;
        let shortened = folded.start..folded.start + cut(&self.arena[folded.clone()]).len();
        if self.is_version(&folded) {
            self.emit(shortened.start + 1..shortened.end, position, span, from..to);
        }
        self.emit(shortened, position, span, from..to);
        let leaf = &mut self.leaves[nth];
        (leaf.position, leaf.span) = (position, span);
        self.positions += span;
    }

    /// Emits the compound whole, and what stands between its weak connectors as far as that is compound itself: paths
    /// are cut at their slashes first, then at all weak connectors.
    fn join_leaves(&mut self) {
        self.join(0..self.leaves.len());
        self.join_between(&["/"]);
        self.join_between(&["/", "#", "@", ":", "::"]);
    }

    /// Whether this is a time of day or a timestamp: in logs there are many of them, each but once, and their parts
    /// are enough to find one. An address with a port has its dots before the colon.
    fn is_time(&self) -> bool {
        let in_time = |byte: u8| byte.is_ascii_digit() || matches!(byte, b't' | b'z');
        let mut separators =
            self.leaves.iter().map(|leaf| leaf.connector).filter(|joined| [".", ":"].contains(joined));
        separators.next() == Some(":")
            && self.leaves.iter().all(|leaf| self.arena[leaf.folded.clone()].bytes().all(in_time))
    }

    fn join_between(&mut self, weak: &[&str]) {
        let mut start = 0;
        for nth in 1..=self.leaves.len() {
            if nth == self.leaves.len() || weak.contains(&self.leaves[nth].connector) {
                if nth - start > 1 && nth - start < self.leaves.len() {
                    self.join(start..nth);
                }
                start = nth;
            }
        }
    }

    /// Emits these leaves as one term, unless it would be too long.
    fn join(&mut self, range: Range<usize>) {
        let start = self.arena.len();
        for nth in range.clone() {
            let Leaf { folded, connector, .. } = self.leaves[nth].clone();
            if nth > range.start {
                self.arena.push_str(connector);
            }
            self.arena.extend_from_within(folded);
            if self.arena.len() - start > MAX_TERM_BYTES {
                self.arena.truncate(start);
                return;
            }
        }
        let (first, last) = (&self.leaves[range.start], &self.leaves[range.end - 1]);
        let position = first.position;
        let span = last.position + last.span - position;
        let (place, versioned) = (first.from..last.to, first.folded.clone());
        let term = start..self.arena.len();
        if self.is_version(&versioned) {
            self.emit(term.start + 1..term.end, position, span, place.clone());
        }
        self.emit(term, position, span, place);
    }

    /// Whether a folded leaf is a `v` with digits.
    fn is_version(&self, folded: &Range<usize>) -> bool {
        self.arena[folded.clone()]
            .strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    }

    fn emit(&mut self, term: Range<usize>, position: u32, span: u32, place: Range<usize>) {
        if !term.is_empty() {
            self.tokens.push(Stored { term, position, span, from: place.start, to: place.end });
        }
    }

    /// Makes the terms of a run of an unspaced script: each pair of neighbours, and the last character alone, so that
    /// every character begins a term.
    pub(super) fn finish_unspaced(&mut self, text: &str, run: Range<usize>) {
        self.unspaced = true;
        self.arena.push_str(&text[run.clone()]);
        let mut ends = self.arena.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut start = 0;
        let mut middle = ends.next().unwrap_or_default();
        for end in ends {
            self.tokens.push(stored_pair(start..end, self.positions, run.start));
            self.positions += 1;
            (start, middle) = (middle, end);
        }
        self.tokens.push(stored_pair(start..middle, self.positions, run.start));
        self.positions += 1;
    }
}

fn stored_pair(term: Range<usize>, position: u32, offset: usize) -> Stored {
    let (from, to) = (offset + term.start, offset + term.end);
    Stored { term, position, span: 1, from, to }
}
