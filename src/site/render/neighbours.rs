//! Other incidents that belong beside one: before and after it in time, of the same service or cause.

use serde::Serialize;
use tera::Value;

use super::deferred::Promised;
use super::outputs::CatalogKind;
use super::urls::{self, Href};
use super::view::View;
use crate::core::address;
use crate::core::escape::escaped;
use crate::core::phrases::Phrases;
use crate::know::insight::recurrence::Before;
use crate::know::link::{Backlink, DocumentId, Site};

/// Incidents in a box.
const MOST: usize = 3;

/// What a box in the margin is made of.
#[derive(Hash)]
pub struct NeighbourInputs<'s> {
    lead: Lead<'s>,
    list: Vec<Promised>,
}

/// What a box is of.
#[derive(Hash)]
enum Lead<'s> {
    Related,
    /// A name of a catalog, and its page.
    Named(CatalogKind, &'s str, &'s str),
}

/// A box in the margin.
#[derive(Serialize)]
pub struct Margin {
    /// What it is of; HTML, with a link to the page of that where it has one.
    lead: Value,
    list: Vec<Value>,
}

/// What a link to this page is made of.
#[derive(Hash)]
pub struct From<'s> {
    title: &'s str,
    output: &'s str,
    text: Option<&'s str>,
}

/// A page that links to this one.
#[derive(Serialize)]
pub struct Link<'s> {
    title: &'s str,
    url: Href,
    text: Option<&'s str>,
}

/// The incidents before and after this one in time.
pub fn in_time(view: &View<'_>, id: DocumentId) -> (Option<Promised>, Option<Promised>) {
    let beside = |place: Option<usize>| Some(view.promised(*view.site.by_date.get(place?)?));
    let place = view.place_in_time(id);
    (beside(place.map(|place| place + 1)), beside(place.and_then(|place| place.checked_sub(1))))
}

/// What it calls related, then others of the first service and the first cause, the newest first; each once, and none that
/// another box of the page shows.
pub fn margin<'s>(view: &'s View<'_>, id: DocumentId, returns: &Before) -> Vec<NeighbourInputs<'s>> {
    let site = view.site;
    let references = &site.references[id];
    let mut shown = vec![id];
    shown.extend(returns.earlier.iter().chain(&returns.later).map(|neighbour| neighbour.id));
    shown.extend(view.insight.similar[id].iter().map(|similar| similar.id));
    let mut boxes: Vec<NeighbourInputs<'_>> = Vec::new();
    let mut add = |lead: Lead<'s>, others: &mut dyn Iterator<Item = DocumentId>| {
        let new: Vec<DocumentId> = others.filter(|other| !shown.contains(other)).take(MOST).collect();
        shown.extend(&new);
        if !new.is_empty() {
            boxes.push(NeighbourInputs {
                lead,
                list: new.into_iter().map(|other| view.promised(other)).collect(),
            });
        }
    };
    add(Lead::Related, &mut references.related.iter().filter_map(|one| one.id));
    for kind in [CatalogKind::Services, CatalogKind::Causes] {
        if let Some(entry) = kind.named(references).first().map(|entry| &kind.of(site).entries[*entry]) {
            add(Lead::Named(kind, &entry.name, &entry.output), &mut entry.incidents.iter().copied());
        }
    }
    boxes
}

/// The boxes on the page `from`.
pub fn view(say: &Phrases, from: &str, boxes: &[NeighbourInputs<'_>]) -> Vec<Margin> {
    let lead = |lead: &Lead<'_>| match *lead {
        Lead::Related => escaped(say.text("frame.related")),
        Lead::Named(kind, name, output) => {
            let href = escaped(&address::relative(from, output));
            let name = format!("<a href=\"{href}\">{}</a>", escaped(name));
            say.html(&kind.key("more-of"), None, &[("name", &name)])
        }
    };
    let margin = |seen: &NeighbourInputs<'_>| Margin {
        lead: Value::safe_string(&lead(&seen.lead)),
        list: seen.list.iter().map(|other| other.stand_in()).collect(),
    };
    boxes.iter().map(margin).collect()
}

/// The pages that link to that of a document.
pub fn backlinks<'s>(site: &'s Site, id: DocumentId) -> Vec<From<'s>> {
    let from = |link: &'s Backlink| {
        let title = site.documents[link.from].title.as_str();
        let text = Some(link.text.trim()).filter(|text| !text.is_empty());
        let own = site.documents[id].title.as_str();
        // The words of the link say something only where they are neither a title again nor a bare path or id.
        let says = |text: &&str| *text != own && *text != title && text.contains(char::is_whitespace);
        From { title, output: &site.outputs[link.from], text: text.filter(says) }
    };
    site.backlinks[id].iter().map(from).collect()
}

/// The same as templates see them.
pub fn links<'s>(from: &[From<'s>]) -> Vec<Link<'s>> {
    let link =
        |from: &From<'s>| Link { title: from.title, url: urls::from_root(from.output), text: from.text };
    from.iter().map(link).collect()
}
