//! Reads the time that a text begins with, piece by piece.

use jiff::civil::{Date, Time};

use super::clock::clock;
use super::date::{month, numeric_date, order, possible, weekday};
use super::duration::leading_duration;
use super::words::{CLOCK, DAY, FILLERS};
use super::{Relative, Stamp};
use crate::read::parse::zone;

/// The time that `text` begins with, if it does.
pub fn leading(text: &str) -> Option<Stamp> {
    let mut scan = Scan { text, at: 0 };
    let mut stamp = Stamp::default();
    scan.skip_lead_in(&mut stamp);
    let start = scan.at;
    if scan.elapsed(&mut stamp) {
        return scan.finish(stamp);
    }
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
    if stamp.time.is_none() {
        scan.last_day();
    }
    scan.range_end(&mut stamp);
    if stamp.time.is_some() {
        scan.days_behind(&mut stamp);
        scan.asides();
    }
    scan.finish(stamp)
}

/// The day, told from another one, that a heading begins with: "Day 2 – Recovery", "Day 1 (Tuesday)".
pub fn leading_day(text: &str) -> Option<Stamp> {
    let starts = |rest: &str| rest.starts_with(['(', '（', ':', '-', '–', '—', ',']);
    let end = text.char_indices().find(|(at, _)| starts(&text[*at..])).map_or(text.len(), |(at, _)| at);
    relative_day(&text[..end])
}

/// A whole text that is a day told from another one: "Tuesday", "Day 2", "The next day:".
pub fn relative_day(text: &str) -> Option<Stamp> {
    let mut scan = Scan { text, at: 0 };
    let mut stamp = Stamp::default();
    scan.skip_lead_in(&mut stamp);
    stamp.label = scan.at;
    stamp.end = text.len();
    let rest = scan.rest().trim_matches([' ', ':', '-', '–', '—', '.', ',', ')', '*']);
    (stamp.relative.is_some() && rest.is_empty()).then_some(stamp)
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

    /// The word at the cursor, not consumed.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())]
    }

    /// Goes on behind a text in lower case, if it stands here.
    fn take(&mut self, words: &[&str]) -> bool {
        let rest = self.rest();
        let word = words.iter().find(|word| starts_with(rest, word));
        self.at += word.map_or(0, |word| word.len());
        word.is_some()
    }

    /// What the time takes, and where the rest begins.
    fn finish(mut self, mut stamp: Stamp) -> Option<Stamp> {
        stamp.label = self.at;
        let ended = self.skip_separator();
        let next = self.rest().chars().next();
        // "10 pods", "2023-01" and "13:42x" are no times.
        if !ended && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        stamp.end = self.at;
        Some(stamp)
    }

    /// White space, brackets, "~", "at", "around", the day of the week, "next day", "Day 2".
    fn skip_lead_in(&mut self, stamp: &mut Stamp) {
        loop {
            self.skip(|c| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '[' | '('
                            | '{'
                            | '<'
                            | '\\'
                            | '~'
                            | '≈'
                            | '@'
                            | '⏰'
                            | '🕐'
                            | '"'
                            | '_'
                            | '【'
                            | '（'
                    )
            });
            let rest = self.rest();
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                return;
            }
            // "The next day"
            let has_article = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
            let article = if has_article { 4 } else { 0 };
            self.at += article;
            if self.take(&CLOCK.next_day) {
                stamp.relative = Some(Relative::Next);
                self.skip(|c| matches!(c, ',' | ' ' | ':' | '、'));
                continue;
            }
            self.at -= article;
            let word = self.word();
            if word.is_empty() || word.len() > 24 {
                return;
            }
            if let Some(day) = weekday(word) {
                stamp.relative = Some(Relative::Weekday(day));
                self.at += word.len();
                self.skip(|c| matches!(c, '.' | ',' | ' '));
                continue;
            }
            if let Some(used) = self.day_number(word, stamp) {
                self.at += used;
                self.skip(|c| matches!(c, ',' | ' ' | ':' | '-' | '–' | '—'));
                continue;
            }
            let filler =
                FILLERS.iter().filter(|filler| starts_with(rest, filler)).max_by_key(|filler| filler.len());
            match filler {
                Some(filler)
                    if filler.ends_with(['=', ':', '.']) || rest[filler.len()..].starts_with([' ', '.']) =>
                {
                    self.at += filler.len();
                    self.skip(|c| matches!(c, '.' | ',' | ' '));
                }
                _ => return,
            }
        }
    }

    /// `Day 2`
    fn day_number(&self, word: &str, stamp: &mut Stamp) -> Option<usize> {
        let lower = word.to_lowercase();
        if !DAY.contains(&lower.as_str()) {
            return None;
        }
        let tail = self.rest()[word.len()..].strip_prefix([' ', '\u{a0}'])?;
        let run = tail.bytes().take_while(u8::is_ascii_digit).count();
        let number = tail.get(..run).filter(|_| (1..=2).contains(&run))?.parse().ok()?;
        let behind = tail[run..].chars().next();
        if behind.is_some_and(char::is_alphanumeric) || tail[run..].starts_with(":0") {
            return None;
        }
        stamp.relative = Some(Relative::Number(number));
        Some(self.rest().len() - tail.len() + run)
    }

    /// `T+5`, `T-10m`, `H+2`, `+00:15`, `+15 min`, `1h30 after`: minutes since the start.
    fn elapsed(&mut self, stamp: &mut Stamp) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        let (unit, signed) = match first {
            'T' | 't' => (Some(1), &rest[1..]),
            'H' => (Some(60), &rest[1..]),
            '+' | '-' | '−' => (None, rest),
            c if c.is_ascii_digit() => return self.elapsed_after(stamp),
            _ => return false,
        };
        let sign = match signed.chars().next() {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => return false,
        };
        // A list item that begins with a minus is a list item.
        if unit.is_none() && sign < 0 {
            return false;
        }
        let digits = signed.trim_start_matches(['+', '-', '−', ' ']);
        let Some((minutes, used)) = length(digits, unit) else { return false };
        stamp.elapsed = Some(sign * minutes);
        self.at = self.text.len() - digits.len() + used;
        true
    }

    /// `1h30 after`
    fn elapsed_after(&mut self, stamp: &mut Stamp) -> bool {
        let rest = self.rest();
        let run = rest.bytes().take_while(u8::is_ascii_digit).count();
        if run > 3 || !rest[run..].trim_start().starts_with(|c: char| c.is_alphabetic()) {
            return false;
        }
        let Some((minutes, used)) = leading_duration(rest) else { return false };
        let tail = rest[used..].trim_start();
        let word = ["after", "later", "in"].into_iter().find(|word| {
            starts_with(tail, word)
                && tail[word.len()..].trim_start().starts_with([':', '-', '–', '—', '|', ','])
        });
        let Some(word) = word else { return false };
        stamp.elapsed = Some(minutes);
        self.at = self.text.len() - tail.len() + word.len();
        true
    }

    /// `01:15+1`, `01:15 (+1)`, `01:15 (next day)`
    fn days_behind(&mut self, stamp: &mut Stamp) {
        let rest = self.rest();
        let inside = rest.trim_start_matches([' ', '(']);
        let closing = |tail: &'a str| {
            if rest.trim_start().starts_with('(') { tail.strip_prefix(')') } else { Some(tail) }
        };
        let plus = inside
            .strip_prefix("+1")
            .map(|tail| tail.strip_prefix(" day").or(tail.strip_prefix('d')).unwrap_or(tail));
        let next =
            CLOCK.next_day.iter().find(|word| starts_with(inside, word)).map(|word| &inside[word.len()..]);
        let Some(tail) = plus.or(next).and_then(closing) else { return };
        // "15:00 +1 replica"
        if tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | '%'))
            || plus.is_some()
                && !rest.starts_with('+')
                && tail.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        {
            return;
        }
        stamp.days += 1;
        self.at = self.text.len() - tail.len();
    }

    /// What is in brackets behind a time and says the same in other words: `(+0:15)`, `(T+5)`, `(15:05 CET)`.
    fn asides(&mut self) {
        loop {
            let rest = self.rest();
            let inside = rest.trim_start_matches(' ');
            let inside = match inside
                .strip_prefix('(')
                .or_else(|| inside.strip_prefix("/ "))
                .or_else(|| inside.strip_prefix('/'))
            {
                Some(inside) => inside,
                None => return,
            };
            let in_brackets = rest.trim_start().starts_with('(');
            let sign = inside.trim_start_matches(['T', 't', 'H']);
            let used = if in_brackets && sign.starts_with(['+', '-', '−']) {
                let digits = sign.trim_start_matches(['+', '-', '−', ' ']);
                length(digits, Some(1)).map(|(_, used)| inside.len() - digits.len() + used)
            } else {
                clock(inside).and_then(|clock| {
                    let zone = zone::leading(&inside[clock.used..]).map(|(_, used)| clock.used + used);
                    zone.or(in_brackets.then_some(clock.used))
                })
            };
            let Some(tail) = used.map(|used| &inside[used..]) else { return };
            let tail = if in_brackets { tail.strip_prefix(')') } else { Some(tail) };
            let Some(tail) = tail else { return };
            self.at = self.text.len() - tail.len();
        }
    }

    /// What stands between a date and a time.
    fn skip_between(&mut self) {
        let start = self.at;
        self.skip(|c| matches!(c, ' ' | ',' | '\u{a0}' | '@' | '~' | '(' | '（' | '|'));
        if self.rest().starts_with('T') && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.at += 1;
        } else if ["at", "on", "um"].iter().any(|word| self.word().eq_ignore_ascii_case(word)) {
            self.at += 2;
            self.skip(|c| c == ' ');
        } else if weekday(self.word()).is_some() {
            self.at += self.word().len();
            self.skip(|c| matches!(c, ')' | '）' | ' ' | ','));
        } else if let Some(tail) = self.rest().strip_prefix(':').map(str::trim_start)
            && clock(tail).is_some()
        {
            // "February 15, 2024: 7:56am UTC"
            self.at = self.text.len() - tail.len();
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
            stamp.date = possible(date);
            stamp.order = order(self.rest());
            self.at += used;
        } else if let Some((date, time, used)) = self.compact() {
            stamp.date = possible(date);
            if let Some(time) = time {
                stamp.time = Some(time);
            }
            self.at += used;
        } else if let Some((day, month, used)) = self.pointed() {
            stamp.month_day = Some((month, day));
            self.at += used;
        } else if let Some(used) = self.unknown_date() {
            stamp.is_unknown = true;
            self.at += used;
        } else if let Some((month, day, used)) = self.slashed() {
            stamp.month_day = Some((month, day));
            stamp.is_ambiguous = true;
            self.at += used;
        } else if let Some((month, day, used)) = self.in_characters() {
            stamp.month_day = Some((month, day));
            self.at += used;
        } else {
            self.named_date(stamp);
        }
    }

    /// `20260203`, `20260203T1405`
    fn compact(&self) -> Option<(Date, Option<Time>, usize)> {
        let rest = self.rest();
        let run = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
        if run != 8 || !rest.starts_with(['1', '2']) {
            return None;
        }
        let number = |range: std::ops::Range<usize>| rest.get(range)?.parse::<i8>().ok();
        let date = Date::new(rest[..4].parse().ok()?, number(4..6)?, number(6..8)?).ok()?;
        let tail = &rest[8..];
        let written =
            tail.strip_prefix('T').filter(|tail| tail.bytes().take_while(u8::is_ascii_digit).count() == 4);
        match written {
            Some(_) => Some((date, Some(Time::new(number(9..11)?, number(11..13)?, 0, 0).ok()?), 13)),
            // Eight digits alone are a number.
            None if tail.starts_with([' ', 'T']) && clock(&tail[1..]).is_some() => Some((date, None, 8)),
            None => None,
        }
    }

    /// `03.02.` before a time of day
    fn pointed(&self) -> Option<(i8, i8, usize)> {
        let rest = self.rest();
        let (day, behind) = short_number(rest)?;
        let (month, behind) = short_number(behind.strip_prefix('.')?)?;
        let behind = behind.strip_prefix('.')?;
        Date::new(2000, month, day).ok()?;
        clock(behind.strip_prefix([' ', ','])?.trim_start_matches([' ', ',']))?;
        Some((day, month, rest.len() - behind.len()))
    }

    /// `4/12` before a time of day; alone it is a fraction.
    fn slashed(&self) -> Option<(i8, i8, usize)> {
        let rest = self.rest();
        let (first, behind) = short_number(rest)?;
        let (second, behind) = short_number(behind.strip_prefix('/')?)?;
        // "2/3(火) 16:05"
        let tail = match behind.strip_prefix(['(', '（']) {
            Some(inside) => inside.split_once([')', '）']).filter(|(day, _)| weekday(day).is_some())?.1,
            None => behind.strip_prefix([' ', ','])?,
        };
        if ![first, second].iter().all(|number| (1..=31).contains(number)) {
            return None;
        }
        clock(tail.trim_start())?;
        Some((first, second, rest.len() - behind.len()))
    }

    /// `6月30日`
    fn in_characters(&self) -> Option<(i8, i8, usize)> {
        let rest = self.rest();
        let (month, behind) = short_number(rest)?;
        let (day, behind) = short_number(behind.strip_prefix(['月', '월'])?.trim_start_matches(' '))?;
        let behind = behind.strip_prefix(['日', '号', '일'])?;
        Date::new(2000, month, day).ok()?;
        Some((month, day, rest.len() - behind.len()))
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
        // "3-Feb-26"
        let is_short = run == 2 && self.text[start..end].ends_with('-') && !rest[run..].starts_with(':');
        let is_clock =
            rest[run..].strip_prefix(':').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        let year: Option<i16> = if run == 4 && !is_clock {
            rest[..4].parse().ok()
        } else if is_short {
            rest[..2].parse::<i16>().ok().map(|year| 2000 + year)
        } else {
            None
        };
        match year.and_then(|year| Date::new(year, month, day).ok()).and_then(possible) {
            Some(date) => {
                stamp.date = Some(date);
                self.at += run;
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
        if stamp.time.is_some() {
            // "20260203T1405Z"
            self.zone(stamp);
            return;
        }
        let Some(clock) = clock(rest) else { return };
        let is_iso = clock.has_seconds || self.text[..self.at].ends_with('T');
        stamp.time = Some(clock.time);
        stamp.has_seconds = clock.has_seconds;
        stamp.days = i32::from(clock.is_next_day);
        self.at += clock.used;
        if is_iso || !is_range(self.rest(), clock.time) {
            self.zone(stamp);
        }
    }

    fn zone(&mut self, stamp: &mut Stamp) {
        if let Some((zone, used)) = zone::leading(self.rest()) {
            stamp.zone.get_or_insert(zone);
            self.at += used;
        }
    }

    /// The second day of `2024-03-09 to 2024-03-12`.
    fn last_day(&mut self) {
        let start = self.at;
        self.skip(|c| c == ' ');
        if self.take(&["to", "until", "till", "bis", "–", "—", "→"]) {
            self.skip(|c| c == ' ');
            if let Some((_, used)) = numeric_date(self.rest()) {
                self.at += used;
                return;
            }
        }
        self.at = start;
    }

    /// The second time of `13:30-13:45`, and a zone behind it.
    fn range_end(&mut self, stamp: &mut Stamp) {
        let Some(time) = stamp.time else { return };
        let start = self.at;
        self.skip(|c| c == ' ');
        let rest = self.rest();
        let dash = ["-", "–", "—", "→", "->", "to ", "until ", "till ", "bis ", "〜", "~"]
            .iter()
            .rfind(|dash| rest.starts_with(**dash));
        let Some(dash) = dash else {
            self.at = start;
            return;
        };
        self.at += dash.len();
        self.skip(|c| c == ' ' || c == '~');
        let before = self.at;
        let mut other = Stamp::default();
        self.date(&mut other);
        self.skip_between();
        match clock(self.rest()) {
            Some(end) => {
                self.at += end.used;
                // "2:05–2:20 PM"
                if let Some(is_afternoon) = end.half {
                    stamp.time = same_half(time, end.time, is_afternoon, &self.text[..start]);
                }
                self.zone(stamp);
                (other.time, other.days) = (Some(end.time), i32::from(end.is_next_day));
                stamp.until = Some(Box::new(other));
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
                    ']' | '】'
                        | '）'
                        | '>'
                        | '\\'
                        | '、'
                        | '}'
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
/// A number of one or two digits, and what is behind it. Only these are looked at: the text may be long, and asked at each word.
fn short_number(text: &str) -> Option<(i8, &str)> {
    let run = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let number = text[..run].parse().ok().filter(|_| run <= 2)?;
    Some((number, &text[run..]))
}

/// Whether a text begins with one in lower case, whatever its case is.
fn starts_with(text: &str, word: &str) -> bool {
    // Asked for dozens of words at each line: the first byte tells mostly.
    if text.as_bytes().first().map(u8::to_ascii_lowercase) != word.as_bytes().first().copied() {
        return false;
    }
    let same = text.get(..word.len()).is_some_and(|start| {
        start == word || start.eq_ignore_ascii_case(word) || !word.is_ascii() && start.to_lowercase() == word
    });
    let is_whole = word.ends_with(['=', '.', ':']) || !word.is_ascii();
    same && (is_whole || !text[word.len()..].starts_with(char::is_alphabetic))
}

/// Whether what follows a time is the end of a range rather than an offset: "10:15 -10:45", "13:30-13:45", not "14:05 -07:00".
fn is_range(rest: &str, time: Time) -> bool {
    let tail = rest.trim_start_matches(' ');
    let Some(digits) = tail.strip_prefix(['-', '−']) else { return false };
    let is_attached = tail.len() == rest.len();
    match clock(digits) {
        Some(end) => is_attached || end.time > time || !digits[..end.used].contains(':'),
        None => is_attached,
    }
}

/// The start of a range of which only the end says which half of the day it is of.
fn same_half(time: Time, end: Time, is_afternoon: bool, written: &str) -> Option<Time> {
    let has_half = written.trim_end().ends_with(['m', 'M', 'a', 'p', 'A', 'P', '.']);
    if has_half || !(1..=12).contains(&time.hour()) {
        return Some(time);
    }
    let in_half = |is_afternoon: bool| {
        Time::new(time.hour() % 12 + if is_afternoon { 12 } else { 0 }, time.minute(), time.second(), 0).ok()
    };
    in_half(is_afternoon).filter(|start| *start <= end).or_else(|| in_half(!is_afternoon))
}

/// A length of time: `00:15`, `10m`, and a number alone where there is a unit for it; in minutes, with the bytes it takes.
fn length(text: &str, unit: Option<i64>) -> Option<(i64, usize)> {
    let run = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text.get(..run).filter(|_| (1..=4).contains(&run))?.parse().ok()?;
    if let Some(minutes) = text[run..].strip_prefix(':').and_then(|tail| tail.get(..2)?.parse::<i64>().ok()) {
        return Some((number * 60 + minutes, run + 3));
    }
    if let Some((minutes, used)) = leading_duration(text) {
        let ends = text[used..].trim_start().chars().next().is_none_or(|c| !c.is_alphanumeric());
        return (ends || unit.is_some()).then_some((minutes, used));
    }
    let ends = text[run..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    unit.filter(|_| ends).map(|unit| (number * unit, run))
}
