//! Triggers and causes beside Google's figures.

use serde::Serialize;

use super::amount::{Amount, percent};
use crate::insight::behind::Figure;
use crate::insight::statistics::{Comparison, FEW};
use crate::render::figures::behind;
use crate::render::renderer::Renderer;
use crate::render::words;

/// A table of two bars a row.
#[derive(Serialize)]
pub struct Beside {
    id: &'static str,
    title: &'static str,
    head: &'static str,
    rows: Vec<Row>,
    /// What the shares are of.
    here: String,
    left_out: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    count: Amount,
    here: String,
    google: String,
    /// Widths of the bars in per cent.
    here_bar: String,
    google_bar: String,
}

/// Those of the two tables that rest on enough incidents.
pub fn beside(renderer: &Renderer<'_>) -> Vec<Beside> {
    let statistics = &renderer.insight.statistics;
    let triggers =
        table(renderer, &statistics.triggers, Figure::Trigger).map(|(rows, here, left_out)| Beside {
            id: "lb-triggers",
            title: "What set it off, beside Google’s figures",
            head: "Trigger",
            here: format!("Here, {here} with a trigger, or else a cause, that fits the list"),
            rows,
            left_out,
        });
    let causes = table(renderer, &statistics.causes, Figure::Cause).map(|(rows, here, left_out)| Beside {
        id: "lb-root-causes",
        title: "Why it happened, beside Google’s figures",
        head: "Cause",
        here: format!("Here, {here} with a cause that fits the list"),
        rows,
        left_out,
    });
    triggers.into_iter().chain(causes).collect()
}

type Table = (Vec<Row>, String, Option<String>);

fn table(
    renderer: &Renderer<'_>,
    comparison: &Comparison,
    figure: impl Fn(usize) -> Figure,
) -> Option<Table> {
    let matched = comparison.matched;
    if matched < FEW {
        return None;
    }
    let here = |index: usize| bar(comparison.incidents[index].len(), matched);
    let longest = comparison
        .categories
        .iter()
        .enumerate()
        .map(|(index, one)| here(index).max(one.share))
        .fold(1.0, f64::max);
    let row = |(index, category): (usize, &'static crate::insight::statistics::Category)| {
        let count = comparison.incidents[index].len();
        Row {
            name: &category.name,
            count: Amount::count(count, behind(renderer, figure(index), None)),
            here: percent(count, matched),
            google: format!("{:.0}\u{a0}%", category.share),
            here_bar: format!("{:.1}", here(index) / longest * 100.0),
            google_bar: format!("{:.1}", category.share / longest * 100.0),
        }
    };
    let rows = comparison.categories.iter().enumerate().map(row).collect();
    let left_out = words::left_out(&[
        (comparison.unmatched, "name nothing that fits"),
        (comparison.unnamed, "name nothing"),
    ]);
    Some((rows, words::counted(matched, "incident", "incidents"), left_out))
}

#[expect(clippy::cast_precision_loss, reason = "counts of incidents are far below 2^52")]
fn bar(count: usize, of: usize) -> f64 {
    count as f64 / of as f64 * 100.0
}
