//! Times of day.

use jiff::civil::Time;

use super::words::{AFTER, CLOCK, HOURS, MINUTES, O_CLOCK};
use crate::read::parse::zone;

/// A time of day as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub time: Time,
    pub has_seconds: bool,
    /// `24:00` is the end of its day.
    pub is_next_day: bool,
    /// Whether it is of the afternoon, where that is said.
    pub half: Option<bool>,
    pub used: usize,
}

/// A time of day at the start of `text`: `13:42`, `7:30:00`, `03:26pm`, `9 AM`, `13h42`, `1342 UTC`, `23.28 UTC`, `15 Uhr`,
/// `noon`, `午後3時20分`.
pub fn clock(text: &str) -> Option<Clock> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return in_digits(text, None);
    }
    if first.is_ascii() {
        return in_words(text);
    }
    let (half, is_afternoon) = CLOCK.halves.iter().find(|(half, _)| text.starts_with(half))?;
    let rest = text[half.len()..].trim_start_matches(' ');
    let before = text.len() - rest.len();
    in_digits(rest, Some(*is_afternoon)).map(|clock| Clock { used: before + clock.used, ..clock })
}

/// "noon" and "midnight".
fn in_words(text: &str) -> Option<Clock> {
    if !text.starts_with(['n', 'N', 'm', 'M']) {
        return None;
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let word = text[..length].to_ascii_lowercase();
    let hour = if CLOCK.noon.contains(&word.as_str()) {
        12
    } else if CLOCK.midnight.contains(&word.as_str()) {
        0
    } else {
        return None;
    };
    // "midnight job" is the name of something.
    let ends = text[length..].trim_start().chars().next().is_none_or(|c| !c.is_ascii_lowercase());
    let time = Time::new(hour, 0, 0, 0).ok()?;
    ends.then_some(Clock { time, has_seconds: false, is_next_day: false, half: None, used: length })
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(text: &str) -> Option<i8> {
    text.parse().ok()
}

fn in_digits(text: &str, is_afternoon: Option<bool>) -> Option<Clock> {
    let run = digits(text);
    let (mut hour, minute, second, has_seconds, mut used) = match run {
        1 | 2 => {
            let hour = number(&text[..run])?;
            match minutes(text, run) {
                Some((minute, length)) => {
                    let after = &text[length..];
                    let seconds = after.strip_prefix(':').filter(|tail| digits(tail) == 2);
                    match seconds.and_then(|tail| number(&tail[..2])) {
                        Some(second) => {
                            let fraction = text[length + 3..]
                                .strip_prefix(['.', ','])
                                .map_or(0, |tail| if digits(tail) > 0 { digits(tail) + 1 } else { 0 });
                            (hour, minute, second, true, length + 3 + fraction)
                        }
                        None => (hour, minute, 0, false, length),
                    }
                }
                // "9 AM" and "10pm", but not "10 pods".
                None => (hour, 0, 0, false, whole_hour(text, run, is_afternoon.is_some())?),
            }
        }
        4 if zone::leading(&text[4..]).is_some() => (number(&text[..2])?, number(&text[2..4])?, 0, false, 4),
        _ => return None,
    };
    let behind = meridiem(&text[used..]);
    used += behind.map_or(0, |(_, length)| length);
    let half = behind.map(|(is_afternoon, _)| is_afternoon).or(is_afternoon);
    if let Some(is_afternoon) = half {
        if hour > 12 && !is_afternoon || hour > 23 {
            return None;
        }
        if hour <= 12 {
            hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        }
    }
    // 24:00 is the end of a day; a leap second is told as the second before it.
    let is_next_day = hour == 24 && minute == 0;
    let time = Time::new(if is_next_day { 0 } else { hour }, minute, second.min(59), 0).ok()?;
    Some(Clock { time, has_seconds, is_next_day, half, used })
}

/// The minutes behind an hour of `run` digits, and where they end.
fn minutes(text: &str, run: usize) -> Option<(i8, usize)> {
    let rest = &text[run..];
    let first = rest.chars().next()?;
    if let Some(unit) = HOURS.iter().find(|unit| rest.starts_with(**unit)) {
        let tail = rest[unit.len()..].trim_start_matches(' ');
        let at = text.len() - tail.len();
        let two = digits(tail);
        let unit = MINUTES.iter().find(|unit| tail[two..].starts_with(**unit));
        return match unit {
            Some(unit) if (1..=2).contains(&two) => Some((number(&tail[..two])?, at + two + unit.len())),
            _ if two == 2 => Some((number(&tail[..2])?, at + 2)),
            _ => None,
        };
    }
    let separator = match first {
        ':' | '：' => first.len_utf8(),
        '.' => {
            let tail = rest.get(3..)?;
            // "23.28 UTC" is a time, and "14.30 the alert fired", too, when both have two digits; "5.10 GB" is none.
            let is_point = zone::leading(tail).is_some()
                || meridiem(tail).is_some()
                || run == 2 && (tail.is_empty() || tail.starts_with([' ', ':']));
            if !is_point {
                return None;
            }
            1
        }
        'h' => 1,
        // "9 h 36"
        ' ' => {
            let tail = rest.strip_prefix(" h ").filter(|tail| digits(tail) == 2)?;
            text.len() - tail.len() - run
        }
        _ => return None,
    };
    let tail = &rest[separator..];
    let two = digits(tail) == 2 || first == ':' && digits(tail) >= 2 && tail[2..].starts_with('.');
    // "1h30 after" is a length, and so is "1h30m".
    let is_length = matches!(first, 'h' | ' ') && two && {
        let behind = tail[2..].trim_start();
        let word = &behind[..behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len())];
        AFTER.contains(&word.to_ascii_lowercase().as_str()) || tail[2..].starts_with('m')
    };
    (two && !is_length).then(|| Some((number(&tail[..2])?, run + separator + 2)))?
}

/// Where an hour without minutes ends: `9 AM`, `15 Uhr`, `3時`; a meridiem is left for who reads it.
fn whole_hour(text: &str, run: usize, has_half: bool) -> Option<usize> {
    let rest = &text[run..];
    if meridiem(rest).is_some() {
        return Some(run);
    }
    if let Some(unit) = HOURS.iter().find(|unit| rest.starts_with(**unit)) {
        // "3時間" is a length.
        let tail = &rest[unit.len()..];
        let is_hour = !tail.starts_with(['間', '间', '간', '半'])
            && (has_half || !tail.starts_with(char::is_alphabetic));
        return is_hour.then_some(run + unit.len());
    }
    let tail = rest.trim_start_matches(' ');
    let word = O_CLOCK.iter().find(|word| {
        tail.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && !tail[word.len()..].starts_with(char::is_alphanumeric)
    })?;
    Some(text.len() - tail.len() + word.len())
}

/// `am`, ` PM`, `p.m.`: whether it is afternoon, and its length.
fn meridiem(text: &str) -> Option<(bool, usize)> {
    let start = text.len() - text.trim_start_matches(' ').len();
    if start > 1 {
        return None;
    }
    let bytes = &text.as_bytes()[start..];
    let is_afternoon = match bytes.first()?.to_ascii_lowercase() {
        b'a' => false,
        b'p' => true,
        _ => return None,
    };
    let has = |at: usize, byte: u8| bytes.get(at).is_some_and(|found| found.eq_ignore_ascii_case(&byte));
    let length = if has(1, b'.') && has(2, b'm') && has(3, b'.') {
        4
    } else if has(1, b'm') {
        2
    } else if start == 0 {
        // "12:29p"
        1
    } else {
        return None;
    };
    let next = text[start + length..].chars().next();
    (!next.is_some_and(char::is_alphanumeric)).then_some((is_afternoon, start + length))
}
