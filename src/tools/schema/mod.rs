//! JSON Schema of front matter, for editors: the fields of the model with the names of one knowledge base.
//!
//! Draft 7, which is what the YAML servers of editors understand. Made from [`crate::read::parse::FIELDS`], [`shapes`], and the
//! manual, which is the one place where a field is described. What the program accepts, the schema accepts; what it
//! reports, such as a misspelt severity, the schema refuses. Names that are new are allowed.

mod manual;
mod pattern;
mod shapes;

use serde_json::{Map, Value, json};

use crate::core::model::Kind;
use crate::know::link::Site;
use crate::read::parse::{FIELDS, LINKS, ROLES};
use shapes::Shape;

/// What a file of these kinds can say beside its links.
const OF_DESCRIPTIONS: [&str; 7] = ["title", "aliases", "summary", "owner", "tier", "parent", "links"];
const OF_PAGES: [&str; 5] = ["title", "summary", "aliases", "weight", "language"];
/// What only these say.
const NOT_OF_POST_MORTEMS: [&str; 3] = ["weight", "tier", "parent"];

/// The schema of the front matter of files of a kind.
pub fn front_matter(site: &Site, kind: Kind) -> Value {
    let descriptions = manual::descriptions();
    let of_kind = |name: &str| match kind {
        Kind::PostMortem => !NOT_OF_POST_MORTEMS.contains(&name),
        Kind::Service | Kind::Cause | Kind::Team => OF_DESCRIPTIONS.contains(&name),
        Kind::Page => OF_PAGES.contains(&name),
    };
    let (mut properties, mut patterns) = (Map::new(), Map::new());
    for (name, aliases) in FIELDS.iter().filter(|(name, _)| of_kind(name)) {
        let shape = Shape::of(name, kind);
        let mut property = shape.reference();
        if let (Some(object), Some(text)) = (property.as_object_mut(), descriptions.get(*name)) {
            object.insert("description".into(), json!(text));
        }
        properties.insert((*name).into(), property);
        // Other names are accepted and checked, but not offered: a property would be.
        let configured = site.config.fields.keys.iter().filter(|(_, to)| pattern::is_same_key(to, name));
        let names = aliases.iter().copied().chain([*name]).chain(configured.map(|(alias, _)| alias.as_str()));
        patterns.insert(pattern::of_keys(names, name), shape.reference());
    }
    if kind == Kind::PostMortem {
        let roles = ROLES.iter().map(|(name, _)| *name).filter(|name| !properties.contains_key(*name));
        patterns.insert(pattern::of_keys(roles, ""), Shape::People.reference());
        patterns.insert(pattern::of_keys(LINKS.iter().copied(), ""), Shape::Text.reference());
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title(kind),
        "description": format!("Front matter in “{}”. Everything is optional, and keys of your own are kept.", site.config.book.title),
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "definitions": shapes::definitions(site, kind),
    })
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::PostMortem => "Post-mortem",
        Kind::Service => "Service",
        Kind::Cause => "Cause",
        Kind::Team => "Team",
        Kind::Page => "Page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_shape_and_is_described() {
        let descriptions = manual::descriptions();
        for (name, _) in FIELDS {
            assert!(descriptions.contains_key(*name), "{name} is not described in the manual");
            let stated = manual::types().remove(*name).unwrap_or_default();
            assert_eq!(Shape::of(name, Kind::PostMortem).name_in_manual(), stated, "{name}");
        }
    }
}
