//! Settings that a change sets, takes back, or gives other values.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::{Table, Value};

/// One setting of `book.toml` that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// With the tables that it is in: `check.no-owner`.
    pub key: String,
    /// As it is written in TOML; a text without its quotes.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What differs between two texts of `book.toml`, by key. Nothing where one of them is no TOML.
pub fn between(old: &str, new: &str) -> Vec<Setting> {
    let (Ok(old), Ok(new)) = (old.parse::<Table>(), new.parse::<Table>()) else { return Vec::new() };
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    flatten("", &old, &mut before);
    flatten("", &new, &mut after);
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|key| Setting {
            key: key.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .filter(|one| one.before != one.after)
        .collect()
}

/// Each value under its key and those of the tables around it.
fn flatten(above: &str, table: &Table, into: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            Value::Table(table) => flatten(&key, table, into),
            Value::String(text) => {
                into.insert(key, text.clone());
            }
            other => {
                into.insert(key, other.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_compared_by_their_whole_keys() {
        let old = "[book]\ntitle = \"A\"\n[check]\nno-due = \"warn\"\n[review.days]\nsev1 = 5\n";
        let new =
            "book.title = \"A\"\n[check]\nno-owner = \"deny\"\n[review]\ndays.sev1 = 7\nlist = [1, 2]\n";
        let told: Vec<String> = between(old, new)
            .into_iter()
            .map(|one| format!("{}: {:?} {:?}", one.key, one.before, one.after))
            .collect();
        assert_eq!(
            told,
            [
                "check.no-due: Some(\"warn\") None",
                "check.no-owner: None Some(\"deny\")",
                "review.days.sev1: Some(\"5\") Some(\"7\")",
                "review.list: None Some(\"[1, 2]\")",
            ]
        );
        assert_eq!(between("= broken", new), []);
    }
}
