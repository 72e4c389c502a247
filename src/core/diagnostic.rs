//! What is odd about an input, as data. [`crate::tools::report`] prints it; nothing else does.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize};

use crate::core::edit::Edit;
use crate::core::lines::Lines;

/// How bad it is. Ordered, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Part of the input was left out, or could not be understood.
    Error,
    /// Everything is published, but probably not as its author meant.
    Warning,
}

/// The name of a rule, which the program has.
pub type Rule = &'static str;

/// One finding in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub level: Level,
    /// Stable name, such as `unknown-severity`.
    #[serde(deserialize_with = "rule")]
    pub rule: Rule,
    /// As a person would type it: relative to the working directory where that is possible.
    pub path: String,
    pub place: Option<Place>,
    pub message: String,
    /// What to write instead, or where to look.
    pub hint: Option<String>,
    /// What mends it.
    pub fix: Option<Fix>,
}

/// A change of the file that mends a finding without changing what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    pub edit: Edit,
    /// Line and column, from 1, columns in characters, of the first character that is replaced.
    pub start: (usize, usize),
    /// Position of the character behind the last one.
    pub end: (usize, usize),
}

/// A place in a file, with the line itself, so that printing needs no other file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line, shortened around the place where it is very long.
    pub excerpt: String,
    /// What is meant, in bytes of `excerpt`.
    pub marked: Range<usize>,
}

/// Rules that were read rather than written down in the program, each once: there are a few dozen of them.
static RULES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

fn rule<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let name = String::deserialize(from)?;
    let mut rules = RULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = rules.get(name.as_str()) {
        return Ok(known);
    }
    let name: &'static str = Box::leak(name.into_boxed_str());
    rules.insert(name);
    Ok(name)
}

impl Diagnostic {
    pub fn error(rule: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            rule,
            path: path.into(),
            place: None,
            message: message.into(),
            hint: None,
            fix: None,
        }
    }

    pub fn warning(rule: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(rule, path, message) }
    }

    /// Points at a byte range of `text`, the whole file.
    #[must_use]
    pub fn at(mut self, text: &(impl Lined + ?Sized), range: Range<usize>) -> Self {
        self.place = Some(Place::new(text, range));
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Is mended by putting `new` in the place of a byte range of `text`, the whole file.
    pub fn mended_by(
        mut self,
        text: &(impl Lined + ?Sized),
        range: Range<usize>,
        new: impl Into<String>,
    ) -> Self {
        let (start, end) = (line_and_column(text, range.start), line_and_column(text, range.end));
        self.fix = Some(Fix { edit: Edit { range, text: new.into() }, start, end });
        self
    }

    /// Order in which findings are listed: by file, then by place.
    pub fn sort_key(&self) -> (&str, usize, usize, &str, &str) {
        let (line, column) = self.place.as_ref().map_or((0, 0), |place| (place.line, place.column));
        (&self.path, line, column, self.rule, &self.message)
    }
}

/// Longest excerpt, in bytes; a minified file has lines of megabytes.
const EXCERPT: usize = 160;

/// A text whose lines can be counted: by going through it, or by an index where it is long and asked often.
pub trait Lined {
    fn text(&self) -> &str;
    fn lines(&self) -> Option<&Lines> {
        None
    }
}

impl Lined for str {
    fn text(&self) -> &str {
        self
    }
}

impl Lined for String {
    fn text(&self) -> &str {
        self
    }
}

impl Lined for Cow<'_, str> {
    fn text(&self) -> &str {
        self
    }
}

/// A line in which a byte lies.
struct Around {
    /// From 0.
    line: usize,
    start: usize,
    /// Before the line feed.
    end: usize,
}

impl Around {
    fn new(text: &(impl Lined + ?Sized), at: usize) -> Self {
        let (lines, text) = (text.lines(), text.text());
        if let Some(lines) = lines {
            let (line, start) = lines.line(at);
            return Self { line, start, end: lines.end(text, at) };
        }
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        Self { line: text[..start].matches('\n').count(), start, end }
    }
}

/// Characters between two bytes.
fn characters(text: &(impl Lined + ?Sized), from: usize, to: usize) -> usize {
    let counted = || text.text()[from..to].chars().count();
    text.lines().map_or_else(counted, |lines| lines.characters(text.text(), from, to))
}

impl Place {
    /// The place of a byte range of `text`. A range that spans lines is cut at the end of its first one.
    pub fn new(text: &(impl Lined + ?Sized), range: Range<usize>) -> Self {
        let (whole, text) = (text, text.text());
        let start = floor(text, range.start.min(text.len()));
        let Around { line, start: line_start, end } = Around::new(whole, start);
        let line_end = line_start + text[line_start..end].trim_end_matches('\r').len();
        let start = start.min(line_end);
        let end = floor(text, range.end.clamp(start, line_end));

        let cut_start =
            if start - line_start > EXCERPT / 2 { floor(text, start - EXCERPT / 2) } else { line_start };
        let cut_end = floor(text, line_end.min(cut_start + EXCERPT)).max(start);
        Self {
            line: line + 1,
            column: characters(whole, line_start, start) + 1,
            excerpt: text[cut_start..cut_end].to_owned(),
            marked: start - cut_start..end.min(cut_end) - cut_start,
        }
    }
}

/// Line and column, from 1, of a byte of `text`; columns in characters.
fn line_and_column(text: &(impl Lined + ?Sized), at: usize) -> (usize, usize) {
    let Around { line, start, .. } = Around::new(text, at);
    (line + 1, characters(text, start, at) + 1)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// ` (did you mean "severity"?)`, where one of `known` is near enough to `word` to be a misspelling of it.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 3);
    known
        .into_iter()
        // Most are ruled out by their lengths, which costs next to nothing.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters() {
        let text = "one\nzwölf: x\r\nthree";
        let place = Place::new(text, 12..13);
        assert_eq!((place.line, place.column), (2, 8));
        assert_eq!(&place.excerpt[place.marked.clone()], "x");
        assert_eq!(place.excerpt, "zwölf: x");
    }

    #[test]
    fn a_place_in_a_long_line_is_cut_around_it() {
        let text = format!("{}needle{}", "a".repeat(10_000), "ü".repeat(10_000));
        let place = Place::new(&text, 10_000..10_006);
        assert_eq!(&place.excerpt[place.marked.clone()], "needle");
        assert!(place.excerpt.len() <= EXCERPT);
    }

    #[test]
    fn a_place_is_the_same_by_an_index() {
        let text = "zwölf: x\r\n[a](b) 日本 ".repeat(2_000);
        let indexed = crate::core::model::Text::from(text.as_str());
        assert!(indexed.lines().is_some() && crate::core::model::Text::from("short").lines().is_none());
        for start in (0..text.len() + 3).step_by(97) {
            assert_eq!(Place::new(&indexed, start..start + 5), Place::new(&text, start..start + 5));
        }
        let line = crate::core::model::Text::from("日".repeat(20_000));
        assert_eq!(Place::new(&line, 30_000..30_003), Place::new(line.as_str(), 30_000..30_003));
    }

    #[test]
    fn a_place_at_the_very_end_is_valid() {
        assert_eq!(Place::new("", 0..0).line, 1);
        assert_eq!(Place::new("a\n", 2..9).line, 2);
    }

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        assert_eq!(did_you_mean("severty", ["severity", "services"]), Some("severity"));
        assert_eq!(did_you_mean("colour", ["severity", "services"]), None);
    }
}
