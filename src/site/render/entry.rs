//! The page of one service, cause, team or tag.

use std::cmp::Reverse;

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::deferred::DeferredValue;
use super::feeds::Feed;
use super::frame::section;
use super::incident::Step;
use super::plan::CatalogKind;
use super::renderer::Renderer;
use super::twin::Alternate;
use super::urls::{self, Href};
use super::{family, neighbours, paginate, recurring, words};
use crate::core::address;
use crate::core::model::Description;
use crate::core::phrases::Phrases;
use crate::know::insight::actions::Filter;
use crate::know::link::{DocumentId, Entry, Site};
use crate::site::charts::staff::{self, Incident};

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

/// One row with its bar; `share` in per cent of the longest.
#[derive(Serialize)]
pub(super) struct Bar {
    pub name: String,
    pub url: Href,
    pub count: String,
    pub share: String,
}

pub fn context(renderer: &Renderer<'_>, kind: CatalogKind, index: usize, page: usize) -> Context {
    let (site, say) = (renderer.site, renderer.say);
    let entry = &kind.of(site).entries[index];
    let output = paginate::output(&entry.output, page);
    let mut context = match entry.description {
        Some(id) => renderer.document_context(&site.documents[id], &output, section(kind)),
        None => renderer.context(&output, section(kind), &entry.name),
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
    insert_incidents(&mut context, renderer, kind, index, page);
    let feed = Alternate::feed(site, say, Feed::Of(kind, index));
    let twin = Alternate::twin(&site.config, say, &entry.output, &entry.name);
    context.insert("alternates", &Vec::from_iter(feed.into_iter().chain(twin)));
    if page == 0 {
        family::insert(&mut context, renderer, kind, index);
        recurring::insert(&mut context, renderer, kind, index);
        context.insert("shared", &shared(renderer, kind, index, entry.all()));
        insert_actions(&mut context, renderer, kind, index);
        context.insert("reads", &most_linked(renderer, entry.all()));
        if let Some(id) = entry.description {
            insert_description(&mut context, renderer, kind, id, &output);
        }
    }
    context
}

/// What is open of its incidents; of a team, what it owns, whichever incident that comes from.
fn insert_actions(context: &mut Context, renderer: &Renderer<'_>, kind: CatalogKind, index: usize) {
    let actions = &renderer.insight.actions;
    let filter = match kind {
        CatalogKind::Services => Some(Filter::Service(index)),
        CatalogKind::Causes => Some(Filter::Cause(index)),
        CatalogKind::Teams => actions.owner_of_team(index).map(Filter::Owner),
        CatalogKind::Tags => None,
    };
    let of_tag = match kind {
        CatalogKind::Tags => actions.pending_of(&kind.of(renderer.site).entries[index].incidents),
        _ => Vec::new(),
    };
    let pending = filter.map_or(of_tag.as_slice(), |filter| actions.pending(actions.items(filter)));
    let list: Vec<Value> =
        pending.iter().take(ACTIONS).map(|id| DeferredValue::ActionElsewhere(*id).stand_in()).collect();
    context.insert("actions", &list);
    context.insert("actions_count", &renderer.say.count(pending.len()));
    let list = filter.and_then(|filter| actions.list(filter));
    context.insert("actions_url", &list.map(|list| urls::from_root(&list.output)));
}

fn insert_incidents(
    context: &mut Context,
    renderer: &Renderer<'_>,
    kind: CatalogKind,
    index: usize,
    page: usize,
) {
    let say = renderer.say;
    let entry = &kind.of(renderer.site).entries[index];
    let all = entry.all().len();
    let part = &entry.all()[paginate::range(all, page)];
    context.insert("by", &family::labels(renderer.site, say, kind, index, part));
    context.insert("incidents", &renderer.briefs_of(part));
    context.insert("pages", &paginate::pager(say, &entry.output, all, page));
    context.insert("list_note", say.text("frame.newest-first"));
    context.insert("show_services", &(kind != CatalogKind::Services));
    context.insert("show_causes", &(kind != CatalogKind::Causes));
    if page > 0 {
        return;
    }
    let planned = &entry.planned[..entry.planned.len().min(PLANNED)];
    context.insert("planned", &renderer.briefs_of(planned));
    if let Some(drawn) = drawn(renderer, entry.all()) {
        context.insert_value("staff", Value::safe_string(&drawn));
        context.insert("count_text", &say.counted("count.incidents", all));
        context.insert("range_text", &range(renderer.site, say, entry.all()));
    }
}

/// The incidents over time.
pub(super) fn drawn(renderer: &Renderer<'_>, incidents: &[DocumentId]) -> Option<String> {
    let site = renderer.site;
    let dated: Vec<Incident<'_>> = incidents
        .iter()
        .filter_map(|id| {
            let known = site.post_mortem(*id);
            Some(Incident { date: known.date?, severity: known.severity, title: &site.documents[*id].title })
        })
        .collect();
    staff::staff(renderer.say, &renderer.list_rows.severities, &dated)
}

/// `2013 to 2026; 2 undated`
pub(super) fn range(site: &Site, say: &Phrases, incidents: &[DocumentId]) -> String {
    let years = incidents.iter().filter_map(|id| site.post_mortem(*id).date).map(|date| date.year());
    let span = years.clone().min().zip(years.clone().max());
    let mut parts = Vec::from_iter(span.map(|(first, last)| say.years(first, last)));
    let undated = incidents.len() - years.count();
    if undated > 0 {
        parts.push(say.counted("count.undated", undated));
    }
    say.clauses(&parts)
}

/// The incidents that most other pages link to, which are those that others learned from; none where the list is so short
/// that it can be read as a whole.
fn most_linked(renderer: &Renderer<'_>, incidents: &[DocumentId]) -> Vec<Read> {
    if incidents.len() <= READS {
        return Vec::new();
    }
    let backlinks = &renderer.site.backlinks;
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
    let read = |(links, id)| Read {
        incident: renderer.list_row(id),
        links: renderer.say.counted("entry.links", links),
    };
    linked.into_iter().take(READS).map(read).collect()
}

/// What it has incidents in common with.
fn shared(renderer: &Renderer<'_>, kind: CatalogKind, index: usize, incidents: &[DocumentId]) -> Vec<Shared> {
    let mut tables = Vec::new();
    let (causes, services) = match kind {
        CatalogKind::Services => ("entry.why-it-fails", "entry.fails-with-it"),
        CatalogKind::Causes => ("entry.comes-with-it", "entry.what-it-hits"),
        CatalogKind::Teams | CatalogKind::Tags => ("causes.title", "services.title"),
    };
    // What is below it is told as such.
    let own = |other: CatalogKind| {
        if other == kind { family::with_below(kind.of(renderer.site), index) } else { Vec::new() }
    };
    let causes = table(renderer, CatalogKind::Causes, causes, incidents, &own(CatalogKind::Causes));
    let services = table(renderer, CatalogKind::Services, services, incidents, &own(CatalogKind::Services));
    // The other kind says more than the own one.
    let both = if kind == CatalogKind::Causes { [services, causes] } else { [causes, services] };
    tables.extend(both.into_iter().flatten());
    tables
}

/// The names of a kind in `incidents` by frequency, without the entries `own`, below the text of a key; `None` where there are
/// none.
pub(super) fn table(
    renderer: &Renderer<'_>,
    kind: CatalogKind,
    title: &'static str,
    incidents: &[DocumentId],
    own: &[usize],
) -> Option<Shared> {
    let mut counts = vec![0; kind.of(renderer.site).entries.len()];
    for entry in incidents.iter().flat_map(|id| kind.named(&renderer.site.references[*id])) {
        counts[*entry] += 1;
    }
    own.iter().for_each(|entry| counts[*entry] = 0);
    let counts: Vec<(usize, usize)> =
        counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
    let all = counts.len();
    if all == 0 {
        return None;
    }
    let say = renderer.say;
    let (id, head) = (format!("lb-shared-{}", kind.singular()), kind.label(say).to_owned());
    let more =
        (all > SHARED).then(|| say.counted_with("entry.some-of", all, &[("some", &say.count(SHARED))]));
    let list = bars_of(renderer.site, say, kind, counts, SHARED);
    Some(Shared { id, title: say.text(title).to_owned(), head, more, list })
}

/// The most frequent entries, each with a bar; `counts` are entries in the order of the catalog.
pub(super) fn bars_of(
    site: &Site,
    say: &Phrases,
    kind: CatalogKind,
    mut counts: Vec<(usize, usize)>,
    most: usize,
) -> Vec<Bar> {
    counts.sort_by_key(|(entry, count)| (Reverse(*count), *entry));
    let longest = counts.first().map_or(1, |(_, count)| *count).max(1);
    let bar = |(entry, count): (usize, usize)| {
        let entry = &kind.of(site).entries[entry];
        Bar {
            name: entry.name.clone(),
            url: urls::from_root(&entry.output),
            count: say.count(count),
            share: share(count, longest),
        }
    };
    counts.into_iter().take(most).map(bar).collect()
}

/// In per cent of `longest`, with one decimal.
pub(super) fn share(count: usize, longest: usize) -> String {
    let tenths = count * 1000 / longest.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn insert_description(
    context: &mut Context,
    renderer: &Renderer<'_>,
    kind: CatalogKind,
    id: DocumentId,
    output: &str,
) {
    let document = &renderer.site.documents[id];
    if let Some(description) = document.description() {
        if let Some(summary) = &description.summary {
            context.insert_value(
                "deck",
                Value::safe_string(&crate::site::body::inline(summary, document.body.dialect)),
            );
        }
        context.insert("meta", &details(renderer.site, renderer.say, kind, id, description, output));
    }
    context.insert_body("body", id);
    context.insert("about", &renderer.say.fill(&kind.key("about"), &[]));
    context.insert("backlinks", &neighbours::links(&neighbours::backlinks(renderer.site, id)));
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

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_of_the_longest() {
        assert_eq!([share(1, 3), share(3, 3), share(0, 0)], ["33.3", "100.0", "0.0"]);
    }
}
