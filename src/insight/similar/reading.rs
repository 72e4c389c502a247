//! What is read of one incident's text: its words, how often and where they stand.

use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashSet, FxHasher};

use super::words::{Form, Word, normalise, scan};
use crate::link::{Site, address::slug};
use crate::model::{Document, PostMortem, Record, Section, SectionKind};

/// A word of an incident, however often it stands there.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Of the word without case and plural; two words with one hash are too rare to matter.
    pub hash: u64,
    pub spelling: Spelling,
    pub form: Form,
    /// How often, at most 255.
    pub count: u8,
    /// The best place in which it stands; 1 is plain prose.
    pub place: f32,
}

/// Where the word is written for the first time.
#[derive(Debug, Clone, Copy)]
pub struct Spelling {
    source: Source,
    offset: u32,
    length: u16,
}

#[derive(Debug, Clone, Copy)]
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

const TITLE: f32 = 2.0;
const SUMMARY: f32 = 1.5;

/// The words of an incident, each once, by hash. `people` are names that say nothing about it.
pub fn read(document: &Document, known: &PostMortem, people: &FxHashSet<u64>) -> Vec<Term> {
    let mut reader = Reader { terms: Vec::new(), people, normal: String::new() };
    reader.read(Source::Title, &document.title, 0, TITLE);
    if let Some(summary) = &known.summary {
        reader.read(Source::Summary, summary, 0, SUMMARY);
    }
    let (text, body) = (&document.source.text, &document.body);
    let sections = &body.sections;
    let first = sections.first().map_or(text.len(), |section| section.offset);
    reader.read(Source::Body, &text[body.start..first.max(body.start)], body.start, 1.0);
    for (index, section) in sections.iter().enumerate() {
        let end = sections.get(index + 1).map_or(text.len(), |next| next.offset).max(section.offset);
        let Some(weight) = weight(section) else { continue };
        // The headings of a template say nothing; others do.
        let start = match section.kind {
            SectionKind::Other => section.offset,
            _ if section.is_heading => line_end(text, section.offset).min(end),
            _ => section.offset,
        };
        reader.read(Source::Body, &text[start..end], start, weight);
    }
    reader.finish()
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |at| from + at)
}

/// What a word in this section counts; `None` for lists of people.
fn weight(section: &Section) -> Option<f32> {
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
        | SectionKind::ContributingFactors => Some(1.5),
        SectionKind::Supporting if PEOPLE.contains(&section.heading.trim().to_lowercase().as_str()) => None,
        SectionKind::Timeline
        | SectionKind::Lessons
        | SectionKind::WentWell
        | SectionKind::WentWrong
        | SectionKind::Lucky
        | SectionKind::ActionItems
        | SectionKind::Supporting => Some(0.7),
        _ => Some(1.0),
    }
}

struct Reader<'p> {
    terms: Vec<Term>,
    people: &'p FxHashSet<u64>,
    normal: String,
}

impl Reader<'_> {
    fn read(&mut self, source: Source, text: &str, base: usize, place: f32) {
        scan(text, |word| {
            normalise(&word, &mut self.normal);
            if word.form != Form::Identifier && COMMON.contains(self.normal.as_str()) {
                return;
            }
            let hash = hash(&self.normal);
            let (Ok(offset), Ok(length)) =
                (u32::try_from(base + word.offset), u16::try_from(word.text.len()))
            else {
                return;
            };
            if !self.people.contains(&hash) {
                let spelling = Spelling { source, offset, length };
                self.terms.push(Term { hash, spelling, form: word.form, count: 1, place });
            }
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
        self.terms.shrink_to_fit();
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
