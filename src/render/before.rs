//! The box "It happened before": earlier and later returns of an incident, and what had been promised.

use serde::Serialize;
use tera::Value;

use super::brief::Stated;
use super::renderer::Renderer;
use super::{urls, words};
use crate::insight::NEIGHBOURS;
use crate::insight::recurrence::{Before, LeftOpen, Neighbour, Place, Reason, Standing};
use crate::link::DocumentId;

/// Promises that are told.
const PROMISES: usize = 3;
/// Chains that are named.
const CHAINS: usize = 3;

/// What the page of an incident says of its returns.
#[derive(Serialize)]
pub struct Box {
    title: String,
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
    why: String,
}

#[derive(Serialize)]
struct Promise {
    title: String,
    url: String,
    state: &'static str,
    /// The key of what is said of it, and more that it says, as HTML.
    key: &'static str,
    day: Value,
    closed: Value,
}

#[derive(Serialize)]
struct Chain {
    name: String,
    url: String,
    /// Which one it is in the chain, where that is known.
    number: Option<String>,
    /// How many there are in the chain.
    all: usize,
}

/// What is known of the returns of an incident; `None` where it is in no chain.
pub fn before(renderer: &Renderer<'_>, id: DocumentId) -> Option<Box> {
    let say = renderer.say;
    let Before { earlier, later, undated, places, left_open } =
        renderer.insight.recurrence.before(renderer.site, id, NEIGHBOURS);
    if places.is_empty() {
        return None;
    }
    let title = match (earlier.is_empty(), later.is_empty()) {
        (true, true) => "before.more-than-once",
        (false, true) => "before.before",
        (true, false) => "before.again",
        (false, false) => "before.before-and-again",
    };
    let others =
        |list: &[Neighbour], key: &str| list.iter().map(|one| other(renderer, id, one, key)).collect();
    let dated = renderer.site.post_mortem(id).date.is_some();
    Some(Box {
        title: say.text(title).to_owned(),
        earlier: others(&earlier, "interval.earlier"),
        more_promises: say.more(left_open.len(), PROMISES),
        promises: left_open.iter().take(PROMISES).map(|one| promise(renderer, one)).collect(),
        later: others(&later, "interval.later"),
        undated: (undated > 0).then(|| {
            let key = if dated { "before.others-undated" } else { "before.others-unordered" };
            say.counted(key, undated)
        }),
        chains: places.iter().take(CHAINS).map(|place| chain(renderer, place)).collect(),
    })
}

fn other(renderer: &Renderer<'_>, id: DocumentId, one: &Neighbour, key: &str) -> Other {
    let (site, say) = (renderer.site, renderer.say);
    let known = site.post_mortem(one.id);
    let interval =
        site.post_mortem(id).date.zip(known.date).map(|(own, date)| match say.interval(own, date) {
            same if own == date => same,
            apart => say.fill(key, &[("interval", &apart)]),
        });
    Other {
        title: site.documents[one.id].title.clone(),
        url: urls::from_root(&site.outputs[one.id]),
        date: known.date.map(|date| date.to_string()),
        severity: renderer.briefs.severity(Stated::of(known)),
        interval,
        why: say.text(why(renderer, one)).to_owned(),
    }
}

/// The key of what two neighbours have in common.
fn why(renderer: &Renderer<'_>, one: &Neighbour) -> &'static str {
    match renderer.insight.recurrence.reason(one) {
        Reason::Linked if one.linked => "before.linked",
        Reason::Linked => "before.linked-by-others",
        Reason::CauseAndService { .. } => "before.cause-and-service",
        Reason::Trigger(_) => "before.trigger",
        Reason::Title(_) => "before.title",
    }
}

fn promise(renderer: &Renderer<'_>, one: &LeftOpen) -> Promise {
    let say = renderer.say;
    let item = &renderer.site.post_mortem(one.from).action_items[one.index];
    let closed = words::closed(say, item);
    let (state, key, day) = match one.standing {
        Standing::Open if closed.is_some() => ("open", "before.open-closed", None),
        Standing::Open => ("open", "before.open", None),
        Standing::Dropped(Some(day)) => ("dropped", "before.dropped-on", Some(day)),
        Standing::Dropped(None) => ("dropped", "before.dropped", None),
    };
    Promise {
        title: words::shortened(&item.title, 160),
        url: renderer.action_url(one.from, one.index),
        state,
        key,
        day: Value::safe_string(&day.map(|day| say.time(day)).unwrap_or_default()),
        closed: Value::safe_string(&closed.unwrap_or_default()),
    }
}

fn chain(renderer: &Renderer<'_>, place: &Place) -> Chain {
    let chain = &renderer.insight.recurrence.chains[place.chain];
    Chain {
        name: renderer.chain_name(place.chain),
        url: renderer.chain_url(place.chain),
        number: place.number.map(|number| renderer.say.count(number)),
        all: chain.incidents.len(),
    }
}
