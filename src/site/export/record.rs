//! One post-mortem as other programs see it. The order of the fields is that of the output.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::core::address::{encode, relative, web};
use crate::core::model::{
    self, ActionItem, BodyLinkKind, Duration, Known, Moment, Origin, PostMortem, Role, Visibility,
};
use crate::know::link::{Catalog, DocumentId, Site, Target};

#[derive(Debug, Serialize)]
pub struct Record<'a> {
    pub id: &'a str,
    /// Below the content folder.
    pub path: &'a str,
    /// Absolute where `site-url` is set, else relative to the root of the site.
    pub url: String,
    pub title: &'a str,
    /// From front matter, in Markdown; else the first paragraph of the summary, as plain text.
    pub summary: Option<&'a str>,
    pub date: Option<Date>,
    pub status: Option<&'a str>,
    pub severity: Option<&'a str>,
    /// `incident`, `near_miss`, `maintenance` or `drill`.
    pub kind: &'static str,
    pub near_miss: bool,
    pub visibility: &'static str,
    pub services: Vec<&'a str>,
    pub causes: Vec<&'a str>,
    /// Whether it is said that no cause is known.
    pub cause_unknown: bool,
    pub triggers: &'a [String],
    pub contributing_factors: &'a [String],
    pub teams: Vec<&'a str>,
    pub tags: Vec<&'a str>,
    pub started_at: Option<String>,
    pub detected_at: Option<String>,
    pub acknowledged_at: Option<String>,
    pub mitigated_at: Option<String>,
    pub resolved_at: Option<String>,
    /// How sure the date and the moments above are; without those that are not known.
    pub known: Map<String, Value>,
    pub durations: Durations,
    /// How it was noticed.
    pub detection: Option<&'a str>,
    pub impact: Option<&'a Value>,
    pub roles: Map<String, Value>,
    pub language: &'a str,
    pub sections: Vec<Section<'a>>,
    pub timeline: Vec<TimelineEntry<'a>>,
    pub action_items: Vec<Action<'a>>,
    pub links: Vec<Link<'a>>,
    pub backlinks: Vec<&'a str>,
    pub extra: Map<String, Value>,
}

/// Minutes since the start.
#[derive(Debug, Serialize)]
pub struct Durations {
    pub detect: Option<i64>,
    pub mitigate: Option<i64>,
    pub resolve: Option<i64>,
}

#[derive(Debug, Serialize)]
pub struct Section<'a> {
    pub kind: &'static str,
    pub heading: &'a str,
    pub level: u8,
}

#[derive(Debug, Serialize)]
pub struct TimelineEntry<'a> {
    pub at: Option<String>,
    /// `doubtful` where two readings of the time are possible.
    pub known: Option<&'static str>,
    pub text: &'a str,
}

#[derive(Debug, Serialize)]
pub struct Action<'a> {
    pub title: &'a str,
    #[serde(rename = "type")]
    pub kind: Option<&'a str>,
    pub priority: Option<&'a str>,
    pub owner: Option<&'a str>,
    pub due: Option<Date>,
    pub closed: Option<Date>,
    pub status: &'static str,
    pub url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct Link<'a> {
    pub title: Option<&'a str>,
    pub url: String,
    /// Id of the post-mortem that the link leads to.
    pub id: Option<&'a str>,
}

impl<'a> Record<'a> {
    /// `id` must be that of a post-mortem.
    pub fn new(site: &'a Site, id: DocumentId) -> Self {
        let document = &site.documents[id];
        let post_mortem = site.post_mortem(id);
        let names = &site.references[id];
        let times = &post_mortem.times;
        Self {
            id: &post_mortem.id,
            path: &document.source.path,
            url: url(site, &site.outputs[id]),
            title: &document.title,
            summary: post_mortem.summary.as_deref().or(post_mortem.summary_section.as_deref()),
            date: post_mortem.date,
            status: post_mortem.status.as_deref(),
            severity: severity(site, post_mortem),
            kind: post_mortem.kind.name(),
            near_miss: post_mortem.is_near_miss(),
            visibility: match post_mortem.visibility {
                Visibility::Public => "public",
                Visibility::Internal => "internal",
            },
            services: entries(&site.services, &names.services),
            causes: entries(&site.causes, &names.causes),
            cause_unknown: post_mortem.cause_unknown,
            triggers: &post_mortem.triggers,
            contributing_factors: &post_mortem.contributing_factors,
            teams: entries(&site.teams, &names.teams),
            tags: entries(&site.tags, &names.tags),
            started_at: moment(times.started),
            detected_at: moment(times.detected),
            acknowledged_at: moment(times.acknowledged),
            mitigated_at: moment(times.mitigated),
            resolved_at: moment(times.resolved),
            known: known(post_mortem),
            durations: Durations {
                detect: minutes(times.detect()),
                mitigate: minutes(times.mitigate()),
                resolve: minutes(times.resolve()),
            },
            detection: post_mortem.detection.as_deref(),
            impact: post_mortem.impact.as_ref(),
            roles: roles(&post_mortem.roles),
            language: document.body.language.as_deref().unwrap_or(&site.config.book.language),
            sections: document.body.sections.iter().flat_map(sections).collect(),
            timeline: post_mortem.timeline.iter().map(timeline_entry).collect(),
            action_items: post_mortem.action_items.iter().map(action).collect(),
            links: links(site, id),
            backlinks: site.backlinks[id].iter().filter_map(|link| incident(site, link.from)).collect(),
            extra: post_mortem.extra.iter().map(|field| (field.key.clone(), field.value.clone())).collect(),
        }
    }
}

/// Address of an output path, whole where it is known where the site will be.
pub(crate) fn url(site: &Site, output: &str) -> String {
    match &site.config.html.site_url {
        Some(base) => format!("{}/{}", web(base.trim().trim_end_matches('/')), encode(output)),
        None => relative("", output),
    }
}

/// The name of the level, or what was written where it is none of them.
pub(crate) fn severity<'a>(site: &'a Site, post_mortem: &'a PostMortem) -> Option<&'a str> {
    let level = post_mortem.severity.and_then(|level| site.config.severity.levels.get(level));
    level.or(post_mortem.severity_text.as_ref()).map(String::as_str)
}

pub(super) fn entries<'a>(catalog: &'a Catalog, positions: &[usize]) -> Vec<&'a str> {
    positions.iter().map(|position| catalog.entries[*position].name.as_str()).collect()
}

fn moment(moment: Option<(Moment, Origin)>) -> Option<String> {
    moment.map(|(moment, _)| moment.rfc3339())
}

fn known(facts: &PostMortem) -> Map<String, Value> {
    let date = facts.date.map(|_| facts.known_date());
    let times = &facts.times;
    let moments = [
        ("started_at", times.started),
        ("detected_at", times.detected),
        ("acknowledged_at", times.acknowledged),
        ("mitigated_at", times.mitigated),
        ("resolved_at", times.resolved),
    ];
    let moments =
        moments.into_iter().map(|(key, time)| (key, time.map(|(at, origin)| Known::of(origin, at.doubt))));
    let kind = facts.kind_origin.map(|origin| Known::of(origin, None));
    let all = [("date", date), ("kind", kind)].into_iter().chain(moments);
    all.filter_map(|(key, known)| Some((key.to_owned(), Value::from(known?.name())))).collect()
}

fn minutes(duration: Option<Duration>) -> Option<i64> {
    duration.map(|duration| duration.minutes)
}

fn roles(roles: &[Role]) -> Map<String, Value> {
    let mut map = Map::new();
    for role in roles {
        let names = role.names.iter().cloned().map(Value::String);
        match map.entry(&role.role).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(known) => known.extend(names),
            _ => unreachable!("every value is an array"),
        }
    }
    map
}

/// A section, once for each kind that its heading names.
fn sections(section: &model::Section) -> impl Iterator<Item = Section<'_>> {
    let (heading, level) = (&section.heading, section.level);
    section.kinds().map(move |kind| Section { kind: kind.name(), heading, level })
}

fn timeline_entry(entry: &model::TimelineEntry) -> TimelineEntry<'_> {
    let known = entry.at.map(|at| Known::of_line(at.doubt, entry.in_body).name());
    TimelineEntry { at: entry.at.map(Moment::rfc3339), known, text: &entry.text }
}

fn action(item: &ActionItem) -> Action<'_> {
    Action {
        title: &item.title,
        kind: item.kind.as_deref(),
        priority: item.priority.as_deref(),
        owner: item.owner.as_deref(),
        due: item.due,
        closed: item.closed,
        status: item.state.name(),
        url: item.url.as_deref(),
    }
}

/// Links and related post-mortems of the front matter, then links of the text; each address once. Broken ones, images
/// and places on the same page are left out.
fn links(site: &Site, id: DocumentId) -> Vec<Link<'_>> {
    let document = &site.documents[id];
    let stated = site.post_mortem(id).links.iter().zip(&site.front_links[id]);
    let stated = stated.map(|(link, target)| {
        // An address that is no link is exported as it was written.
        let (url, id) = address(site, &link.url, target).unwrap_or_else(|| (link.url.clone(), None));
        Link { title: link.title.as_deref(), url, id }
    });
    let names = &site.references[id];
    let related = names.related.iter().chain(&names.recurrence_of).filter_map(|reference| {
        let to = reference.id?;
        let title = Some(site.documents[to].title.as_str());
        Some(Link { title, url: url(site, &site.outputs[to]), id: incident(site, to) })
    });
    let written = document.body.links.iter().zip(&site.resolved[id]);
    let written =
        written.filter(|(link, _)| link.kind != BodyLinkKind::Image).filter_map(|(link, target)| {
            let (url, id) = address(site, &link.href, target)?;
            let title = Some(link.text.as_str()).filter(|text| !text.is_empty());
            Some(Link { title, url, id })
        });
    let mut seen = HashSet::new();
    stated.chain(related).chain(written).filter(|link| seen.insert(link.url.clone())).collect()
}

/// Where a link leads, from the root of the site, and the id of the post-mortem that is there.
fn address<'a>(site: &'a Site, written: &str, target: &Target) -> Option<(String, Option<&'a str>)> {
    match target {
        Target::External => Some((written.to_owned(), None)),
        Target::Document { id, fragment } => {
            let mut url = url(site, &site.outputs[*id]);
            if let Some(fragment) = fragment {
                url.push('#');
                url.push_str(&encode(fragment));
            }
            Some((url, incident(site, *id)))
        }
        Target::Page { output } | Target::Attachment { output } => Some((url(site, output), None)),
        Target::Fragment(_) | Target::Broken => None,
    }
}

/// The id of a document, where it is a post-mortem.
fn incident(site: &Site, id: DocumentId) -> Option<&str> {
    match &site.documents[id].record {
        model::Record::PostMortem(post_mortem) => Some(&post_mortem.id),
        _ => None,
    }
}
