//! Ideas that recur: the list of them, and the page of one that many post-mortems have.

use serde::Serialize;
use tera::Value;

use super::super::context::Context;
use super::list::insert_rows;
use super::{FRONT, IDEAS, filters, row};
use crate::insight::actions::{Actions, Idea};
use crate::link::address;
use crate::render::incident::Step;
use crate::render::renderer::Renderer;
use crate::render::{paginate, urls, words};

/// Action items that are listed with an idea; of more, the idea has a page of its own.
const ITEMS: usize = 8;
/// Longest title, in characters.
const TITLE: usize = 160;

/// An idea as templates see it.
#[derive(Serialize)]
pub struct Brief {
    id: String,
    title: String,
    url: String,
    /// `4 post-mortems since 2017 · 1 open, 3 done`
    note: String,
    rows: Vec<Value>,
    /// Words and address of the rest.
    more: Option<(String, String)>,
}

/// Pages of the list; none where there is no idea.
pub fn pages(actions: &Actions) -> usize {
    if actions.ideas.is_empty() { 0 } else { paginate::idea_pages(actions.ideas.len()) }
}

/// Whether not all of it fits into the list.
pub fn has_page(idea: &Idea) -> bool {
    idea.items.len() > ITEMS
}

pub fn context(renderer: &Renderer<'_>, page: usize) -> Context {
    let actions = &renderer.insight.actions;
    let output = paginate::output(IDEAS, page);
    let mut context = renderer.context(&output, "actions", "Ideas that recur");
    context.insert("trail", &[Step { name: "Actions".into(), url: FRONT.into() }]);
    let all = words::counted(actions.ideas.len(), "idea", "ideas");
    let deck =
        format!("{all} that more than one post-mortem had, found by wording. As of {}.", actions.today);
    context.insert("deck", &deck);
    let part = paginate::idea_range(actions.ideas.len(), page);
    let ideas: Vec<Brief> = part.map(|index| brief(renderer, index, ITEMS)).collect();
    context.insert("columns", &row::columns(renderer));
    context.insert("ideas", &ideas);
    context.insert("pages", &paginate::idea_pager(IDEAS, actions.ideas.len(), page));
    context
}

/// The page of an idea that many post-mortems have.
pub fn one(renderer: &Renderer<'_>, index: usize, page: usize) -> Context {
    let idea = &renderer.insight.actions.ideas[index];
    let (first, title) = (&idea.output, words::shortened(&idea.title, TITLE));
    let mut context = renderer.context(&paginate::output(first, page), "actions", &title);
    let trail = [("Actions", FRONT), ("Ideas that recur", IDEAS)];
    context.insert("trail", &trail.map(|(name, url)| Step { name: name.into(), url: url.into() }));
    context.insert("deck", &format!("{}.", note(idea)));
    context.insert("groups", &filters::groups(renderer, None));
    insert_rows(&mut context, renderer, first, &idea.items, page);
    context
}

/// The ideas of most post-mortems, without their action items.
pub fn briefs(renderer: &Renderer<'_>, most: usize) -> Vec<Brief> {
    let count = renderer.insight.actions.ideas.len().min(most);
    (0..count).map(|index| brief(renderer, index, 0)).collect()
}

fn brief(renderer: &Renderer<'_>, index: usize, rows: usize) -> Brief {
    let idea = &renderer.insight.actions.ideas[index];
    let place = paginate::output(IDEAS, paginate::idea_page(index));
    let name = idea.output.rsplit('/').next().unwrap_or_default();
    let id = format!("idea-{}", name.trim_end_matches(".html"));
    let more = || {
        let words = format!("All {}", words::counted(idea.items.len(), "action item", "action items"));
        (words, urls::from_root(&idea.output))
    };
    Brief {
        title: words::shortened(&idea.title, TITLE),
        url: format!("{}#{}", urls::from_root(&place), address::encode(&id)),
        id,
        note: note(idea),
        rows: idea.items.iter().take(rows).map(|id| renderer.row(*id)).collect(),
        more: has_page(idea).then(more),
    }
}

fn note(idea: &Idea) -> String {
    let mut note = words::counted(idea.post_mortems, "post-mortem", "post-mortems");
    match idea.years {
        Some((first, last)) if first == last => note.push_str(&format!(" in {first}")),
        Some((first, last)) => note.push_str(&format!(", {first} to {last}")),
        None => {}
    }
    let states = [(idea.open, "open"), (idea.done, "done"), (idea.dropped, "dropped")];
    let states: Vec<String> = states
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", words::count(*count)))
        .collect();
    format!("{note} · {}", states.join(", "))
}
