//! The box "It happened before": earlier and later returns of an incident, and what had been promised.

use serde::Serialize;
use tera::Value;

use super::renderer::Renderer;
use super::{urls, words};
use crate::insight::NEIGHBOURS;
use crate::insight::recurrence::{Before, LeftOpen, Neighbour, Place, Standing};
use crate::link::DocumentId;

/// Promises that are told.
const PROMISES: usize = 3;
/// Chains that are named.
const CHAINS: usize = 3;

/// What the page of an incident says of its returns.
#[derive(Serialize)]
pub struct Box {
    title: &'static str,
    earlier: Vec<Other>,
    promises: Vec<Promise>,
    more_promises: Option<String>,
    later: Vec<Other>,
    undated: Option<String>,
    chains: Vec<Chain>,
}

#[derive(Serialize)]
struct Other {
    title: String,
    url: String,
    date: Option<String>,
    severity: Value,
    interval: Option<String>,
    why: &'static str,
}

#[derive(Serialize)]
struct Promise {
    title: String,
    url: String,
    /// `Still `, `open`, ` when this happened.`
    before: &'static str,
    word: &'static str,
    /// HTML.
    after: Value,
}

#[derive(Serialize)]
struct Chain {
    name: String,
    url: String,
    text: String,
}

/// What is known of the returns of an incident; `None` where it is in no chain.
pub fn before(renderer: &Renderer<'_>, id: DocumentId) -> Option<Box> {
    let Before { earlier, later, undated, places, left_open } =
        renderer.insight.recurrence.before(renderer.site, id, NEIGHBOURS);
    if places.is_empty() {
        return None;
    }
    let title = match (earlier.is_empty(), later.is_empty()) {
        (true, true) => "It happened more than once",
        (false, true) => "It happened before",
        (true, false) => "It happened again",
        (false, false) => "It happened before, and again",
    };
    let others =
        |list: &[Neighbour], word: &str| list.iter().map(|one| other(renderer, id, one, word)).collect();
    let dated = renderer.site.post_mortem(id).date.is_some();
    Some(Box {
        title,
        earlier: others(&earlier, "earlier"),
        more_promises: words::more(left_open.len(), PROMISES),
        promises: left_open.iter().take(PROMISES).map(|one| promise(renderer, one)).collect(),
        later: others(&later, "later"),
        undated: (undated > 0).then(|| without_order(undated, dated)),
        chains: places.iter().take(CHAINS).map(|place| chain(renderer, place)).collect(),
    })
}

fn without_order(undated: usize, own_is_dated: bool) -> String {
    let others = match undated {
        1 => "One other".to_owned(),
        more => format!("{} others", words::count(more)),
    };
    if own_is_dated {
        format!("{others} without a date")
    } else {
        format!("{others}; which came first is not known, for this one has no date")
    }
}

fn other(renderer: &Renderer<'_>, id: DocumentId, one: &Neighbour, word: &str) -> Other {
    let site = renderer.site;
    let known = site.post_mortem(one.id);
    let interval =
        site.post_mortem(id).date.zip(known.date).map(|(own, date)| match words::interval(own, date) {
            same if own == date => same,
            apart => format!("{apart} {word}"),
        });
    Other {
        title: site.documents[one.id].title.clone(),
        url: urls::from_root(&site.outputs[one.id]),
        date: known.date.map(|date| date.to_string()),
        severity: renderer.briefs.severity(site, one.id),
        interval,
        why: renderer.insight.recurrence.why(one),
    }
}

fn promise(renderer: &Renderer<'_>, one: &LeftOpen) -> Promise {
    let item = &renderer.site.post_mortem(one.from).action_items[one.index];
    let (before, word, after) = match one.standing {
        Standing::Open => match words::closed(item) {
            Some(closed) => ("Still ", "open", format!(" when this happened, {closed}.")),
            None => ("Still ", "open", " when this happened.".to_owned()),
        },
        Standing::Dropped(Some(day)) => {
            ("", "Dropped", format!(" on {}, before this happened.", words::time(day)))
        }
        Standing::Dropped(None) => ("", "Dropped", ", and this happened.".to_owned()),
    };
    Promise {
        title: words::shortened(&item.title, 160),
        url: renderer.action_url(one.from, one.index),
        before,
        word,
        after: Value::safe_string(&after),
    }
}

fn chain(renderer: &Renderer<'_>, place: &Place) -> Chain {
    let chain = &renderer.insight.recurrence.chains[place.chain];
    let all = words::count(chain.incidents.len());
    Chain {
        name: chain.name.clone(),
        url: renderer.chain_url(place.chain),
        text: match place.number {
            Some(number) => format!("no. {} of {all}", words::count(number)),
            None => format!("{all} times"),
        },
    }
}
