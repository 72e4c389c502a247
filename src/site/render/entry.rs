//! The page of one service, cause, team or tag.

use std::cmp::Reverse;

use serde::Serialize;
use tera::Value;

use super::bars::{Bar, bars_of, drawn, range};
use super::context::Context;
use super::deferred::DeferredValue;
use super::feeds::Feed;
use super::frame::section;
use super::outputs::CatalogKind;
use super::twin::Alternate;
use super::urls;
use super::urls::Step;
use super::view::View;
use super::{family, neighbours, paginate, recurring, words};
use crate::core::address;
use crate::core::model::Description;
use crate::core::phrases::Phrases;
use crate::know::insight::actions::Filter;
use crate::know::link::{DocumentId, Entry, Site};

/// Open actions that are listed.
const ACTIONS: usize = 12;
/// Incidents that are worth a reading first.
const READS: usize = 3;
/// So many pages have to link to one.
const LEAST_LINKS: usize = 2;
/// Planned work that is listed.
const PLANNED: usize = 50;
/// Names in a table of what is shared.
const SHARED: usize = 10;

/// A word of the line below the title.
#[derive(Serialize)]
struct Detail<'a> {
    label: &'a str,
    text: String,
    href: Option<String>,
}

/// An incident that other pages lead to.
#[derive(Serialize)]
struct Read {
    incident: Value,
    /// `4 pages link to it`
    links: String,
}

/// A table of names by the number of incidents.
#[derive(Serialize)]
pub(super) struct Shared {
    id: String,
    title: String,
    head: String,
    more: Option<String>,
    list: Vec<Bar>,
}

pub fn context(view: &View<'_>, kind: CatalogKind, index: usize, page: usize) -> Context {
    let (site, say) = (view.site, view.say);
    let entry = &kind.of(site).entries[index];
    let output = paginate::output(&entry.output, page);
    let mut context = match entry.description {
        Some(id) => view.document_context(&site.documents[id], &output, section(kind)),
        None => view.context(&output, section(kind), &entry.name),
    };
    context.insert("title", &entry.name);
    let entries = &kind.of(site).entries;
    let mut above: Vec<&Entry> =
        std::iter::successors(entry.parent, |at| entries[*at].parent).map(|at| &entries[at]).collect();
    above.reverse();
    let mut trail = vec![Step { name: kind.title(say).into(), url: urls::from_root(kind.output()) }];
    trail.extend(
        above.iter().map(|entry| Step { name: entry.name.clone(), url: urls::from_root(&entry.output) }),
    );
    context.insert("trail", &trail);
    insert_incidents(&mut context, view, kind, index, page);
    let feed = Alternate::feed(site, say, Feed::Of(kind, index));
    let twin = Alternate::twin(&site.config, say, &entry.output, &entry.name);
    context.insert("alternates", &Vec::from_iter(feed.into_iter().chain(twin)));
    if page == 0 {
        family::insert(&mut context, view, kind, index);
        recurring::insert(&mut context, view, kind, index);
        context.insert("shared", &shared(view, kind, index, entry.all()));
        insert_actions(&mut context, view, kind, index);
        context.insert("reads", &most_linked(view, entry.all()));
        if let Some(id) = entry.description {
            insert_description(&mut context, view, kind, id, &output);
        }
    }
    context
}

/// What is open of its incidents; of a team, what it owns, whichever incident that comes from.
fn insert_actions(context: &mut Context, view: &View<'_>, kind: CatalogKind, index: usize) {
    let actions = &view.insight.actions;
    let filter = match kind {
        CatalogKind::Services => Some(Filter::Service(index)),
        CatalogKind::Causes => Some(Filter::Cause(index)),
        CatalogKind::Teams => actions.owner_of_team(index).map(Filter::Owner),
        CatalogKind::Tags => None,
    };
    let of_tag = match kind {
        CatalogKind::Tags => actions.pending_of(&kind.of(view.site).entries[index].incidents),
        _ => Vec::new(),
    };
    let pending = filter.map_or(of_tag.as_slice(), |filter| actions.pending(actions.items(filter)));
    let list: Vec<Value> =
        pending.iter().take(ACTIONS).map(|id| DeferredValue::ActionElsewhere(*id).stand_in()).collect();
    context.insert("actions", &list);
    context.insert("actions_count", &view.say.count(pending.len()));
    let list = filter.and_then(|filter| actions.list(filter));
    context.insert("actions_url", &list.map(|list| urls::from_root(&list.output)));
}

fn insert_incidents(context: &mut Context, view: &View<'_>, kind: CatalogKind, index: usize, page: usize) {
    let say = view.say;
    let entry = &kind.of(view.site).entries[index];
    let all = entry.all().len();
    let part = &entry.all()[paginate::range(all, page)];
    context.insert("by", &family::labels(view.site, say, kind, index, part));
    context.insert("incidents", &view.list_rows_of(part));
    context.insert("pages", &paginate::pager(say, &entry.output, all, page));
    context.insert("list_note", say.text("frame.newest-first"));
    context.insert("show_services", &(kind != CatalogKind::Services));
    context.insert("show_causes", &(kind != CatalogKind::Causes));
    if page > 0 {
        return;
    }
    let planned = &entry.planned[..entry.planned.len().min(PLANNED)];
    context.insert("planned", &view.list_rows_of(planned));
    if let Some(drawn) = drawn(view, entry.all()) {
        context.insert_value("staff", Value::safe_string(&drawn));
        context.insert("count_text", &say.counted("count.incidents", all));
        context.insert("range_text", &range(view.site, say, entry.all()));
    }
}

/// The incidents that most other pages link to, which are those that others learned from; none where the list is so short
/// that it can be read as a whole.
fn most_linked(view: &View<'_>, incidents: &[DocumentId]) -> Vec<Read> {
    if incidents.len() <= READS {
        return Vec::new();
    }
    let backlinks = &view.site.backlinks;
    let mut linked: Vec<(usize, DocumentId)> = incidents
        .iter()
        .map(|id| {
            let mut from: Vec<DocumentId> = backlinks[*id].iter().map(|link| link.from).collect();
            from.sort_unstable();
            from.dedup();
            (from.len(), *id)
        })
        .filter(|(links, _)| *links >= LEAST_LINKS)
        .collect();
    // Stable: of those with as many links, the newest first.
    linked.sort_by_key(|(links, _)| Reverse(*links));
    let read =
        |(links, id)| Read { incident: view.list_row(id), links: view.say.counted("entry.links", links) };
    linked.into_iter().take(READS).map(read).collect()
}

/// What it has incidents in common with.
fn shared(view: &View<'_>, kind: CatalogKind, index: usize, incidents: &[DocumentId]) -> Vec<Shared> {
    let mut tables = Vec::new();
    let (causes, services) = match kind {
        CatalogKind::Services => ("entry.why-it-fails", "entry.fails-with-it"),
        CatalogKind::Causes => ("entry.comes-with-it", "entry.what-it-hits"),
        CatalogKind::Teams | CatalogKind::Tags => ("causes.title", "services.title"),
    };
    // What is below it is told as such.
    let own = |other: CatalogKind| {
        if other == kind { family::with_below(kind.of(view.site), index) } else { Vec::new() }
    };
    let causes = table(view, CatalogKind::Causes, causes, incidents, &own(CatalogKind::Causes));
    let services = table(view, CatalogKind::Services, services, incidents, &own(CatalogKind::Services));
    // The other kind says more than the own one.
    let both = if kind == CatalogKind::Causes { [services, causes] } else { [causes, services] };
    tables.extend(both.into_iter().flatten());
    tables
}

/// The names of a kind in `incidents` by frequency, without the entries `own`, below the text of a key; `None` where there are
/// none.
pub(super) fn table(
    view: &View<'_>,
    kind: CatalogKind,
    title: &'static str,
    incidents: &[DocumentId],
    own: &[usize],
) -> Option<Shared> {
    let mut counts = vec![0; kind.of(view.site).entries.len()];
    for entry in incidents.iter().flat_map(|id| kind.named(&view.site.references[*id])) {
        counts[*entry] += 1;
    }
    own.iter().for_each(|entry| counts[*entry] = 0);
    let counts: Vec<(usize, usize)> =
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
    let all = counts.len();
    if all == 0 {
        return None;
    }
    let say = view.say;
    let (id, head) = (format!("lb-shared-{}", kind.singular()), kind.label(say).to_owned());
    let more =
        (all > SHARED).then(|| say.counted_with("entry.some-of", all, &[("some", &say.count(SHARED))]));
    let list = bars_of(view.site, say, kind, counts, SHARED);
    Some(Shared { id, title: say.text(title).to_owned(), head, more, list })
}

fn insert_description(
    context: &mut Context,
    view: &View<'_>,
    kind: CatalogKind,
    id: DocumentId,
    output: &str,
) {
    let document = &view.site.documents[id];
    if let Some(description) = document.description() {
        if let Some(summary) = &description.summary {
            context.insert_value(
                "deck",
                Value::safe_string(&crate::site::body::inline(summary, document.body.dialect)),
            );
        }
        context.insert("meta", &details(view.site, view.say, kind, id, description, output));
    }
    context.insert_body("body", id);
    context.insert("about", &view.say.fill(&kind.key("about"), &[]));
    context.insert("backlinks", &neighbours::links(&neighbours::backlinks(view.site, id)));
}

fn details<'a>(
    site: &Site,
    say: &'a Phrases,
    kind: CatalogKind,
    id: DocumentId,
    description: &Description,
    output: &str,
) -> Vec<Detail<'a>> {
    let page_of = |kind: CatalogKind, name: &str| {
        let slug = address::slug(name);
        let found = kind.of(site).entries.iter().find(|entry| entry.name == name || entry.slug == slug);
        found.map(|entry| address::relative(output, &entry.output))
    };
    let mut details = Vec::new();
    let mut add = |key: &'static str, text: &str, href| {
        let label = if key.is_empty() { "" } else { say.text(key) };
        details.push(Detail { label, text: text.to_owned(), href });
    };
    if let Some(owner) = &description.owner {
        add("entry.owner", owner, page_of(CatalogKind::Teams, owner));
    }
    if let Some(tier) = &description.tier {
        add("entry.tier", tier, None);
    }
    if let Some(parent) = &description.parent {
        let label = if kind == CatalogKind::Causes { "causes.parent" } else { "services.parent" };
        add(label, parent, page_of(kind, parent));
    }
    if !description.aliases.is_empty() {
        add("entry.also-known-as", &say.comma(&description.aliases), None);
    }
    for (link, target) in description.links.iter().zip(&site.front_links[id]) {
        let text = link.title.as_deref().unwrap_or(&link.url);
        add("", text, urls::front(site, output, &link.url, target));
    }
    for field in &description.extra {
        let text = words::value(say, &field.value);
        if !text.is_empty() {
            details.push(Detail {
                label: "",
                text: say.fill("list.labelled", &[("label", &words::label(&field.key)), ("text", &text)]),
                href: None,
            });
        }
    }
    details
}
