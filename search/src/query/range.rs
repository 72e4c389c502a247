//! Dates and durations in queries: `2024-03`, `>=2024`, `2023..2024`, `>2h`, `1h..2h`.

use crate::date;

/// Days since 1970-01-01, half open; `None` is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayRange {
    pub from: Option<i32>,
    pub until: Option<i32>,
}

/// Minutes, half open; `None` is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MinuteRange {
    pub from: Option<u32>,
    pub until: Option<u32>,
}

impl DayRange {
    pub fn contains(self, day: i32) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }
}

impl MinuteRange {
    pub fn contains(self, minutes: u32) -> bool {
        self.from.is_none_or(|from| minutes >= from) && self.until.is_none_or(|until| minutes < until)
    }
}

/// What `after:` and `before:` are given: the first day of a year, month or day.
pub fn date_bound(text: &str) -> Option<i32> {
    days_of(text).map(|(first, _)| first)
}

/// What `date:` is given.
pub(super) fn date(text: &str) -> Option<DayRange> {
    let (from, until) = range(text, days_of)?;
    Some(DayRange { from, until })
}

/// What `duration:` is given. A bare `2h` takes in all that is two hours when the minutes are left out.
pub fn duration(text: &str) -> Option<MinuteRange> {
    if let Some((minutes, unit)) = length(text) {
        return Some(MinuteRange { from: Some(minutes), until: Some(minutes.saturating_add(unit)) });
    }
    let (from, until) =
        range(text, |text| length(text).map(|(minutes, _)| (minutes, minutes.saturating_add(1))))?;
    Some(MinuteRange { from, until })
}

/// Reads a comparison of values that `span` turns into a half-open range each.
fn range<T: Ord + Copy>(text: &str, span: impl Fn(&str) -> Option<(T, T)>) -> Option<(Option<T>, Option<T>)> {
    let text = text.trim();
    if let Some(value) = text.strip_prefix(">=").or(text.strip_prefix('≥')) {
        return Some((Some(span(value)?.0), None));
    }
    if let Some(value) = text.strip_prefix("<=").or(text.strip_prefix('≤')) {
        return Some((None, Some(span(value)?.1)));
    }
    if let Some(value) = text.strip_prefix('>') {
        return Some((Some(span(value)?.1), None));
    }
    if let Some(value) = text.strip_prefix('<') {
        return Some((None, Some(span(value)?.0)));
    }
    match text.split_once("..") {
        None => span(text.strip_prefix('=').unwrap_or(text)).map(|(first, end)| (Some(first), Some(end))),
        Some(("", "")) => None,
        Some(("", last)) => Some((None, Some(span(last)?.1))),
        Some((first, "")) => Some((Some(span(first)?.0), None)),
        Some((first, last)) => {
            let (first, last) = (span(first)?, span(last)?);
            Some((Some(first.0.min(last.0)), Some(first.1.max(last.1))))
        }
    }
}

/// The first day of a year, month or day, and the day after the last one. A time of day is left out.
fn days_of(text: &str) -> Option<(i32, i32)> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(date, _)| date);
    let mut numbers = [0; 3];
    let mut count = 0;
    for part in text.split(['-', '/']) {
        let digits = if count == 0 { 4..=4 } else { 1..=2 };
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        *numbers.get_mut(count).filter(|_| fits)? = part.parse().ok()?;
        count += 1;
    }
    let [year, month, day] = numbers;
    let end_of_year = || Some(date::days(year, 12, 31)? + 1);
    match count {
        1 => Some((date::days(year, 1, 1)?, end_of_year()?)),
        2 if month == 12 => Some((date::days(year, 12, 1)?, end_of_year()?)),
        2 => Some((date::days(year, month, 1)?, date::days(year, month + 1, 1)?)),
        _ => date::days(year, month, day).map(|first| (first, first + 1)),
    }
}

/// `90m`, `2h`, `1h30m`, `1.5h`, `3d`, `90` (minutes) → minutes, and the length of the smallest unit that is named.
fn length(text: &str) -> Option<(u32, u32)> {
    let mut rest = text.trim();
    let mut total = 0.0;
    let mut smallest = None;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let unit = match after[..letters].to_ascii_lowercase().as_str() {
            "m" | "min" | "mins" | "minute" | "minutes" => 1_u32,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60,
            "d" | "day" | "days" => 1440,
            "w" | "week" | "weeks" => 10_080,
            "" if smallest.is_none() && after.is_empty() => 1,
            _ => return None,
        };
        total += number * f64::from(unit);
        smallest = Some(unit);
        rest = after[letters..].trim_start();
    }
    // Saturates: nothing lasts 8,000 years.
    smallest.map(|unit| (total as u32, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: Option<(i32, i32, i32)>, until: Option<(i32, i32, i32)>) -> Option<DayRange> {
        let day = |(year, month, day)| date::days(year, month, day).expect("a date");
        Some(DayRange { from: from.map(day), until: until.map(day) })
    }

    #[test]
    fn dates_are_years_months_days_and_ranges_of_them() {
        let (y24, y25) = (Some((2024, 1, 1)), Some((2025, 1, 1)));
        let cases = [
            ("2024", days(y24, y25)),
            ("=2024", days(y24, y25)),
            ("2024-03", days(Some((2024, 3, 1)), Some((2024, 4, 1)))),
            ("2024-12", days(Some((2024, 12, 1)), y25)),
            ("2024/3/9", days(Some((2024, 3, 9)), Some((2024, 3, 10)))),
            ("2024-03-09T10:00Z", days(Some((2024, 3, 9)), Some((2024, 3, 10)))),
            (">=2024", days(y24, None)),
            (">2024", days(y25, None)),
            ("<2024", days(None, y24)),
            ("<=2024", days(None, y25)),
            ("2023..2024-06", days(Some((2023, 1, 1)), Some((2024, 7, 1)))),
            ("2024-06..2023", days(Some((2023, 1, 1)), Some((2024, 7, 1)))),
            ("2024..", days(y24, None)),
            ("..2024", days(None, y25)),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in [
            "",
            "..",
            ">",
            "24",
            "2024-13",
            "2023-02-29",
            "2024-03-09-01",
            "yesterday",
            "2024--1",
            "-1",
            "２０２４",
            "2024-",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn durations_have_units_and_comparisons() {
        let minutes = |from, until| Some(MinuteRange { from, until });
        let cases = [
            (">2h", minutes(Some(121), None)),
            (">=2h", minutes(Some(120), None)),
            ("<90m", minutes(None, Some(90))),
            ("<=1h30m", minutes(None, Some(91))),
            ("1h..2h", minutes(Some(60), Some(121))),
            ("2h..1h", minutes(Some(60), Some(121))),
            ("1d..", minutes(Some(1440), None)),
            ("90", minutes(Some(90), Some(91))),
            ("2h", minutes(Some(120), Some(180))),
            ("1.5 hours", minutes(Some(90), Some(150))),
            ("1 day 2 h", minutes(Some(1560), Some(1620))),
            ("9999999999999d", minutes(Some(u32::MAX), Some(u32::MAX))),
        ];
        for (text, expected) in cases {
            assert_eq!(duration(text), expected, "{text}");
        }
        for text in ["", ">", "h", "2x", "long", "1..2..3", "-5m", "2h3", "1.2.3h"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
