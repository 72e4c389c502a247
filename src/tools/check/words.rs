//! The words that rules look for, by language: data, so that a language can be added by a file.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::rules;

/// Bytes that a search for all wordings at once may keep of what it has worked out.
const ROOM: usize = 64 << 20;

/// What rules look for in one language.
pub struct Words {
    /// A word of each wording in `blame`: a sentence without any of these need not be looked at again.
    pub cue: Regex,
    /// What reads as blame, the most telling first.
    pub blame: Vec<Pattern>,
    /// Which of `blame` are in a text, by position.
    pub any_blame: RegexSet,
    /// Given names that are hardly ever those of software, places or months.
    pub given_names: HashSet<&'static str>,
    /// An action item that nobody can see to be done, as a whole.
    pub vague: Regex,
    /// What every sentence has that tells a length or two times of day.
    pub time: Regex,
    /// A length that is stated of the incident; the group `length` is the length, and `it` stands for the incident.
    pub stated: Regex,
    /// What a sentence is about that names the incident.
    pub incident: Regex,
    /// A length that is at most that of the incident; the group `name` is the service it is said of.
    pub part: Regex,
    /// A time of day, another one, and the length between them.
    pub span: Regex,
    /// The times of day at which the incident began and ended.
    pub course: Regex,
    /// A line that is a label and a length; the label is in a group of the phase it ends at.
    pub measure: Regex,
    /// What makes a length one of something else than the incident.
    pub elsewhere: Regex,
    /// What is found by `elsewhere` and does not.
    pub still: Regex,
    /// Numbers in words, and in digits.
    numbers: Vec<(Regex, String)>,
    /// What makes a stated length a rough one.
    pub rough: Regex,
    /// What stands where an author should write, in lower case.
    pub placeholders: Vec<String>,
    /// Ways to say that nobody noticed anything, in lower case.
    pub no_impact: Vec<String>,
}

/// One wording.
pub struct Pattern {
    pub rule: &'static str,
    /// The group `name` has to be a person; what the group `ended` holds is behind the hit.
    pub find: Regex,
    /// What is found by `find` and meant otherwise: a hit inside of such a match is none.
    pub except: Option<Regex>,
    pub why: String,
    pub instead: String,
}

#[derive(Deserialize)]
struct Wording {
    /// Pieces that stand in patterns under their names in capitals.
    pieces: Vec<(String, String)>,
    cue: String,
    vague: String,
    time: String,
    stated: String,
    incident: String,
    part: String,
    span: String,
    course: String,
    measure: String,
    elsewhere: String,
    still: String,
    numbers: Vec<(String, String)>,
    rough: String,
    placeholders: Vec<String>,
    no_impact: Vec<String>,
    blame: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    rule: String,
    find: String,
    except: Option<String>,
    why: String,
    instead: String,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words/en.toml")));

/// The words of a language, by a BCP 47 tag; `None` where there are none yet.
pub fn of(language: &str) -> Option<&'static Words> {
    match language.split('-').next().unwrap_or_default() {
        "en" => Some(&ENGLISH),
        _ => None,
    }
}

/// The words that are looked for in texts of any language: templates and terms are English nearly everywhere.
pub fn usual() -> &'static Words {
    &ENGLISH
}

impl Words {
    fn read(text: &str) -> Self {
        let file: Wording = toml::from_str(text).expect("the words are valid");
        let compile = |pattern: &str| {
            let mut whole = pattern.to_owned();
            // A piece may be made of those above it.
            for (name, piece) in file.pieces.iter().rev() {
                whole = whole.replace(name.as_str(), piece);
            }
            RegexBuilder::new(&whole).case_insensitive(true).build().expect("the pattern is valid")
        };
        let blame = file.blame.iter().map(|written| Pattern {
            rule: rules::name(&written.rule),
            find: compile(&written.find),
            except: written.except.as_deref().map(compile),
            why: written.why.clone(),
            instead: written.instead.clone(),
        });
        let blame: Vec<Pattern> = blame.collect();
        let any_blame = RegexSetBuilder::new(blame.iter().map(|pattern| pattern.find.as_str()))
            .case_insensitive(true)
            .dfa_size_limit(ROOM)
            .build()
            .expect("the patterns are valid together");
        Self {
            cue: compile(&file.cue),
            blame,
            any_blame,
            given_names: include_str!("words/given-names.txt").split_whitespace().collect(),
            vague: compile(&file.vague),
            time: compile(&file.time),
            stated: compile(&file.stated),
            incident: compile(&file.incident),
            part: compile(&file.part),
            span: compile(&file.span),
            course: compile(&file.course),
            measure: compile(&file.measure),
            elsewhere: compile(&file.elsewhere),
            still: compile(&file.still),
            numbers: file
                .numbers
                .iter()
                .map(|(words, digits)| (compile(&format!(r"\b{words}\b")), digits.clone()))
                .collect(),
            rough: compile(&file.rough),
            placeholders: file.placeholders.clone(),
            no_impact: file.no_impact.clone(),
        }
    }

    /// A text with its numbers in digits.
    pub fn in_digits(&self, text: &str) -> String {
        let replaced = |text: String, (words, digits): &(Regex, String)| {
            words.replace_all(&text, digits.as_str()).into_owned()
        };
        self.numbers.iter().fold(text.to_owned(), replaced)
    }

    /// Whether a text is what a template holds where an author should write.
    pub fn is_placeholder(&self, text: &str) -> bool {
        let text = text.trim().trim_matches(['*', '_', '.', '…', '-']).trim();
        let lower = text.to_lowercase();
        let is_bracketed = text.starts_with(['<', '[', '{', '('])
            && text.ends_with(['>', ']', '}', ')'])
            && text.lines().count() == 1;
        text.is_empty()
            || is_bracketed
            || self.placeholders.iter().any(|word| match word.strip_suffix('…') {
                Some(start) => lower.starts_with(start),
                None => lower == *word,
            })
    }
}
