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

/// How a calendar ends.
const END: &str = "END:VCALENDAR";

/// What a calendar says.
#[derive(Debug, Hash)]
pub struct Content {
    name: String,
    /// The day that it is made for: the time stamp of all entries, so that the same day gives the same bytes.
    today: Date,
    tasks: Vec<Task>,
}

/// An action item that is still to be done.
#[derive(Debug, Hash)]
struct Task {
    uid: String,
    title: String,
    /// Whose it is, and where it comes from.
    about: String,
    due: Date,
    is_begun: bool,
    kind: Option<String>,
    url: Option<String>,
}

impl Content {
    /// Of those of `items` that are still to be done and have a due date, in the order given.
    #[must_use]
    pub fn new(site: &Site, actions: &Actions, items: &[PromiseId]) -> Self {
        let uids = Uids::new(site, actions);
        Self {
            name: plain(&format!("Action items: {}", site.config.book.title)),
            today: actions.today,
            tasks: items.iter().filter_map(|id| Task::new(site, actions, &uids, *id)).collect(),
        }
    }

    /// The calendar.
    #[must_use]
    pub fn write(&self) -> String {
        let mut calendar = Calendar::empty();
        for (name, value) in
            [("VERSION", "2.0"), ("PRODID", "-//Lookback//Action items//EN"), ("CALSCALE", "GREGORIAN")]
        {
            calendar.append_property(Property::new(name, value));
        }
        calendar.name(&self.name);
        let daily = Property::new("REFRESH-INTERVAL", "P1D")
            .append_parameter(Parameter::new("VALUE", "DURATION"))
            .done();
        calendar.append_property(daily);
        let frame = calendar.to_string();
        let end = frame.rfind(END).unwrap_or(frame.len());
        let mut out = frame[..end].to_owned();
        // One after another: as data they take far more room than as text.
        for task in &self.tasks {
            let mut todo = Todo::new();
            task.describe(&mut todo, self.today);
            let status = if task.is_begun { TodoStatus::InProcess } else { TodoStatus::NeedsAction };
            todo.uid(&format!("{}-todo@lookback", task.uid))
                .append_property(on("DUE", task.due))
                .status(status);
            out.push_str(&todo.to_string());
            let mut event = Event::new();
            task.describe(&mut event, self.today);
            event.uid(&format!("{}-event@lookback", task.uid));
            event.append_property(on("DTSTART", task.due)).add_property("TRANSP", "TRANSPARENT");
            out.push_str(&event.to_string());
        }
        out + &frame[end..]
    }
}

/// The calendar of those of `items` that are still to be done and have a due date, in the order given.
#[must_use]
pub fn calendar(site: &Site, actions: &Actions, items: &[PromiseId]) -> String {
    Content::new(site, actions, items).write()
}

impl Task {
    fn new(site: &Site, actions: &Actions, uids: &Uids, id: PromiseId) -> Option<Self> {
        let (promise, item) = (&actions.all[id], actions.item(site, id));
        let due = promise.due.filter(|_| promise.state.is_pending())?;
        let document = &site.documents[promise.document];
        let mut about = Vec::new();
        about.extend(actions.owner(id).map(|owner| format!("Owner: {}", owner.name)));
        let date =
            site.post_mortem(promise.document).date.map(|date| format!(" ({date})")).unwrap_or_default();
        about.push(format!("From: {}{date}", document.title));
        about.extend(item.url.as_ref().map(|url| format!("Tracked at: {url}")));
        // An address that is not whole would mean nothing in a calendar.
        let url = site.config.html.site_url.as_ref().filter(|url| url.contains("://")).map(|url| {
            let page = address::encode(&site.outputs[promise.document]);
            format!("{}/{page}#{}", url.trim_end_matches('/'), anchor(promise.index))
        });
        Some(Self {
            uid: uids.of(id).to_owned(),
            title: plain(&item.title),
            about: plain(&about.join("\n")),
            due,
            is_begun: promise.state == ActionState::InProgress,
            kind: promise.kind.map(|kind| plain(&actions.kinds[kind])),
            url,
        })
    }

    fn describe(&self, entry: &mut impl EventLike, today: Date) {
        entry.add_property("DTSTAMP", format!("{}T000000Z", compact(today)));
        entry.summary(&self.title).description(&self.about);
        if let Some(kind) = &self.kind {
            entry.categories([kind]);
        }
        if let Some(url) = &self.url {
            entry.add_property("URL", url);
        }
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
