//! The day of a build.
#![expect(clippy::disallowed_methods, reason = "this is where the clock is read")]

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::core::diagnostic::Diagnostic;

/// What reproducible builds call the variable.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The day that "overdue" counts from: the one given, else that of `SOURCE_DATE_EPOCH`, else today in `zone`.
///
/// An epoch that is not a number of seconds counts as none; [`fault`] says so beforehand.
pub fn today(given: Option<Date>, zone: &TimeZone) -> Date {
    let of_epoch = || Some(epoch()?.ok()?.to_zoned(zone.clone()).date());
    given.or_else(of_epoch).unwrap_or_else(|| Zoned::now().with_time_zone(zone.clone()).date())
}

/// What is wrong with `SOURCE_DATE_EPOCH`, for a build that should give the same every day would not.
pub fn fault() -> Option<Diagnostic> {
    let value = epoch()?.err()?;
    let message = format!("`{value}` is no number of seconds since 1970");
    let found = Diagnostic::error("bad-epoch", EPOCH, message);
    Some(found.hint("Set it to the output of `git log -1 --format=%ct` or of `date +%s`, or unset it."))
}

/// The moment that the environment names, or its words where these name none; `None` where there are none.
fn epoch() -> Option<Result<Timestamp, String>> {
    let value = std::env::var_os(EPOCH)?.to_string_lossy().trim().to_owned();
    if value.is_empty() {
        return None;
    }
    let seconds = value.parse().ok();
    Some(seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or(value))
}
