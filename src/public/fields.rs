//! Takes fields out of documents.

use serde_json::Value;

use crate::config::Config;
use crate::model::{ActionItem, Description, Document, PostMortem, Record};
use crate::parse::{FIELDS, ROLES, canonical_key, normalised_key};

/// Without these there is no page.
const NEEDED: [&str; 3] = ["id", "title", "visibility"];
/// Fields of which a part can be named.
const WITH_PARTS: [&str; 3] = ["action_items", "impact", "roles"];
/// Parts of an action item.
const OF_ACTION: [&str; 6] = ["owner", "due", "closed", "priority", "type", "url"];

/// Those of `[public] fields` that are none, or can't be left out, each with what to write instead.
#[must_use]
pub fn unknown(config: &Config) -> Vec<(&str, String)> {
    let fault = |written: &String| {
        let (field, part) = divided(written, config);
        let known = || FIELDS.iter().map(|(name, _)| *name).chain(ROLES.iter().map(|(name, _)| *name));
        if NEEDED.contains(&field.as_str()) {
            return Some(format!(
                "`{field}` is needed: leave the whole post-mortem out with `visibility: internal`."
            ));
        }
        if !known().any(|name| name == field) {
            let near = crate::diagnostic::did_you_mean(&field, known());
            let keys = "Keys that Lookback does not know are left out anyway.";
            return Some(near.map_or(keys.to_owned(), |near| format!("Did you mean `{near}`? {keys}")));
        }
        let part = part?;
        if !WITH_PARTS.contains(&field.as_str()) {
            return Some(format!("Only of `{}` a part can be named.", WITH_PARTS.join("`, `")));
        }
        let is_odd = field == "action_items" && !OF_ACTION.contains(&part.as_str());
        is_odd.then(|| format!("An action item has `{}`.", OF_ACTION.join("`, `")))
    };
    config.public.fields.iter().filter_map(|written| Some((written.as_str(), fault(written)?))).collect()
}

/// A field under its canonical name, and the part of it that is meant.
fn divided(written: &str, config: &Config) -> (String, Option<String>) {
    let (field, part) = written.split_once('.').map_or((written, None), |(field, part)| (field, Some(part)));
    let name = canonical_key(field, config).map_or_else(|| normalised_key(field), str::to_owned);
    (name, part.map(normalised_key))
}

/// Takes all of `[public] fields` out of a document, and what no field is known for.
pub fn forget_all(document: &mut Document, config: &Config) {
    document.facts = None;
    match &mut document.record {
        Record::PostMortem(facts) => facts.extra.clear(),
        Record::Description(description) => description.extra.clear(),
        Record::Page(_) => {}
    }
    for written in &config.public.fields {
        let (field, part) = divided(written, config);
        if field == "aliases" {
            document.redirects.clear();
        }
        if field == "language" {
            document.body.language = None;
        }
        match (&mut document.record, part) {
            (Record::PostMortem(facts), Some(part)) => forget_part(facts, &field, &part),
            (Record::PostMortem(facts), None) => forget(facts, &field),
            (Record::Description(description), None) => forget_of_description(description, &field),
            (Record::Page(page), None) => match field.as_str() {
                "summary" => page.summary = None,
                "weight" => page.weight = None,
                _ => {}
            },
            _ => {}
        }
    }
}

/// Owners of action items that the text names, where they are to be left out.
#[must_use]
pub fn hides_owners(config: &Config) -> bool {
    config.public.fields.iter().any(|written| {
        let (field, part) = divided(written, config);
        field == "action_items" && part.as_deref() == Some("owner")
    })
}

fn forget(facts: &mut PostMortem, field: &str) {
    match field {
        "date" => (facts.date, facts.date_origin) = (None, None),
        "published" => facts.published = None,
        "status" => facts.status = None,
        "severity" => (facts.severity, facts.severity_text) = (None, None),
        "summary" => facts.summary = None,
        "services" => {
            facts.services.clear();
            facts.root_cause_services.clear();
        }
        "root_cause_services" => facts.root_cause_services.clear(),
        "causes" => facts.causes.clear(),
        "triggers" => facts.triggers.clear(),
        "contributing_factors" => facts.contributing_factors.clear(),
        "teams" => facts.teams.clear(),
        "tags" => facts.tags.clear(),
        "started_at" => facts.times.started = None,
        "detected_at" => facts.times.detected = None,
        "acknowledged_at" => facts.times.acknowledged = None,
        "mitigated_at" => facts.times.mitigated = None,
        "resolved_at" => facts.times.resolved = None,
        "resolved" => facts.resolved = None,
        "detection" => facts.detection = None,
        "impact" => facts.impact = None,
        "roles" => facts.roles.clear(),
        // What stands in the text is the author's word, and drawn from there.
        "action_items" => facts.action_items.retain(|item| item.in_body),
        "timeline" => facts.timeline.retain(|entry| entry.in_body),
        "related" => facts.related.clear(),
        "recurrence_of" => facts.recurrence_of.clear(),
        "not_recurrence_of" => facts.not_recurrence_of.clear(),
        "links" => facts.links.clear(),
        "near_miss" => facts.near_miss = false,
        _ => {}
    }
    let names = |role: &str| ROLES.iter().any(|(key, name)| *key == field && *name == role);
    facts.roles.retain(|role| role.role != field && !names(&role.role));
}

fn forget_part(facts: &mut PostMortem, field: &str, part: &str) {
    match field {
        "action_items" => facts.action_items.iter_mut().for_each(|item| forget_of_action(item, part)),
        "roles" => facts.roles.retain(|role| normalised_key(&role.role) != part),
        "impact" => {
            if let Some(Value::Object(impact)) = &mut facts.impact {
                impact.retain(|key, _| normalised_key(key) != part);
            }
        }
        _ => {}
    }
}

fn forget_of_action(item: &mut ActionItem, part: &str) {
    match part {
        "owner" => item.owner = None,
        "due" => item.due = None,
        "closed" => item.closed = None,
        "priority" => item.priority = None,
        "type" => item.kind = None,
        "url" => item.url = None,
        _ => {}
    }
}

fn forget_of_description(description: &mut Description, field: &str) {
    match field {
        "aliases" => description.aliases.clear(),
        "summary" => description.summary = None,
        "owner" | "teams" => description.owner = None,
        "tier" => description.tier = None,
        "parent" => description.parent = None,
        "links" => description.links.clear(),
        _ => {}
    }
}
