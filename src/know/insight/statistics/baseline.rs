//! Triggers and causes beside those of Google's post-mortems, as far as their names can be matched.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::know::link::{DocumentId, Entry, Site};

/// One of Google's categories.
#[derive(Debug, Deserialize)]
pub struct Category {
    pub name: String,
    /// Share of Google's post-mortems, in per cent.
    pub share: f64,
    /// Phrases by which names that hold them are known to mean it.
    pub phrases: Vec<String>,
    /// Those that have to be the whole name.
    #[serde(default)]
    pub alone: Vec<String>,
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

/// What set the incidents off: by their triggers, and by their causes where no trigger is named, or
/// none that fits.
pub fn triggers(site: &Site, incidents: &[DocumentId]) -> Comparison {
    let phrases = Phrases::new(&GOOGLE.triggers);
    let causes = of_causes(site, &phrases);
    compare(&GOOGLE.triggers, incidents, |id| {
        let named = &site.post_mortem(id).triggers;
        let found: BTreeSet<usize> = named.iter().filter_map(|name| phrases.category(name)).collect();
        if !found.is_empty() {
            return (true, found);
        }
        // "Security mitigation" by a "global configuration push": the cause says what the trigger was.
        let of_incident = &site.references[id].causes;
        let found = of_incident.iter().filter_map(|cause| causes[*cause]).collect();
        (!named.is_empty() || !of_incident.is_empty(), found)
    })
}

/// Why the incidents happened: by their causes.
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

/// The category of each cause: by its names, else by what it is part of.
fn of_causes(site: &Site, phrases: &Phrases) -> Vec<Option<usize>> {
    let entries = &site.causes.entries;
    let own = |entry: &Entry| phrases.of_names(&entry.name, site.aliases(entry));
    let of = |entry: &Entry| {
        let mut above = std::iter::successors(Some(entry), |at| at.parent.map(|parent| &entries[parent]));
        above.find_map(own)
    };
    entries.iter().map(of).collect()
}

/// Which category a phrase stands for.
struct Phrases {
    /// Those of the categories by their names.
    names: HashMap<String, usize>,
    /// Those by phrases, wherever they stand.
    categories: HashMap<String, usize>,
    /// Those by phrases that are the whole name.
    whole: HashMap<String, usize>,
    /// Words of the longest phrase.
    longest: usize,
}

impl Phrases {
    fn new(categories: &[Category]) -> Self {
        let name = |(index, category): (usize, &Category)| (words(&category.name).join(" "), index);
        let names = categories.iter().enumerate().map(name).collect();
        let mut found = Self { names, categories: HashMap::new(), whole: HashMap::new(), longest: 0 };
        for (index, category) in categories.iter().enumerate() {
            for phrase in &category.phrases {
                found.longest = found.longest.max(phrase.split(' ').count());
                found.categories.insert(phrase.clone(), index);
            }
            found
                .whole
                .extend(category.phrases.iter().chain(&category.alone).map(|one| (one.clone(), index)));
        }
        found
    }

    /// The category of something with a name and aliases. An alias that is the name of a category decides; then what is
    /// written exactly as a phrase, which says more than a longer name that holds one. Aliases that hold one say little.
    fn of_names(&self, name: &String, aliases: &[String]) -> Option<usize> {
        let chosen = aliases.iter().find_map(|alias| self.names.get(&words(alias).join(" ")).copied());
        let mut all = std::iter::once(name).chain(aliases);
        chosen.or_else(|| all.find_map(|name| self.exact(name))).or_else(|| self.category(name))
    }

    /// The category of a name that is a phrase.
    fn exact(&self, name: &str) -> Option<usize> {
        self.whole.get(&words(name).join(" ")).copied()
    }

    /// The category of a name: that which it is, else that of the longest phrase in it; of equally long ones, of the first.
    fn category(&self, name: &str) -> Option<usize> {
        let words = words(name);
        let inside = |length: &usize| {
            words.windows(*length).find_map(|window| self.categories.get(&window.join(" ")).copied())
        };
        self.exact(name)
            .or_else(|| (1..=self.longest.min(words.len())).rev().find_map(|length| inside(&length)))
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
        assert_eq!(trigger("disk failure in the primary"), Some("Hardware"));
        assert_eq!(trigger("provider"), Some("Service provider change"));
        assert_eq!(trigger("an authentication provider of ours"), None);
        assert_eq!(trigger("releases"), None);
        assert_eq!(trigger("dispute about a package name"), None);
    }

    #[test]
    fn an_alias_that_names_a_category_decides() {
        let phrases = Phrases::new(&GOOGLE.triggers);
        let of = |name: &str, aliases: &[&str]| {
            let aliases: Vec<String> = aliases.iter().map(|alias| (*alias).into()).collect();
            Some(GOOGLE.triggers[phrases.of_names(&name.into(), &aliases)?].name.as_str())
        };
        assert_eq!(of("config change", &["Binary push"]), Some("Binary push"));
        assert_eq!(of("config change", &["new release"]), Some("Configuration push"));
        assert_eq!(of("the Tuesday thing", &["new release"]), Some("Binary push"));
        assert_eq!(of("the Tuesday thing", &["found by a new release"]), None);
    }

    #[test]
    fn a_phrase_stands_for_one_category() {
        for categories in [&GOOGLE.triggers, &GOOGLE.causes] {
            let phrases = |category: &'static Category| category.phrases.iter().chain(&category.alone);
            let all: Vec<&String> = categories.iter().flat_map(phrases).collect();
            let unique: BTreeSet<&String> = all.iter().copied().collect();
            assert_eq!(all.len(), unique.len());
            assert!(all.iter().all(|phrase| words(phrase).join(" ") == **phrase));
            assert!(categories.iter().is_sorted_by(|a, b| a.share >= b.share));
        }
    }
}
