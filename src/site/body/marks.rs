//! Signs for states: a word, and a class for which the style sheet draws a shape, so that nothing depends on colour.

use crate::core::escape::escaped;
use crate::core::model::ActionState;
use crate::core::phrases::Phrases;

/// The sign and the word for where an action item stands.
pub fn state(say: &Phrases, state: ActionState) -> String {
    let (class, key) = match state {
        ActionState::Open => ("open", "actions.open"),
        ActionState::InProgress => ("doing", "actions.in-progress"),
        ActionState::Done => ("done", "actions.done"),
        ActionState::Dropped => ("dropped", "actions.dropped"),
    };
    let word = escaped(say.text(key));
    format!("<span class=\"st {class}\">{word}</span>")
}

/// The sign of something open that is late, with words that say how much.
pub fn late(state: ActionState, words: &str) -> String {
    let class = if state == ActionState::InProgress { "doing late" } else { "late" };
    let words = escaped(words);
    format!("<span class=\"st {class}\">{words}</span>")
}
