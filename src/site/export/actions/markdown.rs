//! Action items as a list in Markdown, in the form in which Lookback reads them.

use crate::core::model::ActionState;
use crate::know::insight::actions::{Actions, TrackedActionId};
use crate::know::link::Site;

/// One line each: a box, what is to be done, whose it is and when it is due, and where it comes from.
pub fn list(site: &Site, actions: &Actions, items: &[TrackedActionId]) -> String {
    items.iter().map(|id| line(site, actions, *id)).collect()
}

fn line(site: &Site, actions: &Actions, id: TrackedActionId) -> String {
    let (tracked, item) = (&actions.all[id], actions.item(site, id));
    let (document, facts) = (&site.documents[tracked.document], site.post_mortem(tracked.document));
    let (mark, strike) = match tracked.state {
        ActionState::Open | ActionState::InProgress => (' ', ""),
        ActionState::Done => ('x', ""),
        ActionState::Dropped => (' ', "~~"),
    };
    let mut notes = Vec::new();
    notes.extend(actions.owner(id).map(|owner| format!("owner: {}", plain(&owner.name))));
    notes.extend(tracked.due.map(|due| format!("due: {due}")));
    notes.extend((tracked.state == ActionState::InProgress).then(|| "status: in progress".to_owned()));
    let ending = if tracked.state == ActionState::Dropped { "dropped" } else { "done" };
    notes.extend(tracked.closed.map(|closed| format!("{ending}: {closed}")));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let date = facts.date.map(|date| format!("{date} ")).unwrap_or_default();
    let title = plain(&item.title);
    format!("- [{mark}] {strike}{title}{strike}{notes}, from {date}{}\n", plain(&document.title))
}

/// Text on one line, without what Markdown would take for markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::know::insight::{Insight, sample};

    #[test]
    fn what_is_written_is_read_again() {
        let text = "---\ntitle: The <queue>\ndate: 2024-01-02\naction_items:\n- {title: Bound `a_b`, owner: Edge, due: 2024-02-01, status: in progress}\n- {title: Drain it, done: 2024-01-05}\n- {title: Leave it, status: dropped}\n---\n";
        let site = sample::site(&[("a.md", text)]);
        let actions = Insight::new(&site, date(2024, 6, 1)).actions;
        let list = list(&site, &actions, &[0, 1, 2]);
        assert_eq!(
            list,
            "- [ ] Bound \\`a\\_b\\` (owner: Edge, due: 2024-02-01, status: in progress), from 2024-01-02 The \\<queue\\>\n\
             - [x] Drain it (done: 2024-01-05), from 2024-01-02 The \\<queue\\>\n\
             - [ ] ~~Leave it~~, from 2024-01-02 The \\<queue\\>\n"
        );
        let again = sample::site(&[("b.md", &format!("## Action items\n\n{list}"))]);
        let items = &again.post_mortem(0).action_items;
        assert_eq!(items[0].owner.as_deref(), Some("Edge"));
        assert_eq!((items[0].due, items[0].state), (Some(date(2024, 2, 1)), ActionState::InProgress));
        assert_eq!((items[1].closed, items[1].state), (Some(date(2024, 1, 5)), ActionState::Done));
    }
}
