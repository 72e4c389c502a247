//! A set of documents.

/// One bit for each document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docs {
    words: Vec<u64>,
    size: u32,
}

impl Docs {
    /// None of `size` documents.
    pub fn none(size: u32) -> Self {
        Self { words: vec![0; size.div_ceil(64) as usize], size }
    }

    /// Those of `size` documents for which `wanted` holds.
    pub fn filter(size: u32, wanted: impl Fn(u32) -> bool) -> Self {
        let mut docs = Self::none(size);
        (0..size).filter(|&doc| wanted(doc)).for_each(|doc| docs.insert(doc));
        docs
    }

    /// All of `size` documents.
    pub fn all(size: u32) -> Self {
        Self::filter(size, |_| true)
    }

    /// Keeps those for which `wanted` holds.
    pub fn retain(&mut self, wanted: impl Fn(u32) -> bool) {
        for (word, block) in self.words.iter_mut().zip(0_u32..) {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !wanted(block * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    pub fn insert(&mut self, doc: u32) {
        self.words[doc as usize / 64] |= 1 << (doc % 64);
    }

    pub fn contains(&self, doc: u32) -> bool {
        self.words[doc as usize / 64] & (1 << (doc % 64)) != 0
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    pub fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// In ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0_u32..).flat_map(|(&word, block)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(block * 64 + bit)
            })
        })
    }

    pub fn union_with(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    pub fn intersect_with(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// All documents that are not in this set.
    pub fn others(&self) -> Self {
        Self::filter(self.size, |doc| !self.contains(doc))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_combined() {
        let even = Docs::filter(130, |doc| doc % 2 == 0);
        let mut third = Docs::filter(130, |doc| doc % 3 == 0);
        assert_eq!(even.len(), 65);
        assert_eq!(even.others().len(), 65);
        assert!(even.contains(128) && !even.contains(129));
        third.intersect_with(&even);
        assert_eq!(third.iter().take(4).collect::<Vec<_>>(), [0, 6, 12, 18]);
        let mut all = even.others();
        all.union_with(&even);
        assert_eq!(all, Docs::all(130));
        all.retain(|doc| doc % 2 == 0);
        assert_eq!(all, even);
        assert!(Docs::none(0).is_empty() && Docs::none(70).iter().next().is_none());
    }
}
