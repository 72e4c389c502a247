//! Other incidents that belong beside one: before and after it in time, of the same service or cause.

use serde::Serialize;
use tera::Value;

use super::plan::CatalogKind;
use super::renderer::Renderer;
use super::urls;
use crate::insight::NEIGHBOURS;
use crate::link::DocumentId;

/// Incidents in a box.
const MOST: usize = 3;

/// A box in the margin.
#[derive(Serialize)]
pub struct Margin {
    lead: &'static str,
    name: String,
    url: String,
    list: Vec<Value>,
}

/// A page that links to this one.
#[derive(Serialize)]
pub struct From<'a> {
    title: &'a str,
    url: String,
    text: Option<&'a str>,
}

/// The incidents before and after this one in time.
pub fn in_time(renderer: &Renderer<'_>, id: DocumentId) -> (Value, Value) {
    let by_date = &renderer.site.by_date;
    let brief = |place: Option<usize>| {
        place.and_then(|place| by_date.get(place)).map_or_else(Value::none, |id| renderer.brief(*id))
    };
    let place = renderer.place_in_time(id);
    (brief(place.map(|place| place + 1)), brief(place.and_then(|place| place.checked_sub(1))))
}

/// What it calls related, then others of the first service and the first cause, the newest first; each once, and none that
/// another box of the page shows.
pub fn margin(renderer: &Renderer<'_>, id: DocumentId) -> Vec<Margin> {
    let site = renderer.site;
    let references = &site.references[id];
    let before = renderer.insight.recurrence.around(site, id, NEIGHBOURS);
    let mut shown = vec![id];
    shown.extend(before.earlier.iter().chain(&before.later).map(|neighbour| neighbour.id));
    shown.extend(renderer.insight.similar[id].iter().map(|similar| similar.id));
    let mut boxes: Vec<Margin> = Vec::new();
    let mut add = |lead, name: &str, url: String, others: &mut dyn Iterator<Item = DocumentId>| {
        let new: Vec<DocumentId> = others.filter(|other| !shown.contains(other)).take(MOST).collect();
        shown.extend(&new);
        if !new.is_empty() {
            let list = new.into_iter().map(|other| renderer.titled(other)).collect();
            boxes.push(Margin { lead, name: name.to_owned(), url, list });
        }
    };
    add("Related", "", String::new(), &mut references.related.iter().filter_map(|one| one.id));
    let first = [
        (CatalogKind::Services, "More of", references.services.first()),
        (CatalogKind::Causes, "Also by", references.causes.first()),
    ];
    for (kind, lead, entry) in first {
        if let Some(entry) = entry.map(|entry| &kind.of(site).entries[*entry]) {
            add(lead, &entry.name, urls::from_root(&entry.output), &mut entry.incidents.iter().copied());
        }
    }
    boxes
}

pub fn backlinks<'a>(renderer: &Renderer<'a>, id: DocumentId) -> Vec<From<'a>> {
    let site = renderer.site;
    let from = |link: &'a crate::link::Backlink| {
        let title = site.documents[link.from].title.as_str();
        let text = Some(link.text.trim()).filter(|text| !text.is_empty());
        let own = site.documents[id].title.as_str();
        // The words of the link say something only where they are neither a title again nor a bare path or id.
        let says = |text: &&str| *text != own && *text != title && text.contains(char::is_whitespace);
        From { title, url: urls::from_root(&renderer.site.outputs[link.from]), text: text.filter(says) }
    };
    site.backlinks[id].iter().map(from).collect()
}
