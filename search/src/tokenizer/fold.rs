//! Words as the index holds them: lower case, without accents.

use tantivy::tokenizer::{AsciiFoldingFilter, RawTokenizer, TokenFilter, TokenStream, Tokenizer};

use super::script::{is_apostrophe, is_mark};

/// Longer words are cut, so that a line of base64 does not become a term of its own length.
pub const MAX_TERM_BYTES: usize = 64;

/// Appends the folded form of `word` to `out`: lower case, Latin and Greek letters without accents, ligatures and ß
/// as two letters, no combining marks, no apostrophes.
pub fn fold_into(word: &str, out: &mut String) {
    let start = out.len();
    if word.is_ascii() {
        out.extend(word.chars().filter(|&c| c != '\'').map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in word.chars().filter(|&c| !is_mark(c) && !is_apostrophe(c)).flat_map(char::to_lowercase) {
        if !is_mark(c) {
            out.push(unaccented(c));
        }
    }
    if !out[start..].is_ascii() {
        let folded = latin_to_ascii(&out[start..]);
        out.truncate(start);
        out.push_str(&folded);
    }
}

/// The folded form of `word`.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// The longest start of `term` that the index holds.
pub fn cut(term: &str) -> &str {
    let mut end = term.len().min(MAX_TERM_BYTES);
    while !term.is_char_boundary(end) {
        end -= 1;
    }
    &term[..end]
}

fn latin_to_ascii(word: &str) -> String {
    let mut filter = AsciiFoldingFilter.transform(RawTokenizer::default());
    let mut stream = filter.token_stream(word);
    if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { String::new() }
}

/// Greek and Cyrillic letters whose accents or final forms are left out in writing; lower case.
fn unaccented(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_make_no_difference() {
        let cases = [
            ("Kafka", "kafka"),
            ("Ärger", "arger"),
            ("A\u{308}rger", "arger"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Æther", "aether"),
            ("œuvre", "oeuvre"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("ｆｕｌｌ", "full"),
            ("Αθήνα", "αθηνα"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Ёлка", "елка"),
            ("don't", "dont"),
            ("don’t", "dont"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("مُحَمَّد", "محمد"),
        ];
        for (word, folded) in cases {
            assert_eq!(fold(word), folded, "{word}");
        }
    }

    #[test]
    fn cutting_keeps_whole_characters() {
        let long = "é".repeat(40);
        assert_eq!(cut(&long).chars().count(), 32);
        assert_eq!(cut("short"), "short");
    }
}
