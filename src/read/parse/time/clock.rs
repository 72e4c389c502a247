//! Times of day.

use jiff::civil::Time;

use crate::read::parse::zone;

/// A time of day at the start of `text`: `13:42`, `7:30:00`, `03:26pm`, `9 AM`, `13h42`, `1342 UTC`, `23.28 UTC`; with
/// whether it has seconds and how many bytes it takes.
pub fn clock(text: &str) -> Option<(Time, bool, usize)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let run = digits(text);
    let number = |text: &str| text.parse::<i8>().ok();
    let (mut hour, minute, second, has_seconds, mut used) = match run {
        1 | 2 => {
            let hour = number(&text[..run])?;
            let rest = &text[run..];
            let separator = rest.chars().next().filter(|c| {
                // "23.28 UTC" is a time.
                let tail = rest.get(3..).filter(|_| *c == '.');
                let is_point = tail.is_some_and(|tail| {
                    // "14.30 the alert fired", too, when both have two digits; "5.10 GB" is none.
                    zone::leading(tail).is_some()
                        || run == 2 && (tail.is_empty() || tail.starts_with([' ', ':']))
                });
                is_point || matches!(c, ':' | 'h' | '：' | '時')
            });
            let minutes = separator.and_then(|c| {
                let tail = &rest[c.len_utf8()..];
                let two = digits(tail) == 2 || c == ':' && digits(tail) >= 2 && tail[2..].starts_with('.');
                two.then(|| (number(&tail[..2]), c.len_utf8() + 2))
            });
            match minutes {
                Some((Some(minute), length)) => {
                    let after = &text[run + length..];
                    let seconds = after.strip_prefix(':').filter(|tail| digits(tail) == 2);
                    match seconds.and_then(|tail| number(&tail[..2])) {
                        Some(second) => {
                            let fraction = text[run + length + 3..]
                                .strip_prefix(['.', ','])
                                .map_or(0, |tail| if digits(tail) > 0 { digits(tail) + 1 } else { 0 });
                            (hour, minute, second, true, run + length + 3 + fraction)
                        }
                        None => (hour, minute, 0, false, run + length),
                    }
                }
                // "9 AM" and "10pm", but not "10 pods".
                _ if meridiem(rest).is_some() => (hour, 0, 0, false, run),
                _ => return None,
            }
        }
        4 if zone::leading(&text[4..]).is_some() => (number(&text[..2])?, number(&text[2..4])?, 0, false, 4),
        _ => return None,
    };
    if let Some((is_afternoon, length)) = meridiem(&text[used..]) {
        if hour > 12 && !is_afternoon || hour > 23 {
            return None;
        }
        if hour <= 12 {
            hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        }
        used += length;
    }
    // 24:00 is the end of a day; a leap second is told as the second before it.
    if hour == 24 && minute == 0 {
        hour = 0;
    }
    let time = Time::new(hour, minute, second.min(59), 0).ok()?;
    Some((time, has_seconds, used))
}

/// `am`, ` PM`, `p.m.`: whether it is afternoon, and its length.
fn meridiem(text: &str) -> Option<(bool, usize)> {
    let start = text.len() - text.trim_start_matches(' ').len();
    if start > 1 {
        return None;
    }
    let lower: String = text[start..].chars().take(4).collect::<String>().to_ascii_lowercase();
    let (is_afternoon, length) = if lower.starts_with("a.m.") {
        (false, 4)
    } else if lower.starts_with("p.m.") {
        (true, 4)
    } else if lower.starts_with("am") {
        (false, 2)
    } else if lower.starts_with("pm") {
        (true, 2)
    } else if start == 0 && lower.starts_with(['a', 'p']) {
        // "12:29p"
        (lower.starts_with('p'), 1)
    } else {
        return None;
    };
    let next = text[start + length..].chars().next();
    (!next.is_some_and(char::is_alphanumeric)).then_some((is_afternoon, start + length))
}
