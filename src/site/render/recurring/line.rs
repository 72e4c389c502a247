//! Chains as lines in a list on other pages.

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::super::outputs::CatalogKind;
use super::super::urls::{self, Href};
use super::super::view::View;
use super::filter::Filter;
use crate::core::escape::escaped;
use crate::core::phrases::Phrases;
use crate::know::insight::recurrence::{Across, Chain};

/// `Global push, Edge` and `4 times; last interval 17 days; 2 actions still open`
#[derive(Serialize)]
struct ChainLine {
    name: String,
    url: Href,
    /// HTML.
    text: Value,
    late: Option<String>,
}

/// Chains on the first page, and on that of a service or a cause.
const FIRST: usize = 5;
const OF_ENTRY: usize = 6;

/// What the first page says of all chains: the dearest.
pub fn insert_all(context: &mut Context, view: &View<'_>) {
    let all = Filter::All.chains(view.insight);
    context.insert("recurs", &lines(view, &all, FIRST));
    let (say, count) = (view.say, all.len());
    let note = if count > FIRST {
        say.fill("list.all", &[("n", &say.count(count))])
    } else {
        say.text("home.ledger").to_owned()
    };
    context.insert("recurs_all", &note);
    context.insert("recurs_url", &Filter::All.output(view.site));
}

/// What the page of a service or a cause says of the chains that it makes.
pub fn insert(context: &mut Context, view: &View<'_>, kind: CatalogKind, index: usize) {
    let ledger = &view.insight.recurrence;
    let (chains, filter) = match kind {
        CatalogKind::Causes => (&ledger.by_cause[index], Filter::Cause(index)),
        CatalogKind::Services => (&ledger.by_service[index], Filter::Service(index)),
        CatalogKind::Teams | CatalogKind::Tags => return,
    };
    if kind == CatalogKind::Causes {
        let across = ledger.across.iter().find(|across| across.cause == index);
        context.insert("across", &across.map(|across| sentence(view.say, across, view.insight.today)));
        context.insert("across_today", &view.insight.today);
    }
    context.insert("recurs", &lines(view, chains, OF_ENTRY));
    if chains.len() > 1 {
        context.insert("recurs_all", &view.say.fill("list.all", &[("n", &view.say.count(chains.len()))]));
        context.insert("recurs_url", &urls::from_root(&filter.output(view.site)));
    }
}

/// `7 incidents in 5 services, the last 12 days ago, at a median of 94 days apart`
fn sentence(say: &Phrases, across: &Across, today: Date) -> String {
    let mut text = say.counted("count.incidents", across.incidents);
    if across.services > 0 {
        text = say.counted_with("recurring.across-services", across.services, &[("incidents", &text)]);
    }
    if let Some(ago) = across.last.and_then(|last| say.ago(last, today)) {
        text = say.fill("recurring.across-last", &[("before", &text), ("ago", &ago)]);
    }
    if let Some(days) = across.median_days {
        let days = usize::try_from(days).unwrap_or(0);
        text = say.counted_with("recurring.across-apart", days, &[("before", &text)]);
    }
    let mut parts = vec![text];
    if across.undated > 0 {
        parts.push(say.counted("count.without-a-date", across.undated));
    }
    say.clauses(&parts)
}

/// The first `most` of `chains`, positions in the ledger.
fn lines(view: &View<'_>, chains: &[usize], most: usize) -> Vec<ChainLine> {
    let line = |at: &usize| {
        let chain = &view.insight.recurrence.chains[*at];
        ChainLine {
            name: view.chain(*at).name.clone(),
            url: view.chain(*at).url.clone(),
            text: Value::safe_string(&text(view, chain)),
            late: late(view.say, chain),
        }
    };
    chains.iter().take(most).map(line).collect()
}

fn text(view: &View<'_>, chain: &Chain) -> String {
    let dates: Vec<_> = chain.incidents[..chain.dated]
        .iter()
        .rev()
        .take(2)
        .filter_map(|id| view.site.post_mortem(*id).date)
        .collect();
    let say = view.say;
    let count = chain.incidents.len();
    let mut parts = vec![escaped(&say.counted("recurring.times", count))];
    match dates.as_slice() {
        [last, before] if last != before => {
            let interval = escaped(&say.interval_after(*before, *last));
            let day = say.time(*last);
            let given = [("day", day.as_str()), ("interval", &interval)];
            parts.push(say.html("recurring.last-after", None, &given));
        }
        [last, ..] => {
            parts.push(say.html("recurring.last-on", None, &[("day", &say.time(*last))]));
        }
        [] => {}
    }
    say.clauses(&parts)
}

fn late(say: &Phrases, chain: &Chain) -> Option<String> {
    (chain.still_open > 0).then(|| say.counted("recurring.still-open", chain.still_open))
}
