//! The words that stand beside action items, as data.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Words {
    pub keys: Keys,
    pub before: Before,
    pub parties: Parties,
    pub choices: Choices,
    pub groups: Groups,
}

#[derive(Deserialize)]
pub struct Keys {
    owner: Vec<String>,
    due: Vec<String>,
    closed: Vec<String>,
    kind: Vec<String>,
    priority: Vec<String>,
    state: Vec<String>,
    url: Vec<String>,
    other: Vec<String>,
}

#[derive(Deserialize)]
pub struct Before {
    pub date: Vec<String>,
    pub end: Vec<String>,
    pub name: Vec<String>,
}

#[derive(Deserialize)]
pub struct Parties {
    pub teams: Vec<String>,
}

#[derive(Deserialize)]
pub struct Choices {
    pub headings: Vec<String>,
    pub past: Vec<String>,
}

#[derive(Deserialize)]
pub struct Groups {
    pub headings: Vec<String>,
}

/// What a word before a colon says of what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Owner,
    Due,
    Closed,
    Kind,
    Priority,
    State,
    Url,
    Other,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml")).expect("the words of actions are valid; a test reads them")
});

/// Given names, as `check` knows them.
static NAMES: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../tools/check/words/given-names.txt").split_whitespace().collect());

pub fn words() -> &'static Words {
    &WORDS
}

/// What a word before a colon stands for.
pub fn key(word: &str) -> Option<Key> {
    let keys = &WORDS.keys;
    let plain = word.trim().trim_matches(['*', '_', ' ']).to_lowercase();
    let all = [
        (&keys.owner, Key::Owner),
        (&keys.due, Key::Due),
        (&keys.closed, Key::Closed),
        (&keys.kind, Key::Kind),
        (&keys.priority, Key::Priority),
        (&keys.state, Key::State),
        (&keys.url, Key::Url),
        (&keys.other, Key::Other),
    ];
    all.into_iter().find(|(words, _)| words.contains(&plain)).map(|(_, key)| key)
}

/// The text behind one of the words that it begins with.
pub fn behind<'t>(text: &'t str, words: &[String]) -> Option<(&'t str, &'t str)> {
    let found = words.iter().filter_map(|word| {
        let start = text
            .get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word) || start.to_lowercase() == *word)?;
        let rest = text[word.len()..].strip_prefix([' ', ':'])?;
        Some((start, rest.trim_start_matches([':', ' '])))
    });
    found.max_by_key(|(start, _)| start.len())
}

/// Whether a text is the name of a person or a team.
pub fn is_party(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let is_team = words.len() > 1
        && words.len() <= 4
        && first.starts_with(|c: char| c.is_uppercase() || c == '@')
        && WORDS.parties.teams.contains(&last.to_lowercase());
    let is_person = words.len() <= 3
        && NAMES.contains(first.trim_start_matches('@'))
        && words.iter().all(|word| word.starts_with(char::is_uppercase) && !word.ends_with([',', ':']));
    is_team || is_person
}

/// Whether a heading contains one of these phrases as whole words.
pub fn names(heading: &str, phrases: &[String]) -> bool {
    let plain: String =
        heading.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let padded = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    phrases.iter().any(|phrase| {
        let is_spaced = phrase.is_ascii();
        padded.contains(&format!(" {phrase} ")) || !is_spaced && padded.contains(phrase.as_str())
    })
}
