//! What the incidents say together: what recurs, what is similar, what was promised, what can be counted.
//!
//! Pure, and near-linear in the number of documents: candidates come from tables of what is shared, never from all pairs.

pub mod behind;
pub mod matrix;
pub mod statistics;

use jiff::civil::Date;

use crate::link::Site;
use behind::List;
use matrix::Matrix;
use statistics::Statistics;

/// Everything that is found by comparing incidents with each other and with the date.
#[derive(Debug)]
pub struct Insight {
    /// The day that "overdue" and "ago" count from.
    pub today: Date,
    /// The figures of all incidents.
    pub statistics: Statistics,
    /// The incidents behind those figures.
    pub behind: Vec<List>,
    pub matrix: Matrix,
}

impl Insight {
    /// Looks at all incidents as they are on the day `today`.
    #[must_use]
    pub fn new(site: &Site, today: Date) -> Self {
        let statistics = Statistics::new(site, &site.by_date, today);
        Self { today, behind: behind::lists(site, &statistics), statistics, matrix: Matrix::new(site) }
    }
}
