//! Lengths in sentences: of the incident as a whole, and between two times of the same sentence.

use std::ops::Range;

use regex::Captures;

use super::{Stated, computed, other_length, spelled};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, PostMortem};
use crate::tools::check::prose::Sentence;
use crate::tools::check::rules;
use crate::tools::check::words::Words;

const DAY: i64 = 24 * 60;
/// Minutes by which the length between two times may be off.
const SAME: i64 = 5;

/// Lengths in words that the times do not give.
pub fn check(
    document: &Document,
    facts: &PostMortem,
    sentences: &[Sentence],
    words: &Words,
) -> Vec<Diagnostic> {
    let times = &facts.times;
    let known: Vec<i64> =
        [times.resolve(), times.mitigate()].into_iter().flatten().filter_map(computed).collect();
    let mut found = Vec::new();
    for (position, sentence) in sentences.iter().enumerate() {
        if !words.time.is_match(&sentence.text) {
            continue;
        }
        found.extend(
            words
                .span
                .captures_iter(&sentence.text)
                .filter_map(|hit| beside(document, sentence, &hit, words)),
        );
        if let Some(longest) = known.iter().max() {
            let tells = Teller { document, facts, words, known: &known, longest: *longest };
            let before = position.checked_sub(1).and_then(|before| sentences.get(before));
            found.extend(tells.stated(sentence, before));
            found.extend(tells.part(sentence));
            found.extend(tells.course(sentence));
        }
    }
    found
}

/// What is needed to compare a sentence with the times.
struct Teller<'d> {
    document: &'d Document,
    facts: &'d PostMortem,
    words: &'d Words,
    /// Lengths of the incident, in minutes: until it was over, and until it got better.
    known: &'d [i64],
    longest: i64,
}

impl Teller<'_> {
    /// "The outage lasted 5 hours."
    fn stated(&self, sentence: &Sentence, before: Option<&Sentence>) -> Vec<Diagnostic> {
        let hits = self.words.stated.captures_iter(&sentence.text);
        let found = hits.filter_map(|hit| {
            let (whole, length) = (hit.get(0)?, hit.name("length")?);
            // "It" is the incident only where that is what the sentence before is about.
            if hit.name("it").is_some() {
                let before = before?;
                if !self.words.incident.is_match(&before.text) || self.is_elsewhere(before, &(0..0)) {
                    return None;
                }
            }
            let stated = Stated::read(length.as_str(), whole.as_str(), self.words)?;
            if self.known.iter().any(|known| stated.is_about(*known))
                || self.is_elsewhere(sentence, &whole.range())
            {
                return None;
            }
            let place = sentence.source(&(length.start()..length.start() + stated.shown.len()));
            Some(other_length(self.document, stated.shown, self.longest, place))
        });
        found.collect()
    }

    /// "The site was down for 6 hours": less than the whole may have been, but nothing for longer.
    fn part(&self, sentence: &Sentence) -> Vec<Diagnostic> {
        let hits = self.words.part.captures_iter(&sentence.text);
        let found = hits.filter_map(|hit| {
            let (whole, length) = (hit.get(0)?, hit.name("length").or_else(|| hit.name("before"))?);
            if let Some(name) = hit.name("name")
                && !self.facts.services.iter().any(|service| service.eq_ignore_ascii_case(name.as_str()))
            {
                return None;
            }
            let stated = Stated::read(length.as_str(), whole.as_str(), self.words)?;
            if stated.minutes <= self.longest
                || stated.is_about(self.longest)
                || self.is_elsewhere(sentence, &whole.range())
            {
                return None;
            }
            let place = sentence.source(&(length.start()..length.start() + stated.shown.len()));
            Some(other_length(self.document, stated.shown, self.longest, place))
        });
        found.collect()
    }

    /// "The incident started at 09:00 UTC and was resolved at 15:00 UTC."
    fn course(&self, sentence: &Sentence) -> Vec<Diagnostic> {
        let hits = self.words.course.captures_iter(&sentence.text);
        let found = hits.filter_map(|hit| {
            let minutes = between(&hit)?;
            let is_known = self.known.iter().any(|known| is_same_clock(*known, minutes));
            if is_known || self.is_elsewhere(sentence, &hit.get(0)?.range()) {
                return None;
            }
            let (from, to) = (hit.name("from")?, hit.name("to")?);
            let message = format!(
                "from {} to {} is {}, and the times give {}",
                from.as_str(),
                to.as_str(),
                spelled(minutes),
                spelled(self.longest)
            );
            let finding =
                Diagnostic::warning(rules::name("other-length"), &self.document.source.path, message)
                    .at(&self.document.source.text, sentence.source(&(from.start()..to.end())));
            Some(finding.hint("Correct the sentence or the times."))
        });
        found.collect()
    }

    /// Whether a sentence, beside the length in it, says that it is about something else: another incident, a part of
    /// those affected, or what did not happen.
    fn is_elsewhere(&self, sentence: &Sentence, hit: &Range<usize>) -> bool {
        let text = &sentence.text;
        let meant: Vec<Range<usize>> = self.words.still.find_iter(text).map(|one| one.range()).collect();
        self.words.elsewhere.find_iter(text).any(|one| {
            let is_inside = |range: &Range<usize>| range.start <= one.start() && one.start() < range.end;
            !is_inside(hit) && !meant.iter().any(is_inside)
        })
    }
}

/// "Between 10:00 and 12:00 (3 hours)": wrong by itself.
fn beside(document: &Document, sentence: &Sentence, hit: &Captures, words: &Words) -> Option<Diagnostic> {
    let length = hit.name("length")?;
    let minutes = between(hit)?;
    let stated = Stated::read(length.as_str(), hit.get(0)?.as_str(), words)?;
    if stated.is_about(minutes) || is_same_clock(stated.minutes, minutes) {
        return None;
    }
    let place = sentence.source(&(length.start()..length.start() + stated.shown.len()));
    Some(other_length(document, stated.shown, minutes, place))
}

/// The minutes from one time of day to the next other one; `None` where the zones differ.
fn between(hit: &Captures) -> Option<i64> {
    let zone = |name: &str| hit.name(name).map(|zone| zone.as_str().to_uppercase());
    let (first, second) = (zone("from_zone"), zone("to_zone"));
    if first.is_some() && first != second {
        return None;
    }
    let (from, to) = (clock(hit.name("from")?.as_str())?, clock(hit.name("to")?.as_str())?);
    Some((to - from).rem_euclid(DAY))
}

/// Whether lengths are the same but for whole days.
fn is_same_clock(one: i64, other: i64) -> bool {
    let apart = (one - other).rem_euclid(DAY);
    apart <= SAME || DAY - apart <= SAME
}

/// The minute of the day: `15:00` is 900.
fn clock(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_apart_across_midnight() {
        assert_eq!(clock("15:00"), Some(900));
        assert_eq!(clock("24:00"), None);
        assert!(is_same_clock(26 * 60, 123) && is_same_clock(0, DAY - 3) && !is_same_clock(60, 120));
    }
}
