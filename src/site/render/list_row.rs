//! What many pages show of an incident or a name, made once: values that templates share without copying.

use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use serde::Serialize;
use tera::Value;

use super::outputs::CatalogKind;
use super::urls::{self, Href};
use super::words;
use crate::core::config::Config;
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Document, IncidentKind, PostMortem};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Entry, Site};
use crate::site::charts::marks;

/// More names of a kind than this are not listed with an incident.
const NAMES: usize = 2;

/// An incident in a list, as templates see it.
#[derive(Serialize)]
struct ListRow<'a> {
    title: &'a str,
    url: Href,
    date: Option<String>,
    severity: Value,
    duration: String,
    services: Vec<Value>,
    causes: Vec<Value>,
    notes: &'a str,
    lang: Option<&'a str>,
    rtl: bool,
}

/// A name with the address of its page.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    url: Href,
}

/// A document that is not an incident, among incidents.
#[derive(Serialize)]
struct Titled<'a> {
    title: &'a str,
    url: Href,
    date: Option<String>,
    severity: &'static str,
}

/// What the line of a document is made of, but for the words of the site and its settings.
#[derive(Hash)]
struct Of<'s> {
    title: &'s str,
    output: &'s str,
    /// Where it is an incident.
    incident: Option<Incident<'s>>,
}

/// The same of an incident.
#[derive(Hash)]
struct Incident<'s> {
    date: Option<Date>,
    severity: Stated<'s>,
    minutes: Option<i64>,
    services: Vec<Name<'s>>,
    causes: Vec<Name<'s>>,
    kind: IncidentKind,
    lang: Option<&'s str>,
}

/// A name with the value that all lines share.
struct Name<'s> {
    entry: &'s Entry,
    value: &'s Value,
}

impl Hash for Name<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.entry.name, &self.entry.output).hash(state);
    }
}

/// The severity of an incident: its rank, and how it was written.
#[derive(Debug, Clone, Copy, Hash)]
pub struct Stated<'s>(Option<usize>, Option<&'s str>);

impl<'s> Stated<'s> {
    pub fn of(facts: &'s PostMortem) -> Self {
        Self(facts.severity, facts.severity_text.as_deref())
    }
}

/// What all pages share.
pub struct ListRows {
    /// By kind of catalog, then by entry.
    names: [Vec<Value>; 4],
    /// Names of the severities as they are shown, the worst first.
    pub severities: Vec<String>,
    severity_marks: Vec<Value>,
}

impl ListRows {
    pub fn new(site: &Site, say: &Phrases) -> Self {
        let severities: Vec<String> =
            site.config.severity.levels.iter().map(|name| say.severity(name)).collect();
        let severity_marks = severities
            .iter()
            .enumerate()
            .map(|(rank, label)| Value::safe_string(&marks::severity(Some(rank), label)))
            .collect();
        let names = CatalogKind::ALL.map(|kind| {
            let named = |entry: &Entry| {
                Value::from_serializable(&Named { name: &entry.name, url: urls::from_root(&entry.output) })
            };
            kind.of(site).entries.iter().map(named).collect()
        });
        Self { names, severities, severity_marks }
    }

    /// Fingerprint of what the line of a document is made of.
    pub fn fingerprint(&self, site: &Site, say: &Phrases, id: DocumentId) -> Fingerprint {
        Fingerprint::of(&self.seen(site, say, id))
    }

    /// Mark and word of the severity of an incident; empty where none is stated.
    pub fn severity(&self, stated: Stated<'_>) -> Value {
        match stated {
            Stated(Some(rank), _) if rank < self.severity_marks.len() => self.severity_marks[rank].clone(),
            Stated(_, Some(text)) if !text.trim().is_empty() => {
                Value::safe_string(&marks::severity(None, &words::shortened(text, 40)))
            }
            _ => Value::safe_string(""),
        }
    }

    fn seen<'s>(&'s self, site: &'s Site, say: &Phrases, id: DocumentId) -> Of<'s> {
        let document = &site.documents[id];
        let some = |kind: CatalogKind| {
            let name = |at: &usize| Name {
                entry: &kind.of(site).entries[*at],
                value: &self.names[kind as usize][*at],
            };
            kind.named(&site.references[id]).iter().take(NAMES).map(name).collect()
        };
        let incident = |facts: &'s PostMortem| Incident {
            date: facts.date,
            severity: Stated::of(facts),
            minutes: facts.times.resolve().map(|duration| duration.minutes),
            services: some(CatalogKind::Services),
            causes: some(CatalogKind::Causes),
            kind: facts.kind,
            lang: language(&site.config, say, document),
        };
        Of {
            title: &document.title,
            output: &site.outputs[id],
            incident: document.post_mortem().map(incident),
        }
    }

    /// Title and address of any document; of an incident all that a list shows.
    pub fn line(&self, site: &Site, say: &Phrases, id: DocumentId) -> Value {
        let Of { title, output, incident } = self.seen(site, say, id);
        let url = urls::from_root(output);
        let Some(known) = incident else {
            return Value::from_serializable(&Titled { title, url, date: None, severity: "" });
        };
        let shared = |names: Vec<Name<'_>>| names.into_iter().map(|name| name.value.clone()).collect();
        Value::from_serializable(&ListRow {
            title,
            url,
            date: known.date.map(|date| date.to_string()),
            severity: self.severity(known.severity),
            duration: known.minutes.map_or_else(|| "–".into(), |minutes| say.duration(minutes)),
            services: shared(known.services),
            causes: shared(known.causes),
            notes: words::kind_in_list(say, known.kind),
            lang: known.lang,
            rtl: known.lang.is_some_and(is_rtl),
        })
    }
}

/// The language of a document where it is not that of the words around it.
pub fn language<'a>(config: &'a Config, say: &Phrases, document: &'a Document) -> Option<&'a str> {
    let language = document.body.language.as_deref().unwrap_or(&config.book.language);
    let is_tag = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_tag && !language.is_empty() && language != say.language()).then_some(language)
}

/// Whether a language is written from right to left.
pub fn is_rtl(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains(&primary.as_str())
}

/// ` lang="he" dir="rtl"`, ready for a tag; empty where the document is in the language of the words around it.
pub fn language_attributes(config: &Config, say: &Phrases, document: &Document) -> Value {
    let Some(language) = language(config, say, document) else { return Value::safe_string("") };
    let direction = match (is_rtl(language), is_rtl(&config.book.language)) {
        (true, false) => " dir=\"rtl\"",
        (false, true) => " dir=\"ltr\"",
        _ => "",
    };
    Value::safe_string(&format!(" lang=\"{language}\"{direction}"))
}
