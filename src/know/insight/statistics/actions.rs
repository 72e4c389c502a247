//! Whether what post-mortems promise is kept in time, and how old what is still open is.

use crate::core::model::ActionState;
use crate::know::insight::actions::{Actions, TrackedAction};
use crate::know::insight::spread::Spread;
use crate::know::link::DocumentId;

/// The action items of many incidents as they are on one day.
#[derive(Debug, Default)]
pub struct ActionCounts {
    pub all: usize,
    /// Incidents of which one was done on the day on which it was due, or before; one for each action item.
    pub in_time: Vec<DocumentId>,
    /// The same of those done after it.
    pub late: Vec<DocumentId>,
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
    /// Due or done before the incident, which can't be.
    pub implausible: usize,
    /// Days since their incident, of those that are open.
    pub age: Option<Spread>,
    /// Days from the incident to the day on which they were done.
    pub done_after: Option<Spread>,
}

impl ActionCounts {
    /// Looks at the action items of `incidents`.
    pub fn new(actions: &Actions, incidents: &[DocumentId]) -> Self {
        let mut action_counts = Self::default();
        let (mut ages, mut done_after) = (Vec::new(), Vec::new());
        for tracked in incidents.iter().flat_map(|id| &actions.all[actions.of_incident(*id)]) {
            action_counts.add(tracked);
            ages.extend(tracked.age);
            done_after.extend(tracked.took.filter(|_| tracked.state == ActionState::Done));
        }
        ages.sort_unstable();
        done_after.sort_unstable();
        Self { age: Spread::of(&ages), done_after: Spread::of(&done_after), ..action_counts }
    }

    fn add(&mut self, tracked: &TrackedAction) {
        self.all += 1;
        if let Some(is_in_time) = done_in_time(tracked) {
            let kept = if is_in_time { &mut self.in_time } else { &mut self.late };
            return kept.push(tracked.document);
        }
        let slot = match (tracked.state, tracked.due) {
            (ActionState::Dropped, _) => &mut self.dropped,
            _ if tracked.is_odd => &mut self.implausible,
            (_, None) => &mut self.undated,
            (ActionState::Done, _) => &mut self.day_unknown,
            _ if tracked.late.is_some() => &mut self.overdue,
            _ => &mut self.not_yet_due,
        };
        *slot += 1;
    }

    /// Whether a share of those that were kept says anything: not where most of what is done is left out of it for want of
    /// the day, while all that is overdue is in it.
    pub fn can_be_judged(&self) -> bool {
        self.judged() > 0 && self.in_time.len() + self.late.len() >= self.day_unknown
    }

    /// How many had to be done by now, and of which it is known whether they were.
    pub fn judged(&self) -> usize {
        self.in_time.len() + self.late.len() + self.overdue
    }
}

/// Whether what is done was done in time; `None` where it is not done, or the days of that are not known or can't be.
pub fn done_in_time(tracked: &TrackedAction) -> Option<bool> {
    let early = tracked.early.filter(|_| tracked.state == ActionState::Done && !tracked.is_odd)?;
    Some(early >= 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use jiff::civil::date;

    use super::*;

    fn tracked(
        state: ActionState,
        due: Option<Date>,
        early: Option<i64>,
        late: Option<i64>,
    ) -> TrackedAction {
        TrackedAction {
            document: 0,
            index: 0,
            state,
            owner: None,
            kind: None,
            due,
            closed: None,
            late,
            is_soon: false,
            age: None,
            took: None,
            early,
            is_odd: false,
            twins: 0,
        }
    }

    #[test]
    fn each_promise_is_counted_once() {
        let due = Some(date(2024, 3, 1));
        let odd = TrackedAction { is_odd: true, ..tracked(ActionState::Done, due, None, None) };
        let mut found = ActionCounts::default();
        for one in [
            tracked(ActionState::Done, due, Some(0), None),
            tracked(ActionState::Done, due, Some(-31), None),
            tracked(ActionState::Done, due, None, None),
            odd,
            tracked(ActionState::Open, due, None, Some(29)),
            tracked(ActionState::InProgress, due, None, None),
            tracked(ActionState::Open, None, None, None),
            tracked(ActionState::Dropped, due, None, None),
        ] {
            found.add(&one);
        }
        assert_eq!((found.all, found.judged(), found.can_be_judged()), (8, 3, true));
        found.day_unknown = 3;
        assert!(!found.can_be_judged());
        found.day_unknown = 1;
        assert_eq!((found.in_time.len(), found.late.len(), found.overdue), (1, 1, 1));
        assert_eq!((found.day_unknown, found.implausible, found.not_yet_due), (1, 1, 1));
        assert_eq!((found.undated, found.dropped), (1, 1));
    }
}
