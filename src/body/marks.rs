//! Signs for states: a word, and a class for which the style sheet draws a shape, so that nothing depends on colour.

use crate::model::ActionState;

/// The sign and the word for where an action item stands.
#[must_use]
pub fn state(state: ActionState) -> String {
    let (class, word) = match state {
        ActionState::Open => ("open", "Open"),
        ActionState::InProgress => ("doing", "In progress"),
        ActionState::Done => ("done", "Done"),
        ActionState::Dropped => ("dropped", "Dropped"),
    };
    format!("<span class=\"st {class}\">{word}</span>")
}

/// The sign of something open that is late, with words that say how much.
#[must_use]
pub fn late(state: ActionState, words: &str) -> String {
    let class = if state == ActionState::InProgress { "doing late" } else { "late" };
    format!("<span class=\"st {class}\">{words}</span>")
}
