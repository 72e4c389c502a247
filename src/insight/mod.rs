//! What the incidents say together: what recurs, what is similar, what was promised, what can be counted.
//!
//! Pure, and near-linear in the number of documents: candidates come from tables of what is shared, never from all pairs.

pub mod actions;
pub mod changes;
#[cfg(test)]
mod sample;

pub use actions::Actions;
pub use changes::Changes;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::link::Site;

/// Everything that is found by comparing incidents with each other and with the date.
#[derive(Debug)]
pub struct Insight {
    /// The day that "overdue" and "ago" count from.
    pub today: Date,
    pub actions: Actions,
    pub changes: Changes,
}

impl Insight {
    /// Looks at all incidents as they are on the day `today`.
    #[must_use]
    pub fn new(site: &Site, today: Date) -> Self {
        let actions = Actions::new(site, today);
        Self { today, changes: Changes::new(site, &actions, today), actions }
    }
}

/// What is odd about the facts of incidents when they are held against each other.
#[must_use]
pub fn findings(site: &Site) -> Vec<Diagnostic> {
    actions::findings(site)
}

/// Days from one date to another; negative where that is earlier.
#[must_use]
pub fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
