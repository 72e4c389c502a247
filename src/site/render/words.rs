//! Texts of authors as pages show them, and figures in English.

use jiff::civil::Date;
use serde_json::Value;

use crate::core::labels::capitalised;
use crate::core::model::ActionItem;
use crate::core::model::{ActionState, IncidentKind};
use crate::core::phrases::Phrases;

/// The kind of an event on its page; none for an incident.
pub fn kind(say: &Phrases, kind: IncidentKind) -> Option<&str> {
    match kind {
        IncidentKind::Incident => None,
        IncidentKind::NearMiss => Some(say.text("incident.near-miss")),
        IncidentKind::Maintenance => Some(say.text("incident.maintenance")),
        IncidentKind::Drill => Some(say.text("incident.drill")),
    }
}

/// The same among others, where an incident is the rule.
pub fn kind_in_list(say: &Phrases, kind: IncidentKind) -> &str {
    match kind {
        IncidentKind::Incident => "",
        IncidentKind::NearMiss => say.text("rows.near-miss"),
        IncidentKind::Maintenance => say.text("rows.maintenance"),
        IncidentKind::Drill => say.text("rows.drill"),
    }
}

/// `1,234`, for what is in English whatever the language of the site.
pub fn count(number: usize) -> String {
    Phrases::in_english().count(number)
}

/// `1 incident`, `1,234 incidents`
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// When an action item was closed, `done on 2026-05-30`, as HTML; `None` while it is open, or where the day is not known.
pub fn closed(say: &Phrases, item: &ActionItem) -> Option<String> {
    let key = match item.state {
        ActionState::Done => "actions.done-on",
        ActionState::Dropped => "actions.dropped-on",
        ActionState::Open | ActionState::InProgress => return None,
    };
    item.closed.map(|day| say.html(key, None, &[("day", &say.time(day))]))
}

/// A key of front matter as a label: `data_loss` → `Data loss`.
pub fn label(key: &str) -> String {
    match key {
        "slo" | "sla" | "sli" | "mttr" | "mttd" | "url" | "id" => key.to_uppercase(),
        _ => capitalised(&key.replace(['_', '-'], " ")),
    }
}

/// The time between two days in English.
pub fn interval(from: Date, to: Date) -> String {
    Phrases::in_english().interval(from, to)
}

/// A value of front matter as text.
pub fn value(say: &Phrases, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => say.text("list.yes").into(),
        Value::Bool(false) => say.text("list.no").into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => {
            let parts: Vec<String> =
                list.iter().map(|one| self::value(say, one)).filter(|part| !part.is_empty()).collect();
            say.comma(&parts)
        }
        Value::Object(map) => {
            let parts: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{}: {}", label(key), self::value(say, value)))
                .collect();
            say.clauses(&parts)
        }
    }
}

/// The first sentence of `text`, or of a long one its beginning.
pub fn first_sentence(text: &str, most: usize) -> String {
    // What ends sooner is rather an abbreviation.
    const LEAST: usize = 25;
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.into_iter().find(|end| *end >= LEAST).unwrap_or(text.len());
    shortened(&text[..end], most)
}

/// `text`, cut at a word where it is longer than `most` characters.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    // Scripts without spaces are cut between any two characters.
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", words.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_readable() {
        let nested = json!({"data_loss": "none", "n": [1, true, null, "x"]});
        assert_eq!(value(Phrases::in_english(), &nested), "Data loss: none; N: 1, yes, x");
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two, three", 10), "one two …");
        assert_eq!(shortened("one", 10), "one");
        let text = "The servers, e.g. those in several cities. Every server runs all.";
        assert_eq!(first_sentence(text, 100), "The servers, e.g. those in several cities.");
        assert_eq!(first_sentence("Short. Text", 100), "Short. Text");
    }
}
