//! The page of one list of action items.

use super::super::context::Context;
use super::row;
use super::{FRONT, filters, names};
use crate::insight::actions::{Counts, Filter, List, PromiseId, SOON};
use crate::render::incident::Step;
use crate::render::renderer::Renderer;
use crate::render::{paginate, urls, words};

pub fn context(renderer: &Renderer<'_>, index: usize, page: usize) -> Context {
    let list = &renderer.insight.actions.lists[index];
    let name = names::name(renderer, list.filter);
    let title = match list.filter {
        Filter::Owner(_) => format!("Actions of {name}"),
        Filter::Kind(_) => format!("Actions to {}", name.to_lowercase()),
        Filter::Service(_) => format!("Open actions for {name}"),
        Filter::Cause(_) => format!("Open actions against {name}"),
        _ => name,
    };
    let output = paginate::output(&list.output, page);
    let mut context = renderer.context(&output, "actions", &title);
    context.insert("trail", &[Step { name: "Actions".into(), url: FRONT.into() }]);
    context.insert("deck", &deck(renderer, list));
    context.insert("about", &about(renderer, list.filter));
    context.insert("groups", &filters::groups(renderer, Some(list.filter)));
    insert_rows(&mut context, renderer, &list.output, &list.items, page);
    context
}

/// The rows of one page, and the way to the others.
pub fn insert_rows(
    context: &mut Context,
    renderer: &Renderer<'_>,
    output: &str,
    items: &[PromiseId],
    page: usize,
) {
    let part = &items[paginate::action_range(items.len(), page)];
    context.insert("columns", &row::columns(renderer));
    context.insert("rows", &part.iter().map(|id| renderer.row(*id)).collect::<Vec<_>>());
    context.insert("pages", &paginate::action_pager(output, items.len(), page));
}

/// What there is, in a sentence.
fn deck(renderer: &Renderer<'_>, list: &List) -> String {
    let actions = &renderer.insight.actions;
    let all = words::counted(list.items.len(), "action item", "action items");
    match list.filter {
        Filter::Soon => format!("{all}, due within {SOON} days of {}.", actions.today),
        Filter::Odd => {
            format!("{all} with a date before their incident. These dates are left out of all figures.")
        }
        Filter::Done => format!("{all}, the latest first."),
        Filter::Dropped => format!("{all} decided against, the latest first."),
        _ => {
            let Counts { open, late, done, dropped } = list.counts;
            let parts = [(open, "open"), (late, "late"), (done, "done"), (dropped, "dropped")];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{} {word}", words::count(*count)))
                .collect();
            format!("{}. As of {}.", parts.join(", "), actions.today)
        }
    }
}

/// The page of the team, service or cause that a list is of.
fn about(renderer: &Renderer<'_>, filter: Filter) -> Option<Step> {
    let site = renderer.site;
    let entry = match filter {
        Filter::Owner(index) => &site.teams.entries[renderer.insight.actions.owners.list[index].team?],
        Filter::Service(index) => &site.services.entries[index],
        Filter::Cause(index) => &site.causes.entries[index],
        _ => return None,
    };
    Some(Step { name: entry.name.clone(), url: urls::from_root(&entry.output) })
}
