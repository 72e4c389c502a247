//! The names that lists of action items are offered for.

use std::cmp::Reverse;

use crate::know::insight::actions::{Actions, Filter};

/// What lists can be named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Names {
    Owners,
    Services,
    Kinds,
}

impl Names {
    /// Whether a list is named after one of these.
    pub fn holds(self, filter: Filter) -> bool {
        match self {
            Self::Owners => matches!(filter, Filter::Owner(_)),
            Self::Services => matches!(filter, Filter::Service(_)),
            Self::Kinds => matches!(filter, Filter::Kind(_)),
        }
    }

    pub fn output(self) -> &'static str {
        match self {
            Self::Owners => "actions/owners.html",
            Self::Services => "actions/services.html",
            Self::Kinds => "actions/types.html",
        }
    }
}

/// Names in one row; of more, a page lists them all.
pub const NAMES: usize = 8;

/// The names that every list offers as a choice; found once, since there are as many lists as names.
pub struct Choices {
    owners: Choice,
    kinds: Choice,
    services: Choice,
}

/// The names of one kind.
pub struct Choice {
    /// Those offered, whatever list is shown.
    pub filters: Vec<Filter>,
    /// How many there are.
    pub all: usize,
}

impl Choices {
    pub fn new(actions: &Actions) -> Self {
        let choice = |kind| {
            let mut offered: Vec<Filter> =
                filters(actions, kind).filter(|filter| !pending(actions, *filter).is_empty()).collect();
            match kind {
                Names::Owners => keep_teams(actions, &mut offered),
                Names::Kinds | Names::Services => {
                    // Stable, so that what has as many stays in the order of names.
                    offered.sort_by_cached_key(|filter| Reverse(pending(actions, *filter).len()));
                    offered.truncate(NAMES);
                }
            }
            Choice { filters: offered, all: filters(actions, kind).count() }
        };
        Self { owners: choice(Names::Owners), kinds: choice(Names::Kinds), services: choice(Names::Services) }
    }

    pub fn of(&self, kind: Names) -> &Choice {
        match kind {
            Names::Owners => &self.owners,
            Names::Kinds => &self.kinds,
            Names::Services => &self.services,
        }
    }
}

/// Keeps only the teams of many owners; of many teams, none, since any choice among them would be a ranking.
fn keep_teams(actions: &Actions, filters: &mut Vec<Filter>) {
    let is_team = |filter: &Filter| matches!(filter, Filter::Owner(owner) if actions.owners.list[*owner].team.is_some());
    if filters.len() > NAMES {
        filters.retain(is_team);
    }
    if filters.len() > NAMES {
        filters.clear();
    }
}

/// Action items of a list that are still to be done.
pub fn pending(actions: &Actions, filter: Filter) -> &[usize] {
    actions.pending(actions.items(filter))
}

/// The lists that are named after owners (services, types), by name.
pub fn filters(actions: &Actions, names: Names) -> impl Iterator<Item = Filter> {
    actions.lists.iter().map(|list| list.filter).filter(move |filter| names.holds(*filter))
}
