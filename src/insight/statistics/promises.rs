//! Whether what post-mortems promise is kept in time, and how old what is still open is.

use jiff::civil::Date;

use super::percentile::Spread;
use crate::link::{DocumentId, Site};
use crate::model::{ActionItem, ActionState};

/// The action items of many incidents as they are on one day.
#[derive(Debug, Default)]
pub struct Promises {
    pub all: usize,
    /// Done on the day on which they were due, or before.
    pub in_time: usize,
    /// Done after it.
    pub late: usize,
    /// Not done although it has passed.
    pub overdue: usize,
    /// Done, with a date on which they were due, but without the day on which they were done.
    pub day_unknown: usize,
    /// With a date that is still to come.
    pub not_yet_due: usize,
    /// Neither dropped nor with a date on which they are due.
    pub undated: usize,
    /// Decided against.
    pub dropped: usize,
    /// Done before the incident, which can't be.
    pub implausible: usize,
    /// Days since their incident, of those that are open.
    pub age: Option<Spread>,
    /// Days from the incident to the day on which they were done.
    pub done_after: Option<Spread>,
}

impl Promises {
    /// Looks at the action items of `incidents` as they are on the day `today`.
    #[must_use]
    pub fn new(site: &Site, incidents: &[DocumentId], today: Date) -> Self {
        let mut promises = Self::default();
        let (mut ages, mut done_after) = (Vec::new(), Vec::new());
        for id in incidents {
            let facts = site.post_mortem(*id);
            for item in &facts.action_items {
                promises.add(item, facts.date, today);
                if let Some(date) = facts.date {
                    if item.state.is_pending() && date <= today {
                        ages.push(days(date, today));
                    }
                    let done =
                        item.closed.filter(|closed| item.state == ActionState::Done && *closed >= date);
                    done_after.extend(done.map(|closed| days(date, closed)));
                }
            }
        }
        ages.sort_unstable();
        done_after.sort_unstable();
        Self { age: Spread::of(&ages), done_after: Spread::of(&done_after), ..promises }
    }

    fn add(&mut self, item: &ActionItem, incident: Option<Date>, today: Date) {
        self.all += 1;
        let is_implausible = item.closed.zip(incident).is_some_and(|(closed, incident)| closed < incident);
        let slot = match (item.state, item.due, item.closed) {
            (ActionState::Dropped, ..) => &mut self.dropped,
            _ if is_implausible => &mut self.implausible,
            (_, None, _) => &mut self.undated,
            (ActionState::Done, Some(due), Some(closed)) if closed <= due => &mut self.in_time,
            (ActionState::Done, Some(_), Some(_)) => &mut self.late,
            (ActionState::Done, Some(_), None) => &mut self.day_unknown,
            (ActionState::Open | ActionState::InProgress, Some(due), _) if due < today => &mut self.overdue,
            (ActionState::Open | ActionState::InProgress, Some(_), _) => &mut self.not_yet_due,
        };
        *slot += 1;
    }

    /// How many had to be done by now, and of which it is known whether they were.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.in_time + self.late + self.overdue
    }
}

/// Whole days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_secs() / 86_400
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_promise_is_counted_once() {
        let item = |state, due, closed| ActionItem { state, due, closed, ..ActionItem::default() };
        let (early, due, late) = (date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1));
        let mut found = Promises::default();
        for one in [
            item(ActionState::Done, Some(due), Some(due)),
            item(ActionState::Done, Some(due), Some(late)),
            item(ActionState::Done, Some(due), None),
            item(ActionState::Done, Some(due), Some(date(2023, 12, 31))),
            item(ActionState::Open, Some(early), None),
            item(ActionState::InProgress, Some(due), None),
            item(ActionState::Open, None, None),
            item(ActionState::Dropped, Some(early), Some(late)),
        ] {
            found.add(&one, Some(date(2024, 1, 1)), due);
        }
        assert_eq!((found.all, found.judged()), (8, 3));
        assert_eq!((found.in_time, found.late, found.overdue), (1, 1, 1));
        assert_eq!((found.day_unknown, found.implausible, found.not_yet_due), (1, 1, 1));
        assert_eq!((found.undated, found.dropped), (1, 1));
    }
}
