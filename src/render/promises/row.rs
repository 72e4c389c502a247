//! An action item as a row or a line of a list on any page but that of its post-mortem.

use serde::Serialize;
use tera::Value;

use crate::body::marks;
use crate::calendar::anchor;
use crate::insight::actions::{Filter, Promise, PromiseId};
use crate::link::Site;
use crate::phrases::Phrases;
use crate::render::renderer::Renderer;
use crate::render::{actions, urls, words};

/// Longest title, in characters: some are whole paragraphs.
const TITLE: usize = 240;
/// Lateness up to this is said in days.
const DAYS: i64 = 99;

/// What templates see of it. Addresses are relative to the root of the site.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    title: String,
    /// Sign and word of where it stands.
    state: Value,
    /// When it was closed, how long it took, whether in time.
    note: Option<String>,
    /// Where it is tracked.
    href: Option<String>,
    /// Type and priority.
    kind: Option<String>,
    owner: Option<&'a str>,
    /// The list of its owner's.
    owner_url: Option<String>,
    due: Option<String>,
    /// Its place on the page of the incident that it comes from.
    url: String,
    from_date: Option<String>,
    from_title: &'a str,
}

/// Columns of a list that not every knowledge base can fill.
#[derive(Debug, Serialize)]
pub struct Columns {
    owner: bool,
    due: bool,
}

/// Whether anything has an owner, and a due date.
pub fn columns(renderer: &Renderer<'_>) -> Columns {
    let actions = &renderer.insight.actions;
    Columns {
        owner: !actions.owners.list.is_empty(),
        due: actions.all.iter().any(|promise| promise.due.is_some()),
    }
}

/// With the days by which it is late, for pages that say on which day they were made.
pub fn row<'a>(renderer: &'a Renderer<'_>, id: PromiseId) -> Row<'a> {
    let promise = &renderer.insight.actions.all[id];
    let late = promise.late.map(|days| late(days, promise, renderer));
    build(renderer, id, late)
}

/// Without them, so that a page does not change from one day to the next.
pub fn row_elsewhere<'a>(renderer: &'a Renderer<'_>, id: PromiseId) -> Row<'a> {
    let late = renderer.insight.actions.all[id].late.map(|_| renderer.say.text("actions.late").to_owned());
    build(renderer, id, late)
}

fn build<'a>(renderer: &'a Renderer<'_>, id: PromiseId, late: Option<String>) -> Row<'a> {
    let (site, all) = (renderer.site, &renderer.insight.actions);
    let (promise, item) = (&all.all[id], all.item(site, id));
    let facts = site.post_mortem(promise.document);
    let state = match late {
        Some(words) => marks::late(promise.state, &words),
        None => marks::state(renderer.say, promise.state),
    };
    Row {
        title: words::shortened(&item.title, TITLE),
        state: Value::safe_string(&state),
        note: note(site, renderer.say, promise),
        href: item.url.as_deref().and_then(urls::external),
        kind: actions::kind(renderer.say, item),
        owner: all.owner(id).map(|owner| owner.name.as_str()),
        owner_url: promise.owner.and_then(|owner| list_url(renderer, Filter::Owner(owner))),
        due: promise.due.map(|due| due.to_string()),
        url: format!("{}#{}", urls::from_root(&site.outputs[promise.document]), anchor(promise.index)),
        from_date: facts.date.map(|date| date.to_string()),
        from_title: &site.documents[promise.document].title,
    }
}

/// Address of the list that a filter makes.
pub(super) fn list_url(renderer: &Renderer<'_>, filter: Filter) -> Option<String> {
    renderer.insight.actions.list(filter).map(|list| urls::from_root(&list.output))
}

/// `38 d late`, `6 y 3 mo late`
fn late(days: i64, promise: &Promise, renderer: &Renderer<'_>) -> String {
    let say = renderer.say;
    match promise.due {
        Some(due) if days > DAYS => {
            say.fill("actions.late-by", &[("interval", &say.interval(due, renderer.insight.today))])
        }
        _ => say.counted("actions.late-by-days", usize::try_from(days).unwrap_or(0)),
    }
}

/// `2026-11-17, after 12 days, 3 days early`
fn note(site: &Site, say: &Phrases, promise: &Promise) -> Option<String> {
    let closed = promise.closed.filter(|_| !promise.state.is_pending())?;
    let facts = site.post_mortem(promise.document);
    let day = say.day(closed);
    let mut note = vec![match facts.date.or(facts.published).filter(|_| promise.took.is_some()) {
        Some(begun) if begun == closed => say.fill("actions.closed-same-day", &[("day", &day)]),
        Some(begun) => {
            let interval = say.interval_after(begun, closed);
            say.fill("actions.closed-after", &[("day", &day), ("interval", &interval)])
        }
        None => day,
    }];
    match promise.due.zip(promise.early) {
        Some((_, 0)) => note.push(say.text("actions.on-time").to_owned()),
        Some((due, days)) => {
            let key = if days > 0 { "actions.early-by" } else { "actions.late-by" };
            note.push(say.fill(key, &[("interval", &say.interval(due, closed))]));
        }
        None => {}
    }
    Some(say.comma(&note))
}
