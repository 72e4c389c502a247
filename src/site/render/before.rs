//! The box "It happened before": earlier and later returns of an incident, and what had been promised.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::list_row::{ListRows, Stated};
use super::recurring::Label;
use super::urls::{self, Href};
use super::view::View;
use super::words;
use crate::core::model::ActionItem;
use crate::core::phrases::Phrases;
use crate::know::insight::recurrence::{Before, ChainPlace, LeftOpen, Neighbour, Reason, Standing};

/// Promises that are told.
const MOST_ACTIONS: usize = 3;
/// Chains that are named.
const CHAINS: usize = 3;

/// What the page of an incident says of its returns.
#[derive(Serialize)]
pub struct Box {
    title: String,
    earlier: Vec<Other>,
    promises: Vec<EarlierAction>,
    more_promises: Option<String>,
    later: Vec<Other>,
    undated: Option<String>,
    chains: Vec<Chain>,
}

#[derive(Serialize)]
struct Other {
    title: String,
    url: Href,
    date: Option<String>,
    severity: Value,
    interval: Option<String>,
    why: String,
}

#[derive(Serialize)]
struct EarlierAction {
    title: String,
    url: Href,
    state: &'static str,
    /// The key of what is said of it, and more that it says, as HTML.
    key: &'static str,
    day: Value,
    closed: Value,
}

#[derive(Serialize)]
struct Chain {
    name: String,
    url: Href,
    /// Which one it is in the chain, where that is known.
    number: Option<String>,
    /// How many there are in the chain.
    all: usize,
}

/// What the box is made of, but for what the document says itself.
#[derive(Hash)]
pub struct BeforeInputs<'s> {
    earlier: Vec<Return<'s>>,
    later: Vec<Return<'s>>,
    /// How many can't be put before or behind it.
    undated: usize,
    /// The promises that are told, and how many there are.
    promises: Vec<Undone<'s>>,
    left_open: usize,
    /// Chains with the number of the incident in each, and how many are in it.
    chains: Vec<(&'s Label, Option<usize>, usize)>,
}

/// An earlier or later incident.
#[derive(Hash)]
struct Return<'s> {
    title: &'s str,
    output: &'s str,
    date: Option<Date>,
    severity: Stated<'s>,
    /// The key of what the two have in common.
    why: &'static str,
}

/// A promise that was not kept.
#[derive(Hash)]
struct Undone<'s> {
    item: &'s ActionItem,
    standing: Standing,
    url: Href,
}

/// What is known of the returns of an incident; `None` where it is in no chain.
pub fn inputs<'s>(view: &'s View<'_>, returns: &Before) -> Option<BeforeInputs<'s>> {
    let Before { earlier, later, undated, places, left_open } = returns;
    if places.is_empty() {
        return None;
    }
    let site = view.site;
    let others = |list: &[Neighbour]| list.iter().map(|one| other(view, one)).collect();
    let undone = |one: &LeftOpen| Undone {
        item: &site.post_mortem(one.from).action_items[one.index],
        standing: one.standing,
        url: view.action_url(one.from, one.index),
    };
    let chain = |place: &ChainPlace| {
        let all = view.insight.recurrence.chains[place.chain].incidents.len();
        (view.chain(place.chain), place.number, all)
    };
    Some(BeforeInputs {
        earlier: others(earlier),
        later: others(later),
        undated: *undated,
        promises: left_open.iter().take(MOST_ACTIONS).map(undone).collect(),
        left_open: left_open.len(),
        chains: places.iter().take(CHAINS).map(chain).collect(),
    })
}

fn other<'s>(view: &'s View<'_>, one: &Neighbour) -> Return<'s> {
    let known = view.site.post_mortem(one.id);
    Return {
        title: &view.site.documents[one.id].title,
        output: &view.site.outputs[one.id],
        date: known.date,
        severity: Stated::of(known),
        why: match view.insight.recurrence.reason(one) {
            Reason::Linked if one.linked => "before.linked",
            Reason::Linked => "before.linked-by-others",
            Reason::CauseAndService { .. } => "before.cause-and-service",
            Reason::Trigger(_) => "before.trigger",
            Reason::Title(_) => "before.title",
        },
    }
}

/// The box on the page of an incident of that day.
pub fn view(say: &Phrases, list_rows: &ListRows, date: Option<Date>, seen: &BeforeInputs<'_>) -> Box {
    let title = match (seen.earlier.is_empty(), seen.later.is_empty()) {
        (true, true) => "before.more-than-once",
        (false, true) => "before.before",
        (true, false) => "before.again",
        (false, false) => "before.before-and-again",
    };
    let others = |list: &[Return<'_>], key: &str| {
        list.iter().map(|one| told(say, list_rows, date, one, key)).collect()
    };
    let chain = |(label, number, all): &(&Label, Option<usize>, usize)| Chain {
        name: label.name.clone(),
        url: label.url.clone(),
        number: number.map(|number| say.count(number)),
        all: *all,
    };
    Box {
        title: say.text(title).to_owned(),
        earlier: others(&seen.earlier, "interval.earlier"),
        more_promises: say.more(seen.left_open, MOST_ACTIONS),
        promises: seen.promises.iter().map(|one| tracked(say, one)).collect(),
        later: others(&seen.later, "interval.later"),
        undated: (seen.undated > 0).then(|| {
            let key = if date.is_some() { "before.others-undated" } else { "before.others-unordered" };
            say.counted(key, seen.undated)
        }),
        chains: seen.chains.iter().map(chain).collect(),
    }
}

fn told(say: &Phrases, list_rows: &ListRows, date: Option<Date>, one: &Return<'_>, key: &str) -> Other {
    let interval = date.zip(one.date).map(|(own, date)| match say.interval(own, date) {
        same if own == date => same,
        apart => say.fill(key, &[("interval", &apart)]),
    });
    Other {
        title: one.title.to_owned(),
        url: urls::from_root(one.output),
        date: one.date.map(|date| date.to_string()),
        severity: list_rows.severity(one.severity),
        interval,
        why: say.text(one.why).to_owned(),
    }
}

fn tracked(say: &Phrases, one: &Undone<'_>) -> EarlierAction {
    let closed = words::closed(say, one.item);
    let (state, key, day) = match one.standing {
        Standing::Open if closed.is_some() => ("open", "before.open-closed", None),
        Standing::Open => ("open", "before.open", None),
        Standing::Dropped(Some(day)) => ("dropped", "before.dropped-on", Some(day)),
        Standing::Dropped(None) => ("dropped", "before.dropped", None),
    };
    EarlierAction {
        title: words::shortened(&one.item.title, 160),
        url: one.url.clone(),
        state,
        key,
        day: Value::safe_string(&day.map(|day| say.time(day)).unwrap_or_default()),
        closed: Value::safe_string(&closed.unwrap_or_default()),
    }
}
