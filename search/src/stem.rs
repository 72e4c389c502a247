//! Words that differ only in their endings, in texts of a language that this is known of.

use frostem::{Algorithm, Stemmer};

/// Endings of English words are not longer: `-fulnesses`.
const LONGEST_ENDING: usize = 9;

/// Finds out whether two words have one stem.
#[derive(Clone, Copy)]
pub struct Stems(Option<Stemmer>);

/// A word's stem, and which words can have the same.
pub struct Stem {
    stemmer: Stemmer,
    stem: String,
    /// How all words of this stem begin.
    pub start: String,
}

impl Stems {
    /// For a BCP 47 tag; no language but English is known.
    pub fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        Self(primary.eq_ignore_ascii_case("en").then(|| Stemmer::new(Algorithm::English)))
    }

    /// Whether texts are English, whose questions have stop words.
    pub fn is_english(self) -> bool {
        self.0.is_some()
    }

    /// The stem of a folded word; `None` for what is no word of the language.
    pub fn stem(self, word: &str) -> Option<Stem> {
        let stemmer = self.0.filter(|_| is_word(word))?;
        let stem = stemmer.stem(word).into_owned();
        let same = stem.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        // A y at the end becomes i in the stem.
        let kept = stem.trim_end_matches(['i', 'y']).len();
        let start = word[..same.min(kept)].to_owned();
        // An irregular form (`dying`) shares too little with its stem to look for others.
        (start.len() >= 2).then_some(Stem { stemmer, stem, start })
    }
}

impl Stem {
    /// Whether a folded word, which begins as `start` says, has this stem.
    pub fn matches(&self, word: &[u8]) -> bool {
        word.len() <= self.stem.len() + LONGEST_ENDING
            && std::str::from_utf8(word)
                .is_ok_and(|word| is_word(word) && self.stemmer.stem(word) == self.stem)
    }
}

fn is_word(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_have_one_stem() {
        let families: [&[&str]; 6] = [
            &["rotate", "rotated", "rotates", "rotating", "rotation", "rotations"],
            &["certificate", "certificates"],
            &["retry", "retries", "retried", "retrying"],
            &["fail", "failed", "failing", "fails"],
            &["happy", "happiness"],
            &["deploy", "deployed", "deploys", "deploying"],
        ];
        for family in families {
            for word in family {
                let stem = Stems::of("en-GB").stem(word).expect("a word");
                for other in family {
                    assert!(other.starts_with(&stem.start), "{word} {other} {}", stem.start);
                    assert!(stem.matches(other.as_bytes()), "{word} {other}");
                }
            }
        }
    }

    #[test]
    fn other_words_have_another_stem() {
        let stem = Stems::of("en").stem("rotate").expect("a word");
        for other in ["rota", "rotator2", "rotatef00", "rotäte"] {
            assert!(!stem.matches(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn only_english_words_have_stems() {
        assert!(Stems::of("de").stem("rotating").is_none());
        assert!(Stems::of("").stem("rotating").is_none());
        for word in ["", "db", "db01", "err_conn", "größer", "東京"] {
            assert!(Stems::of("en").stem(word).is_none(), "{word}");
        }
    }
}
