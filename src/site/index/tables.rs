//! The choices of every facet, and where each name is among them.

use std::collections::{BTreeMap, HashMap};

use lookback_search::write::FacetTables;
use lookback_search::{FacetName, FacetTable, FacetValue, Kind};

use super::address;
use crate::core::address::slug;
use crate::core::labels::{capitalised, severity_label};
use crate::core::model::{Document, PostMortem};
use crate::know::link::{Catalog, DocumentId, Entry, Site, usual_spelling};

/// Tables of all facets. Services, causes, teams and tags are in the order of their catalogs.
pub struct Tables {
    pub facets: FacetTables,
    /// For each facet, the position of a value by its key.
    positions: [HashMap<String, u32>; FacetName::COUNT],
}

impl Tables {
    pub fn new(site: &Site) -> Self {
        let facets = FacetName::ALL.map(|facet| FacetTable { values: values(site, facet) });
        let positions = [(); FacetName::COUNT].map(|()| HashMap::new());
        let mut tables = Self { facets, positions };
        for (table, positions) in tables.facets.iter().zip(&mut tables.positions) {
            for (value, position) in table.values.iter().zip(0..) {
                positions.entry(value.key.clone()).or_insert(position);
            }
        }
        tables
    }

    /// The position of a value by any spelling of its name.
    pub fn position(&self, facet: FacetName, name: &str) -> Option<u32> {
        self.positions[facet as usize].get(&slug(name)).copied()
    }
}

fn values(site: &Site, facet: FacetName) -> Vec<FacetValue> {
    let fields = &site.config.fields;
    let none = BTreeMap::new();
    match facet {
        FacetName::Kind => Kind::ALL.map(kind).into_iter().chain(event_kinds()).collect(),
        FacetName::Severity => {
            let known = scale(&site.config.severity.levels, &fields.severities, severity_label);
            with_others(known, incidents(site).filter_map(severity_as_written))
        }
        FacetName::Status => {
            let known = scale(&site.config.status.values, &fields.statuses, spaced);
            with_others(known, incidents(site).filter_map(|facts| facts.status.as_deref()))
        }
        FacetName::Service => catalog(site, &site.services, &fields.services),
        FacetName::Cause => catalog(site, &site.causes, &fields.causes),
        FacetName::Team => catalog(site, &site.teams, &none),
        FacetName::Tag => catalog(site, &site.tags, &none),
        FacetName::Trigger => {
            with_others(Vec::new(), incidents(site).flat_map(|facts| &facts.triggers).map(String::as_str))
        }
        FacetName::Owner => owners(site),
        FacetName::Year => years(site),
        FacetName::Language => {
            let languages = (0..site.documents.len()).map(|id| language(site, id));
            with_others(Vec::new(), languages.chain([site.config.book.language.as_str()]))
        }
    }
}

/// BCP 47 tag of a document's text.
pub fn language(site: &Site, id: DocumentId) -> &str {
    site.documents[id].body.language.as_deref().unwrap_or(&site.config.book.language)
}

/// A severity that is none of the settings' levels.
pub fn severity_as_written(facts: &PostMortem) -> Option<&str> {
    facts.severity_text.as_deref().filter(|_| facts.severity.is_none())
}

/// All that have a role in an incident, or an action item of it.
pub fn owners_of(facts: &PostMortem) -> impl Iterator<Item = &str> {
    let roles = facts.roles.iter().flat_map(|role| &role.names).map(String::as_str);
    roles.chain(facts.action_items.iter().filter_map(|item| item.owner.as_deref()))
}

fn incidents(site: &Site) -> impl Iterator<Item = &PostMortem> {
    site.documents.iter().filter_map(Document::post_mortem)
}

fn value(key: String, label: String) -> FacetValue {
    FacetValue { key, label, aliases: Vec::new(), url: String::new() }
}

fn kind(kind: Kind) -> FacetValue {
    let (key, label, aliases): (_, _, &[&str]) = match kind {
        Kind::Incident => ("incident", "Incident", &["incidents", "post-mortem", "postmortem"]),
        Kind::Service => ("service", "Service", &["services"]),
        Kind::Cause => ("cause", "Cause", &["causes"]),
        Kind::Team => ("team", "Team", &["teams"]),
        Kind::Page => ("page", "Page", &["pages"]),
    };
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    FacetValue { aliases, ..value(key.to_owned(), label.to_owned()) }
}

/// Kinds of event beside the incident, behind those of pages.
fn event_kinds() -> impl Iterator<Item = FacetValue> {
    [
        ("near-miss", "Near miss", "near-misses"),
        ("maintenance", "Maintenance", "planned"),
        ("drill", "Drill", "drills"),
    ]
    .into_iter()
    .map(|(key, label, alias)| FacetValue {
        aliases: vec![alias.to_owned()],
        ..value(key.to_owned(), label.to_owned())
    })
}

/// The values of a scale of the settings, in its order.
fn scale(
    names: &[String],
    aliases: &BTreeMap<String, String>,
    label: impl Fn(&str) -> String,
) -> Vec<FacetValue> {
    let value = |name: &String| {
        let aliases = aliases.iter().filter(|(_, of)| *of == name).map(|(alias, _)| alias.clone()).collect();
        FacetValue { aliases, ..value(slug(name), label(name)) }
    };
    names.iter().map(value).collect()
}

/// `in-review` → `In review`
fn spaced(name: &str) -> String {
    capitalised(&name.replace(['-', '_'], " "))
}

/// `known`, and behind them all others that are named, by key, each in its usual spelling.
fn with_others<'n>(mut known: Vec<FacetValue>, names: impl Iterator<Item = &'n str>) -> Vec<FacetValue> {
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for name in names {
        let key = slug(name);
        if !key.is_empty() && !known.iter().any(|value| value.key == key) {
            *spellings.entry(key).or_default().entry(name.trim().to_owned()).or_default() += 1;
        }
    }
    known.extend(spellings.into_iter().map(|(key, spellings)| value(key, usual_spelling(&spellings))));
    known
}

/// One value for each entry, in the order of the catalog.
fn catalog(site: &Site, catalog: &Catalog, aliases: &BTreeMap<String, String>) -> Vec<FacetValue> {
    let entry = |entry: &Entry| {
        let mut names = site.aliases(entry).to_vec();
        let configured = aliases.iter().filter(|(_, name)| slug(name) == entry.slug);
        names.extend(configured.map(|(alias, _)| alias.clone()));
        names.retain(|name| slug(name) != entry.slug);
        names.sort();
        names.dedup();
        let url = address(&entry.output);
        FacetValue { aliases: names, url, ..value(entry.slug.clone(), entry.name.clone()) }
    };
    catalog.entries.iter().map(entry).collect()
}

/// Owners; those that are teams have the team's name and page.
fn owners(site: &Site) -> Vec<FacetValue> {
    let mut values = with_others(Vec::new(), incidents(site).flat_map(owners_of));
    let teams: HashMap<&str, &Entry> =
        site.teams.entries.iter().map(|entry| (entry.slug.as_str(), entry)).collect();
    for value in &mut values {
        if let Some(team) = teams.get(value.key.as_str()) {
            value.label.clone_from(&team.name);
            value.url = address(&team.output);
        }
    }
    values
}

/// The newest first.
fn years(site: &Site) -> Vec<FacetValue> {
    let dated = site.years.iter().filter_map(|listed| Some((listed.year?, listed)));
    let value = |(year, listed): (i16, &crate::know::link::Year)| FacetValue {
        url: address(&listed.output),
        ..value(year.to_string(), year.to_string())
    };
    dated.map(value).collect()
}
