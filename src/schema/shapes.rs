//! What the value of a field looks like.

use serde_json::{Map, Value, json};

use super::{manual, pattern};
use crate::link::{Catalog, Site};
use crate::model::{ActionState, Kind};
use crate::parse::{severity_words, status_words};

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
const ALL: [Shape; 22] = [
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
    #[must_use]
    pub fn of(field: &str, kind: Kind) -> Self {
        match field {
            "date" | "published" => Self::Date,
            "started_at" | "detected_at" | "acknowledged_at" | "mitigated_at" | "resolved_at" => Self::Time,
            "severity" => Self::Severity,
            "status" => Self::Status,
            "visibility" => Self::Visibility,
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
    #[must_use]
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
            Self::Text | Self::Severity | Self::Status | Self::Visibility | Self::Parent => "text",
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
#[must_use]
pub fn definitions(site: &Site, kind: Kind) -> Map<String, Value> {
    let mut all: Map<String, Value> =
        ALL.iter().map(|shape| (shape.name().to_owned(), definition(*shape, site, kind))).collect();
    all.insert(
        "empty".into(),
        json!({
            "$comment": "Not filled in yet. Said in this way, for editors would offer `null` where it is a type.",
            "not": { "type": ["string", "number", "boolean", "array", "object"] },
        }),
    );
    all
}

fn definition(shape: Shape, site: &Site, kind: Kind) -> Value {
    let config = &site.config;
    match shape {
        Shape::Text => any(vec![scalar()]),
        Shape::Texts => any(vec![scalar(), json!({ "type": "array", "items": any(vec![scalar()]) })]),
        Shape::Date => date(),
        Shape::Time => json!({
            "anyOf": [
                { "type": "string", "pattern": "[0-9]{4}" },
                { "type": "string", "pattern": "^ *(?:[nN]/[aA]|[uU][nN][kK][nN][oO][wW][nN]|[nN][oO][nN][eE]|[tT][bB][dD]|\\?|-)? *$" },
                { "type": "boolean" },
                empty(),
            ],
            "examples": ["2026-05-04T12:04:00Z", "2026-05-04 14:04 +02:00"],
        }),
        Shape::Flag => flag(vec![]),
        Shape::FlagOrTime => flag(vec![Shape::Time.pointer()]),
        Shape::Number => any(vec![json!({ "type": "integer" })]),
        Shape::Severity => {
            let words = severity_words(config);
            let known = pattern::of_words(words.iter().map(String::as_str), " ._-");
            let numbers: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
            any(vec![
                json!({ "enum": config.severity.levels }),
                json!({ "type": "string", "pattern": known }),
                json!({ "type": "integer", "enum": numbers }),
            ])
        }
        Shape::Status => {
            let words = status_words(config);
            let known = pattern::of_words(words.iter().map(String::as_str), " _-");
            any(vec![json!({ "enum": config.status.values }), json!({ "type": "string", "pattern": known })])
        }
        Shape::Visibility => any(vec![json!({ "enum": ["internal", "public"] })]),
        Shape::Services => names(&known(&site.services)),
        Shape::Causes => names(&known(&site.causes)),
        Shape::Teams | Shape::People => names(&known(&site.teams)),
        Shape::Tags => names(&known(&site.tags)),
        Shape::Names => names(&[]),
        Shape::Roles => {
            any(vec![json!({ "type": "object", "additionalProperties": Shape::People.pointer() })])
        }
        Shape::Impact => any(vec![scalar(), json!({ "type": "object" }), json!({ "type": "array" })]),
        Shape::Links => {
            let one =
                any(vec![scalar(), json!({ "type": "object", "additionalProperties": any(vec![scalar()]) })]);
            any(vec![one.clone(), json!({ "type": "array", "items": one })])
        }
        Shape::Actions => list_of(actions(site)),
        Shape::Timeline => {
            list_of(json!({ "at": described("at", json!({})), "text": described("text", json!({})) }))
        }
        Shape::Parent => match kind {
            Kind::Service => name(&known(&site.services)),
            Kind::Cause => name(&known(&site.causes)),
            _ => name(&known(&site.teams)),
        },
    }
}

/// Parts of an action item.
fn actions(site: &Site) -> Value {
    let states = [ActionState::Open, ActionState::InProgress, ActionState::Done, ActionState::Dropped];
    let kinds = ["investigate", "mitigate", "prevent", "repair", "detect", "process"].map(str::to_owned);
    json!({
        "title": described("title", any(vec![scalar()])),
        "type": described("type", name(&kinds)),
        "priority": described("priority", any(vec![scalar()])),
        "owner": described("owner", name(&known(&site.teams))),
        "due": described("due", date()),
        "status": described("status", name(&states.map(|state| state.name().to_owned()))),
        "closed": described("closed", date()),
        "url": described("url", any(vec![scalar()])),
    })
}

fn described(part: &str, mut shape: Value) -> Value {
    if let (Some(object), Some(text)) = (shape.as_object_mut(), manual::parts().get(part)) {
        object.insert("description".into(), json!(text));
    }
    shape
}

fn list_of(properties: Value) -> Value {
    let item = any(vec![scalar(), json!({ "type": "object", "properties": properties })]);
    any(vec![scalar(), json!({ "type": "array", "items": item })])
}

fn date() -> Value {
    json!({
        "anyOf": [
            { "type": "string", "pattern": "[0-9]" },
            { "type": "string", "maxLength": 0 },
            { "type": ["integer", "boolean"] },
            empty(),
        ],
        "examples": ["2026-05-04"],
    })
}

fn flag(more: Vec<Value>) -> Value {
    let words =
        pattern::of_words(["true", "yes", "y", "on", "1", "false", "no", "n", "off", "0"].into_iter(), "\t");
    let mut shapes = vec![
        json!({ "type": "boolean" }),
        json!({ "type": "integer" }),
        json!({ "type": "string", "pattern": words }),
    ];
    shapes.extend(more);
    any(shapes)
}

/// A list of names, of which those that are known are offered.
fn names(known: &[String]) -> Value {
    let one = name(known);
    let map = json!({ "type": "object", "anyOf": [{ "required": ["name"] }, { "required": ["title"] }, { "required": ["id"] }] });
    any(vec![json!({ "type": "array", "items": any(vec![one.clone(), map.clone()]) }), one, map])
}

fn name(known: &[String]) -> Value {
    let mut shapes = Vec::new();
    // An empty `enum` is not allowed.
    if !known.is_empty() {
        shapes.push(json!({ "enum": known }));
    }
    shapes.push(scalar());
    any(shapes)
}

fn known(catalog: &Catalog) -> Vec<String> {
    catalog.entries.iter().map(|entry| entry.name.clone()).collect()
}

/// Any of these, or nothing yet.
fn any(mut shapes: Vec<Value>) -> Value {
    shapes.push(empty());
    json!({ "anyOf": shapes })
}

fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn empty() -> Value {
    json!({ "$ref": "#/definitions/empty" })
}
