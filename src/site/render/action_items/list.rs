//! The page of one list of action items.

use super::super::context::Context;
use super::row;
use super::{FRONT, filters, names};
use crate::know::insight::actions::{Counts, Filter, List, SOON, TrackedActionId};
use crate::site::render::urls::Step;
use crate::site::render::view::View;
use crate::site::render::{paginate, urls};

pub fn context(view: &View<'_>, index: usize, page: usize) -> Context {
    let list = &view.insight.actions.lists[index];
    let (say, name) = (view.say, names::name(view, list.filter));
    let of = |what: &str, name: &str| say.fill(&format!("action-list.of-{what}"), &[("name", name)]);
    let title = match list.filter {
        Filter::Owner(_) => of("owner", &name),
        Filter::Kind(index) => {
            let kind = &view.insight.actions.kinds[index];
            of("type", say.known("action-type", kind).unwrap_or(&name.to_lowercase()))
        }
        Filter::Service(_) => of("service", &name),
        Filter::Cause(_) => of("cause", &name),
        _ => name,
    };
    let output = paginate::output(&list.output, page);
    let mut context = view.context(&output, "actions", &title);
    context.insert("trail", &[Step { name: say.text("actions.title").into(), url: urls::from_root(FRONT) }]);
    context.insert("deck", &deck(view, list));
    context.insert("about", &about(view, list.filter));
    context.insert("groups", &filters::groups(view, Some(list.filter)));
    insert_rows(&mut context, view, &list.output, &list.items, page);
    context
}

/// The rows of one page, and the way to the others.
pub fn insert_rows(
    context: &mut Context,
    view: &View<'_>,
    output: &str,
    items: &[TrackedActionId],
    page: usize,
) {
    let part = &items[paginate::action_range(items.len(), page)];
    context.insert("columns", &row::columns(view));
    context.insert("rows", &part.iter().map(|id| view.row(*id)).collect::<Vec<_>>());
    context.insert("pages", &paginate::action_pager(view.say, output, items.len(), page));
}

/// What there is, in a sentence.
fn deck(view: &View<'_>, list: &List) -> String {
    let actions = &view.insight.actions;
    let say = view.say;
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
fn about(view: &View<'_>, filter: Filter) -> Option<Step> {
    let site = view.site;
    let entry = match filter {
        Filter::Owner(index) => &site.teams.entries[view.insight.actions.owners.list[index].team?],
        Filter::Service(index) => &site.services.entries[index],
        Filter::Cause(index) => &site.causes.entries[index],
        _ => return None,
    };
    Some(Step { name: entry.name.clone(), url: urls::from_root(&entry.output) })
}
