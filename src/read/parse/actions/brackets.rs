//! Brackets, paired by kind and depth.

use std::ops::Range;

const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];

/// All pairs, brackets included, in the order in which they begin. A bracket without a partner is text.
pub fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if PAIRS.iter().any(|(opening, _)| *opening == c) {
            open.push((c, at));
        } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c)
            && let Some(partner) = open.iter().rposition(|(kind, _)| kind == opening)
        {
            found.push(open[partner].1..at + c.len_utf8());
            open.truncate(partner);
        }
    }
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

/// The parts between dividers that stand in no bracket.
pub fn parts<'t>(text: &'t str, dividers: &[char]) -> Vec<&'t str> {
    let inside = pairs(text);
    let mut inside = inside.iter().peekable();
    let mut found = Vec::new();
    let (mut start, mut covered) = (0, 0);
    for (at, c) in text.char_indices() {
        while let Some(range) = inside.next_if(|range| range.start <= at) {
            covered = covered.max(range.end);
        }
        if at >= covered && dividers.contains(&c) {
            found.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    found.push(&text[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_paired_by_kind_and_depth() {
        let read = |text: &'static str| pairs(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(read("foo( … (owner: T)"), ["(owner: T)"]);
        assert_eq!(read("one :( and [two (three)]"), ["[two (three)]", "(three)"]);
        assert_eq!(read("(a [b) c]"), ["(a [b)"]);
        assert_eq!(read(") a ("), [""; 0]);
        assert_eq!(parts("owner: Ops (EU, US), due: x", &[',']), ["owner: Ops (EU, US)", " due: x"]);
    }
}
