//! Where the words of a query stand in a text.

use std::collections::BTreeMap;

use crate::dictionary::{Form, Variant};
use crate::tokenizer::{Token, each_token};

/// No page needs to mark more.
const MOST_TERMS: usize = 64;

/// A place in a text that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Bytes of the text.
    pub from: usize,
    pub to: usize,
    /// Which word or phrase of the query.
    pub word: usize,
    /// How well it matched; at most 1 for a word, more for a phrase.
    pub weight: f32,
}

/// What is to be marked.
#[derive(Debug, Default)]
pub struct Marks {
    /// The word that a term stands for, and how well.
    terms: BTreeMap<String, (usize, f32)>,
    /// Words of a phrase: which phrase, and which of its places.
    steps: BTreeMap<String, Vec<(usize, usize)>>,
    phrases: Vec<MarkedPhrase>,
    /// All terms with their weights, the first of the query first.
    listed: Vec<(String, f32)>,
    words: usize,
}

#[derive(Debug)]
struct MarkedPhrase {
    word: usize,
    length: usize,
}

/// A word of a phrase in a text.
struct Step {
    phrase: usize,
    place: usize,
    position: u32,
    from: usize,
    to: usize,
}

impl Marks {
    /// Adds a word or phrase of the query: terms that stand for it, and terms that do when they follow each other.
    pub fn add(&mut self, terms: Vec<Variant>, phrase: Vec<Vec<Variant>>) {
        let word = self.words;
        self.words += 1;
        let whole = !terms.is_empty();
        for variant in terms {
            let weight = variant.form.weight();
            self.listed.push((variant.term.clone(), weight));
            self.terms.entry(variant.term).or_insert((word, weight));
        }
        if phrase.is_empty() {
            return;
        }
        for (place, element) in phrase.iter().enumerate() {
            for variant in element {
                if !whole {
                    self.listed.push((variant.term.clone(), variant.form.weight()));
                }
                self.steps.entry(variant.term.clone()).or_default().push((self.phrases.len(), place));
            }
        }
        self.phrases.push(MarkedPhrase { word, length: phrase.len() });
    }

    /// Terms that matched, the surest first.
    pub fn listed(&self) -> Vec<String> {
        let mut listed: Vec<&(String, f32)> = self.listed.iter().collect();
        listed.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut terms: Vec<String> = Vec::new();
        for (term, _) in listed {
            if terms.len() < MOST_TERMS && !terms.contains(term) {
                terms.push(term.clone());
            }
        }
        terms
    }

    /// What matches in `text`, in order.
    pub fn find(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut steps = Vec::new();
        if self.words == 0 {
            return marks;
        }
        each_token(text, |token| {
            let Token { term, from, to, position, .. } = token;
            if let Some(&(word, weight)) = self.terms.get(term) {
                marks.push(Mark { from, to, word, weight });
            }
            if token.span == 1 {
                let places = self.steps.get(term).into_iter().flatten();
                steps.extend(places.map(|&(phrase, place)| Step { phrase, place, position, from, to }));
            }
        });
        self.find_phrases(&steps, &mut marks);
        marks.sort_by_key(|mark| (mark.from, std::cmp::Reverse(mark.to)));
        marks
    }

    fn find_phrases(&self, steps: &[Step], marks: &mut Vec<Mark>) {
        for (nth, phrase) in self.phrases.iter().enumerate() {
            let of_phrase: BTreeMap<(u32, usize), &Step> = steps
                .iter()
                .filter(|step| step.phrase == nth)
                .map(|step| ((step.position, step.place), step))
                .collect();
            for (&(position, _), first) in of_phrase.iter().filter(|((_, place), _)| *place == 0) {
                let mut rest = (0_u32..).zip(0..phrase.length).skip(1);
                let mut last = *first;
                let complete = rest.all(|(offset, place)| {
                    of_phrase.get(&(position + offset, place)).map(|step| last = step).is_some()
                });
                if complete {
                    let weight = Form::Exact.weight() + 0.5 * (phrase.length - 1) as f32;
                    marks.push(Mark { from: first.from, to: last.to, word: phrase.word, weight });
                }
            }
        }
    }
}
