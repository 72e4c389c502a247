//! What the incidents say together: what recurs, what is similar, what was promised, what can be counted.
//!
//! Pure, and near-linear in the number of documents: candidates come from tables of what is shared, never from all pairs.

pub mod actions;
pub mod behind;
pub mod changes;
pub mod matrix;
pub mod recurrence;
#[cfg(test)]
pub(crate) mod sample;
pub mod similar;
mod spread;
pub mod statistics;

pub use actions::Actions;
pub use changes::Changes;

use jiff::civil::Date;

use crate::core::diagnostic::Diagnostic;
use crate::know::link::Site;
use behind::List;
use matrix::Matrix;
use recurrence::Ledger;
use similar::Suggestion;
use statistics::Statistics;

/// Earlier, and later, returns of an incident that its page tells of.
pub const NEIGHBOURS: usize = 3;
/// Similar incidents that a page tells of.
const SIMILAR: usize = 5;

/// Everything that is found by comparing incidents with each other and with the date.
#[derive(Debug)]
pub struct Insight {
    /// The day that "overdue" and "ago" count from.
    pub today: Date,
    /// What came back.
    pub recurrence: Ledger,
    /// For each document, the incidents most like it; without those that its page shows as earlier or later ones.
    pub similar: Vec<Vec<Suggestion>>,
    /// The figures of all incidents.
    pub statistics: Statistics,
    /// The incidents behind those figures.
    pub behind: Vec<List>,
    pub matrix: Matrix,
    pub actions: Actions,
    pub changes: Changes,
}

impl Insight {
    /// Looks at all incidents as they are on the day `today`.
    pub fn new(site: &Site, today: Date) -> Self {
        Self::with_cache(site, today, &())
    }

    /// The same with what was found out about the texts in earlier runs.
    pub fn with_cache(site: &Site, today: Date, kept: &dyn similar::Kept) -> Self {
        let compared = || {
            let recurrence = Ledger::new(site);
            let told = |id| {
                let around = recurrence.around(site, id, NEIGHBOURS);
                around.earlier.iter().chain(&around.later).map(|neighbour| neighbour.id).collect()
            };
            let similar = similar::all(site, SIMILAR, told, kept);
            (recurrence, similar)
        };
        let counted = || {
            let actions = Actions::new(site, today);
            let statistics = Statistics::new(site, &site.counted, &actions);
            (behind::lists(site, &statistics), statistics, actions)
        };
        let ((recurrence, similar), (behind, statistics, actions)) = rayon::join(compared, counted);
        Self {
            today,
            similar,
            behind,
            statistics,
            matrix: Matrix::new(site),
            changes: Changes::new(site, &recurrence, &actions, today),
            actions,
            recurrence,
        }
    }
}

/// What is odd about the facts of incidents when they are held against each other.
pub fn findings(site: &Site) -> Vec<Diagnostic> {
    actions::findings(site)
}

/// Days from one date to another; negative where that is earlier.
pub fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
