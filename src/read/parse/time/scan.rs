//! Reads the time that a text begins with, piece by piece.

use super::Stamp;
use super::clock::clock;
use super::date::{Order, is_weekday, month, numeric_date, order, possible};
use crate::read::parse::zone;
use jiff::civil::Date;

/// The time that `text` begins with, if it does.
#[must_use]
pub fn leading(text: &str) -> Option<Stamp> {
    let mut scan = Scan { text, at: 0 };
    scan.skip_lead_in();
    let start = scan.at;
    let mut stamp = Stamp {
        date: None,
        order: Order::Plain,
        month_day: None,
        is_ambiguous: false,
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
        } else if ["at", "on"].iter().any(|word| self.word().eq_ignore_ascii_case(word)) {
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
            stamp.date = possible(date);
            stamp.order = order(self.rest());
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

    /// `4/12` before a time of day; alone it is a fraction.
    fn slashed(&self) -> Option<(i8, i8, usize)> {
        let rest = self.rest();
        let (first, behind) = short_number(rest)?;
        let (second, behind) = short_number(behind.strip_prefix('/')?)?;
        let tail = behind.strip_prefix([' ', ','])?;
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
        let (day, behind) = short_number(behind.strip_prefix('月')?)?;
        let behind = behind.strip_prefix(['日', '号'])?;
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
        let year: Option<i16> =
            if run == 4 && !rest[4..].starts_with(':') { rest[..4].parse().ok() } else { None };
        match year.and_then(|year| Date::new(year, month, day).ok()).and_then(possible) {
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
/// A number of one or two digits, and what is behind it. Only these are looked at: the text may be long, and asked at each word.
fn short_number(text: &str) -> Option<(i8, &str)> {
    let run = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let number = text[..run].parse().ok().filter(|_| run <= 2)?;
    Some((number, &text[run..]))
}
