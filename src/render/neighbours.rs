//! Other incidents that belong beside one: before and after it in time, of the same service or cause.

use serde::Serialize;
use tera::Value;

use super::plan::CatalogKind;
use super::renderer::Renderer;
use super::urls;
use crate::body::escape_text;
use crate::insight::NEIGHBOURS;
use crate::link::{DocumentId, address};

/// Incidents in a box.
const MOST: usize = 3;

/// A box in the margin.
#[derive(Serialize)]
pub struct Margin {
    /// What it is of; HTML, with a link to the page of that where it has one.
    lead: Value,
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
    let (site, say) = (renderer.site, renderer.say);
    let references = &site.references[id];
    let before = renderer.insight.recurrence.around(site, id, NEIGHBOURS);
    let mut shown = vec![id];
    shown.extend(before.earlier.iter().chain(&before.later).map(|neighbour| neighbour.id));
    shown.extend(renderer.insight.similar[id].iter().map(|similar| similar.id));
    let mut boxes: Vec<Margin> = Vec::new();
    let mut add = |lead: String, others: &mut dyn Iterator<Item = DocumentId>| {
        let new: Vec<DocumentId> = others.filter(|other| !shown.contains(other)).take(MOST).collect();
        shown.extend(&new);
        if !new.is_empty() {
            let list = new.into_iter().map(|other| renderer.brief(other)).collect();
            boxes.push(Margin { lead: Value::safe_string(&lead), list });
        }
    };
    add(escape_text(say.text("frame.related")), &mut references.related.iter().filter_map(|one| one.id));
    let first = [
        (CatalogKind::Services, references.services.first()),
        (CatalogKind::Causes, references.causes.first()),
    ];
    for (kind, entry) in first {
        if let Some(entry) = entry.map(|entry| &kind.of(site).entries[*entry]) {
            let href = escape_text(&address::relative(&site.outputs[id], &entry.output));
            let name = format!("<a href=\"{href}\">{}</a>", escape_text(&entry.name));
            let lead = say.html(&kind.key("more-of"), None, &[("name", &name)]);
            add(lead, &mut entry.incidents.iter().copied());
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
