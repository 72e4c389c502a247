//! Finds what there is to do for a job.

use super::job::Job;
use super::outputs;
use super::view::View;
use super::work::Work;
use super::{
    action_items, catalog, changes, entry, feeds, figures, front, home, insights, matrix, pages, paginate,
    recurring, search, sitemap, twin, years,
};
use crate::read::svg;

/// What there is to do for a job; what is dear is left to be done.
pub fn prepare(view: &View<'_>, job: &Job) -> Work {
    let View { site, insight, theme, .. } = view;
    match *job {
        Job::Index => Work::page("index.html", outputs::INDEX, home::index(view)),
        Job::PostMortem(id) => Work::Incident(id),
        Job::Page(id) => Work::page("page.html", &site.outputs[id], pages::page(view, id)),
        Job::Catalog(kind, page) => {
            let output = paginate::output(kind.output(), page);
            Work::page("catalog.html", &output, catalog::context(view, kind, page))
        }
        Job::Entry(kind, index, page) => {
            let output = paginate::output(&kind.of(site).entries[index].output, page);
            Work::page("entry.html", &output, entry::context(view, kind, index, page))
        }
        Job::Recurring(filter, page) => {
            let output = paginate::output(&filter.output(site), page);
            Work::page("recurring.html", &output, recurring::page(view, filter, page))
        }
        Job::Years => Work::page("years.html", outputs::YEARS, years::list(view)),
        Job::Year(index, page) => {
            let output = paginate::output(&site.years[index].output, page);
            Work::page("year.html", &output, years::year(view, index, page))
        }
        Job::Actions(page) => action_items::render(view, page),
        Job::Changes => Work::page("changes.html", outputs::CHANGES, changes::context(view)),
        Job::Pages => Work::page("pages.html", outputs::PAGES, pages::list(view)),
        Job::Insights => Work::page("insights.html", figures::INSIGHTS, insights::context(view)),
        Job::Behind(index, page) => {
            let output = figures::output(insight, insight.behind[index].figure);
            let output = paginate::output(&output, page);
            Work::page("grouped.html", &output, figures::context(view, index, page))
        }
        Job::Matrix(order, page) => {
            let output = paginate::output(matrix::output(order), page);
            Work::page("matrix.html", &output, matrix::context(view, order, page))
        }
        Job::ByCause(row, page) => {
            let service = insight.matrix.rows[row].service;
            let output = matrix::by_cause_output(&site.services.entries[service]);
            let output = paginate::output(&output, page);
            Work::page("grouped.html", &output, matrix::by_cause(view, row, page))
        }
        Job::NotFound => Work::page("404.html", outputs::NOT_FOUND, home::not_found(view)),
        Job::Search => Work::page("search.html", outputs::SEARCH, search::page(view)),
        Job::Front => Work::Bytes(front::write(site)),
        Job::Redirect(index) => {
            let redirect = &site.redirects[index];
            Work::page("redirect.html", &redirect.from, view.redirect(index))
        }
        Job::Sitemap => Work::Bytes(sitemap::sitemap(site, insight, theme, None).into_bytes()),
        Job::SitemapPart(part) => {
            Work::Bytes(sitemap::sitemap(site, insight, theme, Some(part)).into_bytes())
        }
        Job::Feed(feed) => Work::Bytes(feeds::write(site, view.say, feed)),
        Job::Data(format) => Work::Data(format),
        Job::Twin(id) => Work::Twin(id),
        Job::EntryTwin(kind, index) => Work::EntryTwin(kind, index),
        Job::Twins => Work::Bytes(twin::index(view).into_bytes()),
        Job::Asset(index) => Work::Asset(index),
        Job::Attachment(index) => {
            let source = &site.attachments[index].source;
            let is_cleaned = svg::is_svg(source) && !site.config.html.unsafe_html;
            if is_cleaned { Work::Picture(source.into()) } else { Work::Copy(source.into()) }
        }
    }
}
