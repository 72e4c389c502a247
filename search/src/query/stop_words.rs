//! Words that a question is made of, and that say nothing about what is looked for.

/// English, folded, in alphabetical order.
const LIST: &str = include_str!("stop_words.txt");

/// Whether a folded word may be left out of an unquoted query.
pub fn is_stop_word(word: &str) -> bool {
    LIST.split_ascii_whitespace().any(|stop| stop == word)
}
