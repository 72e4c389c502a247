//! The first page of action items: what is late, what is open, what was done lately, what is asked for again and again.

use crate::site::render::urls::Href;
use jiff::ToSpan;
use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::row::list_url;
use super::{CALENDAR, FRONT, IDEAS, filters, ideas, row};
use crate::core::escape::escaped;
use crate::core::phrases::Phrases;
use crate::know::insight::actions::{Actions, Filter, LATELY, SOON, TrackedActionId, is_done_lately};
use crate::site::render::view::View;

/// Rows of what is late, and of what else is open.
const ROWS: usize = 50;
/// Lines of what was done, and of ideas.
const LINES: usize = 8;

/// A figure and what it counts.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What is counted, with the number; HTML.
    text: Value,
    url: Option<Href>,
    is_late: bool,
}

/// Some of a list.
#[derive(Serialize)]
struct Part<'a> {
    id: &'static str,
    title: &'a str,
    note: &'a str,
    rows: Vec<Value>,
    /// Words and address of the rest.
    more: Option<(String, Href)>,
}

pub fn context(view: &View<'_>) -> Context {
    let (actions, say) = (&view.insight.actions, view.say);
    let mut context = view.context(FRONT, "actions", say.text("actions.title"));
    context.insert("tally", &tally(view));
    context.insert("as_of", &actions.today.to_string());
    let has_dates = actions.items(Filter::Open).iter().any(|id| actions.all[*id].due.is_some());
    context.insert("calendar", &has_dates.then_some(CALENDAR));
    context.insert("columns", &row::columns(view));
    context.insert("groups", &filters::groups(view, Some(Filter::Open)));
    let late = actions.items(Filter::Deferred);
    // What is late comes first in what is open.
    let rest = &actions.items(Filter::Open)[late.len()..];
    let parts: Vec<Part<'_>> = [
        part(view, ("lb-late", "late", "actions.longest-first"), late, Filter::Deferred),
        part(view, ("lb-open", "open", order(actions, rest)), rest, Filter::Open),
    ]
    .into_iter()
    .flatten()
    .collect();
    context.insert("parts", &parts);
    let lately: Vec<TrackedActionId> = actions
        .items(Filter::Done)
        .iter()
        .copied()
        .filter(|id| is_done_lately(&actions.all[*id], actions.today))
        .collect();
    let done: &[TrackedActionId] = if lately.is_empty() { actions.items(Filter::Done) } else { &lately };
    let title = match lately.is_empty() {
        true => say.text("actions.done").to_owned(),
        false => say.fill("actions.done-lately", &[("days", &LATELY.to_string())]),
    };
    context.insert("done_title", &title);
    context.insert("done", &done.iter().take(LINES).map(|id| view.row(*id)).collect::<Vec<_>>());
    let all_done = say.count(actions.items(Filter::Done).len());
    context.insert("done_all", &say.fill("actions.all-done", &[("n", &all_done)]));
    context.insert("done_url", &list_url(view, Filter::Done));
    context.insert("ideas", &ideas::summaries(view, LINES));
    context.insert("ideas_count", &say.count(actions.ideas.len()));
    context.insert("ideas_url", IDEAS);
    let odd = actions.tally.odd;
    if odd > 0 {
        context.insert("odd", &say.counted("actions.odd", odd));
        context.insert("odd_url", &list_url(view, Filter::Odd));
    }
    context
}

fn part<'a>(
    view: &View<'a>,
    (id, state, note): (&'static str, &str, &'static str),
    items: &[TrackedActionId],
    filter: Filter,
) -> Option<Part<'a>> {
    if items.is_empty() {
        return None;
    }
    let say = view.say;
    let title = say.text(if filter == Filter::Deferred { "actions.late" } else { "actions.open" });
    let all = view.insight.actions.items(filter).len();
    let more = (items.len() > ROWS).then(|| {
        let words = say.fill(&format!("actions.all-{state}"), &[("n", &say.count(all))]);
        Some((words, list_url(view, filter)?))
    });
    let rows = items.iter().take(ROWS).map(|id| view.row(*id)).collect();
    Some(Part { id, title, note: say.text(note), rows, more: more.flatten() })
}

/// The key of the order in which these are.
fn order(actions: &Actions, items: &[TrackedActionId]) -> &'static str {
    let dated = items.iter().filter(|id| actions.all[**id].due.is_some()).count();
    match dated {
        0 => "actions.newest-incident-first",
        all if all == items.len() => "actions.by-due-date",
        _ => "actions.by-due-date-then",
    }
}

/// What stands where, each count a link to what it counts.
fn tally(view: &View<'_>) -> Vec<Figure> {
    let (tally, say) = (&view.insight.actions.tally, view.say);
    let mut figures = short_tally(view);
    if tally.done_lately > 0 {
        let days = LATELY.to_string();
        let url = list_url(view, Filter::Done);
        figures.push(Figure::counted(
            say,
            "actions.count-done-lately",
            tally.done_lately,
            &[("days", &days)],
            url,
        ));
    }
    if let Some(age) = tally.median_age {
        let since = view.insight.today.checked_sub(age.days());
        let age = since.map_or_else(|_| "–".to_owned(), |since| say.interval(since, view.insight.today));
        let age = format!("<b>{}</b>", escaped(&age));
        let (aged, undated) = (say.count(tally.aged), say.count(tally.open - tally.aged));
        let key = if tally.open == tally.aged { "actions.median-age" } else { "actions.median-age-undated" };
        let text = say.html(key, None, &[("age", &age), ("n", &aged), ("undated", &undated)]);
        figures.push(Figure { text: Value::safe_string(&text), url: None, is_late: false });
    }
    figures
}

/// What is open, late, and due soon; for the first page of the site as well.
pub fn short_tally(view: &View<'_>) -> Vec<Figure> {
    let tally = &view.insight.actions.tally;
    let parts = [
        (tally.open, "actions.count-open", Filter::Open),
        (tally.late, "actions.count-late", Filter::Deferred),
        (tally.soon, "actions.count-soon", Filter::Soon),
    ];
    let days = SOON.to_string();
    let figure = |(count, key, filter): (usize, &str, Filter)| Figure {
        is_late: filter == Filter::Deferred,
        ..Figure::counted(view.say, key, count, &[("days", &days)], list_url(view, filter))
    };
    parts.into_iter().filter(|(count, ..)| *count > 0).map(figure).collect()
}

impl Figure {
    /// What the text of a key says of a number, which stands out in it, with the way to what it counts, from the root of the site.
    pub fn counted(
        say: &Phrases,
        key: &str,
        count: usize,
        given: &[(&str, &str)],
        url: Option<Href>,
    ) -> Self {
        let number = format!("<b>{}</b>", say.count(count));
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(given);
        let text = say.html(key, Some(count), &all);
        Self { text: Value::safe_string(&text), url, is_late: false }
    }

    /// The same for what is late.
    pub fn late(self, is_late: bool) -> Self {
        Self { is_late, ..self }
    }
}
