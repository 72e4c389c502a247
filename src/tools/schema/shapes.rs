//! What the value of a field looks like.

use serde_json::{Map, Value, json};

use super::{manual, pattern};
use crate::core::model::{ActionState, IncidentKind, Kind};
use crate::know::link::{Catalog, Site};
use crate::read::parse::{kind_words, severity_words, status_words};

/// The shapes of values; each is a definition of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    Texts,
    Date,
    Time,
    Flag,
    FlagOrTime,
    Number,
    Severity,
    Status,
    Visibility,
    Kind,
    Services,
    Causes,
    Teams,
    Tags,
    Names,
    People,
    Roles,
    Impact,
    Links,
    Actions,
    Timeline,
    /// The name of another entry of the same kind.
    Parent,
}

/// All of them.
const ALL: [Shape; 23] = [
    Shape::Text,
    Shape::Texts,
    Shape::Date,
    Shape::Time,
    Shape::Flag,
    Shape::FlagOrTime,
    Shape::Number,
    Shape::Severity,
    Shape::Status,
    Shape::Visibility,
    Shape::Kind,
    Shape::Services,
    Shape::Causes,
    Shape::Teams,
    Shape::Tags,
    Shape::Names,
    Shape::People,
    Shape::Roles,
    Shape::Impact,
    Shape::Links,
    Shape::Actions,
    Shape::Timeline,
    Shape::Parent,
];

impl Shape {
    /// The shape of a field in files of a kind.
    pub fn of(field: &str, kind: Kind) -> Self {
        match field {
            "date" | "published" => Self::Date,
            "started_at" | "detected_at" | "acknowledged_at" | "mitigated_at" | "resolved_at" => Self::Time,
            "severity" => Self::Severity,
            "status" => Self::Status,
            "visibility" => Self::Visibility,
            "kind" => Self::Kind,
            "services" | "root_cause_services" => Self::Services,
            "causes" => Self::Causes,
            "teams" => Self::Teams,
            "tags" => Self::Tags,
            "triggers" => Self::Names,
            "owner" => Self::People,
            "contributing_factors" | "related" | "recurrence_of" | "not_recurrence_of" => Self::Texts,
            "aliases" if matches!(kind, Kind::PostMortem | Kind::Page) => Self::Texts,
            "aliases" => Self::Names,
            "roles" => Self::Roles,
            "impact" => Self::Impact,
            "links" => Self::Links,
            "action_items" => Self::Actions,
            "timeline" => Self::Timeline,
            "near_miss" | "draft" => Self::Flag,
            "resolved" => Self::FlagOrTime,
            "weight" => Self::Number,
            "parent" => Self::Parent,
            _ => Self::Text,
        }
    }

    /// The definition that a field points to. Beside `$ref`, draft 7 ignores everything, hence `allOf`.
    pub fn reference(self) -> Value {
        json!({ "allOf": [self.pointer()] })
    }

    fn pointer(self) -> Value {
        json!({ "$ref": format!("#/definitions/{}", self.name()) })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "texts",
            Self::Date => "date",
            Self::Time => "time",
            Self::Flag => "flag",
            Self::FlagOrTime => "flagOrTime",
            Self::Number => "number",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Visibility => "visibility",
            Self::Kind => "kind",
            Self::Services => "services",
            Self::Causes => "causes",
            Self::Teams => "teams",
            Self::Tags => "tags",
            Self::Names => "names",
            Self::People => "people",
            Self::Roles => "roles",
            Self::Impact => "impact",
            Self::Links => "links",
            Self::Actions => "actions",
            Self::Timeline => "timeline",
            Self::Parent => "parent",
        }
    }

    /// The type as the manual calls it.
    #[cfg(test)]
    pub fn name_in_manual(self) -> &'static str {
        match self {
            Self::Text | Self::Severity | Self::Status | Self::Visibility | Self::Kind | Self::Parent => {
                "text"
            }
            Self::Services | Self::Causes | Self::Teams | Self::Tags | Self::Names | Self::People => "names",
            Self::Texts => "texts",
            Self::Date => "date",
            Self::Time => "time",
            Self::Flag => "flag",
            Self::FlagOrTime => "flag or time",
            Self::Number => "number",
            Self::Roles => "map",
            Self::Impact => "text or map",
            Self::Links | Self::Actions | Self::Timeline => "list",
        }
    }
}

/// The definitions that fields point to.
///
/// Loose values are described by what they are not: editors offer what a `type` or `enum` names, such as `null`, and say
/// of a wrong value what each of several forms would have wanted.
pub fn definitions(site: &Site, kind: Kind) -> Map<String, Value> {
    ALL.iter().map(|shape| (shape.name().to_owned(), definition(*shape, site, kind))).collect()
}

fn definition(shape: Shape, site: &Site, kind: Kind) -> Value {
    let config = &site.config;
    match shape {
        Shape::Text => plain(),
        Shape::Texts => json!({ "not": { "type": "object" }, "items": plain() }),
        Shape::Date => date(),
        Shape::Time => {
            let mut time = like(&format!("{TIME}|{}", pattern::of_words(NO_TIME.into_iter(), "")));
            time["examples"] = json!(["2026-05-04T12:04:00Z", "2026-05-04 14:04 +02:00"]);
            time
        }
        Shape::Flag => flag(""),
        Shape::FlagOrTime => flag(&format!("{TIME}|")),
        Shape::Number => like("^-?[0-9]*$"),
        Shape::Severity => severity(site),
        Shape::Status => {
            let words = status_words(config);
            let known = pattern::of_words(words.iter().map(String::as_str), " _-");
            json!({ "anyOf": [{ "enum": config.status.values }, like(&known)] })
        }
        Shape::Visibility => json!({ "anyOf": [{ "enum": ["internal", "public"] }, like("^$")] }),
        Shape::Kind => {
            let known = pattern::of_words(kind_words(), " _-");
            json!({ "anyOf": [{ "enum": IncidentKind::ALL.map(IncidentKind::name) }, like(&known)] })
        }
        Shape::Services => names(&known(&site.services)),
        Shape::Causes => names(&known(&site.causes)),
        Shape::Teams | Shape::People => names(&known(&site.teams)),
        Shape::Tags => names(&known(&site.tags)),
        Shape::Names => names(&[]),
        Shape::Roles => json!({ "additionalProperties": Shape::People.pointer() }),
        Shape::Impact => json!({}),
        Shape::Links => {
            let one = json!({ "not": { "type": "array" }, "additionalProperties": plain() });
            json!({ "anyOf": [{ "type": "array", "items": one }, one] })
        }
        Shape::Actions => list_of(&actions(site)),
        Shape::Timeline => {
            list_of(&json!({ "at": described("at", json!({})), "text": described("text", json!({})) }))
        }
        Shape::Parent => match kind {
            Kind::Service => name(&known(&site.services)),
            Kind::Cause => name(&known(&site.causes)),
            _ => name(&known(&site.teams)),
        },
    }
}

/// What a time has at least: a year.
const TIME: &str = "[0-9]{4}";
/// Words for a time that is not known.
const NO_TIME: [&str; 8] = ["n/a", "unknown", "none", "tbd", "?", "-", "true", "false"];
const FLAGS: [&str; 10] = ["true", "yes", "y", "on", "1", "false", "no", "n", "off", "0"];

fn severity(site: &Site) -> Value {
    let words = severity_words(&site.config);
    let mut other = like(&pattern::of_words(words.iter().map(String::as_str), " ._-"));
    let mut numbers: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    numbers.sort_unstable();
    if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
        other["minimum"] = json!(first);
        other["maximum"] = json!(last);
    }
    json!({ "anyOf": [{ "enum": site.config.severity.levels }, other] })
}

/// Parts of an action item.
fn actions(site: &Site) -> Value {
    let states = [ActionState::Open, ActionState::InProgress, ActionState::Done, ActionState::Dropped];
    let kinds = ["investigate", "mitigate", "prevent", "repair", "detect", "process"].map(str::to_owned);
    json!({
        "title": described("title", plain()),
        "type": described("type", name(&kinds)),
        "priority": described("priority", plain()),
        "owner": described("owner", name(&known(&site.teams))),
        "due": described("due", date()),
        "status": described("status", name(&states.map(|state| state.name().to_owned()))),
        "closed": described("closed", date()),
        "url": described("url", plain()),
    })
}

fn described(part: &str, mut shape: Value) -> Value {
    if let (Some(object), Some(text)) = (shape.as_object_mut(), manual::parts().get(part)) {
        object.insert("description".into(), json!(text));
    }
    shape
}

/// A list of maps with some properties, or of texts.
fn list_of(properties: &Value) -> Value {
    let item = json!({ "anyOf": [{ "type": "object", "properties": properties }, plain()] });
    json!({ "anyOf": [{ "type": "array", "items": item }, plain()] })
}

fn date() -> Value {
    let mut date = like("[0-9]|^(?:true|false)?$");
    date["examples"] = json!(["2026-05-04"]);
    date
}

fn flag(or: &str) -> Value {
    like(&format!("{or}{}", pattern::of_words(FLAGS.into_iter(), "")))
}

/// A list of names, or one; those that are known are offered.
fn names(known: &[String]) -> Value {
    // Editors offer nothing from an `anyOf` within another, nor beside a type that may be a map.
    let mut one = vec![
        json!({ "type": ["string", "number", "boolean"] }),
        json!({ "type": "object", "required": ["name"] }),
        json!({ "type": "object", "required": ["title"] }),
        json!({ "type": "object", "required": ["id"] }),
        json!({ "not": { "type": ["string", "number", "boolean", "object", "array"] } }),
    ];
    if !known.is_empty() {
        one.insert(0, json!({ "enum": known }));
    }
    let mut shapes = vec![json!({ "type": "array", "items": { "anyOf": one.clone() } })];
    shapes.append(&mut one);
    json!({ "anyOf": shapes })
}

fn name(known: &[String]) -> Value {
    offered(known, plain())
}

/// Names that are known, or what else is allowed. An empty `enum` is not.
fn offered(known: &[String], or: Value) -> Value {
    if known.is_empty() { or } else { json!({ "anyOf": [{ "enum": known }, or] }) }
}

fn known(catalog: &Catalog) -> Vec<String> {
    catalog.entries.iter().map(|entry| entry.name.clone()).collect()
}

/// A text, a number, a flag, or nothing.
fn plain() -> Value {
    json!({ "not": { "type": ["array", "object"] } })
}

/// The same, where a text has to match.
fn like(pattern: &str) -> Value {
    json!({ "not": { "type": ["array", "object"] }, "pattern": pattern })
}
