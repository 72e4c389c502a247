//! How incidents were noticed.

use serde::Serialize;

use crate::know::insight::behind::Figure;
use crate::know::insight::statistics::Detection;
use crate::site::render::amount::Amount;
use crate::site::render::bars::share;
use crate::site::render::figures::{behind, noticed_by};
use crate::site::render::view::View;

#[derive(Serialize)]
pub struct Noticed {
    /// Says for how many it is recorded.
    note: String,
    rows: Vec<Way>,
}

#[derive(Serialize)]
struct Way {
    name: String,
    count: Amount,
    /// The share of those of which it is recorded.
    part: String,
    /// In per cent of the longest bar.
    share: String,
}

/// `None` where it is not recorded of any incident.
pub fn noticed(view: &View<'_>) -> Option<Noticed> {
    let (ways, say) = (&view.insight.statistics.detection, view.say);
    let recorded = recorded(view);
    if recorded == 0 {
        return None;
    }
    let all = view.insight.statistics.incidents.len();
    let longest = ways.iter().map(|(_, incidents)| incidents.len()).max().unwrap_or(1);
    let row = |(index, (way, incidents)): (usize, &(Detection, Vec<usize>))| Way {
        name: noticed_by(say, *way),
        count: Amount::count(say, incidents.len(), behind(view, Figure::Detection(index), None)),
        part: match way {
            Detection::NotRecorded => "–".into(),
            _ => say.percent(incidents.len(), recorded),
        },
        share: share(incidents.len(), longest),
    };
    let note = say.fill(
        "insights.noticed-of",
        &[("recorded", &say.count(recorded)), ("incidents", &say.counted("count.incidents", all))],
    );
    Some(Noticed { note, rows: ways.iter().enumerate().map(row).collect() })
}

/// The number of incidents of which it is recorded.
pub fn recorded(view: &View<'_>) -> usize {
    let ways = &view.insight.statistics.detection;
    ways.iter().filter(|(way, _)| *way != Detection::NotRecorded).map(|(_, incidents)| incidents.len()).sum()
}
