//! An action item as a row or a line of a list on any page but that of its post-mortem.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use crate::core::model::ActionItem;
use crate::core::phrases::Phrases;
use crate::know::insight::actions::{Actions, Filter, TrackedActionId};
use crate::know::link::Site;
use crate::site::body::marks;
use crate::site::calendar::anchor;
use crate::site::render::urls::{self, Href};
use crate::site::render::view::View;
use crate::site::render::{actions, words};

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
    owner_url: Option<Href>,
    due: Option<String>,
    /// Its place on the page of the incident that it comes from.
    url: Href,
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
pub fn columns(view: &View<'_>) -> Columns {
    let actions = &view.insight.actions;
    Columns {
        owner: !actions.owners.list.is_empty(),
        due: actions.all.iter().any(|tracked| tracked.due.is_some()),
    }
}

/// What a row is made of, but for the words of the site. Positions are not in it: they change with other action items.
#[derive(Hash)]
pub struct Of<'s> {
    item: &'s ActionItem,
    /// Position among those of its incident.
    index: usize,
    due: Option<Date>,
    closed: Option<Date>,
    early: Option<i64>,
    /// Whether it is known how long it took.
    has_taken: bool,
    late: Option<Lateness>,
    /// Name and list of whoever owns it.
    owner: Option<(&'s str, Option<&'s str>)>,
    /// Title and output path of its incident, when that was, and when it was published.
    from: (&'s str, &'s str),
    date: Option<Date>,
    published: Option<Date>,
}

/// How late an action item is.
#[derive(Clone, Copy, Hash)]
enum Lateness {
    /// It is not said, so that the page does not change from one day to the next.
    Unsaid,
    Days(i64),
    /// From one day to another.
    Long(Date, Date),
}

impl<'s> Of<'s> {
    /// For pages that say on which day they were made.
    pub fn today(site: &'s Site, all: &'s Actions, id: TrackedActionId) -> Self {
        let tracked = &all.all[id];
        let late = tracked.late.map(|days| match tracked.due {
            Some(due) if days > DAYS => Lateness::Long(due, all.today),
            _ => Lateness::Days(days),
        });
        Self { late, ..Self::elsewhere(site, all, id) }
    }

    /// For all others.
    pub fn elsewhere(site: &'s Site, all: &'s Actions, id: TrackedActionId) -> Self {
        let tracked = &all.all[id];
        let facts = site.post_mortem(tracked.document);
        let list = |owner| all.list(Filter::Owner(owner)).map(|list| list.output.as_str());
        Self {
            item: all.item(site, id),
            index: tracked.index,
            due: tracked.due,
            closed: tracked.closed,
            early: tracked.early,
            has_taken: tracked.took.is_some(),
            late: tracked.late.map(|_| Lateness::Unsaid),
            owner: tracked.owner.map(|owner| (all.owners.list[owner].name.as_str(), list(owner))),
            from: (&site.documents[tracked.document].title, &site.outputs[tracked.document]),
            date: facts.date,
            published: facts.published,
        }
    }
}

pub fn row<'s>(say: &Phrases, of: &Of<'s>) -> Row<'s> {
    let item = of.item;
    let state = match of.late {
        Some(late) => marks::late(item.state, &self::late(say, late)),
        None => marks::state(say, item.state),
    };
    Row {
        title: words::shortened(&item.title, TITLE),
        state: Value::safe_string(&state),
        note: note(say, of),
        href: item.url.as_deref().and_then(urls::external),
        kind: actions::kind(say, item),
        owner: of.owner.map(|(name, _)| name),
        owner_url: of.owner.and_then(|(_, list)| list).map(urls::from_root),
        due: of.due.map(|due| due.to_string()),
        url: urls::from_root(of.from.1).at(&anchor(of.index)),
        from_date: of.date.map(|date| date.to_string()),
        from_title: of.from.0,
    }
}

/// Address of the list that a filter makes.
pub(super) fn list_url(view: &View<'_>, filter: Filter) -> Option<Href> {
    view.insight.actions.list(filter).map(|list| urls::from_root(&list.output))
}

/// `38 d late`, `6 y 3 mo late`
fn late(say: &Phrases, late: Lateness) -> String {
    match late {
        Lateness::Unsaid => say.text("actions.late").to_owned(),
        Lateness::Days(days) => say.counted("actions.late-by-days", usize::try_from(days).unwrap_or(0)),
        Lateness::Long(due, today) => say.fill("actions.late-by", &[("interval", &say.interval(due, today))]),
    }
}

/// `2026-11-17, after 12 days, 3 days early`
fn note(say: &Phrases, of: &Of<'_>) -> Option<String> {
    let closed = of.closed.filter(|_| !of.item.state.is_pending())?;
    let day = say.day(closed);
    let mut note = vec![match of.date.or(of.published).filter(|_| of.has_taken) {
        Some(begun) if begun == closed => say.fill("actions.closed-same-day", &[("day", &day)]),
        Some(begun) => {
            let interval = say.interval_after(begun, closed);
            say.fill("actions.closed-after", &[("day", &day), ("interval", &interval)])
        }
        None => day,
    }];
    match of.due.zip(of.early) {
        Some((_, 0)) => note.push(say.text("actions.on-time").to_owned()),
        Some((due, days)) => {
            let key = if days > 0 { "actions.early-by" } else { "actions.late-by" };
            note.push(say.fill(key, &[("interval", &say.interval(due, closed))]));
        }
        None => {}
    }
    Some(say.comma(&note))
}
