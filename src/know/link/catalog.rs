//! Services, causes, teams and tags: one entry for all spellings of a name.

use std::collections::{BTreeMap, HashMap};

use super::outputs::{Outputs, Owner, file_slug};
use super::site::{Catalog, DocumentId, Entry};
use crate::core::address::{self, slug};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Kind, PostMortem, Record};

/// Collects one catalog.
pub struct Builder {
    folder: &'static str,
    /// From the slug of any spelling to the slug of the entry.
    aliases: HashMap<String, String>,
    /// Names as the settings write them, by slug.
    configured: HashMap<String, String>,
    entries: BTreeMap<String, Draft>,
}

#[derive(Default)]
struct Draft {
    description: Option<DocumentId>,
    spellings: BTreeMap<String, usize>,
    incidents: Vec<DocumentId>,
    /// The address, where no file describes it.
    output: String,
}

impl Builder {
    /// A catalog whose pages are in `folder`, with the aliases of the settings.
    pub fn new(folder: &'static str, configured: &BTreeMap<String, String>) -> Self {
        let aliases = configured.iter().map(|(alias, name)| (slug(alias), slug(name))).collect();
        let configured = configured.values().map(|name| (slug(name), name.clone())).collect();
        Self { folder, aliases, configured, entries: BTreeMap::new() }
    }

    /// Takes in the description files of one kind. The first by path keeps a name that two claim.
    pub fn describe(&mut self, documents: &[Document], kind: Kind, found: &mut Vec<Diagnostic>) {
        let described = documents.iter().enumerate().filter(|(_, document)| document.source.kind == kind);
        for (id, document) in described {
            let Record::Description(description) = &document.record else { continue };
            let path = &document.source.path;
            let file = path.rsplit('/').next().unwrap_or(path);
            let stem = slug(address::stem(file));
            let key = slug(&document.title);
            let key = if key.is_empty() { stem.clone() } else { key };
            if self.entries.contains_key(&key) {
                let message = format!("`{}` is described in another file already", document.title);
                found.push(
                    Diagnostic::error("duplicate-name", path, message).hint("Merge the two, or rename one."),
                );
            } else {
                self.entries.insert(key.clone(), Draft { description: Some(id), ..Draft::default() });
            }
            // An alias from the settings leads on to what the file calls it.
            for name in description.aliases.iter().map(|alias| slug(alias)).chain([stem]) {
                if name.is_empty() || name == key {
                    continue;
                }
                if let Some(other) =
                    self.aliases.insert(name.clone(), key.clone()).filter(|other| *other != key)
                {
                    let message = format!("`{name}` already stands for `{other}`");
                    found.push(
                        Diagnostic::warning("duplicate-alias", path, message)
                            .hint("An alias can belong to one entry only."),
                    );
                }
            }
        }
    }

    /// Notes that a post-mortem names something; gives the slug of its entry, unless the name has no letters.
    pub fn mention(&mut self, name: &str, incident: DocumentId) -> Option<String> {
        let key = self.key(name)?;
        let draft = self.entries.entry(key.clone()).or_default();
        *draft.spellings.entry(name.trim().to_owned()).or_default() += 1;
        if draft.incidents.last() != Some(&incident) {
            draft.incidents.push(incident);
        }
        Some(key)
    }

    fn key(&self, name: &str) -> Option<String> {
        let mut key = slug(name);
        // An alias of an alias, at most; a ring of them would never end.
        for _ in 0..3 {
            match self.aliases.get(&key) {
                Some(next)
                    if *next != key
                        && self.entries.get(&key).is_none_or(|entry| entry.description.is_none()) =>
                {
                    key.clone_from(next);
                }
                _ => break,
            }
        }
        (!key.is_empty()).then_some(key)
    }

    /// Takes the addresses of entries that no file describes.
    pub fn take(&mut self, outputs: &mut Outputs) {
        for (key, draft) in self.entries.iter_mut().filter(|(_, draft)| draft.description.is_none()) {
            let wanted = format!("{}/{}.html", self.folder, file_slug(key));
            draft.output = outputs.take(&wanted, Owner::Lookback).0;
        }
    }

    /// The finished catalog, with the position of each entry by slug and by every alias.
    pub fn finish(
        self,
        documents: &[Document],
        document_outputs: &[String],
        newest_first: impl Fn(&mut Vec<DocumentId>),
    ) -> (Catalog, HashMap<String, usize>) {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for (key, mut draft) in self.entries {
            let name = match draft.description {
                Some(id) => documents[id].title.clone(),
                None => {
                    self.configured.get(&key).cloned().unwrap_or_else(|| usual_spelling(&draft.spellings))
                }
            };
            let output = draft.description.map_or(draft.output, |id| document_outputs[id].clone());
            draft.incidents.sort_unstable();
            draft.incidents.dedup();
            newest_first(&mut draft.incidents);
            let is_planned =
                |id: &DocumentId| documents[*id].post_mortem().is_some_and(PostMortem::is_planned);
            let (planned, incidents) = draft.incidents.into_iter().partition(is_planned);
            entries.push(Entry {
                name,
                slug: key,
                output,
                description: draft.description,
                incidents,
                planned,
                parent: None,
                children: Vec::new(),
                below: Vec::new(),
            });
        }
        entries.sort_by(|a, b| {
            a.name.to_lowercase().cmp(&b.name.to_lowercase()).then_with(|| a.slug.cmp(&b.slug))
        });
        let mut positions: HashMap<String, usize> =
            entries.iter().enumerate().map(|(position, entry)| (entry.slug.clone(), position)).collect();
        for (alias, key) in self.aliases {
            if let Some(position) = positions.get(&key).copied() {
                positions.entry(alias).or_insert(position);
            }
        }
        (Catalog { entries }, positions)
    }
}

/// The spelling used most often; among equals the first in order, capitals first.
pub fn usual_spelling(spellings: &BTreeMap<String, usize>) -> String {
    let most = spellings.values().max().copied().unwrap_or(0);
    spellings.iter().find(|(_, count)| **count == most).map(|(name, _)| name.clone()).unwrap_or_default()
}
