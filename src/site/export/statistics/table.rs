//! Figures as tables of text.

use std::fmt::Write as _;

use super::Scope;
use crate::core::phases;
use crate::core::plain::{count, thousands};
use crate::know::insight::statistics::{
    ActionCounts, Comparison, Detection, Dimension, FEW, Group, Measure, Measured, Spread, Statistics,
};
use crate::know::link::Site;
use crate::site::export::columns::aligned;

/// Services that are listed.
const SERVICES: usize = 12;

/// All figures.
pub fn whole(site: &Site, statistics: &Statistics, scope: &Scope) -> String {
    let mut out = head(scope, &count(statistics.incidents.len(), "incident"));
    if statistics.periods.undated > 0 {
        let _ = writeln!(out, "{} undated", thousands(statistics.periods.undated));
    }
    if !statistics.near_misses.is_empty() {
        let _ = writeln!(out, "{} of them near misses", thousands(statistics.near_misses.len()));
    }
    let levels = &site.config.severity.levels;
    let severity = |(rank, incidents): (usize, &Vec<usize>)| {
        vec![levels.get(rank).map_or("without one", String::as_str).to_owned(), thousands(incidents.len())]
    };
    section(&mut out, &["Severity", "n"], statistics.severities.iter().enumerate().map(severity).collect());
    section(
        &mut out,
        &["Time to", "n", "left out", "median", "p75", "p90", "longest"],
        statistics.measures.iter().map(length).collect(),
    );
    let ends = Measure::ALL.map(Measure::end).join(", ");
    let _ = writeln!(out, "from started_at to {ends}; a median from n = 5 on, p90 from n = 10");
    implausible(&mut out, site, statistics);
    periods(&mut out, statistics);
    let way =
        |(way, incidents): &(Detection, Vec<usize>)| vec![way.name().to_owned(), thousands(incidents.len())];
    section(&mut out, &["Noticed by", "n"], statistics.detection.iter().map(way).collect());
    promises(&mut out, &statistics.action_counts);
    let publication = &statistics.publication;
    let days = [
        ("incident until published", publication.spread),
        ("incident until today, open actions", statistics.action_counts.age),
        ("incident until done, done actions", statistics.action_counts.done_after),
    ];
    let rows = days.into_iter().filter_map(|(name, spread)| Some(days_row(name, spread?)));
    section(&mut out, &["Days from", "n", "median", "p75", "p90", "longest"], rows.collect());
    let lost = statistics.lost.iter().take(SERVICES).map(|lost| {
        let name = site.services.entries[lost.service].name.clone();
        vec![name, minutes(Some(lost.minutes)), thousands(lost.counted), thousands(lost.unknown)]
    });
    section(&mut out, &["Time lost by", "sum", "n", "not known"], lost.collect());
    beside(&mut out, "Trigger", &statistics.triggers);
    beside(&mut out, "Cause", &statistics.causes);
    out
}

/// The figures of each group.
pub fn groups(dimension: Dimension, groups: &[Group], scope: &Scope) -> String {
    let mut out = head(scope, &format!("by {}", dimension.name()));
    let row = |group: &Group| {
        let resolve = &group.measures[Measure::Resolve as usize];
        let detect = &group.measures[Measure::Detect as usize];
        let median = |measured: &Measured| minutes(measured.spread.and_then(|spread| spread.median));
        vec![
            group.name.clone().unwrap_or_else(|| "(none)".into()),
            thousands(group.incidents.len()),
            median(detect),
            thousands(detect.lengths.len()),
            median(resolve),
            minutes(resolve.spread.and_then(|spread| spread.p90)),
            thousands(resolve.lengths.len()),
            if resolve.lengths.is_empty() { "–".into() } else { phases::length(group.minutes_lost) },
            thousands(group.action_counts.overdue),
        ]
    };
    let name = match dimension {
        Dimension::Service => "Service",
        Dimension::Cause => "Cause",
        Dimension::Team => "Team",
        Dimension::Severity => "Severity",
        Dimension::Year => "Year",
    };
    let columns = [name, "incidents", "detect", "n", "resolve", "p90", "n", "time lost", "overdue"];
    section(&mut out, &columns, groups.iter().map(row).collect());
    out.push_str("\ndetect, resolve: medians\n");
    if groups.iter().any(|group| group.parent.is_some()) {
        out.push_str("what is part of another counts for that too\n");
    }
    out
}

fn head(scope: &Scope, what: &str) -> String {
    let mut out = what.to_owned();
    if let Some(since) = scope.since {
        let _ = write!(out, " since {since}");
    }
    if let Some(until) = scope.until {
        let _ = write!(out, " until {until}");
    }
    let _ = writeln!(out, ", as of {}", scope.today);
    out
}

/// A table below an empty line; nothing where it has no rows.
fn section(out: &mut String, head: &[&str], rows: Vec<Vec<String>>) {
    if !rows.is_empty() {
        out.push('\n');
        out.push_str(&aligned(head, &rows));
    }
}

fn minutes(minutes: Option<i64>) -> String {
    minutes.map_or_else(|| "–".into(), phases::length)
}

fn length(measured: &Measured) -> Vec<String> {
    let spread = measured.spread;
    vec![
        measured.measure.name().to_owned(),
        thousands(measured.lengths.len()),
        thousands(measured.without()),
        minutes(spread.and_then(|spread| spread.median)),
        minutes(spread.and_then(|spread| spread.p75)),
        minutes(spread.and_then(|spread| spread.p90)),
        minutes(spread.map(|spread| spread.largest)),
    ]
}

fn days_row(name: &str, spread: Spread) -> Vec<String> {
    let days = |days: Option<i64>| days.map_or_else(|| "–".into(), |days| days.to_string());
    vec![
        name.to_owned(),
        thousands(spread.count),
        days(spread.median),
        days(spread.p75),
        days(spread.p90),
        days(Some(spread.largest)),
    ]
}

/// Names incidents whose times can't be right.
fn implausible(out: &mut String, site: &Site, statistics: &Statistics) {
    for measured in &statistics.measures {
        for (why, incidents) in measured.left_out.iter().filter(|(why, _)| why.is_implausible()) {
            for id in incidents {
                let path = &site.documents[*id].source.path;
                let _ = writeln!(
                    out,
                    "left out of {}: {path}: {}",
                    measured.measure.name(),
                    why.name().replace('_', " ")
                );
            }
        }
    }
}

fn periods(out: &mut String, statistics: &Statistics) {
    let all = &statistics.periods;
    let shown = if all.quarters.is_empty() { &all.years } else { &all.quarters };
    let row = |period: &crate::know::insight::statistics::Period| {
        let median =
            |measure: Measure| minutes(period.spreads[measure as usize].and_then(|spread| spread.median));
        let known = period.spreads[Measure::Resolve as usize].map_or(0, |spread| spread.count);
        vec![
            period.span.name(),
            thousands(period.incidents.len()),
            median(Measure::Detect),
            median(Measure::Resolve),
            thousands(known),
        ]
    };
    let head = ["Period", "incidents", "detect", "resolve", "n"];
    section(out, &head, shown.iter().rev().map(row).collect());
}

fn promises(out: &mut String, promises: &ActionCounts) {
    let rows = [
        ("done in time", promises.in_time.len()),
        ("done late", promises.late.len()),
        ("overdue", promises.overdue),
        ("not yet due", promises.not_yet_due),
        ("without a due date", promises.undated),
        ("done, day unknown", promises.day_unknown),
        ("dropped", promises.dropped),
        ("due or closed before the incident", promises.implausible),
    ];
    let rows = rows.into_iter().filter(|(_, count)| *count > 0);
    section(
        out,
        &["Action items", "n"],
        rows.map(|(name, count)| vec![name.into(), thousands(count)]).collect(),
    );
}

fn beside(out: &mut String, name: &str, comparison: &Comparison) {
    if comparison.matched < FEW {
        return;
    }
    let row = |(category, incidents): (&crate::know::insight::statistics::Category, &Vec<usize>)| {
        let share = (incidents.len() * 200 + comparison.matched) / (comparison.matched * 2);
        vec![
            category.name.clone(),
            thousands(incidents.len()),
            format!("{share} %"),
            format!("{:.0} %", category.share),
        ]
    };
    let rows = comparison.categories.iter().zip(&comparison.incidents).map(row).collect();
    section(out, &[name, "n", "here", "Google"], rows);
}
