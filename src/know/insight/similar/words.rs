//! The words of a text by which it is recognised: names of things, error codes, rare words; not dates, not figures.

/// How much a word says by its form alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Letters.
    Word,
    /// All in capitals: `KIAM`.
    Acronym,
    /// With a digit, `_`, `.`, `-`, `/` or a capital inside: `kube-proxy`, `x509`, `OOMKilled`, or a whole address.
    Identifier,
}

/// A word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    pub text: &'t str,
    /// In bytes.
    pub offset: usize,
    pub form: Form,
}

/// Letters of the shortest word that is kept.
const SHORTEST: usize = 4;
/// Letters of the shortest acronym that is kept.
const SHORTEST_ACRONYM: usize = 3;
/// Bytes of the longest word that is kept; what is longer is data.
const LONGEST: usize = 64;
/// The same of an address.
const LONGEST_ADDRESS: usize = 200;

/// Calls `each` for every word of `text`. An identifier is followed by the words in it. Chinese and Japanese, which have no
/// spaces, are given as pairs of characters.
pub fn scan<'t>(text: &'t str, mut each: impl FnMut(Word<'t>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            at = token(text, at, &mut each);
        } else if byte == b'<' {
            at = behind_tag(bytes, at);
        } else if byte == b']' || byte == b'[' {
            at = behind_target(bytes, at);
        } else if byte == b'@' {
            // A person.
            at = run(bytes, at + 1, is_inside);
        } else {
            at += 1;
        }
    }
}

/// Reads the token at `start`; gives where it ends.
fn token<'t>(text: &'t str, start: usize, each: &mut impl FnMut(Word<'t>)) -> usize {
    let bytes = text.as_bytes();
    if text[start..].starts_with("http")
        && (text[start..].starts_with("http://") || text[start..].starts_with("https://"))
    {
        return address(text, start, each);
    }
    if bytes[start] >= 0x80 {
        let c = text[start..].chars().next().unwrap_or(' ');
        if is_unspaced(c) {
            return pairs(text, start, each);
        }
        if !c.is_alphanumeric() {
            return start + c.len_utf8();
        }
    }
    let end = end_of_token(text, start);
    let token = text[start..end].trim_end_matches(['.', '-', '/', '_']);
    let behind = start + token.len();
    if bytes.get(end) == Some(&b'@') {
        // The name of a mail box.
        return run(bytes, end + 1, is_inside);
    }
    if let Some(behind) = contraction(bytes, end) {
        return behind;
    }
    if (2..=LONGEST).contains(&token.len()) {
        words(token, start, each);
    }
    behind.max(start + 1)
}

/// Where a word such as `couldn't` ends, whose apostrophe is at `at`.
fn contraction(bytes: &[u8], at: usize) -> Option<usize> {
    let tail = bytes[at..].strip_prefix(b"'").or_else(|| bytes[at..].strip_prefix("’".as_bytes()))?;
    let is_end = tail.get(1).is_none_or(|next| !next.is_ascii_alphanumeric());
    (tail.first() == Some(&b't') && is_end).then(|| bytes.len() - tail.len() + 1)
}

/// Where the token at `start` ends: behind letters and digits, which `_`, `.`, `-` and `/` may join.
fn end_of_token(text: &str, start: usize) -> usize {
    let mut joined = false;
    for (at, c) in text[start..].char_indices() {
        let is_letter =
            if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() && !is_unspaced(c) };
        if is_letter || c == '_' {
            joined = false;
        } else if matches!(c, '.' | '-' | '/') && !joined && at > 0 {
            joined = true;
        } else {
            return start + at;
        }
    }
    text.len()
}

/// Gives a token: as it is, and where it is joined of several, the words in it.
fn words<'t>(token: &'t str, offset: usize, each: &mut impl FnMut(Word<'t>)) {
    // `503s` is `503`.
    let token = token.strip_suffix('s').filter(|code| is_status(code)).unwrap_or(token);
    let bytes = token.as_bytes();
    let is_joined = bytes.iter().any(|byte| matches!(byte, b'_' | b'.' | b'-' | b'/'));
    if is_figure(token) {
        return;
    }
    if let Some(form) = form(token, is_joined) {
        each(Word { text: token, offset, form });
    }
    if is_joined {
        let mut at = 0;
        for part in token.split(['_', '.', '-', '/']) {
            if part.len() >= SHORTEST && part.bytes().all(|byte| !byte.is_ascii_digit()) {
                each(Word { text: part, offset: offset + at, form: form(part, false).unwrap_or(Form::Word) });
            }
            at += part.len() + 1;
        }
    }
}

/// What a token is by its form; `None` for one that is too short to say anything.
fn form(token: &str, is_joined: bool) -> Option<Form> {
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let has_digit = token.bytes().any(|byte| byte.is_ascii_digit());
    let is_code = token.len() == 3 && letters == 0;
    if is_code || has_digit && letters > 0 && token.len() >= 3 {
        return Some(Form::Identifier);
    }
    if is_joined {
        // `and/or`, `on-call` and the end of one sentence run into the next are words.
        let has_mark = token.contains('_') || token.matches(['.', '-', '/']).count() > 1;
        let is_name = has_mark || token.contains('.') && !token.contains(|c: char| c.is_uppercase());
        return (letters >= SHORTEST).then_some(if is_name { Form::Identifier } else { Form::Word });
    }
    let mut capitals = token.chars().skip(1).filter(|c| c.is_uppercase());
    match capitals.next() {
        Some(_) if capitals.count() + 2 == letters && token.starts_with(char::is_uppercase) => {
            (letters >= SHORTEST_ACRONYM).then_some(Form::Acronym)
        }
        Some(_) if letters >= SHORTEST => Some(Form::Identifier),
        _ => (letters >= SHORTEST).then_some(Form::Word),
    }
}

/// Numbers, dates, times, amounts: `2021-06-30T10`, `3rd`, `10gb`, `82`. Codes such as `503` are none.
fn is_figure(token: &str) -> bool {
    if !token.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if is_status(token) {
        return false;
    }
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
    let unit = token.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    letters <= 1
        || unit.len() == letters && letters <= 4 && digits + letters <= 9
        || letters == 2 && digits >= 8
}

/// `404`, `5xx`
fn is_status(token: &str) -> bool {
    token.len() == 3
        && matches!(token.as_bytes()[0], b'4' | b'5')
        && token.bytes().skip(1).all(|b| b.is_ascii_digit() || b == b'x')
}

/// Reads the address of a web page, without what stands behind `#` or `?`.
fn address<'t>(text: &'t str, start: usize, each: &mut impl FnMut(Word<'t>)) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"' | '\'' | '`' | '|' | '<');
    let end = text[start..].find(ends).map_or(text.len(), |at| start + at);
    let whole = text[start..end].split(['#', '?']).next().unwrap_or_default();
    let whole = whole.trim_end_matches(['/', '.', ',', ';', ':']);
    let path = whole.find("://").map_or("", |at| &whole[at + 3..]);
    if path.contains('/') && whole.len() <= LONGEST_ADDRESS {
        each(Word { text: whole, offset: start, form: Form::Identifier });
    }
    end
}

/// Reads text without spaces, two characters at a time.
fn pairs<'t>(text: &'t str, start: usize, each: &mut impl FnMut(Word<'t>)) -> usize {
    let mut previous: Option<usize> = None;
    for (at, c) in text[start..].char_indices() {
        let at = start + at;
        if !is_unspaced(c) {
            return at;
        }
        if let Some(from) = previous {
            each(Word { text: &text[from..at + c.len_utf8()], offset: from, form: Form::Word });
        }
        previous = Some(at);
    }
    text.len()
}

/// Han, Hiragana, Katakana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn run(bytes: &[u8], from: usize, inside: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !inside(*byte)).map_or(bytes.len(), |at| from + at)
}

/// Where an HTML tag that begins at `at` ends; the next byte where none does.
fn behind_tag(bytes: &[u8], at: usize) -> usize {
    let is_tag =
        bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'));
    // An address in angle brackets is one to read.
    if !is_tag || bytes[at + 1..].starts_with(b"http") {
        return at + 1;
    }
    let most = &bytes[at..bytes.len().min(at + 500)];
    most.iter().position(|byte| *byte == b'>').map_or(at + 1, |end| at + end + 1)
}

/// Where the target of a link to a page of this site ends, if one begins at `at`; else the next byte. Such a target names
/// a file, and says nothing in words.
fn behind_target(bytes: &[u8], at: usize) -> usize {
    let (start, ends): (usize, &[u8]) = match &bytes[at..bytes.len().min(at + 2)] {
        b"](" => (at + 2, b")\n"),
        b"[[" => (at + 2, b"]|\n"),
        _ => return at + 1,
    };
    if bytes[start..].starts_with(b"http") {
        return start;
    }
    let most = &bytes[start..bytes.len().min(start + 300)];
    most.iter().position(|byte| ends.contains(byte)).map_or(start, |end| start + end)
}

/// In lower case and without a plural `s`, so that two forms of a word are one.
pub fn normalise(word: &Word<'_>, into: &mut String) {
    into.clear();
    if word.text.is_ascii() {
        into.push_str(word.text);
        into.make_ascii_lowercase();
    } else {
        into.extend(word.text.chars().flat_map(char::to_lowercase));
    }
    let is_plural = word.form != Form::Identifier
        && into.len() > SHORTEST
        && into.ends_with('s')
        && !["ss", "us", "is"].iter().any(|ending| into.ends_with(ending));
    if is_plural {
        into.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Form)> {
        let mut found = Vec::new();
        scan(text, |word| {
            assert!(text[word.offset..].starts_with(word.text));
            found.push((word.text, word.form));
        });
        found
    }

    #[test]
    fn identifiers_are_kept_whole_with_the_words_in_them() {
        use Form::{Acronym, Identifier, Word};
        assert_eq!(found("x509 and OOMKilled."), [("x509", Identifier), ("OOMKilled", Identifier)]);
        assert_eq!(found("kube-proxy"), [("kube-proxy", Word), ("kube", Word), ("proxy", Word)]);
        assert_eq!(
            found("`ERR_CERT_DATE` ci.jenkins.io"),
            [
                ("ERR_CERT_DATE", Identifier),
                ("CERT", Acronym),
                ("DATE", Acronym),
                ("ci.jenkins.io", Identifier),
                ("jenkins", Word)
            ]
        );
        assert_eq!(found("The KIAM pods, ALB"), [("KIAM", Acronym), ("pods", Word), ("ALB", Acronym)]);
    }

    #[test]
    fn figures_dates_and_people_are_not_words() {
        assert!(found("2021-06-30T10:00:05Z 12:30 3rd 10gb 82 % 1,234 0.5 250ms 30 5-26-21").is_empty());
        assert!(found("@olivier o.lopez@example.org couldn't don’t").is_empty());
        assert_eq!(found("HTTP 503s"), [("HTTP", Form::Acronym), ("503", Form::Identifier)]);
        assert_eq!(
            found("returned 503, 5xx"),
            [("returned", Form::Word), ("503", Form::Identifier), ("5xx", Form::Identifier)]
        );
    }

    #[test]
    fn addresses_are_one_word_and_tags_none() {
        assert_eq!(
            found("<div class=\"note\">see <https://example.org/issues/90#c1></div>"),
            [("https://example.org/issues/90", Form::Identifier)]
        );
        assert_eq!(
            found(
                "[Redis](../2019/2019-07-02-regex.md) [[2020-a-b-c]] [[d-e-f|Kafka]] __NGINX__ [MySQL](https://example.org/x)"
            ),
            [
                ("Redis", Form::Word),
                ("Kafka", Form::Word),
                ("NGINX", Form::Acronym),
                ("MySQL", Form::Identifier),
                ("https://example.org/x", Form::Identifier)
            ]
        );
    }

    #[test]
    fn text_without_spaces_is_read_in_pairs() {
        let words: Vec<&str> = found("決済APIの障害").into_iter().map(|(word, _)| word).collect();
        assert_eq!(words, ["決済", "API", "の障", "障害"]);
    }

    #[test]
    fn hostile_text_ends() {
        for text in
            ["", "<", "<a", "@", "a@", "é", "_", "----", "\u{3042}", "http://", "<http", "x.", "é-é/é"]
        {
            found(text);
        }
        found(&"<".repeat(100_000));
    }

    #[test]
    fn forms_of_a_word_are_one() {
        let of = |text| {
            let mut normal = String::new();
            scan(text, |word| normalise(&word, &mut normal));
            normal
        };
        assert_eq!(of("Certificates"), of("certificate"));
        assert_eq!([of("Redis"), of("access"), of("status")], ["redis", "access", "status"]);
    }
}
