//! What incidents cost, by service; and near misses, which cost nothing.

use serde::Serialize;
use tera::Value;

use crate::know::insight::behind::Figure;
use crate::site::render::amount::Amount;
use crate::site::render::bars::share;
use crate::site::render::figures::behind;
use crate::site::render::urls::{self, Href};
use crate::site::render::view::View;

/// Services that are listed.
const SERVICES: usize = 12;
/// Near misses that are listed.
const NEAR_MISSES: usize = 5;

/// Services by the time that they lost.
#[derive(Serialize)]
pub struct Lost {
    note: String,
    rows: Vec<CostRow>,
    /// Whether any of the services is part of another.
    has_parts: bool,
}

#[derive(Serialize)]
struct CostRow {
    name: String,
    url: Href,
    lost: Amount,
    /// Incidents in the sum, and those whose length is not known.
    note: String,
    share: String,
}

#[derive(Serialize)]
pub struct NearMisses {
    count: Amount,
    latest: Vec<Value>,
}

/// `None` where no service has an incident whose length is known.
pub fn lost(view: &View<'_>) -> Option<Lost> {
    let (all, say) = (&view.insight.statistics.lost, view.say);
    let most = all.first()?.minutes.max(1);
    let in_bar = |minutes: i64| usize::try_from(minutes).unwrap_or(0);
    let row = |lost: &crate::know::insight::statistics::Lost| {
        let entry = &view.site.services.entries[lost.service];
        let known = say.counted("count.incidents", lost.counted);
        CostRow {
            name: entry.name.clone(),
            url: urls::from_root(&entry.output),
            lost: Amount::minutes(say, lost.minutes),
            note: match lost.unknown {
                0 => known,
                unknown => {
                    say.fill("insights.lost-known", &[("incidents", &known), ("n", &say.count(unknown))])
                }
            },
            share: share(in_bar(lost.minutes), in_bar(most)),
        }
    };
    let rows: Vec<CostRow> = all.iter().take(SERVICES).map(row).collect();
    let note = match all.len() {
        count if count > SERVICES => {
            say.counted_with("insights.lost-some", count, &[("some", &say.count(SERVICES))])
        }
        _ => say.text("insights.lost-note").into(),
    };
    let services = &view.site.services.entries;
    let has_parts = all.iter().any(|lost| services[lost.service].parent.is_some());
    Some(Lost { note, rows, has_parts })
}

/// `None` where there are none.
pub fn near_misses(view: &View<'_>) -> Option<NearMisses> {
    let all = &view.insight.statistics.near_misses;
    (!all.is_empty()).then(|| NearMisses {
        count: Amount::count(view.say, all.len(), behind(view, Figure::NearMisses, None)),
        latest: view.list_rows_of(&all[..all.len().min(NEAR_MISSES)]),
    })
}
