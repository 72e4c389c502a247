//! The files of languages, and the tables that they are merged into.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::meaning::Meaning;
use super::words::without_accents;

/// A language that has a file: its place in [`FILES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(u8);

/// The files, by BCP 47 tags. Of words that mean two things, the first language counts where nothing is known of the document.
pub const FILES: &[(&str, &str)] = &[
    ("en", include_str!("en.toml")),
    ("de", include_str!("de.toml")),
    ("fr", include_str!("fr.toml")),
    ("es", include_str!("es.toml")),
    ("pt", include_str!("pt.toml")),
    ("it", include_str!("it.toml")),
    ("nl", include_str!("nl.toml")),
    ("sv", include_str!("sv.toml")),
    ("nb", include_str!("nb.toml")),
    ("da", include_str!("da.toml")),
    ("pl", include_str!("pl.toml")),
    ("cs", include_str!("cs.toml")),
    ("ru", include_str!("ru.toml")),
    ("uk", include_str!("uk.toml")),
    ("tr", include_str!("tr.toml")),
    ("ja", include_str!("ja.toml")),
    ("zh", include_str!("zh.toml")),
    ("ko", include_str!("ko.toml")),
];

impl Language {
    pub const ENGLISH: Self = Self(0);

    pub fn tagged(tag: &str) -> Option<Self> {
        FILES.iter().position(|(known, _)| *known == tag).map(Self::at)
    }

    #[cfg(test)]
    pub fn tag(self) -> &'static str {
        FILES[usize::from(self.0)].0
    }

    fn at(position: usize) -> Self {
        Self(u8::try_from(position).expect("there are fewer than 32 languages; a test counts them"))
    }

    pub fn all() -> impl Iterator<Item = Self> {
        (0..FILES.len()).map(Self::at)
    }
}

/// Several languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Languages(u32);

impl Languages {
    pub fn has(self, language: Language) -> bool {
        self.0 & (1 << language.0) != 0
    }

    pub fn add(&mut self, language: Language) {
        self.0 |= 1 << language.0;
    }

    pub fn iter(self) -> impl Iterator<Item = Language> {
        Language::all().filter(move |language| self.has(*language))
    }
}

/// One file: tables of kinds of words.
pub type File = BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>;

/// The content of a file.
pub fn read(text: &'static str) -> File {
    toml::from_str(text).expect("the files of languages are valid; a test reads them")
}

/// What a word means in some languages.
#[derive(Debug, Clone, Copy)]
struct Entry<T> {
    kind: T,
    languages: Languages,
}

/// The words of one table in all languages.
#[derive(Debug, Clone)]
pub struct Table<T> {
    words: FxHashMap<Cow<'static, str>, Entry<T>>,
    /// Further meanings of words that mean different things in different languages.
    others: FxHashMap<Cow<'static, str>, Vec<Entry<T>>>,
    /// Number of words in the longest phrase.
    pub longest: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { words: FxHashMap::default(), others: FxHashMap::default(), longest: 0 }
    }
}

impl<T: Meaning> Table<T> {
    /// Adds the words of a file.
    pub fn read(&mut self, file: &File, language: Language) {
        let Some(kinds) = file.get(T::TABLE) else { return };
        for (name, phrases) in kinds {
            let kind = T::from_name(name).expect("files name kinds; a test reads them");
            for phrase in phrases {
                self.longest = self.longest.max(phrase.split(' ').count());
                if let Some(plain) = without_accents(phrase) {
                    self.insert(Cow::Owned(plain), kind, language);
                }
                self.insert(Cow::Borrowed(phrase), kind, language);
            }
        }
    }

    fn insert(&mut self, phrase: Cow<'static, str>, kind: T, language: Language) {
        let entry =
            self.words.entry(phrase.clone()).or_insert(Entry { kind, languages: Languages::default() });
        if entry.kind == kind {
            entry.languages.add(language);
            return;
        }
        let others = self.others.entry(phrase).or_default();
        match others.iter_mut().find(|other| other.kind == kind) {
            Some(other) => other.languages.add(language),
            None => {
                let mut languages = Languages::default();
                languages.add(language);
                others.push(Entry { kind, languages });
            }
        }
    }

    /// Gives a phrase the meaning that a knowledge base wants, in whatever language.
    pub fn set(&mut self, phrase: String, kind: T) {
        self.longest = self.longest.max(phrase.split(' ').count());
        self.others.remove(phrase.as_str());
        self.words.insert(Cow::Owned(phrase), Entry { kind, languages: Languages(u32::MAX) });
    }

    /// What a phrase means, and in which languages; `language` is asked where these differ.
    pub fn find(&self, phrase: &str, language: impl FnOnce() -> Option<Language>) -> Option<(T, Languages)> {
        let first = self.words.get(phrase)?;
        let other = self.others.get(phrase).and_then(|others| {
            let language = language().filter(|language| !first.languages.has(*language))?;
            others.iter().find(|other| other.languages.has(language))
        });
        let entry = other.unwrap_or(first);
        Some((entry.kind, entry.languages))
    }

    /// All phrases of a kind, in no order.
    pub fn phrases(&self, kind: T) -> impl Iterator<Item = &str> {
        let first = self.words.iter().filter(move |(_, entry)| entry.kind == kind).map(|(phrase, _)| phrase);
        let has_kind = move |others: &Vec<Entry<T>>| others.iter().any(|entry| entry.kind == kind);
        let others = self.others.iter().filter(move |(_, others)| has_kind(others)).map(|(phrase, _)| phrase);
        first.chain(others).map(AsRef::as_ref)
    }

    /// The languages in which a phrase is one of `kind`.
    pub fn languages(&self, phrase: &str, kind: T) -> Languages {
        let first = self.words.get(phrase);
        let others = self.others.get(phrase).into_iter().flatten();
        let found = first.into_iter().chain(others).find(|entry| entry.kind == kind);
        found.map_or(Languages::default(), |entry| entry.languages)
    }
}
