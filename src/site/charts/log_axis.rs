//! A logarithmic axis of lengths of time, from a minute on.

use crate::core::escape;
use crate::core::phrases::Phrases;

/// Minutes of ticks, and the keys of what they say.
const TICKS: [(i64, &str); 9] = [
    (1, "chart.axis-minute"),
    (10, "chart.axis-10-minutes"),
    (60, "chart.axis-hour"),
    (360, "chart.axis-6-hours"),
    (1440, "chart.axis-day"),
    (10_080, "chart.axis-week"),
    (43_200, "chart.axis-30-days"),
    (525_600, "chart.axis-year"),
    (5_256_000, "chart.axis-10-years"),
];

/// An axis from one minute to a little more than its longest length.
#[derive(Debug, Clone, Copy)]
pub struct LogAxis {
    /// Logarithm of its end, in minutes.
    end: f64,
}

impl LogAxis {
    /// An axis that holds `longest` minutes, and an hour at least.
    pub fn new(longest: i64) -> Self {
        Self { end: logarithm(longest.max(60)) * 1.03 }
    }

    /// Where on the axis a length is, from 0 to 1. What is below a minute is at its start.
    pub fn share(self, minutes: i64) -> f64 {
        (logarithm(minutes) / self.end).clamp(0.0, 1.0)
    }

    /// Ticks with their places, those beyond the end left out.
    pub fn ticks(self, say: &Phrases) -> impl Iterator<Item = (f64, String)> {
        let inside = TICKS.into_iter().take_while(move |(minutes, _)| logarithm(*minutes) <= self.end);
        inside.map(move |(minutes, key)| (self.share(minutes), escape::escaped(say.text(key))))
    }
}

fn logarithm(minutes: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "minutes of an incident are far below 2^52")]
    let minutes = minutes.max(1) as f64;
    minutes.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_begins_with_a_minute_and_holds_its_longest() {
        let axis = LogAxis::new(14 * 1440);
        assert_eq!(
            axis.ticks(Phrases::in_english()).map(|(_, label)| label).last().as_deref(),
            Some("1 week")
        );
        assert!(axis.share(0).abs() < 1e-9 && axis.share(1).abs() < 1e-9);
        assert!(axis.share(14 * 1440) < 1.0 && axis.share(60) < axis.share(61));
        assert_eq!(LogAxis::new(0).ticks(Phrases::in_english()).count(), 3);
    }
}
