//! Long lists in pages: how many, where they are, and how they lead to each other.

use std::ops::Range;

use serde::Serialize;

use super::urls::{self, Href};
use crate::core::phrases::Phrases;

/// Incidents on one page.
const INCIDENTS: usize = 200;
/// Services (causes, teams, tags) on one page.
const ENTRIES: usize = 500;
/// Action items on one page.
const ACTIONS: usize = 200;
/// Ideas on one page, each with some action items.
const IDEAS: usize = 50;

/// Pages of a list of incidents; an empty list has one.
pub fn pages(incidents: usize) -> usize {
    incidents.div_ceil(INCIDENTS).max(1)
}

pub fn catalog_pages(entries: usize) -> usize {
    entries.div_ceil(ENTRIES).max(1)
}

pub fn action_pages(items: usize) -> usize {
    items.div_ceil(ACTIONS).max(1)
}

pub fn idea_pages(ideas: usize) -> usize {
    ideas.div_ceil(IDEAS).max(1)
}

/// The page on which an idea stands.
pub fn idea_page(index: usize) -> usize {
    index / IDEAS
}

/// Which of `incidents` stand on `page`, from 0.
pub fn range(incidents: usize, page: usize) -> Range<usize> {
    part(incidents, page, INCIDENTS)
}

pub fn catalog_range(entries: usize, page: usize) -> Range<usize> {
    part(entries, page, ENTRIES)
}

pub fn action_range(items: usize, page: usize) -> Range<usize> {
    part(items, page, ACTIONS)
}

pub fn idea_range(ideas: usize, page: usize) -> Range<usize> {
    part(ideas, page, IDEAS)
}

fn part(all: usize, page: usize, size: usize) -> Range<usize> {
    (page * size).min(all)..((page + 1) * size).min(all)
}

/// Path of a page of the list at `first`: `causes/deploy.html`, `causes/deploy/page-2.html`, …
pub fn output(first: &str, page: usize) -> String {
    if page == 0 {
        return first.to_owned();
    }
    let folder = first.strip_suffix("/index.html").or_else(|| first.strip_suffix(".html")).unwrap_or(first);
    format!("{folder}/page-{}.html", page + 1)
}

/// Where a page is among those of its list. Addresses are relative to the root of the site.
#[derive(Debug, Serialize)]
pub struct Pager {
    /// `401–600 of 1,234`
    pub range: String,
    pub newer: Option<Href>,
    pub older: Option<Href>,
    /// Words of the two links.
    pub back: String,
    pub on: String,
}

/// The page, from 0, on which the incident at a position of a list stands.
pub fn page_of(position: usize) -> usize {
    position / INCIDENTS
}

/// `None` for a list of one page.
pub fn pager(say: &Phrases, first: &str, all: usize, page: usize) -> Option<Pager> {
    links(say, first, all, range(all, page), page, ("pager.newer", "pager.older"))
}

/// For a list of incidents that is not sorted by time.
pub fn grouped_pager(say: &Phrases, first: &str, all: usize, page: usize) -> Option<Pager> {
    pager_of(say, first, all, range(all, page), page)
}

/// For rows, `size` on a page.
pub fn rows_pager(say: &Phrases, first: &str, all: usize, page: usize, size: usize) -> Option<Pager> {
    pager_of(say, first, all, part(all, page, size), page)
}

pub fn catalog_pager(say: &Phrases, first: &str, all: usize, page: usize) -> Option<Pager> {
    pager_of(say, first, all, catalog_range(all, page), page)
}

/// The same for a list whose pages are not of one length; `part` is what stands on this one.
pub fn pager_of(say: &Phrases, first: &str, all: usize, part: Range<usize>, page: usize) -> Option<Pager> {
    links(say, first, all, part, page, ("pager.previous", "pager.next"))
}

pub fn action_pager(say: &Phrases, first: &str, all: usize, page: usize) -> Option<Pager> {
    rows_pager(say, first, all, page, ACTIONS)
}

pub fn idea_pager(say: &Phrases, first: &str, all: usize, page: usize) -> Option<Pager> {
    rows_pager(say, first, all, page, IDEAS)
}

fn links(
    say: &Phrases,
    first: &str,
    all: usize,
    part: Range<usize>,
    page: usize,
    (back, on): (&'static str, &'static str),
) -> Option<Pager> {
    if part.len() == all {
        return None;
    }
    Some(Pager {
        range: say.fill(
            "pager.range",
            &[("from", &say.count(part.start + 1)), ("to", &say.count(part.end)), ("all", &say.count(all))],
        ),
        newer: page.checked_sub(1).map(|page| urls::from_root(&output(first, page))),
        older: (part.end < all).then(|| urls::from_root(&output(first, page + 1))),
        back: say.text(back).to_owned(),
        on: say.text(on).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_paths_below_the_first() {
        assert_eq!(output("causes/deploy.html", 0), "causes/deploy.html");
        assert_eq!(output("causes/deploy.html", 1), "causes/deploy/page-2.html");
        assert_eq!(output("2019/index.html", 2), "2019/page-3.html");
    }

    #[test]
    fn ranges_cover_everything_once() {
        assert_eq!((pages(0), pages(200), pages(201)), (1, 1, 2));
        assert_eq!((range(201, 0), range(201, 1), range(0, 0)), (0..200, 200..201, 0..0));
    }

    #[test]
    fn a_middle_page_leads_both_ways() {
        assert!(pager(Phrases::in_english(), "causes/deploy.html", 200, 0).is_none());
        let middle = pager(Phrases::in_english(), "causes/deploy.html", 1234, 2).unwrap();
        assert_eq!(middle.range, "401–600 of 1,234");
        assert_eq!(middle.newer, Some(urls::from_root("causes/deploy/page-2.html")));
        assert_eq!(middle.older, Some(urls::from_root("causes/deploy/page-4.html")));
        assert!(pager(Phrases::in_english(), "causes/deploy.html", 1234, 6).unwrap().older.is_none());
    }
}
