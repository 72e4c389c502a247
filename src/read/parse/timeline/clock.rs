//! Works out moments, line by line: a time without a date goes on from the line before.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::reader::Raw;
use crate::core::model::{Doubt, Moment, Precision};
use crate::read::parse::time::{Local, Relative, Stamp};
use crate::read::parse::zone::{Reading, shifted};

/// Completes times with the date of the entry before.
pub struct Clock {
    /// That of the incident.
    pub incident: Option<Date>,
    /// That of the line before.
    pub date: Option<Date>,
    pub last: Option<Moment>,
    /// Where it began, for times that count from there.
    pub start: Option<Moment>,
    pub is_descending: bool,
    pub local: Local,
    /// Whether a new part of the timeline begins, without a day of its own.
    is_new_part: bool,
    /// Days of entries that tell of something that came long before the incident.
    precursors: Vec<Date>,
    /// Whether the line before tells of something that came long before the incident.
    is_behind_precursor: bool,
}

/// A time of day that jumps back by more than this belongs to the next day; smaller steps back are disorder.
const ROLL_OVER: i64 = 6 * HOUR;
const HOUR: i64 = 3600;
/// Days before the incident from which on an entry tells of something that came long before, and is no day for those below it:
/// of entries with a time, and of those that are a day alone.
const PRECURSOR: (i32, i32) = (7, 1);
/// Between these hours a part of a timeline that begins anew may have gone on over midnight.
const EVENING: i8 = 18;
const MORNING: i8 = 6;

impl Clock {
    pub fn new(incident: Option<Date>, start: Option<Moment>, raw: &[Raw], local: Local) -> Self {
        let dates: Vec<Date> = raw
            .iter()
            .filter_map(|raw| raw.stamp.as_ref()?.day(incident, local.order))
            .map(|(date, _)| date)
            .collect();
        let precursors = incident.map(|incident| precursors(&dates, incident)).unwrap_or_default();
        Self {
            incident,
            date: incident,
            last: None,
            start,
            is_descending: is_descending(raw, &local),
            local,
            is_new_part: false,
            precursors,
            is_behind_precursor: false,
        }
    }

    /// Begins another part: on the day that it names, else where the one before ended.
    pub fn part(&mut self, day: Option<&Stamp>, local: Local) {
        self.local = local;
        match day {
            Some(stamp) => self.day(stamp),
            None => self.is_new_part = self.last.is_some(),
        }
    }

    /// Goes to a day that stands above its lines.
    pub fn day(&mut self, stamp: &Stamp) {
        if let Some(date) = self.date_of(stamp) {
            (self.date, self.last, self.is_new_part) = (Some(date), None, false);
            self.is_behind_precursor = false;
        }
    }

    fn date_of(&self, stamp: &Stamp) -> Option<Date> {
        stamp.day(self.date, self.local.order).map(|(date, _)| date).or_else(|| self.relative(stamp))
    }

    /// The day that is told from another one.
    fn relative(&self, stamp: &Stamp) -> Option<Date> {
        match stamp.relative? {
            Relative::Next => shifted(self.date?, 1),
            Relative::Number(number) => shifted(self.incident?, number - 1),
            Relative::Weekday(day) => {
                let from = self.date?;
                let ahead =
                    (i32::from(day) - i32::from(from.weekday().to_monday_zero_offset())).rem_euclid(7);
                // The day before is nearer than that of next week.
                shifted(
                    from,
                    if self.is_descending || ahead == 6 && self.last.is_none() {
                        (ahead - 7) % 7
                    } else {
                        ahead
                    },
                )
            }
        }
    }

    /// The moment of a line, and whether the one before is settled by it.
    pub fn moment(&mut self, stamp: &Stamp) -> Option<Moment> {
        if let Some(minutes) = stamp.elapsed {
            return self.elapsed(minutes);
        }
        let relative = if stamp.has_date() { None } else { self.relative(stamp) };
        let around = relative.or(self.date);
        let (mut moment, mut reading) = stamp.read(around, &self.local)?;
        if let Some(last) = self.last
            && stamp.time.is_some()
            && !stamp.has_date()
            && relative.is_none()
            && stamp.days == 0
        {
            (moment, reading) = self.roll(stamp, last, moment, reading)?;
        }
        if let Some(last) = self.last {
            self.second_time(&mut moment, reading, last);
        }
        self.keep(stamp, &mut moment);
        Some(moment)
    }

    /// Minutes since the start; the start is the first time where none is known.
    fn elapsed(&self, minutes: i64) -> Option<Moment> {
        let start = self.start.filter(|start| start.precision != Precision::Day)?;
        let timestamp = Timestamp::from_second(start.timestamp.as_second() + minutes * 60).ok()?;
        Some(Moment { timestamp, precision: Precision::Minute, ..start })
    }

    /// The same time on the day on which it is nearest behind the line before.
    fn roll(
        &mut self,
        stamp: &Stamp,
        last: Moment,
        moment: Moment,
        reading: Reading,
    ) -> Option<(Moment, Reading)> {
        let seconds = |moment: Moment| moment.timestamp.as_second() - last.timestamp.as_second();
        if std::mem::take(&mut self.is_new_part) {
            return self.in_new_part(stamp, last, moment, reading);
        }
        let direction = if self.is_descending { -1 } else { 1 };
        let is_behind = |moment: Moment| {
            let ahead = seconds(moment) * i64::from(direction);
            (-ROLL_OVER..24 * HOUR - ROLL_OVER).contains(&ahead)
        };
        let ahead = seconds(moment) * i64::from(direction);
        let same_zone = moment.offset == last.offset;
        if ahead < 0 && std::mem::take(&mut self.is_behind_precursor) {
            // Behind something that came long before, a time that is earlier is of the incident rather than of the day after.
            let (mut moment, reading) = stamp.read(self.incident, &self.local)?;
            moment.doubt = moment.doubt.or(Some(Doubt::Day));
            return Some((moment, reading));
        }
        if is_behind(moment) || same_zone && ahead >= 0 {
            return Some((moment, reading));
        }
        let days = if ahead < 0 { direction } else { -direction };
        let date = shifted(self.date?, days)?;
        stamp.read(Some(date), &self.local).or(Some((moment, reading)))
    }

    /// Below a heading of its own a time that is earlier may be told anew, or of the next day.
    fn in_new_part(
        &self,
        stamp: &Stamp,
        last: Moment,
        mut moment: Moment,
        reading: Reading,
    ) -> Option<(Moment, Reading)> {
        let (before, now) = (last.civil(), moment.civil());
        if moment.timestamp >= last.timestamp || self.is_descending {
            return Some((moment, reading));
        }
        if before.hour() >= EVENING && now.hour() < MORNING {
            return stamp.read(Some(shifted(self.date?, 1)?), &self.local);
        }
        if before.date() != self.incident.unwrap_or(before.date()) {
            moment.doubt = moment.doubt.or(Some(Doubt::Day));
        }
        Some((moment, reading))
    }

    /// On a night when clocks are set back, a time that comes again is an hour later.
    fn second_time(&self, moment: &mut Moment, reading: Reading, last: Moment) {
        let Some(again) = reading.again.filter(|_| !self.is_descending) else { return };
        if moment.timestamp < last.timestamp
            && let Ok(timestamp) = again.to_timestamp(moment.civil())
            && timestamp >= last.timestamp
        {
            (moment.timestamp, moment.offset, moment.doubt) = (timestamp, again, None);
        }
    }

    fn keep(&mut self, stamp: &Stamp, moment: &mut Moment) {
        self.is_new_part = false;
        let date = moment.date();
        let before =
            self.incident.filter(|_| stamp.has_date()).map_or(0, |incident| (incident - date).get_days());
        if before > PRECURSOR.1 && stamp.time.is_none() {
            (self.date, self.last) = (self.incident, None);
            return;
        }
        if stamp.has_date() {
            self.is_behind_precursor = before > PRECURSOR.0;
        } else if self.is_behind_precursor && self.precursors.contains(&date) {
            moment.doubt = moment.doubt.or(Some(Doubt::Day));
        }
        self.date = Some(date);
        self.last = stamp.time.is_some().then_some(*moment);
    }
}

/// Those days behind which the next one is that of the incident, long after.
fn precursors(dates: &[Date], incident: Date) -> Vec<Date> {
    let before = |date: Date| (incident - date).get_days();
    let pairs =
        dates.windows(2).filter(|pair| before(pair[0]) > PRECURSOR.0 && before(pair[1]) <= PRECURSOR.1);
    pairs.map(|pair| pair[0]).collect()
}

/// Where a time that clocks show twice stands before its second showing, it is the first.
pub fn settle_folds(moments: &mut [Option<Moment>]) {
    for index in 1..moments.len() {
        let (before, behind) = moments.split_at_mut(index);
        if let (Some(first), Some(second)) = (before[index - 1].as_mut(), behind[0])
            && first.doubt == Some(Doubt::Fold)
            && second.offset != first.offset
            && second.civil().time() < first.civil().time()
        {
            first.doubt = None;
        }
    }
}

/// Whether the lines are told newest first. Lines on two sides of a day that stands by itself are told apart by that day.
fn is_descending(raw: &[Raw], local: &Local) -> bool {
    let (mut up, mut down) = (0, 0);
    let mut count = |order: std::cmp::Ordering| match order {
        std::cmp::Ordering::Less => up += 1,
        std::cmp::Ordering::Greater => down += 1,
        std::cmp::Ordering::Equal => {}
    };
    let mut day: Option<Date> = None;
    let mut last: Option<(Option<Date>, i64)> = None;
    for raw in raw {
        if raw.part.is_some() {
            last = None;
        }
        let Some(stamp) = &raw.stamp else { continue };
        if raw.is_day() {
            if let Some((before, date)) = day.zip(stamp.date) {
                count(before.cmp(&date));
            }
            (day, last) = (stamp.date, None);
            continue;
        }
        let Some(time) = stamp.time else { continue };
        let key = (stamp.date, in_universal_time(stamp, time, local));
        if let Some(last) = last.replace(key)
            && last.0.is_some() == key.0.is_some()
        {
            count(last.cmp(&key));
        }
    }
    down > up && down >= 2
}

/// Seconds of the day in universal time, as far as they can be told without the day.
fn in_universal_time(stamp: &Stamp, time: Time, local: &Local) -> i64 {
    let day = stamp.date.unwrap_or(jiff::civil::date(2024, 1, 15));
    let zone = stamp.zone.as_ref().unwrap_or(&local.zone);
    let reading = zone.read(day.to_datetime(time), &local.settled);
    let midnight = local.zone.read(day.to_datetime(Time::midnight()), &local.settled);
    reading
        .zip(midnight)
        .map_or(0, |(at, midnight)| at.timestamp.as_second() - midnight.timestamp.as_second())
}
