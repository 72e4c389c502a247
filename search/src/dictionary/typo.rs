//! Terms that differ from a word by a slip of the finger: a letter left out, doubled, wrong, or two swapped.

use std::io;
use std::sync::OnceLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::Automaton;

use super::best::Best;
use super::scan::scan_matching;
use crate::opened::TextIndex;
use crate::query::is_stop_word;

/// Letters from which one edit is forgiven, and from which two.
const LETTERS_FOR_ONE: usize = 4;
const LETTERS_FOR_TWO: usize = 8;

/// The tables that automata are made from; each takes milliseconds to make, and is made when it is first needed.
#[derive(Default)]
pub struct Typos {
    one: OnceLock<LevenshteinAutomatonBuilder>,
    two: OnceLock<LevenshteinAutomatonBuilder>,
}

impl Typos {
    /// Terms near `word`, ranked by the number of edits. Their first letter is that of the word, unless there are none;
    /// digits are never another number. An unfinished word is compared with how terms begin.
    ///
    /// # Errors
    /// When a dictionary is damaged.
    pub fn near(
        &self,
        indexes: &[&TextIndex],
        word: &str,
        limit: usize,
        unfinished: bool,
    ) -> io::Result<Best> {
        let mut best = Best::new(limit);
        let letters = word.chars().count();
        let worth_trying = letters >= LETTERS_FOR_ONE && word.chars().any(char::is_alphabetic);
        let Some(first) = word.chars().next().filter(|_| worth_trying) else { return Ok(best) };
        let edits = if letters < LETTERS_FOR_TWO { 1 } else { 2 };
        let automaton = self.automaton(word, edits, unfinished);
        search(indexes, word, &automaton, first.encode_utf8(&mut [0; 4]), &mut best)?;
        if best.is_empty() {
            // A slip in the first letter is rare, and looking for it is slow: one edit must do.
            search(indexes, word, &self.automaton(word, 1, unfinished), "", &mut best)?;
        }
        Ok(best)
    }

    fn automaton(&self, word: &str, edits: u8, unfinished: bool) -> Edits {
        let tables = if edits == 1 { &self.one } else { &self.two };
        let tables = tables.get_or_init(|| LevenshteinAutomatonBuilder::new(edits, true));
        Edits(if unfinished { tables.build_prefix_dfa(word) } else { tables.build_dfa(word) })
    }
}

fn search(
    indexes: &[&TextIndex],
    word: &str,
    automaton: &Edits,
    start: &str,
    best: &mut Best,
) -> io::Result<()> {
    for index in indexes {
        scan_matching(index, automaton, start, |term, frequency| {
            let edits = automaton.edits(term);
            let is_candidate = term != word.as_bytes() && digits(term).eq(digits(word.as_bytes()));
            if is_candidate && !std::str::from_utf8(term).is_ok_and(is_stop_word) {
                best.offer(term, edits, frequency);
            }
        })?;
    }
    Ok(())
}

fn digits(term: &[u8]) -> impl Iterator<Item = &u8> {
    term.iter().filter(|byte| byte.is_ascii_digit())
}

/// Accepts what is few edits away from a word.
struct Edits(DFA);

impl Edits {
    fn edits(&self, term: &[u8]) -> u8 {
        match self.0.eval(term) {
            Distance::Exact(edits) | Distance::AtLeast(edits) => edits,
        }
    }
}

impl Automaton for Edits {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
