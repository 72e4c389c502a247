//! One atom of a query: its postings, and the documents that match it.

use super::docs::Docs;
use super::phrase::{self, OpenPhrase};
use super::postings::Postings;
use super::reading::Reading;
use super::tally::Tally;
use crate::dictionary::{Form, Tolerance, Variant, Variants, element, variants};
use crate::filter;
use crate::opened::Opened;
use crate::query::{Atom, Phrase, Prefix, What, Word};
use crate::schema::TextField;

/// The parts of a compound are looked for one after the other if the whole is not in the index, or their positions
/// are not more than this: positions of frequent words are large.
const MOST_PART_BYTES: usize = 128 << 10;

/// Weight of a compound that is written in another way: `crash loop` for `crash-loop`.
const IN_PARTS: f32 = 0.9;
/// Weight of single parts of a compound, where nothing matches all words.
const LOOSE_PARTS: f32 = 0.5;

/// What an atom matches with; positions and documents are in memory.
pub enum OpenAtom {
    Word(OpenWord),
    Phrase(OpenPhrase),
    /// Documents that a filter lets pass.
    Docs(Docs),
}

/// Postings of a word.
pub struct OpenWord {
    terms: Vec<(Form, TextField, Postings)>,
    phrase: Option<OpenPhrase>,
    /// Whether it is a run of an unspaced script, which is no compound of words.
    unspaced: bool,
    /// Parts of a compound of which not all are in the index.
    loose: Vec<(TextField, Postings)>,
}

/// What is to be marked in texts that match an atom, and what the atom may have been meant to be.
#[derive(Default)]
pub struct Traces {
    pub terms: Vec<Variant>,
    /// Terms that are marked where they follow each other.
    pub phrase: Vec<Vec<Variant>>,
    pub suggestion: Option<String>,
}

impl OpenAtom {
    /// Opens what the atom needs; what is not at hand is noted by `reading`.
    pub fn new(reading: &mut Reading<'_>, atom: &Atom, typing: bool) -> (Self, Traces) {
        let opened = reading.opened;
        match &atom.what {
            What::Word(word, field) => open_word(reading, word, *field, atom.negated),
            What::Phrase(phrase, field) => open_phrase(reading, phrase, *field),
            What::Facet(facet, asked) => {
                let values = filter::resolve(opened.table(*facet), &asked.value, typing);
                let column = opened.columns.facet(*facet);
                let has_any = |doc| column.of(doc).iter().any(|value| values.contains(value));
                (Self::Docs(Docs::filter(opened.docs, has_any)), Traces::default())
            }
            What::Date(range) => {
                let fits = |doc| opened.columns.date[doc as usize].is_some_and(|day| range.contains(day));
                (Self::Docs(Docs::filter(opened.docs, fits)), Traces::default())
            }
            What::Duration(range) => {
                let fits =
                    |doc| opened.columns.minutes[doc as usize].is_some_and(|minutes| range.contains(minutes));
                (Self::Docs(Docs::filter(opened.docs, fits)), Traces::default())
            }
        }
    }

    /// The documents that match; what they gain by it is added to `scores`.
    pub fn evaluate(&self, opened: &Opened, tally: &mut Tally, scores: &mut [f32]) -> Docs {
        match self {
            Self::Word(word) => word.count(opened, tally),
            Self::Phrase(phrase) => count_phrase(phrase, opened, tally, Form::Exact.weight()),
            Self::Docs(docs) => return docs.clone(),
        }
        take(tally, scores, 1.0)
    }

    /// The documents that have a part of the compound.
    pub fn evaluate_loosely(&self, opened: &Opened, tally: &mut Tally, scores: &mut [f32]) -> Docs {
        let mut add = |doc, field, frequency| {
            tally.add(doc, field, frequency, opened.text(field).relative_length(doc), Form::Exact.weight());
        };
        if let Self::Word(word) = self {
            if let Some(phrase) = word.phrase.as_ref().filter(|_| !word.unspaced) {
                phrase.each_word(&mut add);
            }
            for (field, postings) in &word.loose {
                postings.each(|doc, frequency| add(doc, *field, frequency));
            }
        }
        take(tally, scores, LOOSE_PARTS)
    }
}

fn take(tally: &mut Tally, scores: &mut [f32], factor: f32) -> Docs {
    let docs = tally.docs.clone();
    tally.finish(scores, factor);
    docs
}

fn count_phrase(phrase: &OpenPhrase, opened: &Opened, tally: &mut Tally, weight: f32) {
    phrase.each(opened.docs, |doc, field, frequency| {
        tally.add(doc, field, frequency, opened.text(field).relative_length(doc), weight);
    });
}

impl OpenWord {
    fn count(&self, opened: &Opened, tally: &mut Tally) {
        if let Some(phrase) = &self.phrase {
            let weight = if self.unspaced { Form::Exact.weight() } else { IN_PARTS };
            count_phrase(phrase, opened, tally, weight);
        }
        for (form, field, postings) in &self.terms {
            let weight = form.weight();
            // Where a compound is written as a whole its parts follow each other, and were counted.
            let counted = self.phrase.is_some() && *form == Form::Exact;
            postings.each(|doc, frequency| {
                if counted {
                    tally.raise(doc, weight);
                } else {
                    tally.add(doc, *field, frequency, opened.text(*field).relative_length(doc), weight);
                }
            });
        }
    }
}

fn open_word(
    reading: &mut Reading<'_>,
    word: &Word,
    field: Option<TextField>,
    negated: bool,
) -> (OpenAtom, Traces) {
    let tolerance = if negated { Tolerance::Stems } else { Tolerance::Typos };
    let found = reading.note(variants(reading.opened, word, field, tolerance));
    // As long as it is not known whether the whole is in the index, its parts are no substitute for it.
    let is_known = found.is_some();
    let Variants { terms, suggestion } = found.unwrap_or_default();
    let (parts, has_parts) = open_parts(reading, word, field);
    let unspaced = word.terms.is_empty();
    let has_whole = terms.iter().any(|term| term.form == Form::Exact);
    let in_parts = !parts.is_empty()
        && parts.iter().all(|part| !part.is_empty())
        && (is_known && !has_whole || phrase::bytes(&parts) <= MOST_PART_BYTES);
    if !is_known || !has_parts {
        let known = known(&parts);
        if phrase::bytes(&known) <= MOST_PART_BYTES {
            OpenPhrase::new(reading, &known);
        }
    }
    let phrase = in_parts.then(|| OpenPhrase::new(reading, &parts));
    let mut open = OpenWord { terms: Vec::new(), phrase, unspaced, loose: Vec::new() };
    for variant in &terms {
        open_variant(reading, variant, |field, postings| open.terms.push((variant.form, field, postings)));
    }
    if !in_parts && is_known && !has_whole && !unspaced {
        for variant in parts.iter().flatten() {
            open_variant(reading, variant, |field, postings| open.loose.push((field, postings)));
        }
    }
    let traces = Traces { terms, phrase: if in_parts { parts } else { Vec::new() }, suggestion };
    (OpenAtom::Word(open), traces)
}

/// What stands for each part of a word, and whether all of it could be looked up.
fn open_parts(reading: &mut Reading<'_>, word: &Word, field: Option<TextField>) -> (Vec<Vec<Variant>>, bool) {
    let mut is_complete = true;
    let elements = word.parts.iter().enumerate().map(|(place, part)| {
        let prefix = if place + 1 == word.parts.len() { word.prefix } else { Prefix::No };
        let found = reading.note(element(reading.opened, part, field, prefix, Tolerance::Stems));
        is_complete &= found.is_some();
        found.unwrap_or_default()
    });
    (elements.collect(), is_complete)
}

fn open_variant(reading: &mut Reading<'_>, variant: &Variant, mut keep: impl FnMut(TextField, Postings)) {
    for field in TextField::ALL {
        if let Some(entry) = &variant.postings[field as usize]
            && let Some(postings) = reading.open(field, entry, false)
        {
            keep(field, postings);
        }
    }
}

/// The parts that could be looked up. They will be needed once the rest can be: all is to be asked for in one round.
fn known(parts: &[Vec<Variant>]) -> Vec<Vec<Variant>> {
    parts.iter().filter(|part| !part.is_empty()).cloned().collect()
}

fn open_phrase(reading: &mut Reading<'_>, phrase: &Phrase, field: Option<TextField>) -> (OpenAtom, Traces) {
    let last = phrase.elements.len() - 1;
    let mut is_complete = true;
    let elements: Vec<Vec<Variant>> = phrase
        .elements
        .iter()
        .enumerate()
        .map(|(place, terms)| {
            let prefix = if place == last { phrase.prefix } else { Prefix::No };
            let found = reading.note(element(reading.opened, terms, field, prefix, Tolerance::Exact));
            is_complete &= found.is_some();
            found.unwrap_or_default()
        })
        .collect();
    if !is_complete {
        OpenPhrase::new(reading, &known(&elements));
    }
    let open = OpenAtom::Phrase(OpenPhrase::new(reading, &elements));
    (open, Traces { phrase: elements, ..Traces::default() })
}
