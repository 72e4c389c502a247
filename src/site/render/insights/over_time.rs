//! Incidents over time by severity: a chart, and the same as a table.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use crate::core::phrases::Phrases;
use crate::know::insight::behind::{Figure, Key};
use crate::know::insight::statistics::{Period, Span};
use crate::site::charts::columns::{self, Column};
use crate::site::charts::marks;
use crate::site::render::amount::Amount;
use crate::site::render::bars::drawn;
use crate::site::render::figures::behind;
use crate::site::render::urls;
use crate::site::render::view::View;

/// Incidents by period and severity.
#[derive(Serialize)]
pub struct OverTime {
    title: String,
    note: String,
    chart: Option<Value>,
    /// Severities that any incident has; none where none has any.
    severities: Vec<Severity>,
    /// What a row is: `Year`.
    head: String,
    /// The newest first.
    rows: Vec<YearRow>,
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
struct YearRow {
    name: String,
    all: Amount,
    /// In the order of the severities.
    counts: Vec<Amount>,
}

pub fn over_time(view: &View<'_>) -> OverTime {
    let (say, periods) = (view.say, &view.insight.statistics.periods);
    let in_quarters = !periods.quarters.is_empty();
    let shown = if in_quarters { &periods.quarters } else { &periods.years };
    let all = &view.insight.statistics.severities;
    let mut used: Vec<usize> = (0..all.len()).filter(|rank| !all[*rank].is_empty()).collect();
    // Where no incident has a severity, nothing is to be told apart.
    let by_severity = used.iter().any(|rank| *rank + 1 < all.len());
    used.retain(|_| by_severity);
    let title = match (in_quarters, by_severity) {
        (true, true) => "insights.a-quarter-by-severity",
        (true, false) => "insights.a-quarter",
        (false, true) => "insights.a-year-by-severity",
        (false, false) => "insights.a-year",
    };
    let title = say.text(title).to_owned();
    let marked = columns::columns(say, &marked(view, shown), &title);
    let note = say.text(if marked.is_some() { "insights.one-mark" } else { "insights.counted" });
    let chart = marked.or_else(|| {
        let incidents: Vec<usize> = shown.iter().flat_map(|period| &period.incidents).copied().collect();
        drawn(view, &incidents)
    });
    OverTime {
        title,
        note: note.to_owned(),
        chart: chart.map(|chart| Value::safe_string(&chart)),
        severities: used.iter().map(|rank| severity(view, *rank, all[*rank].len())).collect(),
        head: say.text(if in_quarters { "insights.quarter" } else { "insights.year" }).to_owned(),
        rows: shown.iter().rev().map(|period| row(view, period, &used)).collect(),
        left_out: left_out(say, periods.undated, periods.earlier),
    }
}

fn marked<'a>(view: &'a View<'_>, periods: &[Period]) -> Vec<Column<'a>> {
    let site = view.site;
    let column = |period: &Period| {
        let mut worst_first = period.incidents.clone();
        worst_first.sort_by_key(|id| {
            let facts = site.post_mortem(*id);
            (facts.severity.is_none(), facts.severity, Reverse(facts.date))
        });
        let one = |id: usize| {
            let facts = site.post_mortem(id);
            let date = facts.date.map(|date| view.say.day(date)).unwrap_or_default();
            (facts.severity, date, site.documents[id].title.as_str())
        };
        Column {
            label: period_name(view.say, period.span),
            incidents: worst_first.into_iter().map(one).collect(),
        }
    };
    periods.iter().map(column).collect()
}

fn severity(view: &View<'_>, rank: usize, count: usize) -> Severity {
    let label = view.list_rows.severities.get(rank);
    let mark = match label {
        Some(label) => marks::severity(Some(rank), label),
        None => marks::severity(None, view.say.text("severity.none")),
    };
    let url = behind(view, Figure::Severity(rank), None);
    Severity { mark: Value::safe_string(&mark), count: Amount::count(view.say, count, url) }
}

fn row(view: &View<'_>, period: &Period, severities: &[usize]) -> YearRow {
    let year = match period.span {
        Span::Year(year) | Span::Quarter(year, _) => Some(year),
    };
    let of_year = |rank| behind(view, Figure::Severity(rank), Some(Key::Year(year)));
    let listed = view.site.years.iter().find(|listed| listed.year == year);
    let count = |rank: &usize| Amount::count(view.say, period.severities[*rank], of_year(*rank));
    YearRow {
        name: period_name(view.say, period.span),
        all: Amount::count(
            view.say,
            period.incidents.len(),
            listed.map(|listed| urls::from_root(&listed.output)),
        ),
        counts: severities.iter().map(count).collect(),
    }
}

fn left_out(say: &Phrases, undated: usize, earlier: usize) -> Option<String> {
    let parts: Vec<String> =
        [(undated, "insights.undated-incidents"), (earlier, "insights.earlier-incidents")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, key)| say.counted(key, count))
            .collect();
    (!parts.is_empty()).then(|| say.fill("insights.not-in-chart", &[("list", &say.comma(&parts))]))
}

/// A year or a quarter: `2024`, `2024-Q3`.
pub fn period_name(say: &Phrases, span: Span) -> String {
    let first = match span {
        Span::Quarter(year, quarter) => Date::new(year, quarter * 3 - 2, 1).ok(),
        Span::Year(_) => None,
    };
    first.map_or_else(|| span.name(), |first| say.date("date.quarter", first))
}
