//! What front matter says, in the words of the file, and what it does not say.

use serde_json::{Value, json};

use crate::support::Base;

/// The exported record of a post-mortem, and what was said on standard error.
fn exported(path: &str, text: &str) -> (Value, String) {
    let base = Base::new().file(&format!("content/{path}"), text).run(&["export"]);
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    (records[0].clone(), base.stderr())
}

fn front(lines: &str) -> (Value, String) {
    exported("a.md", &format!("---\n{lines}\n---\n\n# Mill\n\nText.\n"))
}

#[test]
fn text_is_what_is_written() {
    for (lines, field, read) in [
        ("tags: [1.10, 1.1]", "tags", json!(["1.10", "1.1"])),
        ("services: 1.20", "services", json!(["1.20"])),
        ("id: 12e3", "id", json!("12e3")),
        ("id: 0x1F", "id", json!("0x1F")),
        ("services: [0o14]", "services", json!(["0o14"])),
        ("title: 1.10", "title", json!("1.10")),
        ("title: True", "title", json!("True")),
        ("tags: [+5, 007, 1_000]", "tags", json!(["+5", "007", "1_000"])),
        ("id: 12345678901234567890123", "id", json!("12345678901234567890123")),
        ("action_items:\n- title: 2.50\n  owner: 0x10", "action_items", json!("2.50")),
        ("version: 3.10", "extra", json!({"version": "3.10"})),
        ("count: 12", "extra", json!({"count": 12})),
        (
            "base: &b {users: 3}\nimpact:\n  <<: *b\n  region: eu",
            "impact",
            json!({"users": 3, "region": "eu"}),
        ),
        ("impact: {users: 12345678901234567890123}", "impact", json!({"users": "12345678901234567890123"})),
    ] {
        let (record, said) = front(lines);
        let value = if field == "action_items" { &record[field][0]["title"] } else { &record[field] };
        assert_eq!(*value, read, "{lines}");
        assert_eq!(said, "", "{lines}");
    }
    let (record, _) = exported("a.md", "+++\ntags = [1.10, 0x1F]\nid = 12e3\n+++\n");
    assert_eq!((&record["tags"], &record["id"]), (&json!(["1.10", "0x1F"]), &json!("12e3")));
}

#[test]
fn what_converters_and_people_leave_in_values_is_what_it_says() {
    for (lines, field, read) in [
        ("severity: '<mark style=\"background: red\">SEV2</mark>'", "severity", json!("sev2")),
        ("severity: [sev2]", "severity", json!("sev2")),
        ("severity: '**SEV-2**'", "severity", json!("sev2")),
        ("status: '<span class=\"g\">Final</span>'", "status", json!("final")),
        ("services: '- A <br>- B'", "services", json!(["A", "B"])),
        ("services: |\n  - A\n  - B", "services", json!(["A", "B"])),
        ("services: '[A](../services/a.md)'", "services", json!(["A"])),
        ("services: ['Vec<T>', 'A, Inc.']", "services", json!(["Vec<T>", "A, Inc."])),
        ("author: Ana ([@ana](https://example.org/@ana))", "roles", json!({"author": ["Ana (@ana)"]})),
        ("authors: [{given: Ana, family: Díaz}]", "roles", json!({"author": ["Ana Díaz"]})),
        ("authors: [{family-names: Díaz, given-names: Ana}]", "roles", json!({"author": ["Ana Díaz"]})),
        ("action_items:\n- title: Oil\n  owner: [Ana, Ben]", "owner", json!("Ana, Ben")),
    ] {
        let (record, said) = front(lines);
        let value = if field == "owner" { &record["action_items"][0]["owner"] } else { &record[field] };
        assert_eq!(*value, read, "{lines}");
        assert_eq!(said, "", "{lines}");
    }
}

#[test]
fn a_date_is_read_however_it_is_wrapped() {
    for (lines, started) in [
        ("date: {start: 2026-02-13, end: 2026-02-14}", None),
        ("date: {from: 2026-02-13T10:00Z, to: 2026-02-13T11:00Z}", Some("2026-02-13T10:00:00Z")),
        ("date: [2026-02-13]", None),
        ("date: [2026-02-13, 2026-02-14]", None),
        (":date: 2026-02-13\n:status: :final", None),
        ("started_at: [2026-02-13T10:00Z]", Some("2026-02-13T10:00:00Z")),
    ] {
        let (record, said) = front(lines);
        assert_eq!(record["date"], "2026-02-13", "{lines}");
        assert_eq!(record["started_at"].as_str(), started, "{lines}");
        assert_eq!(said, "", "{lines}");
    }
    assert!(front("date: {start: soon}").1.contains("bad-date"));
}

#[test]
fn an_unknown_cause_is_none_and_makes_no_chain() {
    let one = |day: u8, causes: &str| {
        format!("---\ntitle: Stop {day}\ndate: 2026-01-{day:02}\nservices: [Mill]\n{causes}\n---\n\nText.\n")
    };
    for causes in [
        "causes: [unknown]",
        "causes: TBD",
        "causes: n/a",
        "root_cause: none",
        "cause: investigating",
        "causes: [Under investigation]",
        "category: unknown",
        "causes: ['???']",
        "causes: [unbekannt]",
        "causes: [調査中]",
        "triggers: [unknown]",
    ] {
        let base = Base::new()
            .file("content/a.md", one(1, causes))
            .file("content/b.md", one(2, causes))
            .run(&["export"]);
        let records: Value = serde_json::from_str(&base.stdout()).unwrap();
        let base = base.build().ok().is_gone("site/recurring.html");
        assert_eq!(records[0]["causes"], json!([]), "{causes}");
        assert_eq!(records[0]["cause_unknown"], !causes.starts_with("triggers"), "{causes}");
        if !causes.starts_with("triggers") {
            base.page("a.html", |page| page.has(".facts dd", "not known"));
        }
    }
    // What is known counts, and what only begins like it is a name.
    let (record, _) = front("causes: [unknown, dns]");
    assert_eq!((&record["causes"], &record["cause_unknown"]), (&json!(["dns"]), &json!(false)));
    assert_eq!(front("causes: [unknown host]").0["causes"], json!(["unknown host"]));
    assert_eq!(front("services: [n/a]\nteams: TBD\nauthor: unknown").0["roles"], json!({}));
}

#[test]
fn a_category_is_a_cause_only_where_all_look_like_causes() {
    let record = |category: &str, book: &str| {
        let mut base = Base::new().file("book.toml", format!("[book]\ntitle = \"B\"\n{book}"));
        for (number, name) in category.split(' ').enumerate() {
            let text = format!("---\ntitle: T{number}\ndate: 2026-01-02\ncategory: {name}\n---\n\nText.\n");
            base = base.file(&format!("content/{number}.md"), text);
        }
        let records: Value = serde_json::from_str(&base.run(&["export"]).stdout()).unwrap();
        (records[0]["causes"].clone(), records[0]["tags"].clone())
    };
    for (categories, is_cause) in [
        ("announcements", false),
        ("engineering news news", false),
        ("post-mortems", false),
        ("Mill Hall Hall", false),
        ("dns hardware announcements", true),
        ("config-change", true),
        ("設定ミス", true),
    ] {
        let first = json!([categories.split(' ').next()]);
        let read = if is_cause { (first, json!([])) } else { (json!([]), first) };
        assert_eq!(record(categories, ""), read, "{categories}");
    }
    let settled = record("announcements", "[fields.keys]\ncategory = \"causes\"\n");
    assert_eq!(settled, (json!(["announcements"]), json!([])));
}

#[test]
fn front_matter_that_is_odd_is_named_with_its_line() {
    let (record, said) = exported("a.md", "---\ntitle: Mill\ntags:\n  - x\n\n# Stop\n\nText.\n");
    assert!(said.contains("unclosed-front-matter") && said.contains("a.md:1:1"), "{said}");
    assert!(said.contains("below line 4"), "{said}");
    // What is text then is read as text: a label above a list.
    assert_eq!(record["tags"], json!(["x"]));
    let (record, said) = exported("a.md", "\n\n---\ntitle: Mill\n---\n\nText.\n");
    assert!(said.contains("late-front-matter") && said.contains("a.md:3:1"), "{said}");
    assert_eq!(record["title"], "Mill");
    for text in [
        "---\n\nThe mill stopped at noon.\n\n---\n\n# Mill\n",
        "---\n\nNote: the mill stopped.\n\n---\n\n# Mill\n",
        "---\nNo end\n",
    ] {
        let (record, said) = exported("a.md", text);
        assert_eq!((said.as_str(), &record["extra"]), ("", &json!({})), "{text}");
    }
    let base =
        Base::new().file("content/a.md", "---\n\nThe mill stopped at noon.\n\n---\n\nMore.\n").build().ok();
    base.page("a.html", |page| page.has(".prose", "stopped at noon"));
}

#[test]
fn a_service_whose_front_matter_has_no_end_is_not_public() {
    let base = Base::new()
        .file(
            "content/a.md",
            "---\ntitle: A\ndate: 2026-01-02\nvisibility: public\nservices: [Mill]\n---\n\nText.\n",
        )
        .file("content/services/mill.md", "---\ntitle: Mill\nvisibility: internal\n\nSecretword.\n")
        .run(&["build", "--public"]);
    for (path, bytes) in base.files("site-public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("Secretword"), "{path}");
    }
}

#[test]
fn a_text_in_a_folder_of_its_own_is_a_post_mortem() {
    let base = Base::new()
        .file("content/2024-03-05-mill/index.md", "# Mill stopped\n\nText.\n")
        .file("content/posts/hall/README.md", "---\ntitle: Hall\ndate: 2024-03-06\n---\n\nText.\n")
        .file("content/2024/03-07-store/index.md", "Text.\n")
        .file("content/2024/README.md", "All of the year.\n")
        .file("content/posts/_index.md", "---\ntitle: Posts\ndate: 2024-01-01\n---\n\nAll.\n")
        .run(&["export"])
        .ok();
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    let told: Vec<_> = records
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (record["title"].as_str().unwrap(), record["date"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("Mill stopped", "2024-03-05"), ("Store", "2024-03-07"), ("Hall", "2024-03-06")]);
}

#[test]
fn the_title_above_the_title_is_one() {
    for (text, title) in [
        ("The mill stopped\n\n# The mill stopped\n\nText.\n", "The mill stopped"),
        ("**The mill stopped**\n\n# The Mill stopped!\n\nText.\n", "The Mill stopped!"),
        ("Other words come first.\n\n# The mill stopped\n\nText.\n", "A"),
    ] {
        assert_eq!(exported("a.md", text).0["title"], title, "{text}");
    }
}

#[test]
fn files_that_are_not_read_are_named() {
    let base = Base::small()
        .file("content/2024/old.rst", "Old\n===\n")
        .file("content/2024/report.docx", "x")
        .file("content/2024/shown.docx", "x")
        .file("content/2024/log.txt", "x")
        .file(
            "content/2024/mill/README.md",
            "# Mill\n\n## Impact\n\nA\n\n## Timeline\n\n- 10:00 B\n\n## Root cause\n\nC\n",
        )
        .file("content/2024/hall/README.md", "# Hall\n\n## Timeline\n\n- 10:00 B\n")
        .file("content/2024/a.md", "# A 2024-01-09\n\n[Report](shown.docx)\n")
        .build()
        .ok()
        .warns("unread-files")
        .warns("`2024/old.rst`, `2024/report.docx`")
        .warns("2024/mill/README.md");
    assert!(
        base.stderr().contains("undated-front") && !base.stderr().contains("hall/README"),
        "{}",
        base.stderr()
    );
    assert!(
        !base.stderr().contains("log.txt") && !base.stderr().contains("`2024/shown.docx`"),
        "{}",
        base.stderr()
    );
    Base::small().build().ok().silent();
}

#[test]
fn a_file_of_several_incidents_is_told_and_split() {
    let text = "# Stops\n\n## 2024-01-02 The mill stopped\n\n### Timeline\n\n- 10:00 Bang.\n\n## 2024-02-03 The hall was dark\n\n### Impact\n\nNo light.\n";
    let base = Base::new()
        .file("content/2024.md", text)
        .run(&["check"])
        .warns("several-incidents")
        .warns("2024.md:9:");
    let base = base.run(&["adopt", "--split", "content/2024.md"]).ok().says("2 incidents");
    let base = base.is_gone("content/2024-01-02-the-mill-stopped.md");
    let base = base.run(&["adopt", "--split", "--write", "content/2024.md"]).ok().says("then remove");
    assert!(
        base.read("content/2024-02-03-the-hall-was-dark.md")
            .contains("# 2024-02-03 The hall was dark\n\n## Impact")
    );
    assert_eq!(base.read("content/2024.md"), text);
    // One that is there is never replaced.
    base.run(&["adopt", "--split", "--write", "content/2024.md"]).exits(1).warns("is there already");
    let one =
        "# Mill\n\n## Timeline\n\n### 2024-01-02 The alarm rang\n\nA\n\n### 2024-01-03 It was mended\n\nB\n";
    let base = Base::new().file("content/a.md", one).run(&["check"]);
    assert!(!base.stdout().contains("several-incidents"));
}
