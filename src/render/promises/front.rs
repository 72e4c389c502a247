//! The first page of action items: what is late, what is open, what was done lately, what is asked for again and again.

use jiff::ToSpan;
use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::row::list_url;
use super::{CALENDAR, FRONT, IDEAS, filters, ideas, row};
use crate::insight::actions::{Actions, Filter, LATELY, PromiseId, SOON, is_done_lately};
use crate::render::renderer::Renderer;
use crate::render::words;

/// Rows of what is late, and of what else is open.
const ROWS: usize = 50;
/// Lines of what was done, and of ideas.
const LINES: usize = 8;

/// A figure and what it counts.
#[derive(Debug, Serialize)]
pub struct Figure {
    count: String,
    text: String,
    url: Option<String>,
    is_late: bool,
}

/// Some of a list.
#[derive(Serialize)]
struct Part {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    rows: Vec<Value>,
    /// Words and address of the rest.
    more: Option<(String, String)>,
}

pub fn context(renderer: &Renderer<'_>) -> Context {
    let actions = &renderer.insight.actions;
    let mut context = renderer.context(FRONT, "actions", "Actions");
    context.insert("tally", &tally(renderer));
    context.insert("as_of", &actions.today.to_string());
    let has_dates = actions.items(Filter::Open).iter().any(|id| actions.all[*id].due.is_some());
    context.insert("calendar", &has_dates.then_some(CALENDAR));
    context.insert("columns", &row::columns(renderer));
    context.insert("groups", &filters::groups(renderer, Some(Filter::Open)));
    let late = actions.items(Filter::Late);
    // What is late comes first in what is open.
    let rest = &actions.items(Filter::Open)[late.len()..];
    let parts: Vec<Part> = [
        part(renderer, ("lb-late", "Late", "The longest first"), late, Filter::Late),
        part(renderer, ("lb-open", "Open", order(actions, rest)), rest, Filter::Open),
    ]
    .into_iter()
    .flatten()
    .collect();
    context.insert("parts", &parts);
    let lately: Vec<PromiseId> = actions
        .items(Filter::Done)
        .iter()
        .copied()
        .filter(|id| is_done_lately(&actions.all[*id], actions.today))
        .collect();
    let done: &[PromiseId] = if lately.is_empty() { actions.items(Filter::Done) } else { &lately };
    let title = if lately.is_empty() { "Done".to_owned() } else { format!("Done in the last {LATELY} days") };
    context.insert("done_title", &title);
    context.insert("done", &done.iter().take(LINES).map(|id| renderer.row(*id)).collect::<Vec<_>>());
    context.insert("done_count", &words::count(actions.items(Filter::Done).len()));
    context.insert("done_url", &list_url(renderer, Filter::Done));
    context.insert("ideas", &ideas::briefs(renderer, LINES));
    context.insert("ideas_count", &words::count(actions.ideas.len()));
    context.insert("ideas_url", IDEAS);
    let odd = actions.tally.odd;
    if odd > 0 {
        let what = words::counted(odd, "action item has a date", "action items have dates");
        context.insert("odd", &format!("{what} before the incident, which is left out of these figures"));
        context.insert("odd_url", &list_url(renderer, Filter::Odd));
    }
    context
}

fn part(
    renderer: &Renderer<'_>,
    (id, title, note): (&'static str, &'static str, &'static str),
    items: &[PromiseId],
    filter: Filter,
) -> Option<Part> {
    if items.is_empty() {
        return None;
    }
    let all = renderer.insight.actions.items(filter).len();
    let more = (items.len() > ROWS).then(|| {
        let words = format!("All {} {}", words::count(all), title.to_lowercase());
        Some((words, list_url(renderer, filter)?))
    });
    let rows = items.iter().take(ROWS).map(|id| renderer.row(*id)).collect();
    Some(Part { id, title, note, rows, more: more.flatten() })
}

/// In which order these are, in words.
fn order(actions: &Actions, items: &[PromiseId]) -> &'static str {
    let dated = items.iter().filter(|id| actions.all[**id].due.is_some()).count();
    match dated {
        0 => "The newest incident first",
        all if all == items.len() => "By due date",
        _ => "By due date, then the newest incident first",
    }
}

/// What stands where, each count a link to what it counts.
fn tally(renderer: &Renderer<'_>) -> Vec<Figure> {
    let tally = &renderer.insight.actions.tally;
    let mut figures = short_tally(renderer);
    let mut add =
        |count: String, text: String, url| figures.push(Figure { count, text, url, is_late: false });
    if tally.done_lately > 0 {
        let text = format!("done in the last {LATELY} days");
        add(words::count(tally.done_lately), text, list_url(renderer, Filter::Done));
    }
    if let Some(age) = tally.median_age {
        let of = match tally.open - tally.aged {
            0 => words::count(tally.aged),
            undated => {
                format!("{}; {} of undated incidents", words::count(tally.aged), words::count(undated))
            }
        };
        let since = renderer.insight.today.checked_sub(age.days());
        add(
            since.map_or_else(|_| "–".to_owned(), |since| words::interval(since, renderer.insight.today)),
            format!("median age of what is open (n = {of})"),
            None,
        );
    }
    figures
}

/// What is open, late, and due soon; for the first page of the site as well.
pub fn short_tally(renderer: &Renderer<'_>) -> Vec<Figure> {
    let tally = &renderer.insight.actions.tally;
    let open = if tally.open == 1 { "action open" } else { "actions open" };
    let parts = [
        (tally.open, open.to_owned(), Filter::Open),
        (tally.late, "late".to_owned(), Filter::Late),
        (tally.soon, format!("due within {SOON} days"), Filter::Soon),
    ];
    let figure = |(count, text, filter): (usize, String, Filter)| Figure {
        count: words::count(count),
        text,
        url: list_url(renderer, filter),
        is_late: filter == Filter::Late,
    };
    parts.into_iter().filter(|(count, ..)| *count > 0).map(figure).collect()
}

impl Figure {
    /// A figure with the way to what it counts, from the root of the site.
    pub fn new(count: String, text: String, url: Option<String>) -> Self {
        Self { count, text, url, is_late: false }
    }
}
