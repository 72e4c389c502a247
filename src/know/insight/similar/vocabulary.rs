//! All words of all texts by number, so that texts of earlier runs are known by numbers alone.

use rustc_hash::FxHashMap;

/// Words by hash, each with a number that it keeps from one run to the next.
#[derive(Debug, Default)]
pub struct Vocabulary<'k> {
    /// Those of earlier runs, in the bytes in which they were kept.
    known: &'k [[u8; 8]],
    new: Vec<u64>,
    /// Numbers of the words that this run has met, by hash.
    numbers: FxHashMap<u64, u32>,
}

impl<'k> Vocabulary<'k> {
    pub fn new(known: &'k [[u8; 8]]) -> Self {
        Self { known, ..Self::default() }
    }

    /// How many words it has.
    pub fn size(&self) -> usize {
        self.known.len() + self.new.len()
    }

    /// How many words were known from earlier runs.
    pub fn known(&self) -> usize {
        self.known.len()
    }

    /// Those that earlier runs did not know.
    pub fn added(&self) -> &[u64] {
        &self.new
    }

    /// The word of a number.
    pub fn hash(&self, number: u32) -> u64 {
        let number = number as usize;
        match self.known.get(number) {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => self.new[number - self.known.len()],
        }
    }

    /// The number of a word that was [learnt](Self::learn).
    ///
    /// # Panics
    /// If it was not.
    pub fn number(&self, word: u64) -> u32 {
        self.numbers[&word]
    }

    /// Makes the numbers of words known; those that have none yet get the next ones, in this order.
    pub fn learn(&mut self, words: impl Iterator<Item = u64> + Clone) {
        const NONE: u32 = u32::MAX;
        let before = self.numbers.len();
        words.clone().for_each(|word| _ = self.numbers.entry(word).or_insert(NONE));
        if self.numbers.len() == before {
            return;
        }
        for (number, bytes) in (0..).zip(self.known) {
            if let Some(known) = self.numbers.get_mut(&u64::from_le_bytes(*bytes)) {
                *known = number;
            }
        }
        for word in words {
            let next = self.size();
            if let Some(number) = self.numbers.get_mut(&word).filter(|number| **number == NONE) {
                *number = u32::try_from(next).unwrap_or(NONE);
                self.new.push(word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let known = [5_u64, 9].map(u64::to_le_bytes);
        let mut vocabulary = Vocabulary::new(&known);
        vocabulary.learn([7, 9, 7].into_iter());
        vocabulary.learn([9, 3, 7].into_iter());
        assert_eq!([9, 7, 3].map(|word| vocabulary.number(word)), [1, 2, 3]);
        assert_eq!((vocabulary.known(), vocabulary.added(), vocabulary.size()), (2, &[7, 3][..], 4));
        assert_eq!([0, 1, 2, 3].map(|number| vocabulary.hash(number)), [5, 9, 7, 3]);
    }
}
