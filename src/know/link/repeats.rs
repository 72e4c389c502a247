//! What `recurrence_of` and `not_recurrence_of` say, checked: no page, not itself, not a later incident, no circle.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::place;
use super::site::{DocumentId, Reference, References};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::Document;
use crate::core::written::Values;

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
            let mut places = Places { document, fields: &[field], values: None };
            list.retain(|reference| keep(documents, id, &mut places, reference, found));
        }
        let mut places = Places { document, fields: REPEATED, values: None };
        for reference in &named.recurrence_of {
            let other = reference.id.and_then(|other| dates[other]);
            if let (Some(own), Some(other)) = (dates[id], other)
                && other > own
            {
                let message =
                    format!("`recurrence_of: {}` names a later incident, of {other}", reference.text);
                let hint =
                    "Say in the later one that it repeats the earlier. They are listed together, by date.";
                found.push(places.at("recurrence-of-later", &reference.text, message).hint(hint));
            }
        }
    }
    circles(documents, dates, references, found);
}

/// Whether a reference can mean what it says.
fn keep(
    documents: &[Document],
    id: DocumentId,
    places: &mut Places<'_>,
    reference: &Reference,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let field = places.fields[0];
    match reference.id {
        Some(other) if other == id => {
            let message = format!("`{field}: {}` names the incident itself", reference.text);
            let hint = "Name the earlier incident, or remove the line.";
            found.push(places.at("recurrence-of-itself", &reference.text, message).hint(hint));
            false
        }
        Some(other) if !documents[other].is_post_mortem() => {
            let message = format!("`{field}: {}` names a page, which is no post-mortem", reference.text);
            let hint = "Write the id, the path, or the file name of a post-mortem.";
            found.push(places.at("unknown-reference", &reference.text, message).hint(hint));
            false
        }
        _ => true,
    }
}

/// Where the names in the first of some fields stand, looked for when there is something to say.
struct Places<'d> {
    document: &'d Document,
    fields: &'d [&'d str],
    values: Option<Values<'d>>,
}

impl Places<'_> {
    /// A warning that points at a name.
    fn at(&mut self, rule: &'static str, name: &str, message: String) -> Diagnostic {
        let source = &self.document.source;
        let values = self.values.get_or_insert_with(|| place::values(&source.text, self.fields));
        Diagnostic::warning(rule, &source.path, message).at(&source.text, values.find(name).unwrap_or(0..0))
    }
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
    // What leads only to ends is no circle. Ends are taken away one at a time, and with them what became one thereby.
    let mut named_by: BTreeMap<DocumentId, Vec<DocumentId>> = BTreeMap::new();
    for (from, to) in &names {
        to.iter().for_each(|to| named_by.entry(*to).or_default().push(*from));
    }
    let mut left: BTreeMap<DocumentId, usize> = names.iter().map(|(from, to)| (*from, to.len())).collect();
    let mut ends: Vec<DocumentId> = named_by.keys().filter(|id| !left.contains_key(id)).copied().collect();
    while let Some(end) = ends.pop() {
        for from in named_by.get(&end).into_iter().flatten() {
            let Some(count) = left.get_mut(from) else { continue };
            *count -= 1;
            if *count == 0 {
                left.remove(from);
                ends.push(*from);
            }
        }
    }
    names.retain(|from, to| {
        to.retain(|to| left.contains_key(to));
        left.contains_key(from)
    });
    while let Some(first) = names.keys().next().copied() {
        let mut circle = vec![first];
        while let Some(next) =
            circle.last().and_then(|last| names.remove(last)).and_then(|to| to.first().copied())
        {
            circle.push(next);
        }
        // What comes before only leads to the circle. A walk that ends in one that was told before says nothing new.
        let Some((end, walked)) = circle.split_last() else { continue };
        let Some(start) = walked.iter().position(|id| id == end) else { continue };
        if let [from, to, ..] = &circle[start..] {
            let to = &documents[*to].source.path;
            let message = format!("it repeats {to}, and that one, in the end, repeats this");
            let hint = "Leave `recurrence_of` to the later of two; the one that came first repeats nothing.";
            let name = references[*from].recurrence_of.first().map_or("", |reference| &reference.text);
            let mut places = Places { document: &documents[*from], fields: REPEATED, values: None };
            found.push(places.at("recurrence-circle", name, message).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::{Body, Kind, Origin, Record, SourceFile, Text};

    /// Documents without dates, each of which repeats what `names` has at its place.
    fn circles_of(names: &[&[DocumentId]]) -> Vec<String> {
        let document = |id: usize| Document {
            source: SourceFile { path: format!("{id}.md"), text: Text::default(), kind: Kind::PostMortem },
            title: String::new(),
            title_origin: Origin::FileName,
            body: Body::default(),
            record: Record::PostMortem(Box::default()),
            redirects: Vec::new(),
            facts: None,
        };
        let documents: Vec<Document> = (0..names.len()).map(document).collect();
        let reference = |id: &DocumentId| Reference { text: id.to_string(), id: Some(*id) };
        let named = |names: &&[DocumentId]| References {
            recurrence_of: names.iter().map(reference).collect(),
            ..References::default()
        };
        let references: Vec<References> = names.iter().map(named).collect();
        let mut found = Vec::new();
        circles(&documents, &vec![None; names.len()], &references, &mut found);
        found.into_iter().map(|one| format!("{} {}", one.path, one.message)).collect()
    }

    #[test]
    fn a_circle_is_told_once_and_what_leads_to_it_is_not() {
        // 0 and 4 lead to the circle of 1, 2 and 3; 5 leads to an end.
        let found = circles_of(&[&[1], &[2], &[3], &[1], &[0, 5], &[6], &[]]);
        assert_eq!(found, ["1.md it repeats 2.md, and that one, in the end, repeats this"]);
        assert!(circles_of(&[&[1, 2], &[2], &[]]).is_empty());
    }

    #[test]
    fn a_long_chain_takes_one_look_at_each() {
        let chain: Vec<Vec<DocumentId>> = (0..100_000).map(|id| vec![id + 1]).chain([vec![]]).collect();
        let names: Vec<&[DocumentId]> = chain.iter().map(Vec::as_slice).collect();
        assert!(circles_of(&names).is_empty());
    }
}
