//! Parts of the ledger, each on pages of its own.

use super::super::outputs;
use super::pack;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::link::Site;

/// Which chains are shown. Causes and services are positions in the catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    All,
    /// Those in which an action item was not done when it came back.
    LeftOpen,
    Cause(usize),
    Service(usize),
}

/// Causes, and services, that can be chosen; the lists of all are pages of their own.
pub const CHOICES: usize = 12;
/// A cause or service with fewer chains than this has no page in the ledger: its own page shows them all.
const LEAST: usize = 2;

/// What the links to all parts say; found once, since there are as many pages as names.
pub struct Choices {
    /// Chains with something left open.
    pub left_open: usize,
    /// Entries with pages of their own, those with most chains first, and how many these are.
    pub causes: Vec<(usize, usize)>,
    pub services: Vec<(usize, usize)>,
}

impl Choices {
    pub fn new(insight: &Insight) -> Self {
        let ledger = &insight.recurrence;
        Self {
            left_open: Filter::LeftOpen.chains(insight).len(),
            causes: ranked(&ledger.by_cause),
            services: ranked(&ledger.by_service),
        }
    }
}

impl Filter {
    /// Every part that has chains, the whole first.
    pub fn all(insight: &Insight) -> Vec<Self> {
        if insight.recurrence.chains.is_empty() {
            return Vec::new();
        }
        let mut all = vec![Self::All];
        if insight.recurrence.chains.iter().any(|chain| !chain.left_open.is_empty()) {
            all.push(Self::LeftOpen);
        }
        all.extend(ranked(&insight.recurrence.by_cause).into_iter().map(|(at, _)| Self::Cause(at)));
        all.extend(ranked(&insight.recurrence.by_service).into_iter().map(|(at, _)| Self::Service(at)));
        all
    }

    /// The chains, as positions in the ledger, the dearest first.
    pub fn chains(self, insight: &Insight) -> Vec<usize> {
        let ledger = &insight.recurrence;
        match self {
            Self::All => (0..ledger.chains.len()).collect(),
            Self::LeftOpen => {
                let has = |at: &usize| !ledger.chains[*at].left_open.is_empty();
                (0..ledger.chains.len()).filter(has).collect()
            }
            Self::Cause(at) => ledger.by_cause[at].clone(),
            Self::Service(at) => ledger.by_service[at].clone(),
        }
    }

    /// How many pages they take.
    pub fn pages(self, insight: &Insight) -> usize {
        pack::count(&insight.recurrence, &self.chains(insight))
    }

    /// Path of its first page.
    pub fn output(self, site: &Site) -> String {
        match self {
            Self::All => outputs::RECURRING.into(),
            Self::LeftOpen => "recurring/left-open.html".into(),
            Self::Cause(at) => format!("recurring/{}", site.causes.entries[at].output),
            Self::Service(at) => format!("recurring/{}", site.services.entries[at].output),
        }
    }

    pub fn title(self, site: &Site, say: &Phrases) -> String {
        match self {
            Self::All => say.text("recurring.title").into(),
            Self::LeftOpen => say.text("recurring.left-open-title").into(),
            Self::Cause(at) => say.fill("recurring.title-of", &[("name", &site.causes.entries[at].name)]),
            Self::Service(at) => say.fill("recurring.title-of", &[("name", &site.services.entries[at].name)]),
        }
    }
}

/// Entries with chains enough for a page, those with most first, and how many these are.
fn ranked(by_entry: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let counted = by_entry.iter().enumerate().map(|(at, chains)| (at, chains.len()));
    let mut ranked: Vec<(usize, usize)> = counted.filter(|(_, count)| *count >= LEAST).collect();
    ranked.sort_by_key(|(at, count)| (std::cmp::Reverse(*count), *at));
    ranked
}
