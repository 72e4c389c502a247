//! States beside an action item, in words.

use crate::core::model::ActionState;
use crate::read::parse::action_state;

/// "Done during the day", "fixed in #123": a word for an ending, and when or where it came.
pub fn told(text: &str) -> Option<ActionState> {
    let (word, rest) = text.split_once(' ')?;
    let state = action_state::exactly(word).filter(|state| *state == ActionState::Done)?;
    let next = rest.split_whitespace().next()?.to_lowercase();
    let is_done =
        ["done", "completed", "finished", "erledigt"].iter().any(|done| word.eq_ignore_ascii_case(done));
    let is_when = [
        "during",
        "on",
        "in",
        "at",
        "by",
        "before",
        "after",
        "since",
        "today",
        "yesterday",
        "with",
        "via",
        "as",
        "am",
    ]
    .contains(&next.as_str());
    (is_when && (is_done || rest.contains(|c: char| c.is_ascii_digit()))).then_some(state)
}

/// A state in capitals at the start, or in front of a colon or a dash: "TODO x", "Done: x".
pub fn leading_word(text: &str) -> Option<(ActionState, usize)> {
    let plain = text.trim_start_matches('[');
    let skipped = text.len() - plain.len();
    let end = plain.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(plain.len());
    let word = &plain[..end];
    let is_loud = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
    if is_loud
        && plain[end..].starts_with([':', ']', ' ', '-'])
        && let Some(state) = action_state::exactly(word)
    {
        return Some((state, skipped + end));
    }
    let marks = [": ", " – ", " — ", " - ", "] "];
    let at = marks.iter().filter_map(|mark| plain.find(mark)).min()?;
    let state = action_state::exactly(&plain[..at])?;
    Some((state, skipped + at))
}
