//! The words that people use in post-mortems, in every language that has a file, with those that a knowledge base adds.

mod headings;
mod languages;
mod meaning;
mod words;

pub use languages::{Language, Languages};
pub use meaning::{
    ActionColumn, ClockWord, Grammar, Label, Meaning, Placeholder, Status, TimelineColumn, Unit, ZoneWord,
};
pub use words::normalise;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::field::Field;
use crate::core::config::Config;
use crate::core::model::{ActionState, Milestone, SectionKind};
use languages::{FILES, File, Table};

/// What is known of words, of all languages at once: a word is looked up once, however many languages there are.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    tables: Cow<'static, Tables>,
}

/// A meaning that has a table.
trait Tabled: Sized {
    fn table(tables: &Tables) -> &Table<Self>;
}

macro_rules! tables {
    ($($table:ident: $kind:ty),+ $(,)?) => {
        #[derive(Debug, Clone, Default)]
        struct Tables { $($table: Table<$kind>),+ }

        $(impl Tabled for $kind {
            fn table(tables: &Tables) -> &Table<Self> {
                &tables.$table
            }
        })+

        impl Tables {
            fn read(&mut self, file: &File, language: Language) {
                $(self.$table.read(file, language);)+
            }

            fn add(&mut self, table: &str, kind: &str, phrases: &[String]) -> Result<(), Unknown> {
                $(if table == <$kind>::TABLE {
                    return add(&mut self.$table, kind, phrases);
                })+
                Err(Unknown { known: vec![$(<$kind>::TABLE),+] })
            }
        }
    };
}

tables! {
    sections: SectionKind,
    labels: Label,
    action_columns: ActionColumn,
    timeline_columns: TimelineColumn,
    states: ActionState,
    statuses: Status,
    severities: usize,
    phases: Milestone,
    months: i8,
    weekdays: Weekday,
    zones: ZoneWord,
    clock: ClockWord,
    durations: Unit,
    placeholders: Placeholder,
    grammar: Grammar,
}

static BUILT_IN: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    for (language, (_, text)) in Language::all().zip(FILES) {
        tables.read(&languages::read(text), language);
    }
    tables
});

/// A table or a kind that there is not, with the names of those that there are.
#[derive(Debug)]
pub struct Unknown {
    pub known: Vec<&'static str>,
}

fn add<T: Meaning>(table: &mut Table<T>, kind: &str, phrases: &[String]) -> Result<(), Unknown> {
    let Some(kind) = T::from_name(&kind.replace('-', "_")) else {
        return Err(Unknown { known: T::KINDS.iter().map(|(name, _)| *name).collect() });
    };
    phrases.iter().for_each(|phrase| table.set(normalise(phrase), kind));
    Ok(())
}

/// What a word means, to the knowledge base or else in any language.
#[expect(private_bounds, reason = "what has a table is decided here")]
pub fn word<T: Meaning + Tabled>(word: &str, config: &Config) -> Option<T> {
    let plain = normalise(word);
    let own = config.words.get(T::TABLE).into_iter().flatten();
    own.filter(|(_, phrases)| phrases.iter().any(|phrase| normalise(phrase) == plain))
        .find_map(|(kind, _)| T::from_name(&kind.replace('-', "_")))
        .or_else(|| Some(T::table(&BUILT_IN).find(&plain, || None)?.0))
}

/// All phrases of a kind in all languages, the longest first.
#[expect(private_bounds, reason = "what has a table is decided here")]
pub fn built_in_phrases<T: Meaning + Tabled>(kind: T) -> Vec<&'static str> {
    let mut phrases: Vec<&str> = T::table(&BUILT_IN).phrases(kind).collect();
    phrases.sort_unstable_by_key(|phrase| (std::cmp::Reverse(phrase.len()), *phrase));
    phrases
}

/// The words of all files, without those of any knowledge base.
pub fn built_in() -> Vocabulary {
    Vocabulary { tables: Cow::Borrowed(&BUILT_IN) }
}

impl Vocabulary {
    /// The words of all files and the headings of `[sections]`, which win.
    pub fn new(headings: &BTreeMap<SectionKind, Vec<String>>) -> Self {
        let mut vocabulary = built_in();
        for (kind, phrases) in headings {
            let table = &mut vocabulary.tables.to_mut().sections;
            phrases.iter().for_each(|phrase| table.set(normalise(phrase), *kind));
        }
        vocabulary
    }

    /// The words of all files and those of the settings, which win. What is wrong with these is told by [`unknown_words`].
    pub fn of(config: &Config) -> Self {
        let mut vocabulary = Self::new(&config.sections);
        for (alias, name) in &config.fields.keys {
            if let Some(field) = Field::of_key(name, &Config::default()) {
                vocabulary.tables.to_mut().labels.set(normalise(alias), Label::Field(field));
            }
        }
        for (table, kind, phrases) in stated(config) {
            // An unknown name is told of elsewhere.
            let _ = vocabulary.tables.to_mut().add(table, kind, phrases);
        }
        vocabulary
    }

    fn find<T: Meaning + Tabled>(&self, words: &str) -> Option<T> {
        Some(T::table(&self.tables).find(&normalise(words), || None)?.0)
    }

    /// What a label names: the text before a colon, in the cell before a value, or above a list.
    pub fn label(&self, label: &str) -> Option<Label> {
        self.find(label)
    }

    /// The field that a label names.
    pub fn field(&self, label: &str) -> Option<Field> {
        match self.label(label) {
            Some(Label::Field(field)) => Some(field),
            _ => None,
        }
    }

    /// The label that a key of front matter is in a language other than English, whose keys have a list of their own.
    pub fn label_of_key(&self, key: &str) -> Option<Label> {
        let (label, languages) = self.tables.labels.find(&normalise(key), || None)?;
        (!languages.has(Language::ENGLISH)).then_some(label)
    }

    /// What the head of a column names in a table of action items.
    pub fn action_column(&self, head: &str) -> Option<ActionColumn> {
        self.find(head)
    }

    /// What the head of a column names in a timeline.
    pub fn timeline_column(&self, head: &str) -> Option<TimelineColumn> {
        self.find(head)
    }

    /// Where an action item stands, by the whole text of a cell or a group.
    pub fn action_state(&self, words: &str) -> Option<ActionState> {
        self.find(words)
    }

    /// Where a post-mortem or its incident stands.
    pub fn status(&self, words: &str) -> Option<Status> {
        self.find(words)
    }

    /// The phase that a mark in a line of a timeline begins.
    pub fn phase(&self, mark: &str) -> Option<Milestone> {
        self.find(mark)
    }

    /// The month that a name stands for. Short ones are words of other languages ("set", "out", "ago"), so these count where
    /// the language is known.
    pub fn month(&self, name: &str, language: Option<Language>) -> Option<i8> {
        named(&self.tables.months, name, language)
    }

    /// The day of the week that a name stands for; short ones where the language is known.
    pub fn weekday(&self, name: &str, language: Option<Language>) -> Option<Weekday> {
        named(&self.tables.weekdays, name, language)
    }

    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.find(word)
    }

    /// Whether a text stands in the place of a value: "none", "not yet known".
    pub fn placeholder(&self, text: &str) -> Option<Placeholder> {
        self.find(text)
    }

    /// Whether a heading stands above facts about the incident: "Metadata", "At a glance".
    pub fn is_above_facts(&self, heading: &str) -> bool {
        self.grammar(&normalise(heading), Grammar::Facts) != Languages::default()
    }

    /// The languages in which a word is one of a kind.
    pub fn grammar(&self, word: &str, kind: Grammar) -> Languages {
        self.tables.grammar.languages(word, kind)
    }
}

fn named<T: Meaning>(table: &Table<T>, name: &str, language: Option<Language>) -> Option<T> {
    let (kind, languages) = table.find(&normalise(name), || language)?;
    let is_told = language.is_some_and(|language| languages.has(language));
    let is_short = name.trim_end_matches('.').len() < 4;
    (!is_short || is_told).then_some(kind)
}

/// The entries of `[words]`: table, kind and phrases.
fn stated(config: &Config) -> impl Iterator<Item = (&str, &str, &[String])> {
    config.words.iter().flat_map(|(table, kinds)| {
        kinds.iter().map(move |(kind, phrases)| (table.as_str(), kind.as_str(), phrases.as_slice()))
    })
}

/// Names in `[words]` that stand for nothing, with those that there are.
pub fn unknown_words(config: &Config) -> Vec<(&str, Vec<&'static str>)> {
    let mut tables = Tables::default();
    let mut unknown = Vec::new();
    for (table, kind, phrases) in stated(config) {
        if let Err(Unknown { known }) = tables.add(table, kind, phrases) {
            let name = if known.contains(&SectionKind::TABLE) { table } else { kind };
            unknown.push((name, known));
        }
    }
    unknown
}

#[cfg(test)]
mod tests;
