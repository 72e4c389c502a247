//! The day of a build.
#![expect(clippy::disallowed_methods, reason = "this is where the clock is read")]

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The day that "overdue" counts from: the one given, else that of `SOURCE_DATE_EPOCH`, else today in `zone`.
///
/// An epoch that is not a number of seconds counts as none, as the specification of reproducible builds allows.
#[must_use]
pub fn today(given: Option<Date>, zone: &TimeZone) -> Date {
    let epoch = || {
        let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
        Some(Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()).date())
    };
    given.or_else(epoch).unwrap_or_else(|| Zoned::now().with_time_zone(zone.clone()).date())
}
