//! Triggers and causes beside those of Google's post-mortems, as far as their names can be matched.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::link::{DocumentId, Site, address};
use crate::model::Record;

/// One of Google's categories.
#[derive(Debug, Deserialize)]
pub struct Category {
    pub name: String,
    /// Of Google's post-mortems, in per cent.
    pub share: f64,
    /// Phrases by which names are known to mean it.
    pub phrases: Vec<String>,
}

/// Google's categories, the most frequent first.
#[derive(Debug, Deserialize)]
pub struct Google {
    pub triggers: Vec<Category>,
    pub causes: Vec<Category>,
}

/// The figures and phrases that are built in.
pub static GOOGLE: LazyLock<Google> =
    LazyLock::new(|| toml::from_str(include_str!("baseline.toml")).expect("the built-in figures are valid"));

/// Incidents in each of Google's categories.
#[derive(Debug)]
pub struct Comparison {
    pub categories: &'static [Category],
    /// For each category, the incidents of which a name falls in it, the newest first.
    pub incidents: Vec<Vec<DocumentId>>,
    /// Incidents in at least one category: what shares are taken of.
    pub matched: usize,
    /// Incidents that name something, of which nothing could be matched.
    pub unmatched: usize,
    /// Incidents that name nothing.
    pub unnamed: usize,
}

/// What set the incidents off: by their triggers, and by their causes where no trigger is known.
#[must_use]
pub fn triggers(site: &Site, incidents: &[DocumentId]) -> Comparison {
    let phrases = Phrases::new(&GOOGLE.triggers);
    let causes = of_causes(site, &phrases);
    compare(&GOOGLE.triggers, incidents, |id| {
        let named = &site.post_mortem(id).triggers;
        let found: BTreeSet<usize> = named.iter().filter_map(|name| phrases.category(name)).collect();
        if !found.is_empty() {
            return (true, found);
        }
        let found = site.references[id].causes.iter().filter_map(|cause| causes[*cause]).collect();
        (!named.is_empty() || !site.references[id].causes.is_empty(), found)
    })
}

/// Why the incidents happened: by their causes.
#[must_use]
pub fn causes(site: &Site, incidents: &[DocumentId]) -> Comparison {
    let phrases = Phrases::new(&GOOGLE.causes);
    let causes = of_causes(site, &phrases);
    compare(&GOOGLE.causes, incidents, |id| {
        let named = &site.references[id].causes;
        (!named.is_empty(), named.iter().filter_map(|cause| causes[*cause]).collect())
    })
}

fn compare(
    categories: &'static [Category],
    incidents: &[DocumentId],
    categories_of: impl Fn(DocumentId) -> (bool, BTreeSet<usize>),
) -> Comparison {
    let mut comparison = Comparison {
        categories,
        incidents: vec![Vec::new(); categories.len()],
        matched: 0,
        unmatched: 0,
        unnamed: 0,
    };
    for id in incidents.iter().copied() {
        let (names_any, found) = categories_of(id);
        match (found.is_empty(), names_any) {
            (false, _) => comparison.matched += 1,
            (true, true) => comparison.unmatched += 1,
            (true, false) => comparison.unnamed += 1,
        }
        for category in found {
            comparison.incidents[category].push(id);
        }
    }
    comparison
}

/// The category of each cause: by its name, else by its aliases, else by what it is part of.
fn of_causes(site: &Site, phrases: &Phrases) -> Vec<Option<usize>> {
    let entries = &site.causes.entries;
    let slugs: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(index, entry)| (entry.slug.as_str(), index)).collect();
    let described = |index: usize| match entries[index].description.map(|id| &site.documents[id].record) {
        Some(Record::Description(description)) => Some(description),
        _ => None,
    };
    let own = |index: usize| {
        let aliases = described(index).map(|description| description.aliases.as_slice()).unwrap_or_default();
        let names = std::iter::once(&entries[index].name).chain(aliases);
        // What is written exactly as a phrase says more than a longer name that holds one.
        names
            .clone()
            .find_map(|name| phrases.exact(name))
            .or_else(|| names.clone().find_map(|name| phrases.category(name)))
    };
    let above = |index: usize| {
        let parent = described(index)?.parent.as_ref()?;
        slugs.get(address::slug(parent).as_str()).copied()
    };
    let of = |start: usize| {
        let mut at = Some(start);
        // Parents of parents, at most; a ring of them would never end.
        for _ in 0..4 {
            let index = at?;
            if let Some(category) = own(index) {
                return Some(category);
            }
            at = above(index);
        }
        None
    };
    (0..entries.len()).map(of).collect()
}

/// Which category a phrase stands for.
struct Phrases {
    categories: HashMap<String, usize>,
    /// Words of the longest phrase.
    longest: usize,
}

impl Phrases {
    fn new(categories: &[Category]) -> Self {
        let mut table = HashMap::new();
        let mut longest = 0;
        for (index, category) in categories.iter().enumerate() {
            for phrase in &category.phrases {
                longest = longest.max(phrase.split(' ').count());
                table.insert(phrase.clone(), index);
            }
        }
        Self { categories: table, longest }
    }

    /// The category of a name that is a phrase.
    fn exact(&self, name: &str) -> Option<usize> {
        self.categories.get(&words(name).join(" ")).copied()
    }

    /// The category of the longest phrase in a name; of equally long ones, of the first.
    fn category(&self, name: &str) -> Option<usize> {
        let words = words(name);
        (1..=self.longest.min(words.len())).rev().find_map(|length| {
            words.windows(length).find_map(|window| self.categories.get(&window.join(" ")).copied())
        })
    }
}

fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trigger(name: &str) -> Option<&'static str> {
        let category = Phrases::new(&GOOGLE.triggers).category(name)?;
        Some(&GOOGLE.triggers[category].name)
    }

    #[test]
    fn the_longest_phrase_decides() {
        assert_eq!(trigger("firewall rule release"), Some("Configuration push"));
        assert_eq!(trigger("config-change"), Some("Configuration push"));
        assert_eq!(trigger("Software upgrade"), Some("Binary push"));
        assert_eq!(trigger("automated capacity change"), Some("Capacity management"));
        assert_eq!(trigger("failure of a primary node"), Some("Hardware"));
        assert_eq!(trigger("releases"), None);
        assert_eq!(trigger("dispute about a package name"), None);
    }

    #[test]
    fn a_phrase_stands_for_one_category() {
        for categories in [&GOOGLE.triggers, &GOOGLE.causes] {
            let all: Vec<&String> = categories.iter().flat_map(|category| &category.phrases).collect();
            let unique: BTreeSet<&String> = all.iter().copied().collect();
            assert_eq!(all.len(), unique.len());
            assert!(all.iter().all(|phrase| words(phrase).join(" ") == **phrase));
            assert!(categories.iter().is_sorted_by(|a, b| a.share >= b.share));
        }
    }
}
