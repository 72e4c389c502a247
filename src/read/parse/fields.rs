//! The keys of front matter, sorted into fields that the model knows and others.

use std::collections::HashSet;

use serde_json::Value;

use super::front_matter::FrontMatter;
use super::keys::{self, IGNORED, LINKS};
use super::{Withheld, field, unknown, values};
use crate::core::config::Config;
use crate::core::model::{Field, Link, Role};

/// Fields of front matter under their canonical names, and what belongs to no field.
#[derive(Debug, Default)]
pub struct Fields {
    known: Vec<(&'static str, String, Value)>,
    others: Vec<(String, Value)>,
    /// All that is said of who may read it: key, value, and whether the key is only like `visibility`.
    pub visibilities: Vec<(String, Value, bool)>,
}

impl Fields {
    /// Sorts the keys of front matter into known and unknown ones. A canonical name wins over its aliases.
    pub fn new(front: &mut FrontMatter, config: &Config) -> Self {
        let mut fields = Self::default();
        let repeated = front.repeated.iter().map(|(key, value)| (key, value));
        for (key, value) in front.fields.iter().chain(repeated) {
            let is_like = keys::is_like_visibility(key, config);
            if is_like || keys::canonical(key, config) == Some("visibility") {
                fields.visibilities.push((key.clone(), value.clone(), is_like));
            }
        }
        for (key, value) in std::mem::take(&mut front.fields) {
            match keys::canonical(&key, config).filter(|name| is_meant(name, &key, &value)) {
                Some(name) => fields.known.push((name, key, value)),
                None => fields.others.push((key, value)),
            }
        }
        fields.known.sort_by_key(|(name, key, _)| keys::normalise(key) != *name);
        fields
    }

    /// The same without those that are withheld.
    #[must_use]
    pub fn without(mut self, withheld: &Withheld, config: &Config) -> Self {
        if !withheld.is_empty() {
            let stays =
                |key: &str| field::Field::of_key(key, config).is_none_or(|field| !withheld.has(field));
            self.known.retain(|(_, key, _)| stays(key));
            self.others.retain(|(key, _)| stays(key));
        }
        self
    }

    /// The values given for a field, under whatever name; the canonical one first.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> + 'a {
        self.known
            .iter()
            .filter(move |(known, _, value)| *known == name && !values::is_empty(value))
            .map(|(_, key, value)| (key.as_str(), value))
    }

    pub fn first<'a>(&'a self, name: &'a str) -> Option<(&'a str, &'a Value)> {
        self.all(name).next()
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.first(name).and_then(|(_, value)| values::only(value))
    }

    pub fn names(&self, name: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let names = self.all(name).flat_map(|(_, value)| values::names(value));
        names.filter(|name| seen.insert(name.to_ascii_lowercase())).collect()
    }

    /// The same without what only says that nothing is known.
    pub fn known_names(&self, name: &str) -> Vec<String> {
        self.names(name).into_iter().filter(|name| !unknown::says_nothing(name)).collect()
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        self.all(name).flat_map(|(_, value)| values::texts(value)).collect()
    }

    /// The value of a key that the model does not know, under one of some names.
    pub fn other(&self, names: &[&str]) -> Option<String> {
        let named = self.others.iter().find(|(key, _)| names.contains(&keys::normalise(key).as_str()));
        named.and_then(|(_, value)| values::text(value))
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.first(name).and_then(|(_, value)| values::flag(value))
    }

    pub fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = self.all("links").flat_map(|(_, value)| links_of(value)).collect();
        for (key, value) in &self.others {
            if LINKS.contains(&keys::normalise(key).as_str())
                && let Some(url) = values::text(value)
            {
                let title = Some(key.replace(['_', '-'], " ")).filter(|title| title != "url");
                links.push(Link { title, url });
            }
        }
        links
    }

    /// Keys that the model does not know and that say something.
    pub fn extra(&self) -> Vec<Field> {
        let mut extra = self.surplus();
        extra.extend(self.unknown());
        extra
    }

    /// Values of fields that hold one, beyond the first: two names were used for the same.
    fn surplus(&self) -> Vec<Field> {
        let mut seen = HashSet::new();
        let filled = self.known.iter().filter(|(_, _, value)| !values::is_empty(value));
        filled
            .filter(|(name, ..)| !seen.insert(*name) && !keys::LISTS.contains(name))
            .map(|(_, key, value)| Field { key: key.clone(), value: value.clone() })
            .collect()
    }

    fn unknown(&self) -> Vec<Field> {
        self.others
            .iter()
            .filter(|(key, value)| {
                let key = keys::normalise(key);
                !values::is_empty(value)
                    && !LINKS.contains(&key.as_str())
                    && !IGNORED.contains(&key.as_str())
                    && keys::role(&key).is_none()
            })
            .map(|(key, value)| Field { key: key.clone(), value: value.clone() })
            .collect()
    }

    pub fn roles(&self) -> Vec<Role> {
        let mut roles = Vec::new();
        let mut add = |role: &str, value: &Value| {
            let mut names = people(values::names(value));
            names.retain(|name| !unknown::says_nothing(name));
            if !names.is_empty() {
                roles.push(Role { role: role.to_owned(), names });
            }
        };
        if let Some((_, Value::Object(map))) = self.first("roles") {
            map.iter().for_each(|(role, value)| add(role, value));
        }
        if let Some((_, owner)) = self.first("owner") {
            add("owner", owner);
        }
        for (key, value) in &self.others {
            if let Some(role) = keys::role(key) {
                add(role, value);
            }
        }
        roles
    }
}

/// Whether a key means the field that it names. "Data" is a date in Italian, and anything in English.
fn is_meant(name: &str, key: &str, value: &Value) -> bool {
    let is_moment = name == "date" || name.ends_with("_at");
    let is_foreign = keys::name_in_other_languages(key) == Some(name);
    !(is_moment && is_foreign)
        || values::text(value).is_some_and(|text| super::time::parse_date(&text).is_some())
}

fn links_of(value: &Value) -> Vec<Link> {
    match value {
        Value::Array(items) => items.iter().flat_map(links_of).collect(),
        Value::Object(map) => {
            let get = |names: &[&str]| names.iter().find_map(|name| map.get(*name)).and_then(values::text);
            match get(&["url", "href", "link"]) {
                Some(url) => vec![Link { title: get(&["title", "name", "text"]), url }],
                // `report: https://…`
                None => map
                    .iter()
                    .filter_map(|(title, url)| {
                        Some(Link { title: Some(title.clone()), url: values::text(url)? })
                    })
                    .collect(),
            }
        }
        value => values::text(value).map(|url| Link { title: None, url }).into_iter().collect(),
    }
}

/// Names of people, each by itself: a list of one that has whole names with commas between is what a converter made of a line,
/// while "Lind, Ana" is one name.
fn people(names: Vec<String>) -> Vec<String> {
    let parts = |name: &str| name.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    match names.as_slice() {
        [line] if line.contains(',') && parts(line).iter().all(|name| name.contains(' ')) => parts(line),
        _ => names,
    }
}
