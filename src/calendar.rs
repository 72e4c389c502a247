//! Due dates of action items as a calendar that programs can subscribe to: iCalendar, RFC 5545.
//!
//! Each action item is there twice. As a `VTODO` it is a task, which is what it is. But most programs that subscribe to
//! a calendar (Google's, Outlook, Apple's) leave tasks out, so it is also a `VEVENT` that lasts for the day on which it
//! is due and keeps nobody busy.

use std::collections::BTreeMap;

use icalendar::{Calendar, Component, Event, EventLike, Parameter, Property, Todo, TodoStatus};
use jiff::civil::Date;

use crate::hash::hash;
use crate::insight::actions::{Actions, PromiseId};
use crate::link::{Site, address};
use crate::model::ActionState;

/// The calendar of those of `items` that are still to be done and have a due date, in the order given.
///
/// The day that it is made for becomes the time stamp of all entries, so that the same day gives the same bytes.
#[must_use]
pub fn calendar(site: &Site, actions: &Actions, items: &[PromiseId]) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Lookback//Action items//EN"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name(&plain(&format!("Action items: {}", site.config.book.title)));
    let daily =
        Property::new("REFRESH-INTERVAL", "P1D").append_parameter(Parameter::new("VALUE", "DURATION")).done();
    calendar.append_property(daily);
    let uids = Uids::new(site, actions);
    for id in items {
        let promise = &actions.all[*id];
        let Some(due) = promise.due.filter(|_| promise.state.is_pending()) else { continue };
        let mut todo = Todo::new();
        describe(&mut todo, site, actions, *id);
        todo.uid(&format!("{}-todo@lookback", uids.of(*id))).append_property(on("DUE", due)).status(
            match promise.state {
                ActionState::InProgress => TodoStatus::InProcess,
                _ => TodoStatus::NeedsAction,
            },
        );
        calendar.push(todo);
        let mut event = Event::new();
        describe(&mut event, site, actions, *id);
        event.uid(&format!("{}-event@lookback", uids.of(*id)));
        event.append_property(on("DTSTART", due)).add_property("TRANSP", "TRANSPARENT");
        calendar.push(event);
    }
    calendar.to_string()
}

/// What it is, whose it is, and where it comes from.
fn describe(entry: &mut impl EventLike, site: &Site, actions: &Actions, id: PromiseId) {
    let (promise, item) = (&actions.all[id], actions.item(site, id));
    let document = &site.documents[promise.document];
    let mut about = Vec::new();
    about.extend(actions.owner(id).map(|owner| format!("Owner: {}", owner.name)));
    let date = site.post_mortem(promise.document).date.map(|date| format!(" ({date})")).unwrap_or_default();
    about.push(format!("From: {}{date}", document.title));
    about.extend(item.url.as_ref().map(|url| format!("Tracked at: {url}")));
    entry.add_property("DTSTAMP", format!("{}T000000Z", compact(actions.today)));
    entry.summary(&plain(&item.title)).description(&plain(&about.join("\n")));
    if let Some(kind) = promise.kind {
        entry.categories([plain(&actions.kinds[kind])]);
    }
    // An address that is not whole would mean nothing in a calendar.
    if let Some(url) = site.config.html.site_url.as_ref().filter(|url| url.contains("://")) {
        let page = address::encode(&site.outputs[promise.document]);
        let url = format!("{}/{page}#{}", url.trim_end_matches('/'), anchor(promise.index));
        entry.add_property("URL", url);
    }
}

/// A property whose value is a day.
fn on(name: &str, date: Date) -> Property {
    Property::new(name, compact(date)).append_parameter(Parameter::new("VALUE", "DATE")).done()
}

/// Text without the control characters that a calendar can't hold.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// The place of an action item on the page of its post-mortem, from its position.
#[must_use]
pub fn anchor(index: usize) -> String {
    format!("a{}", index + 1)
}

/// Names of action items that stay the same whatever is done with them: from the id of the post-mortem and the title.
#[derive(Debug)]
pub struct Uids(BTreeMap<PromiseId, String>);

impl Uids {
    #[must_use]
    pub fn new(site: &Site, actions: &Actions) -> Self {
        let mut uids = BTreeMap::new();
        for document in &site.by_date {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for id in actions.of_incident(*document) {
                let title = actions.item(site, id).title.as_str();
                let before = seen.entry(title).or_default();
                let mut key = format!("{}\n{title}", site.post_mortem(*document).id);
                // The same words twice in one post-mortem.
                if *before > 0 {
                    key.push_str(&format!("\n{before}"));
                }
                *before += 1;
                uids.insert(id, format!("{:016x}", hash(key.as_bytes())));
            }
        }
        Self(uids)
    }

    /// Sixteen hexadecimal digits.
    #[must_use]
    pub fn of(&self, id: PromiseId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}

/// `20261015`
fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::insight::{Insight, sample};

    #[test]
    fn a_name_outlives_all_changes_but_that_of_the_title() {
        let of = |text: &str| {
            let site = sample::site(&[("a.md", text)]);
            let actions = Insight::new(&site, date(2024, 6, 1)).actions;
            let uids = Uids::new(&site, &actions);
            (0..actions.all.len()).map(|id| uids.of(id).to_owned()).collect::<Vec<_>>()
        };
        let before = of("---\nid: x\naction_items: [{title: A}, {title: B}, {title: A}]\n---\n");
        let after = of(
            "---\nid: x\naction_items: [{title: B, due: 2024-01-01, status: done}, {title: A, owner: C}]\n---\n",
        );
        assert_eq!([&after[0], &after[1]], [&before[1], &before[0]]);
        assert_ne!(before[0], before[2]);
    }
}
