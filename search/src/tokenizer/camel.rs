//! Where a name in camel case is cut: `getUserById`, `HTTPServer`, `OOMKilled`.

use std::ops::Range;

/// Longer words are rather encoded data than names.
const MAX_NAME_BYTES: usize = 40;

/// The parts of `word` as byte ranges in `out`, which is emptied first and stays empty where there is but one part.
pub fn split(word: &str, out: &mut Vec<Range<usize>>) {
    out.clear();
    if is_day_and_hour(word.as_bytes()) {
        out.extend([0..2, 2..word.len()]);
        return;
    }
    let worth_looking = word.len() <= MAX_NAME_BYTES
        && word.bytes().any(|b| b.is_ascii_lowercase() || b >= 0x80)
        && word.chars().skip(1).any(char::is_uppercase);
    if !worth_looking {
        return;
    }
    let mut start = 0;
    let mut before = None;
    for (at, c) in word.char_indices() {
        if before.is_some_and(|before| begins_part(before, c, &word[at + c.len_utf8()..])) {
            out.push(start..at);
            start = at;
        }
        before = Some(c);
    }
    out.push(start..word.len());
    let letters = out.iter().filter(|part| part.len() == 1).count();
    // A third or more of single letters: `aGVsbG8gd29y` is no name.
    if out.len() == 1 || out.len() > 3 && letters * 3 >= out.len() {
        out.clear();
    }
}

/// As in the middle of `2024-02-17T02:32`.
fn is_day_and_hour(word: &[u8]) -> bool {
    matches!(word, [a, b, b'T', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()))
}

/// Whether a part begins with `c`: after a small letter or digit, or as the last capital of several where a word goes
/// on. One small letter more is a plural or a version: `VMs`, `IPv4`.
fn begins_part(before: char, c: char, rest: &str) -> bool {
    if !c.is_uppercase() {
        return false;
    }
    if before.is_uppercase() {
        return rest.chars().take(2).filter(|next| next.is_lowercase()).count() == 2;
    }
    before.is_lowercase() || before.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_where_a_word_begins() {
        let cases: [(&str, &[&str]); 16] = [
            ("17T02", &["17", "T02"]),
            ("getUserById", &["get", "User", "By", "Id"]),
            ("HTTPServer", &["HTTP", "Server"]),
            ("OOMKilled", &["OOM", "Killed"]),
            ("CrashLoopBackOff", &["Crash", "Loop", "Back", "Off"]),
            ("ImagePullBackOff", &["Image", "Pull", "Back", "Off"]),
            ("PostgreSQL", &["Postgre", "SQL"]),
            ("sha256Sum", &["sha256", "Sum"]),
            ("überGroß", &["über", "Groß"]),
            ("VMs", &[]),
            ("IPv4", &[]),
            ("Checkout", &[]),
            ("DNS", &[]),
            ("aGVsbG8gd29ybGQhYQ", &[]),
            ("QWxhZGRpbjpvcGVuIHNlc2FtZUFsYWRkaW46b3BlbiBzZXNhbWU", &[]),
            ("", &[]),
        ];
        let mut parts = Vec::new();
        for (word, expected) in cases {
            split(word, &mut parts);
            let found: Vec<&str> = parts.iter().map(|range| &word[range.clone()]).collect();
            assert_eq!(found, expected, "{word}");
        }
    }
}
