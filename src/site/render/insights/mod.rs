//! The page of all figures: what the incidents say together, the answers first.

mod amount;
mod cost;
mod follow_up;
mod google;
mod lengths;
mod noticed;
mod over_time;
mod week;

pub use amount::Amount;

use crate::site::render::urls::Href;
use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::figures::{INSIGHTS, behind};
use super::matrix;
use super::renderer::Renderer;
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
pub fn context(renderer: &Renderer<'_>) -> Context {
    let say = renderer.say;
    let mut context = renderer.context(INSIGHTS, "insights", say.text("insights.title"));
    let all = renderer.insight.statistics.incidents.len();
    let deck = say.html(
        "insights.deck",
        Some(all),
        &[("n", &say.count(all)), ("day", &say.time(renderer.insight.today))],
    );
    context.insert_value("deck", Value::safe_string(&deck));
    context.insert("headlines", &headlines(renderer));
    context.insert("matrix", &matrix::most_affected(renderer, ROWS, COLUMNS));
    context.insert("all_services", &renderer.insight.matrix.rows.len());
    context.insert("longest_days", &renderer.site.config.statistics.longest_days);
    context.insert("over_time", &over_time::over_time(renderer));
    context.insert("lengths", &lengths::lengths(renderer));
    context.insert("course", &lengths::over_periods(renderer));
    context.insert("noticed", &noticed::noticed(renderer));
    context.insert("lost", &cost::lost(renderer));
    context.insert("near_misses", &cost::near_misses(renderer));
    context.insert("published", &follow_up::published(renderer));
    context.insert("promised", &follow_up::promised(renderer));
    context.insert("google", &google::beside(renderer));
    context.insert("week", &week::over_week(renderer));
    context
}

/// The answers, as far as there are enough incidents for one.
fn headlines(renderer: &Renderer<'_>) -> Vec<Headline> {
    let (statistics, say) = (&renderer.insight.statistics, renderer.say);
    let mut lines = Vec::new();
    let mut add = |count, text, url| lines.push(Headline { count, text, url });
    for measure in [Measure::Detect, Measure::Resolve] {
        let spread = statistics.measured(measure).spread;
        if let Some((spread, median)) = spread.and_then(|spread| Some((spread, spread.median?))) {
            let key = format!("measure.{}-median", measure.name());
            let text = say.fill(&key, &[("n", &say.count(spread.count))]);
            add(say.duration(median), text, behind(renderer, Figure::Measure(measure), None));
        }
    }
    let recorded = noticed::recorded(renderer);
    let alerted = statistics.detection.iter().position(|(way, _)| *way == Detection::Alert);
    if recorded >= FEW {
        let count = alerted.map_or(0, |way| statistics.detection[way].1.len());
        let text = say.fill("insights.by-alert", &[("n", &say.count(recorded))]);
        add(
            say.percent(count, recorded),
            text,
            alerted.and_then(|way| behind(renderer, Figure::Detection(way), None)),
        );
    }
    let promises = &statistics.action_counts;
    if promises.judged() >= FEW && promises.can_be_judged() {
        let text = say.fill("insights.done-in-time", &[("n", &say.count(promises.judged()))]);
        let share = say.percent(promises.in_time.len(), promises.judged());
        add(share, text, behind(renderer, Figure::DoneInTime, None));
    }
    let spread = statistics.publication.spread;
    if let Some((spread, median)) = spread.and_then(|spread| Some((spread, spread.median?))) {
        let text = say.fill("insights.until-published", &[("n", &say.count(spread.count))]);
        add(super::figures::days(say, median), text, behind(renderer, Figure::Publication, None));
    }
    lines
}
