//! At what time of the week incidents begin.

use serde::Serialize;
use tera::Value;

use super::amount::Amount;
use crate::charts::week::{WEEKDAYS, week};
use crate::insight::behind::{Figure, Key};
use crate::render::figures::{behind, zone};
use crate::render::renderer::Renderer;
use crate::render::words;

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
    name: &'static str,
    all: Amount,
    /// By quarter of the day.
    parts: Vec<Amount>,
}

/// `None` where no incident has a time of day.
pub fn over_week(renderer: &Renderer<'_>) -> Option<Week> {
    let rhythm = &renderer.insight.statistics.rhythm;
    let chart = week(&rhythm.hours, "Incidents by weekday and hour")?;
    let day = |(day, parts): (usize, &[Vec<usize>; 4])| {
        let figure = Figure::Weekday(day);
        let part = |(part, incidents): (usize, &Vec<usize>)| {
            Amount::count(incidents.len(), behind(renderer, figure, Some(Key::QuarterOfDay(part))))
        };
        let all = parts.iter().map(Vec::len).sum();
        Day {
            name: WEEKDAYS[day],
            all: Amount::count(all, behind(renderer, figure, None)),
            parts: parts.iter().enumerate().map(part).collect(),
        }
    };
    let left_out = words::left_out(&[
        (rhythm.unknown, "without a time of day"),
        (
            rhythm.at_midnight,
            "that are written as 00:00: so many that it can only mean that the time is not known",
        ),
    ]);
    Some(Week {
        chart: Value::safe_string(&chart),
        note: format!("n = {}; clock of {}", words::count(rhythm.known), zone(renderer)),
        rows: rhythm.incidents.iter().enumerate().map(day).collect(),
        left_out,
    })
}
