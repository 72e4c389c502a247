//! The first page, and the one for addresses that lead nowhere.

use tera::Value;

use super::action_items::Figure;
use super::context::Context;
use super::entry::{bars_of, drawn};
use super::plan::{self, CatalogKind};
use super::renderer::Renderer;
use super::twin::Alternate;
use super::{action_items, changes, recurring, sitemap, urls, years};
use crate::know::insight::actions::Filter;
use crate::know::link::DocumentId;
use crate::site::charts::staff;

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

pub fn index(renderer: &Renderer<'_>) -> Context {
    let (site, say) = (renderer.site, renderer.say);
    let mut context = renderer.context(plan::INDEX, "incidents", "");
    context.insert("tally", &tally(renderer));
    context.insert("description", &site.config.book.description);
    if let Some(id) = site.intro {
        context.insert_body("intro", id);
    }
    insert_latest(&mut context, renderer, LATEST);
    insert_chart(&mut context, renderer);
    context.insert("alternates", &Alternate::of_all(site, say));
    let open = renderer.insight.actions.items(Filter::Open);
    let list: Vec<_> = open.iter().take(ACTIONS).map(|id| renderer.row(*id)).collect();
    context.insert("actions", &list);
    context.insert("actions_all", action_items::FRONT);
    context.insert("actions_count", &say.count(open.len()));
    context.insert("actions_late", &(renderer.insight.actions.tally.late > 0));
    context.insert("changes", &changes::recent(renderer));
    recurring::insert_all(&mut context, renderer);
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
pub fn not_found(renderer: &Renderer<'_>) -> Context {
    let mut context = renderer.context(plan::NOT_FOUND, "", renderer.say.text("home.not-found"));
    if let Some(path) = sitemap::base_path(&renderer.site.config) {
        context.insert("root", &path);
    } else {
        let roots: Vec<String> = (0..=DEPTH).map(|depth| "../".repeat(depth)).collect();
        context.insert("roots", &roots);
    }
    // It is shown at addresses that there are not.
    context.remove("canonical");
    insert_latest(&mut context, renderer, 5);
    context
}

fn insert_latest(context: &mut Context, renderer: &Renderer<'_>, most: usize) {
    let (all, say) = (&renderer.site.by_date, renderer.say);
    context.insert("latest", &renderer.briefs_of(&all[..all.len().min(most)]));
    context.insert("all_url", plan::YEARS);
    context.insert("all_count", &say.count(all.len()));
}

/// The incidents of the last years that have any.
fn insert_chart(context: &mut Context, renderer: &Renderer<'_>) {
    let site = renderer.site;
    let year = |id: &DocumentId| site.post_mortem(*id).date.map(|date| date.year());
    let Some(last) = site.counted.iter().find_map(year) else { return };
    let recent: Vec<DocumentId> =
        site.counted.iter().copied().filter(|id| year(id).is_some_and(|year| year > last - YEARS)).collect();
    let Some(chart) = drawn(renderer, &recent) else { return };
    let first = recent.iter().filter_map(year).min().unwrap_or(last);
    let key = if first == last { "home.chart-in" } else { "home.chart-since" };
    let title = renderer.say.fill(key, &[("year", &first.to_string())]);
    context.insert("staff_title", &title);
    context.insert("staff_note", renderer.say.text(staff_note(recent.len())));
    context.insert_value("staff", Value::safe_string(&chart));
}

/// The key of what a mark of the chart is.
pub(super) fn staff_note(incidents: usize) -> &'static str {
    if incidents > staff::MOST_MARKS { "chart.counted" } else { "chart.each-mark" }
}

/// What there is at a glance, each count with the way to what it counts.
fn tally(renderer: &Renderer<'_>) -> Vec<Figure> {
    let (site, say) = (renderer.site, renderer.say);
    let figure = |count, key: &str, given: &[(&str, &str)], output: &str| {
        Figure::counted(say, key, count, given, Some(urls::from_root(output)))
    };
    let all = site.counted.len();
    let mut years = site.years.iter().filter_map(|listed| Some((listed.year?, listed)));
    let (last, first) = (years.next(), years.next_back());
    let mut tally = vec![match first.or(last) {
        Some((year, _)) => figure(all, "home.incidents-since", &[("year", &year.to_string())], plan::YEARS),
        None => figure(all, "home.incidents", &[], plan::YEARS),
    }];
    if let Some((year, listed)) = last.filter(|_| first.is_some()) {
        let year = year.to_string();
        let counted = years::counted(site, listed).len();
        tally.push(figure(counted, "home.in-year", &[("year", &year)], &listed.output));
    }
    tally.extend(action_items::short_tally(renderer));
    let ledger = &renderer.insight.recurrence;
    // Without a chain there is no ledger to lead to.
    match (ledger.chains.len(), ledger.across.len()) {
        (0, _) => {}
        (chains, 0) => tally.push(figure(chains, "home.came-back", &[], plan::RECURRING)),
        (_, causes) => tally.push(figure(causes, "home.causes-came-back", &[], plan::RECURRING)),
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
