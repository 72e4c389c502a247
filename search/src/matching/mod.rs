//! The text of a query → documents and their scores.

mod atom;
mod docs;
mod phrase;
mod postings;
mod reading;
mod tally;

use std::io;
use std::ops::Range;

pub use docs::Docs;

use crate::opened::Opened;
use crate::query::{Atom, Clause, What};
use crate::snippet::Marks;
use atom::{OpenAtom, Traces};
use reading::Reading;
use tally::Tally;

/// Documents that match the text of a query, in one way or another.
pub struct Matching {
    /// Documents that match all clauses, and that no condition rules out.
    pub all: Docs,
    /// Documents with a word or phrase of any clause, and that no condition rules out.
    pub any: Docs,
    /// By document, the number of clauses of which it has a word or phrase.
    counts: Vec<u8>,
    /// By document.
    pub scores: Vec<f32>,
    pub marks: Marks,
    /// Words of the query (as bytes of it) that may be misspelt, and what was meant.
    pub suggestions: Vec<(Range<usize>, String)>,
}

/// Looks for the documents that match `texts`, which are scored, and `conditions`, which have to hold in any case.
///
/// # Errors
/// When postings are not at hand; all that are needed have been asked for then.
pub fn search(
    opened: &Opened,
    texts: &[Clause],
    conditions: &[Clause],
    typing: bool,
) -> io::Result<Matching> {
    let mut reading = Reading::new(opened);
    let mut marks = Marks::default();
    let mut suggestions = Vec::new();
    let mut open_clause = |clause: &Clause| -> Vec<(bool, OpenAtom)> {
        let open = clause.atoms.iter().map(|atom| {
            let (open, traces) = OpenAtom::new(&mut reading, atom, typing);
            if !atom.negated {
                keep_traces(traces, atom, &mut marks, &mut suggestions);
            }
            (atom.negated, open)
        });
        open.collect()
    };
    let texts: Vec<_> = texts.iter().map(&mut open_clause).collect();
    let conditions: Vec<_> = conditions.iter().map(&mut open_clause).collect();
    reading.finish()?;

    let mut matcher =
        Matcher { opened, tally: Tally::new(opened.docs), scores: vec![0.0; opened.docs as usize] };
    let mut all = Docs::all(opened.docs);
    for clause in &conditions {
        let mut holding = matcher.with(clause);
        holding.union_with(&matcher.without(clause));
        all.intersect_with(&holding);
    }
    let mut any = all.clone();
    let mut counts = vec![0; opened.docs as usize];
    for clause in &texts {
        let with = matcher.with(clause);
        let mut matching = matcher.without(clause);
        matching.union_with(&with);
        all.intersect_with(&matching);
        let counted = if matching.is_empty() { matcher.with_parts(clause) } else { with };
        counted.iter().for_each(|doc| counts[doc as usize] += 1);
    }
    any.retain(|doc| counts[doc as usize] > 0);
    Ok(Matching { all, any, counts, scores: matcher.scores, marks, suggestions })
}

impl Matching {
    /// The number of clauses of which a document has a word or phrase.
    pub fn count(&self, doc: u32) -> u8 {
        self.counts[doc as usize]
    }
}

/// An atom, and whether it must not match.
type OpenClause = [(bool, OpenAtom)];

struct Matcher<'a> {
    opened: &'a Opened,
    tally: Tally,
    /// By document.
    scores: Vec<f32>,
}

impl Matcher<'_> {
    /// The documents that match an atom of a clause, which gain by it.
    fn with(&mut self, clause: &OpenClause) -> Docs {
        let mut docs = Docs::none(self.opened.docs);
        for (_, atom) in clause.iter().filter(|(negated, _)| !negated) {
            docs.union_with(&atom.evaluate(self.opened, &mut self.tally, &mut self.scores));
        }
        docs
    }

    /// The documents that match a clause by what they do not have.
    fn without(&mut self, clause: &OpenClause) -> Docs {
        let mut docs = Docs::none(self.opened.docs);
        for (_, atom) in clause.iter().filter(|(negated, _)| *negated) {
            let mut nothing_gained = vec![0.0; self.scores.len()];
            docs.union_with(&atom.evaluate(self.opened, &mut self.tally, &mut nothing_gained).others());
        }
        docs
    }

    /// The documents that have parts of the compounds of a clause.
    fn with_parts(&mut self, clause: &OpenClause) -> Docs {
        let mut docs = Docs::none(self.opened.docs);
        for (_, atom) in clause.iter().filter(|(negated, _)| !negated) {
            docs.union_with(&atom.evaluate_loosely(self.opened, &mut self.tally, &mut self.scores));
        }
        docs
    }
}

fn keep_traces(
    traces: Traces,
    atom: &Atom,
    marks: &mut Marks,
    suggestions: &mut Vec<(Range<usize>, String)>,
) {
    let Traces { terms, phrase, suggestion } = traces;
    if let (What::Word(word, _), Some(suggestion)) = (&atom.what, suggestion) {
        suggestions.push((word.place.clone(), suggestion));
    }
    marks.add(terms, phrase);
}
