//! The most promising of many terms.

use std::cmp::Reverse;

/// A term of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub term: Vec<u8>,
    /// The lower, the better.
    pub rank: u8,
    /// The number of documents, in the field where it is highest.
    pub frequency: u32,
}

/// What makes a candidate better than another, but for the alphabet.
type Merit = (u8, Reverse<u32>, usize);

/// Keeps the candidates of lowest rank; of one rank the most frequent, of one frequency the shortest.
#[derive(Debug)]
pub struct Best {
    limit: usize,
    candidates: Vec<Candidate>,
    /// The merit of the worst that is kept, once there are enough.
    bar: Option<Merit>,
}

impl Candidate {
    fn merit(&self) -> Merit {
        (self.rank, Reverse(self.frequency), self.term.len())
    }
}

impl Best {
    pub fn new(limit: usize) -> Self {
        Self { limit, candidates: Vec::new(), bar: None }
    }

    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// Takes a term in if it is good enough. A term may be offered once a field; its highest frequency counts.
    pub fn offer(&mut self, term: &[u8], rank: u8, frequency: u32) {
        if self.bar.is_some_and(|bar| (rank, Reverse(frequency), term.len()) > bar) {
            return;
        }
        if let Some(known) = self.candidates.iter_mut().find(|known| known.term == term) {
            known.frequency = known.frequency.max(frequency);
            return;
        }
        self.candidates.push(Candidate { term: term.to_vec(), rank, frequency });
        if self.candidates.len() >= 2 * self.limit {
            self.shrink();
            self.bar = self.candidates.last().map(Candidate::merit);
        }
    }

    pub fn retain(&mut self, keep: impl FnMut(&Candidate) -> bool) {
        self.candidates.retain(keep);
    }

    /// The best first.
    pub fn into_sorted(mut self) -> Vec<Candidate> {
        self.shrink();
        self.candidates
    }

    fn shrink(&mut self) {
        self.candidates.sort_by(|a, b| a.merit().cmp(&b.merit()).then_with(|| a.term.cmp(&b.term)));
        self.candidates.truncate(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(best: Best) -> Vec<String> {
        best.into_sorted().iter().map(|found| String::from_utf8_lossy(&found.term).into_owned()).collect()
    }

    #[test]
    fn frequent_then_short_then_alphabetical() {
        let mut best = Best::new(4);
        for (term, frequency) in [("d", 1), ("bb", 5), ("aa", 5), ("e", 1), ("f", 9), ("c", 5), ("g", 1)] {
            best.offer(term.as_bytes(), 0, frequency);
        }
        assert_eq!(terms(best), ["f", "c", "aa", "bb"]);
    }

    #[test]
    fn rank_comes_before_frequency() {
        let mut best = Best::new(2);
        best.offer(b"far", 2, 100);
        best.offer(b"near", 1, 1);
        best.offer(b"farther", 2, 200);
        assert_eq!(terms(best), ["near", "farther"]);
    }

    #[test]
    fn a_term_of_two_fields_counts_by_the_higher_frequency() {
        let mut best = Best::new(3);
        for (term, frequency) in
            [("a", 1), ("b", 3), ("c", 2), ("d", 4), ("e", 5), ("f", 6), ("a", 7), ("f", 2)]
        {
            best.offer(term.as_bytes(), 0, frequency);
        }
        assert_eq!(terms(best), ["a", "f", "e"]);
    }
}
