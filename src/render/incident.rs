//! The page of one incident.

use serde::Serialize;
use tera::Value;

use super::brief::Stated;
use super::context::Context;
use super::renderer::{Renderer, section_of};
use super::twin::Alternate;
use super::{actions, before, facts, history, neighbours, similar, timeline, urls, words};
use crate::charts::marks;
use crate::link::DocumentId;
use crate::model::{Document, Kind, PostMortem, Visibility};
use crate::phrases::Phrases;

/// Words that a reader reads in a minute.
const PACE: usize = 200;
/// Deepest headings that the contents list.
const DEEPEST: u8 = 3;

#[derive(Serialize)]
pub(super) struct TocLine<'a> {
    pub id: &'a str,
    pub text: &'a str,
    pub level: u8,
}

#[derive(Serialize)]
pub(super) struct Step {
    pub name: String,
    pub url: String,
}

pub fn context(renderer: &Renderer<'_>, id: DocumentId) -> Context {
    let (site, say) = (renderer.site, renderer.say);
    let (document, output) = (&site.documents[id], &site.outputs[id]);
    let mut context = renderer.document_context(id, output, section_of(Kind::PostMortem));
    insert_trail(&mut context, renderer, id);
    context.insert("alternates", &Vec::from_iter(Alternate::twin(site, say, output, &document.title)));
    context.insert_value("severity", renderer.briefs.severity(Stated::of(site.post_mortem(id))));
    context.insert("facts", &facts::facts(site, say, id, output));
    context.insert("before", &before::before(renderer, id));
    context.insert("similar", &similar::similar(renderer, id));
    context.insert("rail", &neighbours::margin(renderer, id));
    context.insert("backlinks", &neighbours::backlinks(renderer, id));
    let (earlier, later) = neighbours::in_time(renderer, id);
    context.insert_value("earlier", earlier);
    context.insert_value("later", later);
    context.insert("history", &history::history(site, say, id));
    context.insert_body("body", id);
    context.insert_own(id);
    context
}

/// What the page shows of the document alone. It is given nothing else but the words of the site, so that it needs a new look at
/// it only where its text is another, or the theme.
pub fn own(say: &Phrases, document: &Document, known: &PostMortem) -> Context {
    let mut context = Context::new();
    insert_head(&mut context, say, document, known);
    context.insert("other", &facts::other(say, known));
    context.insert("band", &timeline::drawn(say, known));
    let toc = crate::body::toc(document);
    let mut toc: Vec<TocLine<'_>> = toc.iter().filter_map(toc_line).collect();
    // What stands in front matter only gets sections of its own behind the body.
    let timeline_id = document.body.free_anchor("timeline");
    if !known.timeline.is_empty() && known.timeline.iter().all(|entry| !entry.in_body) {
        toc.push(TocLine { id: &timeline_id, text: say.text("incident.timeline"), level: 2 });
        context.insert_value(
            "timeline",
            Value::safe_string(&crate::body::timeline(say, known, document.body.dialect)),
        );
        context.insert("timeline_id", &timeline_id);
    }
    let promises: Vec<_> = known
        .action_items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.in_body)
        .map(|(index, item)| actions::shown(say, index, item))
        .collect();
    let actions_id = document.body.free_anchor("action-items");
    if !promises.is_empty() {
        toc.push(TocLine { id: &actions_id, text: say.text("incident.action-items"), level: 2 });
        context.insert("actions", &promises);
        context.insert("actions_id", &actions_id);
    }
    if toc.len() > 1 {
        context.insert("toc", &toc);
    }
    context
}

fn insert_trail(context: &mut Context, renderer: &Renderer<'_>, id: DocumentId) {
    let (site, say) = (renderer.site, renderer.say);
    let mut trail = vec![Step { name: say.text("incident.trail").into(), url: "index.html".into() }];
    let year = site.post_mortem(id).date.map(|date| date.year());
    if let Some(listed) = site.years.iter().find(|listed| listed.year == year) {
        let name = year.map_or_else(|| say.text("date.undated-year").into(), |year| year.to_string());
        trail.push(Step { name, url: urls::from_root(&listed.output) });
    }
    context.insert("trail", &trail);
}

/// The end of the breadcrumb and the line below the title.
fn insert_head(context: &mut Context, say: &Phrases, document: &Document, known: &PostMortem) {
    let crumb = known.date.map_or_else(|| words::shortened(&document.title, 40), |date| say.day(date));
    context.insert("crumb", &crumb);
    if let Some(summary) = &known.summary {
        context
            .insert_value("deck", Value::safe_string(&crate::body::inline(summary, document.body.dialect)));
    }
    if let Some(over) = is_over(known) {
        context.insert_value("resolved", Value::safe_string(&marks::resolved(say, over)));
    }
    context.insert("near_miss", &known.near_miss);
    context.insert("public", &(known.visibility == Visibility::Public));
    let status = known.status.as_deref();
    let word = |status| say.known("status", status).map_or_else(|| words::label(status), str::to_owned);
    context.insert("status", &status.map(word));
    if let Some(date) = known.date {
        context.insert("date", &date.to_string());
        context.insert("published_time", &known.published.unwrap_or(date).to_string());
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        context.insert("weekday", &say.weekday(weekday));
    }
    if document.body.words > 0 {
        context.insert("reading", &document.body.words.div_ceil(PACE));
    }
}

/// Whether the incident is over, where that is known.
fn is_over(known: &PostMortem) -> Option<bool> {
    known.resolved.or_else(|| known.times.resolved.map(|_| true))
}

pub(super) fn toc_line(entry: &crate::body::TocEntry) -> Option<TocLine<'_>> {
    (entry.level <= DEEPEST).then_some(TocLine { id: &entry.id, text: &entry.text, level: entry.level })
}
