//! What is odd about action items: dates before their incident, owners that look like a slip of the pen.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::owners::{Owners, counted};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::{MarkKind, PostMortem};
use crate::know::link::{DocumentId, Site};

/// Everything odd about the action items of a knowledge base.
pub fn findings(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let meant = meant(site);
    for id in &site.by_date {
        let facts = site.post_mortem(*id);
        for (index, item) in facts.action_items.iter().enumerate() {
            found.extend(dates(site, *id, facts, index));
            let near = item.owner.as_deref().and_then(|name| Some((name, meant.get(name)?)));
            found.extend(near.map(|(name, near)| owner(site, *id, index, name, near)));
        }
    }
    found
}

/// A due date and an end before the incident; both are left out of all figures.
fn dates(site: &Site, id: DocumentId, facts: &PostMortem, index: usize) -> Vec<Diagnostic> {
    let item = &facts.action_items[index];
    let Some(begun) = facts.date else { return Vec::new() };
    let before = |date: Option<Date>| date.filter(|date| *date < begun);
    let mut found = Vec::new();
    if let Some(due) = before(item.due) {
        let message = format!("`{}` is due on {due}, before its incident of {begun}", item.title);
        let hint = "Correct the date; until then it counts as an action item without one.";
        let odd = Diagnostic::warning("due-before-incident", "", message).hint(hint);
        found.push(at(site, id, index, &due.to_string(), odd));
    }
    if let Some(closed) = before(item.closed) {
        let message = format!("`{}` was closed on {closed}, before its incident of {begun}", item.title);
        let hint = "Correct the date; until then nobody knows how long it took.";
        let odd = Diagnostic::warning("closed-before-incident", "", message).hint(hint);
        found.push(at(site, id, index, &closed.to_string(), odd));
    }
    found
}

/// Owners that are no team, but nearly one: each with the name that may be meant.
fn meant(site: &Site) -> BTreeMap<&str, &str> {
    let (owners, teams) = (Owners::new(site), described_teams(site));
    let is_team = |name: &str| owners.position(name).is_none_or(|at| owners.list[at].team.is_some());
    let unknown = counted(site, |item| item.owner.as_deref()).into_keys().filter(|name| !is_team(name));
    unknown.filter_map(|name| Some((name, did_you_mean(name, teams.iter().copied())?))).collect()
}

/// An owner that is nearly a team.
fn owner(site: &Site, id: DocumentId, index: usize, name: &str, near: &str) -> Diagnostic {
    let found = Diagnostic::warning("unknown-owner", "", format!("`{name}` is not a team that is described"));
    at(site, id, index, name, found).hint(format!("Did you mean `{near}`?"))
}

/// Names and aliases of the teams that have a description.
fn described_teams(site: &Site) -> Vec<&str> {
    let teams = site.teams.entries.iter().filter(|team| team.description.is_some());
    teams.flat_map(|team| std::iter::once(&team.name).chain(site.aliases(team)).map(String::as_str)).collect()
}

/// Points at `needle` in an action item, or at the action item where it is written in other words.
fn at(site: &Site, id: DocumentId, index: usize, needle: &str, found: Diagnostic) -> Diagnostic {
    let source = &site.documents[id].source;
    Diagnostic { path: source.path.clone(), ..found }.at(&source.text, place_of(site, id, index, needle))
}

/// Where `needle` stands in an action item, or the first line of that where it is written in other words.
pub fn place_of(site: &Site, id: DocumentId, index: usize, needle: &str) -> Range<usize> {
    let text = &site.documents[id].source.text;
    let item = range_of(site, id, index);
    match text[item.clone()].find(needle) {
        Some(offset) => item.start + offset..item.start + offset + needle.len(),
        None => item.start..text[item.start..item.end].find('\n').map_or(item.end, |end| item.start + end),
    }
}

/// The bytes of an action item, up to the next one.
pub fn range_of(site: &Site, id: DocumentId, index: usize) -> Range<usize> {
    let document = &site.documents[id];
    let items = &site.post_mortem(id).action_items;
    let text = &document.source.text;
    if items[index].in_body {
        let mut starts = document.body.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Action { index } => Some((index, mark.offset)),
            _ => None,
        });
        let start = starts.clone().find(|(other, _)| *other == index).map_or(0, |(_, offset)| offset);
        let end = starts.find(|(other, _)| *other == index + 1).map_or(text.len(), |(_, offset)| offset);
        return start..end.max(start);
    }
    // In front matter titles may be folded or quoted, so only their first line is looked for.
    let front = &text[..document.body.start];
    let first_line = |index: usize| Some(items.get(index)?.title.lines().next()?.trim());
    let find = |index: usize, from: usize| Some(from + front[from..].find(first_line(index)?)?);
    let start = find(index, 0).unwrap_or(0);
    let behind = start + first_line(index).map_or(0, str::len).min(front.len() - start);
    start..find(index + 1, behind).unwrap_or(front.len())
}
