//! Promises that are still to be kept, the nearest due date first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::urls;
use crate::link::address::slug;
use crate::link::{DocumentId, Entry, Site};
use crate::model::{ActionItem, ActionState, Record};

/// An action item of an incident: the document and the position in its list.
pub type Promise = (DocumentId, usize);

/// An action item as templates see it.
#[derive(Serialize)]
pub struct Shown<'a> {
    title: &'a str,
    state: Value,
    /// Where it is tracked.
    href: Option<String>,
    kind: Option<String>,
    owner: Option<&'a str>,
    due: Option<String>,
    /// The incident that it comes from.
    url: Option<String>,
    from_date: Option<String>,
    from_title: Option<&'a str>,
}

/// All that is pending of `incidents`: by due date, then what has none, newer incidents first.
pub fn pending(site: &Site, incidents: &[DocumentId]) -> Vec<Promise> {
    let mut found: Vec<Promise> = incidents
        .iter()
        .flat_map(|id| {
            let items = site.post_mortem(*id).action_items.iter().enumerate();
            items.filter(|(_, item)| item.state.is_pending()).map(|(index, _)| (*id, index))
        })
        .collect();
    found.sort_by_cached_key(|(id, index)| {
        let facts = site.post_mortem(*id);
        let due = facts.action_items[*index].due;
        (due.is_none(), due, Reverse(facts.date), *id, *index)
    });
    found
}

/// What teams have promised and not yet kept, by the slug of the owner, each in the order of [`pending`].
pub fn by_owner(site: &Site) -> BTreeMap<String, Vec<Promise>> {
    let mut owned: BTreeMap<String, Vec<Promise>> = BTreeMap::new();
    for (id, index) in pending(site, &site.by_date) {
        if let Some(owner) = &site.post_mortem(id).action_items[index].owner {
            owned.entry(slug(owner)).or_default().push((id, index));
        }
    }
    owned
}

/// What one team has promised, under its name and its aliases.
pub fn of_team(owned: &BTreeMap<String, Vec<Promise>>, site: &Site, team: &Entry) -> Vec<Promise> {
    let aliases = match team.description.map(|id| &site.documents[id].record) {
        Some(Record::Description(description)) => {
            description.aliases.iter().map(|alias| slug(alias)).collect()
        }
        _ => Vec::new(),
    };
    let names = std::iter::once(&team.slug).chain(&aliases);
    names.filter_map(|name| owned.get(name)).flatten().copied().collect()
}

pub fn count_pending(site: &Site, incidents: &[DocumentId]) -> usize {
    incidents.iter().map(|id| pending_of(site, *id)).sum()
}

pub fn pending_of(site: &Site, id: DocumentId) -> usize {
    site.post_mortem(id).action_items.iter().filter(|item| item.state.is_pending()).count()
}

/// As a line in a list on another page, with the incident that it comes from.
pub fn from_elsewhere(site: &Site, (id, index): Promise) -> Shown<'_> {
    let facts = site.post_mortem(id);
    Shown {
        url: Some(urls::from_root(&site.outputs[id])),
        from_date: facts.date.map(|date| date.to_string()),
        from_title: Some(&site.documents[id].title),
        ..shown(&facts.action_items[index])
    }
}

/// As a row of the table on the incident's own page.
pub fn shown(item: &ActionItem) -> Shown<'_> {
    let extra: Vec<&str> = [item.kind.as_deref(), item.priority.as_deref()].into_iter().flatten().collect();
    Shown {
        title: &item.title,
        state: state(item.state),
        href: item.url.as_deref().and_then(urls::external),
        kind: (!extra.is_empty()).then(|| extra.join(", ")),
        owner: item.owner.as_deref(),
        due: item.due.map(|due| due.to_string()),
        url: None,
        from_date: None,
        from_title: None,
    }
}

fn state(state: ActionState) -> Value {
    Value::safe_string(&crate::body::marks::state(state))
}
