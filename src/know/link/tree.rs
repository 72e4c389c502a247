//! Services and causes below others: `parent` in a description file.

use std::collections::HashMap;

use super::site::{Catalog, DocumentId};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::Document;

/// Most entries that are above one: each page names all that it is part of.
const DEPTH: usize = 24;

/// Joins the entries of a catalog to their parents, and gives each what it and all below it have together.
///
/// A parent that there is not is reported and left out. Of entries that are below each other in a circle, the first by
/// name becomes the top one; so does one that is below too many. `one` says what an entry is, such as `cause`.
pub fn grow(
    catalog: &mut Catalog,
    positions: &HashMap<String, usize>,
    documents: &[Document],
    one: &str,
    newest_first: impl Fn(&mut Vec<DocumentId>),
    found: &mut Vec<Diagnostic>,
) {
    for at in 0..catalog.entries.len() {
        catalog.entries[at].parent = parent(catalog, at, positions, documents, one, found);
    }
    break_circles(catalog, documents, one, found);
    cut_chains(catalog, documents, one, found);
    for at in 0..catalog.entries.len() {
        if let Some(parent) = catalog.entries[at].parent {
            catalog.entries[parent].children.push(at);
        }
    }
    roll_up(catalog, newest_first);
}

fn parent(
    catalog: &Catalog,
    at: usize,
    positions: &HashMap<String, usize>,
    documents: &[Document],
    one: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let document = &documents[catalog.entries[at].description?];
    let written = written(document)?;
    let parent = positions.get(&crate::core::address::slug(written)).copied();
    if parent.is_none() {
        let names = catalog.entries.iter().map(|entry| entry.name.as_str());
        let hint = match did_you_mean(written, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Describe it in a file of its own, or remove the line: `{written}` is no {one}."),
        };
        found.push(
            at_parent(document, "unknown-parent", format!("`parent: {written}` names no {one}")).hint(hint),
        );
    }
    parent
}

fn written(document: &Document) -> Option<&str> {
    document.description()?.parent.as_deref()
}

/// A warning that points at the field `parent`.
fn at_parent(document: &Document, rule: &'static str, message: String) -> Diagnostic {
    let (text, name) = (&document.source.text, written(document).unwrap_or_default());
    let at = super::place::of_value(text, &["parent"], name);
    Diagnostic::warning(rule, &document.source.path, message).at(text, at)
}

/// Takes the parent from one entry of every circle.
fn break_circles(catalog: &mut Catalog, documents: &[Document], one: &str, found: &mut Vec<Diagnostic>) {
    // For each entry, the walk in which it was met first; a walk that meets itself goes in a circle.
    let mut met: Vec<Option<usize>> = vec![None; catalog.entries.len()];
    for start in 0..catalog.entries.len() {
        let mut at = start;
        while met[at].is_none() {
            met[at] = Some(start);
            let Some(parent) = catalog.entries[at].parent else { break };
            if met[parent] == Some(start) {
                let circle = circle(catalog, parent);
                let first = circle.iter().copied().min().unwrap_or(parent);
                report(catalog, &circle, first, documents, one, found);
                catalog.entries[first].parent = None;
                break;
            }
            at = parent;
        }
    }
}

/// Takes the parent from entries that have too many above them. There are no circles.
fn cut_chains(catalog: &mut Catalog, documents: &[Document], one: &str, found: &mut Vec<Diagnostic>) {
    // How many are above each entry, where that is known already.
    let mut above: Vec<Option<usize>> = vec![None; catalog.entries.len()];
    for start in 0..catalog.entries.len() {
        let mut chain = vec![start];
        while let Some(parent) = catalog.entries[chain[chain.len() - 1]].parent
            && above[chain[chain.len() - 1]].is_none()
        {
            chain.push(parent);
        }
        for at in chain.into_iter().rev().filter(|at| above[*at].is_none()).collect::<Vec<_>>() {
            let count =
                catalog.entries[at].parent.and_then(|parent| above[parent]).map_or(0, |count| count + 1);
            let is_cut = count > DEPTH;
            above[at] = Some(if is_cut { 0 } else { count });
            let Some(document) = catalog.entries[at].description.filter(|_| is_cut).map(|id| &documents[id])
            else {
                continue;
            };
            let message = format!("`{}` is below more than {DEPTH} others", catalog.entries[at].name);
            let hint =
                format!("It is shown as a {one} without a parent. Name a parent that is nearer to the top.");
            found.push(at_parent(document, "parents-too-deep", message).hint(hint));
            catalog.entries[at].parent = None;
        }
    }
}

/// The entries of the circle that `member` is in, each followed by its parent.
fn circle(catalog: &Catalog, member: usize) -> Vec<usize> {
    let up = |at: &usize| catalog.entries[*at].parent.filter(|parent| *parent != member);
    std::iter::successors(Some(member), up).collect()
}

fn report(
    catalog: &Catalog,
    circle: &[usize],
    first: usize,
    documents: &[Document],
    one: &str,
    found: &mut Vec<Diagnostic>,
) {
    let entry = &catalog.entries[first];
    let Some(document) = entry.description.map(|id| &documents[id]) else { return };
    let message = match circle.len() {
        1 => format!("`{}` is its own parent", entry.name),
        all => format!("`{}` is below itself, by way of {} others", entry.name, all - 1),
    };
    let hint = format!("It is shown as a {one} without a parent. Remove one `parent` of the circle.");
    found.push(at_parent(document, "parent-circle", message).hint(hint));
}

/// Fills [`super::site::Entry::below`], from the leaves up.
fn roll_up(catalog: &mut Catalog, newest_first: impl Fn(&mut Vec<DocumentId>)) {
    let mut waiting: Vec<usize> = catalog.entries.iter().map(|entry| entry.children.len()).collect();
    let mut ready: Vec<usize> = (0..waiting.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        let entry = &catalog.entries[at];
        if !entry.children.is_empty() {
            let below = entry.children.iter().flat_map(|child| catalog.entries[*child].all());
            let mut below: Vec<DocumentId> = entry.incidents.iter().chain(below).copied().collect();
            below.sort_unstable();
            below.dedup();
            newest_first(&mut below);
            catalog.entries[at].below = below;
        }
        if let Some(parent) = catalog.entries[at].parent {
            waiting[parent] -= 1;
            if waiting[parent] == 0 {
                ready.push(parent);
            }
        }
    }
}
