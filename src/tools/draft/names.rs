//! Names of services and causes as the knowledge base writes them.

use std::collections::HashMap;

use crate::core::address::slug;
use crate::core::diagnostic::did_you_mean;
use crate::know::link::{Catalog, Site};

/// The names of one catalog, with all their spellings.
#[derive(Debug)]
pub struct Names {
    /// As they are shown, in order.
    pub known: Vec<String>,
    /// From the slug of a spelling to a position in `known`.
    spellings: HashMap<String, usize>,
}

/// What a name is to the knowledge base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelling {
    /// One of its names, as it writes it.
    Known(String),
    /// None of them, with the nearest where there is one.
    New { nearest: Option<String> },
}

impl Names {
    /// The names of a catalog. `aliases` are those of the settings.
    pub fn new(site: &Site, catalog: &Catalog, aliases: &std::collections::BTreeMap<String, String>) -> Self {
        let known: Vec<String> = catalog.entries.iter().map(|entry| entry.name.clone()).collect();
        let mut spellings = HashMap::new();
        for (position, entry) in catalog.entries.iter().enumerate() {
            spellings.insert(entry.slug.clone(), position);
        }
        for (position, entry) in catalog.entries.iter().enumerate() {
            for alias in site.aliases(entry) {
                spellings.entry(slug(alias)).or_insert(position);
            }
        }
        for (alias, name) in aliases {
            if let Some(position) = spellings.get(&slug(name)).copied() {
                spellings.entry(slug(alias)).or_insert(position);
            }
        }
        Self { known, spellings }
    }

    /// What a name is, in any spelling.
    pub fn spelling(&self, name: &str) -> Spelling {
        let wanted = slug(name);
        if let Some(position) = self.spellings.get(&wanted) {
            return Spelling::Known(self.known[*position].clone());
        }
        // In the order of the names, so that the answer is always the same.
        let mut spellings: Vec<(&str, usize)> =
            self.spellings.iter().map(|(slug, position)| (slug.as_str(), *position)).collect();
        spellings.sort_unstable_by_key(|(slug, position)| (*position, *slug));
        let near = did_you_mean(&wanted, spellings.iter().map(|(slug, _)| *slug));
        let holds = |slug: &str| {
            let parts =
                |one: &str, other: &str| one.split('-').all(|part| other.split('-').any(|own| own == part));
            parts(&wanted, slug) || parts(slug, &wanted)
        };
        let near = near.or_else(|| spellings.iter().map(|(slug, _)| *slug).find(|slug| holds(slug)));
        let nearest =
            near.and_then(|near| self.spellings.get(near)).map(|position| self.known[*position].clone());
        Spelling::New { nearest }
    }

    /// The names that a beginning may become, those that begin with it first.
    pub fn complete_from(known: &[String], beginning: &str) -> Vec<String> {
        let wanted = beginning.trim().to_lowercase();
        let begins = |name: &&String| name.to_lowercase().starts_with(&wanted);
        let (first, others): (Vec<&String>, Vec<&String>) = known.iter().partition(begins);
        let holds = |name: &&String| name.to_lowercase().contains(&wanted);
        first.into_iter().chain(others.into_iter().filter(holds)).cloned().collect()
    }
}
