//! From loosely typed values of front matter to texts, lists and flags.

use serde_json::{Map, Value};

use super::markup;

/// A scalar as text; `None` for what is empty or is no scalar.
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

/// The same of a list of one.
pub fn only(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if items.len() == 1 => text(&items[0]),
        value => text(value),
    }
}

/// A list of names: a sequence, a single name, or several with commas between. Maps give their `name`, `title` or `id`, or
/// the parts of a person's name.
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
        Value::Object(map) => names.extend(name_in(map)),
        Value::String(list) => {
            for line in markup::lines(list) {
                let line = markup::plain(line);
                let parts = line.split(|c| split && matches!(c, ',' | ';'));
                names.extend(parts.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
            }
        }
        value => names.extend(text(value)),
    }
}

/// The name that a map holds.
fn name_in(map: &Map<String, Value>) -> Option<String> {
    let one = |keys: &[&str]| {
        keys.iter().find_map(|key| {
            let (_, value) = map.iter().find(|(written, _)| super::keys::normalise(written) == *key)?;
            text(value).map(|text| markup::plain(&text).into_owned())
        })
    };
    let person = || {
        let given = one(&["given", "given_name", "given_names", "first", "first_name", "firstname"]);
        let family =
            one(&["family", "family_name", "family_names", "last", "last_name", "lastname", "surname"]);
        let parts: Vec<String> = given.into_iter().chain(family).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    one(&["name", "full_name", "display_name", "title", "literal"])
        .or_else(person)
        .or_else(|| one(&["id", "login", "handle", "github", "username", "email"]))
}

/// Several texts that may hold commas, such as titles.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// `true`, `yes`, `on`, `1` and their opposites.
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
        let people =
            json!([{"given": "Ana", "family": "Díaz"}, {"first-name": "Bo"}, {"login": "cy"}, {"orcid": 1}]);
        assert_eq!(names(&people), ["Ana Díaz", "Bo", "cy"]);
        assert_eq!(names(&json!({"Family-Names": "Díaz", "given-names": "Ana"})), ["Ana Díaz"]);
    }

    #[test]
    fn names_come_out_of_converters() {
        for (written, read) in [
            (json!("- A <br>- B"), vec!["A", "B"]),
            (json!(["* A<br/>* B", "C"]), vec!["A", "B", "C"]),
            (json!("1. A\n2. B\n"), vec!["A", "B"]),
            (json!("<ul><li>A</li><li>B, C</li></ul>"), vec!["A", "B", "C"]),
            (json!("Ana ([@ana](https://example.org/@ana))"), vec!["Ana (@ana)"]),
            (json!("[Ana](https://example.org/a,b), Ben"), vec!["Ana", "Ben"]),
            (json!(["**Ana**", "`api`", "<mark style=\"x\">Mill</mark>"]), vec!["Ana", "api", "Mill"]),
            (
                json!(["Vec<T>", "a-b", "a * b", "x<br", "f(x)[0](y"]),
                vec!["Vec<T>", "a-b", "a * b", "x<br", "f(x)[0](y"],
            ),
        ] {
            assert_eq!(names(&written), read, "{written}");
        }
    }
}
