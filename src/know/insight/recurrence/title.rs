//! What two titles of the same trouble have in common: their words, without dates and numbers.

use crate::read::parse::month;

/// Words that say nothing about what failed.
const GENERAL: &[&str] = &[
    "a",
    "affected",
    "an",
    "and",
    "analysis",
    "at",
    "brief",
    "by",
    "degradation",
    "degraded",
    "disruption",
    "disruptions",
    "disclosure",
    "down",
    "downtime",
    "due",
    "error",
    "errors",
    "event",
    "failed",
    "failing",
    "failure",
    "failures",
    "for",
    "from",
    "full",
    "in",
    "incident",
    "incidents",
    "intermittent",
    "investigation",
    "is",
    "issue",
    "issues",
    "major",
    "minor",
    "name",
    "notice",
    "of",
    "on",
    "out",
    "outage",
    "outages",
    "partial",
    "post",
    "post-mortem",
    "postmortem",
    "mortem",
    "problem",
    "problems",
    "report",
    "retrospective",
    "review",
    "root",
    "cause",
    "rca",
    "service",
    "services",
    "statement",
    "status",
    "summary",
    "system",
    "template",
    "the",
    "title",
    "to",
    "unavailable",
    "unavailability",
    "untitled",
    "update",
    "with",
];

/// The words of a title by which it is compared; `None` where they say too little, or that the work was `planned`.
pub fn key(title: &str, planned: &[String]) -> Option<String> {
    // Cut off, it may be the beginning of another text.
    if title.ends_with('…') {
        return None;
    }
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '/'))
        .map(|word| word.trim_matches(['.', '-', '_', '/']))
        .filter(|word| !word.is_empty() && !is_date(word))
        .collect();
    if words.iter().any(|word| planned.iter().any(|planned| planned.eq_ignore_ascii_case(word))) {
        return None;
    }
    let says = words.iter().filter(|word| !GENERAL.contains(word)).count();
    // Without spaces, as in Chinese and Japanese, one word is a sentence.
    let enough = says > 0 && words.len() > 1
        || words.first().is_some_and(|word| !word.is_ascii() && word.chars().count() > 5);
    enough.then(|| words.join(" "))
}

/// The words of a key that say something.
pub fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|word| !GENERAL.contains(word))
}

/// Titles of `incidents` that may have a word in common before it says nothing any more.
pub fn most_common(incidents: usize) -> usize {
    (incidents / 10).max(8)
}

/// Whether a word is a number, a part of a date, or a month.
fn is_date(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let rest = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let tail = &word[rest.len()..];
    let is_number = digits > 0 && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    let is_ordinal = rest.len() == digits && digits > 0 && ["st", "nd", "rd", "th"].contains(&tail);
    is_number && !is_status(word) || is_ordinal || month(word).is_some()
}

/// `503` is what a server says, not a number that differs from one incident to the next.
fn is_status(word: &str) -> bool {
    word.len() == 3 && matches!(word.as_bytes()[0], b'4' | b'5')
}

#[cfg(test)]
mod tests {
    use super::key;

    fn of(title: &str) -> Option<String> {
        key(title, &["maintenance".into()])
    }

    #[test]
    fn dates_and_numbers_make_no_difference() {
        let december = of("GitHub Actions outage of December 12th, 2020");
        assert_eq!(december.as_deref(), Some("github actions outage of"));
        assert_eq!(of("GitHub Actions outage of 8 Jan 2021"), december);
        assert_eq!(of("Website Outage 5-26-21"), of("Website outage"));
    }

    #[test]
    fn status_codes_do() {
        let (one, other) = (of("All services returning 503"), of("All services returning 404"));
        assert!(one.is_some() && other.is_some() && one != other);
    }

    #[test]
    fn titles_that_say_nothing_and_planned_work_are_left_out() {
        for title in [
            "Incident report",
            "Outage",
            "Post-mortem 2021-05-30",
            "Maintenance on ci.example.org",
            "",
            "The cut …",
        ] {
            assert_eq!(of(title), None, "{title}");
        }
        assert_eq!(of("決済システムの障害").as_deref(), Some("決済システムの障害"));
    }
}
