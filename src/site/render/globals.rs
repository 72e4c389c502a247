//! What the templates of all pages are given: the book, the menu, style sheets and scripts.

use serde::Serialize;

use super::context::Context;
use super::frame::section;
use super::outputs::{self, CatalogKind};
use super::{action_items, figures, list_row, recurring, search, urls};
use crate::core::address;
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::site::theme::Theme;

/// An entry of the menu.
#[derive(Serialize)]
struct MenuItem<'a> {
    key: &'static str,
    title: &'a str,
    url: &'static str,
    /// What leads there after `g`; `None` where all good letters are taken.
    letter: Option<char>,
}

impl<'a> MenuItem<'a> {
    fn new(key: &'static str, title: &'a str, url: &'static str) -> Self {
        let letter = match key {
            // Their first letter is that of the incidents; tags have none that is not another's.
            "insights" => Some('n'),
            "tags" => None,
            _ => key.chars().next(),
        };
        Self { key, title, url, letter }
    }
}

#[derive(Serialize)]
struct Book<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    /// That of the words of the site.
    words: &'a str,
    direction: &'static str,
    repository: Option<String>,
}

#[derive(Serialize)]
struct Assets {
    styles: Vec<String>,
    scripts: Vec<String>,
    favicon: String,
    filters: String,
    missing: String,
    diagrams: Option<Diagrams>,
}

#[derive(Serialize)]
struct Diagrams {
    script: String,
    library: String,
}

/// What the templates of all pages are given.
pub fn globals(site: &Site, insight: &Insight, theme: &Theme) -> Context {
    let config = &site.config;
    let say = &theme.phrases;
    let mut globals = Context::new();
    // For the pages that depend on it; all others stay the same from one day to the next.
    globals.insert("today", &insight.today);
    globals.insert("version", env!("CARGO_PKG_VERSION"));
    globals.insert(
        "book",
        &Book {
            title: &config.book.title,
            description: &config.book.description,
            language: &config.book.language,
            words: say.language(),
            direction: if list_row::is_rtl(&config.book.language) { "rtl" } else { "ltr" },
            repository: config.html.git_repository_url.as_deref().and_then(urls::external),
        },
    );
    globals.insert(
        "assets",
        &Assets {
            styles: theme.styles.iter().map(|output| address::encode(output)).collect(),
            scripts: theme.scripts.iter().map(|output| address::encode(output)).collect(),
            favicon: address::encode(&theme.favicon),
            filters: address::encode(&theme.filters),
            missing: address::encode(&theme.missing),
            diagrams: theme.diagrams.as_ref().map(|diagrams| Diagrams {
                script: address::encode(&diagrams.script),
                library: address::encode(&diagrams.library),
            }),
        },
    );
    globals.insert("search", &theme.search.as_ref().map(|search| search::Globals::new(config, search)));
    let mut menu = vec![MenuItem::new("incidents", say.text("nav.incidents"), outputs::INDEX)];
    for kind in CatalogKind::ALL {
        if kind == CatalogKind::Teams && !insight.actions.all.is_empty() {
            menu.push(MenuItem::new("actions", say.text("nav.actions"), action_items::FRONT));
        }
        if kind == CatalogKind::Teams && outputs::has_insights(insight) {
            menu.push(MenuItem::new("insights", say.text("nav.insights"), figures::INSIGHTS));
        }
        // Lists of services and causes are always there; the menu leads to those that say something.
        if !kind.of(site).entries.is_empty() {
            let key = match kind {
                CatalogKind::Services => "nav.services",
                CatalogKind::Causes => "nav.causes",
                CatalogKind::Teams => "nav.teams",
                CatalogKind::Tags => "nav.tags",
            };
            menu.push(MenuItem::new(section(kind), say.text(key), kind.output()));
        }
        if kind == CatalogKind::Causes && !insight.recurrence.chains.is_empty() {
            menu.push(MenuItem::new(recurring::SECTION, say.text("nav.recurring"), outputs::RECURRING));
        }
    }
    menu.push(MenuItem::new("years", say.text("nav.years"), outputs::YEARS));
    if outputs::has_pages(site) {
        menu.push(MenuItem::new("pages", say.text("nav.pages"), outputs::PAGES));
    }
    globals.insert("nav", &menu);
    globals
}
