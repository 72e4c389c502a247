//! The lists that action items are shown in: by where they stand, by owner, type, service and cause.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{Actions, TrackedActionId};
use crate::core::address::slug;
use crate::core::model::ActionState;
use crate::know::link::{Site, file_slug, paired};

/// What is in a list. Numbers are positions: of an owner and a type in [`Actions`], of others in their catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Filter {
    /// Still to be done, begun or not.
    Open,
    Deferred,
    Soon,
    InProgress,
    Done,
    Dropped,
    All,
    /// Open, and nobody's.
    Unowned,
    /// Open, without a due date.
    Undated,
    /// With a date before the incident.
    Odd,
    Owner(usize),
    Kind(usize),
    /// Open, of incidents of a service or anything below it.
    Service(usize),
    /// Open, of incidents by a cause or anything below it.
    Cause(usize),
}

/// A list that has a page.
#[derive(Debug, Clone)]
pub struct List {
    pub filter: Filter,
    /// Path of its first page.
    pub output: String,
    /// What is pending comes first, by due date; then what is done and what is dropped, the latest first.
    pub items: Vec<TrackedActionId>,
    pub counts: Counts,
}

/// How many of a list stand where.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Still to be done.
    pub open: usize,
    /// Those past their due date.
    pub late: usize,
    pub done: usize,
    pub dropped: usize,
}

impl Counts {
    fn new(actions: &Actions, items: &[TrackedActionId]) -> Self {
        let mut counts = Self::default();
        for one in items.iter().map(|id| &actions.all[*id]) {
            match one.state {
                ActionState::Open | ActionState::InProgress => counts.open += 1,
                ActionState::Done => counts.done += 1,
                ActionState::Dropped => counts.dropped += 1,
            }
            counts.late += usize::from(one.late.is_some());
        }
        counts
    }
}

/// Folder of the pages.
const FOLDER: &str = "actions";

/// All lists that have anything in them.
pub fn lists(site: &Site, actions: &Actions) -> Vec<List> {
    let order = order(actions);
    let mut found: FxHashMap<Filter, Vec<TrackedActionId>> = FxHashMap::default();
    for id in order {
        for filter in filters(site, actions, id) {
            found.entry(filter).or_default().push(id);
        }
    }
    let mut found: Vec<(Filter, Vec<TrackedActionId>)> = found.into_iter().collect();
    found.sort_unstable_by_key(|(filter, _)| *filter);
    let mut taken = BTreeSet::new();
    found
        .into_iter()
        .map(|(filter, items)| List {
            filter,
            output: path(site, actions, filter, &mut taken),
            counts: Counts::new(actions, &items),
            items,
        })
        .collect()
}

/// Pending by due date, what has none behind, newer incidents first; then done, then dropped, the latest first.
fn order(actions: &Actions) -> Vec<TrackedActionId> {
    let mut order: Vec<TrackedActionId> = (0..actions.all.len()).collect();
    order.sort_by_key(|id| {
        let one = &actions.all[*id];
        let (rank, due, closed): (u8, Option<Date>, Option<Date>) = match one.state {
            ActionState::Open | ActionState::InProgress => (0, one.due, None),
            ActionState::Done => (1, None, one.closed),
            ActionState::Dropped => (2, None, one.closed),
        };
        // `all` has the newest incidents first already.
        (rank, rank == 0 && due.is_none(), due, Reverse(closed), *id)
    });
    order
}

/// Every list that an action item belongs to.
fn filters(site: &Site, actions: &Actions, id: TrackedActionId) -> Vec<Filter> {
    let one = &actions.all[id];
    let mut filters = vec![Filter::All];
    match one.state {
        ActionState::Open => filters.push(Filter::Open),
        ActionState::InProgress => filters.extend([Filter::Open, Filter::InProgress]),
        ActionState::Done => filters.push(Filter::Done),
        ActionState::Dropped => filters.push(Filter::Dropped),
    }
    filters.extend(one.owner.map(Filter::Owner));
    filters.extend(one.kind.map(Filter::Kind));
    if one.is_odd {
        filters.push(Filter::Odd);
    }
    if one.state.is_pending() {
        filters.extend(one.late.map(|_| Filter::Deferred));
        filters.extend(one.is_soon.then_some(Filter::Soon));
        filters.extend(one.owner.is_none().then_some(Filter::Unowned));
        filters.extend(one.due.is_none().then_some(Filter::Undated));
        let named = &site.references[one.document];
        filters.extend(site.services.and_above(paired(&named.services)).into_iter().map(Filter::Service));
        filters.extend(site.causes.and_above(paired(&named.causes)).into_iter().map(Filter::Cause));
    }
    filters
}

/// Where a list is shown.
fn path(site: &Site, actions: &Actions, filter: Filter, taken: &mut BTreeSet<String>) -> String {
    let (folder, name) = match filter {
        Filter::Open => ("", "open"),
        Filter::Deferred => ("", "late"),
        Filter::Soon => ("", "soon"),
        Filter::InProgress => ("", "in-progress"),
        Filter::Done => ("", "done"),
        Filter::Dropped => ("", "dropped"),
        Filter::All => ("", "all"),
        Filter::Unowned => ("", "no-owner"),
        Filter::Undated => ("", "no-date"),
        Filter::Odd => ("", "odd-dates"),
        Filter::Owner(index) => {
            let owner = &actions.owners.list[index];
            (if owner.team.is_some() { "team/" } else { "owner/" }, owner.slug.as_str())
        }
        Filter::Kind(index) => ("type/", actions.kinds[index].as_str()),
        Filter::Service(index) => ("service/", site.services.entries[index].slug.as_str()),
        Filter::Cause(index) => ("cause/", site.causes.entries[index].slug.as_str()),
    };
    output(folder, name, taken)
}

/// The path of a page after a name. Names that make the same one are told apart by a number.
pub(super) fn output(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = slug(name);
    let name = if slug.is_empty() { "other" } else { file_slug(&slug) };
    let path = |number: usize| match number {
        1 => format!("{FOLDER}/{folder}{name}.html"),
        number => format!("{FOLDER}/{folder}{name}-{number}.html"),
    };
    (1..)
        .map(path)
        .find(|path| taken.insert(path.clone()))
        .unwrap_or_else(|| unreachable!("there are more numbers than names"))
}
