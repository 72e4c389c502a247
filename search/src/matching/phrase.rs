//! Documents in which words follow each other in one field.

use super::docs::Docs;
use super::postings::Postings;
use super::reading::Reading;
use crate::dictionary::Variant;
use crate::opened::Entry;
use crate::schema::TextField;

/// Postings of a phrase, field by field.
pub struct OpenPhrase {
    fields: Vec<(TextField, Vec<Element>)>,
}

/// Postings of all terms that may stand at one place, with positions.
#[derive(Clone)]
struct Element(Vec<Postings>);

/// How many bytes of positions the phrase has in all its fields.
pub fn bytes(elements: &[Vec<Variant>]) -> usize {
    elements
        .iter()
        .flatten()
        .flat_map(|variant| variant.postings.iter().flatten())
        .map(Entry::position_bytes)
        .sum()
}

impl OpenPhrase {
    /// Opens the postings of `elements` in the fields that have a term of each.
    pub fn new(reading: &mut Reading<'_>, elements: &[Vec<Variant>]) -> Self {
        let mut fields = Vec::new();
        for field in TextField::ALL {
            let has_term =
                |element: &Vec<Variant>| element.iter().any(|term| term.postings[field as usize].is_some());
            if !elements.iter().all(has_term) {
                continue;
            }
            let open = elements.iter().map(|element| {
                let entries = element.iter().filter_map(|term| term.postings[field as usize].as_ref());
                Element(entries.filter_map(|entry| reading.open(field, entry, true)).collect())
            });
            fields.push((field, open.collect()));
        }
        Self { fields }
    }

    /// Calls `visit` with each document and field that has the phrase, and how often.
    pub fn each(&self, size: u32, mut visit: impl FnMut(u32, TextField, u32)) {
        for (field, elements) in &self.fields {
            let mut candidates = Docs::all(size);
            for element in elements {
                candidates.intersect_with(&element.docs(size));
            }
            let mut elements = elements.clone();
            let (mut starts, mut next) = (Vec::new(), Vec::new());
            for doc in candidates.iter() {
                find(&mut elements, doc, &mut starts, &mut next);
                if !starts.is_empty() {
                    visit(doc, *field, starts.len() as u32);
                }
            }
        }
    }

    /// Calls `visit` with each document and field that has a word of the phrase, and how often.
    pub fn each_word(&self, mut visit: impl FnMut(u32, TextField, u32)) {
        for (field, elements) in &self.fields {
            for element in elements {
                for postings in &element.0 {
                    postings.each(|doc, frequency| visit(doc, *field, frequency));
                }
            }
        }
    }
}

/// Puts into `starts` where the phrase begins in `doc`.
fn find(elements: &mut [Element], doc: u32, starts: &mut Vec<u32>, next: &mut Vec<u32>) {
    let count = elements.len() as u32;
    for (place, element) in (0..count).zip(elements) {
        // Shifted so that all words of one occurrence have the same position.
        element.positions(doc, count - place, next);
        if place == 0 {
            std::mem::swap(starts, next);
        } else {
            starts.retain(|start| next.binary_search(start).is_ok());
        }
        if starts.is_empty() {
            return;
        }
    }
}

impl Element {
    fn docs(&self, size: u32) -> Docs {
        let mut docs = Docs::none(size);
        for postings in &self.0 {
            postings.each(|doc, _| docs.insert(doc));
        }
        docs
    }

    /// Positions in `doc`, ascending, each with `offset` added.
    fn positions(&mut self, doc: u32, offset: u32, positions: &mut Vec<u32>) {
        positions.clear();
        for postings in &mut self.0 {
            postings.append_positions(doc, offset, positions);
        }
        if self.0.len() > 1 {
            positions.sort_unstable();
            positions.dedup();
        }
    }
}
