//! What `recurrence_of` and `not_recurrence_of` say, checked: no page, not itself, not a later incident, no circle.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::place;
use super::site::{DocumentId, Reference, References};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Record};

/// The field, and its other name.
const REPEATED: &[&str] = &["recurrence_of", "repeat_of"];

/// Reports what can't be, and takes out what would make an incident its own repeat.
pub fn check(
    documents: &[Document],
    dates: &[Option<Date>],
    references: &mut [References],
    found: &mut Vec<Diagnostic>,
) {
    for (id, named) in references.iter_mut().enumerate() {
        let document = &documents[id];
        for (field, list) in
            [("recurrence_of", &mut named.recurrence_of), ("not_recurrence_of", &mut named.not_recurrence_of)]
        {
            list.retain(|reference| keep(documents, id, field, reference, found));
        }
        for reference in &named.recurrence_of {
            let other = reference.id.and_then(|other| dates[other]);
            if let (Some(own), Some(other)) = (dates[id], other)
                && other > own
            {
                let message =
                    format!("`recurrence_of: {}` names a later incident, of {other}", reference.text);
                let hint =
                    "Say in the later one that it repeats the earlier. They are listed together, by date.";
                found
                    .push(at(document, "recurrence-of-later", REPEATED, &reference.text, message).hint(hint));
            }
        }
    }
    circles(documents, dates, references, found);
}

/// Whether a reference can mean what it says.
fn keep(
    documents: &[Document],
    id: DocumentId,
    field: &str,
    reference: &Reference,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let document = &documents[id];
    match reference.id {
        Some(other) if other == id => {
            let message = format!("`{field}: {}` names the incident itself", reference.text);
            let hint = "Name the earlier incident, or remove the line.";
            found.push(at(document, "recurrence-of-itself", &[field], &reference.text, message).hint(hint));
            false
        }
        Some(other) if !matches!(documents[other].record, Record::PostMortem(_)) => {
            let message = format!("`{field}: {}` names a page, which is no post-mortem", reference.text);
            let hint = "Write the id, the path, or the file name of a post-mortem.";
            found.push(at(document, "unknown-reference", &[field], &reference.text, message).hint(hint));
            false
        }
        _ => true,
    }
}

/// A warning that points at the name in one of `fields`.
fn at(document: &Document, rule: &'static str, fields: &[&str], name: &str, message: String) -> Diagnostic {
    let text = &document.source.text;
    Diagnostic::warning(rule, &document.source.path, message).at(text, place::of_value(text, fields, name))
}

/// Incidents of one day, or without a date, that say that they repeat each other. With dates, one of them names a later
/// incident, which is reported already.
fn circles(
    documents: &[Document],
    dates: &[Option<Date>],
    references: &[References],
    found: &mut Vec<Diagnostic>,
) {
    let is_later =
        |from: DocumentId, to: DocumentId| matches!((dates[from], dates[to]), (Some(a), Some(b)) if b > a);
    let mut names: BTreeMap<DocumentId, Vec<DocumentId>> = references
        .iter()
        .enumerate()
        .map(|(from, named)| {
            let to = named.recurrence_of.iter().filter_map(|reference| reference.id);
            (from, to.filter(|to| !is_later(from, *to)).collect::<Vec<_>>())
        })
        .filter(|(_, to)| !to.is_empty())
        .collect();
    // What leads only to ends is no circle.
    loop {
        let open: Vec<DocumentId> = names.keys().copied().collect();
        for to in names.values_mut() {
            to.retain(|to| open.binary_search(to).is_ok());
        }
        names.retain(|_, to| !to.is_empty());
        if names.len() == open.len() {
            break;
        }
    }
    while let Some(first) = names.keys().next().copied() {
        let mut circle = vec![first];
        while let Some(next) =
            circle.last().and_then(|last| names.remove(last)).and_then(|to| to.first().copied())
        {
            circle.push(next);
        }
        let Some((from, to)) = circle.first().zip(circle.get(1)) else { continue };
        // A walk that ends in one that was told before says nothing new.
        if circle.last().is_some_and(|last| circle[..circle.len() - 1].contains(last)) {
            let to = &documents[*to].source.path;
            let message = format!("it repeats {to}, and that one, in the end, repeats this");
            let hint = "Leave `recurrence_of` to the later of two; the one that came first repeats nothing.";
            let name = references[*from].recurrence_of.first().map_or("", |reference| &reference.text);
            found.push(at(&documents[*from], "recurrence-circle", REPEATED, name, message).hint(hint));
        }
    }
}
