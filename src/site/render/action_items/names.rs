//! The index of all owners (services, types) that have action items.

use crate::site::render::urls::{self, Href};
use serde::Serialize;

use super::super::context::Context;
use super::FRONT;
use super::choices::{Names, filters};
use super::row::list_url;
use crate::core::labels::capitalised;
use crate::know::insight::actions::{Counts, Filter};
use crate::site::render::urls::Step;
use crate::site::render::view::View;
use crate::site::render::{paginate, words};

/// A name and what it has; counts are `None` for none.
#[derive(Serialize)]
struct Name {
    name: String,
    url: Option<Href>,
    note: Option<String>,
    open: Option<String>,
    late: Option<String>,
    done: Option<String>,
}

/// Pages of the index of so many names; one name alone needs none.
pub fn pages(names: usize) -> usize {
    match names {
        0 | 1 => 0,
        many => paginate::catalog_pages(many),
    }
}

/// What a list is named after; for others what is in it.
pub fn name(view: &View<'_>, filter: Filter) -> String {
    let (site, actions, say) = (view.site, &view.insight.actions, view.say);
    match filter {
        Filter::Owner(index) => actions.owners.list[index].name.clone(),
        Filter::Kind(index) => match say.known("action-type", &actions.kinds[index]) {
            Some(word) => capitalised(word),
            None => words::label(&actions.kinds[index]),
        },
        Filter::Service(index) => site.services.entries[index].name.clone(),
        Filter::Cause(index) => site.causes.entries[index].name.clone(),
        Filter::Open => say.text("action-list.open").into(),
        Filter::Deferred => say.text("action-list.late").into(),
        Filter::Soon => say.text("action-list.soon").into(),
        Filter::InProgress => say.text("action-list.in-progress").into(),
        Filter::Done => say.text("action-list.done").into(),
        Filter::Dropped => say.text("action-list.dropped").into(),
        Filter::All => say.text("action-list.all").into(),
        Filter::Unowned => say.text("action-list.unowned").into(),
        Filter::Undated => say.text("action-list.undated").into(),
        Filter::Odd => say.text("action-list.odd").into(),
    }
}

pub fn context(view: &View<'_>, names: Names, page: usize) -> Context {
    let actions = &view.insight.actions;
    let say = view.say;
    let (title, head, deck) = match names {
        Names::Owners => ("action-list.by-owner", "action-list.owner", "action-list.owners"),
        Names::Services => ("action-list.by-service", "action-list.service", "action-list.services"),
        Names::Kinds => ("action-list.by-type", "action-list.type", "action-list.types"),
    };
    let output = paginate::output(names.output(), page);
    let mut context = view.context(&output, "actions", say.text(title));
    context.insert("trail", &[Step { name: say.text("actions.title").into(), url: urls::from_root(FRONT) }]);
    context.insert("head", say.text(head));
    let all: Vec<Filter> = filters(actions, names).collect();
    let part = &all[paginate::catalog_range(all.len(), page)];
    context.insert("with_done", &(names != Names::Services));
    let today = say.long(actions.today);
    context.insert("deck", &say.counted_with(deck, all.len(), &[("day", &today)]));
    context.insert("names", &part.iter().map(|filter| row(view, *filter)).collect::<Vec<_>>());
    context.insert("pages", &paginate::catalog_pager(say, names.output(), all.len(), page));
    context
}

fn row(view: &View<'_>, filter: Filter) -> Name {
    let actions = &view.insight.actions;
    let Counts { open, late, done, .. } = actions.list(filter).map(|list| list.counts).unwrap_or_default();
    let shown = |count: usize| (count > 0).then(|| view.say.count(count));
    let name = name(view, filter);
    let is_team = matches!(filter, Filter::Owner(owner) if actions.owners.list[owner].team.is_some());
    Name {
        note: (is_team && !name.to_lowercase().contains("team"))
            .then(|| view.say.text("action-list.team").to_owned()),
        name,
        url: list_url(view, filter),
        open: shown(open),
        late: shown(late),
        done: shown(done),
    }
}

impl Names {
    /// The key of what leads to all of them.
    pub fn all(self) -> &'static str {
        match self {
            Self::Owners => "action-list.all-owners",
            Self::Services => "action-list.all-services",
            Self::Kinds => "action-list.all-types",
        }
    }
}
