//! The text of a query → documents and their scores.

mod atom;
mod docs;
mod phrase;
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
    /// By document, the number of clauses that it matches.
    counts: Vec<u8>,
    clauses: usize,
    /// Whether each clause matches some document.
    complete: bool,
    /// By document.
    pub scores: Vec<f32>,
    /// Documents that no condition rules out.
    pub allowed: Docs,
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

    let mut tally = Tally::new(opened.docs);
    let mut scores = vec![0.0; opened.docs as usize];
    let mut allowed = Docs::all(opened.docs);
    for clause in &conditions {
        allowed.intersect_with(&evaluate(clause, opened, &mut tally, &mut scores));
    }
    scores.fill(0.0);
    let mut counts = vec![0; opened.docs as usize];
    let mut complete = true;
    for clause in &texts {
        let mut docs = evaluate(clause, opened, &mut tally, &mut scores);
        if docs.is_empty() {
            complete = false;
            for (_, atom) in clause.iter().filter(|(negated, _)| !negated) {
                docs.union_with(&atom.evaluate_loosely(opened, &mut tally, &mut scores));
            }
        }
        docs.iter().for_each(|doc| counts[doc as usize] += 1);
    }
    Ok(Matching { counts, clauses: texts.len(), complete, scores, allowed, marks, suggestions })
}

impl Matching {
    /// Documents that match all clauses.
    pub fn all(&self) -> Docs {
        let mut docs = self.allowed.clone();
        docs.retain(|doc| self.complete && usize::from(self.count(doc)) == self.clauses);
        docs
    }

    /// Documents that match any clause.
    pub fn any(&self) -> Docs {
        let mut docs = self.allowed.clone();
        docs.retain(|doc| self.count(doc) > 0);
        docs
    }

    /// Whether there is more than one clause, or parts of one, so that matching any differs from matching all.
    pub fn can_be_relaxed(&self) -> bool {
        self.clauses > 1 || !self.complete
    }

    /// The number of clauses that a document matches.
    pub fn count(&self, doc: u32) -> u8 {
        self.counts[doc as usize]
    }
}

/// The documents that match any atom of a clause.
fn evaluate(clause: &[(bool, OpenAtom)], opened: &Opened, tally: &mut Tally, scores: &mut [f32]) -> Docs {
    let mut docs = Docs::none(opened.docs);
    for (negated, atom) in clause {
        if *negated {
            // What is ruled out earns nothing.
            let mut ignored = vec![0.0; scores.len()];
            docs.union_with(&atom.evaluate(opened, tally, &mut ignored).others());
        } else {
            docs.union_with(&atom.evaluate(opened, tally, scores));
        }
    }
    docs
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
