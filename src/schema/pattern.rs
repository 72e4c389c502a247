//! Regular expressions (ECMA 262, as JSON Schema has them) that match words as loosely as they are read.

/// One of several keys: in any letter case, with `_`, `-` or a space between words.
pub fn of_keys<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let separated = |c| matches!(c, '_' | '-' | ' ').then_some("[-_ ]");
    let keys: Vec<String> = keys.map(|key| key.chars().map(|c| letter(c, separated)).collect()).collect();
    format!("^(?:{})$", keys.join("|"))
}

/// One of several words: in any letter case, with anything of `ignored` between letters. Nothing at all matches too, for
/// a field that is not filled in yet.
pub fn of_words<'a>(words: impl Iterator<Item = &'a str>, ignored: &str) -> String {
    let between = format!("[{ignored}]*");
    let word = |word: &str| {
        let letters = word.chars().filter(|c| !ignored.contains(*c));
        letters.map(|c| letter(c, |_| None)).collect::<Vec<_>>().join(&between)
    };
    let mut words: Vec<String> = words.map(word).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    format!("^ *(?:{})? *$", words.join("|"))
}

/// Whether two keys are read as one.
pub fn is_same_key(one: &str, other: &str) -> bool {
    let plain = |key: &str| key.trim().to_lowercase().replace(['-', ' '], "_");
    plain(one) == plain(other)
}

fn letter(c: char, special: impl Fn(char) -> Option<&'static str>) -> String {
    if let Some(special) = special(c) {
        return special.to_owned();
    }
    let (lower, upper) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
    // `ß` becomes two letters.
    let is_pair = lower != upper && lower.chars().count() == 1 && upper.chars().count() == 1;
    match c {
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
            format!("\\{c}")
        }
        _ if is_pair => format!("[{lower}{upper}]"),
        _ => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn words_match_as_they_are_read() {
        let pattern = of_words(["sev-1", "große Störung", "a+b"].into_iter(), " ._-");
        let pattern = Regex::new(&pattern).unwrap();
        for word in ["sev1", "SEV 1", "Sev-1", "s.e_v1", "GROßE störung", "A+B", ""] {
            assert!(pattern.is_match(word), "{word}");
        }
        for word in ["sev", "sev11", "aab", "sev1 or so"] {
            assert!(!pattern.is_match(word), "{word}");
        }
    }

    #[test]
    fn keys_match_as_they_are_read() {
        let pattern = Regex::new(&of_keys(["started_at", "start"].into_iter())).unwrap();
        for key in ["started_at", "Started At", "started-at", "START"] {
            assert!(pattern.is_match(key), "{key}");
        }
        assert!(!pattern.is_match("started"));
    }
}
