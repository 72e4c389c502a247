//! What the site consists of: one job for each file.

use super::feeds::Feed;
use super::job::Job;
use super::outputs::{self, CatalogKind, has_insights, has_list, has_pages};
use super::recurring::Filter;
use super::{action_items, claims, figures, matrix, paginate, twin, urls};
use crate::core::model::Record;
use crate::core::output::{Planned, Stage};
use crate::know::insight::Insight;
use crate::know::insight::matrix::Order;
use crate::know::link::Site;
use crate::site::theme::Theme;

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
    add(outputs::INDEX, Stage::Entry, Job::Index);
    add(outputs::NOT_FOUND, Stage::Entry, Job::NotFound);
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
    add(outputs::YEARS, Stage::Page, Job::Years);
    for (index, year) in site.years.iter().enumerate() {
        for page in 0..paginate::pages(year.incidents.len()) {
            add(&paginate::output(&year.output, page), Stage::Page, Job::Year(index, page));
        }
    }
    action_items::plan(&insight.actions, |output, page| add(output, Stage::Page, Job::Actions(page)));
    if !site.by_date.is_empty() {
        add(outputs::CHANGES, Stage::Page, Job::Changes);
    }
    if has_pages(site) {
        add(outputs::PAGES, Stage::Page, Job::Pages);
    }
    if theme.search.is_some() {
        add(outputs::SEARCH, Stage::Page, Job::Search);
        if site.config.html.search.enable {
            add(outputs::FRONT, Stage::Asset, Job::Front);
        }
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
    if urls::base(&site.config).is_none() {
        return;
    }
    let pages = all.iter().filter(|planned| planned.job.is_page()).count();
    let parts =
        (0..outputs::sitemap_parts(pages)).map(|part| (outputs::sitemap_part(part), Job::SitemapPart(part)));
    let entry = |(output, job)| Planned { output, stage: Stage::Entry, job };
    all.extend(parts.chain([(outputs::SITEMAP.to_owned(), Job::Sitemap)]).map(entry));
}

/// The Markdown beside pages, and the list of it.
fn plan_twins(site: &Site, add: &mut impl FnMut(&str, Stage, Job)) {
    for (id, document) in site.documents.iter().enumerate() {
        if !matches!(document.record, Record::Description(_)) && site.intro != Some(id) {
            add(&urls::with_ending(&site.outputs[id], "md"), Stage::Page, Job::Twin(id));
        }
    }
    for kind in CatalogKind::ALL {
        for (index, entry) in kind.of(site).entries.iter().enumerate() {
            add(&urls::with_ending(&entry.output, "md"), Stage::Page, Job::EntryTwin(kind, index));
        }
    }
    add(twin::INDEX, Stage::Entry, Job::Twins);
}
