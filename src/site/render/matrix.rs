//! Services by causes as a table: which fails how often of what, with the way to the incidents of each cell.

use std::cmp::Reverse;

use serde::Serialize;

use super::amount::Amount;
use super::context::Context;
use super::figures;
use super::grouped::{self, Grouped, Head};
use super::outputs::CatalogKind;
use super::urls::Step;
use super::urls::{self, Href};
use super::view::View;
use super::{paginate, words};
use crate::core::phrases::Phrases;
use crate::know::insight::behind::Key;
use crate::know::insight::matrix::{self, Matrix, Order, ServiceRow};
use crate::know::link::Entry;

/// Services on one page.
const ROWS: usize = 40;
/// Causes that have a column; the others share one.
const COLUMNS: usize = 24;
/// Characters of a name at the head of a column, and in the label of a cell.
const NAME: usize = 30;

/// The table, whole or a part of it.
#[derive(Serialize)]
pub struct Table {
    causes: Vec<Named>,
    /// How many causes have no column.
    others: usize,
    rows: Vec<MatrixLine>,
    /// Incidents that name each cause, whichever service they hit.
    totals: Vec<Amount>,
    all: Amount,
    /// Whether the columns are so few that their heads need not stand on end.
    is_narrow: bool,
    /// Whether anything in it is part of something else, for which it does not count.
    has_parts: bool,
}

#[derive(Serialize)]
struct Named {
    name: String,
    url: Href,
}

#[derive(Serialize)]
struct MatrixLine {
    name: String,
    url: Href,
    cells: Vec<Option<Cell>>,
    /// Incidents of causes without a column.
    others: Option<Cell>,
    all: Amount,
}

#[derive(Serialize)]
struct Cell {
    count: String,
    shade: u8,
    url: Href,
    label: String,
}

/// A way to sort the table.
#[derive(Serialize)]
struct Sorting {
    name: String,
    url: Href,
    is_current: bool,
}

/// Path of the table in an order.
pub fn output(order: Order) -> &'static str {
    match order {
        Order::Incidents => "matrix.html",
        Order::Name => "matrix/by-name.html",
        Order::TimeLost => "matrix/by-time-lost.html",
        Order::Last => "matrix/by-latest.html",
    }
}

/// Pages of the table in an order: those that answer "which most?" need but one.
pub fn pages(matrix: &Matrix, order: Order) -> usize {
    match order {
        _ if matrix.rows.is_empty() => 0,
        Order::Incidents | Order::Name => matrix.rows.len().div_ceil(ROWS),
        Order::TimeLost | Order::Last => 1,
    }
}

/// Path of the incidents of a service by cause.
pub fn by_cause_output(service: &Entry) -> String {
    format!("{}/by-cause.html", service.output.strip_suffix(".html").unwrap_or(&service.output))
}

/// Pages of the incidents of a service by cause; none where no cell of its row holds more than one incident.
pub fn by_cause_pages(row: &ServiceRow) -> usize {
    if row.has_lists() { paginate::pages(row.lines()) } else { 0 }
}

/// One page, from 0, of the table.
pub fn context(view: &View<'_>, order: Order, page: usize) -> Context {
    let (matrix, say) = (&view.insight.matrix, view.say);
    let sorted = matrix.sorted(order);
    let range = (page * ROWS).min(sorted.len())..((page + 1) * ROWS).min(sorted.len());
    let output = paginate::output(output(order), page);
    let mut context = view.context(&output, "insights", say.text("matrix.title"));
    context.insert(
        "trail",
        &[Step { name: say.text("insights.title").into(), url: urls::from_root(figures::INSIGHTS) }],
    );
    let deck = say.fill(
        &format!("matrix.deck-{}", name(order)),
        &[
            ("services", &say.counted("services.count", matrix.rows.len())),
            ("causes", &say.counted("causes.count", matrix.causes.len())),
        ],
    );
    context.insert("deck", &deck);
    context.insert("sortings", &sortings(say, order));
    let is_cut = pages(matrix, order) * ROWS < sorted.len();
    if is_cut {
        context.insert("cut", &say.count(sorted.len() - ROWS));
    } else {
        context.insert("pages", &paginate::rows_pager(say, self::output(order), sorted.len(), page, ROWS));
    }
    context.insert("table", &table(view, &sorted[range], COLUMNS));
    context
}

/// The rows of the services that are hit most, with the columns of the most frequent causes. `None` where no
/// incident names both a service and a cause.
pub fn most_affected(view: &View<'_>, rows: usize, columns: usize) -> Option<Table> {
    let sorted = view.insight.matrix.sorted(Order::Incidents);
    (!sorted.is_empty()).then(|| table(view, &sorted[..rows.min(sorted.len())], columns))
}

/// What texts about an order are called.
fn name(order: Order) -> &'static str {
    match order {
        Order::Incidents => "by-incidents",
        Order::Name => "by-name",
        Order::TimeLost => "by-time-lost",
        Order::Last => "by-last",
    }
}

fn sortings(say: &Phrases, current: Order) -> Vec<Sorting> {
    let sorting = |order| Sorting {
        name: say.fill(&format!("matrix.{}", name(order)), &[]),
        url: urls::from_root(output(order)),
        is_current: order == current,
    };
    Order::ALL.map(sorting).into()
}

fn table(view: &View<'_>, rows: &[&ServiceRow], columns: usize) -> Table {
    let (site, matrix) = (view.site, &view.insight.matrix);
    let (shown, folded) = matrix.causes.split_at(columns.min(matrix.causes.len()));
    let causes = &site.causes.entries;
    let named = |cause: &usize| Named {
        name: words::shortened(&causes[*cause].name, NAME),
        url: urls::from_root(&causes[*cause].output),
    };
    let total = |cause: &usize| total(view.say, &causes[*cause]);
    Table {
        causes: shown.iter().map(named).collect(),
        others: folded.len(),
        rows: rows.iter().map(|row| line(view, row, shown, folded)).collect(),
        totals: shown.iter().map(total).collect(),
        all: Amount::count(view.say, site.counted.len(), None),
        is_narrow: shown.len() < 10,
        has_parts: rows.iter().any(|row| site.services.entries[row.service].parent.is_some())
            || shown.iter().any(|cause| causes[*cause].parent.is_some()),
    }
}

fn line(view: &View<'_>, row: &ServiceRow, shown: &[usize], folded: &[usize]) -> MatrixLine {
    let site = view.site;
    let service = &site.services.entries[row.service];
    let list = by_cause_output(service);
    let cell = |cause: &usize| {
        let found = row.cell(*cause)?;
        let url = if found.count == 1 {
            urls::from_root(&site.outputs[found.newest])
        } else {
            let head = figures::head(site, view.say, Key::Cause(*cause));
            grouped::address_of(&list, start(row, *cause), &head.anchor)
        };
        Some(labelled(view, service, &site.causes.entries[*cause].name, found.count, url))
    };
    let others: Vec<_> = folded.iter().filter_map(|cause| row.cell(*cause)).collect();
    let rest = others.first().map(|first| {
        let url = if row.has_lists() {
            urls::from_root(&list)
        } else {
            urls::from_root(&site.outputs[first.newest])
        };
        labelled(
            view,
            service,
            view.say.text("matrix.other-causes"),
            others.iter().map(|cell| cell.count).sum(),
            url,
        )
    });
    let url = urls::from_root(&service.output);
    MatrixLine {
        name: words::shortened(&service.name, NAME * 2),
        cells: shown.iter().map(cell).collect(),
        others: rest,
        all: total(view.say, service),
        url,
    }
}

/// How many incidents name something; its page lists them, unless it lists also those of its parts.
fn total(say: &Phrases, entry: &Entry) -> Amount {
    let url = entry.children.is_empty().then(|| urls::from_root(&entry.output));
    Amount::count(say, entry.incidents.len(), url)
}

fn labelled(view: &View<'_>, service: &Entry, cause: &str, count: usize, url: Href) -> Cell {
    let say = view.say;
    let incidents = say.counted("count.incidents", count);
    let [service, cause] = [&service.name, cause].map(|name| words::shortened(name, NAME));
    Cell {
        count: say.count(count),
        shade: view.insight.matrix.shade(count),
        url,
        label: say
            .fill("matrix.cell", &[("incidents", &incidents), ("service", &service), ("cause", &cause)]),
    }
}

/// Where the incidents of a cause begin in the list of a service, which has the most frequent cause first.
fn start(row: &ServiceRow, cause: usize) -> usize {
    let Some(own) = row.cell(cause) else { return 0 };
    let rank = |cell: &matrix::Cell| (Reverse(cell.count), cell.cause);
    row.cells.iter().filter(|cell| rank(cell) < rank(own)).map(|cell| cell.count).sum()
}

/// One page, from 0, of the incidents of a service by cause; `index` is that of its row.
pub fn by_cause(view: &View<'_>, index: usize, page: usize) -> Context {
    let (site, say) = (view.site, view.say);
    let row = &view.insight.matrix.rows[index];
    let service = &site.services.entries[row.service];
    let groups = matrix::by_cause(site, row.service);
    let head = |key| Head {
        url: match key {
            Key::Cause(cause) => Some(urls::from_root(&site.causes.entries[cause].output)),
            _ => None,
        },
        ..figures::head(site, say, key)
    };
    let grouped = Grouped {
        output: &by_cause_output(service),
        title: say.text("matrix.by-cause"),
        deck: say.fill("matrix.by-cause-deck", &[("service", &service.name)]),
        section: "services",
        trail: vec![
            Step {
                name: CatalogKind::Services.title(say).into(),
                url: urls::from_root(CatalogKind::Services.output()),
            },
            Step { name: service.name.clone(), url: urls::from_root(&service.output) },
        ],
        heads: groups.iter().map(|group| head(group.key)).collect(),
        groups: &groups,
        figure: None,
    };
    grouped::context(view, &grouped, page)
}
