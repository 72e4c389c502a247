//! A point in time as people write it: with a zone or without, to the second, the minute or only the day.

use jiff::{Timestamp, civil, tz::Offset};
use serde::{Deserialize, Serialize};

/// How exactly a time was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Precision {
    Second,
    Minute,
    Day,
}

/// Why a moment or a date may be another: two readings are possible, and nothing settles which is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Doubt {
    /// The name of its zone has several meanings, or may be no zone.
    Zone,
    /// Month and day may be the other way round.
    Order,
    /// Clocks were set back and showed the time twice.
    Fold,
    /// Clocks were set forward and never showed the time.
    Gap,
    /// Nothing says on which of two days it was.
    Day,
}

/// An instant together with the offset in which it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    #[serde(with = "jiff::fmt::serde::timestamp::nanosecond::required")]
    pub timestamp: Timestamp,
    #[serde(with = "super::stored::offset")]
    pub offset: Offset,
    pub precision: Precision,
    /// Whether the text named the zone; otherwise that of the section, the page or `[book] timezone` was taken.
    pub zone_stated: bool,
    /// What of it is doubtful.
    pub doubt: Option<Doubt>,
}

impl Moment {
    /// Wall-clock date and time in the offset in which it was written.
    pub fn civil(self) -> civil::DateTime {
        self.offset.to_datetime(self.timestamp)
    }

    pub fn date(self) -> civil::Date {
        self.civil().date()
    }

    /// RFC 3339, to the second: `2019-07-02T13:42:00Z`, `2021-01-04T07:00:00-08:00`.
    pub fn rfc3339(self) -> String {
        let at = self.civil();
        let (year, month, day) = (at.year(), at.month(), at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        // A date that prints itself goes through a string of its own, and there are dozens in a post-mortem.
        let base = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if self.offset == Offset::UTC {
            return base + "Z";
        }
        let seconds = self.offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        format!("{base}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// `13:42`, or `13:42:07` where seconds were given.
    pub fn clock(self) -> String {
        let time = self.civil().time();
        match self.precision {
            Precision::Second if time.second() != 0 => {
                format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
            }
            _ => format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }

    /// `UTC`, `UTC+2`, `UTC-3:30`.
    pub fn zone(self) -> String {
        let seconds = self.offset.seconds();
        if seconds == 0 {
            return "UTC".into();
        }
        let sign = if seconds < 0 { '−' } else { '+' };
        let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
        if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
    }

    /// Whether it is earlier than `other`; where only the day of one is known, days are compared.
    pub fn is_before(self, other: Moment) -> bool {
        if self.precision == Precision::Day || other.precision == Precision::Day {
            self.date() < other.date()
        } else {
            self.timestamp < other.timestamp
        }
    }

    /// Whole minutes from `earlier` to this; negative when this is before it.
    pub fn minutes_since(self, earlier: Moment) -> i64 {
        (self.timestamp.as_second() - earlier.timestamp.as_second()).div_euclid(60)
    }
}
