//! What the incidents say together: what recurs, what is similar, what was promised, what can be counted.
//!
//! Pure, and near-linear in the number of documents: candidates come from tables of what is shared, never from all pairs.

pub mod recurrence;
pub mod similar;

use jiff::civil::Date;

use crate::link::Site;
use recurrence::Ledger;
use similar::Suggestion;

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
}

impl Insight {
    /// Looks at all incidents as they are on the day `today`.
    #[must_use]
    pub fn new(site: &Site, today: Date) -> Self {
        let recurrence = Ledger::new(site);
        let told = |id| {
            let before = recurrence.before(site, id, NEIGHBOURS);
            before.earlier.iter().chain(&before.later).map(|neighbour| neighbour.id).collect()
        };
        let similar = similar::all(site, SIMILAR, told);
        Self { today, recurrence, similar }
    }
}
