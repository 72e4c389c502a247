//! Lengths in fields and tables beside the times that give them.

use std::ops::Range;

use super::{Stated, computed, other_length};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Milestone, PostMortem, Times};
use crate::tools::check::prose::code;
use crate::tools::check::words::Words;

/// Fields of one's own in front matter, and lines of the text that hold a label and a length: `TTR: 35h 36m`.
pub fn check(document: &Document, facts: &PostMortem, words: &Words) -> Vec<Diagnostic> {
    let mut found = in_front_matter(document, facts, words);
    let text = &document.source.text;
    let code = code(document);
    let mut at = document.body.start;
    for line in text[document.body.start..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let Some(hit) = words.measure.captures(line) else { continue };
        if code.iter().any(|code| code.contains(&start)) {
            continue;
        }
        let (Some(length), Some(end)) = (hit.name("length"), end_of(|name| hit.name(name).is_some())) else {
            continue;
        };
        let Some(stated) = Stated::read(length.as_str(), line, words) else { continue };
        let place = start + length.start()..start + length.start() + stated.shown.len();
        found.extend(compared(document, &facts.times, end, &stated, place));
    }
    found
}

fn in_front_matter(document: &Document, facts: &PostMortem, words: &Words) -> Vec<Diagnostic> {
    let front = &document.source.text[..document.body.start];
    let mut found = Vec::new();
    for extra in &facts.extra {
        let Some(value) = extra.value.as_str() else { continue };
        let line = format!("{}: {value}", crate::read::parse::normalised_key(&extra.key).replace('_', " "));
        let Some(hit) = words.measure.captures(&line) else { continue };
        let Some(end) = end_of(|name| hit.name(name).is_some()) else { continue };
        let Some(stated) = Stated::read(value, value, words) else { continue };
        let key = front.find(extra.key.as_str()).unwrap_or(0);
        let start = front[key..].find(value).map_or(key, |at| key + at);
        let place = start..(start + value.len()).min(document.source.text.len());
        found.extend(compared(document, &facts.times, end, &stated, place));
    }
    found
}

/// The phase at which a length ends, by the group that its label is in.
fn end_of(is_in: impl Fn(&str) -> bool) -> Option<Milestone> {
    [("detect", Milestone::Detected), ("mitigate", Milestone::Mitigated), ("resolve", Milestone::Resolved)]
        .into_iter()
        .find_map(|(name, phase)| is_in(name).then_some(phase))
}

/// A finding where no way to count gives that length. Some count from when it was noticed, and some until it got better.
fn compared(
    document: &Document,
    times: &Times,
    end: Milestone,
    stated: &Stated,
    place: Range<usize>,
) -> Option<Diagnostic> {
    let ends = match end {
        Milestone::Detected => [times.detect(), None],
        Milestone::Mitigated => [times.mitigate(), times.resolve()],
        _ => [times.resolve(), times.mitigate()],
    };
    let known: Vec<i64> = ends.into_iter().flatten().filter_map(computed).collect();
    let told = *known.first()?;
    let noticed = times.detect().and_then(computed).filter(|_| end != Milestone::Detected);
    let is_meant = known.iter().any(|known| {
        stated.is_about(*known) || noticed.is_some_and(|noticed| stated.is_about(known - noticed))
    });
    (!is_meant).then(|| other_length(document, stated.shown, told, place))
}
