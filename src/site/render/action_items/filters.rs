//! The filters above a list of action items: links to other lists, each with how many there are.

use super::choices::{Choice, NAMES, Names, pending};
use super::names;
use super::row::list_url;
use super::{FRONT, IDEAS};
use crate::know::insight::actions::Filter;
use crate::site::render::filter_links::{Group, Link};
use crate::site::render::urls;
use crate::site::render::view::View;

/// All rows that have a choice in them; `current` is the list that is shown.
pub fn groups(view: &View<'_>, current: Option<Filter>) -> Vec<Group> {
    let say = view.say;
    let mut groups =
        vec![Group { label: say.text("action-list.state").to_owned(), links: states(view, current) }];
    for (key, kind) in [
        ("action-list.owner", Names::Owners),
        ("action-list.type", Names::Kinds),
        ("action-list.service", Names::Services),
    ] {
        let links = named(view, kind, current);
        let is_choice = links.len() > 1 || names::pages(view.choices.of(kind).all) > 0;
        if is_choice && !links.is_empty() || links.iter().any(|link| link.is_current) {
            groups.push(Group { label: say.text(key).to_owned(), links });
        }
    }
    groups
}

fn states(view: &View<'_>, current: Option<Filter>) -> Vec<Link> {
    let states = [
        (Filter::Open, "action-list.show-open"),
        (Filter::Deferred, "action-list.show-late"),
        (Filter::Soon, "action-list.show-soon"),
        (Filter::InProgress, "action-list.show-in-progress"),
        (Filter::Undated, "action-list.show-undated"),
        (Filter::Done, "action-list.show-done"),
        (Filter::Dropped, "action-list.show-dropped"),
        (Filter::All, "action-list.show-all"),
        (Filter::Odd, "action-list.show-odd"),
    ];
    let mut links: Vec<Link> = states
        .into_iter()
        .filter_map(|(filter, key)| link(view, filter, view.say.fill(key, &[]), current))
        .collect();
    let ideas = view.insight.actions.ideas.len();
    if ideas > 0 {
        links.push(Link {
            name: view.say.text("actions.ideas").into(),
            url: urls::from_root(IDEAS),
            count: Some(view.say.count(ideas)),
            is_current: false,
        });
    }
    links
}

/// Names whose lists have something open, by name; services by how much, for there are many.
fn named(view: &View<'_>, kind: Names, current: Option<Filter>) -> Vec<Link> {
    let &Choice { ref filters, all } = view.choices.of(kind);
    let mut filters = filters.clone();
    if let Some(current) = current.filter(|current| kind.holds(*current)) {
        match kind {
            Names::Owners if filters.contains(&current) => {}
            Names::Owners => {
                filters.push(current);
                filters.sort_unstable();
            }
            Names::Kinds | Names::Services => {
                filters.retain(|filter| *filter != current);
                filters.insert(0, current);
                filters.truncate(NAMES);
            }
        }
    }
    let mut links: Vec<Link> = filters
        .iter()
        .filter_map(|filter| link(view, *filter, names::name(view, *filter), current))
        .collect();
    if kind == Names::Owners {
        links.extend(link(view, Filter::Unowned, view.say.text("action-list.show-unowned").into(), current));
    }
    if names::pages(all) > 0 && all > filters.len() {
        links.push(Link {
            name: view.say.counted(kind.all(), all),
            url: urls::from_root(kind.output()),
            count: None,
            is_current: false,
        });
    }
    links
}

fn link(view: &View<'_>, filter: Filter, name: String, current: Option<Filter>) -> Option<Link> {
    let actions = &view.insight.actions;
    let list = actions.list(filter)?;
    let is_by_name = matches!(filter, Filter::Owner(_) | Filter::Kind(_));
    let count = if is_by_name { pending(actions, filter).len() } else { list.items.len() };
    // What is open is on the first page.
    let url = if filter == Filter::Open { urls::from_root(FRONT) } else { list_url(view, filter)? };
    Some(Link { name, url, count: Some(view.say.count(count)), is_current: Some(filter) == current })
}
