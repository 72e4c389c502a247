//! One action item as other programs see it. The order of the fields is that of the output.

use jiff::civil::Date;
use serde::Serialize;

use crate::know::insight::actions::{Actions, TrackedActionId};
use crate::know::link::Site;
use crate::site::calendar::{anchor, uid};
use crate::site::export::record::{entries, severity, url};

#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// Stays the same until the title changes.
    pub id: String,
    pub title: &'a str,
    pub status: &'static str,
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    pub priority: Option<&'a str>,
    /// Name of the team where it is one, else as written.
    pub owner: Option<&'a str>,
    /// The owner, where it is a team of the catalog.
    pub team: Option<&'a str>,
    pub due: Option<Date>,
    pub closed: Option<Date>,
    /// Days since the due date, of what is open and late.
    pub overdue_days: Option<i64>,
    /// Days since the incident, of what is open.
    pub age_days: Option<i64>,
    /// Days from the incident until it was closed.
    pub took_days: Option<i64>,
    /// Days by which it was done before the due date; negative after it.
    pub early_days: Option<i64>,
    /// Where it is tracked.
    pub url: Option<&'a str>,
    pub post_mortem: PostMortem<'a>,
    pub services: Vec<&'a str>,
    pub causes: Vec<&'a str>,
}

/// Where an action item comes from.
#[derive(Debug, Serialize)]
pub struct PostMortem<'a> {
    pub id: &'a str,
    pub path: &'a str,
    /// Address of the action item on the page.
    pub url: String,
    pub title: &'a str,
    pub date: Option<Date>,
    pub severity: Option<&'a str>,
}

/// Columns of CSV; lists are joined by `; `.
pub const COLUMNS: [&str; 22] = [
    "id",
    "title",
    "status",
    "type",
    "priority",
    "owner",
    "team",
    "due",
    "closed",
    "overdue_days",
    "age_days",
    "took_days",
    "early_days",
    "url",
    "post_mortem_id",
    "post_mortem_path",
    "post_mortem_url",
    "post_mortem_title",
    "post_mortem_date",
    "post_mortem_severity",
    "services",
    "causes",
];

impl<'a> Record<'a> {
    pub fn new(site: &'a Site, actions: &'a Actions, id: TrackedActionId) -> Self {
        let (tracked, item) = (&actions.all[id], actions.item(site, id));
        let (document, facts) = (&site.documents[tracked.document], site.post_mortem(tracked.document));
        let named = &site.references[tracked.document];
        let owner = actions.owner(id);
        Self {
            id: uid(site, actions, id),
            title: &item.title,
            status: tracked.state.name(),
            kind: item.kind.as_deref(),
            priority: item.priority.as_deref(),
            owner: owner.map(|owner| owner.name.as_str()),
            team: owner.filter(|owner| owner.team.is_some()).map(|owner| owner.name.as_str()),
            due: tracked.due,
            closed: tracked.closed,
            overdue_days: tracked.late,
            age_days: tracked.age,
            took_days: tracked.took,
            early_days: tracked.early,
            url: item.url.as_deref(),
            post_mortem: PostMortem {
                id: &facts.id,
                path: &document.source.path,
                url: format!("{}#{}", url(site, &site.outputs[tracked.document]), anchor(tracked.index)),
                title: &document.title,
                date: facts.date,
                severity: severity(site, facts),
            },
            services: entries(&site.services, &named.services),
            causes: entries(&site.causes, &named.causes),
        }
    }

    /// The values of [`COLUMNS`].
    pub fn row(&self) -> [String; COLUMNS.len()] {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let date = |value: Option<Date>| value.map(|date| date.to_string()).unwrap_or_default();
        let days = |value: Option<i64>| value.map(|days| days.to_string()).unwrap_or_default();
        [
            self.id.to_owned(),
            self.title.to_owned(),
            self.status.to_owned(),
            text(self.kind),
            text(self.priority),
            text(self.owner),
            text(self.team),
            date(self.due),
            date(self.closed),
            days(self.overdue_days),
            days(self.age_days),
            days(self.took_days),
            days(self.early_days),
            text(self.url),
            self.post_mortem.id.to_owned(),
            self.post_mortem.path.to_owned(),
            self.post_mortem.url.clone(),
            self.post_mortem.title.to_owned(),
            date(self.post_mortem.date),
            text(self.post_mortem.severity),
            self.services.join("; "),
            self.causes.join("; "),
        ]
    }
}
