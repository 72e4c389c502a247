//! The incidents behind the figures of the insights: where each list is, and what it says.

use super::context::Context;
use super::grouped::{self, Grouped, Head};
use super::urls::Step;
use super::urls::{self, Href};
use super::view::View;
use super::words;
use crate::core::address;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::insight::behind::{Figure, Key, List};
use crate::know::insight::statistics::{Category, Detection, LeftOut, done_in_time, lag, time_lost};
use crate::know::link::{DocumentId, Site, unique_file_slug};

/// Path of the insights.
pub const INSIGHTS: &str = "insights.html";

/// Names of days in addresses, from Monday.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Characters of a text that fit at the end of a line.
const SHORT: usize = 28;

/// Path of the first page of a list.
pub fn output(insight: &Insight, figure: Figure) -> String {
    let statistics = &insight.statistics;
    let name = match figure {
        Figure::Measure(measure) => measure.name().to_owned(),
        Figure::Severity(rank) if rank + 1 == statistics.severities.len() => "severity-none".into(),
        // Names of severities can be anything; their ranks are always fit for an address.
        Figure::Severity(rank) => format!("severity-{}", rank + 1),
        Figure::Detection(way) => format!("noticed-{}", statistics.detection[way].0.name()),
        Figure::Weekday(day) => WEEKDAYS[day].to_owned(),
        Figure::Publication => "published".into(),
        Figure::DoneInTime => "actions-in-time".into(),
        Figure::DoneLate => "actions-late".into(),
        Figure::NearMisses => "near-misses".into(),
        Figure::Trigger(category) => {
            format!("trigger-{}", file_name(&statistics.triggers.categories[category].name))
        }
        Figure::Cause(category) => {
            format!("cause-{}", file_name(&statistics.causes.categories[category].name))
        }
    };
    format!("insights/{name}.html")
}

/// The part of an address that is named after something.
fn file_name(name: &str) -> String {
    unique_file_slug(&address::slug(name)).into_owned()
}

/// Address, from the root, of what stands behind a figure; with a key, of that group. `None` where nothing does.
pub fn behind(view: &View<'_>, figure: Figure, key: Option<Key>) -> Option<Href> {
    let insight = view.insight;
    let list = insight.behind.iter().find(|list| list.figure == figure)?;
    let output = output(insight, figure);
    let Some(key) = key else { return Some(urls::from_root(&output)) };
    let mut start = 0;
    for group in &list.groups {
        if group.key == key {
            return Some(grouped::address_of(&output, start, &anchor(view.site, key)));
        }
        start += group.incidents.len();
    }
    None
}

/// The id of a group on its page.
fn anchor(site: &Site, key: Key) -> String {
    match key {
        Key::Year(Some(year)) => format!("y{year}"),
        Key::Year(None) => "undated".into(),
        Key::LeftOut(why) => why.name().replace('_', "-"),
        Key::QuarterOfDay(part) => format!("h{:02}", part * 6),
        Key::Cause(cause) => format!("c-{}", site.causes.entries[cause].slug),
    }
}

/// A page, from 0, of the list at a position in [`Insight::behind`].
pub fn context(view: &View<'_>, index: usize, page: usize) -> Context {
    let (site, say, list) = (view.site, view.say, &view.insight.behind[index]);
    let (title, deck) = about(view, list);
    let line = |id: DocumentId| line(view, list.figure, id);
    let ends_with_duration = !matches!(
        list.figure,
        Figure::Measure(_)
            | Figure::Publication
            | Figure::DoneInTime
            | Figure::DoneLate
            | Figure::Weekday(_)
            | Figure::Detection(_)
    );
    let grouped = Grouped {
        output: &output(view.insight, list.figure),
        title: &title,
        deck,
        section: "insights",
        trail: vec![Step { name: say.text("insights.title").into(), url: urls::from_root(INSIGHTS) }],
        groups: &list.groups,
        heads: list.groups.iter().map(|group| head(site, say, group.key)).collect(),
        figure: (!ends_with_duration).then_some(&line),
    };
    grouped::context(view, &grouped, page)
}

pub fn head(site: &Site, say: &Phrases, key: Key) -> Head {
    let title = match key {
        Key::Year(Some(year)) => year.to_string(),
        Key::Year(None) => say.text("date.undated-year").into(),
        Key::LeftOut(why) => say.fill("insights.left-out-group", &[("why", &words_for(site, say, why))]),
        Key::QuarterOfDay(part) => {
            let (from, to) = (format!("{:02}:00", part * 6), format!("{:02}:00", part * 6 + 6));
            say.fill("behind.hours", &[("from", &from), ("to", &to)])
        }
        Key::Cause(cause) => site.causes.entries[cause].name.clone(),
    };
    Head { anchor: anchor(site, key), title, url: None }
}

/// Why incidents are left out.
pub fn words_for(site: &Site, say: &Phrases, why: LeftOut) -> String {
    let key = match why {
        LeftOut::TooLong => {
            let days = usize::try_from(site.config.statistics.longest_days).unwrap_or(usize::MAX);
            return say.counted("behind.too-long", days);
        }
        LeftOut::BeforeStart => "behind.before-start",
        LeftOut::DayOnly => "behind.day-only",
        LeftOut::Doubtful => "behind.doubtful",
        LeftOut::NearMiss => "behind.near-miss",
        LeftOut::NotRecorded => "behind.not-recorded",
    };
    say.text(key).to_owned()
}

/// Title and deck of a list.
fn about(view: &View<'_>, list: &List) -> (String, String) {
    let (say, statistics) = (view.say, &view.insight.statistics);
    let all = list.groups.iter().map(|group| group.incidents.len() + group.more).sum();
    let incidents = say.counted("count.incidents", all);
    let deck = |key: &str, more: &[(&str, &str)]| {
        let mut given = vec![("incidents", incidents.as_str())];
        given.extend_from_slice(more);
        say.fill(key, &given)
    };
    let told = |title: &str, key: &str, more: &[(&str, &str)]| (say.fill(title, &[]), deck(key, more));
    match list.figure {
        Figure::Measure(measure) => {
            let known = say.counted("count.incidents", statistics.measured(measure).lengths.len());
            let name = measure.name();
            let deck = say.fill(&format!("measure.{name}-deck"), &[("incidents", &known)]);
            (say.fill(&format!("measure.{name}-title"), &[]), deck)
        }
        Figure::Severity(rank) => match view.list_rows.severities.get(rank) {
            Some(label) => (label.clone(), deck("behind.severity", &[])),
            None => told("behind.no-severity", "behind.no-severity-deck", &[]),
        },
        Figure::Detection(way) => {
            let way = statistics.detection[way].0;
            let key = match way {
                Detection::NotRecorded => "behind.detection-not-recorded",
                _ => "behind.detection",
            };
            told(&format!("noticed.{}-title", way.name()), key, &[])
        }
        Figure::Weekday(day) => {
            let weekday = say.weekday(day);
            let given = [("weekday", weekday.as_str()), ("zone", zone(view))];
            (weekday.clone(), deck("behind.weekday", &given))
        }
        Figure::Publication => told("behind.published", "behind.published-deck", &[]),
        Figure::DoneInTime | Figure::DoneLate => {
            let promises = &statistics.action_counts;
            let (key, items) = match list.figure {
                Figure::DoneInTime => ("behind.in-time", &promises.in_time),
                _ => ("behind.late", &promises.late),
            };
            let items = say.counted("count.action-items", items.len());
            told(key, &format!("{key}-deck"), &[("items", &items)])
        }
        Figure::NearMisses => told("behind.near-misses", "behind.near-misses-deck", &[]),
        Figure::Trigger(category) => {
            let name = category_name(say, &statistics.triggers.categories[category]);
            let deck = deck("behind.trigger-deck", &[("name", &name)]);
            (name, deck)
        }
        Figure::Cause(category) => {
            let name = category_name(say, &statistics.causes.categories[category]);
            let deck = deck("behind.cause-deck", &[("name", &name)]);
            (name, deck)
        }
    }
}

/// What Google calls triggers or causes, in the language of the site.
pub fn category_name(say: &Phrases, category: &Category) -> String {
    say.known("google", &category.name).unwrap_or(&category.name).to_owned()
}

/// What stands at the end of the line of an incident.
fn line(view: &View<'_>, figure: Figure, id: DocumentId) -> String {
    let site = view.site;
    let facts = site.post_mortem(id);
    match figure {
        Figure::Measure(measure) => {
            let minutes = measure.minutes(facts, i64::MAX).ok();
            minutes.map_or_else(|| "–".into(), |minutes| view.say.duration(minutes))
        }
        Figure::Publication => lag(site, id).map_or_else(|| "–".into(), |lag| days(view.say, lag)),
        Figure::DoneInTime => done(view, id, true),
        Figure::DoneLate => done(view, id, false),
        Figure::Weekday(_) => facts.times.started.map_or_else(
            || "–".into(),
            |(start, _)| {
                let local = site.config.timezone.to_datetime(start.timestamp);
                format!("{:02}:{:02}", local.hour(), local.minute())
            },
        ),
        Figure::Detection(_) => words::shortened(facts.detection.as_deref().unwrap_or("–"), SHORT),
        _ => time_lost(site, id).map_or_else(|| "–".into(), |minutes| view.say.duration(minutes)),
    }
}

/// How many action items of an incident were done in time, or late.
fn done(view: &View<'_>, id: DocumentId, in_time: bool) -> String {
    let actions = &view.insight.actions;
    let items = &actions.all[actions.of_incident(id)];
    let count = items.iter().filter(|item| done_in_time(item) == Some(in_time)).count();
    view.say.counted("count.actions", count)
}

/// `1 day`, `12 days`
pub fn days(say: &Phrases, days: i64) -> String {
    say.counted("count.days", usize::try_from(days).unwrap_or(0))
}

pub fn noticed_by(say: &Phrases, way: Detection) -> String {
    say.fill(&format!("noticed.{}", way.name()), &[])
}

/// Name of the zone whose clock counts.
pub fn zone<'a>(view: &View<'a>) -> &'a str {
    &view.site.config.book.timezone
}
