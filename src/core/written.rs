//! Where values are written in a text, one after the other.

use std::ops::Range;

/// How often all of a text is gone through at most. Values that YAML writes in other words are found nowhere, and each costs
/// a search.
const SEARCHES: usize = 64;

/// Finds values. Asked in the order in which they are written, it goes through the text once.
pub struct Values<'t> {
    text: &'t str,
    /// Where they are looked for first.
    start: usize,
    /// Behind what was found last.
    at: usize,
    /// Bytes that may still be searched.
    budget: usize,
}

impl<'t> Values<'t> {
    /// Values behind `start`.
    pub fn behind(text: &'t str, start: usize) -> Self {
        Self { text, start, at: start, budget: SEARCHES * text.len() }
    }

    /// The next place of `value`; else its first one, behind the start or at all.
    pub fn find(&mut self, value: &str) -> Option<Range<usize>> {
        let start = [self.at, self.start, 0].into_iter().find_map(|from| self.search(from, value))?;
        self.at = start + value.len();
        Some(start..self.at)
    }

    fn search(&mut self, from: usize, value: &str) -> Option<usize> {
        if self.budget == 0 {
            return None;
        }
        let found = self.text[from..].find(value).map(|at| from + at);
        self.budget = self.budget.saturating_sub(found.unwrap_or(self.text.len()) - from);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Values;

    #[test]
    fn each_of_equal_values_has_its_own_place() {
        let mut values = Values::behind("related: [a, b, a]\n", 9);
        let mut at = |value| values.find(value).map(|range| range.start);
        assert_eq!(["a", "a", "b", "r", "x"].map(&mut at), [Some(10), Some(16), Some(13), Some(0), None]);
    }

    #[test]
    fn what_is_nowhere_is_not_looked_for_for_ever() {
        let mut values = Values::behind("related: [a]\n", 0);
        assert_eq!(values.find("[a"), Some(9..11));
        assert!((0..2 * super::SEARCHES).all(|_| values.find("nowhere").is_none()));
        assert_eq!((values.budget, values.find("a")), (0, None));
    }
}
