//! The first page, and the one for addresses that lead nowhere.

use tera::Value;

use super::action_items::Figure;
use super::bars::{bars_of, drawn, staff_note};
use super::context::Context;
use super::outputs::{self, CatalogKind};
use super::twin::Alternate;
use super::view::View;
use super::{action_items, changes, recurring, urls, years};
use crate::know::insight::actions::Filter;
use crate::know::link::DocumentId;

/// Incidents, open actions, causes and services that are listed.
const LATEST: usize = 12;
const ACTIONS: usize = 6;
const NAMES: usize = 6;
/// With so many figures, services and causes are not counted as well.
const FIGURES: usize = 4;
/// How many folders deep the way back from an address that leads nowhere is looked for.
const DEPTH: usize = 3;
/// Years that the chart goes back.
const YEARS: i16 = 7;

pub fn index(view: &View<'_>) -> Context {
    let (site, say) = (view.site, view.say);
    let mut context = view.context(outputs::INDEX, "incidents", "");
    context.insert("tally", &tally(view));
    context.insert("description", &site.config.book.description);
    if let Some(id) = site.intro {
        context.insert_body("intro", id);
    }
    insert_latest(&mut context, view, LATEST);
    insert_chart(&mut context, view);
    context.insert("alternates", &Alternate::of_all(site, say));
    let open = view.insight.actions.items(Filter::Open);
    let list: Vec<_> = open.iter().take(ACTIONS).map(|id| view.row(*id)).collect();
    context.insert("actions", &list);
    context.insert("actions_all", action_items::FRONT);
    context.insert("actions_count", &say.count(open.len()));
    context.insert("actions_late", &(view.insight.actions.tally.late > 0));
    context.insert("changes", &changes::recent(view));
    recurring::insert_all(&mut context, view);
    for (key, kind) in [("causes", CatalogKind::Causes), ("services", CatalogKind::Services)] {
        let counts = kind.of(site).entries.iter().enumerate();
        let counts =
            counts.map(|(index, entry)| (index, entry.incidents.len())).filter(|(_, count)| *count > 0);
        context.insert(key, &bars_of(site, say, kind, counts.collect(), NAMES));
    }
    context
}

/// The page that a host shows for any address that does not exist.
///
/// It is shown in place of pages at any depth, so a relative link from it leads somewhere else each time. With a
/// site URL its links start there. Without one they are right for addresses at the root of the site, and a script that
/// is looked for at each depth up to [`DEPTH`] mends them elsewhere.
pub fn not_found(view: &View<'_>) -> Context {
    let mut context = view.context(outputs::NOT_FOUND, "", view.say.text("home.not-found"));
    if let Some(path) = urls::base_path(&view.site.config) {
        context.insert("root", &path);
    } else {
        let roots: Vec<String> = (0..=DEPTH).map(|depth| "../".repeat(depth)).collect();
        context.insert("roots", &roots);
    }
    // It is shown at addresses that there are not.
    context.remove("canonical");
    insert_latest(&mut context, view, 5);
    context
}

fn insert_latest(context: &mut Context, view: &View<'_>, most: usize) {
    let (all, say) = (&view.site.by_date, view.say);
    context.insert("latest", &view.list_rows_of(&all[..all.len().min(most)]));
    context.insert("all_url", outputs::YEARS);
    context.insert("all_count", &say.count(all.len()));
}

/// The incidents of the last years that have any.
fn insert_chart(context: &mut Context, view: &View<'_>) {
    let site = view.site;
    let year = |id: &DocumentId| site.post_mortem(*id).date.map(|date| date.year());
    let Some(last) = site.counted.iter().find_map(year) else { return };
    let recent: Vec<DocumentId> =
        site.counted.iter().copied().filter(|id| year(id).is_some_and(|year| year > last - YEARS)).collect();
    let Some(chart) = drawn(view, &recent) else { return };
    let first = recent.iter().filter_map(year).min().unwrap_or(last);
    let key = if first == last { "home.chart-in" } else { "home.chart-since" };
    let title = view.say.fill(key, &[("year", &first.to_string())]);
    context.insert("staff_title", &title);
    context.insert("staff_note", view.say.text(staff_note(recent.len())));
    context.insert_value("staff", Value::safe_string(&chart));
}

/// What there is at a glance, each count with the way to what it counts.
fn tally(view: &View<'_>) -> Vec<Figure> {
    let (site, say) = (view.site, view.say);
    let figure = |count, key: &str, given: &[(&str, &str)], output: &str| {
        Figure::counted(say, key, count, given, Some(urls::from_root(output)))
    };
    let all = site.counted.len();
    let mut years = site.years.iter().filter_map(|listed| Some((listed.year?, listed)));
    let (last, first) = (years.next(), years.next_back());
    let mut tally = vec![match first.or(last) {
        Some((year, _)) => {
            figure(all, "home.incidents-since", &[("year", &year.to_string())], outputs::YEARS)
        }
        None => figure(all, "home.incidents", &[], outputs::YEARS),
    }];
    if let Some((year, listed)) = last.filter(|_| first.is_some()) {
        let year = year.to_string();
        let counted = years::counted(site, listed).len();
        tally.push(figure(counted, "home.in-year", &[("year", &year)], &listed.output));
    }
    tally.extend(action_items::short_tally(view));
    let ledger = &view.insight.recurrence;
    // Without a chain there is no ledger to lead to.
    match (ledger.chains.len(), ledger.across.len()) {
        (0, _) => {}
        (chains, 0) => tally.push(figure(chains, "home.came-back", &[], outputs::RECURRING)),
        (_, causes) => tally.push(figure(causes, "home.causes-came-back", &[], outputs::RECURRING)),
    }
    if tally.len() < FIGURES {
        for (kind, key) in [(CatalogKind::Services, "home.services"), (CatalogKind::Causes, "home.causes")] {
            let named = kind.of(site).named();
            if named > 0 {
                tally.push(figure(named, key, &[], kind.output()));
            }
        }
    }
    tally
}
