//! What is read of one incident's text: its words, how often and where they stand.

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashSet, FxHasher};

use super::words::{Form, Word, normalise, scan};
use crate::link::{Site, address::slug};
use crate::model::{Document, PostMortem, Record, Section, SectionKind, Text};

/// A word of an incident, however often it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Of the word without case and plural; two words with one hash are too rare to matter.
    pub hash: u64,
    pub spelling: Spelling,
    pub form: Form,
    /// How often, at most 255.
    pub count: u8,
    /// What the best place in which it stands counts, in tenths; 10 is plain prose.
    tenths: u8,
}

/// Where the word is written for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
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

/// Bytes of a packed term.
const PACKED: usize = 16;

impl Term {
    pub fn place(self) -> f32 {
        f32::from(self.tenths) / 10.0
    }

    fn packed(self) -> [u8; PACKED] {
        let mut bytes = [0; PACKED];
        bytes[..8].copy_from_slice(&self.hash.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.spelling.offset.to_le_bytes());
        let kinds = self.form as u8 | (self.spelling.source as u8) << 4;
        bytes[12..].copy_from_slice(&[self.spelling.length, kinds, self.count, self.tenths]);
        bytes
    }

    fn unpacked(bytes: &[u8; PACKED]) -> Self {
        let (hash, rest) = bytes.split_first_chunk().unwrap_or((&[0; 8], &[]));
        let (offset, rest) = rest.split_first_chunk().unwrap_or((&[0; 4], &[]));
        let [length, kinds, count, tenths] = *rest.first_chunk().unwrap_or(&[0; 4]);
        let source = match kinds >> 4 {
            0 => Source::Title,
            1 => Source::Summary,
            _ => Source::Body,
        };
        let form = match kinds & 15 {
            0 => Form::Word,
            1 => Form::Acronym,
            _ => Form::Identifier,
        };
        let spelling = Spelling { source, offset: u32::from_le_bytes(*offset), length };
        Self { hash: u64::from_le_bytes(*hash), spelling, form, count, tenths }
    }
}

/// The words of an incident, each once, by hash; packed, for there are millions.
#[derive(Debug, Clone, Default)]
pub struct Terms<'k>(Cow<'k, [u8]>);

impl<'k> Terms<'k> {
    pub fn iter(&self) -> impl Iterator<Item = Term> {
        self.0.as_chunks().0.iter().map(Term::unpacked)
    }

    /// As they are kept.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Those that were kept.
    pub fn kept(bytes: &'k [u8]) -> Self {
        Self(Cow::Borrowed(bytes))
    }

    fn new(terms: &[Term]) -> Self {
        let mut bytes = Vec::with_capacity(terms.len() * PACKED);
        terms.iter().for_each(|term| bytes.extend_from_slice(&term.packed()));
        Self(Cow::Owned(bytes))
    }
}

/// What counts in tenths, by place.
const PROSE: u8 = 10;
const TITLE: u8 = 20;
const SUMMARY: u8 = 15;
const CORE: u8 = 15;
const ASIDE: u8 = 7;

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

    /// The words, names of people among them.
    pub fn read(&self) -> Terms<'static> {
        let mut reader = Reader { terms: Vec::new(), normal: String::new() };
        reader.read(Source::Title, self.title, 0, TITLE);
        if let Some(summary) = self.summary {
            reader.read(Source::Summary, summary, 0, SUMMARY);
        }
        let (text, sections) = (self.text, self.sections);
        let first = sections.first().map_or(text.len(), |section| section.offset);
        reader.read(Source::Body, &text[self.start..first.max(self.start)], self.start, PROSE);
        for (index, section) in sections.iter().enumerate() {
            let end = sections.get(index + 1).map_or(text.len(), |next| next.offset).max(section.offset);
            let Some(tenths) = tenths(section) else { continue };
            // The headings of a template say nothing; others do.
            let start = match section.kind {
                SectionKind::Other => section.offset,
                _ if section.is_heading => line_end(text, section.offset).min(end),
                _ => section.offset,
            };
            reader.read(Source::Body, &text[start..end], start, tenths);
        }
        reader.finish()
    }
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

/// What a word in this section counts, in tenths; `None` for lists of people.
fn tenths(section: &Section) -> Option<u8> {
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
        | SectionKind::ContributingFactors => Some(CORE),
        SectionKind::Supporting if PEOPLE.contains(&section.heading.trim().to_lowercase().as_str()) => None,
        SectionKind::Timeline
        | SectionKind::Lessons
        | SectionKind::WentWell
        | SectionKind::WentWrong
        | SectionKind::Lucky
        | SectionKind::ActionItems
        | SectionKind::Supporting => Some(ASIDE),
        _ => Some(PROSE),
    }
}

struct Reader {
    terms: Vec<Term>,
    normal: String,
}

impl Reader {
    fn read(&mut self, source: Source, text: &str, base: usize, tenths: u8) {
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
            let spelling = Spelling { source, offset, length };
            self.terms.push(Term { hash, spelling, form: word.form, count: 1, tenths });
        });
    }

    /// Each word once, with what its places together say.
    fn finish(mut self) -> Terms<'static> {
        // A stable sort, so that the first spelling stays the first.
        self.terms.sort_by_key(|term| term.hash);
        self.terms.dedup_by(|next, kept| {
            let same = next.hash == kept.hash;
            if same {
                kept.count = kept.count.saturating_add(1);
                kept.tenths = kept.tenths.max(next.tenths);
            }
            same
        });
        Terms::new(&self.terms)
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
        let spelling = |source, offset| Spelling { source, offset, length: 200 };
        let term = |hash, form, source| Term {
            hash,
            spelling: spelling(source, 70_000),
            form,
            count: 255,
            tenths: ASIDE,
        };
        let all = [
            term(u64::MAX, Form::Word, Source::Title),
            term(1, Form::Acronym, Source::Summary),
            term(0, Form::Identifier, Source::Body),
        ];
        let terms = Terms::new(&all);
        assert!(Terms::kept(terms.bytes()).iter().eq(all));
        // As the weights were before they were packed.
        assert_eq!([7_u8, 10, 15, 20].map(|tenths| Term { tenths, ..all[0] }.place()), [0.7, 1.0, 1.5, 2.0]);
    }
}
