//! Values that say that something is not known: they are none.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    words: HashSet<String>,
}

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    toml::from_str::<Words>(include_str!("unknown.toml")).map(|file| file.words).unwrap_or_default()
});

/// Longest of the values, in bytes, with what may stand around it.
const LONGEST: usize = 64;

/// Whether a whole value says that nothing is known: `unknown`, `TBD`, `n/a`, `???`, `(under investigation)`.
pub fn says_nothing(value: &str) -> bool {
    if value.len() > LONGEST {
        return false;
    }
    if !value.contains(char::is_alphanumeric) {
        return true;
    }
    let is_around = |c: char| c.is_whitespace() || "()[]{}<>*_`\"'.…?!:,;–—-~（）「」【】。？".contains(c);
    let plain = value.trim_matches(is_around).to_lowercase().replace('’', "'").replace(['_', '-'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    WORDS.contains(plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_told_from_what_is() {
        for value in [
            "unknown",
            "Unknown",
            "TBD",
            "tbd.",
            "n/a",
            "N/A",
            "N.A.",
            "none",
            "investigating",
            "Investigating…",
            "(under investigation)",
            "to-be-determined",
            "to_be_determined",
            "Under Investigation",
            "???",
            "-",
            "—",
            "~",
            "…",
            "<TBD>",
            "[unknown]",
            "*unknown*",
            "Not yet known",
            "unbekannt",
            "À déterminer",
            "En cours d’investigation",
            "調査中",
            "不明。",
            "Неизвестно",
            "не установлена",
        ] {
            assert!(says_nothing(value), "{value}");
        }
        for value in [
            "dns",
            "unknown unknowns",
            "unknown host",
            "none of the replicas",
            "a",
            "NA proxy",
            "pending transactions",
            "time",
            "no backup",
            "undefined variable",
            "investigation tooling",
            "null pointer",
            "C++",
            "to be determined by whoever is on call and reads it this late",
        ] {
            assert!(!says_nothing(value), "{value}");
        }
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        assert!(WORDS.len() > 150);
        for word in WORDS.iter() {
            assert!(says_nothing(word), "{word}");
        }
    }
}
