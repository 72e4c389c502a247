//! Dates in numbers, and the names of months and days.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::words::{MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS};
use crate::read::parse::vocabulary;

/// A month's name, whole or shortened to three letters or more.
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    let word = word.to_lowercase();
    let named = MONTHS.iter().find(|(month, _)| month.starts_with(&word));
    let named = named.or_else(|| SHORT_MONTHS.iter().find(|(month, _)| *month == word));
    named.map(|(_, number)| *number).or_else(|| {
        // Three letters are too often a word of another language: "set" is a month in Portuguese.
        vocabulary::built_in().month(&word, None)
    })
}

/// The number of a day of the week, from Monday on: its name, whole or shortened to three letters or more.
pub fn weekday(word: &str) -> Option<i8> {
    if word.is_empty() || word.len() > 12 || word.is_ascii() && word.len() < 3 {
        return None;
    }
    let word = word.to_lowercase();
    let named = WEEKDAYS.iter().position(|day| day.starts_with(&word)).and_then(|day| i8::try_from(day).ok());
    named.or_else(|| SHORT_WEEKDAYS.iter().find(|(day, _)| *day == word).map(|(_, day)| *day)).or_else(|| {
        let day = vocabulary::built_in().weekday(&word, None)?;
        Some(day.to_monday_zero_offset())
    })
}

/// `2021-05-30`, `2021/5/30`, `30-05-2021`, `30/05/2021`, `30.05.2021`, `2021年5月30日`; month first only where it must be.
pub fn numeric_date(text: &str) -> Option<(Date, usize)> {
    let mut numbers = [0_i16; 3];
    let mut lengths = [0; 3];
    let mut at = 0;
    let mut separator = None;
    let era = text.strip_prefix("令和").map(|_| 2018);
    at += era.map_or(0, |_| "令和".len());
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
            let same = separator.is_none_or(|first| first == c || matches!(first, '年' | '년'));
            if !matches!(c, '-' | '/' | '.' | '年' | '月' | '년' | '월') || !same {
                return None;
            }
            separator = Some(c);
            at += c.len_utf8();
            // "2026년 2월 3일", "2026. 2. 3"
            if matches!(c, '년' | '월' | '年' | '月') {
                at += text[at..].len() - text[at..].trim_start_matches(' ').len();
            }
        }
    }
    if text[at..].starts_with(['日', '일']) {
        at += '日'.len_utf8();
    }
    let [first, second, third] = numbers;
    if let Some(before) = era {
        let date = Date::new(before + first, i8::try_from(second).ok()?, i8::try_from(third).ok()?).ok()?;
        return (separator == Some('月')).then_some((date, at));
    }
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
pub fn order(text: &str) -> Order {
    let Some((_, used)) = numeric_date(text) else { return Order::Plain };
    // With points the day is always first.
    if text[..used].contains('.') {
        return Order::Plain;
    }
    let numbers: Vec<i16> = text[..used].split(['-', '/']).filter_map(|part| part.parse().ok()).collect();
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
pub fn is_numeric(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number) && (parts[0].len() == 4 || parts[2].len() == 4)
}

/// The date that a file name or a folder begins or ends with: `2021-05-26-website-outage`, `2021_05_26_x`, `04-03-2026-x`,
/// `20190530`.
pub fn date_in_name(name: &str) -> Option<Date> {
    if name.contains('_') {
        return date_in_name(&name.replace('_', "-"));
    }
    let bytes = name.as_bytes();
    (0..bytes.len())
        .filter(|&at| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()))
        .find_map(|at| {
            let text = &name[at..];
            let run = text.bytes().take_while(u8::is_ascii_digit).count();
            if run == 8 {
                let number = |range: std::ops::Range<usize>| text[range].parse().ok();
                return plausible(Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok()?);
            }
            let (date, used) = numeric_date(text)?;
            let whole = !text[used..].starts_with(|c: char| c.is_ascii_digit());
            whole.then_some(date).and_then(plausible)
        })
}

/// Both readings of the date in a name that has month and day in either order.
pub fn either_in_name(name: &str) -> Option<(Date, Date)> {
    let name = name.replace('_', "-");
    let starts = name
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !name[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()));
    starts.into_iter().find_map(|(at, _)| match (numeric_date(&name[at..]), order(&name[at..])) {
        (Some((date, _)), Order::Either(other)) => Some((date, other)),
        _ => None,
    })
}

/// The first of several days that a text names: `Feb 28 – Mar 2, 2026`, `3–5 February 2026`, `February 3-5, 2026`.
pub fn first_of_days(text: &str) -> Option<Date> {
    static DAYS: LazyLock<Regex> = LazyLock::new(|| {
        let end = r"(?:st|nd|rd|th)?\.?";
        let pattern = format!(
            r"(?x)\b (?: (?<d1>\d{{1,2}}){end}(?:\s+(?<m1>\pL{{3,12}})\.?)? | (?<n1>\pL{{3,12}})\.?\s+(?<e1>\d{{1,2}}){end} )
            \s*(?:-|–|—|to|bis|au|al|a)\s*
            (?: (?<d2>\d{{1,2}}){end}\s+(?<m2>\pL{{3,12}})\.?,? | (?:(?<n2>\pL{{3,12}})\.?\s+)?(?<e2>\d{{1,2}}){end},? )
            \s+(?<year>(?:19|20)\d\d)\b"
        );
        Regex::new(&pattern).expect("the pattern is valid")
    });
    if !text.contains("20") && !text.contains("19") {
        return None;
    }
    let found = DAYS.captures(text)?;
    let get = |names: [&str; 2]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
    let number = |names| get(names)?.parse::<i8>().ok();
    let last_month = get(["m2", "n2"]);
    let first_month = get(["m1", "n1"]).or(last_month).and_then(month)?;
    let last_month = last_month.map_or(Some(first_month), month)?;
    let year: i16 = found["year"].parse().ok()?;
    let year = if first_month > last_month { year - 1 } else { year };
    let last = Date::new(found["year"].parse().ok()?, last_month, number(["d2", "e2"])?).ok()?;
    Date::new(year, first_month, number(["d1", "e1"])?).ok().filter(|first| *first <= last)
}

/// Years outside are typing errors.
pub fn possible(date: Date) -> Option<Date> {
    (1000..=2199).contains(&date.year()).then_some(date)
}

/// Years of computers: in a name, others are version or ticket numbers.
pub fn plausible(date: Date) -> Option<Date> {
    (1970..=2100).contains(&date.year()).then_some(date)
}
