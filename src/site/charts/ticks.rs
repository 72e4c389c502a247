//! A time axis: where its ticks stand and what they say.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::core::phrases::Phrases;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Distances between ticks, in seconds.
const STEPS: [i64; 21] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    91 * DAY,
    182 * DAY,
    365 * DAY,
    1826 * DAY,
    3652 * DAY,
];

/// At most this many distances between ticks.
const MOST: i64 = 9;
/// About this many labels fit beside each other on a phone.
const FIT_NARROW: usize = 5;

/// One tick.
#[derive(Debug, PartialEq, Eq)]
pub struct Tick {
    /// Seconds since 1970.
    pub at: i64,
    pub label: String,
    /// The date, under the first tick of each day, where the axis spans days.
    pub date: Option<String>,
    /// Too many for a phone: shown on wide screens only.
    pub only_wide: bool,
}

/// An axis that begins and ends with a tick.
#[derive(Debug)]
pub struct Axis {
    pub from: i64,
    pub to: i64,
    pub ticks: Vec<Tick>,
}

impl Axis {
    /// An axis that holds the seconds `from` to `to`, with times as clocks at `offset` showed them.
    pub fn new(say: &Phrases, from: i64, to: i64, offset: Offset) -> Self {
        let to = to.max(from + 1);
        let step = STEPS.into_iter().find(|step| (to - from) / step < MOST).unwrap_or_else(|| {
            // Centuries: as many steps of ten years as it takes.
            let last = STEPS[STEPS.len() - 1];
            last * ((to - from) / last / MOST + 1)
        });
        let shift = i64::from(offset.seconds());
        let first = (from + shift).div_euclid(step) * step - shift;
        let count = (to - first + step - 1).div_euclid(step).max(1);
        let times = (0..=count).map(|index| first + index * step);
        let every = usize::try_from(count).unwrap_or(1).div_ceil(FIT_NARROW).max(1);
        let days_change = civil(first, offset).date() != civil(first + count * step - 1, offset).date();
        let mut last: Option<DateTime> = None;
        let ticks = times
            .enumerate()
            .map(|(index, at)| {
                let now = civil(at, offset);
                let new_day = last.is_none_or(|last| last.date() != now.date());
                let (label, date) = if step >= DAY {
                    let same_year = last.is_some_and(|last| last.year() == now.year());
                    let key = if same_year { "date.short" } else { "date.day" };
                    (say.date(key, now.date()), None)
                } else {
                    let clock = format!("{:02}:{:02}", now.hour(), now.minute());
                    (clock, (days_change && new_day).then(|| say.date("date.short", now.date())))
                };
                last = Some(now);
                Tick { at, label, date, only_wide: index % every != 0 }
            })
            .collect();
        Self { from: first, to: first + count * step, ticks }
    }

    /// Where on the axis a second is, from 0 to 1.
    pub fn share(&self, at: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "seconds of an incident are far below 2^52")]
        let share = (at - self.from) as f64 / (self.to - self.from) as f64;
        share.clamp(0.0, 1.0)
    }
}

/// What a clock at `offset` showed; the year 1970 for times that no calendar has.
pub fn civil(second: i64, offset: Offset) -> DateTime {
    offset.to_datetime(Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn an_hour_and_a_half_has_ticks_every_ten_minutes() {
        let axis = Axis::new(
            Phrases::in_english(),
            second("2019-07-02T13:31:00Z"),
            second("2019-07-02T14:52:00Z"),
            Offset::UTC,
        );
        assert_eq!(labels(&axis)[..2], ["13:30", "13:40"]);
        assert_eq!(axis.ticks.last().unwrap().label, "15:00");
        assert!(axis.ticks.iter().all(|tick| tick.date.is_none()));
        assert!((axis.share(second("2019-07-02T13:30:00Z"))).abs() < 1e-9);
    }

    #[test]
    fn past_midnight_the_date_is_named() {
        let axis = Axis::new(
            Phrases::in_english(),
            second("2017-01-31T23:20:00Z"),
            second("2017-02-01T02:10:00Z"),
            Offset::UTC,
        );
        let dates: Vec<_> = axis.ticks.iter().filter_map(|tick| tick.date.as_deref()).collect();
        assert_eq!(dates, ["01-31", "02-01"]);
    }

    #[test]
    fn ticks_stand_on_round_hours_of_the_local_clock() {
        let india = Offset::from_seconds(19_800).unwrap();
        let axis = Axis::new(
            Phrases::in_english(),
            second("2024-01-01T00:00:00Z"),
            second("2024-01-01T12:00:00Z"),
            india,
        );
        assert!(labels(&axis).iter().all(|label| label.ends_with(":00")));
    }

    #[test]
    fn weeks_are_labelled_with_dates_and_nothing_at_all_still_has_an_axis() {
        let axis = Axis::new(
            Phrases::in_english(),
            second("2024-12-20T00:00:00Z"),
            second("2025-01-20T00:00:00Z"),
            Offset::UTC,
        );
        assert!(labels(&axis)[0].starts_with("2024-"), "{:?}", labels(&axis));
        assert_eq!(labels(&axis).iter().filter(|label| label.starts_with("2025-")).count(), 1);
        let point = Axis::new(Phrases::in_english(), 1_000_000, 1_000_000, Offset::UTC);
        assert!(point.ticks.len() >= 2 && point.to > point.from);
        let ages = Axis::new(
            Phrases::in_english(),
            second("0001-01-01T00:00:00Z"),
            second("2025-01-01T00:00:00Z"),
            Offset::UTC,
        );
        assert!(ages.ticks.len() <= 11);
    }
}
