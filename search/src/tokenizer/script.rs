//! What kind of character this is: part of a word, of an unspaced script, a mark, a connector.

/// Whether words of this script are written without spaces, or change so much at their ends that whole words would
/// not be found: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese. Punctuation and digits are not counted in.
pub fn is_unspaced(c: char) -> bool {
    if c < '\u{0E00}' {
        return false;
    }
    matches!(c,
        // Thai, Lao
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' | '\u{0E81}'..='\u{0ECF}' | '\u{0EDC}'..='\u{0EDF}'
        // Burmese
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{109A}'..='\u{109D}' | '\u{AA60}'..='\u{AA7F}'
        // Hangul
        | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7A3}'
        // Khmer
        | '\u{1780}'..='\u{17D3}' | '\u{17D7}' | '\u{17DC}'
        // Kana, Bopomofo
        | '\u{3041}'..='\u{309A}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{312F}'
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}'
        // Han
        | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

/// Whether a word is found with or without this character: accents, vowel points, soft hyphens, joiners.
pub fn is_mark(c: char) -> bool {
    c >= '\u{AD}'
        && matches!(c,
        '\u{AD}' | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'
        | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{0640}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}' | '\u{06E7}'
        | '\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}')
}

/// Signs of Indic scripts that stand within words and are not letters; they tell words apart.
fn is_virama_or_nukta(c: char) -> bool {
    matches!(
        c,
        '\u{093C}'
            | '\u{094D}'
            | '\u{09BC}'
            | '\u{09CD}'
            | '\u{0A3C}'
            | '\u{0A4D}'
            | '\u{0ABC}'
            | '\u{0ACD}'
            | '\u{0B3C}'
            | '\u{0B4D}'
            | '\u{0BCD}'
            | '\u{0C4D}'
            | '\u{0CBC}'
            | '\u{0CCD}'
            | '\u{0D4D}'
            | '\u{0DCA}'
    )
}

/// Whether a word can begin with this character.
pub fn starts_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() && !is_unspaced(c) && !is_mark(c) && !is_apostrophe(c)
}

/// Whether a word goes on with this character.
pub fn continues_word(c: char) -> bool {
    starts_word(c) || is_mark(c) || is_virama_or_nukta(c)
}

/// `don't`, `don’t`.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}')
}

/// What joins words to a compound, as it is written in the index; the text begins with it. A hyphen is one, however
/// it is encoded.
pub fn connector(text: &str) -> Option<(&'static str, usize)> {
    let first = text.chars().next()?;
    let joined = match first {
        ':' if text[1..].starts_with(':') => return Some(("::", 2)),
        '-' | '\u{2010}' | '\u{2011}' => "-",
        '_' => "_",
        '.' => ".",
        '/' => "/",
        ':' => ":",
        '#' => "#",
        '@' => "@",
        '+' => "+",
        '~' => "~",
        c if is_apostrophe(c) => "",
        _ => return None,
    };
    Some((joined, first.len_utf8()))
}
