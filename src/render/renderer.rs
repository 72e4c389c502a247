//! Does any job of the plan: finds the page's data, and puts it through its template.

use std::path::PathBuf;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::brief::{self, Briefs};
use super::plan::{self, CatalogKind, Job};
use super::{
    catalog, changes, entry, figures, home, incident, insights, matrix, pages, paginate, promises, recurring,
    search, sitemap, urls, words, years,
};
use crate::body::Highlighter;
use crate::diagnostic::Diagnostic;
use crate::insight::Insight;
use crate::link::{DocumentId, Site, address};
use crate::model::{Kind, Record};
use crate::output::Produced;
use crate::theme::Theme;

/// Renders the jobs of one site. Shared between threads.
pub struct Renderer<'s> {
    pub(super) site: &'s Site,
    pub(super) insight: &'s Insight,
    theme: &'s Theme,
    tera: Tera,
    pub(super) briefs: Briefs,
    pub(super) highlighter: Highlighter,
    /// Positions in [`Site::by_date`], by document.
    places: Vec<Option<usize>>,
    /// Names that every list of action items offers.
    pub(super) choices: promises::Choices,
    /// Where each chain of the ledger stands.
    chains: recurring::Places,
}

/// An entry of the menu.
#[derive(Serialize)]
struct MenuItem {
    key: &'static str,
    title: &'static str,
    url: &'static str,
    /// What leads there after `g`; `None` where all good letters are taken.
    letter: Option<char>,
}

impl MenuItem {
    fn new(key: &'static str, title: &'static str, url: &'static str) -> Self {
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
    direction: &'static str,
    repository: Option<String>,
}

/// A document that is not an incident, among incidents.
#[derive(Serialize)]
struct Titled<'a> {
    title: &'a str,
    url: String,
    date: Option<String>,
    severity: &'static str,
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

impl<'s> Renderer<'s> {
    /// Prepares what pages share.
    ///
    /// # Errors
    /// A template that every page needs is missing.
    pub fn new(site: &'s Site, insight: &'s Insight, theme: &'s Theme) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = theme.tera.clone();
        fill_globals(tera.global_context(), site, insight, theme);
        let mut places = vec![None; site.documents.len()];
        for (place, id) in site.by_date.iter().enumerate() {
            places[*id] = Some(place);
        }
        Ok(Self {
            site,
            insight,
            theme,
            tera,
            briefs: Briefs::new(site),
            highlighter: Highlighter::new(),
            places,
            choices: promises::Choices::new(&insight.actions),
            chains: recurring::Places::new(site, insight),
        })
    }

    /// Makes the file of one job.
    ///
    /// # Errors
    /// A template that can't be rendered.
    pub fn render(&self, job: &Job) -> Result<Produced, Diagnostic> {
        match *job {
            Job::Index => self.page("index.html", plan::INDEX, &home::index(self)),
            Job::PostMortem(id) => {
                self.page("post-mortem.html", &self.site.outputs[id], &incident::context(self, id))
            }
            Job::Page(id) => self.page("page.html", &self.site.outputs[id], &pages::page(self, id)),
            Job::Catalog(kind, page) => {
                let output = paginate::output(kind.output(), page);
                self.page("catalog.html", &output, &catalog::context(self, kind, page))
            }
            Job::Entry(kind, index, page) => {
                let output = paginate::output(&kind.of(self.site).entries[index].output, page);
                self.page("entry.html", &output, &entry::context(self, kind, index, page))
            }
            Job::Recurring(filter, page) => {
                let output = paginate::output(&filter.output(self.site), page);
                self.page("recurring.html", &output, &recurring::page(self, filter, page))
            }
            Job::Years => self.page("years.html", plan::YEARS, &years::list(self)),
            Job::Year(index, page) => {
                let output = paginate::output(&self.site.years[index].output, page);
                self.page("year.html", &output, &years::year(self, index, page))
            }
            Job::Actions(page) => promises::render(self, page),
            Job::Changes => self.page("changes.html", plan::CHANGES, &changes::context(self)),
            Job::Pages => self.page("pages.html", plan::PAGES, &pages::list(self)),
            Job::Insights => self.page("insights.html", figures::INSIGHTS, &insights::context(self)),
            Job::Behind(index, page) => {
                let output = figures::output(self.insight, self.insight.behind[index].figure);
                let output = paginate::output(&output, page);
                self.page("grouped.html", &output, &figures::context(self, index, page))
            }
            Job::Matrix(order, page) => {
                let output = paginate::output(matrix::output(order), page);
                self.page("matrix.html", &output, &matrix::context(self, order, page))
            }
            Job::ByCause(row, page) => {
                let service = self.insight.matrix.rows[row].service;
                let output = matrix::by_cause_output(&self.site.services.entries[service]);
                self.page(
                    "grouped.html",
                    &paginate::output(&output, page),
                    &matrix::by_cause(self, row, page),
                )
            }
            Job::NotFound => self.page("404.html", plan::NOT_FOUND, &home::not_found(self)),
            Job::Search => self.page("search.html", plan::SEARCH, &search::page(self)),
            Job::Redirect(index) => {
                let redirect = &self.site.redirects[index];
                self.page("redirect.html", &redirect.from, &self.redirect(index))
            }
            Job::Sitemap => {
                Ok(Produced::Bytes(sitemap::sitemap(self.site, self.insight, self.theme).into_bytes()))
            }
            Job::Asset(index) => Ok(Produced::Bytes(self.theme.assets[index].bytes.to_vec())),
            Job::Attachment(index) => {
                Ok(Produced::CopyOf(PathBuf::from(&self.site.attachments[index].source)))
            }
        }
    }

    pub(super) fn page(
        &self,
        template: &str,
        output: &str,
        context: &Context,
    ) -> Result<Produced, Diagnostic> {
        let mut bytes = Vec::with_capacity(24 * 1024);
        match self.tera.render_to(template, context, &mut bytes) {
            Ok(()) => Ok(Produced::Bytes(bytes)),
            Err(error) => {
                let mut found = self.theme.diagnostics(&error, Some(output));
                Err(found.swap_remove(0))
            }
        }
    }

    /// What every page has: its title, its way to the root, its place in the menu.
    pub(super) fn context(&self, output: &str, section: &str, title: &str) -> Context {
        let mut context = Context::new();
        context.insert("root", &address::root(output));
        context.insert("here", &urls::from_root(output));
        context.insert("section", section);
        context.insert("title", title);
        context.insert_value("language", Value::safe_string(""));
        context
    }

    /// The same for the page of a document: also its language, and where to edit it.
    pub(super) fn document_context(&self, id: DocumentId, output: &str, section: &str) -> Context {
        let document = &self.site.documents[id];
        let mut context = self.context(output, section, &document.title);
        context.insert_value("language", brief::language_attributes(self.site, document));
        context.insert("edit_url", &urls::edit(&self.site.config, &document.source.path));
        let summary = match &document.record {
            Record::PostMortem(facts) => facts.summary.as_deref().or(facts.summary_section.as_deref()),
            Record::Description(description) => description.summary.as_deref(),
            Record::Page(page) => page.summary.as_deref(),
        };
        if let Some(text) = summary.or(document.body.lead.as_deref()) {
            context.insert("description", &words::shortened(&text.replace('\n', " "), 200));
        }
        context
    }

    pub(super) fn brief(&self, id: DocumentId) -> Value {
        self.briefs.incidents[id].clone()
    }

    /// Title and address of any document, with date and severity if it is an incident.
    pub(super) fn titled(&self, id: DocumentId) -> Value {
        match self.site.documents[id].record {
            Record::PostMortem(_) => self.brief(id),
            _ => Value::from_serializable(&Titled {
                title: &self.site.documents[id].title,
                url: urls::from_root(&self.site.outputs[id]),
                date: None,
                severity: "",
            }),
        }
    }

    pub(super) fn briefs_of(&self, ids: &[DocumentId]) -> Vec<Value> {
        ids.iter().map(|id| self.brief(*id)).collect()
    }

    pub(super) fn place_in_time(&self, id: DocumentId) -> Option<usize> {
        self.places[id]
    }

    /// The address of a chain of the ledger, from the root of the site.
    pub(super) fn chain_url(&self, position: usize) -> String {
        let slug = &self.insight.recurrence.chains[position].slug;
        format!(
            "{}#{}{}",
            urls::from_root(self.chains.output(position)),
            recurring::CHAIN_ID,
            address::encode(slug)
        )
    }

    /// The address of an action item on the page of its incident, from the root of the site.
    pub(super) fn action_url(&self, id: DocumentId, index: usize) -> String {
        let page = urls::from_root(&self.site.outputs[id]);
        let is_anchored = self.site.post_mortem(id).action_items[index].in_body;
        if is_anchored { format!("{page}#a{}", index + 1) } else { page }
    }

    fn redirect(&self, index: usize) -> Context {
        let redirect = &self.site.redirects[index];
        let mut context = self.context(&redirect.from, "", "This page has moved");
        let target = address::relative(&redirect.from, &redirect.to);
        let base = sitemap::base(&self.site.config);
        let canonical = base.map_or_else(|| target.clone(), |base| base + &address::encode(&redirect.to));
        context.insert("target", &target);
        context.insert("canonical", &canonical);
        context
    }
}

fn fill_globals(globals: &mut Context, site: &Site, insight: &Insight, theme: &Theme) {
    let config = &site.config;
    // For the pages that depend on it; all others stay the same from one day to the next.
    globals.insert("today", &insight.today);
    globals.insert("version", env!("CARGO_PKG_VERSION"));
    globals.insert(
        "book",
        &Book {
            title: &config.book.title,
            description: &config.book.description,
            language: &config.book.language,
            direction: if brief::is_rtl(&config.book.language) { "rtl" } else { "ltr" },
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
    let mut menu = vec![MenuItem::new("incidents", "Incidents", plan::INDEX)];
    for kind in CatalogKind::ALL {
        if kind == CatalogKind::Teams && !insight.actions.all.is_empty() {
            menu.push(MenuItem::new("actions", "Actions", promises::FRONT));
        }
        if kind == CatalogKind::Teams && plan::has_insights(insight) {
            menu.push(MenuItem::new("insights", "Insights", figures::INSIGHTS));
        }
        // Lists of services and causes are always there; the menu leads to those that say something.
        if !kind.of(site).entries.is_empty() {
            menu.push(MenuItem::new(section(kind), kind.title(), kind.output()));
        }
        if kind == CatalogKind::Causes && !insight.recurrence.chains.is_empty() {
            menu.push(MenuItem::new(recurring::SECTION, "Recurring", plan::RECURRING));
        }
    }
    menu.push(MenuItem::new("years", "Years", plan::YEARS));
    if plan::has_pages(site) {
        menu.push(MenuItem::new("pages", "Pages", plan::PAGES));
    }
    globals.insert("nav", &menu);
}

/// Key of a catalog in the menu.
pub(super) fn section(kind: CatalogKind) -> &'static str {
    kind.output().trim_end_matches(".html")
}

/// Key in the menu of the page of a document.
pub(super) fn section_of(kind: Kind) -> &'static str {
    match kind {
        Kind::PostMortem => "incidents",
        Kind::Service => "services",
        Kind::Cause => "causes",
        Kind::Team => "teams",
        Kind::Page => "pages",
    }
}
