//! One action item on one day: how late, how old, how long it took.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::owners::{Owners, counted, usual};
use crate::core::address::slug;
use crate::core::model::ActionState;
use crate::know::insight::days;
use crate::know::link::{DocumentId, Site};

/// Days ahead that count as "soon".
pub const SOON: i64 = 30;

/// What is known of an action item beside its words. Days are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackedAction {
    pub document: DocumentId,
    /// Position in the incident's list.
    pub index: usize,
    pub state: ActionState,
    /// Position in [`super::Actions::owners`].
    pub owner: Option<usize>,
    /// Position in [`super::Actions::kinds`].
    pub kind: Option<usize>,
    /// `None` also where the date written lies before the incident.
    pub due: Option<Date>,
    /// Day on which it was done or dropped; `None` also where that lies before the incident.
    pub closed: Option<Date>,
    /// Days since the due date of what is still to be done.
    pub late: Option<i64>,
    /// Whether it is still to be done and due within [`SOON`] days, today included.
    pub is_soon: bool,
    /// Days since the incident, or since publication where that is not dated, of what is still to be done.
    pub age: Option<i64>,
    /// Days from there until it was done or dropped.
    pub took: Option<i64>,
    /// Days by which it was done before its due date; negative after it.
    pub early: Option<i64>,
    /// Whether a date of it lies before the incident, and was left out.
    pub is_odd: bool,
    /// How many before it in its post-mortem have the same title.
    pub twins: usize,
}

/// The types of action item that there are.
#[derive(Debug, Default)]
pub struct Kinds {
    /// As written most often, by name.
    pub names: Vec<String>,
    /// By every spelling.
    by_name: FxHashMap<String, usize>,
}

/// Collects the types of action item over all incidents.
pub fn kinds(site: &Site) -> Kinds {
    let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (kind, count) in counted(site, |item| item.kind.as_deref()) {
        spellings.entry(slug(kind)).or_default().insert(kind, count);
    }
    spellings.remove("");
    let by_name = spellings
        .values()
        .enumerate()
        .flat_map(|(index, spellings)| spellings.keys().map(move |name| ((*name).to_owned(), index)));
    let by_name = by_name.collect();
    let names = spellings.values().map(|spellings| usual(spellings).to_owned()).collect();
    Kinds { names, by_name }
}

/// The action items of one incident, in the order written.
pub fn of_incident<'a>(
    site: &'a Site,
    document: DocumentId,
    today: Date,
    owners: &'a Owners,
    kinds: &'a Kinds,
) -> impl Iterator<Item = TrackedAction> + 'a {
    let facts = site.post_mortem(document);
    let begun = facts.date.or(facts.published);
    let mut titles: FxHashMap<&str, usize> = FxHashMap::default();
    facts.action_items.iter().enumerate().map(move |(index, item)| {
        let possible = |date: &Date| facts.date.is_none_or(|begun| begun <= *date);
        let (due, closed) = (item.due.filter(possible), item.closed.filter(possible));
        let is_pending = item.state.is_pending();
        let since = |from: Option<Date>, to: Date| from.map(|from| days(from, to)).filter(|days| *days >= 0);
        let done = closed.filter(|_| item.state == ActionState::Done);
        let seen = titles.entry(&item.title).or_default();
        *seen += 1;
        TrackedAction {
            document,
            index,
            state: item.state,
            owner: item.owner.as_deref().and_then(|owner| owners.position(owner)),
            kind: item.kind.as_deref().and_then(|kind| kinds.by_name.get(kind).copied()),
            due,
            closed,
            late: due.filter(|due| is_pending && *due < today).map(|due| days(due, today)),
            is_soon: due.is_some_and(|due| is_pending && (0..=SOON).contains(&days(today, due))),
            age: if is_pending { since(begun, today) } else { None },
            took: closed.filter(|_| !is_pending).and_then(|closed| since(begun, closed)),
            early: due.zip(done).map(|(due, done)| days(done, due)),
            is_odd: due != item.due || closed != item.closed,
            twins: *seen - 1,
        }
    })
}
