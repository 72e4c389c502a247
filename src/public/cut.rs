//! Cuts internal blocks and comments out of texts.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::edit::{Edit, apply};
use crate::markdown::{internal, rewrite};
use crate::model::{Dialect, SourceFile};
use crate::parse::body_start;

/// Lines that were cut out of each file, by its path: the line in what is left before which they stood, from 1, and how many.
#[derive(Debug, Default)]
pub struct Cuts(HashMap<String, Vec<(usize, usize)>>);

/// Cuts what is internal out of all texts.
pub fn cut(sources: &mut [SourceFile], found: &mut Vec<Diagnostic>) -> Cuts {
    let cuts: Vec<_> = sources
        .par_iter_mut()
        .filter_map(|source| {
            let ranges = ranges(&source.text);
            if ranges.is_empty() {
                return None;
            }
            let lines = lines(&source.text, &ranges);
            let unclosed = unclosed(source);
            let edits: Vec<Edit> =
                ranges.into_iter().map(|range| Edit { range, text: String::new() }).collect();
            source.text = apply(&source.text, &edits).into();
            Some((source.path.clone(), lines, unclosed))
        })
        .collect();
    let mut all = HashMap::new();
    for (path, lines, unclosed) in cuts {
        found.extend(unclosed);
        all.insert(path, lines);
    }
    Cuts(all)
}

/// What is cut, in order and apart from each other.
fn ranges(text: &str) -> Vec<Range<usize>> {
    let start = body_start(text);
    let mut ranges: Vec<Range<usize>> =
        internal::fences(text, start).into_iter().map(|fence| fence.range).collect();
    ranges.extend(rewrite::comments(text, start, Dialect::default()));
    ranges.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

fn lines(text: &str, ranges: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut gone = 0;
    let mut lines = Vec::new();
    for range in ranges {
        let count = text[range.clone()].matches('\n').count();
        if count > 0 {
            let line = text[..range.start].matches('\n').count() + 1;
            lines.push((line - gone, count));
            gone += count;
        }
    }
    lines
}

fn unclosed(source: &SourceFile) -> Option<Diagnostic> {
    crate::parse::unclosed(source, body_start(&source.text))
}

impl Cuts {
    /// Findings with the lines that their authors see.
    pub fn restore(&self, found: &mut [Diagnostic]) {
        for one in found {
            // It was found before anything was cut.
            if one.rule == crate::parse::UNCLOSED {
                continue;
            }
            if let (Some(cuts), Some(place)) = (self.0.get(&one.path), &mut one.place) {
                let before = cuts.iter().filter(|(line, _)| *line <= place.line);
                place.line += before.map(|(_, count)| count).sum::<usize>();
            }
        }
    }
}
