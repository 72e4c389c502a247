//! What a template is given, and a fingerprint of it.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::LazyLock;

use serde::Serialize;
use tera::Value;

use super::deferred::{DeferredValue, fulfilled};
use super::shape::Shape;
use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::know::link::DocumentId;

/// What stands for the body of a document, and for whether it has diagrams, where only their kinds matter.
static BODY: LazyLock<Value> = LazyLock::new(|| Value::safe_string(""));
static DIAGRAMS: LazyLock<Value> = LazyLock::new(|| Value::from(false));

/// Values by name.
#[derive(Debug, Default)]
pub struct Context {
    values: BTreeMap<&'static str, Value>,
    /// The body of a document, which is dear to write, and its name.
    body: Option<(&'static str, DocumentId)>,
}

impl Context {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn insert<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        self.insert_value(key, Value::from_serializable(value));
    }

    pub fn insert_value(&mut self, key: &'static str, value: Value) {
        self.values.insert(key, value);
    }

    /// Adds all values to the shape of what a template is given. A body is HTML.
    pub fn add_to(&self, shape: &mut Shape) {
        let body = self.body.iter().map(|(key, _)| (*key, &*BODY));
        let diagrams = self.body.iter().map(|_| ("diagrams", &*DIAGRAMS));
        let values = self.values.iter().map(|(key, value)| (*key, value));
        shape.add_names(values.chain(body).chain(diagrams));
    }

    pub fn remove(&mut self, key: &str) {
        self.values.remove(key);
    }

    /// Gives the template the HTML of a document, once it is known to be needed.
    pub fn insert_body(&mut self, key: &'static str, id: DocumentId) {
        self.body = Some((key, id));
    }

    /// Makes what was promised, but for the body.
    pub fn fulfil(&mut self, make: &impl Fn(DeferredValue) -> Value) {
        for value in self.values.values_mut() {
            if let Some(made) = fulfilled(value, make) {
                *value = made;
            }
        }
    }

    /// Fingerprint of all values: what a template makes of them depends on nothing else, but for what all pages share. Of what is only
    /// promised, `later` and `document` say what it is made of.
    pub fn fingerprint(
        &self,
        later: &impl Fn(DeferredValue) -> Fingerprint,
        document: impl Fn(DocumentId) -> Fingerprint,
    ) -> Fingerprint {
        let mut hasher = FingerprintHasher::default();
        for (key, value) in &self.values {
            key.hash(&mut hasher);
            add(&mut hasher, value, later);
        }
        self.body.map(|(key, id)| (key, document(id))).hash(&mut hasher);
        hasher.fingerprint()
    }

    /// All values for the template.
    pub fn into_tera(mut self, body: impl FnOnce(DocumentId) -> String) -> tera::Context {
        if let Some((key, id)) = self.body {
            let html = body(id);
            self.insert("diagrams", &crate::site::body::has_diagrams(&html));
            // Of blank text there is nothing to show.
            self.insert_value(key, Value::safe_string(if html.trim().is_empty() { "" } else { &html }));
        }
        let mut context = tera::Context::new();
        for (key, value) in self.values {
            context.insert_value(key, value);
        }
        context
    }
}

/// The fingerprint of one value.
pub fn fingerprint_of(value: &Value, later: &impl Fn(DeferredValue) -> Fingerprint) -> Fingerprint {
    let mut hasher = FingerprintHasher::default();
    add(&mut hasher, value, later);
    hasher.fingerprint()
}

/// Takes in a value with all that is in it.
fn add(hasher: &mut FingerprintHasher, value: &Value, later: &impl Fn(DeferredValue) -> Fingerprint) {
    value.kind().hash(hasher);
    if let Some(text) = value.as_str() {
        value.is_safe().hash(hasher);
        text.hash(hasher);
    } else if let Some(list) = value.as_array() {
        list.len().hash(hasher);
        list.iter().for_each(|value| add(hasher, value, later));
    } else if let Some(map) = value.as_map() {
        // Which comes first is not always the same.
        hasher.in_any_order(map.iter(), |hasher, (key, value)| {
            key.hash(hasher);
            add(hasher, value, later);
        });
    } else if let Some(truth) = value.as_bool() {
        truth.hash(hasher);
    } else if let Some(promised) = DeferredValue::of(value) {
        later(promised).hash(hasher);
    } else if let Some(number) = value.as_i128() {
        number.hash(hasher);
    } else if let Some(number) = value.as_f64() {
        number.to_bits().hash(hasher);
    } else if let Some(bytes) = value.as_bytes() {
        bytes.hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn none(_: DeferredValue) -> Fingerprint {
        Fingerprint::of("")
    }

    fn of(value: &Json) -> Fingerprint {
        let mut context = Context::new();
        context.insert("value", value);
        context.fingerprint(&none, |_| Fingerprint::of(""))
    }

    #[test]
    fn whatever_a_template_could_tell_apart_counts() {
        let values = [
            json!(null),
            json!(true),
            json!(false),
            json!(0),
            json!(1),
            json!(-1),
            json!(0.5),
            json!(""),
            json!("1"),
            json!([]),
            json!(["a", "b"]),
            json!(["ab"]),
            json!(["b", "a"]),
            json!({}),
            json!({"a": "b"}),
            json!({"b": "a"}),
            json!({"a": "b", "b": "a"}),
            json!([{"a": 1}, {"a": 2}]),
            json!([{"a": 2}, {"a": 1}]),
        ];
        for (place, one) in values.iter().enumerate() {
            assert_eq!(of(one), of(&one.clone()));
            for other in &values[place + 1..] {
                assert_ne!(of(one), of(other), "{one} {other}");
            }
        }
        let safe = |value| {
            let mut context = Context::new();
            context.insert_value("value", value);
            context.fingerprint(&none, |_| Fingerprint::of(""))
        };
        assert_ne!(safe(Value::safe_string("a")), safe(Value::normal_string("a")));
        let hasher = |context: Context| context.fingerprint(&none, |_| Fingerprint::of(""));
        let (mut one, mut other) = (Context::new(), Context::new());
        one.insert("a", "x");
        other.insert("b", "x");
        assert_ne!(hasher(one), hasher(other));
    }
}
