//! Words of dates and times that no language calls its own, and those of all languages, in lower case.

use std::sync::LazyLock;

use crate::read::parse::vocabulary::{self, ClockWord};

/// Names of months in full, each with its number.
pub const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];

/// Names of the days of the week, from Monday on.
pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Months whose names are short enough to be words of other languages, and whole or usual all the same.
pub const SHORT_MONTHS: &[(&str, i8)] = &[("mai", 5), ("maj", 5), ("mei", 5), ("okt", 10), ("dez", 12)];

/// Short names of days that are no beginning of a whole one, and signs that stand in parentheses behind a date.
pub const SHORT_WEEKDAYS: &[(&str, i8)] = &[
    ("thurs", 3),
    ("weds", 2),
    ("月", 0),
    ("火", 1),
    ("水", 2),
    ("木", 3),
    ("金", 4),
    ("土", 5),
    ("日", 6),
    ("월", 0),
    ("화", 1),
    ("수", 2),
    ("목", 3),
    ("금", 4),
    ("토", 5),
    ("일", 6),
];

/// Words that stand for a time or a day, in all languages.
pub struct ClockWords {
    pub noon: Vec<&'static str>,
    pub midnight: Vec<&'static str>,
    /// The day behind the one of the line before.
    pub next_day: Vec<&'static str>,
    /// Words of halves of a day, and whether that is the afternoon. Where words have no spaces they stand before the hour.
    pub halves: Vec<(&'static str, bool)>,
}

pub static CLOCK: LazyLock<ClockWords> = LazyLock::new(|| {
    let half = |kind, is_afternoon| {
        vocabulary::built_in_phrases(kind).into_iter().map(move |word| (word, is_afternoon))
    };
    let mut halves: Vec<_> =
        half(ClockWord::Morning, false).chain(half(ClockWord::Afternoon, true)).collect();
    // "am" and "pm" are read with the hour.
    halves.retain(|(word, _)| word.len() > 2);
    ClockWords {
        noon: vocabulary::built_in_phrases(ClockWord::Noon),
        midnight: vocabulary::built_in_phrases(ClockWord::Midnight),
        next_day: vocabulary::built_in_phrases(ClockWord::NextDay),
        halves,
    }
});

/// What stands before the number of a day, counted from that of the incident.
pub const DAY: &[&str] =
    &["day", "tag", "jour", "día", "dia", "giorno", "dag", "dzień", "den", "день", "gün"];

/// What may stand before a time without saying anything of it.
pub const FILLERS: &[&str] = &[
    "at",
    "on",
    "around",
    "about",
    "approx",
    "approximately",
    "ca",
    "circa",
    "by",
    "after",
    "from",
    "since",
    "um",
    "gegen",
    "ab",
    "est.",
    "est.:",
    "time=",
];

/// Behind an hour, and behind minutes.
pub const HOURS: &[&str] = &["時", "时", "点", "點", "시"];
pub const MINUTES: &[&str] = &["分", "분"];

/// Behind a whole hour: "15 Uhr".
pub const O_CLOCK: &[&str] = &["uhr", "o'clock", "o’clock"];

/// Behind a length of time, when what it says is when something was.
pub const AFTER: &[&str] = &["after", "later", "in", "into", "before", "long", "total", "elapsed", "of"];
