//! Cuts internal blocks, and what no page shows, out of texts.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::edit::Edit;
use crate::core::model::{Dialect, SourceFile};
use crate::read::markdown::{internal, unseen};
use crate::read::parse::{body_start, odd_blocks};

/// How often a text is read again: what is cut can leave what has to be cut as well.
pub const ROUNDS: usize = 8;

/// What was cut out of the texts.
#[derive(Debug, Default)]
pub struct Cuts {
    lines: HashMap<String, Vec<Lines>>,
    /// What was odd about what was cut, with the lines of the files.
    pub found: Vec<Diagnostic>,
}

/// Lines that were cut out of a text: the line in what is left before which they stood, from 1, and how many.
pub type Lines = Vec<(usize, usize)>;

/// Cuts what is internal out of all texts.
pub fn cut(sources: &mut [SourceFile], config: &Config) -> Cuts {
    let dialect = Dialect { math: config.html.math };
    let cuts: Vec<_> = sources
        .par_iter_mut()
        .filter_map(|source| {
            let mut all = Vec::new();
            let found = odd_blocks(source, body_start(&source.text));
            loop {
                let ranges = ranges(&source.text, dialect, config.html.unsafe_html);
                if ranges.is_empty() {
                    break;
                }
                let edits: Vec<Edit> = if all.len() < ROUNDS {
                    ranges.into_iter().map(|range| Edit { range, text: String::new() }).collect()
                } else {
                    // Who writes like this is not to be published in part.
                    vec![Edit { range: 0..source.text.len(), text: String::new() }]
                };
                let (text, lines) = without(&source.text, edits);
                source.text = text.into();
                all.push(lines);
            }
            (!all.is_empty() || !found.is_empty()).then(|| (source.path.clone(), all, found))
        })
        .collect();
    let mut result = Cuts::default();
    for (path, lines, found) in cuts {
        result.found.extend(found);
        lines.into_iter().for_each(|lines| result.add(&path, lines));
    }
    result
}

/// What is cut.
fn ranges(text: &str, dialect: Dialect, has_scripts: bool) -> Vec<Range<usize>> {
    let start = body_start(text);
    let fences = internal::fences(text, start).into_iter().map(|fence| fence.range);
    fences
        .chain(unseen::ranges(text, start, dialect, has_scripts))
        .filter(|range| !range.is_empty())
        .collect()
}

/// A text with edits, and the lines that went. Those that overlap are one, with the text of the longest.
pub fn without(text: &str, mut edits: Vec<Edit>) -> (String, Lines) {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut out, mut done, mut counted) = (String::with_capacity(text.len()), 0, 0);
    let (mut line, mut gone, mut lines) = (1, 0, Lines::new());
    let mut edits = edits.into_iter().peekable();
    while let Some(mut edit) = edits.next() {
        while let Some(next) = edits.next_if(|next| next.range.start < edit.range.end) {
            let end = edit.range.end.max(next.range.end);
            if next.range.len() > edit.range.len() {
                edit.text = next.text;
            }
            edit.range.end = end;
        }
        line += text[counted..edit.range.start].matches('\n').count();
        let cut = text[edit.range.clone()].matches('\n').count();
        if cut > 0 {
            lines.push((line - gone, cut));
        }
        line += cut;
        gone += cut;
        out.push_str(&text[done..edit.range.start]);
        out.push_str(&edit.text);
        (done, counted) = (edit.range.end, edit.range.end);
    }
    out.push_str(&text[done..]);
    (out, lines)
}

impl Cuts {
    /// Takes in that lines were cut out of what was left of a text.
    pub fn add(&mut self, path: &str, lines: Lines) {
        if !lines.is_empty() {
            self.lines.entry(path.to_owned()).or_default().push(lines);
        }
    }

    /// Gives findings in what is left the lines that their authors see.
    pub fn restore(&self, found: &mut [Diagnostic]) {
        for one in found {
            let (Some(cuts), Some(place)) = (self.lines.get(&one.path), &mut one.place) else { continue };
            for lines in cuts.iter().rev() {
                let before = lines.iter().filter(|(line, _)| *line <= place.line);
                place.line += before.map(|(_, count)| count).sum::<usize>();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_overlap_are_one() {
        let edit = |range| Edit { range, text: "-".into() };
        let gone = Edit { range: 2..7, text: String::new() };
        let (text, lines) = without("a\nb\nc\nd\ne", vec![edit(2..5), gone, edit(8..9)]);
        assert_eq!((text.as_str(), lines), ("a\n\n-", vec![(2, 2)]));
    }
}
