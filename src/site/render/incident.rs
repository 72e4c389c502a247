//! The page of one incident.

use std::hash::{Hash, Hasher};

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::deferred::Promised;
use super::frame::section_of;
use super::list_row::Stated;
use super::twin::Alternate;
use super::urls::{self, Step};
use super::view::View;
use super::{actions, before, facts, history, neighbours, similar, timeline, words};
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Document, Kind, PostMortem, Visibility};
use crate::core::phrases::Phrases;
use crate::know::insight::NEIGHBOURS;
use crate::know::link::DocumentId;
use crate::site::charts::marks;

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

/// All that the page of an incident is made of, but for the settings and the words of the site. From this and nothing else it
/// is made, so that it is looked at again only where this is another.
#[derive(Hash)]
pub struct IncidentInputs<'s> {
    own: Own<'s>,
    /// The year that lists it, and the page of that.
    year: Option<(Option<i16>, &'s str)>,
    named: facts::Named<'s>,
    before: Option<before::BeforeInputs<'s>>,
    similar: Vec<similar::SimilarInputs>,
    rail: Vec<neighbours::NeighbourInputs<'s>>,
    backlinks: Vec<neighbours::From<'s>>,
    /// The incident before it in time, and the one after it.
    earlier: Option<Promised>,
    later: Option<Promised>,
    history: Option<history::HistoryInputs<'s>>,
}

/// The document itself, known by its text, its address and where its links lead.
struct Own<'s> {
    id: DocumentId,
    document: &'s Document,
    known: &'s PostMortem,
    output: &'s str,
    of: Fingerprint,
}

impl Hash for Own<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.of.hash(state);
    }
}

/// Looks at all that the page shows.
pub fn inputs<'s>(view: &'s View<'_>, id: DocumentId) -> IncidentInputs<'s> {
    let site = view.site;
    let own = Own {
        id,
        document: &site.documents[id],
        known: site.post_mortem(id),
        output: &site.outputs[id],
        of: crate::site::body::fingerprint(site, id),
    };
    let year = own.known.date.map(|date| date.year());
    let returns = view.insight.recurrence.before(site, id, NEIGHBOURS);
    let (earlier, later) = neighbours::in_time(view, id);
    IncidentInputs {
        own,
        year: site
            .years
            .iter()
            .find(|listed| listed.year == year)
            .map(|listed| (year, listed.output.as_str())),
        named: facts::named(site, id),
        before: before::inputs(view, &returns),
        similar: similar::inputs(view, id),
        rail: neighbours::margin(view, id, &returns),
        backlinks: neighbours::backlinks(site, id),
        earlier,
        later,
        history: history::inputs(site, id),
    }
}

/// The page; of the view it needs the words of the site and its settings.
pub fn context(view: &View<'_>, seen: &IncidentInputs<'_>) -> Context {
    let (say, config) = (view.say, &view.site.config);
    let &Own { id, document, known, output, .. } = &seen.own;
    let mut context = view.document_context(document, output, section_of(Kind::PostMortem));
    insert_own(&mut context, say, document, known);
    context.insert("trail", &trail(say, seen.year));
    let twin = Alternate::twin(config, say, output, &document.title);
    context.insert("alternates", &Vec::from_iter(twin));
    context.insert_value("severity", view.list_rows.severity(Stated::of(known)));
    context.insert("facts", &facts::facts(say, known, &seen.named, output));
    let before = seen.before.as_ref().map(|seen| before::view(say, &view.list_rows, known.date, seen));
    context.insert("before", &before);
    context.insert("similar", &similar::view(say, output, &seen.similar));
    context.insert("rail", &neighbours::view(say, output, &seen.rail));
    context.insert("backlinks", &neighbours::links(&seen.backlinks));
    let in_time = |other: Option<Promised>| other.map_or_else(Value::none, Promised::stand_in);
    context.insert_value("earlier", in_time(seen.earlier));
    context.insert_value("later", in_time(seen.later));
    let path = &document.source.path;
    context.insert("history", &seen.history.map(|seen| history::view(config, say, known, path, seen)));
    context.insert_body("body", id);
    context
}

/// What the page shows of the document alone.
fn insert_own(context: &mut Context, say: &Phrases, document: &Document, known: &PostMortem) {
    insert_head(context, say, document, known);
    context.insert("other", &facts::other(say, known));
    context.insert("band", &timeline::drawn(say, known));
    let toc = crate::site::body::toc(document);
    let mut toc: Vec<TocLine<'_>> = toc.iter().filter_map(toc_line).collect();
    // What stands in front matter only gets sections of its own behind the body.
    let timeline_id = document.body.free_anchor("timeline");
    if !known.timeline.is_empty() && known.timeline.iter().all(|entry| !entry.in_body) {
        toc.push(TocLine { id: &timeline_id, text: say.text("incident.timeline"), level: 2 });
        context.insert_value(
            "timeline",
            Value::safe_string(&crate::site::body::timeline(say, known, document.body.dialect)),
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
}

fn trail(say: &Phrases, year: Option<(Option<i16>, &str)>) -> Vec<Step> {
    let mut trail =
        vec![Step { name: say.text("incident.trail").into(), url: urls::from_root("index.html") }];
    if let Some((year, output)) = year {
        let name = year.map_or_else(|| say.text("date.undated-year").into(), |year| year.to_string());
        trail.push(Step { name, url: urls::from_root(output) });
    }
    trail
}

/// The end of the breadcrumb and the line below the title.
fn insert_head(context: &mut Context, say: &Phrases, document: &Document, known: &PostMortem) {
    let crumb = known.date.map_or_else(|| words::shortened(&document.title, 40), |date| say.day(date));
    context.insert("crumb", &crumb);
    if let Some(summary) = &known.summary {
        context.insert_value(
            "deck",
            Value::safe_string(&crate::site::body::inline(summary, document.body.dialect)),
        );
    }
    if let Some(over) = is_over(known) {
        context.insert_value("resolved", Value::safe_string(&marks::resolved(say, over)));
    }
    context.insert("near_miss", &known.is_near_miss());
    context.insert("kind", &words::kind(say, known.kind));
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

pub(super) fn toc_line(entry: &crate::site::body::TocEntry) -> Option<TocLine<'_>> {
    (entry.level <= DEEPEST).then_some(TocLine { id: &entry.id, text: &entry.text, level: entry.level })
}
