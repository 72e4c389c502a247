//! Signs for states: shape and word, so that nothing depends on colour.

use super::escape::text;
use crate::model::ActionState;
use crate::phrases::Phrases;

/// The sign and the word for where an action item stands.
#[must_use]
pub fn state(say: &Phrases, state: ActionState) -> String {
    let (class, key, path) = match state {
        ActionState::Open => ("open", "actions.open", OPEN),
        ActionState::InProgress => ("doing", "actions.in-progress", DOING),
        ActionState::Done => ("done", "actions.done", DONE),
        ActionState::Dropped => ("dropped", "actions.dropped", DROPPED),
    };
    let word = text(say.text(key));
    format!(
        "<span class=\"st {class}\"><svg class=\"mk\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">{path}</svg>{word}</span>"
    )
}

/// The sign of something open that is late, with words that say how much.
#[must_use]
pub fn late(state: ActionState, words: &str) -> String {
    let words = text(words);
    let path = if state == ActionState::InProgress { DOING } else { OPEN };
    format!(
        "<span class=\"st late\"><svg class=\"mk\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">{path}</svg>{words}</span>"
    )
}

const OPEN: &str = "<rect x=\"-5\" y=\"-5\" width=\"10\" height=\"10\" class=\"o\"/>";
const DOING: &str =
    "<rect x=\"-5\" y=\"-5\" width=\"10\" height=\"10\" class=\"o\"/><path d=\"M-5-5H0V5H-5z\"/>";
const DONE: &str = "<path d=\"M-6 0-2 5 6-5\" fill=\"none\" stroke-width=\"2.6\"/>";
const DROPPED: &str = "<path d=\"M-5-5 5 5M5-5-5 5\" fill=\"none\" stroke-width=\"2.2\"/>";
