//! Dates in numbers, and the names of months and days.

use jiff::civil::Date;

use crate::read::parse::vocabulary;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A month's name, whole or shortened to three letters or more.
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at =
        MONTHS.iter().position(|month| month.starts_with(&word) || word == "sept" && *month == "september");
    match at {
        Some(at) => i8::try_from(at + 1).ok(),
        None => vocabulary::built_in().month(&word, None),
    }
}

pub fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word) || word == "thur" || word == "tues")
}

/// `2021-05-30`, `2021/5/30`, `30-05-2021`, `30/05/2021`, `30.05.2021`, `2021年5月30日`; month first only where it must be.
pub fn numeric_date(text: &str) -> Option<(Date, usize)> {
    let mut numbers = [0_i16; 3];
    let mut lengths = [0; 3];
    let mut at = 0;
    let mut separator = None;
    for part in 0..3 {
        let rest = &text[at..];
        let run = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if !(1..=4).contains(&run) {
            return None;
        }
        numbers[part] = rest[..run].parse().ok()?;
        lengths[part] = run;
        at += run;
        if part < 2 {
            let c = text[at..].chars().next()?;
            let same = separator.is_none_or(|first| first == c || first == '年');
            if !matches!(c, '-' | '/' | '.' | '年' | '月') || !same {
                return None;
            }
            separator = Some(c);
            at += c.len_utf8();
        }
    }
    if text[at..].starts_with('日') {
        at += '日'.len_utf8();
    }
    let [first, second, third] = numbers;
    let (year, month, day) = match (lengths[0], lengths[2]) {
        (4, 1 | 2) => (first, second, third),
        (1 | 2, 4) if first > 12 || second <= 12 => (third, second, first),
        (1 | 2, 4) => (third, first, second),
        // `4/21/23`; with other separators it would be a version or a part of a number.
        (1 | 2, 2) if separator == Some('/') && (first > 12 || second <= 12) => (2000 + third, second, first),
        (1 | 2, 2) if separator == Some('/') => (2000 + third, first, second),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, at))
}

/// In which order a date in numbers has month and day, where the year comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The year comes first, or there is no such date.
    #[default]
    Plain,
    DayFirst,
    MonthFirst,
    /// Both are possible; the date with the month first.
    Either(Date),
}

/// The order of the date in numbers that a text begins with.
#[must_use]
pub fn order(text: &str) -> Order {
    let Some((_, used)) = numeric_date(text) else { return Order::Plain };
    let numbers: Vec<i16> =
        text[..used].split(['-', '/', '.']).filter_map(|part| part.parse().ok()).collect();
    let &[first, second, year] = numbers.as_slice() else { return Order::Plain };
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    match (first, second) {
        (32.., _) => Order::Plain,
        (13.., _) => Order::DayFirst,
        (_, 13..) => Order::MonthFirst,
        (month, day) if month == day => Order::Plain,
        (month, day) => {
            let other = i8::try_from(month).ok().zip(i8::try_from(day).ok());
            let other = other.and_then(|(month, day)| Date::new(year, month, day).ok());
            other.map_or(Order::Plain, Order::Either)
        }
    }
}

/// Whether a text has the shape of a date in numbers, whether or not there is such a day: `2021-02-30`.
#[must_use]
pub fn is_numeric(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number) && (parts[0].len() == 4 || parts[2].len() == 4)
}

/// The date that a file name or a folder begins or ends with: `2021-05-26-website-outage`, `04-03-2026-x`, `20190530`.
#[must_use]
pub fn date_in_name(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    (0..bytes.len())
        .filter(|&at| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()))
        .find_map(|at| {
            let text = &name[at..];
            let run = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            if run == 8 {
                let number = |range: std::ops::Range<usize>| text[range].parse().ok();
                return plausible(Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()?);
            }
            let (date, used) = numeric_date(text)?;
            let whole = !text[used..].starts_with(|c: char| c.is_ascii_digit());
            whole.then_some(date).and_then(plausible)
        })
}

/// Years outside are typing errors.
pub fn possible(date: Date) -> Option<Date> {
    (1000..=2199).contains(&date.year()).then_some(date)
}

/// Years of computers: in a name, others are version or ticket numbers.
pub fn plausible(date: Date) -> Option<Date> {
    (1970..=2100).contains(&date.year()).then_some(date)
}
