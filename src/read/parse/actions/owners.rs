//! Who an action item is for.

use super::words::{behind, is_party, words};
use crate::read::parse::{action_state, time};

/// The names of several people or teams, or of one.
pub fn several(text: &str) -> Option<Vec<String>> {
    let mut names: Vec<&str> = vec![text.trim()];
    for divider in [" & ", " and ", " und ", " + ", " / ", "/"] {
        names = names.into_iter().flat_map(|name| name.split(divider)).map(str::trim).collect();
    }
    let is_one = |name: &&str| is_party(name) || name.strip_prefix('@').is_some_and(is_handle);
    let whole = is_party(text).then(|| vec![text.trim().to_owned()]);
    let all = names.iter().all(is_one) && names.len() > 1;
    let owners = names.into_iter().map(|name| name.trim_start_matches('@').to_owned());
    if all { Some(owners.collect()) } else { whole }
}

pub fn is_unknown(value: &str) -> bool {
    matches!(
        value.to_lowercase().as_str(),
        "tbd" | "n/a" | "none" | "-" | "–" | "?" | "unassigned" | "nobody"
    )
}

/// Whether a part behind an owner is one more: a few words that are nothing else.
pub fn is_name(text: &str) -> bool {
    let count = text.split_whitespace().count();
    (1..=3).contains(&count)
        && !text.contains([':', '='])
        && action_state::exactly(text).is_none()
        && time::leading(text).is_none()
        && behind(text, &words().before.date).is_none()
        && behind(text, &words().before.end).is_none()
}

/// One or two words that begin as names do.
pub fn is_capitalised(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=2).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic))
}

pub fn is_handle(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// `@name` at the end or the start of a text; elsewhere it may be an address or a package.
pub fn handle(text: &str) -> Option<String> {
    let is_mention = |word: &&str| word.strip_prefix('@').is_some_and(is_handle);
    // An address behind it is where it is tracked.
    let mut words = text.split_whitespace().filter(|word| !word.contains("://"));
    let last = words.next_back().filter(is_mention);
    last.or_else(|| words.next().filter(is_mention)).map(|word| word[1..].to_owned())
}
