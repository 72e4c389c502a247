//! Counts of action items on one day.

use jiff::civil::Date;

use super::TrackedAction;
use crate::core::model::ActionState;
use crate::know::insight::days;
use crate::know::insight::spread::Spread;

/// Days back that count as "lately".
pub const LATELY: i64 = 90;

/// How many action items stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub all: usize,
    /// Not done and not dropped, begun or not.
    pub open: usize,
    pub late: usize,
    /// Due within [`super::SOON`] days.
    pub soon: usize,
    pub done: usize,
    pub dropped: usize,
    /// Done within the last [`LATELY`] days.
    pub done_lately: usize,
    /// Median age in days of what is open; `None` where they are too few to bear one.
    pub median_age: Option<i64>,
    /// How many ages that median is of; the rest is of undated incidents.
    pub aged: usize,
    /// Open without a due date that counts.
    pub undated: usize,
    /// Those with a date before their incident, which is left out.
    pub odd: usize,
}

impl Tally {
    pub fn new(all: &[TrackedAction], today: Date) -> Self {
        let count = |wanted: &dyn Fn(&TrackedAction) -> bool| all.iter().filter(|one| wanted(one)).count();
        let pending = |one: &TrackedAction| one.state.is_pending();
        let mut ages: Vec<i64> = all.iter().filter_map(|one| one.age).collect();
        ages.sort_unstable();
        Self {
            all: all.len(),
            open: count(&pending),
            late: count(&|one| one.late.is_some()),
            soon: count(&|one| one.is_soon),
            done: count(&|one| one.state == ActionState::Done),
            dropped: count(&|one| one.state == ActionState::Dropped),
            done_lately: count(&|one| is_done_lately(one, today)),
            median_age: Spread::of(&ages).and_then(|ages| ages.median),
            aged: ages.len(),
            undated: count(&|one| pending(one) && one.due.is_none()),
            odd: count(&|one| one.is_odd),
        }
    }
}

/// Whether it was done within the last [`LATELY`] days.
pub fn is_done_lately(tracked: &TrackedAction, today: Date) -> bool {
    let ago = tracked.closed.map(|closed| days(closed, today));
    tracked.state == ActionState::Done && ago.is_some_and(|days| (0..=LATELY).contains(&days))
}
