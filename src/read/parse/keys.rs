//! Names of front-matter fields: the canonical ones, and what real repositories call them.

use super::field::Field;
use super::vocabulary::{self, Label, Meaning};
use crate::core::config::Config;

/// Canonical names with the aliases that are understood. Compared in lower case, `-` and spaces as `_`.
pub const FIELDS: &[(&str, &[&str])] = &[
    ("id", &["uuid", "incident_id"]),
    ("title", &["name"]),
    ("date", &["incident_date", "occurred_on"]),
    ("published", &["published_at", "published_on", "publish_date"]),
    ("status", &["review_status", "state"]),
    ("severity", &["priority", "impact_level", "sev"]),
    ("summary", &["tldr", "tl_dr", "description", "abstract", "excerpt"]),
    (
        "services",
        &[
            "service",
            "affected",
            "affected_services",
            "product",
            "products",
            "component",
            "components",
            "system",
            "systems",
        ],
    ),
    ("root_cause_services", &["root_cause_service"]),
    (
        "causes",
        &[
            "cause",
            "categories",
            "category",
            "root_cause",
            "root_causes",
            "root_cause_category",
            "cause_category",
            "incident_cause",
            "problem_type",
        ],
    ),
    ("triggers", &["trigger"]),
    ("contributing_factors", &["contributing_factor", "factors"]),
    ("teams", &["team", "owner_team", "owning_team"]),
    ("tags", &["tag", "keywords", "labels"]),
    (
        "started_at",
        &["start_time", "starttime", "start", "started", "start_date", "incident_start", "began_at"],
    ),
    ("detected_at", &["detect", "detected", "detection_time", "discovered_at"]),
    ("acknowledged_at", &["acknowledge", "acknowledged", "acked_at", "ack"]),
    ("mitigated_at", &["stable_at", "mitigate", "mitigated", "mitigation_time"]),
    (
        "resolved_at",
        &[
            "resolved_when",
            "resolvedwhen",
            "end_time",
            "endtime",
            "end",
            "end_date",
            "ended_at",
            "resolve",
            "incident_end",
        ],
    ),
    ("detection", &["detection_method", "detected_by"]),
    ("impact", &["customer_impact"]),
    ("roles", &[]),
    ("action_items", &["actions", "action_item"]),
    ("timeline", &[]),
    ("related", &["related_incidents"]),
    ("recurrence_of", &["repeat_of"]),
    ("not_recurrence_of", &["not_repeat_of"]),
    ("links", &["link", "references"]),
    ("kind", &["incident_kind", "incident_type", "event_type", "event_kind", "entry_type", "type"]),
    ("near_miss", &[]),
    ("visibility", &[]),
    ("aliases", &["redirect_from"]),
    ("language", &["lang", "locale"]),
    // Not shown as they are, but understood.
    ("resolved", &[]),
    ("draft", &[]),
    ("owner", &[]),
    ("tier", &[]),
    ("parent", &[]),
    ("weight", &["order", "nav_order"]),
];

/// Fields whose values, under whatever names, are joined to one list.
pub const LISTS: &[&str] = &[
    "services",
    "root_cause_services",
    "causes",
    "triggers",
    "contributing_factors",
    "teams",
    "tags",
    "related",
    "recurrence_of",
    "not_recurrence_of",
    "links",
    "aliases",
];

/// Keys that name people or teams in a role, beside those of `roles`.
pub const ROLES: &[(&str, &str)] = &[
    ("author", "author"),
    ("authors", "author"),
    ("owner", "owner"),
    ("lead", "lead"),
    ("incident_lead", "lead"),
    ("contact", "contact"),
    ("commander", "commander"),
    ("incident_commander", "commander"),
    ("scribe", "scribe"),
    ("facilitator", "facilitator"),
    ("responders", "responder"),
    ("attendees", "attendee"),
    ("reviewers", "reviewer"),
];

/// Keys whose value is the address of a source.
pub const LINKS: &[&str] = &["url", "source", "source_url", "archive_url", "report_url"];

/// Keys of other programs that say nothing about the incident.
pub const IGNORED: &[&str] =
    &["layout", "section", "template", "permalink", "slug", "toc", "format", "sidebar_position", "path"];

/// A key in the form in which keys are compared.
pub fn normalise(key: &str) -> String {
    key.trim().to_lowercase().replace(['-', ' '], "_")
}

/// The canonical name of a key, if it is known; those of `[fields.keys]` come first.
pub fn canonical(key: &str, config: &Config) -> Option<&'static str> {
    let plain = normalise(key);
    let configured = config
        .fields
        .keys
        .iter()
        .find(|(alias, _)| normalise(alias) == plain)
        .map(|(_, name)| normalise(name));
    usual(&configured.unwrap_or(plain)).or_else(|| usual(name_in_other_languages(key)?))
}

/// The canonical name of a key by its usual names.
pub fn usual(key: &str) -> Option<&'static str> {
    let plain = normalise(key);
    FIELDS
        .iter()
        .find(|(name, aliases)| *name == plain || aliases.contains(&plain.as_str()))
        .map(|(name, _)| *name)
}

/// The name of the field that a key is in a language other than English.
pub fn name_in_other_languages(key: &str) -> Option<&'static str> {
    let label = vocabulary::built_in().label_of_key(key)?;
    Label::KINDS.iter().find(|(_, known)| *known == label).map(|(name, _)| *name)
}

/// The role whose holders a key names.
pub fn role(key: &str) -> Option<&'static str> {
    let plain = normalise(key);
    let known = ROLES.iter().find(|(alias, _)| *alias == plain).map(|(_, role)| *role);
    known.or_else(|| match vocabulary::built_in().label_of_key(key)? {
        Label::Field(Field::Role(role)) => Some(role),
        _ => None,
    })
}

/// Whether a key is read as one for causes, and is as often one for what a text is about. Settings that name it settle that.
pub fn is_category(key: &str, config: &Config) -> bool {
    let plain = normalise(key);
    matches!(plain.as_str(), "category" | "categories")
        && config.fields.keys.keys().all(|alias| normalise(alias) != plain)
}

/// Whether a key has a meaning whatever the settings are.
pub fn is_usual(key: &str) -> bool {
    let plain = normalise(key);
    usual(&plain).is_some()
        || ROLES.iter().any(|(name, _)| *name == plain)
        || LINKS.contains(&plain.as_str())
        || IGNORED.contains(&plain.as_str())
}

/// Whether an unknown key is probably meant as `visibility`.
pub fn is_like_visibility(key: &str, config: &Config) -> bool {
    const WORD: &str = "visibility";
    let begins = key.trim_start().starts_with(['v', 'V']);
    begins
        && canonical(key, config).is_none()
        && crate::core::diagnostic::did_you_mean(&normalise(key), [WORD]).is_some()
}
