//! Where an action item stands, by the words and signs that people use.

use crate::core::model::ActionState;

/// The state that a status cell or field names.
#[must_use]
pub fn from_words(text: &str) -> Option<ActionState> {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let plain = plain.replace(['-', '_'], " ");
    let words: &str = plain.trim();
    if words.is_empty() {
        return from_sign(text);
    }
    let first_two: String = words.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let first = words.split_whitespace().next().unwrap_or_default();
    let state = |word: &str| match word {
        "done" | "complete" | "completed" | "closed" | "fixed" | "finished" | "resolved" | "merged"
        | "shipped" | "deployed" | "implemented" | "yes" | "済" | "対応済み" | "済み" | "完了" | "已完成"
        | "完成" => Some(ActionState::Done),
        "in progress" | "inprogress" | "doing" | "started" | "ongoing" | "wip" | "underway" | "in review"
        | "partially done" | "進行中" | "対応中" | "进行中" => Some(ActionState::InProgress),
        "open" | "todo" | "to do" | "pending" | "planned" | "backlog" | "not started" | "new" | "no"
        | "tbd" | "未着手" | "未対応" | "未完了" | "待办" => Some(ActionState::Open),
        "dropped" | "wontfix" | "wont fix" | "won't fix" | "won't do" | "wont do" | "will not"
        | "cancelled" | "canceled" | "rejected" | "abandoned" | "obsolete" | "declined" | "不要" | "取消" => {
            Some(ActionState::Dropped)
        }
        _ => None,
    };
    state(words)
        .or_else(|| state(&first_two))
        .or_else(|| state(first))
        .or_else(|| super::vocabulary::built_in().action_state(words))
}

/// The state that a sign stands for.
#[must_use]
pub fn from_sign(text: &str) -> Option<ActionState> {
    text.chars().find_map(|c| match c {
        '✅' | '✔' | '☑' | '✓' => Some(ActionState::Done),
        '🚧' | '⏳' | '🔄' | '🟡' => Some(ActionState::InProgress),
        '❌' | '🚫' | '✗' | '✘' => Some(ActionState::Dropped),
        '⬜' | '☐' => Some(ActionState::Open),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_in_words_and_signs() {
        for (text, state) in [
            ("**DONE**", Some(ActionState::Done)),
            ("In Progress", Some(ActionState::InProgress)),
            ("todo", Some(ActionState::Open)),
            ("Won't fix", Some(ActionState::Dropped)),
            ("Done (2021-05-01)", Some(ActionState::Done)),
            ("✅", Some(ActionState::Done)),
            ("完了", Some(ActionState::Done)),
            ("Edge team", None),
        ] {
            assert_eq!(from_words(text), state, "{text}");
        }
    }
}
