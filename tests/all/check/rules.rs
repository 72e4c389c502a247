//! Every rule has a text in which it finds something, and a near one that it leaves alone.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{TODAY, rules_of};
use crate::support::Base;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

/// Two texts of a post-mortem: in one the rule finds something, in the other nothing.
#[derive(Deserialize)]
struct Case {
    rule: String,
    finds: String,
    /// Further texts in which it finds something: whole files, or what is to stand below the front matter of `finds`.
    #[serde(default)]
    also: Vec<String>,
    leaves: String,
    /// Text of `book.toml`.
    #[serde(default)]
    settings: String,
    /// Other files below the content folder.
    #[serde(default)]
    beside: Vec<(String, String)>,
    /// Path of the file, where it matters.
    path: Option<String>,
}

/// Rules that are not about a document, and are tested elsewhere.
const ELSEWHERE: &[&str] = &["odd-check-setting"];

fn cases() -> Vec<Case> {
    toml::from_str::<File>(include_str!("rules.toml")).unwrap().case
}

fn rules_in(case: &Case, text: &str) -> Vec<String> {
    let path = case.path.as_deref().unwrap_or("case.md");
    let mut base = Base::new().file("book.toml", &case.settings);
    for (path, text) in &case.beside {
        base = base.file(&format!("content/{path}"), text);
    }
    let base = base.file(&format!("content/{path}"), text);
    let base = base.run(&["check", "--today", TODAY, "--format", "json", "--warn", &case.rule]);
    rules_of(&base, path)
}

/// Those of `also` in which nothing is found.
fn not_found(case: &Case) -> Vec<&str> {
    if case.also.is_empty() {
        return Vec::new();
    }
    let (front, _) = case.finds.rsplit_once("---\n").unwrap();
    let path = |index: usize| format!("also-{index:02}.md");
    let mut base = Base::new().file("book.toml", &case.settings);
    for (index, text) in case.also.iter().enumerate() {
        let whole = if text.starts_with("---\n") { text.clone() } else { format!("{front}---\n\n{text}\n") };
        base = base.file(&format!("content/{}", path(index)), &whole);
    }
    let base = base.run(&["check", "--today", TODAY, "--format", "json", "--warn", &case.rule]);
    let texts = case.also.iter().enumerate();
    texts
        .filter(|(index, _)| !rules_of(&base, &path(*index)).contains(&case.rule))
        .map(|(_, text)| text.as_str())
        .collect()
}

#[test]
fn every_rule_finds_its_fixture_and_leaves_the_other_alone() {
    let mut wrong = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let (found, left) = (rules_in(case, &case.finds), rules_in(case, &case.leaves));
        if !found.contains(&case.rule) {
            wrong.push(format!("{number}: {} does not find, but {found:?}:\n{}", case.rule, case.finds));
        }
        for text in not_found(case) {
            wrong.push(format!("{number}: {} does not find either:\n{text}", case.rule));
        }
        if left.contains(&case.rule) {
            wrong.push(format!("{number}: {} does not leave alone:\n{}", case.rule, case.leaves));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fixture() {
    let covered: BTreeSet<String> = cases().into_iter().map(|case| case.rule).collect();
    let known = lookback::tools::check::rules::all().iter().map(|rule| rule.name.clone());
    let missing: Vec<String> =
        known.filter(|name| !covered.contains(name) && !ELSEWHERE.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "without a fixture: {missing:?}");
}
