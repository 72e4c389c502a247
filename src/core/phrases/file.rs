//! A file of texts, TOML: a key for each text, in tables; a table of plural categories is one text.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::plural::category;
use super::text::{Filled, Forms, Text};

/// A text and where it stands.
#[derive(Debug, Clone)]
pub struct Entry {
    pub text: Text,
    /// In bytes of the file.
    pub span: Range<usize>,
}

/// What is no text; with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub key: String,
    pub span: Range<usize>,
    pub message: String,
}

/// All texts by key, and what is none. A list makes a text of each of its values: `date.months.1`, `date.months.2`.
///
/// # Errors
/// A text that is no TOML.
pub fn read(text: &str) -> Result<(BTreeMap<String, Entry>, Vec<Unreadable>), toml::de::Error> {
    let table = DeTable::parse(text)?;
    let mut found = Found::default();
    found.table("", table.get_ref());
    Ok((found.entries, found.unreadable))
}

#[derive(Default)]
struct Found {
    entries: BTreeMap<String, Entry>,
    unreadable: Vec<Unreadable>,
}

impl Found {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            self.value(key, value.get_ref(), value.span());
        }
    }

    fn value(&mut self, key: String, value: &DeValue<'_>, span: Range<usize>) {
        match value {
            DeValue::String(text) => {
                self.entries.insert(key, Entry { text: Text::One(Filled::new(text)), span });
            }
            DeValue::Array(list) => {
                for (place, value) in list.iter().enumerate() {
                    self.value(format!("{key}.{}", place + 1), value.get_ref(), value.span());
                }
            }
            DeValue::Table(table) if is_counted(table) => match forms(table) {
                Ok(forms) => {
                    self.entries.insert(key, Entry { text: Text::Counted(forms), span });
                }
                Err(message) => self.unreadable.push(Unreadable { key, span, message }),
            },
            DeValue::Table(table) => self.table(&key, table),
            other => {
                let message = format!("`{key}` is {}, and no text", other.type_str());
                self.unreadable.push(Unreadable { key, span, message });
            }
        }
    }
}

/// Whether a table is one text with its plural forms.
fn is_counted(table: &DeTable<'_>) -> bool {
    !table.is_empty()
        && table.iter().all(|(name, value)| {
            category(name.get_ref()).is_some() && matches!(value.get_ref(), DeValue::String(_))
        })
}

fn forms(table: &DeTable<'_>) -> Result<Forms, String> {
    let mut other = None;
    let mut rest = Vec::new();
    for (name, value) in table {
        let DeValue::String(text) = value.get_ref() else { continue };
        match category(name.get_ref()) {
            Some(super::plural::Category::Other) => other = Some(Filled::new(text)),
            Some(category) => rest.push((category, Filled::new(text))),
            None => {}
        }
    }
    rest.sort_by_key(|(category, _)| *category as usize);
    let other = other.ok_or("a text with plural forms needs the form `other`")?;
    Ok(Forms { other, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_in_tables_and_lists() {
        let file = "a = \"A\"\n[b]\nc = [\"x\", \"y\"]\nd = { one = \"1\", other = \"{n}\" }\ne = { one = \"1\" }\nf = 3\n";
        let (entries, unreadable) = read(file).unwrap();
        assert_eq!(entries.keys().collect::<Vec<_>>(), ["a", "b.c.1", "b.c.2", "b.d"]);
        assert_eq!(&file[entries["b.c.2"].span.clone()], "\"y\"");
        let found: Vec<&str> = unreadable.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            found,
            ["a text with plural forms needs the form `other`", "`b.f` is integer, and no text"]
        );
        assert!(read("a = ").is_err());
    }
}
