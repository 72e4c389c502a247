//! Time zones as people abbreviate them.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A zone named in a text: a fixed offset, or rules that depend on the date.
#[derive(Debug, Clone)]
pub enum Zone {
    Fixed(Offset),
    Rules(TimeZone),
}

impl Zone {
    /// The offset at a wall-clock time. In a gap or a fold the earlier reading counts.
    #[must_use]
    pub fn offset_at(&self, at: DateTime) -> Offset {
        match self {
            Self::Fixed(offset) => *offset,
            Self::Rules(zone) => {
                zone.to_ambiguous_zoned(at).compatible().map_or(Offset::UTC, |zoned| zoned.offset())
            }
        }
    }
}

/// Fixed offsets in minutes. Where an abbreviation has several meanings, the one met most in public post-mortems.
const FIXED: &[(&str, i32)] = &[
    ("utc", 0),
    ("gmt", 0),
    ("z", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("ist", 330),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("ast", -240),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("cst", -360),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
    ("akst", -540),
    ("hst", -600),
];

/// Zones whose offset depends on the date.
const RULES: &[(&str, &str)] = &[
    ("pt", "America/Los_Angeles"),
    ("mt", "America/Denver"),
    ("ct", "America/Chicago"),
    ("et", "America/New_York"),
    ("pacific time", "America/Los_Angeles"),
    ("mountain time", "America/Denver"),
    ("central time", "America/Chicago"),
    ("eastern time", "America/New_York"),
    ("coordinated universal time", "UTC"),
];

/// The zone that a whole word or name stands for.
#[must_use]
pub fn named(word: &str) -> Option<Zone> {
    let lower = word.to_ascii_lowercase();
    if let Some((_, minutes)) = FIXED.iter().find(|(name, _)| *name == lower) {
        return Offset::from_seconds(minutes * 60).ok().map(Zone::Fixed);
    }
    if let Some((_, name)) = RULES.iter().find(|(name, _)| *name == lower) {
        return TimeZone::get(name).ok().map(Zone::Rules);
    }
    if word.contains('/') { TimeZone::get(word).ok().map(Zone::Rules) } else { None }
}

/// The zone that a heading or a sentence about times names: "Timeline (times in BST)", "All times in UTC.".
#[must_use]
pub fn mentioned(text: &str) -> Option<Zone> {
    let lower = text.to_ascii_lowercase();
    for (name, _) in RULES.iter().filter(|(name, _)| name.contains(' ')) {
        if lower.contains(name) {
            return named(name);
        }
    }
    // Upper case only: "et" and "ct" are also words and parts of words. One letter would be too little.
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+-:/_".contains(c)));
    let mut zones = words.filter(|word| word.len() > 1).filter_map(|word| {
        let plain = word.trim_matches([':', '-', '+', '/', '_']);
        if let Some((zone, _)) = leading_offset(plain) {
            return Some(zone);
        }
        (plain.contains('/') || plain.chars().all(|c| c.is_ascii_uppercase())).then(|| named(plain)).flatten()
    });
    zones.next()
}

/// A zone at the start of `text`, and how many bytes it takes: `Z`, `UTC`, `+02:00`, `UTC+2`, `(PST)`.
#[must_use]
pub fn leading(text: &str) -> Option<(Zone, usize)> {
    let open = text.len() - text.trim_start_matches([' ', '\u{a0}', '(']).len();
    let rest = &text[open..];
    let close = |used: usize| {
        let parenthesis = text[..open].contains('(') && rest[used..].starts_with(')');
        open + used + usize::from(parenthesis)
    };
    if let Some((zone, used)) = leading_offset(rest) {
        return Some((zone, close(used)));
    }
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let word = &rest[..length];
    let is_name = word.chars().all(|c| c.is_ascii_uppercase()) || matches!(word, "utc" | "gmt");
    // "14:05 Z" is a zone, "14:05 ET phoned home" probably too; a lower-case word is prose.
    (is_name && !word.is_empty()).then(|| named(word)).flatten().map(|zone| (zone, close(length)))
}

/// `+02:00`, `-0730`, `+2`, each also after `UTC` or `GMT`.
fn leading_offset(text: &str) -> Option<(Zone, usize)> {
    let name = ["UTC", "GMT"].iter().find(|name| text.starts_with(**name)).map_or(0, |name| name.len());
    let rest = &text[name..];
    let sign = match rest.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let sign_length = rest.chars().next()?.len_utf8();
    let digits = &rest[sign_length..];
    let number = |text: &str| text.parse::<i32>().ok();
    let run = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let (hours, minutes, used) = match run {
        1 | 2 => {
            let tail = &digits[run..];
            let minutes = tail.strip_prefix(':').and_then(|tail| tail.get(..2)).and_then(number);
            (number(&digits[..run])?, minutes.unwrap_or(0), run + if minutes.is_some() { 3 } else { 0 })
        }
        4 => (number(&digits[..2])?, number(&digits[2..4])?, 4),
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    let offset = Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()?;
    Some((Zone::Fixed(offset), name + sign_length + used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(zone: &Zone) -> i32 {
        zone.offset_at(jiff::civil::date(2021, 7, 1).at(12, 0, 0, 0)).seconds() / 60
    }

    #[test]
    fn zones_are_found_where_people_write_them() {
        for (text, expected) in [
            ("Timeline (times in BST)", 60),
            ("Timeline (all times PST) and more", -480),
            ("All times in Central European Time (CET)", 60),
            ("Time (UTC)", 0),
            ("times are UTC+2", 120),
            ("Europe/Berlin", 120),
            ("times in Pacific Time", -420),
        ] {
            assert_eq!(mentioned(text).map(|zone| minutes(&zone)), Some(expected), "{text}");
        }
        assert!(mentioned("Timeline of events").is_none());
        assert!(mentioned("A TIMELINE").is_none());
    }

    #[test]
    fn a_zone_behind_a_time_says_how_long_it_is() {
        for (text, expected, used) in
            [(" UTC rest", 0, 4), ("Z", 0, 1), ("-00:00", 0, 6), ("+0530 x", 330, 5), (" (PST) x", -480, 6)]
        {
            let (zone, length) = leading(text).unwrap();
            assert_eq!((minutes(&zone), length), (expected, used), "{text}");
        }
        assert!(leading(" the pods restarted").is_none());
        assert!(leading(" API down").is_none());
    }
}
