//! The incidents behind the figures of the insights: where each list is, and what it says.

use super::context::Context;
use super::grouped::{self, Grouped, Head};
use super::incident::Step;
use super::renderer::Renderer;
use super::words;
use crate::charts::week::WEEKDAYS;
use crate::insight::Insight;
use crate::insight::behind::{Figure, Key, List};
use crate::insight::statistics::{Detection, LeftOut, Measure, done_in_time, lag, time_lost};
use crate::link::{DocumentId, Site, address};

/// Path of the insights.
pub const INSIGHTS: &str = "insights.html";

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
        Figure::Weekday(day) => WEEKDAYS[day].to_lowercase(),
        Figure::Publication => "published".into(),
        Figure::DoneInTime => "actions-in-time".into(),
        Figure::DoneLate => "actions-late".into(),
        Figure::NearMisses => "near-misses".into(),
        Figure::Trigger(category) => {
            format!("trigger-{}", address::slug(&statistics.triggers.categories[category].name))
        }
        Figure::Cause(category) => {
            format!("cause-{}", address::slug(&statistics.causes.categories[category].name))
        }
    };
    format!("insights/{name}.html")
}

/// Address, from the root, of what stands behind a figure; with a key, of that group. `None` where nothing does.
pub fn behind(renderer: &Renderer<'_>, figure: Figure, key: Option<Key>) -> Option<String> {
    let insight = renderer.insight;
    let list = insight.behind.iter().find(|list| list.figure == figure)?;
    let output = output(insight, figure);
    let Some(key) = key else { return Some(super::urls::from_root(&output)) };
    let mut start = 0;
    for group in &list.groups {
        if group.key == key {
            return Some(grouped::address_of(&output, start, &anchor(renderer.site, key)));
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
pub fn context(renderer: &Renderer<'_>, index: usize, page: usize) -> Context {
    let (site, list) = (renderer.site, &renderer.insight.behind[index]);
    let (title, deck) = about(renderer, list);
    let line = |id: DocumentId| line(renderer, list.figure, id);
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
        output: &output(renderer.insight, list.figure),
        title: &title,
        deck,
        section: "insights",
        trail: vec![Step { name: "Insights".into(), url: INSIGHTS.into() }],
        groups: &list.groups,
        heads: list.groups.iter().map(|group| head(site, group.key)).collect(),
        figure: (!ends_with_duration).then_some(&line),
    };
    grouped::context(renderer, &grouped, page)
}

pub fn head(site: &Site, key: Key) -> Head {
    let title = match key {
        Key::Year(Some(year)) => year.to_string(),
        Key::Year(None) => "Undated".into(),
        Key::LeftOut(why) => format!("Left out: {}", words_for(site, why)),
        Key::QuarterOfDay(part) => format!("{:02}:00 to {:02}:00", part * 6, part * 6 + 6),
        Key::Cause(cause) => site.causes.entries[cause].name.clone(),
    };
    Head { anchor: anchor(site, key), title, url: None }
}

/// Why incidents are left out.
pub fn words_for(site: &Site, why: LeftOut) -> String {
    match why {
        LeftOut::TooLong => format!("longer than {} days", site.config.statistics.longest_days),
        LeftOut::BeforeStart => "the end is before the start".into(),
        LeftOut::DayOnly => "only the day is known".into(),
        LeftOut::NearMiss => "near misses".into(),
        LeftOut::NotRecorded => "not recorded".into(),
    }
}

/// Title and deck of a list.
fn about(renderer: &Renderer<'_>, list: &List) -> (String, String) {
    let statistics = &renderer.insight.statistics;
    let all = list.groups.iter().map(|group| group.incidents.len() + group.more).sum();
    let incidents = words::counted(all, "incident", "incidents");
    match list.figure {
        Figure::Measure(measure) => {
            let known = statistics.measured(measure).lengths.len();
            let deck = format!(
                "From the start to {}: known of {}, the longest of each year first.",
                end_of(measure),
                words::counted(known, "incident", "incidents")
            );
            (format!("Time to {}", measure.name()), deck)
        }
        Figure::Severity(rank) => match renderer.briefs.severities.get(rank) {
            Some(label) => (label.clone(), format!("{incidents} of this severity.")),
            None => ("Without a severity".into(), format!("{incidents}.")),
        },
        Figure::Detection(way) => {
            let way = statistics.detection[way].0;
            let deck = match way {
                Detection::NotRecorded => format!("{incidents} of which `detection` is not recorded."),
                _ => format!("{incidents}, with the words that are used for it."),
            };
            (format!("Noticed by: {}", noticed_by(way).to_lowercase()), deck)
        }
        Figure::Weekday(day) => (
            WEEKDAYS[day].into(),
            format!("{incidents} that began on a {}, by the clock of {}.", WEEKDAYS[day], zone(renderer)),
        ),
        Figure::Publication => {
            let deck = "From the incident to the day on which its post-mortem was published, the slowest of each year first.";
            ("Until published".into(), deck.into())
        }
        Figure::DoneInTime | Figure::DoneLate => {
            let promises = &statistics.promises;
            let (title, items, when) = match list.figure {
                Figure::DoneInTime => {
                    ("Actions done in time", &promises.in_time, "when they were due, or before")
                }
                _ => ("Actions done late", &promises.late, "after the day on which they were due"),
            };
            let items = words::counted(items.len(), "action item", "action items");
            (title.into(), format!("{items} of {incidents}, done {when}."))
        }
        Figure::NearMisses => {
            ("Near misses".into(), format!("{incidents} in which nothing failed, but could have."))
        }
        Figure::Trigger(category) => {
            let name = &statistics.triggers.categories[category].name;
            (name.clone(), format!("{incidents} set off by what Google calls “{name}”."))
        }
        Figure::Cause(category) => {
            let name = &statistics.causes.categories[category].name;
            (name.clone(), format!("{incidents} with a cause that Google would call “{name}”."))
        }
    }
}

/// What stands at the end of the line of an incident.
fn line(renderer: &Renderer<'_>, figure: Figure, id: DocumentId) -> String {
    let site = renderer.site;
    let facts = site.post_mortem(id);
    match figure {
        Figure::Measure(measure) => {
            let minutes = measure.minutes(facts, i64::MAX).ok();
            minutes.map_or_else(|| "–".into(), words::duration)
        }
        Figure::Publication => lag(site, id).map_or_else(|| "–".into(), days),
        Figure::DoneInTime => done(renderer, id, true),
        Figure::DoneLate => done(renderer, id, false),
        Figure::Weekday(_) => facts.times.started.map_or_else(
            || "–".into(),
            |(start, _)| {
                let local = site.config.timezone.to_datetime(start.timestamp);
                format!("{:02}:{:02}", local.hour(), local.minute())
            },
        ),
        Figure::Detection(_) => words::shortened(facts.detection.as_deref().unwrap_or("–"), SHORT),
        _ => time_lost(site, id).map_or_else(|| "–".into(), words::duration),
    }
}

/// How many action items of an incident were done in time, or late.
fn done(renderer: &Renderer<'_>, id: DocumentId, in_time: bool) -> String {
    let actions = &renderer.insight.actions;
    let items = &actions.all[actions.of_incident(id)];
    let count = items.iter().filter(|item| done_in_time(item) == Some(in_time)).count();
    words::counted(count, "action", "actions")
}

/// `1 day`, `12 days`
pub fn days(days: i64) -> String {
    words::counted(usize::try_from(days).unwrap_or(0), "day", "days")
}

/// What a measure ends with.
pub fn end_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Detect => "detection",
        Measure::Acknowledge => "acknowledgement",
        Measure::Mitigate => "mitigation",
        Measure::Resolve => "resolution",
    }
}

pub fn noticed_by(way: Detection) -> &'static str {
    match way {
        Detection::Alert => "Alert or monitoring",
        Detection::Customer => "Customer",
        Detection::Employee => "Somebody at work",
        Detection::Scan => "Scan, audit or test",
        Detection::Outside => "Somebody outside",
        Detection::Other => "Something else",
        Detection::NotRecorded => "Not recorded",
    }
}

/// Name of the zone whose clock counts.
pub fn zone<'a>(renderer: &Renderer<'a>) -> &'a str {
    &renderer.site.config.book.timezone
}
