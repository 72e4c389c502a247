//! Ideas that recur: the list of them, and the page of one that many post-mortems have.

use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::list::insert_rows;
use super::{FRONT, IDEAS, filters, row};
use crate::core::phrases::Phrases;
use crate::know::insight::actions::{Actions, Idea};
use crate::site::render::urls::Step;
use crate::site::render::urls::{self, Href};
use crate::site::render::view::View;
use crate::site::render::{paginate, words};

/// Action items that are listed with an idea; of more, the idea has a page of its own.
const ITEMS: usize = 8;
/// Longest title, in characters.
const TITLE: usize = 160;

/// An idea as templates see it.
#[derive(Serialize)]
pub struct IdeaSummary {
    id: String,
    title: String,
    url: Href,
    /// `4 post-mortems since 2017 · 1 open, 3 done`
    note: String,
    rows: Vec<Value>,
    /// Words and address of the rest.
    more: Option<(String, Href)>,
}

/// Pages of the list; none where there is no idea.
pub fn pages(actions: &Actions) -> usize {
    if actions.ideas.is_empty() { 0 } else { paginate::idea_pages(actions.ideas.len()) }
}

/// Whether not all of it fits into the list.
pub fn has_page(idea: &Idea) -> bool {
    idea.items.len() > ITEMS
}

pub fn context(view: &View<'_>, page: usize) -> Context {
    let (actions, say) = (&view.insight.actions, view.say);
    let output = paginate::output(IDEAS, page);
    let mut context = view.context(&output, "actions", say.text("actions.ideas"));
    context.insert("trail", &[Step { name: say.text("actions.title").into(), url: urls::from_root(FRONT) }]);
    let today = say.long(actions.today);
    let deck = say.counted_with("action-list.ideas-deck", actions.ideas.len(), &[("day", &today)]);
    context.insert("deck", &deck);
    let part = paginate::idea_range(actions.ideas.len(), page);
    let ideas: Vec<IdeaSummary> = part.map(|index| summary(view, index, ITEMS)).collect();
    context.insert("columns", &row::columns(view));
    context.insert("ideas", &ideas);
    context.insert("pages", &paginate::idea_pager(say, IDEAS, actions.ideas.len(), page));
    context
}

/// The page of an idea that many post-mortems have.
pub fn one(view: &View<'_>, index: usize, page: usize) -> Context {
    let idea = &view.insight.actions.ideas[index];
    let (first, title) = (&idea.output, words::shortened(&idea.title, TITLE));
    let mut context = view.context(&paginate::output(first, page), "actions", &title);
    let say = view.say;
    let trail = [(say.text("actions.title"), FRONT), (say.text("actions.ideas"), IDEAS)];
    context.insert("trail", &trail.map(|(name, url)| Step { name: name.into(), url: urls::from_root(url) }));
    context.insert("deck", &format!("{}.", note(say, idea)));
    context.insert("groups", &filters::groups(view, None));
    insert_rows(&mut context, view, first, &idea.items, page);
    context
}

/// The ideas of most post-mortems, without their action items.
pub fn summaries(view: &View<'_>, most: usize) -> Vec<IdeaSummary> {
    let count = view.insight.actions.ideas.len().min(most);
    (0..count).map(|index| summary(view, index, 0)).collect()
}

fn summary(view: &View<'_>, index: usize, rows: usize) -> IdeaSummary {
    let idea = &view.insight.actions.ideas[index];
    let place = paginate::output(IDEAS, paginate::idea_page(index));
    let name = idea.output.rsplit('/').next().unwrap_or_default();
    let id = format!("idea-{}", name.trim_end_matches(".html"));
    let more = || {
        let words = view.say.counted("action-list.idea-more", idea.items.len());
        (words, urls::from_root(&idea.output))
    };
    IdeaSummary {
        title: words::shortened(&idea.title, TITLE),
        url: urls::from_root(&place).at(&id),
        id,
        note: note(view.say, idea),
        rows: idea.items.iter().take(rows).map(|id| view.row(*id)).collect(),
        more: has_page(idea).then(more),
    }
}

fn note(say: &Phrases, idea: &Idea) -> String {
    let mut note = say.counted("count.post-mortems", idea.post_mortems);
    if let Some((first, last)) = idea.years {
        let (from, to) = (first.to_string(), last.to_string());
        let key = if first == last { "action-list.idea-in" } else { "action-list.idea-years" };
        let given = [("post-mortems", note.as_str()), ("year", &from), ("first", &from), ("last", &to)];
        note = say.fill(key, &given);
    }
    let states = [
        (idea.open, "action-list.count-open"),
        (idea.done, "action-list.count-done"),
        (idea.dropped, "action-list.count-dropped"),
    ];
    let states: Vec<String> =
        states.iter().filter(|(count, _)| *count > 0).map(|(count, key)| say.counted(key, *count)).collect();
    format!("{note} · {}", say.comma(&states))
}
