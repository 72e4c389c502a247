//! What the program prints, the data that other programs read, and the text of pages, as a whole: a change of any of them is
//! seen where it is reviewed. `INSTA_UPDATE=always cargo test --workspace --test all snapshots::` writes them anew.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use scraper::{Html, Node, Selector};

use crate::support::{Base, program};

const TODAY: [&str; 2] = ["--today", "2024-06-01"];

/// Three incidents of which two share a cause, a service with a description, and something that is odd about each kind of file.
fn base() -> Base {
    Base::new()
        .file(
            "book.toml",
            "[book]\ntitle = \"Harbour\"\nlanguage = \"en\"\n\n[output.html]\nsite-url = \"https://example.org/\"\n",
        )
        .file(
            "content/2024-01-02-crane.md",
            "---\ntitle: The crane stood still\ndate: 2024-01-02\nseverity: sev1\nservices: [Crane]\ncauses: [expired certificate]\n\
             authors: [Ida]\nstatus: final\n---\n\n## Summary\n\nThe crane lost its link for an hour.\n\n## Timeline\n\n\
             - 10:00 [start] The certificate expires.\n- 10:12 [detected] A docker calls.\n- 11:00 [resolved] A new one is in place.\n\n\
             ## Root cause\n\nNobody renewed it.\n\n## Action items\n\n- [x] Renew by a timer (owner: Ida, due: 2024-02-01)\n\
             - [ ] Alert a week before (owner: Jon, due: 2024-03-01)\n",
        )
        .file(
            "content/2024-04-03-gate.md",
            "---\ntitle: The gate stayed shut\ndate: 2024-04-03\nseverity: sev2\nservices: [Gate, Crane]\ncauses: [expired certificate]\n---\n\n\
             ## Summary\n\nAs with [the crane](2024-01-02-crane.md), a certificate ended.\n\n## Timeline\n\n\
             | Time (UTC) | Event |\n|---|---|\n| 08:00 | [start] The gate refuses. |\n| 08:40 | [resolved] Opened by hand. |\n",
        )
        .file(
            "content/2024-05-05-scale.md",
            "---\ntitle: The scale told too much\ndate: 2024-05-05\nseverity: loud\nservises: [Scale]\n---\n\nIt was off by a tonne. See [notes](nowhere.md).\n",
        )
        .file("content/services/crane.md", "---\nname: Crane\nowner: Quay team\n---\n\nLifts boxes.\n")
}

fn stdout_of(arguments: &[&str]) -> String {
    base().run(arguments).stdout()
}

#[test]
fn the_help_of_every_command() {
    let commands = [
        "",
        "actions",
        "adopt",
        "build",
        "check",
        "completions",
        "export",
        "init",
        "new",
        "review",
        "schema",
        "search",
        "serve",
        "similar",
        "stats",
        "theme",
    ];
    for command in commands {
        let arguments = [command, "--help"];
        let arguments = if command.is_empty() { &arguments[1..] } else { &arguments[..] };
        let output = program().args(arguments).env("COLUMNS", "100").output().unwrap();
        let name = if command.is_empty() { "lookback" } else { command };
        assert_snapshot!(format!("help_{name}"), String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn findings_on_a_terminal_and_as_data() {
    let build = base().run(&["build", "--today", TODAY[1]]);
    assert_snapshot!("build_says", build.stderr());
    let check = base().run(&["check", "--today", TODAY[1]]);
    assert_snapshot!("check_says", format!("{}{}", check.stdout(), check.stderr()));
    for format in ["json", "github", "gitlab", "sarif", "junit"] {
        assert_snapshot!(
            format!("check_{format}"),
            stdout_of(&["check", "--format", format, "--today", TODAY[1]])
        );
    }
}

#[test]
fn answers_on_a_terminal_and_as_data() {
    for (name, arguments) in [
        ("actions", &["actions"] as &[&str]),
        ("actions_json", &["actions", "--format", "json"]),
        ("adopt", &["adopt", "content"]),
        ("export_csv", &["export", "--format", "csv"]),
        ("export_json", &["export", "--format", "json"]),
        ("search", &["search", "certificate"]),
        ("search_json", &["search", "certificate", "--json"]),
        ("similar", &["similar", "content/2024-04-03-gate.md"]),
        ("stats", &["stats"]),
        ("stats_json", &["stats", "--json"]),
    ] {
        let mut arguments = arguments.to_vec();
        if matches!(arguments[0], "actions" | "stats") {
            arguments.extend(TODAY);
        }
        let base = base().run(&arguments);
        assert_snapshot!(name, format!("{}{}", base.stdout(), base.stderr()));
    }
}

/// Text of the main part of a page, one line for each piece of it, without what is in scripts and styles.
fn text(page: &str) -> String {
    let page = Html::parse_document(page);
    let main = page.select(&Selector::parse("main").unwrap()).next().expect("a page has a main part");
    let is_hidden = |name: &str| matches!(name, "script" | "style" | "template" | "svg");
    let mut lines = Vec::new();
    for node in main.descendants() {
        let hidden =
            node.ancestors().any(|above| matches!(above.value(), Node::Element(it) if is_hidden(it.name())));
        if let (Node::Text(text), false) = (node.value(), hidden) {
            lines.extend(text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
        }
    }
    lines.join("\n")
}

#[test]
fn the_text_of_pages() {
    let base = base().run(&["build", "--today", TODAY[1]]);
    let files: BTreeMap<_, _> = base.files("site");
    for page in [
        "index.html",
        "2024-01-02-crane.html",
        "2024-04-03-gate.html",
        "services/crane.html",
        "causes/expired-certificate.html",
        "actions.html",
        "insights.html",
        "recurring.html",
    ] {
        let html = files.get(page).unwrap_or_else(|| panic!("{page} is not among {:?}", files.keys()));
        let name = format!("page_{}", page.trim_end_matches(".html").replace(['/', '-'], "_"));
        assert_snapshot!(name, text(std::str::from_utf8(html).unwrap()));
    }
    assert_snapshot!("twin_crane", String::from_utf8(files["2024-01-02-crane.md"].clone()).unwrap());
}
