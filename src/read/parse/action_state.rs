//! Where an action item stands, by the words and signs that people use.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::vocabulary;
use crate::core::model::ActionState;

#[derive(Deserialize)]
struct Listed {
    words: Vec<String>,
    cells: Vec<String>,
    signs: Vec<String>,
}

struct States {
    words: HashMap<String, ActionState>,
    /// Words that mean a state only where one is asked for.
    cells: HashMap<String, ActionState>,
    /// The longest first.
    signs: Vec<(String, ActionState)>,
    /// Number of words in the longest phrase.
    longest: usize,
}

static STATES: LazyLock<States> = LazyLock::new(|| {
    let table: HashMap<String, Listed> = toml::from_str(include_str!("action_states.toml"))
        .expect("the built-in states are valid; a test reads them");
    let all = [ActionState::Open, ActionState::InProgress, ActionState::Done, ActionState::Dropped];
    let mut states = States { words: HashMap::new(), cells: HashMap::new(), signs: Vec::new(), longest: 0 };
    for state in all {
        let listed = &table[state.name()];
        states.words.extend(listed.words.iter().map(|word| (word.clone(), state)));
        states.cells.extend(listed.cells.iter().map(|word| (word.clone(), state)));
        states.signs.extend(listed.signs.iter().map(|sign| (sign.clone(), state)));
    }
    states.signs.sort_by_key(|(sign, _)| std::cmp::Reverse(sign.len()));
    states.longest = states.words.keys().map(|word| word.split(' ').count()).max().unwrap_or(1);
    states
});

/// Colours that wikis write in front of the words of a badge or behind them, without anything between: "GreenDone".
const BADGES: [&str; 8] = ["Green", "Yellow", "Red", "Blue", "Grey", "Gray", "Purple", "Neutral"];

/// The state that a value names where one is asked for: a cell of a status column, a field of front matter.
pub fn from_words(text: &str) -> Option<ActionState> {
    let text = without_badge(text.trim());
    if let Some(state) = exactly(text).or_else(|| cell(text)) {
        return Some(state);
    }
    let (sign, rest) = match leading_sign(text) {
        Some((state, length)) => (Some(state), &text[length..]),
        None => (trailing_sign(text).map(|(state, _)| state), text),
    };
    // "Done, see #12", "Yes (in part)"
    let first = rest.split([',', ';', '.', '(', '–', '—', ':', '\n', '（', '、']).next().unwrap_or_default();
    let worded = exactly(first).or_else(|| cell(first)).or_else(|| share(rest)).or_else(|| beginning(rest));
    worded.or(sign)
}

/// The state that a cell of a column gives which asks whether it is done: there, a cross says no.
pub fn from_flag(text: &str) -> Option<ActionState> {
    let text = text.trim();
    if matches!(leading_sign(text), Some((ActionState::Dropped, length)) if length == text.len()) {
        return Some(ActionState::Open);
    }
    from_words(text)
}

/// The state that a text is which says nothing else.
pub fn exactly(text: &str) -> Option<ActionState> {
    let text = text.trim();
    if let Some((state, length)) = leading_sign(text)
        && text[length..].trim().is_empty()
    {
        return Some(state);
    }
    STATES
        .words
        .get(normalised(text).as_str())
        .copied()
        .or_else(|| translated(text).filter(|state| is_clear(text, *state)))
}

/// The state that a word of another language means.
fn translated(text: &str) -> Option<ActionState> {
    (text.len() <= 64).then(|| vocabulary::built_in().action_state(text)).flatten()
}

/// Whether a word of another language is a state in prose, too: "new", "no" and the like are not.
fn is_clear(text: &str, state: ActionState) -> bool {
    let is_spaced = text.chars().all(|c| (c as u32) < 0x2e80);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    state != ActionState::Open && letters >= if is_spaced { 5 } else { 2 }
        || letters >= if is_spaced { 9 } else { 3 }
}

/// The sign that a text begins with, and how long it is.
pub fn leading_sign(text: &str) -> Option<(ActionState, usize)> {
    let lower = text.starts_with(['[', '(', ':']);
    let start: String =
        if lower { text.chars().take(32).collect::<String>().to_lowercase() } else { String::new() };
    let begins = |sign: &str| if lower { start.starts_with(sign) } else { text.starts_with(sign) };
    let (sign, state) = STATES.signs.iter().find(|(sign, _)| begins(sign))?;
    // A variant of how it is drawn belongs to it.
    let length =
        text[sign.len()..].strip_prefix('\u{fe0f}').map_or(sign.len(), |rest| text.len() - rest.len());
    Some((*state, length))
}

/// The sign that a text ends with, and where it begins.
pub fn trailing_sign(text: &str) -> Option<(ActionState, usize)> {
    let text = text.trim_end().trim_end_matches('\u{fe0f}');
    // Brackets and short codes at the end are too often something else.
    let signs = STATES.signs.iter().filter(|(sign, _)| !sign.is_ascii() || sign.starts_with(':'));
    let mut found = signs.filter(|(sign, _)| text.ends_with(sign.as_str()));
    found.next().map(|(sign, state)| (*state, text.len() - sign.len()))
}

fn cell(text: &str) -> Option<ActionState> {
    STATES.cells.get(normalised(text).as_str()).copied().or_else(|| translated(text))
}

/// "80 %" is in progress.
fn share(text: &str) -> Option<ActionState> {
    let (number, rest) = text.trim().split_once('%')?;
    let share: u32 = number.trim().parse().ok()?;
    let is_whole = rest.chars().all(|c| !c.is_alphanumeric()) || exactly(rest) == Some(ActionState::Done);
    is_whole.then_some(match share {
        0 => ActionState::Open,
        100 => ActionState::Done,
        _ => ActionState::InProgress,
    })
}

/// The state that the first words name, as many as can be.
fn beginning(text: &str) -> Option<ActionState> {
    let plain = normalised(text);
    let words: Vec<&str> = plain.split(' ').collect();
    let longest = STATES.longest.min(words.len());
    (1..=longest).rev().find_map(|length| STATES.words.get(words[..length].join(" ").as_str()).copied())
}

fn without_badge(text: &str) -> &str {
    let rest = BADGES.iter().find_map(|colour| text.strip_prefix(colour));
    let rest = rest.filter(|rest| rest.starts_with(|c: char| c.is_uppercase()));
    // "DONEGreen"
    let is_loud = |text: &&str| text.ends_with(|c: char| c.is_uppercase());
    let behind = || BADGES.iter().find_map(|colour| text.strip_suffix(colour)).filter(is_loud);
    rest.or_else(behind).unwrap_or(text)
}

/// Lower case, words with one space between.
fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' | '‘' | '`' | '´' | '*' => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ if !plain.is_empty() && !plain.ends_with(' ') => plain.push(' '),
            _ => {}
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    use ActionState::{Done, Dropped, InProgress, Open};

    #[test]
    fn states_in_words_and_signs() {
        for (text, state) in [
            ("**DONE**", Some(Done)),
            ("In Progress", Some(InProgress)),
            ("todo", Some(Open)),
            ("Won't fix", Some(Dropped)),
            ("Won’t fix", Some(Dropped)),
            ("No longer needed", Some(Dropped)),
            ("Done (2021-05-01)", Some(Done)),
            ("Done, see #12", Some(Done)),
            ("GreenDone", Some(Done)),
            ("DONEGreen", Some(Done)),
            ("IN PROGRESSBlue", Some(InProgress)),
            ("YellowIn progress", Some(InProgress)),
            ("✅", Some(Done)),
            ("✔️", Some(Done)),
            ("❌", Some(Dropped)),
            ("❌ Not started", Some(Open)),
            ("🚧", Some(InProgress)),
            ("(/)", Some(Done)),
            (":white_check_mark:", Some(Done)),
            ("[X]", Some(Done)),
            ("[ ]", Some(Open)),
            ("80%", Some(InProgress)),
            ("100 % done", Some(Done)),
            ("mostly done", Some(InProgress)),
            ("Not done yet", Some(Open)),
            ("Y", Some(Done)),
            ("true", Some(Done)),
            ("完了", Some(Done)),
            ("Erledigt", Some(Done)),
            ("In Bearbeitung", Some(InProgress)),
            ("Edge team", None),
            ("Reconcile orders stuck in CANCELLED", None),
            ("Greenland", None),
            ("", None),
        ] {
            assert_eq!(from_words(text), state, "{text}");
        }
    }

    #[test]
    fn in_prose_a_state_says_nothing_else() {
        for text in ["closed beta", "open source", "no", "x", "new", "closed accounts", "no downtime", "(US)"]
        {
            assert_eq!(exactly(text), None, "{text}");
        }
        assert_eq!(exactly(" Won't do. "), Some(Dropped));
    }

    #[test]
    fn a_cross_says_that_it_is_not_done() {
        assert_eq!(from_flag("❌"), Some(Open));
        assert_eq!(from_flag("x"), Some(Done));
        assert_eq!(from_flag("No"), Some(Open));
    }
}
