//! From loosely typed values of front matter to texts, lists and flags.

use serde_json::Value;

/// A scalar as text; `None` for what is empty or is no scalar.
#[must_use]
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// A list of names: a sequence, a single name, or several with commas between. Maps give their `name`, `title` or `id`.
#[must_use]
pub fn names(value: &Value) -> Vec<String> {
    let mut names = Vec::new();
    collect_names(value, true, &mut names);
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.to_lowercase()));
    names
}

fn collect_names(value: &Value, split: bool, names: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, false, names)),
        Value::Object(map) => {
            if let Some(name) = ["name", "title", "id"].iter().find_map(|key| map.get(*key)).and_then(text) {
                names.push(name);
            }
        }
        Value::String(list) if split => {
            names.extend(
                list.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
            );
        }
        value => names.extend(text(value)),
    }
}

/// Several texts that may hold commas, such as titles.
#[must_use]
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// `true`, `yes`, `on`, `1` and their opposites.
#[must_use]
pub fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether there is nothing in it.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(map) => map.values().all(is_empty),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_come_in_many_forms() {
        assert_eq!(names(&json!("a, b")), ["a", "b"]);
        assert_eq!(names(&json!(["a, inc.", "b", "B", 3])), ["a, inc.", "b", "3"]);
        assert_eq!(names(&json!([{"name": "x"}, null])), ["x"]);
    }
}
