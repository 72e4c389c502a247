//! One chain as a page shows it.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::super::urls::{self, Href};
use super::super::view::View;
use super::super::words;
use super::label::CHAIN_ID;
use super::pack::SHOWN;
use crate::core::escape::escaped;
use crate::core::model::ActionState;
use crate::core::phrases::Phrases;
use crate::know::insight::recurrence::{Chain, Cost, LeftOpen, Reason, Standing, Trend};
use crate::know::link::{DocumentId, Entry};

/// Incidents of a longer chain than [`OPEN`] that stand open before and behind the folded ones.
const HEAD: usize = 2;
const TAIL: usize = 4;
/// A chain of as many is shown whole.
const OPEN: usize = 8;
/// Promises that are told of a chain.
const MOST_ACTIONS: usize = 4;

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
    promises: Vec<OpenAction>,
    more_promises: Option<String>,
    /// Where nothing was left open: how it stands with the actions.
    actions: Option<Value>,
    overlaps: Vec<Link>,
}

/// A reason: `Same title`, or `Same cause, …, in …` with the pages of the causes and the services.
#[derive(Serialize)]
struct Why {
    /// HTML.
    text: Value,
}

#[derive(Serialize)]
struct Link {
    name: String,
    url: Href,
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
struct OpenAction {
    title: String,
    url: Href,
    state: Value,
    /// HTML.
    text: Value,
}

/// The chain at a position of the ledger, on a page with that way to the root of the site.
pub fn chain(view: &View<'_>, position: usize, root: &str) -> Shown {
    let (site, say, ledger) = (view.site, view.say, &view.insight.recurrence);
    let chain = &ledger.chains[position];
    let dated = &chain.incidents[..chain.dated];
    let fold = if dated.len() > OPEN { HEAD..dated.len() - TAIL } else { dated.len()..dated.len() };
    let folded = (!fold.is_empty()).then(|| {
        let named = fold.len().min(SHOWN - HEAD - TAIL);
        // The later ones of the folded are nearer to what matters now.
        let list = (fold.end - named..fold.end).map(|place| step(view, chain, place)).collect();
        let year =
            |place: usize| site.post_mortem(dated[place]).date.map_or(0, |date| i32::from(date.year()));
        let (from, to) = (year(fold.start), year(fold.end - 1));
        let key = if from == to { "recurring.more-in-year" } else { "recurring.more-in-years" };
        let (from, to) = (from.to_string(), to.to_string());
        let given = [("year", from.as_str()), ("first", &from), ("last", &to)];
        Folded { text: say.counted_with(key, fold.len(), &given), list, more: say.more(fold.len(), named) }
    });
    let steps = |range: std::ops::Range<usize>| range.map(|place| step(view, chain, place)).collect();
    Shown {
        id: format!("{CHAIN_ID}{}", chain.slug),
        name: view.chain(position).name.clone(),
        about: about(view, chain),
        reasons: whys(view, &chain.reasons, root),
        also: also(say, chain),
        head: steps(0..fold.start),
        folded,
        tail: steps(fold.end..dated.len()),
        undated: steps(dated.len()..chain.incidents.len().min(dated.len() + OPEN)),
        cost: cost(say, chain, view.site.config.statistics.longest_days),
        left_open: left_open(say, chain),
        promises: chain.left_open.iter().take(MOST_ACTIONS).map(|one| tracked(view, one)).collect(),
        more_promises: say.more(chain.left_open.len(), MOST_ACTIONS),
        actions: actions(view, chain),
        overlaps: chain
            .overlaps
            .iter()
            .map(|at| Link { name: view.chain(*at).name.clone(), url: view.chain(*at).url.clone() })
            .collect(),
    }
}

fn step(view: &View<'_>, chain: &Chain, place: usize) -> Step {
    let (site, say) = (view.site, view.say);
    let id = chain.incidents[place];
    let date = site.post_mortem(id).date;
    let before = place.checked_sub(1).and_then(|place| site.post_mortem(chain.incidents[place]).date);
    let later = before.zip(date).map(|(before, date)| match say.interval(before, date) {
        same if before == date => same,
        interval => say.fill("interval.later", &[("interval", &interval)]),
    });
    let length = site.post_mortem(id).times.resolve();
    let note = length
        .map_or_else(|| say.text("recurring.no-times").to_owned(), |length| say.duration(length.minutes));
    Step { later, incident: view.list_row(id), note }
}

/// How often, over what time, and whether it speeds up.
pub fn about(view: &View<'_>, chain: &Chain) -> String {
    let (say, all) = (view.say, chain.incidents.len());
    let span = chain.span(view.site).filter(|(first, last)| first < last);
    let mut about = vec![match span {
        Some((first, last)) => {
            let interval = say.interval_after(first, last);
            say.counted_with("recurring.times-in", all, &[("interval", &interval)])
        }
        None => say.counted("recurring.times", all),
    }];
    match chain.trend {
        Some(Trend::Shorter) => about.push(say.text("recurring.shorter").to_owned()),
        Some(Trend::Longer) => about.push(say.text("recurring.longer").to_owned()),
        None => {}
    }
    if all > chain.dated {
        about.push(say.counted("recurring.no-date", all - chain.dated));
    }
    say.clauses(&about)
}

/// The reasons, with what is of one service, or of the same causes, in one line.
fn whys(view: &View<'_>, reasons: &[Reason], root: &str) -> Vec<Why> {
    let say = view.say;
    let mut by_service: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut whys = Vec::new();
    for reason in reasons {
        let key = match reason {
            Reason::CauseAndService { cause, service } => {
                by_service.entry(*service).or_default().push(*cause);
                continue;
            }
            Reason::Linked => "recurring.linked",
            Reason::Trigger(_) => "recurring.same-trigger",
            Reason::Title(_) => "recurring.same-title",
        };
        whys.push(Why { text: Value::from(say.text(key)) });
    }
    let mut by_causes: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (service, causes) in by_service {
        by_causes.entry(causes).or_default().push(service);
    }
    let links = |entries: &[Entry], list: &[usize]| {
        let link = |at: &usize| {
            let url = escaped(&urls::from_root(&entries[*at].output).to_string());
            format!("<a href=\"{root}{url}\">{}</a>", escaped(&entries[*at].name))
        };
        say.list(&list.iter().map(link).collect::<Vec<_>>())
    };
    whys.extend(by_causes.into_iter().map(|(causes, services)| {
        let given = [
            ("causes", links(&view.site.causes.entries, &causes)),
            ("services", links(&view.site.services.entries, &services)),
        ];
        let given = given.each_ref().map(|(name, links)| (*name, links.as_str()));
        let text = say.html("recurring.same-causes", Some(causes.len()), &given);
        Why { text: Value::safe_string(&text) }
    }));
    whys
}

/// The rules by which some of them belong together, beside those by which all do.
fn also(say: &Phrases, chain: &Chain) -> Option<String> {
    let has = |is: fn(&Reason) -> bool| chain.partly.iter().any(is) && !chain.reasons.iter().any(is);
    let kinds = [
        (has(|reason| matches!(reason, Reason::Linked)), "recurring.also-linked"),
        (has(|reason| matches!(reason, Reason::CauseAndService { .. })), "recurring.also-cause"),
        (has(|reason| matches!(reason, Reason::Trigger(_))), "recurring.also-trigger"),
        (has(|reason| matches!(reason, Reason::Title(_))), "recurring.also-title"),
    ];
    let kinds: Vec<&str> = kinds.into_iter().filter(|(has, _)| *has).map(|(_, key)| say.text(key)).collect();
    (!kinds.is_empty()).then(|| say.fill("recurring.also", &[("list", &say.comma(&kinds))]))
}

fn cost(say: &Phrases, chain: &Chain, longest_days: u32) -> String {
    let Cost { counted, unknown, too_long, .. } = chain.cost;
    let mut cost = vec![match counted {
        0 => say.text("recurring.cost-none").to_owned(),
        _ => {
            let duration = say.duration(chain.cost.minutes);
            let incidents = say.counted("count.incidents", counted);
            say.fill("recurring.cost-over", &[("duration", &duration), ("incidents", &incidents)])
        }
    }];
    if unknown > 0 && counted > 0 {
        cost.push(say.counted("recurring.cost-unknown", unknown));
    }
    if too_long > 0 {
        let days = longest_days.to_string();
        cost.push(say.counted_with("recurring.cost-too-long", too_long, &[("days", &days)]));
    }
    say.clauses(&cost)
}

fn left_open(say: &Phrases, chain: &Chain) -> Option<String> {
    let open = chain.left_open.iter().filter(|one| one.standing == Standing::Open).count();
    let dropped = chain.left_open.len() - open;
    match (open, dropped) {
        (0, 0) => None,
        (open, 0) => Some(say.counted("recurring.left-open", open)),
        (0, dropped) => Some(say.counted("recurring.dropped", dropped)),
        (open, dropped) => {
            let dropped = say.count(dropped);
            Some(say.counted_with("recurring.left-open-dropped", open, &[("dropped", &dropped)]))
        }
    }
}

fn tracked(view: &View<'_>, one: &LeftOpen) -> OpenAction {
    let (site, say) = (view.site, view.say);
    let item = &site.post_mortem(one.from).action_items[one.index];
    let date = |id: DocumentId| site.post_mortem(id).date.map(|day| say.time(day)).unwrap_or_default();
    let (key, day) = match one.standing {
        Standing::Open => ("open", None),
        Standing::Dropped(Some(day)) => ("dropped-on", Some(day)),
        Standing::Dropped(None) => ("dropped", None),
    };
    let more = match one.times {
        0 | 1 => "",
        2 => "-once-more",
        _ => "-more",
    };
    let (from, back) = (date(one.from), date(one.repeat));
    let (day, times) =
        (day.map(|day| say.time(day)).unwrap_or_default(), say.count(one.times.saturating_sub(1)));
    let given = [("from", from.as_str()), ("back", &back), ("day", &day), ("n", &times)];
    let mut text = vec![say.html(&format!("recurring.promise-{key}{more}"), None, &given)];
    if one.standing == Standing::Open {
        text.extend(words::closed(say, item));
    }
    OpenAction {
        title: words::shortened(&item.title, 160),
        url: view.action_url(one.from, one.index),
        state: Value::safe_string(&crate::site::body::marks::state(say, item.state)),
        text: Value::safe_string(&say.clauses(&text)),
    }
}

/// How the actions stand where none was left open: all done, or none recorded.
fn actions(view: &View<'_>, chain: &Chain) -> Option<Value> {
    if !chain.left_open.is_empty() {
        return None;
    }
    let say = view.say;
    let items = || chain.incidents.iter().flat_map(|id| &view.site.post_mortem(*id).action_items);
    let (all, done) = (items().count(), items().filter(|item| item.state == ActionState::Done).count());
    let mark = || crate::site::body::marks::state(say, ActionState::Done);
    let text = match (all, done) {
        (0, _) => escaped(say.text("recurring.no-actions")),
        (1, 1) => say.html("recurring.only-action", None, &[("done", &mark())]),
        (all, done) if all == done => {
            say.html("recurring.all-actions", Some(all), &[("done", &mark()), ("n", &say.count(all))])
        }
        (all, done) => {
            let given = [("done", say.count(done)), ("n", say.count(all))];
            let given = given.each_ref().map(|(name, number)| (*name, number.as_str()));
            say.html("recurring.some-actions", Some(all), &given)
        }
    };
    Some(Value::safe_string(&text))
}
