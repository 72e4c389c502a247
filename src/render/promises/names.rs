//! The index of all owners (services, types) that have action items.

use serde::Serialize;

use super::super::context::Context;
use super::FRONT;
use super::row::list_url;
use crate::insight::actions::{Actions, Counts, Filter};
use crate::render::incident::Step;
use crate::render::renderer::Renderer;
use crate::render::{paginate, words};

pub use super::Names;

/// A name and what it has; counts are `None` for none.
#[derive(Serialize)]
struct Name {
    name: String,
    url: Option<String>,
    note: Option<&'static str>,
    open: Option<String>,
    late: Option<String>,
    done: Option<String>,
}

/// The lists that are named after owners (services, types), by name.
pub fn filters(actions: &Actions, names: Names) -> impl Iterator<Item = Filter> {
    actions.lists.iter().map(|list| list.filter).filter(move |filter| names.holds(*filter))
}

/// Pages of the index of so many names; one name alone needs none.
pub fn pages(names: usize) -> usize {
    match names {
        0 | 1 => 0,
        many => paginate::catalog_pages(many),
    }
}

/// What a list is named after; for others what is in it.
pub fn name(renderer: &Renderer<'_>, filter: Filter) -> String {
    let (site, actions) = (renderer.site, &renderer.insight.actions);
    match filter {
        Filter::Owner(index) => actions.owners.list[index].name.clone(),
        Filter::Kind(index) => words::label(&actions.kinds[index]),
        Filter::Service(index) => site.services.entries[index].name.clone(),
        Filter::Cause(index) => site.causes.entries[index].name.clone(),
        Filter::Open => "Open actions".into(),
        Filter::Late => "Late actions".into(),
        Filter::Soon => "Actions due soon".into(),
        Filter::InProgress => "Actions in progress".into(),
        Filter::Done => "Actions done".into(),
        Filter::Dropped => "Actions dropped".into(),
        Filter::All => "All actions".into(),
        Filter::Unowned => "Actions without an owner".into(),
        Filter::Undated => "Actions without a due date".into(),
        Filter::Odd => "Actions with odd dates".into(),
    }
}

pub fn context(renderer: &Renderer<'_>, names: Names, page: usize) -> Context {
    let actions = &renderer.insight.actions;
    let (title, head) = match names {
        Names::Owners => ("Actions by owner", "Owner"),
        Names::Services => ("Actions by service", "Service"),
        Names::Kinds => ("Actions by type", "Type"),
    };
    let output = paginate::output(names.output(), page);
    let mut context = renderer.context(&output, "actions", title);
    context.insert("trail", &[Step { name: "Actions".into(), url: FRONT.into() }]);
    context.insert("head", head);
    let all: Vec<Filter> = filters(actions, names).collect();
    let part = &all[paginate::catalog_range(all.len(), page)];
    context.insert("with_done", &(names != Names::Services));
    let many = words::counted(all.len(), names.one(), names.many());
    context.insert("deck", &format!("{many}, by name. As of {}.", actions.today));
    context.insert("names", &part.iter().map(|filter| row(renderer, *filter)).collect::<Vec<_>>());
    context.insert("pages", &paginate::catalog_pager(names.output(), all.len(), page));
    context
}

fn row(renderer: &Renderer<'_>, filter: Filter) -> Name {
    let actions = &renderer.insight.actions;
    let Counts { open, late, done, .. } = actions.list(filter).map(|list| list.counts).unwrap_or_default();
    let shown = |count: usize| (count > 0).then(|| words::count(count));
    let name = name(renderer, filter);
    let is_team = matches!(filter, Filter::Owner(owner) if actions.owners.list[owner].team.is_some());
    Name {
        note: (is_team && !name.to_lowercase().contains("team")).then_some("team"),
        name,
        url: list_url(renderer, filter),
        open: shown(open),
        late: shown(late),
        done: shown(done),
    }
}

impl Names {
    /// What one of them is called.
    fn one(self) -> &'static str {
        match self {
            Self::Owners => "owner",
            Self::Services => "service",
            Self::Kinds => "type",
        }
    }

    /// What they are called.
    pub fn many(self) -> &'static str {
        match self {
            Self::Owners => "owners",
            Self::Services => "services",
            Self::Kinds => "types",
        }
    }
}
