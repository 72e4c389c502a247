//! The ledger of what came back: all chains, those with promises left open, those of one cause or service.

mod chain;
pub mod filter;
pub mod label;
mod line;
mod links;
pub mod pack;

pub use chain::chain;
pub use filter::Filter;
pub use label::Label;
pub use line::{insert, insert_all};

use serde::Serialize;
use tera::Value;

use super::action_items::Figure;
use super::context::Context;
use super::deferred::DeferredValue;
use super::outputs::CatalogKind;
use super::paginate;
use super::urls::{self, Href};
use super::view::View;
use crate::know::insight::recurrence::Across;
use crate::know::link::DocumentId;

/// Key in the menu.
pub const SECTION: &str = "recurring";
/// Causes in the table of those that came back in whichever service.
const ACROSS: usize = 100;

/// A cause that came back.
#[derive(Serialize)]
struct CauseRow {
    name: String,
    url: Href,
    incidents: String,
    services: String,
    last: Option<String>,
    ago: Option<String>,
    apart: Option<String>,
}

/// One page of the ledger, or of a part of it.
pub fn page(view: &View<'_>, filter: Filter, page: usize) -> Context {
    let (say, chains) = (view.say, filter.chains(view.insight));
    let first = filter.output(view.site);
    let output = paginate::output(&first, page);
    let title = filter.title(view.site, say);
    let mut context = view.context(&output, SECTION, &title);
    let range = pack::range(&view.insight.recurrence, &chains, page);
    let shown: Vec<Value> =
        chains[range.clone()].iter().map(|at| DeferredValue::Chain(*at).stand_in()).collect();
    context.insert("chains", &shown);
    context.insert("pages", &paginate::pager_of(say, &first, chains.len(), range.clone(), page));
    context.insert("filters", &links::links(filter, view));
    if page == 0 {
        context.insert("tally", &tally(view, &chains));
    }
    context.insert("is_part", &(filter != Filter::All));
    context.insert("ledger_url", Filter::All.output(view.site).as_str());
    if filter == Filter::All && page == 0 {
        let across = &view.insight.recurrence.across;
        let rows: Vec<CauseRow> = across.iter().take(ACROSS).map(|one| row(view, one)).collect();
        context.insert("across", &rows);
        context.insert("across_more", &say.more(across.len(), ACROSS));
    }
    context
}

fn tally(view: &View<'_>, chains: &[usize]) -> Vec<Figure> {
    let ledger = &view.insight.recurrence;
    let figure = |count: usize, key: &str| Figure::counted(view.say, key, count, &[], None);
    // One action may have been found undone in several chains.
    let left_open = chains.iter().flat_map(|at| &ledger.chains[*at].left_open);
    let mut undone: Vec<(DocumentId, usize)> = left_open.map(|one| (one.from, one.index)).collect();
    undone.sort_unstable();
    undone.dedup();
    let open = undone.len();
    let is_open =
        |one: &&(DocumentId, usize)| view.site.post_mortem(one.0).action_items[one.1].state.is_pending();
    let still = undone.iter().filter(is_open).count();
    let mut tally =
        vec![figure(chains.len(), "recurring.chains"), figure(ledger.repeats(chains), "recurring.returns")];
    if open > 0 {
        tally.push(figure(open, "recurring.not-done").late(true));
        tally.push(figure(still, "recurring.open-to-this-day").late(still > 0));
    }
    if ledger.silenced > 0 && chains.len() == ledger.chains.len() {
        tally.push(figure(ledger.silenced, "recurring.silenced"));
    }
    tally
}

fn row(view: &View<'_>, across: &Across) -> CauseRow {
    let say = view.say;
    let entry = &CatalogKind::Causes.of(view.site).entries[across.cause];
    CauseRow {
        name: entry.name.clone(),
        url: urls::from_root(&entry.output),
        incidents: say.count(across.incidents),
        services: say.count(across.services),
        last: across.last.map(|date| date.to_string()),
        ago: across.last.and_then(|date| say.ago(date, view.insight.today)),
        apart: across.median_days.map(|days| say.counted("count.days", usize::try_from(days).unwrap_or(0))),
    }
}
