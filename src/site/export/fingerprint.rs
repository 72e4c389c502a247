//! What the record of a post-mortem is made of, as a fingerprint: the same fingerprint, the same record.

use std::hash::Hash;

use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::core::model::Document;
use crate::know::link::{DocumentId, Reference, Site, Target};

/// The fingerprint of one document as records show it, but for the settings and for the section that summarises it.
pub fn of(site: &Site, id: DocumentId) -> Fingerprint {
    let document = &site.documents[id];
    let mut hasher = FingerprintHasher::default();
    (&document.source.path, &document.title, &document.body.language, &site.outputs[id]).hash(&mut hasher);
    document.facts().hash(&mut hasher);
    document.post_mortem().map(|known| (&known.id, known.id_stated)).hash(&mut hasher);
    for section in &document.body.sections {
        (section.kind, &section.also, &section.heading, section.level).hash(&mut hasher);
    }
    let named = &site.references[id];
    for (catalog, entries) in [
        (&site.services, &named.services),
        (&site.causes, &named.causes),
        (&site.teams, &named.teams),
        (&site.tags, &named.tags),
    ] {
        entries.len().hash(&mut hasher);
        entries.iter().for_each(|entry| catalog.entries[*entry].name.hash(&mut hasher));
    }
    let related = |reference: &Reference| reference.id.map(|id| shown(site, id));
    named.related.iter().chain(&named.recurrence_of).map(related).collect::<Vec<_>>().hash(&mut hasher);
    for link in &document.body.links {
        (&link.href, &link.text, link.kind).hash(&mut hasher);
    }
    for target in site.front_links[id].iter().chain(&site.resolved[id]) {
        target_of(site, target).hash(&mut hasher);
    }
    site.backlinks[id].iter().map(|link| shown(site, link.from)).collect::<Vec<_>>().hash(&mut hasher);
    hasher.fingerprint()
}

/// What a record says of another document.
fn shown(site: &Site, id: DocumentId) -> (&str, &str, Option<&str>) {
    let document: &Document = &site.documents[id];
    let own = document.post_mortem().map(|known| known.id.as_str());
    (&document.title, &site.outputs[id], own)
}

type Shown<'s> = (&'s str, &'s str, Option<&'s str>);

fn target_of<'s>(site: &'s Site, target: &'s Target) -> (u8, Option<Shown<'s>>, Option<&'s str>) {
    match target {
        Target::External => (0, None, None),
        Target::Document { id, fragment } => (1, Some(shown(site, *id)), fragment.as_deref()),
        Target::Page { output } => (2, None, Some(output)),
        Target::Fragment(fragment) => (3, None, Some(fragment)),
        Target::Attachment { output } => (4, None, Some(output)),
        Target::Broken => (5, None, None),
    }
}
