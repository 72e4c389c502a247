//! What there is to do for a job, before anything dear is done.

use std::path::PathBuf;

use super::context::Context;
use super::plan::{self, CatalogKind, Job};
use super::renderer::Renderer;
use super::{
    action_items, catalog, changes, entry, feeds, figures, home, insights, matrix, pages, paginate,
    recurring, search, sitemap, twin, years,
};
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Made, Produced};
use crate::know::link::DocumentId;
use crate::read::svg;
use crate::site::export::Format;

/// What there is to do for a job.
pub enum Work {
    Page(Page),
    /// The page of a post-mortem.
    Incident(DocumentId),
    /// Position in [`Theme::assets`].
    Asset(usize),
    Calendar,
    /// The Markdown of a document.
    Twin(DocumentId),
    /// The Markdown of an entry of a catalog, by its position.
    EntryTwin(CatalogKind, usize),
    /// The records of all post-mortems.
    Data(Format),
    Bytes(Vec<u8>),
    /// A file of the content folder.
    Copy(PathBuf),
    /// A picture of the content folder, without what is not published of it.
    Picture(PathBuf),
}

/// A page that is yet to be put through its template.
pub struct Page {
    pub template: &'static str,
    pub output: String,
    pub context: Context,
}

impl Work {
    /// What is dear is left to be done.
    pub fn of(renderer: &Renderer<'_>, job: &Job) -> Self {
        let Renderer { site, insight, theme, .. } = renderer;
        match *job {
            Job::Index => Self::page("index.html", plan::INDEX, home::index(renderer)),
            Job::PostMortem(id) => Self::Incident(id),
            Job::Page(id) => Self::page("page.html", &site.outputs[id], pages::page(renderer, id)),
            Job::Catalog(kind, page) => {
                let output = paginate::output(kind.output(), page);
                Self::page("catalog.html", &output, catalog::context(renderer, kind, page))
            }
            Job::Entry(kind, index, page) => {
                let output = paginate::output(&kind.of(site).entries[index].output, page);
                Self::page("entry.html", &output, entry::context(renderer, kind, index, page))
            }
            Job::Recurring(filter, page) => {
                let output = paginate::output(&filter.output(site), page);
                Self::page("recurring.html", &output, recurring::page(renderer, filter, page))
            }
            Job::Years => Self::page("years.html", plan::YEARS, years::list(renderer)),
            Job::Year(index, page) => {
                let output = paginate::output(&site.years[index].output, page);
                Self::page("year.html", &output, years::year(renderer, index, page))
            }
            Job::Actions(page) => action_items::render(renderer, page),
            Job::Changes => Self::page("changes.html", plan::CHANGES, changes::context(renderer)),
            Job::Pages => Self::page("pages.html", plan::PAGES, pages::list(renderer)),
            Job::Insights => Self::page("insights.html", figures::INSIGHTS, insights::context(renderer)),
            Job::Behind(index, page) => {
                let output = figures::output(insight, insight.behind[index].figure);
                let output = paginate::output(&output, page);
                Self::page("grouped.html", &output, figures::context(renderer, index, page))
            }
            Job::Matrix(order, page) => {
                let output = paginate::output(matrix::output(order), page);
                Self::page("matrix.html", &output, matrix::context(renderer, order, page))
            }
            Job::ByCause(row, page) => {
                let service = insight.matrix.rows[row].service;
                let output = matrix::by_cause_output(&site.services.entries[service]);
                let output = paginate::output(&output, page);
                Self::page("grouped.html", &output, matrix::by_cause(renderer, row, page))
            }
            Job::NotFound => Self::page("404.html", plan::NOT_FOUND, home::not_found(renderer)),
            Job::Search => Self::page("search.html", plan::SEARCH, search::page(renderer)),
            Job::Redirect(index) => {
                let redirect = &site.redirects[index];
                Self::page("redirect.html", &redirect.from, renderer.redirect(index))
            }
            Job::Sitemap => Self::Bytes(sitemap::sitemap(site, insight, theme, None).into_bytes()),
            Job::SitemapPart(part) => {
                Self::Bytes(sitemap::sitemap(site, insight, theme, Some(part)).into_bytes())
            }
            Job::Feed(feed) => Self::Bytes(feeds::write(site, renderer.say, feed)),
            Job::Data(format) => Self::Data(format),
            Job::Twin(id) => Self::Twin(id),
            Job::EntryTwin(kind, index) => Self::EntryTwin(kind, index),
            Job::Twins => Self::Bytes(twin::index(renderer).into_bytes()),
            Job::Asset(index) => Self::Asset(index),
            Job::Attachment(index) => {
                let source = &site.attachments[index].source;
                let is_cleaned = svg::is_svg(source) && !site.config.html.unsafe_html;
                if is_cleaned { Self::Picture(source.into()) } else { Self::Copy(source.into()) }
            }
        }
    }

    pub fn page(template: &'static str, output: &str, context: Context) -> Self {
        Self::Page(Page { template, output: output.to_owned(), context })
    }
}

/// Bytes, unless what is there was made `of` the same.
pub fn unless(
    before: Option<Fingerprint>,
    of: Fingerprint,
    write: impl FnOnce() -> Vec<u8>,
) -> Made<'static> {
    Made::unless(before, of, || Produced::Bytes(write()))
}
