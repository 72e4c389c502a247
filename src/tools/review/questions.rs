//! What a reviewer should ask: from what is missing, what contradicts what was known, and what was promised before.

use super::difference::{FACTS, SECTION_REMOVED};
use super::{Became, Difference, Incident, Input, NewName};
use crate::core::model::{ActionItem, PostMortem};
use crate::know::link::DocumentId;
use crate::site::render::words::shortened;

/// Questions that are asked of one post-mortem; more would not be read.
const MOST: usize = 5;
/// Characters of a title in a question.
const TITLE: usize = 80;

/// The questions, the most important first.
pub fn of(input: &Input<'_>, id: DocumentId, incident: &Incident, new_names: &[NewName]) -> Vec<String> {
    let facts = input.site.post_mortem(id);
    let mut questions = Vec::new();
    questions.extend(of_before(incident));
    questions.extend(of_changes(incident));
    questions.extend(of_losses(incident));
    let names = new_names.iter().filter(|name| name.paths.first() == Some(&incident.path));
    questions.extend(names.filter_map(of_name));
    // What was missing before the change is not asked at each change.
    if incident.change == Became::Added {
        questions.extend(of_gaps(facts));
        questions.extend(of_actions(facts));
    }
    questions.truncate(MOST);
    questions
}

fn of_before(incident: &Incident) -> Option<String> {
    if let Some(open) = incident.left_open.iter().find(|tracked| tracked.standing == "open") {
        let (title, from) = (shortened(&open.title, TITLE), shortened(&open.from, TITLE));
        let who = open.owner.as_ref().map_or_else(
            || "who takes it on".to_owned(),
            |owner| format!("what keeps {} from it", shortened(owner, TITLE)),
        );
        return Some(format!(
            "“{title}” was promised after “{from}” and is not done. Would it have helped here, and {who}?"
        ));
    }
    if let Some(dropped) = incident.left_open.iter().find(|tracked| tracked.standing == "dropped") {
        let title = shortened(&dropped.title, TITLE);
        return Some(format!("“{title}” was decided against after the last time. Is that still right?"));
    }
    let last = incident.earlier.first().filter(|last| last.actions > 0 && last.open == 0)?;
    Some(format!(
        "All that was promised after “{}” is done, and it came back. What did that leave open?",
        shortened(&last.title, TITLE)
    ))
}

fn of_changes(incident: &Incident) -> impl Iterator<Item = String> + '_ {
    incident.differences.iter().filter_map(|one| match (one.what, &one.before, &one.after) {
        ("severity", Some(before), Some(after)) => {
            Some(format!("Why is the severity {after} now, and no longer {before}?"))
        }
        ("date" | "time to resolve", Some(before), Some(after)) => {
            Some(format!("What shows that the {} is {after}, rather than {before}?", one.what))
        }
        ("action taken out", Some(title), None) => {
            let title = shortened(title, TITLE);
            Some(format!("Why was “{title}” taken out, rather than marked as dropped or done?"))
        }
        _ => None,
    })
}

/// Sections and facts that were there, and are not any more.
fn of_losses(incident: &Incident) -> Vec<String> {
    let lost: Vec<&Difference> = incident.differences.iter().filter(|one| one.after.is_none()).collect();
    let sections: Vec<String> = lost
        .iter()
        .filter(|one| one.what == SECTION_REMOVED)
        .filter_map(|one| Some(format!("“{}”", shortened(one.before.as_ref()?, TITLE))))
        .collect();
    let facts: Vec<String> = lost
        .iter()
        .filter(|one| one.before.is_some() && FACTS.contains(&one.what))
        .map(|one| format!("the {}", one.what))
        .collect();
    let sections = match sections.as_slice() {
        [] => None,
        [one] => Some(format!("Why was the section {one} removed?")),
        _ => Some(format!("Why were the sections {} removed?", joined(&sections))),
    };
    let facts = match facts.as_slice() {
        [] => None,
        [one] if !one.ends_with('s') => Some(format!("Why is {one} no longer known?")),
        _ => Some(format!("Why are {} no longer known?", joined(&facts))),
    };
    sections.into_iter().chain(facts).collect()
}

/// `a, b and c`
fn joined(words: &[String]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        words => words.join(""),
    }
}

fn of_name(name: &NewName) -> Option<String> {
    let near = name.near.as_ref()?;
    let (name, kind) = (shortened(&name.name, TITLE), name.kind);
    Some(format!("Is the {kind} “{name}” a new one, or is it “{}”?", shortened(near, TITLE)))
}

fn of_gaps(facts: &PostMortem) -> Vec<String> {
    let mut questions = Vec::new();
    let times = &facts.times;
    let mut ask = |is_missing: bool, question: &str| {
        if is_missing {
            questions.push(question.to_owned());
        }
    };
    ask(
        facts.severity.is_none(),
        "How severe was it? Without a severity it is missing wherever incidents are counted by it.",
    );
    ask(facts.date.is_none(), "On which day did it happen?");
    ask(
        facts.causes.is_empty(),
        "Why did it happen, in a short name? Without a cause nobody can see that it comes back.",
    );
    ask(facts.services.is_empty(), "Which services were affected?");
    ask(
        times.detected.is_none()
            && times.stated_detect.is_none()
            && facts.detection.is_none()
            && !facts.is_near_miss(),
        "How was it noticed, and how long after it began?",
    );
    ask(
        times.mitigated.is_none()
            && times.resolved.is_none()
            && times.stated_mitigate.is_none()
            && times.stated_resolve.is_none()
            && !facts.is_near_miss(),
        "When were users no longer affected?",
    );
    questions
}

fn of_actions(facts: &PostMortem) -> Vec<String> {
    if facts.action_items.is_empty() {
        return vec!["What will be done, so that it does not happen again or is noticed sooner?".into()];
    }
    let pending: Vec<&ActionItem> =
        facts.action_items.iter().filter(|item| item.state.is_pending()).collect();
    let lacking = |lacks: fn(&ActionItem) -> bool| -> Vec<&ActionItem> {
        pending.iter().copied().filter(|item| lacks(item)).collect()
    };
    let without_owner = match lacking(|item| item.owner.is_none()).as_slice() {
        [] => None,
        [one] => Some(format!("Who does “{}”?", shortened(&one.title, TITLE))),
        more => Some(format!("Who does what? {} action items have no owner.", more.len())),
    };
    let without_due = match lacking(|item| item.due.is_none() && item.url.is_none()).as_slice() {
        [] => None,
        [one] => Some(format!("By when is “{}” done?", shortened(&one.title, TITLE))),
        more => Some(format!("By when? {} action items have neither a due date nor a ticket.", more.len())),
    };
    without_owner.into_iter().chain(without_due).collect()
}
