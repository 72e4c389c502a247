//! Due dates of action items as a calendar that programs can subscribe to: iCalendar, RFC 5545.
//!
//! Each action item is there twice. As a `VTODO` it is a task, which is what it is. But most programs that subscribe to
//! a calendar (Google's, Outlook, Apple's) leave tasks out, so it is also a `VEVENT` that lasts for the day on which it
//! is due and keeps nobody busy.

use icalendar::{Calendar, Component, Event, EventLike, Parameter, Property, Todo, TodoStatus};
use jiff::civil::Date;

use crate::core::address;
use crate::core::hash::hash;
use crate::core::model::ActionState;
use crate::know::insight::actions::{Actions, TrackedActionId};
use crate::know::link::Site;

/// How a calendar ends.
const END: &str = "END:VCALENDAR";

/// What a calendar says.
#[derive(Debug, Hash)]
pub struct Content<'s> {
    title: &'s str,
    /// Where the site will be; an address that is not whole would mean nothing in a calendar.
    base: Option<&'s str>,
    /// The day that it is made for: the time stamp of all entries, so that the same day gives the same bytes.
    today: Date,
    tasks: Vec<Task<'s>>,
}

/// An action item that is still to be done.
#[derive(Debug, Hash)]
struct Task<'s> {
    name: Name<'s>,
    /// Its place in its post-mortem.
    index: usize,
    due: Date,
    is_begun: bool,
    owner: Option<&'s str>,
    kind: Option<&'s str>,
    /// Where it is tracked.
    tracked: Option<&'s str>,
    /// Title, day and output path of its post-mortem.
    from: (&'s str, Option<Date>, &'s str),
}

/// What names an action item, whatever is done with it.
#[derive(Debug, Hash)]
struct Name<'s> {
    /// Id of its post-mortem.
    id: &'s str,
    title: &'s str,
    /// How many before it in that have the same title.
    twins: usize,
}

impl<'s> Content<'s> {
    /// Positions of those of `items` that are still to be done and have a due date, in the order given.
    pub fn new(site: &'s Site, actions: &'s Actions, items: &[TrackedActionId]) -> Self {
        Self {
            title: &site.config.book.title,
            base: site.config.html.site_url.as_deref().filter(|url| url.contains("://")),
            today: actions.today,
            tasks: items.iter().filter_map(|id| Task::new(site, actions, *id)).collect(),
        }
    }

    /// The calendar.
    pub fn write(&self) -> String {
        let mut calendar = Calendar::empty();
        for (name, value) in
            [("VERSION", "2.0"), ("PRODID", "-//Lookback//Action items//EN"), ("CALSCALE", "GREGORIAN")]
        {
            calendar.append_property(Property::new(name, value));
        }
        calendar.name(&plain(&format!("Action items: {}", self.title)));
        let daily = Property::new("REFRESH-INTERVAL", "P1D")
            .append_parameter(Parameter::new("VALUE", "DURATION"))
            .done();
        calendar.append_property(daily);
        let frame = calendar.to_string();
        let end = frame.rfind(END).unwrap_or(frame.len());
        let mut out = frame[..end].to_owned();
        // One after another: as data they take far more room than as text.
        for task in &self.tasks {
            let uid = task.name.uid();
            let mut todo = Todo::new();
            self.describe(task, &mut todo);
            let status = if task.is_begun { TodoStatus::InProcess } else { TodoStatus::NeedsAction };
            todo.uid(&format!("{uid}-todo@lookback")).append_property(on("DUE", task.due)).status(status);
            out.push_str(&todo.to_string());
            let mut event = Event::new();
            self.describe(task, &mut event);
            event.uid(&format!("{uid}-event@lookback"));
            event.append_property(on("DTSTART", task.due)).add_property("TRANSP", "TRANSPARENT");
            out.push_str(&event.to_string());
        }
        out + &frame[end..]
    }

    fn describe(&self, task: &Task<'_>, entry: &mut impl EventLike) {
        entry.add_property("DTSTAMP", format!("{}T000000Z", compact(self.today)));
        entry.summary(&plain(task.name.title)).description(&plain(&task.about()));
        if let Some(kind) = task.kind {
            entry.categories([plain(kind)]);
        }
        if let Some(base) = self.base {
            let page = address::encode(task.from.2);
            let url =
                format!("{}/{page}#{}", address::web(base.trim().trim_end_matches('/')), anchor(task.index));
            entry.add_property("URL", url);
        }
    }
}

/// The calendar of those of `items` that are still to be done and have a due date, in the order given.
pub fn calendar(site: &Site, actions: &Actions, items: &[TrackedActionId]) -> String {
    Content::new(site, actions, items).write()
}

impl<'s> Task<'s> {
    fn new(site: &'s Site, actions: &'s Actions, id: TrackedActionId) -> Option<Self> {
        let (tracked, item) = (&actions.all[id], actions.item(site, id));
        let due = tracked.due.filter(|_| tracked.state.is_pending())?;
        let document = tracked.document;
        let date = site.post_mortem(document).date;
        Some(Self {
            name: Name::new(site, actions, id),
            index: tracked.index,
            due,
            is_begun: tracked.state == ActionState::InProgress,
            owner: actions.owner(id).map(|owner| owner.name.as_str()),
            kind: tracked.kind.map(|kind| actions.kinds[kind].as_str()),
            tracked: item.url.as_deref(),
            from: (&site.documents[document].title, date, &site.outputs[document]),
        })
    }

    /// Whose it is, and where it comes from.
    fn about(&self) -> String {
        let mut about = Vec::new();
        about.extend(self.owner.map(|owner| format!("Owner: {owner}")));
        let (title, date, _) = self.from;
        let date = date.map(|date| format!(" ({date})")).unwrap_or_default();
        about.push(format!("From: {title}{date}"));
        about.extend(self.tracked.map(|url| format!("Tracked at: {url}")));
        about.join("\n")
    }
}

impl<'s> Name<'s> {
    fn new(site: &'s Site, actions: &'s Actions, id: TrackedActionId) -> Self {
        let tracked = &actions.all[id];
        let title = actions.item(site, id).title.as_str();
        Self { id: &site.post_mortem(tracked.document).id, title, twins: tracked.twins }
    }

    /// From the id of the post-mortem and the title.
    fn uid(&self) -> String {
        let mut key = format!("{}\n{}", self.id, self.title);
        // The same words twice in one post-mortem.
        if self.twins > 0 {
            key.push_str(&format!("\n{}", self.twins));
        }
        format!("{:016x}", hash(key.as_bytes()))
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
pub fn anchor(index: usize) -> String {
    format!("a{}", index + 1)
}

/// The name of an action item, which stays the same whatever is done with it: sixteen hexadecimal digits.
pub fn uid(site: &Site, actions: &Actions, id: TrackedActionId) -> String {
    Name::new(site, actions, id).uid()
}

/// `20261015`
fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::know::insight::{Insight, sample};

    #[test]
    fn a_name_outlives_all_changes_but_that_of_the_title() {
        let of = |text: &str| {
            let site = sample::site(&[("a.md", text)]);
            let actions = Insight::new(&site, date(2024, 6, 1)).actions;
            (0..actions.all.len()).map(|id| uid(&site, &actions, id)).collect::<Vec<_>>()
        };
        let before = of("---\nid: x\naction_items: [{title: A}, {title: B}, {title: A}]\n---\n");
        let after = of(
            "---\nid: x\naction_items: [{title: B, due: 2024-01-01, status: done}, {title: A, owner: C}]\n---\n",
        );
        assert_eq!([&after[0], &after[1]], [&before[1], &before[0]]);
        assert_ne!(before[0], before[2]);
    }
}
