//! The list of all services, causes, teams or tags, the most affected first.

use serde::Serialize;
use tera::Value;

use super::bars::share;
use super::context::Context;
use super::frame::section;
use super::outputs::CatalogKind;
use super::urls::{self, Href};
use super::view::View;
use super::{actions, family, paginate, words};
use crate::core::model::{Document, Record};

/// What is deeper stands no further in.
const DEEPEST: usize = 4;
/// Characters of the beginning of a text that stand for a summary.
const LEAD: usize = 140;

#[derive(Serialize)]
struct NameRow<'a> {
    name: &'a str,
    url: Href,
    summary: Option<Value>,
    /// How far it stands in: 0 is not below another.
    depth: usize,
    /// Incidents of itself and of what is below it.
    count: String,
    /// Incidents of itself alone, where something is below it.
    own: Option<String>,
    share: String,
    /// Open actions; `None` for none.
    open: Option<String>,
    last: Option<String>,
}

pub fn context(view: &View<'_>, kind: CatalogKind, page: usize) -> Context {
    let (site, say) = (view.site, view.say);
    let entries = &kind.of(site).entries;
    let order = family::tree(kind.of(site));
    let longest = order.first().map_or(1, |(at, _)| entries[*at].all().len());
    let rows: Vec<NameRow<'_>> = order[paginate::catalog_range(entries.len(), page)]
        .iter()
        .map(|(at, depth)| row(view, kind, *at, *depth, longest))
        .collect();
    let output = paginate::output(kind.output(), page);
    let mut context = view.context(&output, section(kind), kind.title(say));
    let deck = match entries.len() {
        0 => say.fill(&kind.key("none"), &[]),
        count => {
            let unused = entries.iter().filter(|entry| entry.all().is_empty()).count();
            let names = say.counted(&kind.key("count"), count);
            match unused {
                0 => say.fill("catalog.deck", &[("names", &names)]),
                unused => say.counted_with("catalog.deck-unused", unused, &[("names", &names)]),
            }
        }
    };
    context.insert("deck", &deck);
    context.insert("kind", kind.label(say));
    context.insert("with_actions", &rows.iter().any(|row| row.open.is_some()));
    context.insert("entries", &rows);
    context.insert("pages", &paginate::catalog_pager(say, kind.output(), entries.len(), page));
    context
}

fn row<'a>(view: &'a View<'_>, kind: CatalogKind, index: usize, depth: usize, longest: usize) -> NameRow<'a> {
    let (site, say) = (view.site, view.say);
    let entry = &kind.of(site).entries[index];
    let open = match kind {
        CatalogKind::Teams => {
            let actions = &view.insight.actions;
            actions.pending(actions.of_team(index)).len()
        }
        _ => actions::count_pending(site, entry.all()),
    };
    let last = entry.all().iter().find_map(|id| site.post_mortem(*id).date);
    let summary = entry.description.and_then(|id| summary(&site.documents[id]));
    NameRow {
        name: &entry.name,
        url: urls::from_root(&entry.output),
        summary,
        depth: depth.min(DEEPEST),
        count: if entry.all().is_empty() { "–".to_owned() } else { say.count(entry.all().len()) },
        own: (!entry.children.is_empty() && !entry.all().is_empty())
            .then(|| say.fill("catalog.own", &[("n", &say.count(entry.incidents.len()))])),
        share: share(entry.all().len(), longest),
        open: (open > 0).then(|| say.count(open)),
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
        (Some(text), _) => Some(Value::safe_string(&crate::site::body::inline(text, document.body.dialect))),
        (None, Some(lead)) => Some(Value::from(words::first_sentence(lead, LEAD))),
        (None, None) => None,
    }
}
