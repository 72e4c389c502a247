//! How well documents match one word or phrase.

use super::docs::Docs;
use crate::schema::TextField;

/// Saturation: from how many occurrences on more of them say little.
const K1: f32 = 1.2;

/// How much an occurrence counts in a field, and how much the length of the field matters (BM25F's weight and b).
fn field_weight(field: TextField) -> (f32, f32) {
    match field {
        TextField::Title => (4.0, 0.5),
        TextField::Names => (3.0, 0.3),
        TextField::Summary | TextField::Headings => (2.0, 0.5),
        TextField::Body => (1.0, 0.75),
    }
}

/// Occurrences of one word or phrase in all documents. The buffers are used again for the next one.
pub struct Tally {
    pub docs: Docs,
    /// Weighted occurrences of each document.
    occurrences: Vec<f32>,
    /// The weight of the best form that occurs.
    best: Vec<f32>,
}

impl Tally {
    pub fn new(size: u32) -> Self {
        let zeros = || vec![0.0; size as usize];
        Self { docs: Docs::none(size), occurrences: zeros(), best: zeros() }
    }

    /// Counts `frequency` occurrences of a form in a field whose relative length is given.
    pub fn add(&mut self, doc: u32, field: TextField, frequency: u32, relative_length: f32, form: f32) {
        let (weight, b) = field_weight(field);
        self.occurrences[doc as usize] += weight * frequency as f32 / (1.0 - b + b * relative_length);
        self.raise(doc, form);
    }

    /// Notes that a form occurs, the occurrences being counted elsewhere.
    pub fn raise(&mut self, doc: u32, form: f32) {
        self.docs.insert(doc);
        let best = &mut self.best[doc as usize];
        *best = best.max(form);
    }

    /// Adds what each document gains to `scores`, times `factor`, and empties the tally.
    pub fn finish(&mut self, scores: &mut [f32], factor: f32) {
        let (size, having) = (scores.len() as f64, f64::from(self.docs.len()));
        // In double precision and by a library, so that all machines round alike.
        let rarity = libm::log(1.0 + (size - having + 0.5) / (having + 0.5)) as f32;
        for doc in self.docs.iter() {
            let doc = doc as usize;
            let occurrences = std::mem::take(&mut self.occurrences[doc]);
            let best = std::mem::take(&mut self.best[doc]);
            scores[doc] += factor * rarity * best * (occurrences / (occurrences + K1));
        }
        self.docs = Docs::none(scores.len() as u32);
    }
}
