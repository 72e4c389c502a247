//! Days beside an action item.

use jiff::civil::Date;

use crate::read::parse::time;

/// A text that is a date and nothing else, in the year that is nearest behind the incident where it names none.
pub fn whole_date(text: &str, incident: Option<Date>) -> Option<Date> {
    let text = text.trim();
    let stamp = time::leading(text)?;
    if stamp.end < text.len() || !stamp.has_date() {
        return None;
    }
    beginning_date(text, incident)
}

/// The date that a text begins with.
pub fn beginning_date(text: &str, incident: Option<Date>) -> Option<Date> {
    let stamp = time::leading(text.trim())?;
    if stamp.date.is_some() {
        return stamp.date;
    }
    let ((month, day), incident) = (stamp.month_day.filter(|_| !stamp.is_ambiguous)?, incident?);
    let of = |year: i16| Date::new(year, month, day).ok();
    let this = of(incident.year())?;
    // What is promised lies ahead, but for what was done at once.
    if (incident - this).get_days() > 60 { of(incident.year() + 1) } else { Some(this) }
}
