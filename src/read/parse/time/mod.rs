//! Dates and times in the many forms in which people write them.

mod clock;
mod date;
mod duration;
mod order;
mod scan;
mod words;

pub use date::{Order, date_in_name, either_in_name, first_of_days, is_numeric, month};
pub use duration::parse_duration;
pub use order::{DateOrder, settle_due};
pub use scan::{leading, leading_day, relative_day};

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::zone::{self, Reading, Settled, Zone, shifted};
use crate::core::model::{Doubt, Moment, Precision};

/// What moments and dates of a document mean where they do not say it themselves.
#[derive(Debug, Clone)]
pub struct Local {
    pub zone: Zone,
    /// Whether the document says so, rather than the settings.
    pub is_stated: bool,
    pub settled: Settled,
    pub order: DateOrder,
}

impl Local {
    #[cfg(test)]
    pub const UTC: Self = Self::plain(Zone::Fixed(Offset::UTC));

    pub const fn plain(zone: Zone) -> Self {
        Self { zone, is_stated: false, settled: [None; 4], order: DateOrder::Unknown }
    }

    /// The same with another zone, where there is one.
    pub fn with(&self, zone: Option<Zone>) -> Self {
        let is_stated = self.is_stated || zone.is_some();
        Self { zone: zone.unwrap_or_else(|| self.zone.clone()), is_stated, ..self.clone() }
    }

    /// The same, with a zone whose name has several meanings read as the text tells.
    #[must_use]
    pub fn settled_zone(self) -> Self {
        Self { zone: self.zone.settle(&self.settled), ..self }
    }
}

/// A day told from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// Behind that of the line before.
    Next,
    /// Counted from that of the incident, which is the first.
    Number(i32),
    /// The number of a day of the week, from Monday on.
    Weekday(i8),
}

/// What stood at the start of a text.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    pub date: Option<Date>,
    /// In which order that date has month and day.
    pub order: Order,
    /// Month and day where the year is not given.
    pub month_day: Option<(i8, i8)>,
    /// Whether month and day may be the other way round: `4/12`. The reading nearer to the date around it counts.
    pub is_ambiguous: bool,
    pub relative: Option<Relative>,
    pub time: Option<Time>,
    /// Days behind the one that is written or known: `24:00`, `01:15 +1`.
    pub days: i32,
    /// Minutes since the start, instead of a time.
    pub elapsed: Option<i64>,
    pub has_seconds: bool,
    pub zone: Option<Zone>,
    /// The end of a range of times, as it would stand by itself.
    pub until: Option<Box<Stamp>>,
    pub doubt: Option<Doubt>,
    /// Whether a place for a time is there but not filled in: `HH:mm`, `2021-??-??`.
    pub is_unknown: bool,
    /// Bytes of the text that the time takes, without what separates it from the rest.
    pub label: usize,
    /// Where the rest begins.
    pub end: usize,
}

/// Whether a date so many days from the one around it is meant rather than the other reading of it.
pub fn is_nearer_by_far(near: i32, far: i32) -> bool {
    near <= 31 && far >= 20 + 3 * near
}

impl Stamp {
    pub fn has_date(&self) -> bool {
        self.date.is_some() || self.month_day.is_some()
    }

    /// The day, given the one around it, and what of it is doubtful.
    pub fn day(&self, around: Option<Date>, order: DateOrder) -> Option<(Date, Option<Doubt>)> {
        if let Some(date) = self.date {
            let Order::Either(other) = self.order else { return Some((date, self.doubt)) };
            return Some(match order {
                DateOrder::DayFirst => (date, None),
                DateOrder::MonthFirst => (other, None),
                DateOrder::Unknown => nearer(date, other, around),
            });
        }
        let (month, day) = self.month_day?;
        let around = around?;
        let near = |month, day| {
            let years = [around.year() - 1, around.year(), around.year() + 1];
            let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
            dates.min_by_key(|date| distance(*date, around))
        };
        let first = near(month, day);
        if !self.is_ambiguous || month == day {
            return first.map(|date| (date, self.doubt));
        }
        let other = near(day, month);
        match (first, other, order) {
            (Some(date), None, _) | (None, Some(date), _) | (Some(date), _, DateOrder::MonthFirst) => {
                Some((date, None))
            }
            (_, Some(date), DateOrder::DayFirst) => Some((date, None)),
            (Some(first), Some(other), DateOrder::Unknown) => Some(nearer(first, other, Some(around))),
            (None, None, _) => None,
        }
    }

    /// The moment, given the date to take where none is written (whose year also completes a month and day). `None` when the
    /// date is not known.
    pub fn moment(&self, date: Option<Date>, local: &Local) -> Option<Moment> {
        self.read(date, local).map(|(moment, _)| moment)
    }

    /// The same with how the clock was read.
    pub fn read(&self, date: Option<Date>, local: &Local) -> Option<(Moment, Reading)> {
        // "??:??" on an unknown day is no moment.
        let (date, doubt) = match self.day(date, local.order) {
            Some(day) => day,
            None if self.time.is_some() => (date?, self.doubt),
            None => return None,
        };
        let date = shifted(date, self.days)?;
        let precision = match self.time {
            None => Precision::Day,
            Some(_) if self.has_seconds => Precision::Second,
            Some(_) => Precision::Minute,
        };
        let civil = date.to_datetime(self.time.unwrap_or(Time::midnight()));
        let reading = self.zone.as_ref().unwrap_or(&local.zone).read(civil, &local.settled)?;
        // A day is the same in any zone.
        let doubt = doubt.or(reading.doubt.filter(|_| precision != Precision::Day));
        let (timestamp, offset) = (reading.timestamp, reading.offset);
        let zone_stated = self.zone.is_some();
        Some((Moment { timestamp, offset, precision, zone_stated, doubt }, reading))
    }
}

fn distance(one: Date, other: Date) -> i32 {
    (one - other).get_days().abs()
}

/// The reading that is nearer to the date around it, and doubtful unless the other one is far from that date.
fn nearer(date: Date, other: Date, around: Option<Date>) -> (Date, Option<Doubt>) {
    let Some(around) = around else { return (date, Some(Doubt::Order)) };
    let (near, far) =
        if distance(other, around) < distance(date, around) { (other, date) } else { (date, other) };
    let is_settled = is_nearer_by_far(distance(near, around), distance(far, around));
    (near, (!is_settled).then_some(Doubt::Order))
}

/// The whole value as a stamp, behind which nothing is said.
fn whole(value: &str) -> Option<Stamp> {
    let value = value.trim();
    let stamp = leading(value)?;
    let rest = value[stamp.end..].trim_matches(|c: char| !c.is_alphanumeric());
    (stamp.date.is_some() && rest.is_empty()).then_some(stamp)
}

/// A whole value, such as one of front matter: `2016-08-18T19:00:00Z`, `2025-09-17T7:30:00-00:00`, `14 June 2022 10:00 PDT`.
pub fn parse_moment(value: &str, local: &Local) -> Option<Moment> {
    whole(value)?.moment(None, local)
}

/// A whole value that is a date, perhaps with a time, which is ignored.
pub fn parse_date(value: &str) -> Option<Date> {
    leading(value.trim()).and_then(|stamp| stamp.date)
}

/// The day of a value, and what of it is doubtful. Programs write a day as the moment of its local midnight, in UTC:
/// `2026-02-12T23:00:00.000Z` is the 13th in Berlin, while midnight in UTC stays its day.
pub fn parse_day(value: &str, around: Option<Date>, local: &Local) -> Option<(Date, Option<Doubt>)> {
    if let Some(date) = first_of_days(value) {
        return Some((date, None));
    }
    let stamp = leading(value.trim())?;
    let is_instant =
        stamp.has_seconds && matches!(&stamp.zone, Some(Zone::Fixed(offset)) if *offset == Offset::UTC);
    if is_instant && stamp.time != Some(Time::midnight()) {
        let moment = stamp.moment(around, local)?;
        if let Some(day) = zone::is_midnight(moment.timestamp, &local.zone) {
            return Some((day.date(), None));
        }
    }
    stamp.date.and_then(|_| stamp.day(around, local.order))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let stamp = leading(text)?;
        let day = jiff::civil::date(2018, 2, 28);
        let at = stamp.moment(Some(day), &Local::UTC).map_or("?".into(), Moment::rfc3339);
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
            ("14.30 x", "2018-02-28T14:30:00Z", "x"),
            ("15:41 UTC on 29 October 2025 – x", "2025-10-29T15:41:00Z", "x"),
            ("2/27 9:02 PM x", "2018-02-27T21:02:00Z", "x"),
            ("1/3 09:02 x", "2018-03-01T09:02:00Z", "x"),
            ("6月30日 10:00 x", "2018-06-30T10:00:00Z", "x"),
            ("1628-08-10T12:00:00Z", "1628-08-10T12:00:00Z", ""),
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
        assert!(
            stamp.is_unknown && stamp.moment(Some(jiff::civil::date(2018, 2, 28)), &Local::UTC).is_none()
        );
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
}
