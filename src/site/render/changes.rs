//! What happened in the knowledge base lately: a page of its own, and a part of the first one.

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::list_row::Stated;
use super::outputs;
use super::urls::{self, Href};
use super::view::View;
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

pub fn context(view: &View<'_>) -> Context {
    let changes = &view.insight.changes;
    let say = view.say;
    let mut context = view.context(outputs::CHANGES, "incidents", say.text("changes.title"));
    let days = usize::from(view.site.config.changes.days);
    context.insert("deck", &say.counted_with("changes.deck", days, &[("day", &say.long(changes.until))]));
    context.insert("since", &changes.since.to_string());
    context.insert("parts", &parts(view));
    let kept: Vec<Value> = changes.kept.iter().take(MOST).map(|id| view.row(*id)).collect();
    context.insert("kept", &kept);
    context.insert("kept_id", KEPT);
    context.insert("kept_count", &say.count(changes.kept.len()));
    context.insert("anniversaries", &anniversaries(view, MOST));
    let more = changes.anniversaries.len().saturating_sub(MOST);
    context.insert("anniversaries_more", &(more > 0).then(|| say.count(more)));
    let more = changes.kept.len().saturating_sub(MOST);
    context.insert("kept_more", &(more > 0).then(|| say.count(more)));
    context.insert("quiet", &changes.is_quiet());
    let repository = view.site.repository.as_ref();
    context.insert("without_git", &repository.is_none());
    context.insert("shallow", &repository.is_some_and(|repository| repository.is_shallow));
    context
}

/// For the first page; `None` where there is nothing to say.
pub fn recent<'a>(view: &'a View<'_>) -> Option<RecentChanges<'a>> {
    let changes = &view.insight.changes;
    if changes.is_quiet() && changes.anniversaries.is_empty() {
        return None;
    }
    let counts = [
        (changes.new.len(), "changes.count-new", NEW.0),
        (changes.finished.len(), "changes.count-final", FINAL.0),
        (changes.recurred.len(), "changes.count-again", RECURRED.0),
        (changes.kept.len(), "changes.count-done", KEPT),
    ];
    let say = view.say;
    let count = |(count, key, id): (usize, &str, &str)| Count {
        text: say.counted(key, count),
        url: urls::from_root(outputs::CHANGES).at(id),
    };
    Some(RecentChanges {
        url: outputs::CHANGES,
        days: view.site.config.changes.days,
        since: Value::safe_string(&say.time(changes.since)),
        counts: counts.into_iter().filter(|(count, ..)| *count > 0).map(count).collect(),
        anniversaries: anniversaries(view, FEW),
    })
}

fn parts<'a>(view: &'a View<'_>) -> Vec<Heading<'a>> {
    let (changes, say) = (&view.insight.changes, view.say);
    let new = changes.new.iter().map(|one| new_line(view, one));
    let finished = changes.finished.iter().map(|(id, date)| {
        let created = view.site.history(*id).and_then(|history| history.created);
        let after = created.filter(|created| created < date);
        let text = match after.map(|created| say.interval_after(created, *date)) {
            Some(after) => say.fill("changes.became-final-after", &[("interval", &after)]),
            None => say.text("changes.became-final").to_owned(),
        };
        line(view, *id, Some(date.to_string()), text)
    });
    let recurred = changes.recurred.iter().map(|one| recurred_line(view, one));
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

fn new_line<'a>(view: &'a View<'_>, one: &New) -> Change<'a> {
    let incident = view.site.post_mortem(one.id).date;
    let say = view.say;
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
    line(view, one.id, Some(one.date.to_string()), text)
}

/// When what it repeats happened, and what had been promised then.
fn recurred_line<'a>(view: &'a View<'_>, one: &Return) -> Change<'a> {
    let own = view.site.post_mortem(one.id).date;
    let say = view.say;
    let mut text = vec![match own.zip(one.last) {
        Some((own, last)) if own == last => say.text("changes.same-day-as-last").to_owned(),
        Some((own, last)) => say.fill("changes.after-last", &[("interval", &say.interval_after(last, own))]),
        None => say.text("changes.had-happened").to_owned(),
    }];
    if one.left_open > 0 {
        text.push(say.counted("changes.still-open", one.left_open));
    }
    line(view, one.id, own.map(|date| date.to_string()), say.clauses(&text))
}

fn anniversaries<'a>(view: &'a View<'_>, most: usize) -> Vec<Change<'a>> {
    let all = view.insight.changes.anniversaries.iter().take(most);
    all.map(|(id, years)| {
        let date = view.site.post_mortem(*id).date.map(|date| date.to_string());
        let years = usize::try_from(*years).unwrap_or(0);
        line(view, *id, date, view.say.counted("changes.years-ago", years))
    })
    .collect()
}

fn line<'a>(view: &'a View<'_>, id: DocumentId, date: Option<String>, text: String) -> Change<'a> {
    Change {
        title: &view.site.documents[id].title,
        url: urls::from_root(&view.site.outputs[id]),
        severity: view.list_rows.severity(Stated::of(view.site.post_mortem(id))),
        date,
        text,
    }
}
