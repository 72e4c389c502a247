//! The subcommands, through the real program.

use std::collections::BTreeMap;
use std::io::Read;
use std::process::Stdio;

use crate::support::{Base, program};
use serde_json::Value;

/// A post-mortem with something in every field of a record.
const FULL: &str = r#"---
id: full
title: "A full record, \"quoted\""
date: 2024-05-06
status: final
severity: sev1
services: [Shop, Mail]
causes: [deploy]
triggers: [a flag]
contributing_factors: [no alert]
teams: [Web]
tags: [tls]
started_at: 2024-05-06T10:00:00Z
detected_at: 2024-05-06T10:05:00Z
mitigated_at: 2024-05-06T13:30:00+02:00
impact: {users: "2,000", data_loss: none}
roles: {commander: Web on-call}
links: [{title: Status page, url: "https://status.example.org/1"}]
colour_of_the_day: blue
---

## Summary

See [the cold cache](2024-01-02-cache.md) and [the news](https://news.example.org/).

## Timeline

- 10:00 [start] A flag is set.
- later: It is noticed.

## Action items

- [x] Add an alert (owner: Web, due: 2024-06-01)
- [ ] Remove the flag (owner: Web)
"#;

fn full() -> Base {
    Base::small().file("content/2024/full.md", FULL)
}

#[test]
fn without_arguments_it_explains_itself() {
    Base::new().run(&[]).exits(2).warns("Usage: lookback");
    Base::new().run(&["--help"]).ok().says("Examples:").says("Exit codes:");
    for command in ["build", "init", "export", "completions"] {
        Base::new().run(&[command, "--help"]).ok().says("Examples:");
    }
    Base::new().run(&["theme", "eject", "--help"]).ok().says("Examples:");
    Base::new().run(&["biuld"]).exits(2).warns("similar");
}

#[test]
fn what_init_makes_builds_without_a_finding() {
    let base = Base::new().run(&["init", "incidents"]).ok().says("made incidents/book.toml");
    let base = base
        .says("made incidents/content/causes: 44 common causes\n")
        .exists("incidents/content/causes/dns.md");
    let base =
        base.says("Next: lookback build incidents").run(&["build", "incidents", "--strict"]).ok().silent();
    base.says("1 post-mortem, 1 service, 1 cause → incidents/site/ in").exists("incidents/site/index.html");
}

#[test]
fn init_overwrites_nothing() {
    let base = Base::new().file(".gitignore", "mine").run(&["init"]).ok().says("kept .gitignore");
    assert_eq!(base.read(".gitignore"), "mine");
    let base = base.says("Next: lookback build\n").file("book.toml", "[book]\n").run(&["init"]);
    let base = base.exits(2).warns("error[exists]");
    assert_eq!(base.read("book.toml"), "[book]\n");
}

#[test]
fn build_sums_up() {
    let base =
        Base::small().run(&["build"]).ok().silent().says("2 post-mortems, 2 services, 2 causes → site/ in");
    let base = base.run(&["build", "-v"]).ok().says("0 files written");
    let base = base.run(&["build", "--quiet"]).ok().silent();
    assert_eq!(base.stdout(), "");
}

#[test]
fn strict_fails_on_a_warning_and_otherwise_it_is_only_said() {
    let base = Base::small().file("content/odd.md", "---\ntitle: Odd\nseverity: terrible\n---\n\nText.\n");
    let base = base.build().ok().warns("warning[").warns("odd.md:3:").warns("terrible").says("; ");
    base.run(&["build", "--strict"]).exits(1).run(&["build", "--quiet"]).ok().silent();
}

#[test]
fn what_cannot_be_built_ends_with_two() {
    Base::new().run(&["build", "nowhere"]).exits(2).warns("error[no-content]").warns("lookback init");
    Base::small().file("book.toml", "[bok]\n").build().exits(2).warns("book.toml:1:2").warns("Did you mean");
    Base::small().run(&["build", "--threads", "0"]).exits(2);
}

#[test]
fn colours_are_for_terminals() {
    let odd = || Base::small().file("content/odd.md", "---\ntitle: Odd\nseverity: terrible\n---\n\nText.\n");
    assert!(!odd().build().stderr().contains('\x1b'));
    assert!(odd().run(&["build", "--color", "always"]).stderr().contains('\x1b'));
    assert!(!odd().run(&["build", "--color", "never"]).stderr().contains('\x1b'));
}

#[test]
fn timings_name_every_stage() {
    let base = Base::small().run(&["build", "-q", "--timings=json"]).ok();
    let timings: Value = serde_json::from_str(&base.stdout()).unwrap();
    let stages = timings.as_object().unwrap().keys().collect::<Vec<_>>();
    assert_eq!(stages, ["look", "load", "parse", "link", "git", "insight and index", "publish"]);
    base.run(&["build", "--timings"]).ok().says(" %");
}

#[test]
fn records_follow_the_schema() {
    let base = full().run(&["export"]).ok();
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    let schema: Value = serde_json::from_str(&base.run(&["export", "--schema"]).ok().stdout()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let records = records.as_array().unwrap();
    assert_eq!(records.len(), 3);
    let required = schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let required = required.collect::<Vec<_>>();
    for record in records {
        let problems = validator.iter_errors(record).map(|error| error.to_string()).collect::<Vec<_>>();
        assert!(problems.is_empty(), "{problems:?} in {record:#}");
        assert_eq!(record.as_object().unwrap().keys().collect::<Vec<_>>(), required);
    }
}

#[test]
fn a_record_says_all_that_is_known() {
    let base = full().run(&["export", "--format", "ndjson"]).ok();
    let records = base.stdout();
    let records =
        records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect::<Vec<_>>();
    let record = records.iter().find(|record| record["id"] == "full").unwrap();
    let expected = serde_json::json!({
        "path": "2024/full.md", "url": "2024/full.html", "title": "A full record, \"quoted\"", "date": "2024-05-06",
        "status": "final", "severity": "sev1", "near_miss": false, "visibility": "internal", "services": ["Shop", "Mail"], "causes": ["deploy"],
        "triggers": ["a flag"], "contributing_factors": ["no alert"], "teams": ["Web"], "tags": ["tls"],
        "started_at": "2024-05-06T10:00:00Z", "detected_at": "2024-05-06T10:05:00Z", "acknowledged_at": null,
        "mitigated_at": "2024-05-06T13:30:00+02:00", "resolved_at": null,
        "durations": {"detect": 5, "mitigate": 90, "resolve": null},
        "impact": {"users": "2,000", "data_loss": "none"}, "roles": {"commander": ["Web on-call"]},
        "extra": {"colour_of_the_day": "blue"}, "backlinks": [],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&record[key], value, "{key}");
    }
    let kinds =
        record["sections"].as_array().unwrap().iter().map(|section| section["kind"].as_str().unwrap());
    assert_eq!(kinds.collect::<Vec<_>>(), ["summary", "timeline", "action_items"]);
    assert_eq!(record["timeline"][0]["at"], "2024-05-06T10:00:00Z");
    assert_eq!(record["action_items"][0]["status"], "done");
    assert_eq!(record["action_items"][0]["due"], "2024-06-01");
    let links = record["links"].as_array().unwrap();
    assert_eq!(links[0]["url"], "https://status.example.org/1");
    assert_eq!(links[1]["id"], "2024/2024-01-02-cache");
    assert_eq!(links[1]["url"], "2024/2024-01-02-cache.html");
    let linked = records.iter().find(|record| record["id"] == "2024/2024-01-02-cache").unwrap();
    assert_eq!(linked["backlinks"], serde_json::json!(["full", "2024/2024-03-04-queue"]));
}

#[test]
fn addresses_are_whole_where_it_is_known_where_the_site_will_be() {
    let settings = "[output.html]\nsite-url = \"https://example.org/incidents\"\n";
    let base = full().file("book.toml", settings).run(&["export"]).ok();
    base.says("\"url\": \"https://example.org/incidents/2024/full.html\"");
}

#[test]
fn cells_that_spreadsheets_would_run_are_guarded_unless_they_are_asked_for() {
    let text = "---\ntitle: '=SUM(A1) in a title'\ndate: 2026-02-03\nservices: ['@mill', '-9']\n---\n\n## Action items\n\n- +1 belt\n";
    let mut base = Base::new().file("content/a.md", text);
    for (args, guard) in [(&[][..], "'"), (&["--raw"][..], "")] {
        let run = [&["export", "--format", "csv"][..], args].concat();
        base = base
            .run(&run)
            .ok()
            .says(&format!("{guard}=SUM(A1) in a title"))
            .says(&format!("{guard}@mill; -9"));
        let run = [&["actions", "--format", "csv"][..], args].concat();
        base = base.run(&run).ok().says(&format!(",{guard}+1 belt,"));
    }
}

#[test]
fn a_table_has_a_row_for_each() {
    let base = full().run(&["export", "--format", "csv"]).ok();
    let text = base.stdout();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers().unwrap().clone();
    let rows = table.records().map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!(rows.len(), 3);
    let full = rows.iter().find(|row| &row[0] == "full").unwrap();
    let cell = |name: &str| &full[columns.iter().position(|column| column == name).unwrap()];
    assert_eq!(cell("services"), "Shop; Mail");
    assert_eq!(
        (cell("mitigate_minutes"), cell("action_items"), cell("action_items_pending")),
        ("90", "2", "1")
    );
    assert_eq!(cell("roles"), "commander: Web on-call");
    // A table without rows still has its head.
    let empty = Base::new().file("content/pages/a.md", "# A").run(&["export", "--format", "csv"]).ok();
    assert_eq!(empty.stdout().lines().next(), text.lines().next());
}

#[test]
fn a_reader_that_hangs_up_is_no_error() {
    let mut base = Base::small();
    for n in 0..200 {
        base = base.file(&format!("content/{n}.md"), format!("# {n}\n\n{}\n", "word ".repeat(500)));
    }
    let mut export = program()
        .current_dir(base.root())
        .args(["export", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    export.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = export.wait_with_output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn completions_are_printed_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Base::new().run(&["completions", shell]).ok().says("lookback");
    }
    Base::new().run(&["completions", "cmd"]).exits(2);
}

#[test]
fn a_theme_that_was_ejected_builds_the_same_site() {
    // The index says which settings it was made with, and these name the theme.
    let pages = |base: &Base| -> BTreeMap<String, Vec<u8>> {
        base.files("site").into_iter().filter(|(path, _)| !path.starts_with("search/")).collect()
    };
    let base = Base::small().build().ok();
    let before = pages(&base);
    let base = base.run(&["theme", "eject"]).ok().says("themes/custom/").says("theme = \"custom\"");
    let base = base.run(&["theme", "eject"]).exits(2).warns("error[exists]");
    let settings = "[book]\ntitle = \"Small\"\n[output.html]\ntheme = \"custom\"\n";
    let base = base.file("book.toml", settings).build().ok().silent();
    assert!(pages(&base) == before, "the site differs");
    Base::small().run(&["theme", "eject", "--name", "../x"]).exits(2);
}
