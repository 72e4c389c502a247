//! What happened in the knowledge base lately: a page of its own, and a part of the first one.

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::plan;
use super::renderer::Renderer;
use super::{urls, words};
use crate::insight::changes::{New, Newness, Return};
use crate::link::DocumentId;

/// Post-mortems that are listed under one heading.
const MOST: usize = 50;
/// Anniversaries on the first page.
const FEW: usize = 3;

/// A post-mortem and why it is listed.
#[derive(Serialize)]
struct Line<'a> {
    title: &'a str,
    url: String,
    severity: Value,
    /// Day of the change.
    date: Option<String>,
    text: String,
}

/// Post-mortems under one heading.
#[derive(Serialize)]
struct Part<'a> {
    id: &'static str,
    title: &'static str,
    count: String,
    lines: Vec<Line<'a>>,
    /// How many more there are.
    more: Option<String>,
}

/// A number of changes of one kind, for the first page.
#[derive(Serialize)]
struct Count {
    count: String,
    text: &'static str,
    url: String,
}

/// What the first page says of it.
#[derive(Serialize)]
pub struct Brief<'a> {
    url: &'static str,
    days: u16,
    since: String,
    counts: Vec<Count>,
    anniversaries: Vec<Line<'a>>,
}

/// Headings, and their ids.
const NEW: (&str, &str) = ("lb-new", "New");
const FINAL: (&str, &str) = ("lb-final", "Became final");
const RECURRED: (&str, &str) = ("lb-recurred", "Happened again");
const KEPT: &str = "lb-kept";

pub fn context(renderer: &Renderer<'_>) -> Context {
    let changes = &renderer.insight.changes;
    let mut context = renderer.context(plan::CHANGES, "incidents", "What changed");
    let days = words::counted(usize::from(renderer.site.config.changes.days), "day", "days");
    context.insert("deck", &format!("In the {days} to {}.", changes.until));
    context.insert("since", &changes.since.to_string());
    context.insert("parts", &parts(renderer));
    let kept: Vec<Value> = changes.kept.iter().take(MOST).map(|id| renderer.row(*id)).collect();
    context.insert("kept", &kept);
    context.insert("kept_id", KEPT);
    context.insert("kept_count", &words::count(changes.kept.len()));
    context.insert("anniversaries", &anniversaries(renderer, MOST));
    let more = changes.anniversaries.len().saturating_sub(MOST);
    context.insert("anniversaries_more", &(more > 0).then(|| words::count(more)));
    let more = changes.kept.len().saturating_sub(MOST);
    context.insert("kept_more", &(more > 0).then(|| words::count(more)));
    context.insert("quiet", &changes.is_quiet());
    let repository = renderer.site.repository.as_ref();
    context.insert("without_git", &repository.is_none());
    context.insert("shallow", &repository.is_some_and(|repository| repository.is_shallow));
    context
}

/// For the first page; `None` where there is nothing to say.
pub fn brief<'a>(renderer: &'a Renderer<'_>) -> Option<Brief<'a>> {
    let changes = &renderer.insight.changes;
    if changes.is_quiet() && changes.anniversaries.is_empty() {
        return None;
    }
    let counts = [
        (changes.new.len(), "new", NEW.0),
        (changes.finished.len(), "became final", FINAL.0),
        (changes.recurred.len(), "happened again", RECURRED.0),
        (changes.kept.len(), if changes.kept.len() == 1 { "action done" } else { "actions done" }, KEPT),
    ];
    let count = |(count, text, id): (usize, &'static str, &str)| Count {
        count: words::count(count),
        text,
        url: format!("{}#{id}", plan::CHANGES),
    };
    Some(Brief {
        url: plan::CHANGES,
        days: renderer.site.config.changes.days,
        since: changes.since.to_string(),
        counts: counts.into_iter().filter(|(count, ..)| *count > 0).map(count).collect(),
        anniversaries: anniversaries(renderer, FEW),
    })
}

fn parts<'a>(renderer: &'a Renderer<'_>) -> Vec<Part<'a>> {
    let changes = &renderer.insight.changes;
    let new = changes.new.iter().map(|one| new_line(renderer, one));
    let finished = changes.finished.iter().map(|(id, date)| {
        let created = renderer.site.history(*id).and_then(|history| history.created);
        let after = created.filter(|created| created < date).map(|created| words::interval(created, *date));
        let text =
            after.map_or_else(|| "final".to_owned(), |after| format!("final, {after} after its first draft"));
        line(renderer, *id, Some(date.to_string()), text)
    });
    let recurred = changes.recurred.iter().map(|one| recurred_line(renderer, one));
    [
        part(NEW, changes.new.len(), &mut new.take(MOST)),
        part(FINAL, changes.finished.len(), &mut finished.take(MOST)),
        part(RECURRED, changes.recurred.len(), &mut recurred.take(MOST)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn part<'a>(
    (id, title): (&'static str, &'static str),
    all: usize,
    lines: &mut dyn Iterator<Item = Line<'a>>,
) -> Option<Part<'a>> {
    let more = (all > MOST).then(|| words::count(all - MOST));
    (all > 0).then(|| Part { id, title, count: words::count(all), lines: lines.collect(), more })
}

fn new_line<'a>(renderer: &'a Renderer<'_>, one: &New) -> Line<'a> {
    let incident = renderer.site.post_mortem(one.id).date;
    let mut text = match one.how {
        Newness::Published => "published",
        Newness::Committed => "added",
        Newness::Happened => "happened",
    }
    .to_owned();
    if let Some(incident) = incident.filter(|_| one.how != Newness::Happened) {
        text.push_str(&match words::interval(incident, one.date) {
            same if incident == one.date => format!(", {same} as the incident"),
            _ if incident > one.date => format!(", of the incident of {incident}"),
            after => format!(", {after} after the incident"),
        });
    }
    line(renderer, one.id, Some(one.date.to_string()), text)
}

/// When what it repeats happened, and what had been promised then.
fn recurred_line<'a>(renderer: &'a Renderer<'_>, one: &Return) -> Line<'a> {
    let own = renderer.site.post_mortem(one.id).date;
    let mut text = match own.zip(one.last) {
        Some((own, last)) if own == last => "the same day as the last time".to_owned(),
        Some((own, last)) => format!("{} after the last time", words::interval(last, own)),
        None => "it had happened before".to_owned(),
    };
    match one.left_open {
        0 => {}
        1 => text.push_str("; an earlier action was still open"),
        open => text.push_str(&format!("; {} earlier actions were still open", words::count(open))),
    }
    line(renderer, one.id, own.map(|date| date.to_string()), text)
}

fn anniversaries<'a>(renderer: &'a Renderer<'_>, most: usize) -> Vec<Line<'a>> {
    let all = renderer.insight.changes.anniversaries.iter().take(most);
    all.map(|(id, years)| {
        let date = renderer.site.post_mortem(*id).date.map(|date| date.to_string());
        let years = words::counted(usize::try_from(*years).unwrap_or(0), "year", "years");
        line(renderer, *id, date, format!("{years} ago"))
    })
    .collect()
}

fn line<'a>(renderer: &'a Renderer<'_>, id: DocumentId, date: Option<String>, text: String) -> Line<'a> {
    Line {
        title: &renderer.site.documents[id].title,
        url: urls::from_root(&renderer.site.outputs[id]),
        severity: renderer.briefs.severity(renderer.site, id),
        date,
        text,
    }
}
