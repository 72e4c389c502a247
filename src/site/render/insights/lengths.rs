//! How long incidents take: distributions, their figures, what is left out, and how it changes.

use serde::Serialize;
use tera::Value;

use super::over_time::period_name;
use crate::core::phrases::Phrases;
use crate::know::insight::behind::{Figure, Key};
use crate::know::insight::statistics::{FEW, LeftOut, Length, Measure, Measured, Period, Span};
use crate::site::charts::course::{self, course};
use crate::site::charts::strip::{Lane, strip};
use crate::site::render::amount::Amount;
use crate::site::render::figures::{behind, words_for};
use crate::site::render::urls::{self, Href};
use crate::site::render::view::View;

/// Incidents with times that can't be right that are named.
const NAMED: usize = 6;

/// How long it takes.
#[derive(Serialize)]
pub struct Lengths {
    chart: Value,
    rows: Vec<LengthRow>,
    implausible: Vec<Implausible>,
    /// How many more there are.
    more_implausible: usize,
}

#[derive(Serialize)]
struct LengthRow {
    name: String,
    /// Fields that it is counted from and to.
    from: &'static str,
    to: &'static str,
    known: Amount,
    without: Amount,
    median: Option<Amount>,
    p75: Option<Amount>,
    p90: Option<Amount>,
    longest: Option<Amount>,
}

/// An incident whose times can't be right.
#[derive(Serialize)]
struct Implausible {
    title: String,
    url: Href,
    why: String,
}

/// The measures of each year or quarter.
#[derive(Serialize)]
pub struct Course {
    title: String,
    chart: Option<Value>,
    head: String,
    measures: Vec<String>,
    rows: Vec<CourseRow>,
}

#[derive(Serialize)]
struct CourseRow {
    name: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    known: Amount,
    median: Option<Amount>,
}

/// `None` where no length is known at all.
pub fn lengths(view: &View<'_>) -> Option<Lengths> {
    let measures = &view.insight.statistics.measures;
    let lanes: Vec<Lane<'_>> = measures.iter().map(|measured| lane(view, measured)).collect();
    let chart = strip(view.say, &lanes)?;
    let mut implausible = implausible(view, measures);
    let more_implausible = implausible.len().saturating_sub(NAMED);
    implausible.truncate(NAMED);
    let rows = measures.iter().map(|measured| row(view, measured)).collect();
    Some(Lengths { chart: Value::safe_string(&chart), rows, implausible, more_implausible })
}

fn name(say: &Phrases, measure: Measure) -> String {
    say.fill(&format!("measure.{}", measure.name()), &[])
}

fn lane<'a>(view: &View<'a>, measured: &Measured) -> Lane<'a> {
    let site = view.site;
    let length = |one: &Length| (one.minutes, site.documents[one.incident].title.as_str());
    let n = measured.lengths.len();
    let say = view.say;
    let key = if n < FEW { "insights.lane-few" } else { "insights.lane" };
    Lane {
        label: say.fill(key, &[("name", &name(say, measured.measure)), ("n", &say.count(n))]),
        lengths: measured.lengths.iter().map(length).collect(),
        median: measured.spread.and_then(|spread| spread.median),
        p90: measured.spread.and_then(|spread| spread.p90),
    }
}

fn row(view: &View<'_>, measured: &Measured) -> LengthRow {
    let (say, figure) = (view.say, Figure::Measure(measured.measure));
    let minutes = |known: Option<i64>| known.map(|minutes| Amount::minutes(say, minutes));
    let spread = measured.spread;
    let longest = measured.lengths.last().map(|longest| {
        let url = urls::from_root(&view.site.outputs[longest.incident]);
        Amount::minutes(say, longest.minutes).at(Some(url))
    });
    let first_left_out = measured.left_out.keys().next().copied();
    let without = first_left_out.and_then(|why| behind(view, figure, Some(Key::LeftOut(why))));
    LengthRow {
        name: name(say, measured.measure),
        from: "started_at",
        to: measured.measure.end(),
        known: Amount::count(say, measured.lengths.len(), behind(view, figure, None)),
        without: Amount::count(say, measured.without(), without),
        median: minutes(spread.and_then(|spread| spread.median)),
        p75: minutes(spread.and_then(|spread| spread.p75)),
        p90: minutes(spread.and_then(|spread| spread.p90)),
        longest,
    }
}

/// Each incident once, with the first measure that can't be right.
fn implausible(view: &View<'_>, measures: &[Measured]) -> Vec<Implausible> {
    let (site, say) = (view.site, view.say);
    let mut seen = std::collections::BTreeSet::new();
    let mut all = Vec::new();
    for measured in measures.iter().rev() {
        for (why, incidents) in measured.left_out.iter().filter(|(why, _)| why.is_implausible()) {
            for id in incidents.iter().copied().filter(|id| seen.insert(*id)) {
                let minutes = measured.measure.minutes(site.post_mortem(id), i64::MAX);
                let why = match (why, minutes) {
                    (LeftOut::TooLong, Ok(minutes)) => {
                        let key = format!("measure.{}-took", measured.measure.name());
                        say.fill(&key, &[("duration", &say.duration(minutes))])
                    }
                    _ => words_for(site, say, *why),
                };
                all.push(Implausible {
                    title: site.documents[id].title.clone(),
                    url: urls::from_root(&site.outputs[id]),
                    why,
                });
            }
        }
    }
    all
}

/// `None` where no period has enough known lengths for a median.
pub fn over_periods(view: &View<'_>) -> Option<Course> {
    let (say, periods) = (view.say, &view.insight.statistics.periods);
    let in_quarters = !periods.quarters.is_empty();
    let shown = if in_quarters { &periods.quarters } else { &periods.years };
    let used: Vec<Measure> = Measure::ALL
        .into_iter()
        .filter(|measure| shown.iter().any(|period| spread_has_median(period, *measure)))
        .collect();
    if used.is_empty() {
        return None;
    }
    let drawn: Vec<course::Period<'_>> = shown.iter().map(|period| resolved(view, period)).collect();
    let chart = course(say, &drawn);
    Some(Course {
        title: say
            .text(if in_quarters { "insights.quarter-by-quarter" } else { "insights.year-by-year" })
            .to_owned(),
        chart: chart.map(|chart| Value::safe_string(&chart)),
        head: say.text(if in_quarters { "insights.quarter" } else { "insights.year" }).to_owned(),
        measures: used.iter().map(|measure| name(say, *measure)).collect(),
        rows: shown.iter().rev().map(|period| course_row(view, period, &used)).collect(),
    })
}

fn spread_has_median(period: &Period, measure: Measure) -> bool {
    period.spreads[measure as usize].is_some_and(|spread| spread.median.is_some())
}

fn resolved<'a>(view: &View<'a>, period: &Period) -> course::Period<'a> {
    let site = view.site;
    let known = period.incidents.iter().filter_map(|id| {
        let minutes = crate::know::insight::statistics::time_lost(site, *id)?;
        Some((minutes, site.documents[*id].title.as_str()))
    });
    let spread = period.spreads[Measure::Resolve as usize];
    course::Period {
        label: period_name(view.say, period.span),
        lengths: known.collect(),
        median: spread.and_then(|spread| spread.median),
        p90: spread.and_then(|spread| spread.p90),
    }
}

fn course_row(view: &View<'_>, period: &Period, measures: &[Measure]) -> CourseRow {
    let say = view.say;
    let (Span::Year(year) | Span::Quarter(year, _)) = period.span;
    let cell = |measure: &Measure| {
        let spread = period.spreads[*measure as usize];
        let url = behind(view, Figure::Measure(*measure), Some(Key::Year(Some(year))));
        Cell {
            known: Amount::count(say, spread.map_or(0, |spread| spread.count), url),
            median: spread.and_then(|spread| spread.median).map(|minutes| Amount::minutes(say, minutes)),
        }
    };
    CourseRow { name: period_name(say, period.span), cells: measures.iter().map(cell).collect() }
}
