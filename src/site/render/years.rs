//! Incidents by year: the list of years, and the page of one.

use serde::Serialize;
use tera::Value;

use super::bars::staff_note;
use super::bars::{self, Bar};
use super::context::Context;
use super::entry;
use super::outputs::{self, CatalogKind};
use super::paginate;
use super::urls::Step;
use super::urls::{self, Href};
use super::view::View;
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site, Year};

/// A year before or after.
#[derive(Serialize)]
struct Beside {
    title: String,
    url: Href,
    date: Option<String>,
}

pub fn list(view: &View<'_>) -> Context {
    let (site, say) = (view.site, view.say);
    let mut context = view.context(outputs::YEARS, "years", say.text("nav.years"));
    let all = say.counted("count.incidents", site.counted.len());
    let all = match site.by_date.len() - site.counted.len() {
        0 => all,
        planned => say.clauses(&[all, say.counted("count.planned", planned)]),
    };
    let range = bars::range(site, say, &site.by_date);
    let key = if range.is_empty() { "years.deck-undated" } else { "years.deck" };
    context.insert("deck", &say.fill(key, &[("incidents", &all), ("range", &range)]));
    if let Some(chart) = bars::drawn(view, &site.counted) {
        context.insert_value("staff", Value::safe_string(&chart));
        context.insert("staff_note", say.text(staff_note(site.counted.len())));
    }
    let counts: Vec<usize> = site.years.iter().map(|year| counted(site, year).len()).collect();
    let longest = counts.iter().copied().max().unwrap_or(1);
    let years: Vec<Bar> = site
        .years
        .iter()
        .zip(counts)
        .map(|(year, count)| Bar {
            name: name(say, year),
            url: urls::from_root(&year.output),
            count: say.count(count),
            share: bars::share(count, longest),
        })
        .collect();
    context.insert("years", &years);
    context
}

pub fn year(view: &View<'_>, index: usize, page: usize) -> Context {
    let (site, say) = (view.site, view.say);
    let year = &site.years[index];
    let output = paginate::output(&year.output, page);
    let mut context = view.context(&output, "years", &name(say, year));
    context.insert(
        "trail",
        &[Step { name: say.text("nav.years").into(), url: urls::from_root(outputs::YEARS) }],
    );
    let all = year.incidents.len();
    context.insert("incidents", &view.list_rows_of(&year.incidents[paginate::range(all, page)]));
    context.insert("pages", &paginate::pager(say, &year.output, all, page));
    context.insert("earlier", &beside(site, say, Some(index + 1)));
    context.insert("later", &beside(site, say, index.checked_sub(1)));
    if page == 0 {
        let counted = counted(site, year);
        if let Some(chart) = bars::drawn(view, &counted) {
            context.insert_value("staff", Value::safe_string(&chart));
            context.insert("count_text", &say.counted("count.incidents", counted.len()));
        }
        let tables =
            [(CatalogKind::Causes, "years.why-it-failed"), (CatalogKind::Services, "years.what-failed")];
        let shared: Vec<_> = tables
            .into_iter()
            .filter_map(|(kind, title)| entry::table(view, kind, title, &counted, &[]))
            .collect();
        context.insert("shared", &shared);
    }
    context
}

/// Those that count in figures.
pub(super) fn counted(site: &Site, year: &Year) -> Vec<DocumentId> {
    year.incidents.iter().copied().filter(|id| !site.post_mortem(*id).is_planned()).collect()
}

fn name(say: &Phrases, year: &Year) -> String {
    year.year.map_or_else(|| say.text("date.undated-year").into(), |year| year.to_string())
}

fn beside(site: &Site, say: &Phrases, index: Option<usize>) -> Option<Beside> {
    let year = site.years.get(index?)?;
    Some(Beside { title: name(say, year), url: urls::from_root(&year.output), date: None })
}
