//! YAML as plain values. The one module that knows `serde_yaml`.
//!
//! A number or a truth value can be written in many ways, and one that is meant as text is what was written: `1.10` is no
//! `1.1`. So whatever is written otherwise than JSON would write it is kept as text.

use std::collections::HashSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Map, Value};

use super::super::flow;

/// Why something is not read.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
    /// Where, in bytes from the start.
    pub at: Option<usize>,
}

impl From<serde_yaml::Error> for Fault {
    fn from(error: serde_yaml::Error) -> Self {
        let whole = error.to_string();
        // The position is printed by us; the library's counts from the fence.
        let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        Self { message, at: error.location().map(|place| place.index()) }
    }
}

/// The keys and values of a block of YAML.
pub fn fields(block: &str) -> Result<Map<String, Value>, Fault> {
    if block.trim().is_empty() {
        return Ok(Map::new());
    }
    match read(block)? {
        Node::Map(entries) => {
            let style = Style::of(&entries);
            Ok(style.map(entries))
        }
        Node::Null => Ok(Map::new()),
        _ => Err(Fault { message: "expected `key: value` lines".to_owned(), at: None }),
    }
}

/// One value.
pub fn value(block: &str) -> Result<Value, Fault> {
    read(block).map(|node| Style::default().value(node))
}

fn read(block: &str) -> Result<Node, Fault> {
    if flow::too_deep(block).is_some() {
        return Err(Fault { message: "nested too deeply".to_owned(), at: None });
    }
    let mut node = Node::deserialize(serde_yaml::Deserializer::from_str(block))?;
    if node.may_be_written_otherwise(block) {
        Letters(&mut node).deserialize(serde_yaml::Deserializer::from_str(block))?;
    }
    Ok(node)
}

/// A value as the library has it.
#[derive(Debug)]
enum Node {
    Null,
    /// A number or a truth value.
    Scalar(Value),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Tagged(Box<Node>),
}

impl Node {
    /// Whether a scalar in it may not be what JSON would write; most front matter is read once.
    fn may_be_written_otherwise(&self, block: &str) -> bool {
        match self {
            Self::Null | Self::Text(_) => false,
            Self::Scalar(Value::Bool(_)) => {
                ["True", "TRUE", "False", "FALSE"].iter().any(|word| block.contains(word))
            }
            Self::Scalar(Value::Number(number)) => {
                number.is_f64() || ["0x", "0o", "0b", "+", "-0"].iter().any(|sign| block.contains(sign))
            }
            Self::Scalar(_) => true,
            Self::List(items) => items.iter().any(|item| item.may_be_written_otherwise(block)),
            Self::Map(entries) => entries.iter().any(|(key, value)| {
                key.may_be_written_otherwise(block) || value.may_be_written_otherwise(block)
            }),
            Self::Tagged(node) => node.may_be_written_otherwise(block),
        }
    }

    fn key(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Scalar(Value::String(text)) => Some(text.clone()),
            Self::Scalar(value) => Some(value.to_string()),
            _ => None,
        }
    }
}

/// How a program wrote it.
#[derive(Debug, Default, Clone, Copy)]
struct Style {
    /// Ruby writes names as symbols, with a colon before them.
    symbols: bool,
}

impl Style {
    fn of(entries: &[(Node, Node)]) -> Self {
        let is_symbol = |(key, _): &(Node, Node)| matches!(key, Node::Text(text) if symbol(text).is_some());
        Self { symbols: entries.iter().any(is_symbol) }
    }

    fn value(self, node: Node) -> Value {
        match node {
            Node::Null => Value::Null,
            Node::Scalar(value) => value,
            Node::Text(text) => Value::String(self.text(text)),
            Node::List(items) => Value::Array(items.into_iter().map(|item| self.value(item)).collect()),
            Node::Map(entries) => Value::Object(self.map(entries)),
            Node::Tagged(node) => self.value(*node),
        }
    }

    fn text(self, text: String) -> String {
        match symbol(&text).filter(|_| self.symbols) {
            Some(name) => name.to_owned(),
            None => text,
        }
    }

    /// A map with what `<<` brings in, where a key of its own does not say otherwise.
    fn map(self, entries: Vec<(Node, Node)>) -> Map<String, Value> {
        let (mut map, mut merged) = (Map::new(), Vec::new());
        for (key, value) in entries {
            let Some(key) = key.key() else { continue };
            match (key.as_str(), self.value(value)) {
                ("<<", Value::Object(more)) => merged.push(more),
                ("<<", Value::Array(items)) if items.iter().all(Value::is_object) => {
                    merged.extend(items.into_iter().filter_map(|item| match item {
                        Value::Object(more) => Some(more),
                        _ => None,
                    }));
                }
                (_, value) => _ = map.insert(self.text(key), value),
            }
        }
        for (key, value) in merged.into_iter().flatten() {
            map.entry(key).or_insert(value);
        }
        map
    }
}

/// The name that a symbol of Ruby stands for.
fn symbol(text: &str) -> Option<&str> {
    let name = text.strip_prefix(':')?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '?' | '!'));
    is_name.then_some(name)
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any YAML value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Bool(yes)))
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Node, E> {
        Ok(Node::Scalar(whole.into()))
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Node, E> {
        Ok(Node::Scalar(whole.into()))
    }

    fn visit_i128<E>(self, whole: i128) -> Result<Node, E> {
        Ok(Node::Scalar(Value::String(whole.to_string())))
    }

    fn visit_u128<E>(self, whole: u128) -> Result<Node, E> {
        Ok(Node::Scalar(Value::String(whole.to_string())))
    }

    fn visit_f64<E>(self, float: f64) -> Result<Node, E> {
        let number = serde_json::Number::from_f64(float);
        Ok(Node::Scalar(number.map_or_else(|| Value::String(float.to_string()), Value::Number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let (mut map, mut seen) = (Vec::new(), HashSet::new());
        while let Some(key) = entries.next_key::<Node>()? {
            if let Some(name) = key.key()
                && !seen.insert(name.clone())
            {
                return Err(A::Error::custom(format_args!("duplicate entry with key {name:?}")));
            }
            map.push((key, entries.next_value()?));
        }
        Ok(Node::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        let (_, content) = data.variant::<String>()?;
        Ok(Node::Tagged(Box::new(content.newtype_variant()?)))
    }
}

/// Goes through the same block again for the letters of what is no text.
struct Letters<'n>(&'n mut Node);

impl<'de> DeserializeSeed<'de> for Letters<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Node::Null | Node::Text(_) => IgnoredAny::deserialize(deserializer).map(drop),
            Node::Scalar(value) => {
                let written = String::deserialize(deserializer)?;
                let json = value.to_string();
                let is_plain = !value.is_string() && json == written;
                if !is_plain {
                    *self.0 = Node::Text(written);
                }
                Ok(())
            }
            Node::List(_) => deserializer.deserialize_seq(self),
            Node::Map(_) => deserializer.deserialize_map(self),
            Node::Tagged(_) => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Letters<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the same value again")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut again: A) -> Result<(), A::Error> {
        let Node::List(items) = self.0 else { return Ok(()) };
        items.iter_mut().try_for_each(|item| again.next_element_seed(Letters(item)).map(drop))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut again: A) -> Result<(), A::Error> {
        let Node::Map(entries) = self.0 else { return Ok(()) };
        entries.iter_mut().try_for_each(|(key, value)| {
            again.next_key_seed(Letters(key))?;
            again.next_value_seed(Letters(value))
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let Node::Tagged(node) = self.0 else { return Ok(()) };
        let (_, content) = data.variant::<String>()?;
        content.newtype_variant_seed(Letters(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_stays_as_it_is_written() {
        for (yaml, read) in [
            ("[1.10, 1.1, 2.0]", json!(["1.10", 1.1, 2.0])),
            ("12e3", json!("12e3")),
            ("0x1F", json!("0x1F")),
            ("[0o14, 0b101, +5, -0, .5, 007]", json!(["0o14", "0b101", "+5", "-0", ".5", "007"])),
            ("[True, FALSE, true]", json!(["True", "FALSE", true])),
            ("[.inf, -.INF, .NaN]", json!([".inf", "-.INF", ".NaN"])),
            ("12345678901234567890123", json!("12345678901234567890123")),
            ("-99999999999999999999", json!("-99999999999999999999")),
            ("!!str 1.10", json!("1.10")),
            ("!odd [1.10, {a: 0x10}]", json!(["1.10", {"a": "0x10"}])),
            ("[&v 1.20, *v]", json!(["1.20", "1.20"])),
            ("{1.10: a, 3: b}", json!({"1.10": "a", "3": "b"})),
            // Numbers that are written as such stay numbers.
            ("[3, 1.5, -2, 18446744073709551615]", json!([3, 1.5, -2, 18_446_744_073_709_551_615_u64])),
            ("{users: 1200, rate: 0.25}", json!({"users": 1200, "rate": 0.25})),
        ] {
            assert_eq!(value(yaml).unwrap(), read, "{yaml}");
        }
    }

    #[test]
    fn merge_keys_bring_in_what_is_not_said() {
        let yaml = "base: &b {users: 3, region: eu}\nimpact:\n  region: us\n  <<: *b\nmany:\n  <<: [*b, {minutes: 5, users: 1}]\nodd:\n  <<: text\n";
        let read = fields(yaml).unwrap();
        assert_eq!(read["impact"], json!({"region": "us", "users": 3}));
        assert_eq!(read["many"], json!({"users": 3, "region": "eu", "minutes": 5}));
        assert_eq!(read["odd"], json!({"<<": "text"}));
    }

    #[test]
    fn symbols_of_ruby_are_names() {
        let read =
            fields(":date: 2026-02-13\n:status: :final\n:tags:\n- :dns\n- \":smile:\"\n- a: 1\n").unwrap();
        assert_eq!(read["date"], "2026-02-13");
        assert_eq!(read["status"], "final");
        assert_eq!(read["tags"], json!(["dns", ":smile:", {"a": 1}]));
        // Elsewhere a colon is a colon.
        assert_eq!(fields("title: :sparkles\n").unwrap()["title"], ":sparkles");
    }

    #[test]
    fn a_key_that_is_there_twice_is_told() {
        let fault = fields("title: A\ntags: x\ntitle: B\n").unwrap_err();
        assert!(fault.message.contains("duplicate entry with key \"title\""), "{fault:?}");
    }
}
