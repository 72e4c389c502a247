//! The form in which words are compared.

/// Lower case, words joined by one space, without signs, short codes of emoji and numbers in front, and without what stands in
/// parentheses unless that is all there is.
pub fn normalise(text: &str) -> String {
    let text = without_short_codes(text);
    let plain = plain(text, false);
    let plain = if plain.trim().is_empty() { self::plain(text, true) } else { plain };
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let mut first = 0;
    while first + 1 < words.len() && is_number(words[first]) && !asks_why(&words[first..]) {
        first += 1;
    }
    while first + 1 < words.len() && matches!(words[first], "the" | "our") {
        first += 1;
    }
    words.drain(..first);
    words.join(" ")
}

fn plain(text: &str, with_parentheses: bool) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '（' | '【' if !with_parentheses => depth += 1,
            ')' | ']' | '）' | '】' if !with_parentheses => {
                depth = depth.saturating_sub(1);
                plain.push(' ');
            }
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() || c == 'ー' => plain.extend(c.to_lowercase().filter(|c| !is_mark(*c))),
            _ if is_mark(c) => {}
            _ => plain.push(' '),
        }
    }
    plain
}

/// Accents that stand behind their letters, vowel points of Arabic and Hebrew, and signs that are not seen.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x591..=0x5C7 | 0x640 | 0x64B..=0x652 | 0x200B..=0x200F | 0xFE0E..=0xFE0F)
}

/// "5 Whys": the number belongs to the name.
fn asks_why(words: &[&str]) -> bool {
    words[0] == "5" && words[1..].iter().any(|word| WHY.iter().any(|why| word.starts_with(why)))
}

/// "Why", by how the word begins.
const WHY: &[&str] = &[
    "why",
    "warum",
    "mal",
    "pourquoi",
    "por",
    "perché",
    "waarom",
    "varför",
    "hvorfor",
    "dlaczego",
    "proč",
    "почему",
    "чому",
    "neden",
];

/// `1`, `１`, `①`, `三`, `ii`: what counts sections.
fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
        || word.chars().all(|c| "一二三四五六七八九十".contains(c))
        || matches!(word, "ii" | "iii" | "iv" | "vii" | "viii" | "ix")
}

/// `:mag: Five whys` without the picture.
fn without_short_codes(mut text: &str) -> &str {
    let is_code = |code: &str| {
        !code.is_empty()
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    };
    while let Some((code, rest)) = text.trim_start().strip_prefix(':').and_then(|rest| rest.split_once(':'))
        && is_code(code)
    {
        text = rest;
    }
    text
}

/// The same without accents, for those who leave them out; `None` where there are none.
pub fn without_accents(text: &str) -> Option<String> {
    let plain: String = text.chars().map(plain_letter).collect();
    (plain != text).then_some(plain)
}

fn plain_letter(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'أ' | 'إ' | 'آ' => 'ا',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_what_stands_around_them() {
        for (text, plain) in [
            (":mag: Five Why's", "five why s"),
            (":man_raising_hand::skin-tone-2: Response", "response"),
            ("🔍 Root cause(s)", "root cause"),
            ("1️⃣ Summary", "summary"),
            ("2.1 The impact:", "impact"),
            ("三、根因分析", "根因分析"),
            ("III. Résumé", "résumé"),
            ("【影響】", "影響"),
            ("5 Whys", "5 whys"),
            ("Re\u{301}sume\u{301}", "resume"),
            ("ETKİ", "etki"),
            ("12:30", "30"),
        ] {
            assert_eq!(normalise(text), plain, "{text}");
        }
        assert_eq!(without_accents("příčina").as_deref(), Some("pricina"));
        assert_eq!(without_accents("cause"), None);
    }
}
