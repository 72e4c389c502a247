//! What was promised: every action item of the knowledge base, where it stands, whose it is, and which ideas recur.

mod findings;
mod ideas;
mod lists;
mod owners;
mod selection;
mod tally;
mod tracked;

pub use findings::{findings, place_of, range_of};
pub use ideas::Idea;
pub use lists::{Counts, Filter, List};
pub use owners::{Owner, Owners};
pub use selection::{Owned, Selection, entry_named};
pub use tally::{LATELY, Tally, is_done_lately};
pub use tracked::{SOON, TrackedAction};

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::core::model::ActionItem;
use crate::know::link::{DocumentId, Site};

/// Position of an action item in [`Actions::all`].
pub type TrackedActionId = usize;

/// All action items, and the lists that they are shown in.
#[derive(Debug, Default)]
pub struct Actions {
    /// The day that "late" counts from.
    pub today: Date,
    /// Those of the newest incident first; those of one incident in the order written.
    pub all: Vec<TrackedAction>,
    /// Whoever owns one.
    pub owners: Owners,
    /// Types, as written most often, by name: `detect`, `prevent`.
    pub kinds: Vec<String>,
    /// Lists that have anything in them.
    pub lists: Vec<List>,
    /// What was promised in more than one post-mortem, the most frequent first.
    pub ideas: Vec<Idea>,
    pub tally: Tally,
    by_filter: BTreeMap<Filter, usize>,
    /// Range in `all` of the action items of each document.
    ranges: BTreeMap<DocumentId, std::ops::Range<TrackedActionId>>,
}

impl Actions {
    /// Takes in all action items as they stand on the day `today`.
    pub fn new(site: &Site, today: Date) -> Self {
        let owners = owners::Owners::new(site);
        let kinds = tracked::kinds(site);
        let count = site.by_date.iter().map(|id| site.post_mortem(*id).action_items.len()).sum();
        let mut all = Vec::with_capacity(count);
        let mut ranges = BTreeMap::new();
        for id in &site.by_date {
            let first = all.len();
            all.extend(tracked::of_incident(site, *id, today, &owners, &kinds));
            if all.len() > first {
                ranges.insert(*id, first..all.len());
            }
        }
        let tally = Tally::new(&all, today);
        let mut actions = Self { today, owners, kinds: kinds.names, all, tally, ranges, ..Self::default() };
        let (ideas, lists) = rayon::join(|| ideas::find(site, &actions.all), || lists::lists(site, &actions));
        (actions.ideas, actions.lists) = (ideas, lists);
        actions.by_filter =
            actions.lists.iter().enumerate().map(|(index, list)| (list.filter, index)).collect();
        actions
    }

    /// The list that a filter makes; `None` where it would be empty.
    pub fn list(&self, filter: Filter) -> Option<&List> {
        self.by_filter.get(&filter).map(|index| &self.lists[*index])
    }

    /// What is in the list that a filter makes.
    pub fn items(&self, filter: Filter) -> &[TrackedActionId] {
        self.list(filter).map_or(&[], |list| &list.items)
    }

    /// Positions of the action items of a post-mortem.
    pub fn of_incident(&self, id: DocumentId) -> std::ops::Range<TrackedActionId> {
        self.ranges.get(&id).cloned().unwrap_or_default()
    }

    /// An action item as it was written.
    pub fn item<'s>(&self, site: &'s Site, id: TrackedActionId) -> &'s ActionItem {
        let tracked = &self.all[id];
        &site.post_mortem(tracked.document).action_items[tracked.index]
    }

    /// The owner of an action item.
    pub fn owner(&self, id: TrackedActionId) -> Option<&Owner> {
        self.all[id].owner.map(|owner| &self.owners.list[owner])
    }

    /// The owner that a team of the catalog is, if it owns anything.
    pub fn owner_of_team(&self, team: usize) -> Option<usize> {
        self.owners.list.iter().position(|owner| owner.team == Some(team))
    }

    /// What a team of the catalog has promised, pending first.
    pub fn of_team(&self, team: usize) -> &[TrackedActionId] {
        self.owner_of_team(team).map_or(&[], |owner| self.items(Filter::Owner(owner)))
    }

    /// What is still to be done of some incidents, by due date, what has none behind, newer incidents first.
    pub fn pending_of(&self, incidents: &[DocumentId]) -> Vec<TrackedActionId> {
        let items = incidents.iter().flat_map(|id| self.of_incident(*id));
        let mut pending: Vec<TrackedActionId> = items.filter(|id| self.all[*id].state.is_pending()).collect();
        pending.sort_by_key(|id| (self.all[*id].due.is_none(), self.all[*id].due, *id));
        pending
    }

    /// Those of `items` that are still to be done; lists have them in front.
    pub fn pending<'a>(&self, items: &'a [TrackedActionId]) -> &'a [TrackedActionId] {
        &items[..items.partition_point(|id| self.all[*id].state.is_pending())]
    }
}

#[cfg(test)]
mod tests;
