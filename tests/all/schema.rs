//! `lookback schema`: what editors hold front matter against.

use std::path::Path;

use crate::support::Base;
use jsonschema::Validator;
use serde_json::{Value, json};

/// The schema as it is printed, which has to be valid itself.
fn schema(base: Base, arguments: &[&str]) -> (Validator, Value) {
    let base = base.run(&[&["schema"], arguments].concat()).ok().silent();
    let schema: Value = serde_json::from_str(&base.stdout()).unwrap();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    (jsonschema::draft7::new(&schema).unwrap(), schema)
}

fn front_matter(text: &str) -> Option<Value> {
    let (front, _) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    Some(serde_yaml::from_str(front).unwrap())
}

fn base() -> Base {
    Base::small()
        .file(
            "book.toml",
            "[severity]\nlevels = [\"critical\", \"sev2\", \"sev3\"]\n[fields.severities]\nhuge = \"critical\"\n[fields.keys]\nBegin = \"started_at\"\n",
        )
        .file("content/teams/edge.md", "---\nname: Edge team\n---\n")
}

#[test]
fn the_sample_is_valid() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for (folder, kind) in [
        ("services", "service"),
        ("causes", "cause"),
        ("teams", "team"),
        ("pages", "page"),
        ("", "post-mortem"),
    ] {
        let (validator, _) =
            schema(Base::new(), &["--kind", kind, content.parent().unwrap().to_str().unwrap()]);
        let mut seen = 0;
        for (path, bytes) in crate::support::files(&content) {
            let is_of_kind = match folder {
                "" => path.starts_with("19") || path.starts_with("20"),
                folder => path.starts_with(&format!("{folder}/")),
            };
            let Some(front) = String::from_utf8(bytes).ok().filter(|_| is_of_kind && path.ends_with(".md"))
            else {
                continue;
            };
            let Some(front) = front_matter(&front) else { continue };
            seen += 1;
            let errors: Vec<String> = validator.iter_errors(&front).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{path}: {errors:?}");
        }
        assert!(seen > 3 || kind == "team", "{kind}: {seen}");
    }
}

#[test]
fn names_of_the_knowledge_base_are_offered() {
    let (_, schema) = schema(base(), &[]);
    let text = schema.to_string();
    for name in
        ["\"Shop\"", "\"Mail\"", "\"capacity limit\"", "\"Edge team\"", "[\"critical\",\"sev2\",\"sev3\"]"]
    {
        assert!(text.contains(name), "{name}");
    }
    assert!(schema["properties"]["severity"]["description"].as_str().unwrap().contains("levels"));
    // Other names are understood and not offered.
    assert!(schema["properties"].get("sev").is_none());
}

#[test]
fn what_is_read_is_valid_and_what_is_reported_is_not() {
    let (validator, _) = schema(base(), &[]);
    for front in [
        json!({}),
        json!({ "severity": "sev2", "status": "draft", "services": ["Shop", "New thing"] }),
        json!({ "severity": "SEV-2", "status": "In Review", "services": "Shop, Mail" }),
        json!({ "sev": 2, "status": "resolved", "service": { "name": "Shop" } }),
        json!({ "Severity": "huge", "severity": null, "date": "", "started_at": "unknown" }),
        json!({ "begin": "2026-05-04 12:04", "near_miss": "yes", "roles": { "lead": ["Edge team"] } }),
        json!({ "action_items": ["Do it", { "title": "Do more", "due": "2026-01-01", "status": "wip" }] }),
        json!({ "my own": { "key": [1, 2] }, "links": ["https://example.org", { "Report": "https://example.org" }] }),
    ] {
        let errors: Vec<String> = validator.iter_errors(&front).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{front}: {errors:?}");
    }
    for front in [
        json!({ "severity": "sve2" }),
        json!({ "Sev": "sev9" }),
        json!({ "severity": 7 }),
        json!({ "status": "dratf" }),
        json!({ "visibility": "pubic" }),
        json!({ "date": "soon" }),
        json!({ "begin": "in the morning" }),
        json!({ "near_miss": "perhaps" }),
        json!({ "services": [["Shop"]] }),
        json!({ "action_items": [{ "title": "Do it", "due": "soon" }] }),
    ] {
        assert!(!validator.is_valid(&front), "{front}");
    }
}

#[test]
fn each_kind_has_fields_of_its_own() {
    let base = || base().file("content/services/shop.md", "---\nname: Shop\n---\n");
    let names = |schema: &Value| -> Vec<String> {
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let (_, service) = schema(base(), &["--kind", "service"]);
    assert_eq!(names(&service), ["title", "summary", "links", "aliases", "owner", "tier", "parent"]);
    assert!(service["definitions"]["parent"].to_string().contains("\"Shop\""));
    let (_, page) = schema(base(), &["--kind", "page"]);
    assert!(names(&page).contains(&"weight".to_owned()) && !names(&page).contains(&"severity".to_owned()));
}

#[test]
fn a_knowledge_base_that_is_not_there_is_an_error() {
    Base::new().run(&["schema", "nowhere"]).exits(2).warns("no-content");
}
