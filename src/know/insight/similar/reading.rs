//! What is read of one incident's text: its words, how often and where they stand.

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashSet, FxHasher};

use super::vocabulary::Vocabulary;
use super::words::{Form, Word, normalise, scan};
use crate::core::address::slug;
use crate::core::model::{Document, PostMortem, Record, Section, SectionKind, Text};
use crate::know::link::Site;

/// A word of an incident, however often it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Hash of the word without case and plural; two words with one hash are too rare to matter.
    pub hash: u64,
    pub spelling: Spelling,
    /// How often; what is more often than [`OFTEN`] counts no more.
    count: u8,
    place: WordPlace,
}

/// How the word is written where it stands for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    pub form: Form,
    source: Source,
    offset: u32,
    length: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Title,
    Summary,
    Body,
}

impl Spelling {
    /// The word as `document` writes it.
    pub fn of(self, document: &Document) -> &str {
        let text = match (self.source, &document.record) {
            (Source::Title, _) => document.title.as_str(),
            (Source::Summary, Record::PostMortem(known)) => known.summary.as_deref().unwrap_or_default(),
            _ => document.source.text.as_str(),
        };
        let start = self.offset as usize;
        text.get(start..start + usize::from(self.length)).unwrap_or_default()
    }
}

/// How often a word has to stand in a text to count as often.
const OFTEN: u8 = 20;

/// The best place in which a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum WordPlace {
    Aside,
    Prose,
    /// The summary, and sections that tell what happened.
    Core,
    Title,
}

impl WordPlace {
    const COUNT: u8 = 4;

    fn weight(self) -> f32 {
        match self {
            Self::Aside => 0.7,
            Self::Prose => 1.0,
            Self::Core => 1.5,
            Self::Title => 2.0,
        }
    }
}

impl Term {
    /// What makes a word weigh what it does in its text: form, place and count as one number.
    pub fn emphasis(&self) -> u8 {
        let kind = self.spelling.form as u8 * WordPlace::COUNT + self.place as u8;
        kind * OFTEN + self.count.clamp(1, OFTEN) - 1
    }
}

/// What each emphasis weighs.
pub fn weights() -> [f32; 256] {
    let mut weights = [0.0; 256];
    let forms = [(Form::Word, 1.0), (Form::Acronym, 1.3), (Form::Identifier, 1.6)];
    for (form, weight) in forms {
        for place in [WordPlace::Aside, WordPlace::Prose, WordPlace::Core, WordPlace::Title] {
            for count in 1..=OFTEN {
                let spelling = Spelling { form, source: Source::Body, offset: 0, length: 0 };
                let term = Term { hash: 0, spelling, count, place };
                let often = 1.0 + 0.4 * f32::from(count).ln();
                weights[usize::from(term.emphasis())] = weight * place.weight() * often;
            }
        }
    }
    weights
}

/// The words of an incident, each once, by hash: the number of each in the vocabulary, and its emphasis; packed, for there are
/// millions.
#[derive(Debug, Clone, Default)]
pub struct Terms<'k>(Cow<'k, [u8]>);

/// Bytes of a packed word.
const PACKED: usize = 5;

impl<'k> Terms<'k> {
    /// Number and emphasis of each.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u8)> {
        let packed = self.0.as_chunks::<PACKED>().0.iter();
        packed.map(|[emphasis, number @ ..]| (u32::from_le_bytes(*number), *emphasis))
    }

    /// As they are kept.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Those that were kept.
    pub fn kept(bytes: &'k [u8]) -> Self {
        Self(Cow::Borrowed(bytes))
    }

    /// Those that were read, of which the `vocabulary` has learnt all.
    pub fn new(terms: &[Term], vocabulary: &Vocabulary<'_>) -> Self {
        let mut bytes = Vec::with_capacity(terms.len() * PACKED);
        for term in terms {
            bytes.push(term.emphasis());
            bytes.extend_from_slice(&vocabulary.number(term.hash).to_le_bytes());
        }
        Self(Cow::Owned(bytes))
    }
}

/// What is read of an incident; its words depend on nothing else.
#[derive(Debug, Hash)]
pub struct Readable<'d> {
    title: &'d str,
    summary: Option<&'d str>,
    text: &'d Text,
    /// Where the Markdown begins.
    start: usize,
    sections: &'d [Section],
}

impl<'d> Readable<'d> {
    pub fn new(document: &'d Document, known: &'d PostMortem) -> Self {
        Self {
            title: &document.title,
            summary: known.summary.as_deref(),
            text: &document.source.text,
            start: document.body.start,
            sections: &document.body.sections,
        }
    }

    /// The words, each once, by hash; names of people among them.
    pub fn read(&self) -> Vec<Term> {
        let mut reader = WordReader { terms: Vec::new(), normal: String::new() };
        reader.read(Source::Title, self.title, 0, WordPlace::Title);
        if let Some(summary) = self.summary {
            reader.read(Source::Summary, summary, 0, WordPlace::Core);
        }
        let (text, sections) = (self.text, self.sections);
        let first = sections.first().map_or(text.len(), |section| section.offset);
        reader.read(Source::Body, &text[self.start..first.max(self.start)], self.start, WordPlace::Prose);
        for (index, section) in sections.iter().enumerate() {
            let end = sections.get(index + 1).map_or(text.len(), |next| next.offset).max(section.offset);
            let Some(place) = place(section) else { continue };
            // The headings of a template say nothing; others do.
            let start = match section.kind {
                SectionKind::Other => section.offset,
                _ if section.is_heading => line_end(text, section.offset).min(end),
                _ => section.offset,
            };
            reader.read(Source::Body, &text[start..end], start, place);
        }
        reader.finish()
    }
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

/// As what a word in this section counts; `None` for lists of people.
fn place(section: &Section) -> Option<WordPlace> {
    const PEOPLE: [&str; 9] = [
        "attendees",
        "participants",
        "responders",
        "people",
        "authors",
        "contributors",
        "acknowledgements",
        "involved parties",
        "thanks",
    ];
    match section.kind {
        SectionKind::Summary
        | SectionKind::RootCause
        | SectionKind::Trigger
        | SectionKind::ContributingFactors => Some(WordPlace::Core),
        SectionKind::Supporting if PEOPLE.contains(&section.heading.trim().to_lowercase().as_str()) => None,
        SectionKind::Timeline
        | SectionKind::Lessons
        | SectionKind::WentWell
        | SectionKind::WentWrong
        | SectionKind::Lucky
        | SectionKind::ActionItems
        | SectionKind::Supporting => Some(WordPlace::Aside),
        _ => Some(WordPlace::Prose),
    }
}

struct WordReader {
    terms: Vec<Term>,
    normal: String,
}

impl WordReader {
    fn read(&mut self, source: Source, text: &str, base: usize, place: WordPlace) {
        scan(text, |word| {
            normalise(&word, &mut self.normal);
            if word.form != Form::Identifier && COMMON.contains(self.normal.as_str()) {
                return;
            }
            let hash = hash(&self.normal);
            let (Ok(offset), Ok(length)) = (u32::try_from(base + word.offset), u8::try_from(word.text.len()))
            else {
                return;
            };
            let spelling = Spelling { form: word.form, source, offset, length };
            self.terms.push(Term { hash, spelling, count: 1, place });
        });
    }

    /// Each word once, with what its places together say.
    fn finish(mut self) -> Vec<Term> {
        // A stable sort, so that the first spelling stays the first.
        self.terms.sort_by_key(|term| term.hash);
        self.terms.dedup_by(|next, kept| {
            let same = next.hash == kept.hash;
            if same {
                kept.count = kept.count.saturating_add(1);
                kept.place = kept.place.max(next.place);
            }
            same
        });
        self.terms
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// Words that post-mortems of every kind use: whatever trouble they tell of, they say nothing about it.
static COMMON: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let mut normal = String::new();
    let words = include_str!("common.txt").split_whitespace();
    let normalised = words.map(|text| {
        normalise(&Word { text, offset: 0, form: Form::Word }, &mut normal);
        normal.clone()
    });
    normalised.collect()
});

/// Hashes of the names of people: those in roles and those who own action items, unless a service or a team is called so.
pub fn people(site: &Site) -> FxHashSet<u64> {
    let entries = || site.services.entries.iter().chain(&site.teams.entries);
    let things: FxHashSet<&str> = entries().map(|entry| entry.slug.as_str()).collect();
    let known = site.by_date.iter().map(|id| site.post_mortem(*id));
    let names = known.flat_map(|known| {
        let roles = known.roles.iter().flat_map(|role| role.names.iter().map(String::as_str));
        roles.chain(known.action_items.iter().filter_map(|item| item.owner.as_deref()))
    });
    let is_person = |name: &&str| {
        let words = name.split_whitespace();
        words.clone().count() <= 3
            && words.clone().all(|word| word.starts_with(char::is_uppercase))
            && !things.contains(slug(name).as_str())
    };
    let mut hashes = FxHashSet::default();
    let mut normal = String::new();
    for name in names.filter(is_person) {
        scan(name, |word| {
            normalise(&word, &mut normal);
            hashes.insert(hash(&normal));
        });
    }
    // A word in the name of a service or a team is no name of a person.
    for entry in entries() {
        scan(&entry.name, |word| {
            normalise(&word, &mut normal);
            hashes.remove(&hash(&normal));
        });
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let term = |hash, form, count, place| {
            let spelling = Spelling { form, source: Source::Title, offset: 0, length: 1 };
            Term { hash, spelling, count, place }
        };
        let all = [
            term(0, Form::Identifier, 255, WordPlace::Title),
            term(7, Form::Word, 1, WordPlace::Prose),
            term(u64::MAX, Form::Acronym, 2, WordPlace::Aside),
        ];
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn((1..70_000).chain(all.map(|term| term.hash)));
        let terms = Terms::new(&all, &vocabulary);
        let expected = all.map(|term| (vocabulary.number(term.hash), term.emphasis()));
        assert!(Terms::kept(terms.bytes()).iter().eq(expected));
        let weights = all.map(|term| weights()[usize::from(term.emphasis())]);
        let often = |count: f32| 1.0 + 0.4 * count.ln();
        assert_eq!(weights, [1.6 * 2.0 * often(20.0), 1.0, 1.3 * 0.7 * often(2.0)]);
    }
}
