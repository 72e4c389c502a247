//! Dates and times in the many forms in which people write them.

mod clock;
mod date;
mod duration;
mod scan;

pub use date::{Order, date_in_name, is_numeric, month};
pub use duration::parse_duration;
pub use scan::leading;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::zone::Zone;
use crate::core::model::{Moment, Precision};

/// What stood at the start of a text.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub date: Option<Date>,
    /// In which order that date has month and day.
    pub order: Order,
    /// Month and day where the year is not given.
    pub month_day: Option<(i8, i8)>,
    /// Whether month and day may be the other way round: `4/12`. The reading nearer to the date around it counts.
    pub is_ambiguous: bool,
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
            let around = date?;
            let first = Date::new(around.year(), month, day).ok();
            let other = Date::new(around.year(), day, month).ok().filter(|_| self.is_ambiguous);
            let distance = |date: &Date| (*date - around).get_days().abs();
            first.into_iter().chain(other).min_by_key(distance)
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
}
