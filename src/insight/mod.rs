//! What the incidents say together: what recurs, what is similar, what was promised, what can be counted.
//!
//! Pure, and near-linear in the number of documents: candidates come from tables of what is shared, never from all pairs.

use jiff::civil::Date;

use crate::link::Site;

/// Everything that is found by comparing incidents with each other and with the date.
#[derive(Debug)]
pub struct Insight {
    /// The day that "overdue" and "ago" count from.
    pub today: Date,
}

impl Insight {
    /// Looks at all incidents as they are on the day `today`.
    #[must_use]
    pub fn new(_site: &Site, today: Date) -> Self {
        Self { today }
    }
}
