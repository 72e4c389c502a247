//! What many pages show of an incident or a name, made once: values that templates share without copying.

use rayon::prelude::*;
use serde::Serialize;
use tera::Value;

use super::plan::CatalogKind;
use super::{urls, words};
use crate::charts::marks;
use crate::link::{DocumentId, Site};
use crate::model::{Document, Record};
use crate::phrases::Phrases;

/// More names of a kind than this are not listed with an incident.
const NAMES: usize = 2;

/// An incident in a list.
#[derive(Serialize)]
struct Brief<'a> {
    title: &'a str,
    url: String,
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
    url: String,
}

/// What all pages share.
pub struct Briefs {
    /// By document; `none` for all but post-mortems.
    pub incidents: Vec<Value>,
    /// By kind of catalog, then by entry.
    names: [Vec<Value>; 4],
    /// Names of the severities as they are shown, the worst first.
    pub severities: Vec<String>,
    severity_marks: Vec<Value>,
}

impl Briefs {
    pub fn new(site: &Site, say: &Phrases) -> Self {
        let severities: Vec<String> =
            site.config.severity.levels.iter().map(|name| say.severity(name)).collect();
        let severity_marks = severities
            .iter()
            .enumerate()
            .map(|(rank, label)| Value::safe_string(&marks::severity(Some(rank), label)))
            .collect();
        let names = CatalogKind::ALL.map(|kind| {
            let named = |entry: &crate::link::Entry| {
                Value::from_serializable(&Named { name: &entry.name, url: urls::from_root(&entry.output) })
            };
            kind.of(site).entries.iter().map(named).collect()
        });
        let mut briefs = Self { incidents: Vec::new(), names, severities, severity_marks };
        briefs.incidents = (0..site.documents.len())
            .into_par_iter()
            .map(|id| match &site.documents[id].record {
                Record::PostMortem(_) => briefs.incident(site, say, id),
                _ => Value::none(),
            })
            .collect();
        briefs
    }

    pub fn name(&self, kind: CatalogKind, entry: usize) -> Value {
        self.names[kind as usize][entry].clone()
    }

    /// Mark and word of the severity of an incident; empty where none is stated.
    pub fn severity(&self, site: &Site, id: DocumentId) -> Value {
        let facts = site.post_mortem(id);
        match (facts.severity, &facts.severity_text) {
            (Some(rank), _) if rank < self.severity_marks.len() => self.severity_marks[rank].clone(),
            (_, Some(text)) if !text.trim().is_empty() => {
                Value::safe_string(&marks::severity(None, &words::shortened(text, 40)))
            }
            _ => Value::safe_string(""),
        }
    }

    fn incident(&self, site: &Site, say: &Phrases, id: DocumentId) -> Value {
        let document = &site.documents[id];
        let facts = site.post_mortem(id);
        let references = &site.references[id];
        let some = |kind: CatalogKind, entries: &[usize]| {
            entries.iter().take(NAMES).map(|entry| self.name(kind, *entry)).collect()
        };
        let lang = language(site, say, document);
        Value::from_serializable(&Brief {
            title: &document.title,
            url: urls::from_root(&site.outputs[id]),
            date: facts.date.map(|date| date.to_string()),
            severity: self.severity(site, id),
            duration: facts
                .times
                .resolve()
                .map_or_else(|| "–".into(), |duration| say.duration(duration.minutes)),
            services: some(CatalogKind::Services, &references.services),
            causes: some(CatalogKind::Causes, &references.causes),
            notes: if facts.near_miss { say.text("rows.near-miss") } else { "" },
            lang,
            rtl: lang.is_some_and(is_rtl),
        })
    }
}

/// The language of a document where it is not that of the words around it.
pub fn language<'a>(site: &'a Site, say: &Phrases, document: &'a Document) -> Option<&'a str> {
    let language = document.body.language.as_deref().unwrap_or(&site.config.book.language);
    let is_tag = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_tag && !language.is_empty() && language != say.language()).then_some(language)
}

/// Whether a language is written from right to left.
pub fn is_rtl(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"].contains(&primary.as_str())
}

/// ` lang="he" dir="rtl"`, ready for a tag; empty where the document is in the language of the words around it.
pub fn language_attributes(site: &Site, say: &Phrases, document: &Document) -> Value {
    let Some(language) = language(site, say, document) else { return Value::safe_string("") };
    let direction = match (is_rtl(language), is_rtl(&site.config.book.language)) {
        (true, false) => " dir=\"rtl\"",
        (false, true) => " dir=\"ltr\"",
        _ => "",
    };
    Value::safe_string(&format!(" lang=\"{language}\"{direction}"))
}
