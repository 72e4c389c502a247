//! Who action items belong to: teams of the catalog where names agree, else whoever is named.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::core::address::slug;
use crate::core::model::ActionItem;
use crate::know::link::Site;

/// A team or a person that owns action items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Name of the team, else the spelling used most often.
    pub name: String,
    pub slug: String,
    /// Position in the catalog of teams.
    pub team: Option<usize>,
}

/// All owners, and which of them a name stands for.
#[derive(Debug, Default)]
pub struct Owners {
    /// By name, without regard to case.
    pub list: Vec<Owner>,
    by_key: BTreeMap<String, usize>,
    /// By every spelling that an action item has, so that it is not looked for by its slug again.
    by_name: FxHashMap<String, usize>,
    teams: Teams,
}

impl Owners {
    /// Collects the owners of all action items.
    pub fn new(site: &Site) -> Self {
        let teams = Teams::new(site);
        let written = counted(site, |item| item.owner.as_deref());
        let keys: Vec<(&str, usize, String)> = written
            .into_iter()
            .filter_map(|(owner, count)| Some((owner, count, teams.key(owner)?)))
            .collect();
        let mut spellings: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (owner, count, key) in &keys {
            *spellings.entry(key).or_default().entry(owner.trim()).or_default() += count;
        }
        let mut list: Vec<(String, Owner)> = spellings
            .into_iter()
            .map(|(key, spellings)| {
                let team = teams.team(key);
                let name = team.map_or_else(|| usual(&spellings), |team| &site.teams.entries[team].name);
                let owner = Owner { name: name.to_owned(), slug: key.to_owned(), team };
                (key.to_owned(), owner)
            })
            .collect();
        list.sort_by_cached_key(|(key, owner)| (owner.name.to_lowercase(), key.clone()));
        let by_key: BTreeMap<String, usize> =
            list.iter().enumerate().map(|(index, (key, _))| (key.clone(), index)).collect();
        let by_name = keys.iter().map(|(owner, _, key)| ((*owner).to_owned(), by_key[key])).collect();
        Self { by_key, by_name, list: list.into_iter().map(|(_, owner)| owner).collect(), teams }
    }

    /// The team of the catalog that a name stands for, whether it owns anything or not.
    pub fn team(&self, name: &str) -> Option<usize> {
        self.teams.team(&self.teams.key(name)?)
    }

    /// Which of the list a name stands for.
    pub fn position(&self, name: &str) -> Option<usize> {
        let known = self.by_name.get(name).copied();
        known.or_else(|| self.by_key.get(&self.teams.key(name)?).copied())
    }
}

/// What all action items say of one thing, each spelling with how often it is there.
pub(super) fn counted<'s>(
    site: &'s Site,
    said: impl Fn(&'s ActionItem) -> Option<&'s str>,
) -> FxHashMap<&'s str, usize> {
    let mut counted: FxHashMap<&str, usize> = FxHashMap::default();
    for id in &site.by_date {
        for text in site.post_mortem(*id).action_items.iter().filter_map(&said) {
            *counted.entry(text).or_default() += 1;
        }
    }
    counted
}

/// Teams of the catalog, by every name that they go by.
#[derive(Debug, Default)]
struct Teams {
    /// From the short form of a name to the slug of its team.
    slugs: BTreeMap<String, String>,
    positions: BTreeMap<String, usize>,
}

impl Teams {
    fn new(site: &Site) -> Self {
        let mut teams = Self::default();
        let entries = || site.teams.entries.iter().enumerate();
        teams.positions = entries().map(|(index, team)| (team.slug.clone(), index)).collect();
        // Names before aliases, and whole names before short ones: who is called so comes first.
        for (_, team) in entries() {
            teams.slugs.entry(team.slug.clone()).or_insert_with(|| team.slug.clone());
        }
        for (_, team) in entries() {
            for name in
                site.aliases(team).iter().map(|alias| slug(alias)).chain([short(&team.slug).to_owned()])
            {
                teams.slugs.entry(name).or_insert_with(|| team.slug.clone());
            }
        }
        teams
    }

    /// What is the same for all spellings of an owner; `None` where it says that there is none.
    fn key(&self, owner: &str) -> Option<String> {
        let slug = slug(owner);
        let plain = if slug.is_empty() { owner.trim().to_lowercase() } else { slug };
        if is_nobody(&plain) {
            return None;
        }
        let known = self.slugs.get(&plain).or_else(|| self.slugs.get(short(&plain)));
        Some(known.cloned().unwrap_or(plain))
    }

    fn team(&self, key: &str) -> Option<usize> {
        self.positions.get(key).copied()
    }
}

/// A slug without the words that say only that it is a team.
fn short(slug: &str) -> &str {
    let slug = slug.strip_prefix("the-").unwrap_or(slug);
    slug.strip_suffix("-team").or_else(|| slug.strip_prefix("team-")).unwrap_or(slug)
}

fn is_nobody(plain: &str) -> bool {
    matches!(
        plain,
        "" | "-"
            | "–"
            | "—"
            | "?"
            | "tbd"
            | "none"
            | "n-a"
            | "na"
            | "nobody"
            | "unassigned"
            | "unknown"
            | "no-owner"
    )
}

/// The spelling used most often; among equals the first in order, capitals first.
pub(super) fn usual<'a>(spellings: &BTreeMap<&'a str, usize>) -> &'a str {
    let most = spellings.values().max().copied().unwrap_or(0);
    spellings.iter().find(|(_, count)| **count == most).map(|(name, _)| *name).unwrap_or_default()
}
