//! Figures as other programs see them. The order of the fields is that of the output.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::Scope;
use crate::know::insight::statistics::{
    ActionCounts, Comparison, Dimension, Group, LeftOut, Measured, Period, Publication, Spread, Statistics,
};
use crate::know::link::{DocumentId, Site};

/// What was counted, and as of which day.
#[derive(Debug, Serialize)]
struct Head<'a> {
    today: Date,
    since: Option<Date>,
    until: Option<Date>,
    percentiles: &'a str,
}

/// How percentiles are defined, for whoever reads the data alone.
const PERCENTILES: &str =
    "nearest rank: the value at place ceil(p * n / 100); median and p75 from n = 5, p90 from n = 10";

impl Head<'_> {
    fn new(scope: &Scope) -> Self {
        Self { today: scope.today, since: scope.since, until: scope.until, percentiles: PERCENTILES }
    }
}

/// All figures.
#[derive(Debug, Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    incidents: usize,
    undated: usize,
    near_misses: usize,
    severities: Vec<Counted<'a>>,
    durations: BTreeMap<&'static str, Length<'a>>,
    periods: Vec<Span>,
    detection: Vec<Noticed>,
    publication: Lag<'a>,
    actions: Actions,
    triggers: Beside<'a>,
    causes: Beside<'a>,
    weekdays: Vec<[usize; 24]>,
    without_time_of_day: usize,
    at_midnight: usize,
    time_lost: Vec<Lost<'a>>,
}

/// The figures of each group.
#[derive(Debug, Serialize)]
pub struct Grouped<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    by: &'static str,
    groups: Vec<CatalogShare<'a>>,
}

#[derive(Debug, Serialize)]
struct CatalogShare<'a> {
    name: Option<&'a str>,
    /// What services and causes are part of.
    parent: Option<&'a str>,
    incidents: usize,
    near_misses: usize,
    durations: BTreeMap<&'static str, Length<'a>>,
    minutes_lost: i64,
    actions: Actions,
}

#[derive(Debug, Serialize)]
struct Counted<'a> {
    severity: Option<&'a str>,
    incidents: usize,
}

/// One length of time.
#[derive(Debug, Serialize)]
struct Length<'a> {
    from: &'static str,
    to: &'static str,
    n: usize,
    minutes: Values,
    left_out: BTreeMap<&'static str, usize>,
    implausible: Vec<Implausible<'a>>,
}

/// Where values lie; null where there are too few.
#[derive(Debug, Default, Serialize)]
struct Values {
    shortest: Option<i64>,
    median: Option<i64>,
    p75: Option<i64>,
    p90: Option<i64>,
    longest: Option<i64>,
}

impl Values {
    fn new(spread: Option<Spread>) -> Self {
        let Some(spread) = spread else { return Self::default() };
        Self {
            shortest: Some(spread.smallest),
            median: spread.median,
            p75: spread.p75,
            p90: spread.p90,
            longest: Some(spread.largest),
        }
    }
}

#[derive(Debug, Serialize)]
struct Implausible<'a> {
    id: &'a str,
    reason: &'static str,
    /// `None` where the end is before the start.
    minutes: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Span {
    period: String,
    incidents: usize,
    /// By position of the severity; the last are without one.
    severities: Vec<usize>,
    durations: BTreeMap<&'static str, Typical>,
}

#[derive(Debug, Serialize)]
struct Typical {
    n: usize,
    median: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Noticed {
    by: &'static str,
    incidents: usize,
}

#[derive(Debug, Serialize)]
struct Lag<'a> {
    n: usize,
    days: Values,
    from_git: usize,
    imported: usize,
    not_recorded: usize,
    before_incident: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Actions {
    all: usize,
    in_time: usize,
    late: usize,
    overdue: usize,
    not_yet_due: usize,
    without_due_date: usize,
    done_day_unknown: usize,
    dropped: usize,
    implausible: usize,
    open_age_days: Distribution,
    done_after_days: Distribution,
}

#[derive(Debug, Serialize)]
struct Distribution {
    n: usize,
    days: Values,
}

#[derive(Debug, Serialize)]
struct Beside<'a> {
    matched: usize,
    unmatched: usize,
    unnamed: usize,
    categories: Vec<Category<'a>>,
}

#[derive(Debug, Serialize)]
struct Category<'a> {
    name: &'a str,
    incidents: usize,
    google_percent: f64,
}

#[derive(Debug, Serialize)]
struct Lost<'a> {
    service: &'a str,
    minutes: i64,
    n: usize,
    not_known: usize,
}

impl<'a> Whole<'a> {
    pub fn new(site: &'a Site, statistics: &Statistics, scope: &Scope) -> Self {
        let levels = &site.config.severity.levels;
        let severities = statistics.severities.iter().enumerate();
        let periods = &statistics.periods;
        let shown = if periods.quarters.is_empty() { &periods.years } else { &periods.quarters };
        Self {
            head: Head::new(scope),
            incidents: statistics.incidents.len(),
            undated: periods.undated,
            near_misses: statistics.near_misses.len(),
            severities: severities
                .map(|(rank, incidents)| Counted {
                    severity: levels.get(rank).map(String::as_str),
                    incidents: incidents.len(),
                })
                .collect(),
            durations: durations(site, &statistics.measures),
            periods: shown.iter().map(stretch).collect(),
            detection: statistics
                .detection
                .iter()
                .map(|(way, incidents)| Noticed { by: way.name(), incidents: incidents.len() })
                .collect(),
            publication: lag(site, &statistics.publication),
            actions: Actions::new(&statistics.action_counts),
            triggers: beside(&statistics.triggers),
            causes: beside(&statistics.causes),
            weekdays: statistics.rhythm.hours.to_vec(),
            without_time_of_day: statistics.rhythm.unknown,
            at_midnight: statistics.rhythm.at_midnight,
            time_lost: statistics
                .lost
                .iter()
                .map(|lost| Lost {
                    service: &site.services.entries[lost.service].name,
                    minutes: lost.minutes,
                    n: lost.counted,
                    not_known: lost.unknown,
                })
                .collect(),
        }
    }
}

impl<'a> Grouped<'a> {
    pub fn new(site: &'a Site, dimension: Dimension, groups: &'a [Group], scope: &Scope) -> Self {
        let part = |group: &'a Group| CatalogShare {
            name: group.name.as_deref(),
            parent: group.parent.as_deref(),
            incidents: group.incidents.len(),
            near_misses: group.near_misses,
            durations: durations(site, &group.measures),
            minutes_lost: group.minutes_lost,
            actions: Actions::new(&group.action_counts),
        };
        Self { head: Head::new(scope), by: dimension.name(), groups: groups.iter().map(part).collect() }
    }
}

impl Actions {
    fn new(promises: &ActionCounts) -> Self {
        let distribution = |spread: Option<Spread>| Distribution {
            n: spread.map_or(0, |spread| spread.count),
            days: Values::new(spread),
        };
        Self {
            all: promises.all,
            in_time: promises.in_time.len(),
            late: promises.late.len(),
            overdue: promises.overdue,
            not_yet_due: promises.not_yet_due,
            without_due_date: promises.undated,
            done_day_unknown: promises.day_unknown,
            dropped: promises.dropped,
            implausible: promises.implausible,
            open_age_days: distribution(promises.age),
            done_after_days: distribution(promises.done_after),
        }
    }
}

fn durations<'a>(site: &'a Site, measures: &[Measured]) -> BTreeMap<&'static str, Length<'a>> {
    measures.iter().map(|measured| (measured.measure.name(), length(site, measured))).collect()
}

fn length<'a>(site: &'a Site, measured: &Measured) -> Length<'a> {
    let count = |why: LeftOut| measured.left_out.get(&why).map_or(0, Vec::len);
    let implausible = measured.left_out.iter().filter(|(why, _)| why.is_implausible());
    let one = |why: LeftOut, id: DocumentId| {
        let facts = site.post_mortem(id);
        Implausible {
            id: &facts.id,
            reason: why.name(),
            minutes: measured.measure.minutes(facts, i64::MAX).ok(),
        }
    };
    Length {
        from: "started_at",
        to: measured.measure.end(),
        n: measured.lengths.len(),
        minutes: Values::new(measured.spread),
        left_out: LeftOut::ALL.map(|why| (why.name(), count(why))).into(),
        implausible: implausible.flat_map(|(why, ids)| ids.iter().map(|id| one(*why, *id))).collect(),
    }
}

fn stretch(period: &Period) -> Span {
    let measures = crate::know::insight::statistics::Measure::ALL.into_iter().zip(&period.spreads);
    let typical = |spread: &Option<Spread>| Typical {
        n: spread.map_or(0, |spread| spread.count),
        median: spread.and_then(|spread| spread.median),
    };
    Span {
        period: period.span.name(),
        incidents: period.incidents.len(),
        severities: period.severities.clone(),
        durations: measures.map(|(measure, spread)| (measure.name(), typical(spread))).collect(),
    }
}

fn lag<'a>(site: &'a Site, publication: &Publication) -> Lag<'a> {
    Lag {
        n: publication.lags.len(),
        days: Values::new(publication.spread),
        from_git: publication.from_git,
        imported: publication.imported,
        not_recorded: publication.not_recorded,
        before_incident: publication
            .before_incident
            .iter()
            .map(|id| site.post_mortem(*id).id.as_str())
            .collect(),
    }
}

fn beside(comparison: &Comparison) -> Beside<'static> {
    let categories = comparison.categories.iter().zip(&comparison.incidents);
    Beside {
        matched: comparison.matched,
        unmatched: comparison.unmatched,
        unnamed: comparison.unnamed,
        categories: categories
            .map(|(category, incidents)| Category {
                name: &category.name,
                incidents: incidents.len(),
                google_percent: category.share,
            })
            .collect(),
    }
}
