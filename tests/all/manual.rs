//! The manual says what the code does: every setting, field, alias and rule stands in it.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/pages/manual").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn names_all<'a>(page: &str, names: impl IntoIterator<Item = &'a str>) {
    let missing: Vec<&str> = names.into_iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "not in the manual: {missing:?}");
}

#[test]
fn every_setting_is_explained_below_its_table() {
    let page = page("book-toml.md");
    let mut sections = page.split("\n## ").flat_map(|part| part.split("\n### "));
    for key in lookback::core::config::KEYS {
        let (table, name) = key.0.rsplit_once('.').unwrap();
        let heading = format!("[{table}]");
        let explained = sections.clone().any(|section| {
            section.lines().next().unwrap_or_default().contains(&heading)
                && (name == "*" || section.contains(&format!("`{name}`")))
        });
        assert!(explained, "`{name}` is not explained below a heading with {heading}");
    }
    assert!(sections.next().is_some());
}

#[test]
fn every_field_and_alias_is_listed() {
    let page = page("front-matter.md");
    names_all(
        &page,
        lookback::read::parse::FIELDS
            .iter()
            .flat_map(|(name, aliases)| aliases.iter().chain([name]))
            .copied(),
    );
}

#[test]
fn every_rule_is_explained() {
    let mut rules = BTreeSet::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|ending| ending != "rs") || entry.path().ends_with("tests.rs")
        {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for start in ["Diagnostic::error(", "Diagnostic::warning("] {
            for call in code.split(start).skip(1) {
                let first = call.trim_start();
                if let Some(rule) = first.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    rules.insert(rule.to_owned());
                }
            }
        }
    }
    // Rules that are passed on through helpers.
    rules.extend(
        [
            "broken-link",
            "broken-anchor",
            "link-outside",
            "unsafe-link",
            "unknown-severity",
            "bad-date",
            "times-out-of-order",
            "implausible-length",
            "published-too-early",
            "recurrence-circle",
            "recurrence-of-itself",
            "recurrence-of-later",
            "parent-circle",
            "unknown-parent",
        ]
        .map(str::to_owned),
    );
    assert!(rules.len() > 20, "{rules:?}");
    names_all(&page("diagnostics.md"), rules.iter().map(String::as_str));
}

#[test]
fn every_rule_of_checking_is_listed_with_its_level() {
    let page = page("checking.md");
    for rule in lookback::tools::check::rules::all() {
        let row = format!("| `{}` | {} | {} |", rule.name, rule.level.name(), rule.what);
        assert!(page.contains(&row), "not in the manual: {row}");
    }
}
