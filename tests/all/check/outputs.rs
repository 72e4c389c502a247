//! Findings as other programs read them: each format against its own definition, by a validator that is not ours.
//! `sarif-2.1.0.schema.json` is the schema of OASIS, as they published it.

use serde_json::Value;

use super::{TODAY, check, findings};
use crate::support::Base;

/// A post-mortem with findings of several levels, with and without a place, and with what breaks formats.
fn base() -> Base {
    Base::new()
        .file("book.toml", "[check]\nvague-action = \"deny\"\n")
        .file(
            "content/sub folder/a%,:ü.md",
            "---\ntitle: A \"quoted\" <b>title</b> & more\nDate: 2024/1/2\nseverity: sev1\nstarted_at: 2024-01-02T10:00Z\nresolved_at: 2024-01-02T12:00Z\n---\n\n## Summary\n\nThe incident lasted 5 hours: 100% of it.\nWe should have <asked> & looked.\nWe should have <asked> & looked.\n\n## Action items\n\n- Be more careful\n",
        )
        .file("content/empty.md", "")
}

fn output(format: &str) -> String {
    base().run(&["check", "--today", TODAY, "--format", format]).exits(1).stdout()
}

#[track_caller]
fn follows(schema: &str, value: &Value) {
    let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let problems: Vec<_> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn json_follows_its_schema() {
    let schema = Base::new().run(&["check", "--schema"]).ok().stdout();
    for base in [base(), Base::small()] {
        let base = check(base, &[]);
        let report: Value = serde_json::from_str(&base.stdout()).unwrap();
        follows(&schema, &report);
    }
}

#[test]
fn sarif_follows_the_schema_of_its_makers() {
    // One pattern of the schema has a bracket too many, which only browsers forgive.
    let schema = &include_str!("sarif-2.1.0.schema.json").replace("{2}]?$", "{2}$");
    let value: Value = serde_json::from_str(&output("sarif")).unwrap();
    follows(schema, &value);
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    let mended = results.iter().find(|one| one["ruleId"] == "date-form").unwrap();
    let change = &mended["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "2024-01-02");
    assert_eq!(
        change["artifactLocation"]["uri"],
        "content/sub%20folder/a%25,%3A%C3%BC.md".replace("%3A", ":").as_str()
    );
    // A rule is explained where it is referred to.
    for one in results {
        let rule =
            &run["tool"]["driver"]["rules"][usize::try_from(one["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], one["ruleId"]);
    }
    let empty: Value = serde_json::from_str(
        &Base::small().run(&["check", "--format", "sarif", "content/2024/2024-03-04-queue.md"]).stdout(),
    )
    .unwrap();
    follows(schema, &empty);
}

#[test]
fn fingerprints_stay_when_lines_above_change() {
    let one = base();
    let prints = |base: Base| -> Vec<(Value, Value)> {
        let base = check(base, &[]);
        findings(&base).into_iter().map(|one| (one["rule"].clone(), one["fingerprint"].clone())).collect()
    };
    let before = prints(one);
    let text = base().read("content/sub folder/a%,:ü.md").replace("## Summary", "A new line.\n\n## Summary");
    let after = prints(base().file("content/sub folder/a%,:ü.md", text));
    assert_eq!(before, after);
    let mut unique: Vec<_> = before.iter().map(|(_, print)| print.to_string()).collect();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len(), "two findings have one fingerprint");
}

#[test]
fn github_reads_one_command_for_each_finding() {
    let text = output("github");
    let count = findings(&check(base(), &[])).len();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), count);
    for line in lines {
        let (properties, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (command, properties) = properties.split_once(' ').unwrap();
        assert!(["error", "warning"].contains(&command), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "col", "title"].contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(!data.contains('\r'));
    }
    assert!(text.contains("file=content/sub folder/a%25%2C%3Aü.md"), "{text}");
}

#[test]
fn gitlab_reads_issues_with_fingerprints_of_their_own() {
    let issues: Vec<Value> = serde_json::from_str(&output("gitlab")).unwrap();
    assert!(!issues.is_empty());
    for issue in &issues {
        for key in ["description", "check_name", "fingerprint"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
        }
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap())
        );
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
    }
}

/// The structure that Jenkins and GitLab read, as an XML parser sees it.
#[test]
fn junit_is_xml_with_suites_and_cases() {
    let text = output("junit");
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    let failures = findings(&check(base(), &[])).iter().filter(|one| one["level"] == "error").count();
    assert_eq!(report.failures, failures);
    assert!(report.test_suites.iter().any(|suite| suite.name.as_str().ends_with("a%,:ü.md")));
}
