//! The page of one list of action items.

use super::super::context::Context;
use super::row;
use super::{FRONT, filters, names};
use crate::know::insight::actions::{Counts, Filter, List, SOON, TrackedActionId};
use crate::site::render::incident::Step;
use crate::site::render::renderer::Renderer;
use crate::site::render::{paginate, urls};

pub fn context(renderer: &Renderer<'_>, index: usize, page: usize) -> Context {
    let list = &renderer.insight.actions.lists[index];
    let (say, name) = (renderer.say, names::name(renderer, list.filter));
    let of = |what: &str, name: &str| say.fill(&format!("action-list.of-{what}"), &[("name", name)]);
    let title = match list.filter {
        Filter::Owner(_) => of("owner", &name),
        Filter::Kind(index) => {
            let kind = &renderer.insight.actions.kinds[index];
            of("type", say.known("action-type", kind).unwrap_or(&name.to_lowercase()))
        }
        Filter::Service(_) => of("service", &name),
        Filter::Cause(_) => of("cause", &name),
        _ => name,
    };
    let output = paginate::output(&list.output, page);
    let mut context = renderer.context(&output, "actions", &title);
    context.insert("trail", &[Step { name: say.text("actions.title").into(), url: urls::from_root(FRONT) }]);
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
    items: &[TrackedActionId],
    page: usize,
) {
    let part = &items[paginate::action_range(items.len(), page)];
    context.insert("columns", &row::columns(renderer));
    context.insert("rows", &part.iter().map(|id| renderer.row(*id)).collect::<Vec<_>>());
    context.insert("pages", &paginate::action_pager(renderer.say, output, items.len(), page));
}

/// What there is, in a sentence.
fn deck(renderer: &Renderer<'_>, list: &List) -> String {
    let actions = &renderer.insight.actions;
    let say = renderer.say;
    let (all, today) = (say.counted("count.action-items", list.items.len()), say.long(actions.today));
    match list.filter {
        Filter::Soon => say
            .fill("action-list.deck-soon", &[("items", &all), ("days", &SOON.to_string()), ("day", &today)]),
        Filter::Odd => say.fill("action-list.deck-odd", &[("items", &all)]),
        Filter::Done => say.fill("action-list.deck-done", &[("items", &all)]),
        Filter::Dropped => say.fill("action-list.deck-dropped", &[("items", &all)]),
        _ => {
            let Counts { open, late, done, dropped } = list.counts;
            let parts = [
                (open, "action-list.count-open"),
                (late, "action-list.count-late"),
                (done, "action-list.count-done"),
                (dropped, "action-list.count-dropped"),
            ];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, key)| say.counted(key, *count))
                .collect();
            say.fill("action-list.deck", &[("list", &say.comma(&parts)), ("day", &today)])
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
