//! From the wording of an action item to what can be compared: stems without filler, and what kind of thing it asks for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use serde::Deserialize;

/// The words of an action item that say what it asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Wording {
    /// Each once, sorted.
    pub stems: Vec<String>,
    /// Whether it takes something away or keeps from it.
    pub is_negative: bool,
    /// Bits of the facets that it names.
    pub facets: u32,
}

/// `words.toml` as it is written.
#[derive(Deserialize)]
struct Written {
    stop: String,
    doing: String,
    common: String,
    practices: String,
    negative: String,
    facets: BTreeMap<String, String>,
    joined: BTreeMap<String, String>,
    same: BTreeMap<String, String>,
}

/// `words.toml`, ready to be asked.
struct Lists {
    skipped: HashSet<String>,
    common: HashSet<String>,
    practices: HashSet<String>,
    negative: HashSet<String>,
    /// Bit of the facet of a stem.
    facets: HashMap<String, u32>,
    /// Pairs of words and the one that they are.
    joined: HashMap<(String, String), String>,
    same: HashMap<String, String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let written: Written =
        toml::from_str(include_str!("words.toml")).expect("the built-in words are valid; a test reads them");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let stemmer = Stemmer::new(Algorithm::English);
    let stems = |text: &str| text.split_whitespace().map(|word| stemmer.stem(word).into_owned()).collect();
    let facets: BTreeMap<String, Vec<String>> =
        written.facets.iter().map(|(name, text)| (name.clone(), stems(text))).collect();
    let pairs = |(one, phrases): (&String, &String)| {
        let pair = |phrase: &str| {
            let (first, second) = phrase.split_once(' ')?;
            Some(((first.to_owned(), second.to_owned()), one.clone()))
        };
        phrases.split('|').filter_map(pair).collect::<Vec<_>>()
    };
    Lists {
        skipped: words(&written.stop).into_iter().chain(words(&written.doing)).collect(),
        common: stems(&written.common).into_iter().collect(),
        practices: words(&written.practices).into_iter().collect(),
        negative: words(&written.negative).into_iter().collect(),
        facets: facets
            .values()
            .enumerate()
            .flat_map(|(bit, stems)| stems.iter().map(move |stem| (stem.clone(), 1 << bit)))
            .collect(),
        joined: written.joined.iter().flat_map(pairs).collect(),
        same: written
            .same
            .iter()
            .flat_map(|(one, others)| words(others).into_iter().map(|other| (other, one.clone())))
            .collect(),
    }
});

/// Whether a stem is in so many action items that it says little.
pub fn is_common(stem: &str) -> bool {
    LISTS.common.contains(stem)
}

/// Whether a stem is a practice that says more than what it is applied to.
pub fn is_practice(stem: &str) -> bool {
    LISTS.practices.contains(stem)
}

/// Reads titles in one language.
pub struct TitleReader<'a> {
    stemmer: Option<Stemmer>,
    /// Names that stay whole although they are written with hyphens, in lower case.
    names: &'a BTreeSet<String>,
}

impl<'a> TitleReader<'a> {
    /// A reader of a language given by its BCP 47 tag.
    pub fn new(language: &str, names: &'a BTreeSet<String>) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self { stemmer: stemmer(&primary), names }
    }

    /// What a title asks for.
    pub fn wording(&self, title: &str) -> Wording {
        let words = self.words(title);
        let is_negative = words.iter().take(2).any(|word| LISTS.negative.contains(word));
        let mut stems: Vec<String> = join(words)
            .into_iter()
            .filter(|word| !LISTS.skipped.contains(word) && !word.chars().all(|c| c.is_ascii_digit()))
            .map(|word| self.stem(word))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        let facets = stems.iter().filter_map(|stem| LISTS.facets.get(stem)).fold(0, |all, bit| all | bit);
        Wording { stems, is_negative, facets }
    }

    fn stem(&self, word: String) -> String {
        let word = LISTS.same.get(&word).cloned().unwrap_or(word);
        let is_plain = word.chars().all(char::is_alphabetic);
        match &self.stemmer {
            Some(stemmer) if is_plain => stemmer.stem(&word).into_owned(),
            _ => word,
        }
    }

    /// Words in lower case, in order. Identifiers (`eu-west-1`, `ERR-1207`) and known names stay whole.
    fn words(&self, title: &str) -> Vec<String> {
        let text = title.to_lowercase().replace('’', "'").replace("n't", "nt not");
        let mut words = Vec::new();
        for part in text.split_whitespace().filter(|part| !part.contains("://")) {
            for chunk in part.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\''))) {
                let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
                let chunk = chunk.strip_suffix("'s").unwrap_or(chunk);
                if chunk.is_empty() {
                    continue;
                }
                let is_compound = chunk.contains(['-', '_', '.']);
                let is_identifier = is_compound && chunk.contains(|c: char| c.is_ascii_digit());
                if is_identifier || is_compound && self.names.contains(chunk) {
                    words.push(chunk.to_owned());
                    continue;
                }
                for word in chunk.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                    push_word(word, &mut words);
                }
            }
        }
        words
    }
}

/// A word; of scripts without spaces, every two characters that follow each other.
fn push_word(word: &str, words: &mut Vec<String>) {
    let is_spaceless =
        |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    if !word.contains(is_spaceless) {
        words.push(word.to_owned());
        return;
    }
    let chars: Vec<char> = word.chars().collect();
    words.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
}

/// Words that are one although written as two.
fn join(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let one = joined.last().and_then(|last| LISTS.joined.get(&(last.clone(), word.clone())));
        match one {
            Some(one) => {
                joined.pop();
                joined.push(one.clone());
            }
            None => joined.push(word),
        }
    }
    joined
}

/// The stemmer of a language given by its primary subtag; `None` where there is none for it.
fn stemmer(language: &str) -> Option<Stemmer> {
    // Both written forms of Norwegian have one stemmer.
    let name = if matches!(language, "nb" | "nn") { "no" } else { language };
    Stemmer::try_from_name(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(title: &str) -> String {
        let names = BTreeSet::from(["session-worker".to_owned()]);
        TitleReader::new("en-GB", &names).wording(title).stems.join(" ")
    }

    #[test]
    fn filler_goes_and_spellings_become_one() {
        assert_eq!(stems("Add an alert for certificate expiry"), "alert certif expiri");
        assert_eq!(stems("Set up alerting on expiring TLS certs!"), "alert certif expiri tls");
        assert_eq!(
            stems("Fail over the database, then roll back https://example.org/x"),
            "databas failov rollback"
        );
        assert_eq!(stems("Raise the limit to 500"), "limit rais");
    }

    #[test]
    fn identifiers_and_names_stay_whole() {
        assert_eq!(stems("Review quotas in eu-west-1"), "eu-west-1 quota");
        assert_eq!(
            stems("Document session-worker's fail-over for ERR-1207."),
            "document err-1207 failov session-worker"
        );
    }

    #[test]
    fn what_takes_away_is_told_from_what_adds() {
        let names = BTreeSet::new();
        let reader = TitleReader::new("en", &names);
        for (title, is_negative) in
            [("Don't page twice", true), ("Remove the flag", true), ("Add a flag that is not read", false)]
        {
            assert_eq!(reader.wording(title).is_negative, is_negative, "{title}");
        }
        assert_ne!(reader.wording("Alert on lag").facets, reader.wording("Test the lag").facets);
    }

    #[test]
    fn scripts_without_spaces_are_cut_in_pairs() {
        let names = BTreeSet::new();
        assert_eq!(
            TitleReader::new("ja", &names).wording("証明書の監視").stems,
            ["の監", "明書", "書の", "監視", "証明"]
        );
    }
}
