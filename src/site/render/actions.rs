//! Action items on the pages of incidents, services and causes.

use serde::Serialize;
use tera::Value;

use super::urls;
use crate::core::model::ActionItem;
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};
use crate::site::calendar::anchor;

/// An action item as a row of the table on its incident's own page.
#[derive(Serialize)]
pub struct Shown<'a> {
    id: String,
    title: &'a str,
    state: Value,
    /// Where it is tracked.
    href: Option<String>,
    kind: Option<String>,
    owner: Option<&'a str>,
    due: Option<String>,
}

pub fn count_pending(site: &Site, incidents: &[DocumentId]) -> usize {
    incidents.iter().map(|id| pending_of(site, *id)).sum()
}

pub fn pending_of(site: &Site, id: DocumentId) -> usize {
    site.post_mortem(id).action_items.iter().filter(|item| item.state.is_pending()).count()
}

/// The action item at a position in the list of its incident.
pub fn shown<'a>(say: &Phrases, index: usize, item: &'a ActionItem) -> Shown<'a> {
    Shown {
        id: anchor(index),
        title: &item.title,
        state: Value::safe_string(&crate::site::body::marks::state(say, item.state)),
        href: item.url.as_deref().and_then(urls::external),
        kind: kind(say, item),
        owner: item.owner.as_deref(),
        due: item.due.map(|due| due.to_string()),
    }
}

/// Type and priority.
pub fn kind(say: &Phrases, item: &ActionItem) -> Option<String> {
    let kind = item.kind.as_deref().map(|kind| say.known("action-type", kind).unwrap_or(kind));
    let parts: Vec<&str> = [kind, item.priority.as_deref()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| say.comma(&parts))
}
