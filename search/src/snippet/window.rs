//! The part of a record's text that shows best why it was found.

use std::ops::Range;

use super::marks::{Mark, Marks};
use super::pieces;
use crate::pack::Text;
use crate::response::Snippet;

/// Characters of a snippet, about.
const LENGTH: usize = 240;
/// How far apart marks of one snippet may be; the rest is for what stands around them.
const REACH: usize = 180;
/// What stands before the first mark, if there is more behind the last one than fits.
const LEAD: usize = 60;

/// A snippet, and where it is from.
#[derive(Debug, PartialEq)]
pub struct Excerpt {
    pub snippet: Snippet,
    /// Position of the section; `None` for the summary, or where nothing matched.
    pub section: Option<usize>,
}

/// Marks that fit in one snippet.
struct Window {
    value: f32,
    section: Option<usize>,
    span: Range<usize>,
}

/// The part of the summary or a section with the most and surest words of the query in it; the beginning of the text if
/// there is none.
pub fn excerpt(text: &Text, marks: &Marks) -> Excerpt {
    let mut best: Option<Window> = None;
    let mut offer = |window: Option<Window>| {
        if let Some(window) = window
            && best.as_ref().is_none_or(|best| window.value > best.value)
        {
            best = Some(window);
        }
    };
    offer(best_window(&text.summary, &marks.find(&text.summary), None, 0.0));
    for (nth, section) in text.sections.iter().enumerate() {
        // A heading that matches makes its text more likely to be meant.
        let heading = 0.5 * value(&marks.find(&section.heading));
        offer(best_window(&section.text, &marks.find(&section.text), Some(nth), heading));
    }
    let Window { section, span, .. } = best.unwrap_or_else(|| beginning(text));
    let source = section.map_or(&text.summary, |nth| &text.sections[nth].text);
    let matched = !span.is_empty();
    let found = marks.find(source);
    let snippet = cut(source, &span, &found);
    Excerpt { snippet, section: section.filter(|_| matched) }
}

fn beginning(text: &Text) -> Window {
    let with_text = text.sections.iter().position(|section| !section.text.trim().is_empty());
    let section = if text.summary.trim().is_empty() { with_text } else { None };
    Window { value: 0.0, section, span: 0..0 }
}

/// The sum of what the words are worth; one that is there several times counts little more than once.
fn value(marks: &[Mark]) -> f32 {
    let mut sum = 0.0;
    for (nth, mark) in marks.iter().enumerate() {
        let before = marks[..nth].iter().filter(|other| other.word == mark.word);
        let known = before.map(|other| other.weight).fold(0.0, f32::max);
        sum += (mark.weight - known).max(0.02);
    }
    sum
}

fn best_window(text: &str, marks: &[Mark], section: Option<usize>, bonus: f32) -> Option<Window> {
    let mut best: Option<Window> = None;
    for (nth, first) in marks.iter().enumerate() {
        let reach = end_of_reach(text, first.from);
        let inside = marks[nth..].iter().take_while(|mark| mark.to <= reach).count().max(1);
        let inside = &marks[nth..nth + inside];
        let value = value(inside) + bonus;
        if best.as_ref().is_none_or(|best| value > best.value) {
            let end = inside.iter().map(|mark| mark.to).max().unwrap_or(first.to);
            best = Some(Window { value, section, span: first.from..end });
        }
    }
    best
}

/// A character boundary about [`REACH`] characters behind `from`.
fn end_of_reach(text: &str, from: usize) -> usize {
    forward(text, from, REACH)
}

fn forward(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(length, _)| from + length)
}

fn backward(text: &str, from: usize, characters: usize) -> usize {
    text[..from].char_indices().rev().take(characters).last().map_or(from, |(at, _)| at)
}

/// Cuts the text around `span` at word boundaries, marked, with an ellipsis where something was left out.
fn cut(text: &str, span: &Range<usize>, marks: &[Mark]) -> Snippet {
    let trimmed = text.trim_end().len();
    let span = span.start.min(trimmed)..span.end.min(trimmed);
    let length = text[span.clone()].chars().count();
    let free = LENGTH.saturating_sub(length);
    let behind = text[span.end..trimmed].chars().take(LENGTH).count();
    let lead = free.saturating_sub(behind).max(LEAD.min(free));
    let start = word_start(text, backward(text, span.start, lead), span.start);
    let used = text[start..span.end].chars().count();
    let end =
        word_end(text, forward(text, span.end, LENGTH.saturating_sub(used)).min(trimmed), span.end, trimmed);
    let mut snippet = pieces(text, start..end, marks);
    if let Some(first) = snippet.0.first_mut() {
        *first = first.trim_start_matches([' ', '·']).to_owned();
        if !text[..start].trim().is_empty() {
            first.insert(0, '…');
        }
    }
    if end < trimmed
        && let Some(last) = snippet.0.last_mut()
    {
        last.truncate(last.trim_end_matches([' ', '·']).len());
        last.push('…');
    }
    snippet
}

/// The first start of a word from `at` on, at most at `limit`. Where there is none near, the scripts has no spaces.
fn word_start(text: &str, at: usize, limit: usize) -> usize {
    if at == 0 || text[..at].ends_with(char::is_whitespace) {
        return at;
    }
    let space = text[at..limit].char_indices().take(LEAD / 2).find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(offset, c)| at + offset + c.len_utf8())
}

/// The last end of a word up to `at`, at least at `limit`.
fn word_end(text: &str, at: usize, limit: usize, trimmed: usize) -> usize {
    if at == trimmed || text[at..].starts_with(char::is_whitespace) {
        return at;
    }
    let space = text[limit..at].char_indices().rev().take(LEAD / 2).find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(offset, _)| limit + offset)
}
