//! The page of all figures: what the incidents say together, the answers first.

mod cost;
mod follow_up;
mod google;
mod lengths;
mod noticed;
mod over_time;
mod week;

use crate::site::render::urls::Href;
use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::figures::{INSIGHTS, behind};
use super::matrix;
use super::view::View;
use crate::know::insight::behind::Figure;
use crate::know::insight::statistics::{Detection, FEW, Measure};

/// The part of the table of services by causes that is shown.
const ROWS: usize = 8;
const COLUMNS: usize = 8;

/// A figure of the first line.
#[derive(Serialize)]
struct Headline {
    count: String,
    text: String,
    url: Option<Href>,
}

/// All figures; only for a site with incidents.
pub fn context(view: &View<'_>) -> Context {
    let say = view.say;
    let mut context = view.context(INSIGHTS, "insights", say.text("insights.title"));
    let all = view.insight.statistics.incidents.len();
    let deck = say.html(
        "insights.deck",
        Some(all),
        &[("n", &say.count(all)), ("day", &say.time(view.insight.today))],
    );
    context.insert_value("deck", Value::safe_string(&deck));
    context.insert("headlines", &headlines(view));
    context.insert("matrix", &matrix::most_affected(view, ROWS, COLUMNS));
    context.insert("all_services", &view.insight.matrix.rows.len());
    context.insert("longest_days", &view.site.config.statistics.longest_days);
    context.insert("over_time", &over_time::over_time(view));
    context.insert("lengths", &lengths::lengths(view));
    context.insert("course", &lengths::over_periods(view));
    context.insert("noticed", &noticed::noticed(view));
    context.insert("lost", &cost::lost(view));
    context.insert("near_misses", &cost::near_misses(view));
    context.insert("published", &follow_up::published(view));
    context.insert("promised", &follow_up::promised(view));
    context.insert("google", &google::beside(view));
    context.insert("week", &week::over_week(view));
    context
}

/// The answers, as far as there are enough incidents for one.
fn headlines(view: &View<'_>) -> Vec<Headline> {
    let (statistics, say) = (&view.insight.statistics, view.say);
    let mut lines = Vec::new();
    let mut add = |count, text, url| lines.push(Headline { count, text, url });
    for measure in [Measure::Detect, Measure::Resolve] {
        let spread = statistics.measured(measure).spread;
        if let Some((spread, median)) = spread.and_then(|spread| Some((spread, spread.median?))) {
            let key = format!("measure.{}-median", measure.name());
            let text = say.fill(&key, &[("n", &say.count(spread.count))]);
            add(say.duration(median), text, behind(view, Figure::Measure(measure), None));
        }
    }
    let recorded = noticed::recorded(view);
    let alerted = statistics.detection.iter().position(|(way, _)| *way == Detection::Alert);
    if recorded >= FEW {
        let count = alerted.map_or(0, |way| statistics.detection[way].1.len());
        let text = say.fill("insights.by-alert", &[("n", &say.count(recorded))]);
        add(
            say.percent(count, recorded),
            text,
            alerted.and_then(|way| behind(view, Figure::Detection(way), None)),
        );
    }
    let promises = &statistics.action_counts;
    if promises.judged() >= FEW && promises.can_be_judged() {
        let text = say.fill("insights.done-in-time", &[("n", &say.count(promises.judged()))]);
        let share = say.percent(promises.in_time.len(), promises.judged());
        add(share, text, behind(view, Figure::DoneInTime, None));
    }
    let spread = statistics.publication.spread;
    if let Some((spread, median)) = spread.and_then(|spread| Some((spread, spread.median?))) {
        let text = say.fill("insights.until-published", &[("n", &say.count(spread.count))]);
        add(super::figures::days(say, median), text, behind(view, Figure::Publication, None));
    }
    lines
}
