//! Works out moments, line by line: a time without a date goes on from the line before.

use jiff::civil::{Date, DateTime};

use super::reader::Raw;
use crate::core::model::Moment;
use crate::read::parse::time::Stamp;
use crate::read::parse::zone::Zone;

/// Completes times with the date of the entry before.
pub struct Clock {
    pub date: Option<Date>,
    pub last: Option<DateTime>,
    pub is_descending: bool,
    pub zone: Zone,
}

/// A time of day that jumps back by more than this belongs to the next day; smaller steps back are disorder.
const ROLL_OVER_HOURS: f64 = 6.0;

impl Clock {
    pub fn moment(&mut self, stamp: &Stamp) -> Option<Moment> {
        let mut moment = stamp.moment(self.date, &self.zone)?;
        if let Some(last) = self.last
            && stamp.time.is_some()
        {
            let hours = hours_between(last, moment.civil());
            let days = if stamp.has_date() {
                0
            } else if !self.is_descending && hours < -ROLL_OVER_HOURS {
                1
            } else if self.is_descending && hours > ROLL_OVER_HOURS {
                -1
            } else {
                0
            };
            if days != 0 {
                let day = jiff::Span::new().days(days);
                let date = moment.date().checked_add(day).ok()?;
                moment = stamp.moment(Some(date), &self.zone)?;
            }
            // "Dec 31" is followed by "Jan 1" of the next year.
            if stamp.month_day.is_some() && stamp.date.is_none() && hours < -24.0 * 300.0 {
                let next_year = Date::new(moment.date().year() + 1, 1, 1).ok()?;
                moment = stamp.moment(Some(next_year), &self.zone)?;
            }
        }
        self.date = Some(moment.date());
        if stamp.time.is_some() {
            self.last = Some(moment.civil());
        } else {
            self.last = None;
        }
        Some(moment)
    }
}

fn hours_between(from: DateTime, to: DateTime) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

/// Whether the lines are told newest first.
pub fn is_descending(raw: &[Raw]) -> bool {
    let keys: Vec<_> = raw
        .iter()
        .filter_map(|raw| raw.stamp.as_ref())
        .filter_map(|stamp| stamp.time.map(|time| (stamp.date, time)))
        .collect();
    let (mut up, mut down) = (0, 0);
    for pair in keys.windows(2) {
        match pair[0].cmp(&pair[1]) {
            std::cmp::Ordering::Less => up += 1,
            std::cmp::Ordering::Greater => down += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    down > up && down >= 2
}
