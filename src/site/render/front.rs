//! What a search can show before its engine is there: titles and names in one small file, the newest first.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::outputs::CatalogKind;
use crate::core::address;
use crate::core::labels::severity_label;
use crate::know::link::{DocumentId, Entry, Site};

/// Incidents in it, and names that are most often named: it is there at once, whatever the link.
const INCIDENTS: usize = 800;
const NAMES: usize = 150;
/// Services and causes that are told of an incident.
const OF_ONE: usize = 3;

/// Positions of kinds in the scripts.
const INCIDENT: usize = 0;
const SERVICE: usize = 1;
const CAUSE: usize = 2;

/// The file, in gzip: `{"names": ["Mill"], "rows": [[kind, title, address, date, severity, its label, positions of names]]}`.
pub fn write(site: &Site) -> Vec<u8> {
    let mut names = Names::default();
    let newest = site.by_date.iter().take(INCIDENTS);
    let mut rows: Vec<Value> = newest.map(|id| incident(site, *id, &mut names)).collect();
    rows.extend(catalog(site, CatalogKind::Services, SERVICE));
    rows.extend(catalog(site, CatalogKind::Causes, CAUSE));
    let text = json!({ "names": names.all, "rows": rows }).to_string();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    packed.expect("memory takes all")
}

/// Each name once.
#[derive(Default)]
struct Names<'s> {
    all: Vec<&'s str>,
    known: BTreeMap<&'s str, usize>,
}

impl<'s> Names<'s> {
    fn position(&mut self, name: &'s str) -> usize {
        *self.known.entry(name).or_insert_with(|| {
            self.all.push(name);
            self.all.len() - 1
        })
    }
}

fn incident<'s>(site: &'s Site, id: DocumentId, names: &mut Names<'s>) -> Value {
    let facts = site.post_mortem(id);
    let named = &site.references[id];
    let services = named.services.iter().take(OF_ONE).map(|at| site.services.entries[*at].name.as_str());
    let causes = named.causes.iter().take(OF_ONE).map(|at| site.causes.entries[*at].name.as_str());
    let named: Vec<usize> = services.chain(causes).map(|name| names.position(name)).collect();
    let level = facts.severity.and_then(|level| site.config.severity.levels.get(level));
    json!([
        INCIDENT,
        site.documents[id].title,
        address::encode(&site.outputs[id]),
        facts.date.map(|date| date.to_string()).unwrap_or_default(),
        level.map(|level| address::slug(level)).unwrap_or_default(),
        level.map(|level| severity_label(level)).unwrap_or_default(),
        named,
    ])
}

/// The entries that most incidents name.
fn catalog(site: &Site, catalog: CatalogKind, kind: usize) -> Vec<Value> {
    let mut entries: Vec<&Entry> = catalog.of(site).entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.incidents.len()));
    let row = |entry: &&Entry| json!([kind, entry.name, address::encode(&entry.output), "", "", "", []]);
    entries.iter().take(NAMES).map(row).collect()
}
