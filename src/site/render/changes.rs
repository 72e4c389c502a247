//! What happened in the knowledge base lately: a page of its own, and a part of the first one.

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::list_row::Stated;
use super::plan;
use super::renderer::Renderer;
use super::urls::{self, Href};
use crate::core::phrases::Phrases;
use crate::know::insight::changes::{New, Newness, Return};
use crate::know::link::DocumentId;

/// Post-mortems that are listed under one heading.
const MOST: usize = 50;
/// Anniversaries on the first page.
const FEW: usize = 3;

/// A post-mortem and why it is listed.
#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    url: Href,
    severity: Value,
    /// Day of the change.
    date: Option<String>,
    text: String,
}

/// Post-mortems under one heading.
#[derive(Serialize)]
struct Heading<'a> {
    id: &'static str,
    title: &'a str,
    count: String,
    lines: Vec<Change<'a>>,
    /// How many more there are.
    more: Option<String>,
}

/// A number of changes of one kind, for the first page.
#[derive(Serialize)]
struct Count {
    text: String,
    url: Href,
}

/// What the first page says of it.
#[derive(Serialize)]
pub struct RecentChanges<'a> {
    url: &'static str,
    days: u16,
    /// HTML.
    since: Value,
    counts: Vec<Count>,
    anniversaries: Vec<Change<'a>>,
}

/// Headings, and their ids.
const NEW: (&str, &str) = ("lb-new", "changes.new");
const FINAL: (&str, &str) = ("lb-final", "changes.final");
const RECURRED: (&str, &str) = ("lb-recurred", "changes.again");
const KEPT: &str = "lb-kept";

pub fn context(renderer: &Renderer<'_>) -> Context {
    let changes = &renderer.insight.changes;
    let say = renderer.say;
    let mut context = renderer.context(plan::CHANGES, "incidents", say.text("changes.title"));
    let days = usize::from(renderer.site.config.changes.days);
    context.insert("deck", &say.counted_with("changes.deck", days, &[("day", &say.long(changes.until))]));
    context.insert("since", &changes.since.to_string());
    context.insert("parts", &parts(renderer));
    let kept: Vec<Value> = changes.kept.iter().take(MOST).map(|id| renderer.row(*id)).collect();
    context.insert("kept", &kept);
    context.insert("kept_id", KEPT);
    context.insert("kept_count", &say.count(changes.kept.len()));
    context.insert("anniversaries", &anniversaries(renderer, MOST));
    let more = changes.anniversaries.len().saturating_sub(MOST);
    context.insert("anniversaries_more", &(more > 0).then(|| say.count(more)));
    let more = changes.kept.len().saturating_sub(MOST);
    context.insert("kept_more", &(more > 0).then(|| say.count(more)));
    context.insert("quiet", &changes.is_quiet());
    let repository = renderer.site.repository.as_ref();
    context.insert("without_git", &repository.is_none());
    context.insert("shallow", &repository.is_some_and(|repository| repository.is_shallow));
    context
}

/// For the first page; `None` where there is nothing to say.
pub fn recent<'a>(renderer: &'a Renderer<'_>) -> Option<RecentChanges<'a>> {
    let changes = &renderer.insight.changes;
    if changes.is_quiet() && changes.anniversaries.is_empty() {
        return None;
    }
    let counts = [
        (changes.new.len(), "changes.count-new", NEW.0),
        (changes.finished.len(), "changes.count-final", FINAL.0),
        (changes.recurred.len(), "changes.count-again", RECURRED.0),
        (changes.kept.len(), "changes.count-done", KEPT),
    ];
    let say = renderer.say;
    let count = |(count, key, id): (usize, &str, &str)| Count {
        text: say.counted(key, count),
        url: urls::from_root(plan::CHANGES).at(id),
    };
    Some(RecentChanges {
        url: plan::CHANGES,
        days: renderer.site.config.changes.days,
        since: Value::safe_string(&say.time(changes.since)),
        counts: counts.into_iter().filter(|(count, ..)| *count > 0).map(count).collect(),
        anniversaries: anniversaries(renderer, FEW),
    })
}

fn parts<'a>(renderer: &'a Renderer<'_>) -> Vec<Heading<'a>> {
    let (changes, say) = (&renderer.insight.changes, renderer.say);
    let new = changes.new.iter().map(|one| new_line(renderer, one));
    let finished = changes.finished.iter().map(|(id, date)| {
        let created = renderer.site.history(*id).and_then(|history| history.created);
        let after = created.filter(|created| created < date);
        let text = match after.map(|created| say.interval_after(created, *date)) {
            Some(after) => say.fill("changes.became-final-after", &[("interval", &after)]),
            None => say.text("changes.became-final").to_owned(),
        };
        line(renderer, *id, Some(date.to_string()), text)
    });
    let recurred = changes.recurred.iter().map(|one| recurred_line(renderer, one));
    [
        part(say, NEW, changes.new.len(), &mut new.take(MOST)),
        part(say, FINAL, changes.finished.len(), &mut finished.take(MOST)),
        part(say, RECURRED, changes.recurred.len(), &mut recurred.take(MOST)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn part<'a>(
    say: &'a Phrases,
    (id, title): (&'static str, &'static str),
    all: usize,
    lines: &mut dyn Iterator<Item = Change<'a>>,
) -> Option<Heading<'a>> {
    let more = say.more(all, MOST);
    (all > 0).then(|| Heading {
        id,
        title: say.text(title),
        count: say.count(all),
        lines: lines.collect(),
        more,
    })
}

fn new_line<'a>(renderer: &'a Renderer<'_>, one: &New) -> Change<'a> {
    let incident = renderer.site.post_mortem(one.id).date;
    let say = renderer.say;
    let how = match one.how {
        Newness::Published => "changes.published",
        Newness::Committed => "changes.added",
        Newness::Happened => "changes.happened",
    };
    let text = match incident.filter(|_| one.how != Newness::Happened) {
        None => say.fill(how, &[]),
        Some(incident) if incident == one.date => say.fill(&format!("{how}-same-day"), &[]),
        Some(incident) if incident > one.date => {
            say.fill(&format!("{how}-before"), &[("day", &say.long(incident))])
        }
        Some(incident) => {
            let interval = say.interval_after(incident, one.date);
            say.fill(&format!("{how}-after"), &[("interval", &interval)])
        }
    };
    line(renderer, one.id, Some(one.date.to_string()), text)
}

/// When what it repeats happened, and what had been promised then.
fn recurred_line<'a>(renderer: &'a Renderer<'_>, one: &Return) -> Change<'a> {
    let own = renderer.site.post_mortem(one.id).date;
    let say = renderer.say;
    let mut text = vec![match own.zip(one.last) {
        Some((own, last)) if own == last => say.text("changes.same-day-as-last").to_owned(),
        Some((own, last)) => say.fill("changes.after-last", &[("interval", &say.interval_after(last, own))]),
        None => say.text("changes.had-happened").to_owned(),
    }];
    if one.left_open > 0 {
        text.push(say.counted("changes.still-open", one.left_open));
    }
    line(renderer, one.id, own.map(|date| date.to_string()), say.clauses(&text))
}

fn anniversaries<'a>(renderer: &'a Renderer<'_>, most: usize) -> Vec<Change<'a>> {
    let all = renderer.insight.changes.anniversaries.iter().take(most);
    all.map(|(id, years)| {
        let date = renderer.site.post_mortem(*id).date.map(|date| date.to_string());
        let years = usize::try_from(*years).unwrap_or(0);
        line(renderer, *id, date, renderer.say.counted("changes.years-ago", years))
    })
    .collect()
}

fn line<'a>(renderer: &'a Renderer<'_>, id: DocumentId, date: Option<String>, text: String) -> Change<'a> {
    Change {
        title: &renderer.site.documents[id].title,
        url: urls::from_root(&renderer.site.outputs[id]),
        severity: renderer.list_rows.severity(Stated::of(renderer.site.post_mortem(id))),
        date,
        text,
    }
}
