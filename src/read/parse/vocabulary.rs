//! What a heading stands for, by the words that people use.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::core::model::SectionKind;

/// Phrases and what they stand for, with those that a knowledge base adds.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    phrases: HashMap<String, SectionKind>,
    /// Number of words in the longest phrase.
    longest: usize,
}

static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("vocabulary.toml"))
        .expect("the built-in vocabulary is valid; a test reads it");
    let mut vocabulary = Vocabulary { phrases: HashMap::new(), longest: 0 };
    for (name, phrases) in table {
        let kind =
            SectionKind::from_name(&name).expect("the built-in vocabulary names kinds; a test reads it");
        vocabulary.add(kind, &phrases);
    }
    vocabulary
});

impl Vocabulary {
    /// The built-in phrases and those of `[sections]`, which win.
    #[must_use]
    pub fn new(extra: &BTreeMap<SectionKind, Vec<String>>) -> Self {
        let mut vocabulary = BUILT_IN.clone();
        for (kind, phrases) in extra {
            vocabulary.add(*kind, phrases);
        }
        vocabulary
    }

    fn add(&mut self, kind: SectionKind, phrases: &[String]) {
        for phrase in phrases {
            let phrase = normalise(phrase);
            self.longest = self.longest.max(phrase.split(' ').count());
            self.phrases.insert(phrase, kind);
        }
    }

    /// What a heading stands for, if it is a known phrase or begins or ends with one.
    #[must_use]
    pub fn kind_of(&self, heading: &str) -> SectionKind {
        let plain = normalise(heading);
        if plain.is_empty() {
            return SectionKind::Other;
        }
        if let Some(kind) = self.phrases.get(&plain) {
            return *kind;
        }
        let words: Vec<&str> = plain.split(' ').collect();
        // A sentence is a title, not the name of a section.
        if words.len() > 9 {
            let first = words[0].to_owned();
            let is_named = STRONG.contains(&first.as_str())
                && heading.contains(|c: char| c.is_ascii_digit() || c == '(');
            return if is_named {
                self.phrases.get(&first).copied().unwrap_or(SectionKind::Other)
            } else {
                SectionKind::Other
            };
        }
        for length in (1..=self.longest.min(words.len())).rev() {
            for phrase in [words[..length].join(" "), words[words.len() - length..].join(" ")] {
                // A single short word ("fix", "data", "scope") says little at the end of a longer heading.
                if length == 1 && words.len() > 3 && !STRONG.contains(&phrase.as_str()) {
                    continue;
                }
                if let Some(kind) = self.phrases.get(&phrase) {
                    return *kind;
                }
            }
        }
        SectionKind::Other
    }

    /// What bold text stands for when it serves as a heading: only whole phrases count, for prose is bold too.
    #[must_use]
    pub fn kind_of_label(&self, label: &str) -> Option<SectionKind> {
        self.phrases.get(&normalise(label)).copied()
    }
}

/// Single words that name a section wherever they begin or end a heading.
const STRONG: &[&str] = &[
    "timeline",
    "summary",
    "impact",
    "detection",
    "resolution",
    "lessons",
    "actions",
    "mitigation",
    "recovery",
    "remediation",
];

/// Lower case, words joined by one space, without numbers in front, punctuation and parentheses.
fn normalise(heading: &str) -> String {
    let mut plain = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' | '【' => depth += 1,
            ')' | ']' | '）' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() || c == 'ー' => plain.extend(c.to_lowercase()),
            '\'' | '’' | '&' | '/' | '-' | '_' | ' ' | '?' | ':' | '：' => plain.push(' '),
            _ => plain.push(' '),
        }
    }
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    while words.len() > 1 && words[0].chars().all(|c| c.is_ascii_digit()) && words[1] != "whys" {
        words.remove(0);
    }
    while words.len() > 1 && matches!(words[0], "the" | "our" | "a") {
        words.remove(0);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_as_people_write_them() {
        let vocabulary = Vocabulary::new(&BTreeMap::new());
        for (heading, kind) in [
            ("Summary", SectionKind::Summary),
            ("1. Executive Summary:", SectionKind::Summary),
            ("Timeline (all times PST)", SectionKind::Timeline),
            ("Timeline of events", SectionKind::Timeline),
            ("Root cause(s)", SectionKind::RootCause),
            ("5 Whys", SectionKind::RootCause),
            ("Resolution and recovery", SectionKind::Resolution),
            ("What didn't go so well?", SectionKind::WentWrong),
            ("Where we got lucky 🍀", SectionKind::Lucky),
            ("Corrective and Preventative Measures", SectionKind::ActionItems),
            ("Follow-ups", SectionKind::ActionItems),
            ("Impact on customers", SectionKind::Impact),
            ("Stats", SectionKind::Supporting),
            ("根本原因分析", SectionKind::RootCause),
            ("アクションアイテム", SectionKind::ActionItems),
            ("问题", SectionKind::Summary),
            (
                "Timeline (all times PST) 01/16/2024 - 02/28/2024. All times approximations",
                SectionKind::Timeline,
            ),
            ("How are we preventing it from happening again?", SectionKind::ActionItems),
            ("Why we use Kafka", SectionKind::Other),
            ("Divide by 0 (Bug 2)", SectionKind::Other),
        ] {
            assert_eq!(vocabulary.kind_of(heading), kind, "{heading}");
        }
    }

    #[test]
    fn a_knowledge_base_adds_its_own() {
        let extra = BTreeMap::from([(SectionKind::Impact, vec!["Auswirkung".to_owned()])]);
        assert_eq!(Vocabulary::new(&extra).kind_of("Auswirkung"), SectionKind::Impact);
    }
}
