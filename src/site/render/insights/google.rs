//! Triggers and causes beside Google's figures.

use serde::Serialize;

use crate::know::insight::behind::Figure;
use crate::know::insight::statistics::{Comparison, FEW};
use crate::site::render::amount::Amount;
use crate::site::render::figures::{behind, category_name};
use crate::site::render::view::View;

/// A table of two bars a row.
#[derive(Serialize)]
pub struct Beside {
    id: &'static str,
    title: String,
    head: String,
    rows: Vec<CauseRow>,
    /// What the shares are of.
    here: String,
    left_out: Option<String>,
}

#[derive(Serialize)]
struct CauseRow {
    name: String,
    count: Amount,
    here: String,
    google: String,
    /// Widths of the bars in per cent.
    here_bar: String,
    google_bar: String,
}

/// Those of the two tables that rest on enough incidents.
pub fn beside(view: &View<'_>) -> Vec<Beside> {
    let (statistics, say) = (&view.insight.statistics, view.say);
    let triggers = table(view, &statistics.triggers, Figure::Trigger).map(|(rows, here, left_out)| Beside {
        id: "lb-triggers",
        title: say.text("insights.triggers").to_owned(),
        head: say.text("insights.trigger").to_owned(),
        here: say.fill("insights.triggers-here", &[("incidents", &here)]),
        rows,
        left_out,
    });
    let causes = table(view, &statistics.causes, Figure::Cause).map(|(rows, here, left_out)| Beside {
        id: "lb-root-causes",
        title: say.text("insights.causes").to_owned(),
        head: say.text("insights.cause").to_owned(),
        here: say.fill("insights.causes-here", &[("incidents", &here)]),
        rows,
        left_out,
    });
    triggers.into_iter().chain(causes).collect()
}

type Table = (Vec<CauseRow>, String, Option<String>);

fn table(view: &View<'_>, comparison: &Comparison, figure: impl Fn(usize) -> Figure) -> Option<Table> {
    let (matched, say) = (comparison.matched, view.say);
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
    let row = |(index, category): (usize, &'static crate::know::insight::statistics::Category)| {
        let count = comparison.incidents[index].len();
        CauseRow {
            name: category_name(say, category),
            count: Amount::count(say, count, behind(view, figure(index), None)),
            here: say.percent(count, matched),
            google: say.fill("number.percent", &[("n", &format!("{:.0}", category.share))]),
            here_bar: format!("{:.1}", here(index) / longest * 100.0),
            google_bar: format!("{:.1}", category.share / longest * 100.0),
        }
    };
    let rows = comparison.categories.iter().enumerate().map(row).collect();
    let left_out = say.left_out(&[
        (comparison.unmatched, "insights.names-nothing-fitting"),
        (comparison.unnamed, "insights.names-nothing"),
    ]);
    Some((rows, say.counted("count.incidents", matched), left_out))
}

#[expect(clippy::cast_precision_loss, reason = "counts of incidents are far below 2^52")]
fn bar(count: usize, of: usize) -> f64 {
    count as f64 / of as f64 * 100.0
}
