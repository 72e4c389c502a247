//! One post-mortem as converters and writers of front matter write it (`tests/fixtures/converted`): all are read to the
//! same facts. What a program has lost is named, and then that is what is read.
#![expect(clippy::disallowed_methods, reason = "reads the fixtures")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::support::Base;
use serde_json::{Value, json};

/// What a program lost: files, the facts that are read differently for it (as JSON), and why.
struct Lost {
    files: &'static [&'static str],
    facts: &'static [(&'static str, &'static str)],
    why: &'static str,
}

const LOST: &[Lost] = &[
    Lost {
        files: &[
            "confluence-pandoc-gfm",
            "confluence-storage-markdownify",
            "confluence-storage-pandoc-gfm",
            "confluence-turndown",
        ],
        facts: &[("title", FILE_NAME)],
        why: "the title of a wiki's page is no part of its body",
    },
    Lost {
        files: &["docx-pandoc-commonmark"],
        facts: &[("title", FILE_NAME)],
        why: "the title of a document becomes metadata, which is left out without --standalone",
    },
    Lost {
        files: &["org-uniorg-remark"],
        facts: &[("title", FILE_NAME), ("authors", "[]")],
        why: "keywords such as #+TITLE and #+AUTHOR are left out",
    },
    Lost {
        files: &["google-docs-turndown"],
        facts: &[("title", FILE_NAME)],
        why: "the document begins with its style sheet",
    },
    Lost {
        files: &["html-pandoc-gfm", "html-pandoc-markdown"],
        facts: THREE_ITEMS,
        why: "boxes without a slash dissolve their list into paragraphs",
    },
    Lost {
        files: &["confluence-storage-markdownify", "confluence-storage-pandoc-gfm"],
        facts: THREE_ITEMS,
        why: "number, state and text of a task run together in a paragraph",
    },
    Lost {
        files: &[
            "confluence-pandoc-gfm",
            "confluence-turndown",
            "google-docs-html2text",
            "google-docs-markitdown",
            "google-docs-pandoc-gfm",
            "google-docs-turndown",
            "html-html2text",
            "html-node-html-markdown",
            "org-uniorg-remark",
        ],
        facts: &[("states", r#"["done", "in-progress", "open", "open", "open"]"#)],
        why: "boxes are left out",
    },
    Lost {
        files: &["docx-mammoth-turndown"],
        facts: THREE_ITEMS,
        why: "boxes are left out, so that their items are paragraphs like others",
    },
    Lost {
        files: &["docx-mammoth-markdown"],
        facts: &[("titles", "[]"), ("owners", "[]"), ("dues", "[]"), ("states", "[]")],
        why: "boxes are left out, and cells of tables become paragraphs",
    },
    Lost {
        files: &["asciidoc-asciidoctor-turndown"],
        facts: &[
            ("entries", "5"),
            ("first", r#""2026-03-14T22:52:00Z""#),
            ("first text", r#""Alert: refusals above 5 %.""#),
        ],
        why: "paragraphs in the cells of a table end the table, in the middle of its first row",
    },
    Lost {
        files: &["html-turndown"],
        facts: &[
            ("entries", "3"),
            ("last", r#""2026-03-14T23:05:00Z""#),
            ("last text", r#""Ana Lind takes the incident.""#),
        ],
        why: "a cell of two paragraphs ends the table",
    },
    Lost {
        files: &["asciidoc-asciidoctor-turndown", "confluence-turndown"],
        facts: &[TITLE_OF_TWO, OWNER_OF_TWO, DUE_OF_TWO],
        why: "paragraphs in the cells of a table end the table",
    },
    Lost {
        files: &["asciidoc-asciidoctor-turndown"],
        facts: &[("states", r#"["done", "open"]"#)],
        why: "paragraphs in the cells of a table end the table",
    },
    Lost {
        files: &["confluence-turndown"],
        facts: &[("states", r#"["open", "open"]"#)],
        why: "paragraphs in the cells of a table end the table, and boxes are left out",
    },
    Lost {
        files: &["google-docs-html2text"],
        facts: &[
            (
                "titles",
                r#"["Compare both stores before a move", "2026", "Alert on refusals by currency", "2026", "Rehearse the rollback started", "Keep the old table for a week", "Write the runbook down"]"#,
            ),
            (
                "owners",
                r#"["Ana Lind", "Done", "Ben Okoro", "In progress", "Ana Lind", "Ben Okoro", "Ana Lind"]"#,
            ),
            ("dues", r#"["2026-03-20", null, "2026-03-27", null, "2026-04-10", "2026-03-16", "2026-04-02"]"#),
            ("states", r#"["open", "open", "open", "open", "open", "open", "open"]"#),
        ],
        why: "lines are broken at 78 characters, those of tables, too",
    },
    Lost {
        files: &["rst-docutils-markdownify"],
        facts: &[("authors", r#"["Ana Lind"]"#)],
        why: "the second paragraph of a definition becomes a block of code",
    },
    Lost {
        files: &["html-turndown-bare"],
        facts: TWO_ITEMS,
        why: "cells of tables become paragraphs, and boxes are left out",
    },
    Lost { files: &["html-turndown-bare"], facts: NO_LABELS, why: "cells of tables become paragraphs" },
    Lost {
        files: &["html-html-to-md"],
        facts: NO_LABELS,
        why: "the head has one cell for two columns, and Markdown drops what stands in the second",
    },
    Lost {
        files: &["google-docs-turndown"],
        facts: NO_LABELS,
        why: "line breaks at the end of a span are left out, so that labelled lines run together",
    },
    Lost {
        files: &["confluence-storage-pandoc-gfm", "rst-rst-to-myst"],
        facts: &[
            ("entries", "0"),
            ("first", "null"),
            ("first text", "null"),
            ("last", "null"),
            ("last text", "null"),
        ],
        why: "a table with cells of two paragraphs is left out, or left as it was in a block of code",
    },
];

/// The title is made of the file's name.
const FILE_NAME: &str = "null";

const THREE_ITEMS: &[(&str, &str)] = &[
    (
        "titles",
        r#"["Compare both stores before a move", "Alert on refusals by currency", "Rehearse the rollback"]"#,
    ),
    ("owners", r#"["Ana Lind", "Ben Okoro", "Ana Lind"]"#),
    ("dues", r#"["2026-03-20", "2026-03-27", "2026-04-10"]"#),
    ("states", r#"["done", "in-progress", "open"]"#),
];

const TITLE_OF_TWO: (&str, &str) =
    ("titles", r#"["Keep the old table for a week", "Write the runbook down"]"#);
const OWNER_OF_TWO: (&str, &str) = ("owners", r#"["Ben Okoro", "Ana Lind"]"#);
const DUE_OF_TWO: (&str, &str) = ("dues", r#"["2026-03-16", "2026-04-02"]"#);

const TWO_ITEMS: &[(&str, &str)] =
    &[TITLE_OF_TWO, OWNER_OF_TWO, DUE_OF_TWO, ("states", r#"["open", "open"]"#)];

const NO_LABELS: &[(&str, &str)] = &[
    ("date", "null"),
    ("severity", "null"),
    ("status", "null"),
    ("services", "[]"),
    ("causes", "[]"),
    ("authors", "[]"),
    ("started", "null"),
    ("resolved", "null"),
    ("first", "null"),
    ("last", "null"),
];

/// What the post-mortem says. Where the facts are front matter, three sections are not in the text.
fn stated(file: &str) -> Value {
    let mut sections =
        vec!["summary", "impact", "timeline", "root_cause", "resolution", "lessons", "action_items"];
    if file.starts_with("front-matter-") {
        sections.retain(|kind| !["summary", "timeline", "action_items"].contains(kind));
    }
    json!({
        "title": "Card payments refused after the rate table moved",
        "date": "2026-03-14",
        "severity": "sev2",
        "status": "final",
        "services": ["Checkout", "Ledger"],
        "causes": ["Configuration change"],
        "authors": ["Ana Lind", "Ben Okoro"],
        "started": "2026-03-14T22:40:00Z",
        "resolved": "2026-03-15T00:20:00Z",
        "entries": 6,
        "first": "2026-03-14T22:40:00Z",
        "first text": "The rate table moves to the new store.",
        "last": "2026-03-15T00:20:00Z",
        "last text": "All queues are empty.",
        "titles": [
            "Compare both stores before a move",
            "Alert on refusals by currency",
            "Rehearse the rollback",
            "Keep the old table for a week",
            "Write the runbook down",
        ],
        "owners": ["Ana Lind", "Ben Okoro", "Ana Lind", "Ben Okoro", "Ana Lind"],
        "dues": ["2026-03-20", "2026-03-27", "2026-04-10", "2026-03-16", "2026-04-02"],
        "states": ["done", "in-progress", "open", "done", "open"],
        "sections": sections,
    })
}

/// The same facts of an exported record.
fn read(record: &Value) -> Value {
    let all = |list: &str, key: &str| -> Vec<Value> {
        record[list].as_array().unwrap().iter().map(|entry| entry[key].clone()).collect()
    };
    let (moments, texts) = (all("timeline", "at"), all("timeline", "text"));
    let authors = &record["roles"]["author"];
    json!({
        "title": record["title"],
        "date": record["date"],
        "severity": record["severity"],
        "status": record["status"],
        "services": record["services"],
        "causes": record["causes"],
        "authors": if authors.is_null() { json!([]) } else { authors.clone() },
        "started": record["started_at"],
        "resolved": record["resolved_at"],
        "entries": moments.len(),
        "first": moments.first(),
        "first text": texts.first(),
        "last": moments.last(),
        "last text": texts.last(),
        "titles": all("action_items", "title"),
        "owners": all("action_items", "owner"),
        "dues": all("action_items", "due"),
        "states": all("action_items", "status"),
        "sections": all("sections", "kind"),
    })
}

/// Names of the fixtures without their ending, and what stands in them.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/converted");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?.strip_suffix(".md")?.to_owned();
            (name != "README").then(|| (name, fs::read_to_string(path).unwrap()))
        })
        .collect();
    found.sort();
    found
}

/// `Html turndown` of `html-turndown`.
fn title_of(file: &str) -> String {
    let (first, rest) = file.split_at(1);
    first.to_uppercase() + &rest.replace('-', " ")
}

/// What has to be read in a file: what is stated, but for what was lost.
fn expected(file: &str) -> Value {
    let mut facts = stated(file);
    for lost in LOST.iter().filter(|lost| lost.files.contains(&file)) {
        for (fact, value) in lost.facts {
            facts[*fact] = match (*fact, *value) {
                ("title", FILE_NAME) => title_of(file).into(),
                _ => serde_json::from_str(value).unwrap(),
            };
        }
    }
    facts
}

#[test]
fn every_converter_and_writer_of_front_matter_gives_the_same_facts() {
    let fixtures = fixtures();
    let mut base = Base::new().file("book.toml", "[book]\ntitle = \"Converted\"\ntimezone = \"UTC\"\n");
    for (name, text) in &fixtures {
        base = base.file(&format!("content/{name}.md"), text);
    }
    let records: Vec<Value> =
        serde_json::from_str(&base.run(&["export", "--format", "json"]).ok().stdout()).unwrap();
    assert_eq!(records.len(), fixtures.len());

    let mut wrong = String::new();
    for record in &records {
        let name = record["path"].as_str().unwrap().strip_suffix(".md").unwrap();
        let (expected, read) = (expected(name), read(record));
        for (fact, right) in expected.as_object().unwrap() {
            if read[fact] != *right {
                writeln!(wrong, "{name} | {fact} | {} | {right}", read[fact]).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "file | fact | read | right\n{wrong}");
}

#[test]
fn what_was_lost_is_said_of_files_that_are_there_and_differs_from_what_was_stated() {
    let names: BTreeSet<String> = fixtures().into_iter().map(|(name, _)| name).collect();
    assert!(names.len() >= 50, "{} fixtures", names.len());
    for Lost { files, facts, why } in LOST {
        for file in *files {
            assert!(names.contains(*file), "{file}: {why}");
            for (fact, value) in *facts {
                let value: Value = serde_json::from_str(value).unwrap();
                assert_ne!(stated(file).get(fact), Some(&value), "{file}, {fact}: {why}");
            }
        }
    }
}
