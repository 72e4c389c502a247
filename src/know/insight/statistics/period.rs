//! Incidents over time: by year, and by quarter where there are few years.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::measure::{Measure, longest};
use crate::know::insight::spread::Spread;
use crate::know::link::{DocumentId, Site};

/// Quarters are counted where the incidents lie in so many years at most.
const YEARS_IN_QUARTERS: usize = 3;
/// More years than this are not listed: the oldest are left out, which are mostly slips of the pen.
const MOST_YEARS: usize = 40;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    Year(i16),
    /// The year, and the quarter from 1.
    Quarter(i16, i8),
}

impl Span {
    /// `2024`, `2024-Q3`
    pub fn name(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
        }
    }

    fn year_of(date: Date) -> Self {
        Self::Year(date.year())
    }

    fn quarter_of(date: Date) -> Self {
        Self::Quarter(date.year(), (date.month() - 1) / 3 + 1)
    }

    fn next(self) -> Self {
        match self {
            Self::Year(year) => Self::Year(year + 1),
            Self::Quarter(year, 4) => Self::Quarter(year + 1, 1),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
        }
    }
}

/// The incidents of one stretch.
#[derive(Debug)]
pub struct Period {
    pub span: Span,
    /// The newest first.
    pub incidents: Vec<DocumentId>,
    /// How many by severity; the last is of those without one.
    pub severities: Vec<usize>,
    /// In the order of [`Measure::ALL`].
    pub spreads: [Option<Spread>; 4],
}

/// Periods in order of time, those without incidents included.
#[derive(Debug, Default)]
pub struct Periods {
    pub years: Vec<Period>,
    /// Empty where there are more than three years.
    pub quarters: Vec<Period>,
    pub undated: usize,
    /// Incidents before the first year that is listed.
    pub earlier: usize,
}

impl Periods {
    /// Divides `incidents`, which are in the order of [`Site::by_date`].
    pub fn new(site: &Site, incidents: &[DocumentId]) -> Self {
        let date = |id: &DocumentId| site.post_mortem(*id).date;
        let dated: Vec<DocumentId> = incidents.iter().copied().filter(|id| date(id).is_some()).collect();
        let undated = incidents.len() - dated.len();
        let mut years = divide(site, &dated, Span::year_of);
        let surplus = years.len().saturating_sub(MOST_YEARS);
        let earlier = years.drain(..surplus).map(|period| period.incidents.len()).sum();
        let quarters = if years.len() <= YEARS_IN_QUARTERS && surplus == 0 {
            divide(site, &dated, Span::quarter_of)
        } else {
            Vec::new()
        };
        Self { years, quarters, undated, earlier }
    }
}

fn divide(site: &Site, dated: &[DocumentId], span_of: impl Fn(Date) -> Span) -> Vec<Period> {
    let mut spans: BTreeMap<Span, Vec<DocumentId>> = BTreeMap::new();
    for id in dated.iter().copied() {
        if let Some(date) = site.post_mortem(id).date {
            spans.entry(span_of(date)).or_default().push(id);
        }
    }
    let (Some(first), Some(last)) = (spans.keys().next().copied(), spans.keys().last().copied()) else {
        return Vec::new();
    };
    let mut periods = Vec::new();
    let mut span = first;
    while span <= last {
        periods.push(period(site, span, spans.remove(&span).unwrap_or_default()));
        span = span.next();
    }
    periods
}

fn period(site: &Site, span: Span, incidents: Vec<DocumentId>) -> Period {
    let levels = site.config.severity.levels.len();
    let mut severities = vec![0; levels + 1];
    for id in &incidents {
        severities[site.post_mortem(*id).severity.filter(|rank| *rank < levels).unwrap_or(levels)] += 1;
    }
    let longest = longest(site);
    let spreads = Measure::ALL.map(|measure| {
        let known = incidents.iter().filter_map(|id| measure.minutes(site.post_mortem(*id), longest).ok());
        let mut minutes: Vec<i64> = known.collect();
        minutes.sort_unstable();
        Spread::of(&minutes)
    });
    Period { span, incidents, severities, spreads }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_after_the_fourth_is_in_the_next_year() {
        assert_eq!(Span::Quarter(2024, 4).next(), Span::Quarter(2025, 1));
        assert_eq!(Span::quarter_of(Date::constant(2024, 9, 30)).name(), "2024-Q3");
        assert_eq!(Span::year_of(Date::constant(2024, 9, 30)).next().name(), "2025");
    }
}
