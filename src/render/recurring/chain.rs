//! One chain as a page shows it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::super::renderer::Renderer;
use super::super::{urls, words};
use crate::insight::recurrence::{Chain, LeftOpen, Reason, Standing, Trend};
use crate::link::{DocumentId, Entry};
use crate::model::ActionState;

/// What the id of a chain on its page begins with.
pub const CHAIN_ID: &str = "chain-";
/// Incidents that are named at all; a longer chain says how many more there are.
pub const SHOWN: usize = 60;
/// Incidents of a longer chain than [`OPEN`] that stand open before and behind the folded ones.
const HEAD: usize = 2;
const TAIL: usize = 4;
/// A chain of as many is shown whole.
const OPEN: usize = 8;
/// Promises that are told of a chain.
const PROMISES: usize = 4;

#[derive(Serialize)]
pub struct Shown {
    id: String,
    name: String,
    /// `4 times in 12 y 9 mo; the intervals are getting shorter`
    about: String,
    reasons: Vec<Why>,
    also: Option<String>,
    head: Vec<Step>,
    folded: Option<Folded>,
    tail: Vec<Step>,
    undated: Vec<Step>,
    /// `8 h 15 over 4 incidents`
    cost: String,
    left_open: Option<String>,
    promises: Vec<Promise>,
    more_promises: Option<String>,
    /// Where nothing was left open: how it stands with the actions.
    actions: Option<Value>,
    overlaps: Vec<Link>,
}

/// A reason: `Same title`, or `Same cause` with the pages of the causes and the services.
#[derive(Serialize)]
struct Why {
    text: &'static str,
    causes: Vec<Link>,
    services: Vec<Link>,
}

#[derive(Serialize)]
struct Link {
    name: String,
    url: String,
}

/// An incident of a chain, with the time since the one before.
#[derive(Serialize)]
struct Step {
    later: Option<String>,
    incident: Value,
    note: String,
}

#[derive(Serialize)]
struct Folded {
    text: String,
    list: Vec<Step>,
    /// Incidents that are not even named here.
    more: Option<String>,
}

/// An action item that was not done.
#[derive(Serialize)]
struct Promise {
    title: String,
    url: String,
    state: Value,
    /// HTML.
    text: Value,
}

/// The chain at a position of the ledger.
pub fn chain(renderer: &Renderer<'_>, position: usize) -> Shown {
    let (site, ledger) = (renderer.site, &renderer.insight.recurrence);
    let chain = &ledger.chains[position];
    let dated = &chain.incidents[..chain.dated];
    let fold = if dated.len() > OPEN { HEAD..dated.len() - TAIL } else { dated.len()..dated.len() };
    let folded = (!fold.is_empty()).then(|| {
        let named = fold.len().min(SHOWN - HEAD - TAIL);
        // The later ones of the folded are nearer to what matters now.
        let list = (fold.end - named..fold.end).map(|place| step(renderer, chain, place)).collect();
        let year =
            |place: usize| site.post_mortem(dated[place]).date.map_or(0, |date| i32::from(date.year()));
        let (from, to) = (year(fold.start), year(fold.end - 1));
        let years = if from == to { format!("in {from}") } else { format!("from {from} to {to}") };
        Folded {
            text: format!("{} more {years}", words::count(fold.len())),
            list,
            more: words::more(fold.len(), named),
        }
    });
    let steps = |range: std::ops::Range<usize>| range.map(|place| step(renderer, chain, place)).collect();
    Shown {
        id: format!("{CHAIN_ID}{}", chain.slug),
        name: chain.name.clone(),
        about: about(renderer, chain),
        reasons: whys(renderer, &chain.reasons),
        also: also(chain),
        head: steps(0..fold.start),
        folded,
        tail: steps(fold.end..dated.len()),
        undated: steps(dated.len()..chain.incidents.len().min(dated.len() + OPEN)),
        cost: cost(chain),
        left_open: left_open(chain),
        promises: chain.left_open.iter().take(PROMISES).map(|one| promise(renderer, one)).collect(),
        more_promises: words::more(chain.left_open.len(), PROMISES),
        actions: actions(renderer, chain),
        overlaps: chain
            .overlaps
            .iter()
            .map(|at| Link { name: ledger.chains[*at].name.clone(), url: renderer.chain_url(*at) })
            .collect(),
    }
}

fn step(renderer: &Renderer<'_>, chain: &Chain, place: usize) -> Step {
    let site = renderer.site;
    let id = chain.incidents[place];
    let date = site.post_mortem(id).date;
    let before = place.checked_sub(1).and_then(|place| site.post_mortem(chain.incidents[place]).date);
    let later = before.zip(date).map(|(before, date)| match words::interval(before, date) {
        same if before == date => same,
        interval => format!("{interval} later"),
    });
    let length = site.post_mortem(id).times.resolve();
    let note = length.map_or_else(|| "no times".to_owned(), |length| words::duration(length.minutes));
    Step { later, incident: renderer.brief(id), note }
}

/// How often, over what time, and whether it speeds up.
pub fn about(renderer: &Renderer<'_>, chain: &Chain) -> String {
    let mut about = format!("{} times", words::count(chain.incidents.len()));
    if let Some((first, last)) = chain.span(renderer.site).filter(|(first, last)| first < last) {
        about.push_str(&format!(" in {}", words::interval(first, last)));
    }
    match chain.trend {
        Some(Trend::Shorter) => about.push_str("; the intervals are getting shorter"),
        Some(Trend::Longer) => about.push_str("; the intervals are getting longer"),
        None => {}
    }
    match chain.incidents.len() - chain.dated {
        0 => {}
        1 => about.push_str("; one has no date"),
        undated => about.push_str(&format!("; {} have no date", words::count(undated))),
    }
    about
}

/// The reasons, with what is of one service, or of the same causes, in one line.
fn whys(renderer: &Renderer<'_>, reasons: &[Reason]) -> Vec<Why> {
    let mut by_service: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut whys = Vec::new();
    for reason in reasons {
        let text = match reason {
            Reason::CauseAndService { cause, service } => {
                by_service.entry(*service).or_default().push(*cause);
                continue;
            }
            Reason::Linked => "Linked by their authors",
            Reason::Trigger(_) => "Same trigger",
            Reason::Title(_) => "Same title",
        };
        whys.push(Why { text, causes: Vec::new(), services: Vec::new() });
    }
    let mut by_causes: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (service, causes) in by_service {
        by_causes.entry(causes).or_default().push(service);
    }
    let links = |entries: &[Entry], list: Vec<usize>| {
        let link =
            |at: usize| Link { name: entries[at].name.clone(), url: urls::from_root(&entries[at].output) };
        list.into_iter().map(link).collect()
    };
    whys.extend(by_causes.into_iter().map(|(causes, services)| Why {
        text: if causes.len() == 1 { "Same cause" } else { "Same causes" },
        causes: links(&renderer.site.causes.entries, causes),
        services: links(&renderer.site.services.entries, services),
    }));
    whys
}

/// The rules by which some of them belong together, beside those by which all do.
fn also(chain: &Chain) -> Option<String> {
    let has = |is: fn(&Reason) -> bool| chain.partly.iter().any(is) && !chain.reasons.iter().any(is);
    let mut kinds = Vec::new();
    if has(|reason| matches!(reason, Reason::Linked)) {
        kinds.push("linked by their authors");
    }
    if has(|reason| matches!(reason, Reason::CauseAndService { .. })) {
        kinds.push("of one cause in one service");
    }
    if has(|reason| matches!(reason, Reason::Trigger(_))) {
        kinds.push("of one trigger");
    }
    if has(|reason| matches!(reason, Reason::Title(_))) {
        kinds.push("of one title");
    }
    (!kinds.is_empty()).then(|| format!("some also {}", kinds.join(", ")))
}

fn cost(chain: &Chain) -> String {
    let (unknown, too_long) = (chain.cost.unknown, chain.cost.too_long);
    let counted = chain.incidents.len() - unknown - too_long;
    let mut cost = match counted {
        0 => "no times recorded".to_owned(),
        _ => format!(
            "{} over {}",
            words::duration(chain.cost.minutes),
            words::counted(counted, "incident", "incidents")
        ),
    };
    if unknown > 0 && counted > 0 {
        cost.push_str(&format!("; {} not recorded", words::count(unknown)));
    }
    if too_long > 0 {
        cost.push_str(&format!("; {} of over 30 days left out", words::count(too_long)));
    }
    cost
}

fn left_open(chain: &Chain) -> Option<String> {
    let open = chain.left_open.iter().filter(|one| one.standing == Standing::Open).count();
    let dropped = chain.left_open.len() - open;
    let actions = |count: usize| words::counted(count, "action", "actions");
    match (open, dropped) {
        (0, 0) => None,
        (open, 0) => Some(format!("{} left open when it came back", actions(open))),
        (0, dropped) => Some(format!("{} dropped before it came back", actions(dropped))),
        (open, dropped) => {
            Some(format!("{} left open, {} dropped, when it came back", actions(open), words::count(dropped)))
        }
    }
}

fn promise(renderer: &Renderer<'_>, one: &LeftOpen) -> Promise {
    let site = renderer.site;
    let item = &site.post_mortem(one.from).action_items[one.index];
    let date = |id: DocumentId| site.post_mortem(id).date.map(words::time).unwrap_or_default();
    let mut text = format!("from {}", date(one.from));
    match one.standing {
        Standing::Open => text.push_str(&format!(", open when it came back on {}", date(one.repeat))),
        Standing::Dropped(Some(day)) => text.push_str(&format!(
            ", dropped on {}, before it came back on {}",
            words::time(day),
            date(one.repeat)
        )),
        Standing::Dropped(None) => text.push_str(&format!(", dropped; it came back on {}", date(one.repeat))),
    }
    match one.times {
        0 | 1 => {}
        2 => text.push_str(" and once more"),
        more => text.push_str(&format!(" and {} times more", words::count(more - 1))),
    }
    if let (Standing::Open, Some(closed)) = (one.standing, words::closed(item)) {
        text.push_str(&format!("; {closed}"));
    }
    Promise {
        title: words::shortened(&item.title, 160),
        url: renderer.action_url(one.from, one.index),
        state: Value::safe_string(&crate::body::marks::state(item.state)),
        text: Value::safe_string(&text),
    }
}

/// How the actions stand where none was left open: all done, or none recorded.
fn actions(renderer: &Renderer<'_>, chain: &Chain) -> Option<Value> {
    if !chain.left_open.is_empty() {
        return None;
    }
    let items = || chain.incidents.iter().flat_map(|id| &renderer.site.post_mortem(*id).action_items);
    let (all, done) = (items().count(), items().filter(|item| item.state == ActionState::Done).count());
    let text = match (all, done) {
        (0, _) => "No actions recorded".to_owned(),
        (1, 1) => format!("{}: the only action", crate::body::marks::state(ActionState::Done)),
        (all, done) if all == done => {
            format!("{}: all {}", crate::body::marks::state(ActionState::Done), words::count(all))
        }
        (all, done) => format!(
            "{} of {} done; none was open when it came back",
            words::count(done),
            words::counted(all, "action", "actions")
        ),
    };
    Some(Value::safe_string(&text))
}
