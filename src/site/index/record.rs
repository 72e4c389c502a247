//! A page of the site → what it is found by.

use std::hash::Hash;

use jiff::civil::{Date, date};
use lookback_search::write::{Key, names};
use lookback_search::{Columns, FacetName, Kind, Record, Section};
use serde_json::Value;

use super::tables::{Tables, language, owners_of, severity_as_written};
use super::{address, plain};
use crate::core::fingerprint::FingerprintHasher;
use crate::core::model;
use crate::core::model::{ActionItem, Description, Document, Field, Link, PostMortem, Role, TimelineEntry};
use crate::know::link::{Catalog, DocumentId, Entry, Site};

/// What a record is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s> {
    Incident(DocumentId, &'s PostMortem),
    Page(DocumentId),
    /// A service, cause or team, with or without a file that describes it.
    Entry(Kind, &'s Entry),
}

impl<'s> Subject<'s> {
    /// Everything that has a page and a text of its own.
    pub fn all(site: &'s Site) -> Vec<Self> {
        let documents = site.documents.iter().enumerate();
        let pages = documents.filter_map(|(id, document)| match &document.record {
            model::Record::PostMortem(facts) => Some(Self::Incident(id, facts)),
            model::Record::Page(_) => Some(Self::Page(id)),
            model::Record::Description(_) => None,
        });
        let entries = |(kind, catalog): (Kind, &'s Catalog)| {
            catalog.entries.iter().map(move |entry| Self::Entry(kind, entry))
        };
        let catalogs =
            [(Kind::Service, &site.services), (Kind::Cause, &site.causes), (Kind::Team, &site.teams)];
        pages.chain(catalogs.into_iter().flat_map(entries)).collect()
    }

    /// By what the record is put in its place.
    pub fn key(&self, site: &'s Site) -> Key<'s> {
        let path = |id: DocumentId| site.documents[id].source.path.as_str();
        match *self {
            Self::Incident(id, facts) => Key { kind: Kind::Incident, id: &facts.id, path: path(id) },
            Self::Page(id) => Key { kind: Kind::Page, id: path(id), path: path(id) },
            Self::Entry(kind, entry) => {
                Key { kind, id: &entry.slug, path: entry.description.map_or("", path) }
            }
        }
    }

    /// The fingerprint of what its record is made of, but for settings. `columns` are its own.
    pub fn add_to(&self, hasher: &mut FingerprintHasher, site: &Site, tables: &Tables, columns: &Columns) {
        let Key { kind, id, path } = self.key(site);
        (kind as u32, id, path).hash(hasher);
        names(columns, &tables.facets).hash(hasher);
        let document = match *self {
            Self::Incident(id, _) | Self::Page(id) => Some(id),
            Self::Entry(_, entry) => {
                (&entry.name, &entry.output).hash(hasher);
                entry.description
            }
        };
        // What was parsed depends on the path and the text.
        document.map(|id| (&site.documents[id].source.text, &site.outputs[id])).hash(hasher);
    }

    /// What it is narrowed, counted and sorted by.
    pub fn columns(&self, site: &Site, tables: &Tables) -> Columns {
        let mut facets = Facets::new(tables);
        match *self {
            // What was planned is not among the incidents unless it is asked for.
            Self::Incident(_, facts) if facts.is_planned() => {}
            _ => facets.add(FacetName::Kind, Some(self.key(site).kind as u32)),
        }
        let (mut date, mut minutes) = (None, None);
        match *self {
            Self::Incident(id, facts) => {
                facets.add_incident(site, id, facts);
                facets.add_names(FacetName::Kind, event_kind(facts));
                date = facts.date.map(days);
                minutes = facts.times.resolve().and_then(|duration| u32::try_from(duration.minutes).ok());
            }
            Self::Page(id) => facets.add_names(FacetName::Language, [language(site, id)]),
            Self::Entry(kind, entry) => facets.add_entry(site, kind, entry),
        }
        Columns { facets: facets.finish(), date, minutes }
    }

    /// `columns` are its own.
    pub fn record(&self, site: &Site, tables: &Tables, columns: &Columns) -> Record {
        let Key { kind, id, path } = self.key(site);
        let mut record = Record {
            kind,
            id: id.to_owned(),
            path: path.to_owned(),
            url: String::new(),
            title: String::new(),
            summary: String::new(),
            sections: Vec::new(),
            identifiers: Vec::new(),
        };
        match *self {
            Self::Incident(id, facts) => incident(site, id, facts, &mut record),
            Self::Page(id) => page(site, id, &mut record),
            Self::Entry(_, entry) => described(site, entry, &mut record),
        }
        record.identifiers.extend(names(columns, &tables.facets));
        record
    }
}

/// The kind of an event that is no usual incident, as the facet has it.
fn event_kind(facts: &PostMortem) -> Option<&'static str> {
    (facts.kind != model::IncidentKind::Incident).then(|| facts.kind.name())
}

/// Values of a record, by facet.
struct Facets<'t> {
    tables: &'t Tables,
    values: [Vec<u32>; FacetName::COUNT],
}

impl<'t> Facets<'t> {
    fn new(tables: &'t Tables) -> Self {
        Self { tables, values: Default::default() }
    }

    fn add(&mut self, facet: FacetName, values: impl IntoIterator<Item = u32>) {
        self.values[facet as usize].extend(values);
    }

    fn add_names<'n>(&mut self, facet: FacetName, names: impl IntoIterator<Item = &'n str>) {
        let tables = self.tables;
        self.add(facet, names.into_iter().filter_map(|name| tables.position(facet, name)));
    }

    /// Positions in a catalog are those in its facet's table.
    fn add_entries(&mut self, facet: FacetName, entries: &[usize]) {
        self.add(facet, entries.iter().filter_map(|entry| u32::try_from(*entry).ok()));
    }

    fn add_incident(&mut self, site: &Site, id: DocumentId, facts: &PostMortem) {
        self.add_names(FacetName::Language, [language(site, id)]);
        let names = &site.references[id];
        self.add_entries(FacetName::Service, &names.services);
        self.add_entries(FacetName::Cause, &names.causes);
        self.add_entries(FacetName::Team, &names.teams);
        self.add_entries(FacetName::Tag, &names.tags);
        let level = facts.severity.and_then(|level| site.config.severity.levels.get(level));
        self.add_names(FacetName::Severity, level.map(String::as_str).or(severity_as_written(facts)));
        self.add_names(FacetName::Status, facts.status.as_deref());
        self.add_names(FacetName::Trigger, facts.triggers.iter().map(String::as_str));
        self.add_names(FacetName::Owner, owners_of(facts));
        if let Some(date) = facts.date {
            self.add_names(FacetName::Year, [date.year().to_string().as_str()]);
        }
    }

    fn add_entry(&mut self, site: &Site, kind: Kind, entry: &Entry) {
        if let Some(id) = entry.description {
            self.add_names(FacetName::Language, [language(site, id)]);
            let description = site.documents[id].description();
            self.add_names(FacetName::Owner, description.and_then(|described| described.owner.as_deref()));
        }
        // It is among what a search for its own name is narrowed to.
        let own = match kind {
            Kind::Service => Some(FacetName::Service),
            Kind::Cause => Some(FacetName::Cause),
            Kind::Team => Some(FacetName::Team),
            Kind::Incident | Kind::Page => None,
        };
        if let Some(facet) = own {
            self.add_names(facet, [entry.slug.as_str()]);
        }
    }

    fn finish(mut self) -> [Vec<u32>; FacetName::COUNT] {
        for values in &mut self.values {
            values.sort_unstable();
            values.dedup();
        }
        self.values
    }
}

fn incident(site: &Site, id: DocumentId, facts: &PostMortem, record: &mut Record) {
    let document = &site.documents[id];
    document_into(site, id, record);
    record.summary = match (&facts.summary, &facts.summary_section) {
        (Some(summary), _) => plain::line(summary),
        (None, Some(text)) => text.clone(),
        (None, None) => document.body.lead.clone().unwrap_or_default(),
    };
    record.sections.splice(0..0, stated(facts));
    record.sections.extend(timeline(document, facts));
    record.sections.extend(actions(document, facts));
    record.identifiers.push(facts.id.clone());
    record.identifiers.extend(facts.severity_text.clone());
    record.identifiers.extend(facts.extra.iter().flat_map(field));
    record.identifiers.extend(facts.links.iter().flat_map(link));
}

fn page(site: &Site, id: DocumentId, record: &mut Record) {
    let document = &site.documents[id];
    document_into(site, id, record);
    let summary = match &document.record {
        model::Record::Page(page) => page.summary.as_deref().map(plain::line),
        _ => None,
    };
    record.summary = summary.or_else(|| document.body.lead.clone()).unwrap_or_default();
}

fn described(site: &Site, entry: &Entry, record: &mut Record) {
    if let Some(id) = entry.description {
        let document = &site.documents[id];
        document_into(site, id, record);
        if let Some(description) = document.description() {
            let summary = description.summary.as_deref().map(plain::line);
            record.summary = summary.or_else(|| document.body.lead.clone()).unwrap_or_default();
            record.identifiers = about(description);
        }
    }
    record.title.clone_from(&entry.name);
    record.url = address(&entry.output);
}

/// What every document has: title, address and text.
fn document_into(site: &Site, id: DocumentId, record: &mut Record) {
    let document = &site.documents[id];
    record.title.clone_from(&document.title);
    record.url = address(&site.outputs[id]);
    record.sections = plain::sections(document);
}

/// What front matter says in sentences and names, as the facts at the head of the page show it.
fn stated(facts: &PostMortem) -> Option<Section> {
    let mut lines: Vec<String> = facts.impact.iter().flat_map(texts).collect();
    lines.extend(facts.detection.clone());
    lines.extend(facts.contributing_factors.iter().cloned());
    let role = |role: &Role| format!("{}: {}", role.role.replace(['_', '-'], " "), role.names.join(", "));
    lines.extend(facts.roles.iter().filter(|role| !role.names.is_empty()).map(role));
    section(String::new(), String::new(), lines)
}

/// The timeline of front matter, which the page shows behind the body where the body has none.
fn timeline(document: &Document, facts: &PostMortem) -> Option<Section> {
    if facts.timeline.iter().any(|entry| entry.in_body) {
        return None;
    }
    let line = |entry: &TimelineEntry| format!("{} {}", entry.label, entry.text).trim().to_owned();
    let lines = facts.timeline.iter().map(line).collect();
    section(document.body.free_anchor("timeline"), "Timeline".into(), lines)
}

/// The action items of front matter, which the page shows behind the body.
fn actions(document: &Document, facts: &PostMortem) -> Option<Section> {
    let line = |item: &ActionItem| match &item.owner {
        Some(owner) => format!("{} ({owner})", item.title),
        None => item.title.clone(),
    };
    let lines = facts.action_items.iter().filter(|item| !item.in_body).map(line).collect();
    section(document.body.free_anchor("action-items"), "Action items".into(), lines)
}

fn section(anchor: String, heading: String, lines: Vec<String>) -> Option<Section> {
    (!lines.is_empty()).then(|| Section { anchor, heading, text: lines.join("\n") })
}

/// What a service, cause or team is known by, and what belongs to it.
fn about(description: &Description) -> Vec<String> {
    let mut found = description.aliases.clone();
    found.extend([&description.owner, &description.tier, &description.parent].into_iter().flatten().cloned());
    found.extend(description.links.iter().flat_map(link));
    found.extend(description.extra.iter().flat_map(field));
    found
}

fn link(link: &Link) -> impl Iterator<Item = String> {
    link.title.clone().into_iter().chain([link.url.clone()])
}

/// `jira: INC-123` is found by either.
fn field(field: &Field) -> impl Iterator<Item = String> {
    std::iter::once(field.key.clone()).chain(texts(&field.value))
}

/// All texts and numbers in a value of front matter.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Bool(_) => Vec::new(),
        Value::Number(number) => vec![number.to_string()],
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
    }
}

/// Days since 1970-01-01.
fn days(day: Date) -> i32 {
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or_default()
}
