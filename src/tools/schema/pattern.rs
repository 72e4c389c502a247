//! Regular expressions (ECMA 262, as JSON Schema has them) that match words as loosely as they are read.

/// One of several keys but not `but`: in any letter case, with `_`, `-` or a space between words.
pub fn of_keys<'a>(keys: impl Iterator<Item = &'a str>, but: &str) -> String {
    let key = |key: &str| -> String {
        key.chars()
            .map(|c| if matches!(c, '_' | '-' | ' ') { "[-_ ]".to_owned() } else { letter(c) })
            .collect()
    };
    let keys: Vec<String> = keys.map(key).collect();
    let but = if but.is_empty() { String::new() } else { format!("(?!{but}$)") };
    format!("^{but}(?:{})$", keys.join("|"))
}

/// One of several words: in any letter case, with any or none of the characters `between` where a word has one of them,
/// and before a number. Nothing at all matches too, for a field that is not filled in yet.
pub fn of_words<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    let word = |word: &str| {
        let mut out = String::new();
        let mut is_apart = true;
        for c in word.chars() {
            let is_number = c.is_ascii_digit() && !out.ends_with(|last: char| last.is_ascii_digit());
            if (between.contains(c) || is_number) && !is_apart && !between.is_empty() {
                out.push_str(&format!("[{between}]*"));
                is_apart = true;
            }
            if !between.contains(c) {
                out.push_str(&letter(c));
                is_apart = false;
            }
        }
        out
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

fn letter(c: char) -> String {
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
        for word in ["sev1", "SEV 1", "Sev-1", "sev. 1", "GROßE störung", "großeStörung", "A+B", ""] {
            assert!(pattern.is_match(word), "{word}");
        }
        for word in ["sev", "sev11", "aab", "sev1 or so"] {
            assert!(!pattern.is_match(word), "{word}");
        }
    }

    #[test]
    fn keys_match_as_they_are_read() {
        let pattern = Regex::new(&of_keys(["started_at", "start"].into_iter(), "")).unwrap();
        for key in ["started_at", "Started At", "started-at", "START"] {
            assert!(pattern.is_match(key), "{key}");
        }
        assert!(!pattern.is_match("started"));
    }
}
