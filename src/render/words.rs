//! Figures and dates in words.

use jiff::civil::Date;
use serde_json::Value;

use crate::body::phases;
use crate::charts::marks::capitalised;
use crate::charts::week::WEEKDAYS;
use crate::model::{ActionItem, ActionState, Duration, DurationSource, Moment};

/// `1,234`
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many of `all` are behind the first `shown`; `None` where none is.
pub fn more(all: usize, shown: usize) -> Option<String> {
    (all > shown).then(|| count(all - shown))
}

/// `1 incident`, `1,234 incidents`
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `Left out: 3 undated, 12 dropped.`; `None` where nothing is.
pub fn left_out(parts: &[(usize, &str)]) -> Option<String> {
    let said = parts.iter().filter(|(number, _)| *number > 0);
    let said: Vec<String> = said.map(|(number, what)| format!("{} {what}", count(*number))).collect();
    (!said.is_empty()).then(|| format!("Left out: {}.", said.join(", ")))
}

/// `25 min`, `1 h 02`, `1 d 17 h`, `14 d`: as exact as its size deserves.
pub fn duration(minutes: i64) -> String {
    if minutes == 0 { "under 1 min".into() } else { phases::length(minutes) }
}

/// How a duration is known: `13:42 → 13:45 UTC`, with dates where the day changes.
pub fn how(duration: &Duration) -> String {
    let DurationSource::Computed { from, to } = &duration.source else {
        return "as stated in the text".into();
    };
    let same_day = from.date() == to.date();
    let when = |moment: &Moment| {
        if same_day { moment.clock() } else { format!("{} {}", day_and_month(moment.date()), moment.clock()) }
    };
    if from.offset == to.offset {
        format!("{} → {} {}", when(from), when(to), to.zone())
    } else {
        format!("{} {} → {} {}", when(from), from.zone(), when(to), to.zone())
    }
}

/// A day within a sentence; HTML, which does not break in it.
pub fn time(day: Date) -> String {
    format!("<time>{day}</time>")
}

/// When an action item was closed, `done on 2026-05-30`, as HTML; `None` while it is open, or where the day is not known.
pub fn closed(item: &ActionItem) -> Option<String> {
    let word = match item.state {
        ActionState::Done => "done",
        ActionState::Dropped => "dropped",
        ActionState::Open | ActionState::InProgress => return None,
    };
    item.closed.map(|day| format!("{word} on {}", time(day)))
}

/// `2 Jul`
pub fn day_and_month(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {}", date.day(), MONTHS[month])
}

pub fn weekday(date: Date) -> &'static str {
    WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// The time between two days: `17 days`, `4 months`, `6 y 4 mo`.
pub fn interval(from: Date, to: Date) -> String {
    let (from, to) = if from <= to { (from, to) } else { (to, from) };
    let days = from.duration_until(to).as_secs() / 86_400;
    let mut months = i32::from(to.year() - from.year()) * 12 + i32::from(to.month() - from.month());
    if to.day() < from.day() {
        months -= 1;
    }
    match (months / 12, months % 12) {
        _ if days == 0 => "the same day".into(),
        _ if days == 1 => "1 day".into(),
        _ if days < 62 => format!("{days} days"),
        (0, months) => format!("{months} months"),
        (years, 0) => format!("{years} y"),
        (years, months) => format!("{years} y {months} mo"),
    }
}

/// How long before `today` a day was: `17 days ago`; `None` for a day to come.
pub fn ago(day: Date, today: Date) -> Option<String> {
    match day.cmp(&today) {
        std::cmp::Ordering::Less => Some(format!("{} ago", interval(day, today))),
        std::cmp::Ordering::Equal => Some("today".into()),
        std::cmp::Ordering::Greater => None,
    }
}

/// A key of front matter as a label: `data_loss` → `Data loss`.
pub fn label(key: &str) -> String {
    match key {
        "slo" | "sla" | "sli" | "mttr" | "mttd" | "url" | "id" => key.to_uppercase(),
        _ => capitalised(&key.replace(['_', '-'], " ")),
    }
}

/// A value of front matter as text.
pub fn value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().map(self::value).filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        }
        Value::Object(map) => {
            let parts: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", label(key), self::value(value))).collect();
            parts.join("; ")
        }
    }
}

/// The first sentence of `text`, or of a long one its beginning.
pub fn first_sentence(text: &str, most: usize) -> String {
    // What ends sooner is rather an abbreviation.
    const LEAST: usize = 25;
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.into_iter().find(|end| *end >= LEAST).unwrap_or(text.len());
    shortened(&text[..end], most)
}

/// `text`, cut at a word where it is longer than `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    // Scripts without spaces are cut between any two characters.
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", words.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn durations_are_as_exact_as_their_size_deserves() {
        let said = [0, 25, 60, 62, 338, 1440, 2460, 20_160].map(duration);
        let expected = ["under 1 min", "25 min", "1 h", "1 h 02", "5 h 38", "1 d", "1 d 17 h", "14 d"];
        assert_eq!(said, expected);
    }

    #[test]
    fn intervals_count_days_months_and_years() {
        let from = date(2013, 3, 3);
        assert_eq!(interval(from, date(2019, 7, 2)), "6 y 3 mo");
        assert_eq!(interval(date(2025, 11, 18), date(2025, 12, 5)), "17 days");
        assert_eq!(interval(from, date(2014, 3, 3)), "1 y");
        assert_eq!(interval(from, date(2013, 8, 3)), "5 months");
        assert_eq!(interval(from, from), "the same day");
    }

    #[test]
    fn days_gone_by_are_told_and_days_to_come_are_not() {
        let today = date(2026, 11, 22);
        assert_eq!(ago(date(2026, 11, 10), today).as_deref(), Some("12 days ago"));
        assert_eq!(ago(today, today).as_deref(), Some("today"));
        assert_eq!(ago(date(2026, 11, 23), today), None);
    }

    #[test]
    fn large_counts_have_separators() {
        assert_eq!([0, 999, 1000, 1_234_567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn values_are_readable() {
        let nested = json!({"data_loss": "none", "n": [1, true, null, "x"]});
        assert_eq!(value(&nested), "Data loss: none; N: 1, yes, x");
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two, three", 10), "one two …");
        assert_eq!(shortened("one", 10), "one");
        let text = "The servers, e.g. those in several cities. Every server runs all.";
        assert_eq!(first_sentence(text, 100), "The servers, e.g. those in several cities.");
        assert_eq!(first_sentence("Short. Text", 100), "Short. Text");
    }
}
