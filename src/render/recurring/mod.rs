//! The ledger of what came back: all chains, those with promises left open, those of one cause or service.

mod chain;
mod filter;
mod line;
mod pack;

pub use chain::{CHAIN_ID, chain};
pub use filter::Filter;
pub use line::{insert, insert_all};
pub use pack::Places;

use serde::Serialize;

use super::context::Context;
use super::plan::CatalogKind;
use super::renderer::Renderer;
use super::{paginate, urls, words};
use crate::insight::recurrence::Across;
use crate::link::DocumentId;

/// Key in the menu.
pub const SECTION: &str = "recurring";
/// Causes in the table of those that came back in whichever service.
const ACROSS: usize = 100;

/// A figure and what it counts.
#[derive(Serialize)]
struct Figure {
    count: String,
    text: String,
    late: bool,
}

/// A cause that came back.
#[derive(Serialize)]
struct CauseRow {
    name: String,
    url: String,
    incidents: String,
    services: String,
    last: Option<String>,
    ago: Option<String>,
    apart: Option<String>,
}

/// One page of the ledger, or of a part of it.
pub fn page(renderer: &Renderer<'_>, filter: Filter, page: usize) -> Context {
    let chains = filter.chains(renderer.insight);
    let first = filter.output(renderer.site);
    let output = paginate::output(&first, page);
    let title = filter.title(renderer.site);
    let mut context = renderer.context(&output, SECTION, &title);
    let range = pack::range(&renderer.insight.recurrence, &chains, page);
    let shown = chains[range.clone()].to_vec();
    let prints = shown.iter().map(|at| renderer.chain_print(*at)).collect();
    context.insert_chains(shown, prints);
    context.insert("pages", &paginate::pager_of(&first, chains.len(), range.clone(), page));
    context.insert("filters", &filter.links(renderer));
    if page == 0 {
        context.insert("tally", &tally(renderer, &chains));
    }
    context.insert("is_part", &(filter != Filter::All));
    context.insert("ledger_url", Filter::All.output(renderer.site).as_str());
    if filter == Filter::All && page == 0 {
        let across = &renderer.insight.recurrence.across;
        let rows: Vec<CauseRow> = across.iter().take(ACROSS).map(|one| row(renderer, one)).collect();
        context.insert("across", &rows);
        context.insert("across_more", &words::more(across.len(), ACROSS));
    }
    context
}

fn tally(renderer: &Renderer<'_>, chains: &[usize]) -> Vec<Figure> {
    let ledger = &renderer.insight.recurrence;
    let figure =
        |count: usize, text: &str, late| Figure { count: words::count(count), text: text.into(), late };
    // One action may have been found undone in several chains.
    let left_open = chains.iter().flat_map(|at| &ledger.chains[*at].left_open);
    let mut undone: Vec<(DocumentId, usize)> = left_open.map(|one| (one.from, one.index)).collect();
    undone.sort_unstable();
    undone.dedup();
    let open = undone.len();
    let is_open =
        |one: &&(DocumentId, usize)| renderer.site.post_mortem(one.0).action_items[one.1].state.is_pending();
    let still = undone.iter().filter(is_open).count();
    let plural = |count: usize, one, many| if count == 1 { one } else { many };
    let mut tally = vec![figure(chains.len(), plural(chains.len(), "chain", "chains"), false), {
        let repeats = ledger.repeats(chains);
        figure(
            repeats,
            plural(repeats, "return of an earlier incident", "returns of earlier incidents"),
            false,
        )
    }];
    if open > 0 {
        tally.push(figure(
            open,
            plural(open, "action not done when it came back", "actions not done when it came back"),
            true,
        ));
        tally.push(figure(
            still,
            plural(still, "of them is open to this day", "of them are open to this day"),
            still > 0,
        ));
    }
    if ledger.silenced > 0 && chains.len() == ledger.chains.len() {
        tally.push(figure(
            ledger.silenced,
            plural(ledger.silenced, "incident left out by its author", "incidents left out by their authors"),
            false,
        ));
    }
    tally
}

fn row(renderer: &Renderer<'_>, across: &Across) -> CauseRow {
    let entry = &CatalogKind::Causes.of(renderer.site).entries[across.cause];
    CauseRow {
        name: entry.name.clone(),
        url: urls::from_root(&entry.output),
        incidents: words::count(across.incidents),
        services: words::count(across.services),
        last: across.last.map(|date| date.to_string()),
        ago: across.last.and_then(|date| words::ago(date, renderer.insight.today)),
        apart: across
            .median_days
            .map(|days| words::counted(usize::try_from(days).unwrap_or(0), "day", "days")),
    }
}
