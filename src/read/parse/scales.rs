//! Severities and statuses in any spelling.

use super::vocabulary::{self, Status};
use crate::core::config::Config;

/// Words for severities outside of this scheme, with the level (from 1, the worst) that they stand for.
pub const SEVERITY_WORDS: &[(&str, usize)] = &[
    ("critical", 1),
    ("blocker", 1),
    ("down", 1),
    ("outage", 1),
    ("emergency", 1),
    ("high", 2),
    ("major", 2),
    ("disrupted", 2),
    ("medium", 3),
    ("moderate", 3),
    ("minor", 3),
    ("low", 4),
    ("notice", 4),
    ("trivial", 5),
    ("informational", 5),
];

/// Position in `[severity] levels` of a severity in any spelling: `SEV-1`, `sev 1`, `S1`, `P1`, `1`, `critical`.
pub fn severity_position(text: &str, config: &Config) -> Option<usize> {
    let squeeze = |text: &str| text.to_lowercase().replace([' ', '-', '_', '.'], "");
    let levels = &config.severity.levels;
    let position = |name: &str| levels.iter().position(|level| squeeze(level) == squeeze(name));
    let plain = squeeze(text);
    let configured = config.fields.severities.iter().find(|(alias, _)| squeeze(alias) == plain);
    if let Some((_, name)) = configured {
        return position(name);
    }
    if let Some(position) = position(text) {
        return Some(position);
    }
    let word = SEVERITY_WORDS.iter().find(|(word, _)| *word == plain).map(|(_, level)| *level);
    if let Some(level) = word.or_else(|| vocabulary::word(text, config)) {
        return Some((level - 1).min(levels.len() - 1));
    }
    let digits =
        plain.trim_start_matches("severity").trim_start_matches("sev").trim_start_matches(['s', 'p']);
    let number: usize = digits.parse().ok()?;
    // Sev 0 is the worst there is; this scheme begins with 1 unless it has a level 0 of its own.
    let first = usize::from(!levels[0].ends_with('0'));
    let position = number.max(first) - first;
    (position < levels.len()).then_some(position)
}

/// Every severity that is understood, in one spelling each: names, aliases, and numbers with what may stand before them.
pub fn severity_words(config: &Config) -> Vec<String> {
    let named = config.severity.levels.iter().chain(config.fields.severities.keys()).cloned();
    let words = SEVERITY_WORDS.iter().map(|(word, _)| (*word).to_owned());
    let numbers = (0..=config.severity.levels.len())
        .flat_map(|number| ["", "s", "p", "sev", "severity"].map(|prefix| format!("{prefix}{number}")));
    named.chain(words).chain(numbers).filter(|word| severity_position(word, config).is_some()).collect()
}

/// Other words for the stages that come by default.
const STATUS_WORDS: &[(&str, &[&str])] = &[
    ("draft", &["wip", "preliminary", "inprogress", "todo", "writing"]),
    ("inreview", &["review", "reviewing", "underreview", "factual", "proposed"]),
    ("final", &["reviewed", "published", "closed", "complete", "completed", "done", "approved", "accepted"]),
];

/// Words for where the incident stands, which some write as the status of the post-mortem; whether it is over.
const INCIDENT_WORDS: &[(&str, bool)] = &[
    ("resolved", true),
    ("mitigated", true),
    ("fixed", true),
    ("ongoing", false),
    ("active", false),
    ("investigating", false),
    ("open", false),
];

/// Whether the incident is over, where a status says that.
pub fn incident_is_over(text: &str) -> Option<bool> {
    let plain = text.to_lowercase();
    let known = INCIDENT_WORDS.iter().find(|(word, _)| *word == plain).map(|(_, is_over)| *is_over);
    known.or_else(|| match vocabulary::built_in().status(text)? {
        Status::Over => Some(true),
        Status::Ongoing => Some(false),
        Status::Draft | Status::InReview | Status::Final => None,
    })
}

/// Every status that is understood, in one spelling each.
pub fn status_words(config: &Config) -> Vec<String> {
    let named = config.status.values.iter().chain(config.fields.statuses.keys()).cloned();
    let usual = STATUS_WORDS.iter().flat_map(|(_, words)| *words).map(|word| (*word).to_owned());
    let known = named.chain(usual).filter(|word| status_name(word, config).is_some());
    known.chain(INCIDENT_WORDS.iter().map(|(word, _)| (*word).to_owned())).collect()
}

/// The configured name of a status in any spelling.
pub fn status_name(text: &str, config: &Config) -> Option<String> {
    let squeeze = |text: &str| text.trim().to_lowercase().replace([' ', '-', '_'], "");
    let plain = squeeze(text);
    let values = &config.status.values;
    let configured = config
        .fields
        .statuses
        .iter()
        .find(|(alias, _)| squeeze(alias) == plain)
        .map(|(_, name)| squeeze(name));
    let plain = configured.unwrap_or(plain);
    if let Some(name) = values.iter().find(|name| squeeze(name) == plain) {
        return Some(name.clone());
    }
    // Other words count where the knowledge base has kept the stages that come by default.
    let usual = STATUS_WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(name, _)| *name);
    let usual = usual.or_else(|| match vocabulary::word(text, config)? {
        Status::Draft => Some("draft"),
        Status::InReview => Some("inreview"),
        Status::Final => Some("final"),
        Status::Over | Status::Ongoing => None,
    })?;
    values.iter().find(|name| squeeze(name) == usual).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_in_any_spelling() {
        let config = Config::default();
        for (text, position) in [
            ("SEV1", Some(0)),
            ("sev-2", Some(1)),
            ("Sev 0", Some(0)),
            ("P3", Some(2)),
            ("4", Some(3)),
            ("critical", Some(0)),
            ("disrupted", Some(1)),
            ("dissrupted", None),
            ("sev9", None),
        ] {
            assert_eq!(severity_position(text, &config), position, "{text}");
        }
    }

    #[test]
    fn statuses_in_other_words() {
        let config = Config::default();
        assert_eq!(status_name("In Review", &config).as_deref(), Some("in-review"));
        assert_eq!(status_name("published", &config).as_deref(), Some("final"));
        assert_eq!(status_name("purple", &config), None);
    }
}
