//! The pages of what was promised: the first one, a list for each filter, the ideas that recur, the calendar.

pub mod choices;
mod filters;
mod front;
mod ideas;
mod list;
mod names;
mod row;

pub use choices::Names;
pub use front::{Figure, short_tally};
pub use row::{Of, row};

use super::paginate;
use super::view::View;
use super::work::Work;
use crate::know::insight::Insight;
use crate::know::insight::actions::{Actions, Filter};
use crate::know::link::Site;
use crate::site::calendar::Content;

/// One file about action items. Numbers of pages count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    Front,
    /// Position in [`Actions::lists`], and the page of it.
    List(usize, usize),
    /// The index of all lists of a kind, and the page of it.
    Names(Names, usize),
    Ideas(usize),
    /// Position in [`Actions::ideas`], and the page of it.
    Idea(usize, usize),
    Calendar,
}

pub(super) const FRONT: &str = "actions.html";
const IDEAS: &str = "actions/ideas.html";
pub(super) const CALENDAR: &str = "actions.ics";

/// All files about action items with their paths; none where nothing was ever promised.
pub fn plan(actions: &Actions, mut add: impl FnMut(&str, Page)) {
    if actions.all.is_empty() {
        return;
    }
    for (index, list) in actions.lists.iter().enumerate() {
        for page in 0..paginate::action_pages(list.items.len()) {
            add(&paginate::output(&list.output, page), Page::List(index, page));
        }
    }
    for names in [Names::Owners, Names::Services, Names::Kinds] {
        for page in 0..names::pages(choices::filters(actions, names).count()) {
            add(&paginate::output(names.output(), page), Page::Names(names, page));
        }
    }
    for page in 0..ideas::pages(actions) {
        add(&paginate::output(IDEAS, page), Page::Ideas(page));
    }
    for (index, idea) in actions.ideas.iter().enumerate().filter(|(_, idea)| ideas::has_page(idea)) {
        for page in 0..paginate::action_pages(idea.items.len()) {
            add(&paginate::output(&idea.output, page), Page::Idea(index, page));
        }
    }
    add(CALENDAR, Page::Calendar);
    add(FRONT, Page::Front);
}

/// Makes one of these files.
///
/// # Errors
/// A template that can't be rendered.
pub fn render(view: &View<'_>, page: Page) -> Work {
    let actions = &view.insight.actions;
    match page {
        Page::Front => Work::page("actions.html", FRONT, front::context(view)),
        Page::List(index, page) => {
            let output = paginate::output(&actions.lists[index].output, page);
            Work::page("action-list.html", &output, list::context(view, index, page))
        }
        Page::Names(names, page) => {
            let output = paginate::output(names.output(), page);
            Work::page("action-names.html", &output, names::context(view, names, page))
        }
        Page::Ideas(page) => {
            let output = paginate::output(IDEAS, page);
            Work::page("ideas.html", &output, ideas::context(view, page))
        }
        Page::Idea(index, page) => {
            let output = paginate::output(&actions.ideas[index].output, page);
            Work::page("action-list.html", &output, ideas::one(view, index, page))
        }
        Page::Calendar => Work::Calendar,
    }
}

/// What the calendar of the site says.
pub fn calendar<'s>(site: &'s Site, insight: &'s Insight) -> Content<'s> {
    Content::new(site, &insight.actions, insight.actions.items(Filter::Open))
}
