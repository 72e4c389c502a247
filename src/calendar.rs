//! Due dates of action items as a calendar that programs can subscribe to: iCalendar, RFC 5545.
//!
//! Each action item is there twice. As a `VTODO` it is a task, which is what it is. But most programs that subscribe to
//! a calendar (Google's, Outlook, Apple's) leave tasks out, so it is also a `VEVENT` that lasts for the day on which it
//! is due and keeps nobody busy.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::hash::hash;
use crate::insight::actions::{Actions, PromiseId};
use crate::link::{Site, address};
use crate::model::ActionState;

/// Bytes of a line without its end; longer ones are folded.
const LINE: usize = 75;

/// The calendar of those of `items` that are still to be done and have a due date, in the order given.
///
/// The day that it is made for becomes the time stamp of all entries, so that the same day gives the same bytes.
#[must_use]
pub fn calendar(site: &Site, actions: &Actions, items: &[PromiseId]) -> String {
    let mut out = Lines::default();
    let name = format!("Action items: {}", site.config.book.title);
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Lookback//Action items//EN");
    out.line("CALSCALE", "GREGORIAN");
    out.text("NAME", &name);
    out.text("X-WR-CALNAME", &name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    let uids = Uids::new(site, actions);
    for id in items {
        let promise = &actions.all[*id];
        let Some(due) = promise.due.filter(|_| promise.state.is_pending()) else { continue };
        let (uid, day) = (uids.of(*id), compact(due));
        for (kind, date) in [("VTODO", "DUE;VALUE=DATE"), ("VEVENT", "DTSTART;VALUE=DATE")] {
            out.line("BEGIN", kind);
            out.line("UID", &format!("{uid}-{}@lookback", kind[1..].to_lowercase()));
            out.line("DTSTAMP", &format!("{}T000000Z", compact(actions.today)));
            out.line(date, &day);
            describe(&mut out, site, actions, *id);
            match (kind, promise.state) {
                ("VEVENT", _) => out.line("TRANSP", "TRANSPARENT"),
                (_, ActionState::InProgress) => out.line("STATUS", "IN-PROCESS"),
                _ => out.line("STATUS", "NEEDS-ACTION"),
            }
            out.line("END", kind);
        }
    }
    out.line("END", "VCALENDAR");
    out.0
}

/// What it is, whose it is, and where it comes from.
fn describe(out: &mut Lines, site: &Site, actions: &Actions, id: PromiseId) {
    let (promise, item) = (&actions.all[id], actions.item(site, id));
    let document = &site.documents[promise.document];
    out.text("SUMMARY", &item.title);
    let mut about = Vec::new();
    about.extend(actions.owner(id).map(|owner| format!("Owner: {}", owner.name)));
    let date = site.post_mortem(promise.document).date.map(|date| format!(" ({date})")).unwrap_or_default();
    about.push(format!("From: {}{date}", document.title));
    about.extend(item.url.as_ref().map(|url| format!("Tracked at: {url}")));
    out.text("DESCRIPTION", &about.join("\n"));
    if let Some(kind) = promise.kind {
        out.text("CATEGORIES", &actions.kinds[kind]);
    }
    // An address that is not whole would mean nothing in a calendar.
    if let Some(url) = site.config.html.site_url.as_ref().filter(|url| url.contains("://")) {
        let page = address::encode(&site.outputs[promise.document]);
        out.line("URL", &format!("{}/{page}#{}", url.trim_end_matches('/'), anchor(promise.index)));
    }
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

/// Lines of a calendar, each folded and ended as the format asks.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value holds no text of authors.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in format!("{name}:{value}").chars() {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text, in which some characters have to be marked.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::insight::{Insight, sample};

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = Lines::default();
        out.text("SUMMARY", &format!("a; b, c\\d\ne\u{7}{}", "ü".repeat(90)));
        assert!(out.0.starts_with("SUMMARY:a\\; b\\, c\\\\d\\neü"));
        assert!(out.0.ends_with("\r\n") && out.0.lines().count() == 3);
        assert!(out.0.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(out.0.replace("\r\n ", "").matches('ü').count(), 90);
    }

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
