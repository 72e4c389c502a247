//! The filters above a list of action items: links to other lists, each with how many there are.

use std::cmp::Reverse;

use serde::Serialize;

use super::names::{self, Names};
use super::row::list_url;
use super::{FRONT, IDEAS};
use crate::know::insight::actions::{Actions, Filter};
use crate::site::render::renderer::Renderer;
use crate::site::render::urls::{self, Href};

/// Names in one row; of more, a page lists them all.
const NAMES: usize = 8;

/// A row of filters.
#[derive(Debug, Serialize)]
pub struct Group {
    pub label: String,
    pub links: Vec<Link>,
}

#[derive(Debug, Serialize)]
pub struct Link {
    pub name: String,
    pub url: Href,
    /// How many there are; `None` for a page that lists names.
    pub count: Option<String>,
    pub is_current: bool,
}

/// The names that every list offers as a choice; found once, since there are as many lists as names.
pub struct Choices {
    owners: Choice,
    kinds: Choice,
    services: Choice,
}

/// The names of one kind.
struct Choice {
    /// Those offered, whatever list is shown.
    filters: Vec<Filter>,
    /// How many there are.
    all: usize,
}

impl Choices {
    pub fn new(actions: &Actions) -> Self {
        let choice = |kind| {
            let mut filters: Vec<Filter> = names::filters(actions, kind)
                .filter(|filter| !pending(actions, *filter).is_empty())
                .collect();
            match kind {
                Names::Owners => keep_teams(actions, &mut filters),
                Names::Kinds | Names::Services => {
                    // Stable, so that what has as many stays in the order of names.
                    filters.sort_by_cached_key(|filter| Reverse(pending(actions, *filter).len()));
                    filters.truncate(NAMES);
                }
            }
            Choice { filters, all: names::filters(actions, kind).count() }
        };
        Self { owners: choice(Names::Owners), kinds: choice(Names::Kinds), services: choice(Names::Services) }
    }

    fn of(&self, kind: Names) -> &Choice {
        match kind {
            Names::Owners => &self.owners,
            Names::Kinds => &self.kinds,
            Names::Services => &self.services,
        }
    }
}

/// All rows that have a choice in them; `current` is the list that is shown.
pub fn groups(renderer: &Renderer<'_>, current: Option<Filter>) -> Vec<Group> {
    let say = renderer.say;
    let mut groups =
        vec![Group { label: say.text("action-list.state").to_owned(), links: states(renderer, current) }];
    for (key, kind) in [
        ("action-list.owner", Names::Owners),
        ("action-list.type", Names::Kinds),
        ("action-list.service", Names::Services),
    ] {
        let links = named(renderer, kind, current);
        let is_choice = links.len() > 1 || names::pages(renderer.choices.of(kind).all) > 0;
        if is_choice && !links.is_empty() || links.iter().any(|link| link.is_current) {
            groups.push(Group { label: say.text(key).to_owned(), links });
        }
    }
    groups
}

fn states(renderer: &Renderer<'_>, current: Option<Filter>) -> Vec<Link> {
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
        .filter_map(|(filter, key)| link(renderer, filter, renderer.say.fill(key, &[]), current))
        .collect();
    let ideas = renderer.insight.actions.ideas.len();
    if ideas > 0 {
        links.push(Link {
            name: renderer.say.text("actions.ideas").into(),
            url: urls::from_root(IDEAS),
            count: Some(renderer.say.count(ideas)),
            is_current: false,
        });
    }
    links
}

/// Names whose lists have something open, by name; services by how much, for there are many.
fn named(renderer: &Renderer<'_>, kind: Names, current: Option<Filter>) -> Vec<Link> {
    let &Choice { ref filters, all } = renderer.choices.of(kind);
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
        .filter_map(|filter| link(renderer, *filter, names::name(renderer, *filter), current))
        .collect();
    if kind == Names::Owners {
        links.extend(link(
            renderer,
            Filter::Unowned,
            renderer.say.text("action-list.show-unowned").into(),
            current,
        ));
    }
    if names::pages(all) > 0 && all > filters.len() {
        links.push(Link {
            name: renderer.say.counted(kind.all(), all),
            url: urls::from_root(kind.output()),
            count: None,
            is_current: false,
        });
    }
    links
}

/// Keeps only the teams of many owners; of many teams, none, since any choice among them would be a ranking.
fn keep_teams(actions: &Actions, filters: &mut Vec<Filter>) {
    let is_team = |filter: &Filter| matches!(filter, Filter::Owner(owner) if actions.owners.list[*owner].team.is_some());
    if filters.len() > NAMES {
        filters.retain(is_team);
    }
    if filters.len() > NAMES {
        filters.clear();
    }
}

fn pending(actions: &Actions, filter: Filter) -> &[usize] {
    actions.pending(actions.items(filter))
}

fn link(renderer: &Renderer<'_>, filter: Filter, name: String, current: Option<Filter>) -> Option<Link> {
    let actions = &renderer.insight.actions;
    let list = actions.list(filter)?;
    let is_by_name = matches!(filter, Filter::Owner(_) | Filter::Kind(_));
    let count = if is_by_name { pending(actions, filter).len() } else { list.items.len() };
    // What is open is on the first page.
    let url = if filter == Filter::Open { urls::from_root(FRONT) } else { list_url(renderer, filter)? };
    Some(Link { name, url, count: Some(renderer.say.count(count)), is_current: Some(filter) == current })
}
