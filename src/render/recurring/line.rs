//! Chains as lines in a list on other pages.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::super::plan::CatalogKind;
use super::super::renderer::Renderer;
use super::super::{urls, words};
use super::filter::Filter;
use crate::insight::recurrence::{Across, Chain};

/// `Global push, Edge` and `4 times; last interval 17 days; 2 actions still open`
#[derive(Serialize)]
struct Line {
    name: String,
    url: String,
    /// HTML.
    text: Value,
    late: Option<String>,
}

/// Chains on the first page, and on that of a service or a cause.
const FIRST: usize = 5;
const OF_ENTRY: usize = 6;

/// What the first page says of all chains: the dearest.
pub fn insert_all(context: &mut Context, renderer: &Renderer<'_>) {
    let all = Filter::All.chains(renderer.insight);
    context.insert("recurs", &lines(renderer, &all, FIRST));
    let note = (all.len() > FIRST).then(|| format!("All {}", words::count(all.len())));
    context.insert("recurs_all", &note.unwrap_or_else(|| "Ledger".into()));
    context.insert("recurs_url", &Filter::All.output(renderer.site));
}

/// What the page of a service or a cause says of the chains that it makes.
pub fn insert(context: &mut Context, renderer: &Renderer<'_>, kind: CatalogKind, index: usize) {
    let ledger = &renderer.insight.recurrence;
    let (chains, filter) = match kind {
        CatalogKind::Causes => (&ledger.by_cause[index], Filter::Cause(index)),
        CatalogKind::Services => (&ledger.by_service[index], Filter::Service(index)),
        CatalogKind::Teams | CatalogKind::Tags => return,
    };
    if kind == CatalogKind::Causes {
        let across = ledger.across.iter().find(|across| across.cause == index);
        context.insert("across", &across.map(|across| sentence(across, renderer.insight.today)));
        context.insert("across_today", &renderer.insight.today);
    }
    context.insert("recurs", &lines(renderer, chains, OF_ENTRY));
    if chains.len() > 1 {
        context.insert("recurs_all", &format!("All {}", words::count(chains.len())));
        context.insert("recurs_url", &urls::from_root(&filter.output(renderer.site)));
    }
}

/// `7 incidents in 5 services, the last 12 days ago, at a median of 94 days apart`
fn sentence(across: &Across, today: Date) -> String {
    let mut text = words::counted(across.incidents, "incident", "incidents");
    if across.services > 0 {
        text.push_str(&format!(" in {}", words::counted(across.services, "service", "services")));
    }
    if let Some(ago) = across.last.and_then(|last| words::ago(last, today)) {
        text.push_str(&format!(", the last {ago}"));
    }
    if let Some(days) = across.median_days {
        let days = words::counted(usize::try_from(days).unwrap_or(0), "day", "days");
        text.push_str(&format!(", at a median of {days} apart"));
    }
    if across.undated > 0 {
        text.push_str(&format!("; {} without a date", words::count(across.undated)));
    }
    text
}

/// The first `most` of `chains`, positions in the ledger.
fn lines(renderer: &Renderer<'_>, chains: &[usize], most: usize) -> Vec<Line> {
    let line = |at: &usize| {
        let chain = &renderer.insight.recurrence.chains[*at];
        Line {
            name: chain.name.clone(),
            url: renderer.chain_url(*at),
            text: Value::safe_string(&text(renderer, chain)),
            late: late(chain),
        }
    };
    chains.iter().take(most).map(line).collect()
}

fn text(renderer: &Renderer<'_>, chain: &Chain) -> String {
    let dates: Vec<_> = chain.incidents[..chain.dated]
        .iter()
        .rev()
        .take(2)
        .filter_map(|id| renderer.site.post_mortem(*id).date)
        .collect();
    let times = format!("{} times", words::count(chain.incidents.len()));
    match dates.as_slice() {
        [last, before] if last != before => {
            let interval = words::interval(*before, *last);
            format!("{times}; the last on {}, {interval} after the one before", words::time(*last))
        }
        [last, ..] => format!("{times}; the last on {}", words::time(*last)),
        [] => times,
    }
}

fn late(chain: &Chain) -> Option<String> {
    match chain.still_open {
        0 => None,
        open => Some(format!("{} still open", words::counted(open, "action", "actions"))),
    }
}
