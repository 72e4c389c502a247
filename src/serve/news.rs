//! What is new since the last build: each finding is told once, however often is built.

use std::collections::HashMap;

use crate::core::diagnostic::Diagnostic;

/// What was found by the builds so far.
#[derive(Debug, Default)]
pub struct Known {
    /// By the last build that came to an end.
    odd: Vec<Diagnostic>,
    /// Why the builds since then failed.
    failures: Vec<Diagnostic>,
}

/// What a build changes about that.
#[derive(Debug, Default)]
pub struct News {
    /// What was not there before.
    pub fresh: Vec<Diagnostic>,
    /// How much is no longer there.
    pub mended: usize,
}

impl Known {
    /// The findings of a build that came to an end.
    pub fn built(&mut self, found: &[Diagnostic]) -> News {
        let mended = std::mem::take(&mut self.failures).len();
        let mut news = compare(&self.odd, found);
        news.mended += mended;
        found.clone_into(&mut self.odd);
        news
    }

    /// The findings of a build that failed. It says nothing of what was odd before.
    pub fn failed(&mut self, found: &[Diagnostic]) -> News {
        let news = compare(&self.failures, found);
        found.clone_into(&mut self.failures);
        news
    }
}

/// By file, rule and words, wherever the lines have moved to.
fn compare(before: &[Diagnostic], now: &[Diagnostic]) -> News {
    let key = |one: &Diagnostic| {
        let excerpt = one.place.as_ref().map(|place| place.excerpt.trim().to_owned());
        (one.path.clone(), one.rule, one.message.clone(), excerpt)
    };
    let mut known: HashMap<_, usize> = HashMap::new();
    for one in before {
        *known.entry(key(one)).or_default() += 1;
    }
    let is_fresh = |one: &&Diagnostic| match known.get_mut(&key(one)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let fresh = now.iter().filter(is_fresh).cloned().collect();
    News { fresh, mended: known.into_values().sum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(path: &str, text: &str, at: usize) -> Diagnostic {
        Diagnostic::warning("w", path, "m").at(text, at..at + 1)
    }

    #[test]
    fn a_finding_is_news_once_wherever_it_moves() {
        let mut known = Known::default();
        assert_eq!(known.built(&[finding("a.md", "x\n", 0)]).fresh.len(), 1);
        assert_eq!(known.built(&[finding("a.md", "\n\nx\n", 2)]).fresh.len(), 0);
        let two = [finding("a.md", "x\n", 0), finding("a.md", "\nx\n", 1)];
        assert_eq!(known.built(&two).fresh.len(), 1, "the same once more is one more");
        let news = known.built(&[]);
        assert_eq!((news.fresh.len(), news.mended), (0, 2));
    }

    #[test]
    fn a_build_that_fails_mends_nothing() {
        let mut known = Known::default();
        let odd = [finding("a.md", "x", 0)];
        known.built(&odd);
        let broken = [Diagnostic::error("e", "book.toml", "m")];
        let news = known.failed(&broken);
        assert_eq!((news.fresh.len(), news.mended), (1, 0));
        assert_eq!(known.failed(&broken).fresh.len(), 0);
        let news = known.built(&odd);
        assert_eq!((news.fresh.len(), news.mended), (0, 1));
    }
}
