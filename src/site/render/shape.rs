//! What a template is given, as a shape: the names in reach, what each holds, and what may be missing.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

/// What was seen of one value over many pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// How often it was seen, and how often its surroundings were: fewer means that it can be missing.
    pub seen: usize,
    /// `text`, `HTML`, `number`, `yes or no`, `list`, `names`; nothing where it never held anything.
    pub kinds: BTreeSet<&'static str>,
    /// Shapes of what a value has under each name.
    pub fields: BTreeMap<String, Shape>,
    /// Shape of what is in a list.
    pub item: Option<Box<Shape>>,
}

impl Shape {
    /// Takes in one more set of names with their values.
    pub fn add_names<'v>(&mut self, values: impl Iterator<Item = (&'v str, &'v Value)>) {
        self.seen += 1;
        self.kinds.insert("names");
        for (key, value) in values {
            self.fields.entry(key.to_owned()).or_default().add(value);
        }
    }

    /// Takes in one more value. Nothing, as `null`, counts as missing.
    pub fn add(&mut self, value: &Value) {
        if value.is_none() {
            return;
        }
        self.seen += 1;
        if value.as_str().is_some() {
            self.kinds.insert(if value.is_safe() { "HTML" } else { "text" });
        } else if let Some(list) = value.as_array() {
            self.kinds.insert("list");
            let item = self.item.get_or_insert_default();
            list.iter().for_each(|one| item.add(one));
        } else if let Some(map) = value.as_map() {
            self.kinds.insert("names");
            for (key, value) in map {
                self.fields.entry(key.to_string()).or_default().add(value);
            }
        } else if value.as_bool().is_some() {
            self.kinds.insert("yes or no");
        } else {
            self.kinds.insert("number");
        }
    }

    /// Takes in all that another was made of.
    pub fn join(&mut self, other: &Self) {
        self.seen += other.seen;
        self.kinds.extend(&other.kinds);
        for (name, field) in &other.fields {
            self.fields.entry(name.clone()).or_default().join(field);
        }
        if let Some(item) = &other.item {
            self.item.get_or_insert_default().join(item);
        }
    }
}
