//! Long lists of incidents in groups, on as many pages as it takes; each group can be linked to.

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::paginate;
use super::urls::Step;
use super::urls::{self, Href};
use super::view::View;
use crate::know::insight::behind::Group;

/// More groups than this are reached by scrolling alone.
const MOST_JUMPS: usize = 60;

/// A group, or the part of one that stands on a page.
#[derive(Serialize)]
struct GroupPart<'a> {
    /// `None` where the group began on an earlier page.
    id: Option<&'a str>,
    title: &'a str,
    url: Option<&'a Href>,
    note: String,
    incidents: Vec<Value>,
    /// What stands at the end of each line instead of its duration; empty where nothing does.
    figures: Vec<String>,
}

/// A link to a group.
#[derive(Serialize)]
struct Jump<'a> {
    title: &'a str,
    url: Href,
    count: String,
}

/// How a group is headed.
pub struct Head {
    /// Unique on all pages of the list.
    pub anchor: String,
    pub title: String,
    /// Address of the page of what it is named after.
    pub url: Option<Href>,
}

/// A list that is to be shown.
pub struct Grouped<'a> {
    /// Path of its first page.
    pub output: &'a str,
    pub title: &'a str,
    pub deck: String,
    /// Key in the menu.
    pub section: &'static str,
    pub trail: Vec<Step>,
    pub groups: &'a [Group],
    /// In the order of the groups.
    pub heads: Vec<Head>,
    /// What stands at the end of the line of an incident; `None` for its duration.
    pub figure: Option<&'a dyn Fn(usize) -> String>,
}

/// One page, from 0, of a list.
pub fn context(view: &View<'_>, list: &Grouped<'_>, page: usize) -> Context {
    let all = list.groups.iter().map(|group| group.incidents.len()).sum();
    let mut context = view.context(&paginate::output(list.output, page), list.section, list.title);
    context.insert("trail", &list.trail);
    context.insert("deck", &list.deck);
    context.insert("pages", &paginate::grouped_pager(view.say, list.output, all, page));
    let shown = paginate::range(all, page);
    let mut parts = Vec::new();
    let mut jumps = Vec::new();
    let mut start = 0;
    for (group, head) in list.groups.iter().zip(&list.heads) {
        let end = start + group.incidents.len();
        let (from, to) = (shown.start.max(start), shown.end.min(end));
        if from < to {
            parts.push(part(view, list, group, head, from - start..to - start));
        }
        jumps.push(Jump {
            title: &head.title,
            url: address_of(list.output, start, &head.anchor),
            count: view.say.count(group.incidents.len() + group.more),
        });
        start = end;
    }
    context.insert("parts", &parts);
    if (2..=MOST_JUMPS).contains(&jumps.len()) {
        context.insert("jumps", &jumps);
    }
    context
}

fn part<'a>(
    view: &View<'_>,
    list: &Grouped<'_>,
    group: &Group,
    head: &'a Head,
    range: std::ops::Range<usize>,
) -> GroupPart<'a> {
    let all = group.incidents.len();
    let say = view.say;
    let mut note = say.counted("count.incidents", all + group.more);
    if range.start > 0 {
        note = say.fill("behind.continued", &[("incidents", &note)]);
    }
    if group.more > 0 && range.end == all {
        note = say.fill("behind.newest", &[("incidents", &note), ("n", &say.count(all))]);
    }
    let incidents = &group.incidents[range.clone()];
    GroupPart {
        id: (range.start == 0).then_some(head.anchor.as_str()),
        title: &head.title,
        url: head.url.as_ref(),
        note,
        incidents: view.list_rows_of(incidents),
        figures: list
            .figure
            .map(|figure| incidents.iter().map(|id| figure(*id)).collect())
            .unwrap_or_default(),
    }
}

/// Address, from the root, of the group that begins at position `start` of a list.
pub fn address_of(output: &str, start: usize, anchor: &str) -> Href {
    urls::from_root(&paginate::output(output, paginate::page_of(start))).at(anchor)
}
