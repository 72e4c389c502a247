//! What the site consists of: one job for each file.

use super::feeds::Feed;
use super::recurring::Filter;
use super::{action_items, claims, figures, matrix, paginate, sitemap, twin};
use crate::core::model::Record;
use crate::core::output::{Planned, Stage};
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::insight::matrix::Order;
use crate::know::link::{Catalog, DocumentId, References, Site};
use crate::site::export::Format;
use crate::site::theme::Theme;

/// One of the four ways in which incidents are grouped by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CatalogKind {
    Services,
    Causes,
    Teams,
    Tags,
}

impl CatalogKind {
    pub const ALL: [Self; 4] = [Self::Services, Self::Causes, Self::Teams, Self::Tags];

    pub fn of(self, site: &Site) -> &Catalog {
        match self {
            Self::Services => &site.services,
            Self::Causes => &site.causes,
            Self::Teams => &site.teams,
            Self::Tags => &site.tags,
        }
    }

    /// Those that an incident names, as positions in the catalog.
    pub fn named(self, references: &References) -> &[usize] {
        match self {
            Self::Services => &references.services,
            Self::Causes => &references.causes,
            Self::Teams => &references.teams,
            Self::Tags => &references.tags,
        }
    }

    /// Heading of the list: `Services`.
    pub fn title(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Services => "services.title",
            Self::Causes => "causes.title",
            Self::Teams => "teams.title",
            Self::Tags => "tags.title",
        })
    }

    /// One of them as a label: `Service`.
    pub fn label(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Services => "services.one",
            Self::Causes => "causes.one",
            Self::Teams => "teams.one",
            Self::Tags => "tags.one",
        })
    }

    /// The key of a text that each of the four has.
    pub fn key(self, what: &str) -> String {
        format!("{}.{what}", self.output().trim_end_matches(".html"))
    }

    /// One of them: `service`.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Services => "service",
            Self::Causes => "cause",
            Self::Teams => "team",
            Self::Tags => "tag",
        }
    }

    /// Path of the list, and its key in the menu with `.html`.
    pub fn output(self) -> &'static str {
        match self {
            Self::Services => "services.html",
            Self::Causes => "causes.html",
            Self::Teams => "teams.html",
            Self::Tags => "tags.html",
        }
    }
}

/// How one file of the site is made. Numbers of pages count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Index,
    PostMortem(DocumentId),
    /// A free page.
    Page(DocumentId),
    /// The list of all services (causes, teams, tags).
    Catalog(CatalogKind, usize),
    /// One service (cause, team, tag), by its position in the catalog, and the page of its incidents.
    Entry(CatalogKind, usize, usize),
    /// The ledger of what came back, or a part of it.
    Recurring(Filter, usize),
    Years,
    Year(usize, usize),
    /// Something about action items.
    Actions(action_items::Page),
    /// What happened in the knowledge base lately.
    Changes,
    /// The list of free pages.
    Pages,
    Insights,
    /// What stands behind a figure, by its position in [`Insight::behind`].
    Behind(usize, usize),
    Matrix(Order, usize),
    /// Incidents of a service by cause, by the position of its row in the matrix.
    ByCause(usize, usize),
    NotFound,
    Search,
    Redirect(usize),
    Sitemap,
    /// A part of it, where there are many.
    SitemapPart(usize),
    Feed(Feed),
    /// The records of all post-mortems.
    Data(Format),
    /// The Markdown beside the page of a post-mortem or a free page.
    Twin(DocumentId),
    /// The Markdown beside the page of a service, cause, team or tag.
    EntryTwin(CatalogKind, usize),
    /// The list of what is there as Markdown.
    Twins,
    /// Position in [`Theme::assets`].
    Asset(usize),
    /// Position in [`Site::attachments`].
    Attachment(usize),
}

/// Paths of the pages that are not made from one document.
pub(super) const INDEX: &str = "index.html";
pub(super) const RECURRING: &str = "recurring.html";
pub(super) const YEARS: &str = "years.html";
pub(super) const PAGES: &str = "pages.html";
pub(super) const CHANGES: &str = "changes.html";
pub(super) const NOT_FOUND: &str = "404.html";
pub(super) const SEARCH: &str = "search.html";
pub(super) const SITEMAP: &str = "sitemap.xml";

/// All files of the site, those that are referred to before those that refer to them.
pub fn plan(site: &Site, insight: &Insight, theme: &Theme) -> Vec<Planned<Job>> {
    let mut all = Vec::with_capacity(site.documents.len() + 64);
    let mut add = |output: &str, stage, job| all.push(Planned { output: output.to_owned(), stage, job });
    plan_catalogs(site, &mut add);
    plan_lists(site, insight, theme, &mut add);
    if has_insights(insight) {
        plan_insights(site, insight, &mut add);
    }
    plan_records(site, &mut add);
    // Behind the others, for of two files that want one place the first is published.
    claims::plan_files(site, theme, &mut add);
    add(INDEX, Stage::Entry, Job::Index);
    add(NOT_FOUND, Stage::Entry, Job::NotFound);
    plan_sitemap(site, &mut all);
    claims::settle(&mut all, theme);
    all
}

/// Services, causes, teams and tags, with their lists.
fn plan_catalogs(site: &Site, add: &mut impl FnMut(&str, Stage, Job)) {
    for kind in CatalogKind::ALL.into_iter().filter(|kind| has_list(site, *kind)) {
        let entries = &kind.of(site).entries;
        for page in 0..paginate::catalog_pages(entries.len()) {
            add(&paginate::output(kind.output(), page), Stage::Page, Job::Catalog(kind, page));
        }
        for (index, entry) in entries.iter().enumerate() {
            for page in 0..paginate::pages(entry.all().len()) {
                add(&paginate::output(&entry.output, page), Stage::Page, Job::Entry(kind, index, page));
            }
        }
    }
}

/// What lists incidents, actions and pages otherwise, and the page of the search.
fn plan_lists(site: &Site, insight: &Insight, theme: &Theme, add: &mut impl FnMut(&str, Stage, Job)) {
    for filter in Filter::all(insight) {
        for page in 0..filter.pages(insight) {
            add(&paginate::output(&filter.output(site), page), Stage::Page, Job::Recurring(filter, page));
        }
    }
    add(YEARS, Stage::Page, Job::Years);
    for (index, year) in site.years.iter().enumerate() {
        for page in 0..paginate::pages(year.incidents.len()) {
            add(&paginate::output(&year.output, page), Stage::Page, Job::Year(index, page));
        }
    }
    action_items::plan(&insight.actions, |output, page| add(output, Stage::Page, Job::Actions(page)));
    if !site.by_date.is_empty() {
        add(CHANGES, Stage::Page, Job::Changes);
    }
    if has_pages(site) {
        add(PAGES, Stage::Page, Job::Pages);
    }
    if theme.search.is_some() {
        add(SEARCH, Stage::Page, Job::Search);
    }
}

/// The figures, and what stands behind them.
fn plan_insights(site: &Site, insight: &Insight, add: &mut impl FnMut(&str, Stage, Job)) {
    add(figures::INSIGHTS, Stage::Page, Job::Insights);
    for (index, list) in insight.behind.iter().enumerate() {
        for page in 0..paginate::pages(list.len()) {
            let output = figures::output(insight, list.figure);
            add(&paginate::output(&output, page), Stage::Page, Job::Behind(index, page));
        }
    }
    for order in Order::ALL {
        for page in 0..matrix::pages(&insight.matrix, order) {
            add(&paginate::output(matrix::output(order), page), Stage::Page, Job::Matrix(order, page));
        }
    }
    for (index, row) in insight.matrix.rows.iter().enumerate() {
        let output = matrix::by_cause_output(&site.services.entries[row.service]);
        for page in 0..matrix::by_cause_pages(row) {
            add(&paginate::output(&output, page), Stage::Page, Job::ByCause(index, page));
        }
    }
}

/// What other programs read.
fn plan_records(site: &Site, add: &mut impl FnMut(&str, Stage, Job)) {
    for feed in Feed::all(site) {
        add(&feed.output(site), Stage::Page, Job::Feed(feed));
    }
    if site.config.html.markdown {
        plan_twins(site, add);
    }
    if twin::has_data(site) {
        for (output, format) in twin::DATA {
            add(output, Stage::Page, Job::Data(format));
        }
    }
}

/// The list of all pages that are planned.
fn plan_sitemap(site: &Site, all: &mut Vec<Planned<Job>>) {
    if sitemap::base(&site.config).is_none() {
        return;
    }
    let pages = all.iter().filter(|planned| sitemap::is_page(planned.job)).count();
    let parts = (0..sitemap::parts(pages)).map(|part| (sitemap::part_output(part), Job::SitemapPart(part)));
    let entry = |(output, job)| Planned { output, stage: Stage::Entry, job };
    all.extend(parts.chain([(SITEMAP.to_owned(), Job::Sitemap)]).map(entry));
}

/// The Markdown beside pages, and the list of it.
fn plan_twins(site: &Site, add: &mut impl FnMut(&str, Stage, Job)) {
    for (id, document) in site.documents.iter().enumerate() {
        if !matches!(document.record, Record::Description(_)) && site.intro != Some(id) {
            add(&twin::with_ending(&site.outputs[id], "md"), Stage::Page, Job::Twin(id));
        }
    }
    for kind in CatalogKind::ALL {
        for (index, entry) in kind.of(site).entries.iter().enumerate() {
            add(&twin::with_ending(&entry.output, "md"), Stage::Page, Job::EntryTwin(kind, index));
        }
    }
    add(twin::INDEX, Stage::Entry, Job::Twins);
}

/// Services and causes always have their list; teams and tags only where there are any.
pub(super) fn has_list(site: &Site, kind: CatalogKind) -> bool {
    matches!(kind, CatalogKind::Services | CatalogKind::Causes) || !kind.of(site).entries.is_empty()
}

/// Where there is nothing to count, there is nothing to say.
pub(super) fn has_insights(insight: &Insight) -> bool {
    !insight.statistics.incidents.is_empty()
}

pub(super) fn has_pages(site: &Site) -> bool {
    site.documents
        .iter()
        .enumerate()
        .any(|(id, document)| matches!(document.record, Record::Page(_)) && site.intro != Some(id))
}
