//! TOML as plain values, with the letters of the file for numbers that JSON would write otherwise.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// The keys and values of a block of TOML.
pub fn fields(block: &str) -> Result<Map<String, Value>, Error> {
    DeTable::parse(block).map(|table| map(table.get_ref(), block))
}

/// Whether it can be read.
pub fn is_valid(block: &str) -> bool {
    DeTable::parse(block).is_ok()
}

fn map(table: &DeTable<'_>, block: &str) -> Map<String, Value> {
    table.iter().map(|(key, one)| (key.get_ref().to_string(), value(one, block))).collect()
}

fn value(one: &Spanned<DeValue<'_>>, block: &str) -> Value {
    let written = || block.get(one.span()).unwrap_or_default();
    match one.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(_) => {
            let whole = written().parse::<i64>().ok().map(Value::from);
            as_written(whole, written())
        }
        DeValue::Float(_) => {
            let float = written().parse().ok().and_then(serde_json::Number::from_f64).map(Value::Number);
            as_written(float, written())
        }
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(at) => Value::String(at.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| value(item, block)).collect()),
        DeValue::Table(table) => Value::Object(map(table, block)),
    }
}

fn as_written(number: Option<Value>, written: &str) -> Value {
    let is_plain = |number: &Value| {
        let json = number.to_string();
        json == written
    };
    number.filter(is_plain).unwrap_or_else(|| Value::String(written.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_stays_as_it_is_written() {
        let block = "tags = [1.10, 0x1F, 1_000, 3, 0.5]\nid = 12e3\nlong = 12345678901234567890123\n[a]\nb.c = 0o14\n";
        let read = fields(block).unwrap();
        assert_eq!(read["tags"], json!(["1.10", "0x1F", "1_000", 3, 0.5]));
        assert_eq!(read["id"], "12e3");
        assert_eq!(read["long"], "12345678901234567890123");
        assert_eq!(read["a"], json!({"b": {"c": "0o14"}}));
    }
}
