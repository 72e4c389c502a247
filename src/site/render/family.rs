//! A service or cause among those above and below it.

use std::cmp::Reverse;

use super::bars::bars_of;
use super::context::Context;
use super::outputs::CatalogKind;
use super::view::View;
use crate::core::phrases::Phrases;
use crate::know::link::{Catalog, DocumentId, Site};

/// What the page of an entry with others below it says of these: each with its incidents and those below it.
pub fn insert(context: &mut Context, view: &View<'_>, kind: CatalogKind, index: usize) {
    let say = view.say;
    let entries = &kind.of(view.site).entries;
    let entry = &entries[index];
    if entry.children.is_empty() {
        return;
    }
    let counts = entry.children.iter().map(|child| (*child, entries[*child].all().len())).collect();
    context.insert("children", &bars_of(view.site, say, kind, counts, usize::MAX));
    context.insert("children_head", kind.label(say));
    context.insert("children_title", &say.fill(&kind.key("children"), &[]));
    let note = match entry.incidents.len() {
        0 => say.text("entry.all-of-these").to_owned(),
        own => say.counted("entry.of-its-own", own),
    };
    context.insert("children_note", &note);
}

/// For each of `incidents`, the entries below another that brought it to the page of that one, the entry `index`;
/// empty where it is of that one itself, or where nothing is below.
pub fn labels(
    site: &Site,
    say: &Phrases,
    kind: CatalogKind,
    index: usize,
    incidents: &[DocumentId],
) -> Vec<String> {
    let catalog = kind.of(site);
    let family = with_below(catalog, index);
    let below = &family[1..];
    if below.is_empty() {
        return Vec::new();
    }
    let label = |id: &DocumentId| {
        let named = kind.named(&site.references[*id]);
        let brought =
            named.iter().filter(|at| below.contains(at)).map(|at| catalog.entries[*at].name.as_str());
        say.comma(&brought.collect::<Vec<_>>())
    };
    incidents.iter().map(label).collect()
}

/// An entry and all that are below it, as positions in the catalog.
pub fn with_below(catalog: &Catalog, index: usize) -> Vec<usize> {
    let mut found = vec![index];
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        found.extend(&catalog.entries[at].children);
        next += 1;
    }
    found
}

/// All entries with their depth, each followed by those below it; the most affected first.
pub fn tree(catalog: &Catalog) -> Vec<(usize, usize)> {
    let ranked = |mut entries: Vec<usize>| {
        entries.sort_by_key(|at| Reverse(catalog.entries[*at].all().len()));
        entries
    };
    let tops = (0..catalog.entries.len()).filter(|at| catalog.entries[*at].parent.is_none()).collect();
    let mut tree = Vec::with_capacity(catalog.entries.len());
    let mut open: Vec<(usize, usize)> = ranked(tops).into_iter().rev().map(|at| (at, 0)).collect();
    while let Some((at, depth)) = open.pop() {
        tree.push((at, depth));
        let children = ranked(catalog.entries[at].children.clone());
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    tree
}
