//! `lookback new`: a file in the right place, from the right template, and what is like it.

use crate::support::Base;

/// A knowledge base with years, a described service and cause, and an incident that left something open.
fn base() -> Base {
    Base::new()
        .file("book.toml", "[book]\ntitle = \"T\"\n\n[git]\nenable = false\n\n[fields.services]\n\"pay\" = \"Checkout API\"\n")
        .file("content/services/checkout-api.md", "---\nname: Checkout API\naliases: [checkout]\n---\n\nTakes payments.\n")
        .file("content/causes/certificate-expiry.md", "---\nname: certificate expiry\naliases: [expired certificate]\n---\n\nIt ends.\n")
        .file(
            "content/2024/2024-03-09-expired.md",
            "---\ntitle: Payments fail\ndate: 2024-03-09\nseverity: sev2\nservices: [Checkout API]\ncauses: [certificate expiry]\n---\n\n\
             ## Summary\n\nNo card was accepted.\n\n## Action items\n\n- [ ] Alert on expiry\n",
        )
}

const DAY: [&str; 3] = ["--no-input", "--date", "2026-05-30"];

fn new(base: Base, arguments: &[&str]) -> Base {
    base.run(&[&["new"], arguments, &DAY].concat())
}

#[test]
fn a_file_is_made_where_its_neighbours_are() {
    let base = new(base(), &["Checkout is slow: again #2", "--severity", "High"]);
    let base = base.ok().silent().says("made content/2026/2026-05-30-checkout-is-slow-again-2.md");
    let text = base.read("content/2026/2026-05-30-checkout-is-slow-again-2.md");
    assert!(
        text.starts_with(
            "---\ntitle: \"Checkout is slow: again #2\"\ndate: 2026-05-30\nstatus: draft\nseverity: sev2\nservices: []\ncauses: []\n"
        ),
        "{text}"
    );
    // Nothing in the text is taken for a fact of the incident.
    let base = base.run(&["export"]).ok();
    let records: serde_json::Value = serde_json::from_str(&base.stdout()).unwrap();
    let record = &records[1];
    assert_eq!(record["title"], "Checkout is slow: again #2");
    assert_eq!(
        (&record["timeline"], &record["action_items"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
}

#[test]
fn a_file_is_never_overwritten() {
    let mut base = base();
    for expected in ["2026-05-30-a.md", "2026-05-30-a-2.md", "2026-05-30-a-3.md"] {
        base = new(base, &["A"]).ok().says(&format!("made content/2026/{expected}\n"));
    }
}

#[test]
fn every_template_passes_a_strict_build_and_check_sees_what_is_empty() {
    let mut base = base();
    for template in ["full", "short", "near-miss", "security"] {
        for title in ["{{ x }} \"quoted\" # [y]: 決済 *z* <b>", "12:30", "yes"] {
            base = new(base, &[title, "--template", template, "--service", "A: b, c", "--cause", "@x"]).ok();
        }
    }
    let base = base.run(&["build", "--strict", "-v"]).ok().silent();
    let base = base.run(&["export"]).ok();
    let records: serde_json::Value = serde_json::from_str(&base.stdout()).unwrap();
    for record in records.as_array().unwrap().iter().filter(|record| record["date"] == "2026-05-30") {
        assert_eq!(record["services"], serde_json::json!(["A: b, c"]));
        assert_eq!(record["causes"], serde_json::json!(["@x"]));
        let title = record["title"].as_str().unwrap();
        assert!(["{{ x }} \"quoted\" # [y]: 決済 *z* <b>", "12:30", "yes"].contains(&title), "{title}");
    }
    let base = base.run(&["check", "-v", "content/2026/2026-05-30-12-30.md"]);
    let sections = base.read("content/2026/2026-05-30-12-30.md").matches("\n## ").count();
    assert_eq!(base.stderr().matches("warning[empty-section]").count(), sections, "{}", base.stderr());
}

#[test]
fn depth_follows_severity() {
    let sections = |base: &Base| base.stdout().matches("\n## ").count();
    let mut base = base();
    for (severity, least, most) in [("sev1", 9, 99), ("sev2", 9, 99), ("sev3", 3, 5), ("5", 3, 5)] {
        base = new(base, &["A", "--severity", severity, "--dry-run"]).ok();
        assert!((least..=most).contains(&sections(&base)), "{severity}: {}", base.stdout());
    }
    let base = new(base, &["A", "--dry-run"]).ok().warns("would make content/2026/2026-05-30-a.md");
    assert!(sections(&base) >= 9);
    base.is_gone("content/2026");
}

#[test]
fn templates_of_the_knowledge_base_win_and_are_no_pages() {
    let own = "---\r\ntitle: {{ title }}\r\ndate: {{ date }}\r\nowner: me\r\n---\r\n\r\n# {{ title }} ({{ severity }})\r\n";
    let base = base()
        .file("templates/full.md", own)
        .file("content/templates/data-loss.md", "## Lost\n\n{{ services }}\n");
    let base = base.file("templates/sev4.md", "Small: {{ title }}\n");
    let base = new(base, &["A \"b\"", "--severity", "sev1"]).ok();
    let expected = "---\ntitle: \"A \\\"b\\\"\"\ndate: 2026-05-30\nowner: me\n---\n\n# A \"b\" (sev1)\n";
    assert_eq!(base.read("content/2026/2026-05-30-a-b.md"), expected);
    // One that is called as a level is for that level.
    let base = new(base, &["B", "--severity", "sev4", "--dry-run"]).ok().says("Small: B");
    let base = new(base, &["C", "--template", "data-loss", "--service", "pay"]).ok();
    let text = base.read("content/2026/2026-05-30-c.md");
    assert!(
        text.contains("services: [Checkout API]\n") && text.ends_with("\n## Lost\n\nCheckout API\n"),
        "{text}"
    );
    base.run(&["build", "--strict", "-v"]).ok().silent().is_gone("site/templates/data-loss.html");
}

#[test]
fn a_broken_template_is_reported_with_its_place() {
    let base = base().file("templates/full.md", "---\ntitle: {{ title }}\n---\n\n{{ owner }}\n");
    let base = new(base, &["A"]).exits(2).warns("error[invalid-template]").warns("templates/full.md:5:");
    base.is_gone("content/2026");
}

#[test]
fn names_are_written_as_the_knowledge_base_writes_them() {
    let base =
        new(base(), &["A", "--service", "CHECKOUT", "--service", "pay", "--cause", "expired-certificate"])
            .ok()
            .silent();
    let text = base.read("content/2026/2026-05-30-a.md");
    assert!(text.contains("services: [Checkout API]\ncauses: [certificate expiry]\n"), "{text}");
    let base = new(base, &["B", "--service", "chekout", "--cause", "certificate expiri"]).ok();
    let base = base.warns("warning[new-service]").warns("Did you mean `Checkout API`?");
    let base = base.warns("warning[new-cause]").warns("Did you mean `certificate expiry`?");
    let base = base.exists("content/2026/2026-05-30-b.md");
    let base = new(base, &["C", "--service", "Warehouse"]).ok().warns("`Warehouse` is a new service");
    assert!(!base.stderr().contains("warning"));
}

#[test]
fn what_is_like_it_is_said_at_once() {
    let base =
        new(base(), &["Card payments fail", "--service", "checkout", "--cause", "expired certificate"]).ok();
    base.says(
        "Recurring: Certificate expiry, Checkout API, no. 2 of 2; one action of an earlier one was not done:",
    )
    .says("open: Alert on expiry (from 2024/2024-03-09-expired)");
    let base = new(self::base(), &["Nothing like it"]).ok();
    assert_eq!(base.stdout(), "made content/2026/2026-05-30-nothing-like-it.md\n");
}

#[test]
fn wrong_arguments_write_nothing_and_say_what_to_write() {
    for (arguments, rule, hint) in [
        (&[][..], "error[no-title]", "lookback new \"What happened\""),
        (&["  "], "error[no-title]", "without --no-input"),
        (&["A", "--severity", "hihg"], "error[unknown-severity]", "Did you mean `high`?"),
        (&["A", "--template", "fulll"], "error[unknown-template]", "Did you mean `full`?"),
        (&["A", "--template", "zzzzzz"], "error[unknown-template]", "`near-miss`"),
    ] {
        new(base(), arguments).exits(2).warns(rule).warns(hint).is_gone("content/2026");
    }
    // Without a terminal nothing is asked either.
    base().run(&["new"]).exits(2).warns("error[no-title]");
    Base::new().run(&["new", "A", "--root", "nowhere"]).exits(2).warns("error[no-content]");
}

#[cfg(unix)]
#[test]
fn the_file_is_opened_in_the_editor() {
    let base = base().file("edit.sh", "#!/bin/sh\necho \"$1 $2\" > opened\n");
    let open = |base: Base, editor: Option<&str>| {
        base.run_with(&[&["new", "A", "--open"], &DAY[..]].concat(), |command| {
            command.env_remove("VISUAL").env_remove("EDITOR");
            if let Some(editor) = editor {
                command.env("EDITOR", editor);
            }
        })
    };
    let base = open(base, None).exits(2).warns("error[no-editor]").is_gone("content/2026");
    let base = open(base, Some("sh edit.sh --wait")).ok();
    assert_eq!(base.read("opened"), "--wait ./content/2026/2026-05-30-a.md\n");
    open(base, Some("no-such-editor")).exits(2).warns("The file is there: content/2026/2026-05-30-a-2.md");
}
