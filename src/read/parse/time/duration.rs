//! Lengths of time in words.

use crate::read::parse::vocabulary::{self, Unit};

/// A length of time in words, in minutes: `53 minutes`, `1h 30m`, `1h30`, `~2 hours`, `11 Days`, `1.5 hours`, `35h 36m`.
pub fn parse_duration(text: &str) -> Option<i64> {
    let rest = text.trim().trim_start_matches(|c: char| !c.is_ascii_digit() && c != '/');
    if text.trim().chars().take_while(|c| !c.is_ascii_digit()).count() > 12 {
        return None;
    }
    // "14:02–14:51 EST (49 min)"
    if let Some((_, inside)) = text.split_once('(').filter(|(before, _)| before.contains(':')) {
        return parse_duration(inside);
    }
    leading_duration(rest).map(|(minutes, _)| minutes)
}

/// The length of time that a text begins with, in minutes, and how many bytes it takes.
pub fn leading_duration(text: &str) -> Option<(i64, usize)> {
    let mut minutes = 0.0_f64;
    let mut used = 0;
    let mut rest = text;
    let mut is_hours = false;
    while !rest.is_empty() {
        let run = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let run = rest[..run].trim_end_matches('.').len();
        let Ok(number) = rest[..run].parse::<f64>() else { break };
        let unit_text = rest[run..].trim_start_matches([' ', '\u{a0}', '-']);
        let unit = &unit_text[..unit_text.find(|c: char| !c.is_alphabetic()).unwrap_or(unit_text.len())];
        // "1h30"
        let is_bare =
            is_hours && run == 2 && !rest[run..].starts_with(|c: char| c.is_alphabetic() || c == ':');
        let factor = match unit.to_lowercase().as_str() {
            _ if is_bare => 1.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 60.0,
            "m" | "min" | "mins" | "minute" | "minutes" | "分" => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" | "時間" => 60.0,
            "d" | "day" | "days" | "日" => 1440.0,
            "w" | "week" | "weeks" => 10080.0,
            word => match vocabulary::built_in().unit(word) {
                Some(Unit::Second) => 1.0 / 60.0,
                Some(Unit::Minute) => 1.0,
                Some(Unit::Hour) => 60.0,
                Some(Unit::Day) => 1440.0,
                Some(Unit::Week) => 10080.0,
                None => break,
            },
        };
        minutes += number * factor;
        let tail = if is_bare { &rest[run..] } else { &unit_text[unit.len()..] };
        used = text.len() - tail.len();
        is_hours = matches!(unit, "h" | "H") && tail.starts_with(|c: char| c.is_ascii_digit());
        rest = tail.trim_start_matches([' ', ',', '.', '\u{a0}']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
        if is_bare {
            break;
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "lengths of incidents are far below 2^53 minutes")]
    (used > 0 && minutes.is_finite() && minutes < 5.0e6).then(|| (minutes.round() as i64, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_words() {
        for (text, minutes) in [
            ("53 minutes", Some(53)),
            ("1h 30m", Some(90)),
            ("1h30", Some(90)),
            ("2h10", Some(130)),
            ("about 1h05.", Some(65)),
            ("1h30m", Some(90)),
            ("~2 hours", Some(120)),
            ("11 Days", Some(15840)),
            ("35h 36m", Some(2136)),
            ("1 hour and 5 minutes", Some(65)),
            ("1.5 hours (approx.)", Some(90)),
            ("14:02–14:51 EST (49 min)", Some(49)),
            ("1h 2024", Some(60)),
            ("N/A", None),
            ("unknown", None),
        ] {
            assert_eq!(parse_duration(text), minutes, "{text}");
        }
    }
}
