//! Incidents over time by severity: a chart, and the same as a table.

use std::cmp::Reverse;

use serde::Serialize;
use tera::Value;

use super::amount::Amount;
use crate::charts::columns::{self, Column};
use crate::charts::marks;
use crate::insight::behind::{Figure, Key};
use crate::insight::statistics::{Period, Span};
use crate::render::entry::drawn;
use crate::render::figures::behind;
use crate::render::renderer::Renderer;
use crate::render::{urls, words};

/// Incidents by period and severity.
#[derive(Serialize)]
pub struct OverTime {
    title: &'static str,
    note: &'static str,
    chart: Option<Value>,
    /// Severities that any incident has; none where none has any.
    severities: Vec<Severity>,
    /// What a row is: `Year`.
    head: &'static str,
    /// The newest first.
    rows: Vec<Row>,
    /// What is in no row.
    left_out: Option<String>,
}

/// A column of the table, and an entry of the key.
#[derive(Serialize)]
struct Severity {
    mark: Value,
    count: Amount,
}

#[derive(Serialize)]
struct Row {
    name: String,
    all: Amount,
    /// In the order of the severities.
    counts: Vec<Amount>,
}

pub fn over_time(renderer: &Renderer<'_>) -> OverTime {
    let periods = &renderer.insight.statistics.periods;
    let in_quarters = !periods.quarters.is_empty();
    let shown = if in_quarters { &periods.quarters } else { &periods.years };
    let all = &renderer.insight.statistics.severities;
    let mut used: Vec<usize> = (0..all.len()).filter(|rank| !all[*rank].is_empty()).collect();
    // Where no incident has a severity, nothing is to be told apart.
    let by_severity = used.iter().any(|rank| *rank + 1 < all.len());
    used.retain(|_| by_severity);
    let title = match (in_quarters, by_severity) {
        (true, true) => "Incidents a quarter, by severity",
        (true, false) => "Incidents a quarter",
        (false, true) => "Incidents a year, by severity",
        (false, false) => "Incidents a year",
    };
    let marked = columns::columns(&marked(renderer, shown), title);
    let note = if marked.is_some() { "One mark an incident" } else { "Counted" };
    let chart = marked.or_else(|| {
        let incidents: Vec<usize> = shown.iter().flat_map(|period| &period.incidents).copied().collect();
        drawn(renderer, &incidents)
    });
    OverTime {
        title,
        note,
        chart: chart.map(|chart| Value::safe_string(&chart)),
        severities: used.iter().map(|rank| severity(renderer, *rank, all[*rank].len())).collect(),
        head: if in_quarters { "Quarter" } else { "Year" },
        rows: shown.iter().rev().map(|period| row(renderer, period, &used)).collect(),
        left_out: left_out(periods.undated, periods.earlier),
    }
}

fn marked<'a>(renderer: &'a Renderer<'_>, periods: &[Period]) -> Vec<Column<'a>> {
    let site = renderer.site;
    let column = |period: &Period| {
        let mut worst_first = period.incidents.clone();
        worst_first.sort_by_key(|id| {
            let facts = site.post_mortem(*id);
            (facts.severity.is_none(), facts.severity, Reverse(facts.date))
        });
        let one = |id: usize| {
            let facts = site.post_mortem(id);
            let date = facts.date.map(|date| date.to_string()).unwrap_or_default();
            (facts.severity, date, site.documents[id].title.as_str())
        };
        Column { label: period.span.name(), incidents: worst_first.into_iter().map(one).collect() }
    };
    periods.iter().map(column).collect()
}

fn severity(renderer: &Renderer<'_>, rank: usize, count: usize) -> Severity {
    let label = renderer.briefs.severities.get(rank);
    let mark = match label {
        Some(label) => marks::severity(Some(rank), label),
        None => marks::severity(None, "No severity"),
    };
    let url = behind(renderer, Figure::Severity(rank), None);
    Severity { mark: Value::safe_string(&mark), count: Amount::count(count, url) }
}

fn row(renderer: &Renderer<'_>, period: &Period, severities: &[usize]) -> Row {
    let year = match period.span {
        Span::Year(year) | Span::Quarter(year, _) => Some(year),
    };
    let of_year = |rank| behind(renderer, Figure::Severity(rank), Some(Key::Year(year)));
    let listed = renderer.site.years.iter().find(|listed| listed.year == year);
    let count = |rank: &usize| Amount::count(period.severities[*rank], of_year(*rank));
    Row {
        name: period.span.name(),
        all: Amount::count(period.incidents.len(), listed.map(|listed| urls::from_root(&listed.output))),
        counts: severities.iter().map(count).collect(),
    }
}

fn left_out(undated: usize, earlier: usize) -> Option<String> {
    let parts: Vec<String> = [(undated, "undated"), (earlier, "of earlier years")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", words::counted(count, "incident", "incidents")))
        .collect();
    (!parts.is_empty()).then(|| format!("Not in the chart: {}.", parts.join(", ")))
}
