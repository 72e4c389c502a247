//! The twin of the page of a service, cause, team or tag: what is said of it, and its incidents.

use std::hash::Hash;

use super::{address_of, front, text};
use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::know::link::{DocumentId, Site};
use crate::site::export;
use crate::site::render::outputs::CatalogKind;
use crate::site::render::urls::with_ending;

pub fn write(site: &Site, kind: CatalogKind, index: usize) -> String {
    let entry = &kind.of(site).entries[index];
    let output = with_ending(&entry.output, "md");
    let mut out = String::with_capacity(entry.all().len() * 100 + 512);
    front::page(&mut out, kind.singular(), &entry.name, &export::url(site, &entry.output));
    let description = entry.description.and_then(|id| site.documents[id].description());
    front::heading(&mut out, &entry.name, description.and_then(|description| description.summary.as_deref()));
    if let Some(id) = entry.description {
        text::body(&mut out, site, id, &output);
        out.push('\n');
    }
    out.push_str("## Incidents\n\n");
    for id in entry.all() {
        incident(&mut out, site, *id, &address_of(site, &output, &site.outputs[*id]));
    }
    out
}

/// The fingerprint of everything that [`write`] depends on, but for the settings.
pub fn fingerprint(site: &Site, kind: CatalogKind, index: usize) -> Fingerprint {
    let entry = &kind.of(site).entries[index];
    let mut hasher = FingerprintHasher::default();
    (kind, &entry.name, &entry.output).hash(&mut hasher);
    // What is said of it depends on its text.
    entry.description.map(|id| crate::site::body::fingerprint(site, id)).hash(&mut hasher);
    for id in entry.all() {
        let known = site.post_mortem(*id);
        (&site.documents[*id].title, &site.outputs[*id], known.date).hash(&mut hasher);
        export::severity(site, known).hash(&mut hasher);
    }
    hasher.fingerprint()
}

/// A line of a list: `- [The cache was cold](2024/cache.md): 2024-01-02, sev2`.
pub fn incident(out: &mut String, site: &Site, id: DocumentId, url: &str) {
    let known = site.post_mortem(id);
    let facts = [known.date.map(|date| date.to_string()), export::severity(site, known).map(text::escaped)];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    line(out, &site.documents[id].title, url, &facts.join(", "));
}

/// A line of a list: a link, and what is said of it.
pub fn line(out: &mut String, title: &str, url: &str, note: &str) {
    out.push_str(&format!("- [{}]({})", text::escaped(title), text::destination(url)));
    if !note.is_empty() {
        out.push_str(": ");
        out.push_str(note);
    }
    out.push('\n');
}
