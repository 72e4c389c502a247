//! Some of the action items: those of an owner, a team, a service, a state, up to a date.

use jiff::civil::Date;

use super::{Actions, Filter, TrackedActionId};
use crate::core::address::slug;
use crate::core::model::ActionState;
use crate::know::link::{Catalog, Site};

/// What is wanted; everything has to hold. By default everything is.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Any of these; empty for all.
    pub states: Vec<ActionState>,
    pub overdue: bool,
    pub owner: Option<Owned>,
    /// Position in the catalog.
    pub team: Option<usize>,
    /// Position in the catalog; what is below it counts.
    pub service: Option<usize>,
    /// Due before this day; not on it.
    pub due_before: Option<Date>,
}

/// Whose an action item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    Nobody,
    /// Position in [`Actions::owners`].
    By(usize),
}

impl Actions {
    /// What is wanted, pending first and by due date, then what was closed last.
    pub fn select(&self, site: &Site, wanted: &Selection) -> Vec<TrackedActionId> {
        self.items(Filter::All).iter().copied().filter(|id| self.is_wanted(site, *id, wanted)).collect()
    }

    fn is_wanted(&self, site: &Site, id: TrackedActionId, wanted: &Selection) -> bool {
        let one = &self.all[id];
        let team = one.owner.and_then(|owner| self.owners.list[owner].team);
        (wanted.states.is_empty() || wanted.states.contains(&one.state))
            && (!wanted.overdue || one.late.is_some())
            && wanted.owner.is_none_or(|owned| match owned {
                Owned::Nobody => one.owner.is_none(),
                Owned::By(owner) => one.owner == Some(owner),
            })
            && wanted.team.is_none_or(|wanted| team == Some(wanted))
            && wanted.service.is_none_or(|service| {
                site.services.and_above(&site.references[one.document].services).contains(&service)
            })
            && wanted.due_before.is_none_or(|before| one.due.is_some_and(|due| due < before))
    }
}

/// The entry of a catalog that has a name, in any spelling or by an alias of its description.
pub fn entry_named(site: &Site, catalog: &Catalog, name: &str) -> Option<usize> {
    let wanted = slug(name);
    catalog.entries.iter().position(|entry| {
        entry.slug == wanted || site.aliases(entry).iter().any(|alias| slug(alias) == wanted)
    })
}
