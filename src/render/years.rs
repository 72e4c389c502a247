//! Incidents by year: the list of years, and the page of one.

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::entry::{self, Bar};
use super::home::staff_note;
use super::incident::Step;
use super::plan::{self, CatalogKind};
use super::renderer::Renderer;
use super::{paginate, urls, words};
use crate::link::{Site, Year};

/// A year before or after.
#[derive(Serialize)]
struct Beside {
    title: String,
    url: String,
    date: Option<String>,
}

pub fn list(renderer: &Renderer<'_>) -> Context {
    let site = renderer.site;
    let mut context = renderer.context(plan::YEARS, "years", "Years");
    let all = words::counted(site.by_date.len(), "incident", "incidents");
    context.insert("deck", &format!("{all}, {}.", entry::range(site, &site.by_date)).replace(", .", "."));
    if let Some(chart) = entry::drawn(renderer, &site.by_date) {
        context.insert_value("staff", Value::safe_string(&chart));
        context.insert("staff_note", staff_note(site.by_date.len()));
    }
    let longest = site.years.iter().map(|year| year.incidents.len()).max().unwrap_or(1);
    let years: Vec<Bar> = site
        .years
        .iter()
        .map(|year| Bar {
            name: name(year),
            url: urls::from_root(&year.output),
            count: words::count(year.incidents.len()),
            share: entry::share(year.incidents.len(), longest),
        })
        .collect();
    context.insert("years", &years);
    context
}

pub fn year(renderer: &Renderer<'_>, index: usize, page: usize) -> Context {
    let site = renderer.site;
    let year = &site.years[index];
    let output = paginate::output(&year.output, page);
    let mut context = renderer.context(&output, "years", &name(year));
    context.insert("trail", &[Step { name: "Years".into(), url: plan::YEARS.into() }]);
    let all = year.incidents.len();
    context.insert("incidents", &renderer.briefs_of(&year.incidents[paginate::range(all, page)]));
    context.insert("pages", &paginate::pager(&year.output, all, page));
    context.insert("earlier", &beside(site, Some(index + 1)));
    context.insert("later", &beside(site, index.checked_sub(1)));
    if page == 0 {
        if let Some(chart) = entry::drawn(renderer, &year.incidents) {
            context.insert_value("staff", Value::safe_string(&chart));
            context.insert("count_text", &words::counted(all, "incident", "incidents"));
        }
        let tables = [(CatalogKind::Causes, "Why it failed"), (CatalogKind::Services, "What failed")];
        let shared: Vec<_> = tables
            .into_iter()
            .filter_map(|(kind, title)| entry::table(renderer, kind, title, &year.incidents, &[]))
            .collect();
        context.insert("shared", &shared);
    }
    context
}

fn name(year: &Year) -> String {
    year.year.map_or_else(|| "Undated".into(), |year| year.to_string())
}

fn beside(site: &Site, index: Option<usize>) -> Option<Beside> {
    let year = site.years.get(index?)?;
    Some(Beside { title: name(year), url: urls::from_root(&year.output), date: None })
}
