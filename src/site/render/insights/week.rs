//! At what time of the week incidents begin.

use serde::Serialize;
use tera::Value;

use crate::know::insight::behind::{Figure, Key};
use crate::site::charts::week::week;
use crate::site::render::amount::Amount;
use crate::site::render::figures::{behind, zone};
use crate::site::render::view::View;

#[derive(Serialize)]
pub struct Week {
    chart: Value,
    note: String,
    rows: Vec<Day>,
    /// In words, what is left out.
    left_out: Option<String>,
}

#[derive(Serialize)]
struct Day {
    name: String,
    all: Amount,
    /// By quarter of the day.
    parts: Vec<Amount>,
}

/// `None` where no incident has a time of day.
pub fn over_week(view: &View<'_>) -> Option<Week> {
    let (rhythm, say) = (&view.insight.statistics.rhythm, view.say);
    let chart = week(say, &rhythm.hours)?;
    let day = |(day, parts): (usize, &[Vec<usize>; 4])| {
        let figure = Figure::Weekday(day);
        let part = |(part, incidents): (usize, &Vec<usize>)| {
            Amount::count(say, incidents.len(), behind(view, figure, Some(Key::QuarterOfDay(part))))
        };
        let all = parts.iter().map(Vec::len).sum();
        Day {
            name: say.weekday(day),
            all: Amount::count(say, all, behind(view, figure, None)),
            parts: parts.iter().enumerate().map(part).collect(),
        }
    };
    let left_out = say.left_out(&[
        (rhythm.unknown, "insights.no-time-of-day"),
        (rhythm.at_midnight, "insights.at-midnight"),
    ]);
    Some(Week {
        chart: Value::safe_string(&chart),
        note: say.fill("insights.week-note", &[("n", &say.count(rhythm.known)), ("zone", zone(view))]),
        rows: rhythm.incidents.iter().enumerate().map(day).collect(),
        left_out,
    })
}
