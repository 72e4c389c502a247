//! The list of all services, causes, teams or tags, the most affected first.

use std::cmp::Reverse;

use serde::Serialize;
use tera::{Context, Value};

use super::entry::share;
use super::plan::CatalogKind;
use super::renderer::{Renderer, section};
use super::{actions, paginate, urls, words};
use crate::model::{Document, Record};

/// Characters of the beginning of a text that stand for a summary.
const LEAD: usize = 140;

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    url: String,
    summary: Option<Value>,
    count: String,
    share: String,
    /// Open actions; `None` for none.
    open: Option<String>,
    last: Option<String>,
}

pub fn context(renderer: &Renderer<'_>, kind: CatalogKind, page: usize) -> Context {
    let site = renderer.site;
    let entries = &kind.of(site).entries;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| Reverse(entries[*index].incidents.len()));
    let longest = order.first().map_or(1, |index| entries[*index].incidents.len());
    let rows: Vec<Row<'_>> = order[paginate::catalog_range(entries.len(), page)]
        .iter()
        .map(|index| row(renderer, kind, *index, longest))
        .collect();
    let output = paginate::output(kind.output(), page);
    let mut context = renderer.context(&output, section(kind), kind.title());
    let many = section(kind);
    let deck = match entries.len() {
        0 => format!("No post-mortem names any {many} yet."),
        count => format!("{}, by the number of incidents.", words::counted(count, kind.singular(), many)),
    };
    context.insert("deck", &deck);
    context.insert("kind", &words::label(kind.singular()));
    context.insert("with_actions", &rows.iter().any(|row| row.open.is_some()));
    context.insert("entries", &rows);
    context.insert("pages", &paginate::catalog_pager(kind.output(), entries.len(), page));
    context
}

fn row<'a>(renderer: &'a Renderer<'_>, kind: CatalogKind, index: usize, longest: usize) -> Row<'a> {
    let site = renderer.site;
    let entry = &kind.of(site).entries[index];
    let open = match kind {
        CatalogKind::Teams => {
            let actions = &renderer.insight.actions;
            actions.pending(actions.of_team(index)).len()
        }
        _ => actions::count_pending(site, &entry.incidents),
    };
    let last = entry.incidents.iter().find_map(|id| site.post_mortem(*id).date);
    let summary = entry.description.and_then(|id| summary(&site.documents[id]));
    Row {
        name: &entry.name,
        url: urls::from_root(&entry.output),
        summary,
        count: words::count(entry.incidents.len()),
        share: share(entry.incidents.len(), longest),
        open: (open > 0).then(|| words::count(open)),
        last: last.map(|date| date.to_string()),
    }
}

/// What a description or a page says of itself, else how it begins; HTML.
pub(super) fn summary(document: &Document) -> Option<Value> {
    let written = match &document.record {
        Record::Description(description) => description.summary.as_deref(),
        Record::Page(page) => page.summary.as_deref(),
        Record::PostMortem(known) => known.summary.as_deref(),
    };
    match (written, document.body.lead.as_deref()) {
        (Some(text), _) => Some(Value::safe_string(&crate::body::inline(text))),
        (None, Some(lead)) => Some(Value::from(words::first_sentence(lead, LEAD))),
        (None, None) => None,
    }
}
