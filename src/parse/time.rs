//! Dates and times in the many forms in which people write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::zone::{self, Zone};
use crate::model::{Moment, Precision};

/// What stood at the start of a text.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub date: Option<Date>,
    /// Month and day where the year is not given.
    pub month_day: Option<(i8, i8)>,
    pub time: Option<Time>,
    pub has_seconds: bool,
    pub zone: Option<Zone>,
    /// Whether a place for a time is there but not filled in: `HH:mm`, `2021-??-??`.
    pub is_unknown: bool,
    /// Bytes of the text that the time takes, without what separates it from the rest.
    pub label: usize,
    /// Where the rest begins.
    pub end: usize,
}

impl Stamp {
    #[must_use]
    pub fn has_date(&self) -> bool {
        self.date.is_some() || self.month_day.is_some()
    }

    /// The moment, given the date to take where none is written (whose year also completes a month and day) and the
    /// zone where none is named. `None` when the date is not known.
    #[must_use]
    pub fn moment(&self, date: Option<Date>, zone: &Zone) -> Option<Moment> {
        let written = self.date.or_else(|| {
            let (month, day) = self.month_day?;
            Date::new(date?.year(), month, day).ok()
        });
        // "??:??" on an unknown day is no moment.
        let date = written.or(if self.time.is_some() { date } else { None })?;
        let precision = match self.time {
            None => Precision::Day,
            Some(_) if self.has_seconds => Precision::Second,
            Some(_) => Precision::Minute,
        };
        let civil = date.to_datetime(self.time.unwrap_or(Time::midnight()));
        moment(civil, self.zone.as_ref().unwrap_or(zone), precision, self.zone.is_some())
    }
}

fn moment(civil: DateTime, zone: &Zone, precision: Precision, zone_stated: bool) -> Option<Moment> {
    let offset: Offset = zone.offset_at(civil);
    let timestamp = offset.to_timestamp(civil).ok()?;
    Some(Moment { timestamp, offset, precision, zone_stated })
}

/// A whole value, such as one of front matter: `2016-08-18T19:00:00Z`, `2025-09-17T7:30:00-00:00`, `14 June 2022 10:00 PDT`.
#[must_use]
pub fn parse_moment(value: &str, zone: &Zone) -> Option<Moment> {
    let stamp = leading(value.trim())?;
    let rest = value.trim()[stamp.end..].trim();
    if stamp.date.is_none() || !rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return None;
    }
    stamp.moment(None, zone)
}

/// A whole value that is a date, perhaps with a time, which is ignored.
#[must_use]
pub fn parse_date(value: &str) -> Option<Date> {
    leading(value.trim()).and_then(|stamp| stamp.date)
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

/// Years outside are version or ticket numbers.
fn plausible(date: Date) -> Option<Date> {
    (1970..=2100).contains(&date.year()).then_some(date)
}

/// The time that `text` begins with, if it does.
#[must_use]
pub fn leading(text: &str) -> Option<Stamp> {
    let mut scan = Scan { text, at: 0 };
    scan.skip_lead_in();
    let start = scan.at;
    let mut stamp = Stamp {
        date: None,
        month_day: None,
        time: None,
        has_seconds: false,
        zone: None,
        is_unknown: false,
        label: 0,
        end: 0,
    };
    scan.date(&mut stamp);
    let after_date = scan.at;
    if stamp.has_date() {
        scan.skip_between();
    }
    scan.time(&mut stamp);
    if stamp.time.is_none() && !stamp.is_unknown {
        scan.at = after_date;
    }
    if stamp.time.is_some() && !stamp.has_date() {
        // "10:26 2023-06-06", "21:00, 14 June 2022"
        let before = scan.at;
        scan.skip_between();
        scan.date(&mut stamp);
        if !stamp.has_date() {
            scan.at = before;
        }
    }
    if scan.at == start || !(stamp.has_date() || stamp.time.is_some() || stamp.is_unknown) {
        return None;
    }
    scan.range_end(&mut stamp);
    stamp.label = scan.at;
    let ended = scan.skip_separator();
    let next = scan.rest().chars().next();
    // "10 pods", "2023-01" and "13:42x" are no times.
    if !ended && next.is_some_and(char::is_alphanumeric) && !scan.rest().starts_with(|c: char| !c.is_ascii())
    {
        return None;
    }
    stamp.end = scan.at;
    Some(stamp)
}

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
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|month| month.starts_with(&word) || word == "sept" && *month == "september")?;
    i8::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word) || word == "thur" || word == "tues")
}

/// `2021-05-30`, `2021/5/30`, `30-05-2021`, `30/05/2021`, `30.05.2021`, `2021年5月30日`; month first only where it must be.
fn numeric_date(text: &str) -> Option<(Date, usize)> {
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

/// A cursor in a text.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, accept: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !accept(c)).unwrap_or(self.rest().len());
    }

    /// The ASCII word at the cursor, not consumed.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())]
    }

    /// White space, brackets, "~", "at", "around", and the day of the week.
    fn skip_lead_in(&mut self) {
        loop {
            self.skip(|c| {
                c.is_whitespace() || matches!(c, '[' | '(' | '{' | '~' | '≈' | '@' | '⏰' | '"' | '_')
            });
            let word = self.word();
            let lower = word.to_ascii_lowercase();
            let filler = matches!(
                lower.as_str(),
                "at" | "on" | "around" | "about" | "approx" | "approximately" | "ca" | "circa" | "by"
            );
            if filler && self.rest()[word.len()..].starts_with([' ', '.']) || is_weekday(word) {
                self.at += word.len();
                self.skip(|c| matches!(c, '.' | ',' | ' '));
            } else {
                return;
            }
        }
    }

    /// What stands between a date and a time.
    fn skip_between(&mut self) {
        let start = self.at;
        self.skip(|c| matches!(c, ' ' | ',' | '\u{a0}' | '@' | '~' | '(' | '|'));
        if self.rest().starts_with('T') && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.at += 1;
        } else if self.word().eq_ignore_ascii_case("at") {
            self.at += 2;
            self.skip(|c| c == ' ');
        } else if is_weekday(self.word()) {
            self.at += self.word().len();
            self.skip(|c| matches!(c, ')' | ' ' | ','));
        } else if self.rest().starts_with(['-', '–', '—']) && self.at > start {
            let dash = self.rest().chars().next().map_or(0, char::len_utf8);
            let after = self.rest()[dash..].trim_start();
            if after.starts_with(|c: char| c.is_ascii_digit()) {
                self.at = self.text.len() - after.len();
            }
        }
    }

    fn date(&mut self, stamp: &mut Stamp) {
        if let Some((date, used)) = numeric_date(self.rest()) {
            stamp.date = plausible(date);
            self.at += used;
        } else if let Some(used) = self.unknown_date() {
            stamp.is_unknown = true;
            self.at += used;
        } else {
            self.named_date(stamp);
        }
    }

    /// `2021/22-??-??`
    fn unknown_date(&self) -> Option<usize> {
        let end = self.rest().find(char::is_whitespace).unwrap_or(self.rest().len());
        let word = &self.rest()[..end];
        (word.contains("??") && word.chars().all(|c| c.is_ascii_digit() || "?-/.:".contains(c)))
            .then_some(end)
    }

    /// `June 14th, 2022`, `14 June 2022`, `Jan 20`, `14th of June`.
    fn named_date(&mut self, stamp: &mut Stamp) {
        let start = self.at;
        let mut day = self.day();
        if day.is_some() {
            self.skip(|c| matches!(c, ' ' | '-' | '.'));
            if self.word() == "of" {
                self.at += 2;
                self.skip(|c| c == ' ');
            }
        }
        let word = self.word();
        let Some(month) = month(word) else {
            self.at = start;
            return;
        };
        self.at += word.len();
        self.skip(|c| matches!(c, ' ' | '.' | '-'));
        if day.is_none() {
            day = self.day();
        }
        let Some(day) = day else {
            self.at = start;
            return;
        };
        let end = self.at;
        self.skip(|c| matches!(c, ' ' | ',' | '-'));
        let rest = self.rest();
        let run = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let year: Option<i16> =
            if run == 4 && !rest[4..].starts_with(':') { rest[..4].parse().ok() } else { None };
        match year.and_then(|year| Date::new(year, month, day).ok()).and_then(plausible) {
            Some(date) => {
                stamp.date = Some(date);
                self.at += 4;
            }
            None if Date::new(2000, month, day).is_ok() => {
                stamp.month_day = Some((month, day));
                self.at = end;
            }
            None => self.at = start,
        }
    }

    /// `14`, `14th`; not the hour of `14:05`.
    fn day(&mut self) -> Option<i8> {
        let rest = self.rest();
        let run = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if !(1..=2).contains(&run) || rest[run..].starts_with(':') {
            return None;
        }
        let day = rest[..run].parse().ok().filter(|day| (1..=31).contains(day))?;
        self.at += run;
        if matches!(self.word().to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th") {
            self.at += 2;
        }
        Some(day)
    }

    fn time(&mut self, stamp: &mut Stamp) {
        let rest = self.rest();
        if ["HH:mm", "hh:mm", "HH:MM", "??:??", "xx:xx", "XX:XX"].iter().any(|gap| rest.starts_with(gap)) {
            stamp.is_unknown = true;
            self.at += 5;
            return;
        }
        let Some((time, has_seconds, used)) = clock(rest) else { return };
        let is_iso = has_seconds || self.text[..self.at].ends_with('T');
        stamp.time = Some(time);
        stamp.has_seconds = has_seconds;
        self.at += used;
        // "13:30-13:45" is a range; only in a full timestamp is a minus an offset.
        if !is_iso && self.rest().starts_with(['-', '−']) {
            return;
        }
        if let Some((zone, used)) = zone::leading(self.rest()) {
            stamp.zone = Some(zone);
            self.at += used;
        }
    }

    /// The second time of `13:30-13:45`, and a zone behind it.
    fn range_end(&mut self, stamp: &mut Stamp) {
        if stamp.time.is_none() {
            return;
        }
        let start = self.at;
        self.skip(|c| c == ' ');
        let rest = self.rest();
        let dash =
            ["-", "–", "—", "→", "to ", "until ", "〜", "~"].iter().find(|dash| rest.starts_with(**dash));
        let Some(dash) = dash else {
            self.at = start;
            return;
        };
        self.at += dash.len();
        self.skip(|c| c == ' ' || c == '~');
        let before = self.at;
        let mut other = Stamp { date: None, month_day: None, ..stamp.clone() };
        self.date(&mut other);
        self.skip_between();
        match clock(self.rest()) {
            Some((_, _, used)) => {
                self.at += used;
                if let Some((zone, used)) = zone::leading(self.rest()) {
                    stamp.zone.get_or_insert(zone);
                    self.at += used;
                }
            }
            None if dash.len() > 1 && before == self.at && *dash == "〜" => {}
            None => self.at = start,
        }
    }

    /// What separates a time from what happened; whether there was anything.
    fn skip_separator(&mut self) -> bool {
        let start = self.at;
        self.skip(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    ']' | '}'
                        | '_'
                        | ')'
                        | ':'
                        | '-'
                        | '–'
                        | '—'
                        | ','
                        | '|'
                        | '〜'
                        | '~'
                        | '.'
                        | ';'
                        | '→'
                        | '：'
                        | '"'
                )
        });
        self.at > start || self.rest().is_empty()
    }
}

/// A time of day at the start of `text`: `13:42`, `7:30:00`, `03:26pm`, `9 AM`, `13h42`, `1342 UTC`, `23.28 UTC`; with
/// whether it has seconds and how many bytes it takes.
fn clock(text: &str) -> Option<(Time, bool, usize)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let run = digits(text);
    let number = |text: &str| text.parse::<i8>().ok();
    let (mut hour, minute, second, has_seconds, mut used) = match run {
        1 | 2 => {
            let hour = number(&text[..run])?;
            let rest = &text[run..];
            let separator = rest.chars().next().filter(|c| {
                // "23.28 UTC" is a time, "23.28" a number.
                let is_point = *c == '.' && rest.get(3..).is_some_and(|tail| zone::leading(tail).is_some());
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

/// A length of time in words, in minutes: `53 minutes`, `1h 30m`, `~2 hours`, `11 Days`, `1.5 hours`, `35h 36m`.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let mut minutes = 0.0_f64;
    let mut found = false;
    let mut rest = text.trim().trim_start_matches(|c: char| !c.is_ascii_digit() && c != '/');
    if text.trim().chars().take_while(|c| !c.is_ascii_digit()).count() > 12 {
        return None;
    }
    while !rest.is_empty() {
        let run = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let Ok(number) = rest[..run].parse::<f64>() else { break };
        let unit_text = rest[run..].trim_start_matches([' ', '\u{a0}', '-']);
        let unit = &unit_text[..unit_text.find(|c: char| !c.is_alphabetic()).unwrap_or(unit_text.len())];
        let factor = match unit.to_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0 / 60.0,
            "m" | "min" | "mins" | "minute" | "minutes" | "分" => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" | "時間" => 60.0,
            "d" | "day" | "days" | "日" => 1440.0,
            "w" | "week" | "weeks" => 10080.0,
            _ => break,
        };
        minutes += number * factor;
        found = true;
        rest = unit_text[unit.len()..].trim_start_matches([' ', ',', '.', '\u{a0}']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    #[expect(clippy::cast_possible_truncation, reason = "lengths of incidents are far below 2^53 minutes")]
    (found && minutes.is_finite() && minutes < 5.0e6).then(|| minutes.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTC: Zone = Zone::Fixed(Offset::UTC);

    fn read(text: &str) -> Option<(String, String)> {
        let stamp = leading(text)?;
        let day = jiff::civil::date(2018, 2, 28);
        let at = stamp.moment(Some(day), &UTC).map_or("?".into(), Moment::rfc3339);
        Some((at, text[stamp.end..].to_owned()))
    }

    #[test]
    fn times_in_every_shape_that_was_seen() {
        for (text, at, rest) in [
            ("2020-01-21 15:36", "2020-01-21T15:36:00Z", ""),
            ("2026-04-15 23:28〜", "2026-04-15T23:28:00Z", ""),
            ("2018-02-28 21:21", "2018-02-28T21:21:00Z", ""),
            ("21:30", "2018-02-28T21:30:00Z", ""),
            ("~13:30-13:45", "2018-02-28T13:30:00Z", ""),
            ("11:39AM", "2018-02-28T11:39:00Z", ""),
            ("15:35 – Plan pushed", "2018-02-28T15:35:00Z", "Plan pushed"),
            ("2021-05-30T08:13 - Update", "2021-05-30T08:13:00Z", "Update"),
            ("04-03-2026 15:48 UTC – report", "2026-03-04T15:48:00Z", "report"),
            ("13:24: The report", "2018-02-28T13:24:00Z", "The report"),
            ("June 14th, 2022, 10:00 AM: x", "2022-06-14T10:00:00Z", "x"),
            ("2:54 PM PST: [config", "2018-02-28T14:54:00-08:00", "[config"),
            ("2018-08-22, 03:26pm: first", "2018-08-22T15:26:00Z", "first"),
            ("08:09 AM UTC Issue", "2018-02-28T08:09:00Z", "Issue"),
            ("09:00:00 GMT", "2018-02-28T09:00:00Z", ""),
            ("18:55 UTC  external probe 403", "2018-02-28T18:55:00Z", "external probe 403"),
            ("2025-09-17T7:30:00-00:00", "2025-09-17T07:30:00Z", ""),
            ("[13:42] x", "2018-02-28T13:42:00Z", "x"),
            ("Thursday, Jan 20, 22:40 x", "2018-01-20T22:40:00Z", "x"),
            ("14 June 2022 at 9am: x", "2022-06-14T09:00:00Z", "x"),
            ("2016-10-19T22:08:01.474Z", "2016-10-19T22:08:01Z", ""),
            ("2022-03-07: committed", "2022-03-07T00:00:00Z", "committed"),
            ("1342 UTC alarm", "2018-02-28T13:42:00Z", "alarm"),
            ("2021年5月30日 08:13 更新", "2021-05-30T08:13:00Z", "更新"),
            ("12:05 a.m. x", "2018-02-28T00:05:00Z", "x"),
            ("2017-05-09 10:45a", "2017-05-09T10:45:00Z", ""),
            ("0:25:59 AM", "2018-02-28T00:25:59Z", ""),
            ("{{ 06:10 }}", "2018-02-28T06:10:00Z", ""),
            ("19. April, 11:00", "2018-04-19T11:00:00Z", ""),
            ("23.28 UTC x", "2018-02-28T23:28:00Z", "x"),
            ("_4/21/23_", "2023-04-21T00:00:00Z", ""),
        ] {
            assert_eq!(read(text), Some((at.into(), rest.into())), "{text}");
        }
    }

    #[test]
    fn prose_is_no_time() {
        for text in [
            "10 pods restarted",
            "May be slow",
            "v1.2.3 released",
            "2127",
            "3 of 5",
            "1:1 meeting",
            "127.0.0.1",
            "March on",
            "5. x",
        ] {
            assert!(leading(text).is_none(), "{text}: {:?}", leading(text));
        }
    }

    #[test]
    fn unknown_times_are_kept_as_such() {
        let stamp = leading("2021/22-??-?? HH:mm").unwrap();
        assert!(stamp.is_unknown && stamp.time.is_none());
        let text = "HH:mm the alert fired";
        let stamp = leading(text).unwrap();
        assert!(stamp.is_unknown && stamp.moment(Some(jiff::civil::date(2018, 2, 28)), &UTC).is_none());
        assert_eq!(&text[stamp.end..], "the alert fired");
    }

    #[test]
    fn names_of_files_give_dates() {
        for (name, date) in [
            ("2021-05-26-website-outage", "2021-05-26"),
            ("04-03-2026-x", "2026-03-04"),
            ("incident-20190530", "2019-05-30"),
            ("2019-05-30", "2019-05-30"),
        ] {
            assert_eq!(date_in_name(name).map(|date| date.to_string()), Some(date.into()), "{name}");
        }
        for name in ["PM2022-002 - Logs", "2024-core-node-incidents", "655ee350-a86f-424b-89c5", "v1.2.3"] {
            assert_eq!(date_in_name(name), None, "{name}");
        }
    }

    #[test]
    fn lengths_in_words() {
        for (text, minutes) in [
            ("53 minutes", Some(53)),
            ("1h 30m", Some(90)),
            ("~2 hours", Some(120)),
            ("11 Days", Some(15840)),
            ("35h 36m", Some(2136)),
            ("1 hour and 5 minutes", Some(65)),
            ("1.5 hours (approx.)", Some(90)),
            ("N/A", None),
            ("unknown", None),
        ] {
            assert_eq!(parse_duration(text), minutes, "{text}");
        }
    }
}
