//! `lookback search`, through the real program.
#![expect(clippy::disallowed_methods, reason = "tests set up and look at folders")]

use std::fs;

use crate::support::Base;
use serde_json::Value;

/// A few incidents that share services, causes and triggers.
fn base() -> Base {
    let incident = |date: &str, title: &str, fields: &str, text: &str| {
        format!("---\ntitle: {title}\ndate: {date}\n{fields}\n---\n\n## Summary\n\n{text}\n")
    };
    Base::new()
        .file(
            "book.toml",
            "[book]\ntitle = \"Searched\"\n[fields.services]\nfrontdoor = \"Edge proxy\"\n",
        )
        .file(
            "content/2023/a.md",
            incident(
                "2023-02-01",
                "The connection pool ran dry",
                "id: INC-1\nseverity: sev1\nstatus: final\nservices: [Checkout API]\ncauses: [capacity limit]\ntriggers: [a sale]\n\
                 teams: [Payments]\ntags: [database]\nroles: {commander: Robin}\nstarted_at: 2023-02-01T10:00:00Z\n\
                 resolved_at: 2023-02-01T13:30:00Z",
                "Every request waited for a connection, and the log said ERR_CONN_RESET.",
            ),
        )
        .file(
            "content/2023/b.md",
            incident(
                "2023-05-02",
                "A certificate expired",
                "severity: sev2\nstatus: draft\nservices: [Edge proxy]\ncauses: [certificate expiry]\ntags: [tls]",
                "Nobody rotated the certificate of the edge in time.",
            ),
        )
        .file(
            "content/2024/c.md",
            incident(
                "2024-07-03",
                "The pool ran dry again",
                "severity: sev2\nservices: [Checkout API]\ncauses: [capacity limit]\ntriggers: [a sale]\nstarted_at: \
                 2024-07-03T10:00:00Z\nresolved_at: 2024-07-03T10:20:00Z",
                "Connections were leaked in the checkout.\n\n## Lessons\n\nA pool needs an alert. 障害が発生しました。",
            ),
        )
        .file(
            "content/services/checkout-api.md",
            "---\nname: Checkout API\naliases: [cart]\nowner: Payments\n---\n\nTakes the orders.\n",
        )
}

/// The answer to a search, and the base again.
#[track_caller]
fn answer(base: Base, arguments: &[&str], code: i32) -> (Base, Value) {
    let base = base.run(&[&["search", "--json"], arguments].concat()).exits(code);
    let answer = serde_json::from_str(&base.stdout()).unwrap();
    (base, answer)
}

fn paths(answer: &Value) -> Vec<&str> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["path"].as_str().unwrap()).collect()
}

/// What is found with `arguments`, in order.
#[track_caller]
fn finds(base: Base, arguments: &[&str], expected: &[&str]) -> Base {
    let (base, answer) = answer(base, arguments, i32::from(expected.is_empty()));
    assert_eq!(paths(&answer), expected, "{arguments:?}");
    base
}

const A: &str = "2023/a.md";
const B: &str = "2023/b.md";
const C: &str = "2024/c.md";

#[test]
fn words_phrases_and_identifiers_are_found() {
    let base = finds(base(), &["connection", "pool"], &[A, C]);
    let base = finds(base, &["\"connection pool\""], &[A]);
    let base = finds(base, &["pool -leaked"], &[A]);
    let base = finds(base, &["certifcate"], &[B]);
    let base = finds(base, &["rotating"], &[B]);
    let base = finds(base, &["err_conn_reset"], &[A]);
    let base = finds(base, &["INC-1"], &[A]);
    let base = finds(base, &["発生"], &[C]);
    let base = finds(base, &["qwertzuiopasdf"], &[]);
    finds(base, &["--", "-pool"], &[B]);
}

#[test]
fn every_filter_narrows() {
    let mut base = base();
    for (filter, value, expected) in [
        ("--service", "checkout-api", vec![C, A]),
        ("--service", "Checkout API", vec![C, A]),
        ("--service", "cart", vec![C, A]),
        ("--service", "frontdoor", vec![B]),
        ("--cause", "certificate-expiry", vec![B]),
        ("--trigger", "a sale", vec![C, A]),
        ("--severity", "sev1", vec![A]),
        ("--status", "draft", vec![B]),
        ("--team", "payments", vec![A]),
        ("--tag", "tls", vec![B]),
        ("--owner", "Robin", vec![A]),
        ("--year", "2024", vec![C]),
        ("--after", "2023-05", vec![C, B]),
        ("--before", "2024", vec![B, A]),
        ("--duration", ">2h", vec![A]),
    ] {
        base = finds(base, &[filter, value], &expected);
    }
    let base = finds(base, &["--severity", "sev1", "--severity", "sev2"], &[C, B, A]);
    let base = finds(base, &["--severity", "sev2", "--service", "checkout-api"], &[C]);
    let base = finds(base, &["severity:sev2", "--service", "checkout-api", "pool"], &[C]);
    let (_, answer) = answer(base, &["checkout", "--kind", "service"], 0);
    let hit = &answer["hits"][0];
    assert_eq!((&hit["kind"], &hit["id"]), (&"service".into(), &"checkout-api".into()));
    assert_eq!(hit["url"], "services/checkout-api.html");
}

#[test]
fn hits_are_put_in_any_order() {
    let base = finds(base(), &["--sort", "oldest"], &[A, B, C]);
    let base = finds(base, &["--sort", "newest"], &[C, B, A]);
    let base = finds(base, &["--sort", "longest"], &[A, C, B]);
    let base = finds(base, &["--sort", "severity"], &[A, C, B]);
    let base = finds(base, &["--limit", "1", "--offset", "1"], &[B]);
    base.run(&["search", "--sort", "best"]).exits(2).warns("possible values");
}

#[test]
fn what_recurs_is_a_table() {
    let base = base().run(&["search", "--group-by", "cause", "--color", "never"]).ok().silent();
    let expected = "\
Hits  cause               First       Last        Median interval
   2  capacity limit      2023-02-01  2024-07-03  518 days
   1  certificate expiry  2023-05-02  2023-05-02  –
";
    assert_eq!(base.stdout(), expected);
    let base = base.run(&["search", "pool", "--group-by", "trigger"]).ok().says("   2  a sale");
    let base = base.run(&["search", "certificate", "--group-by", "trigger"]).ok();
    base.warns("None of the 1 hits names a trigger.");
}

#[test]
fn hits_are_plain_text_where_there_is_no_terminal() {
    let base = base().run(&["search", "err_conn_reset"]).ok().silent();
    let expected = "\
◆ SEV1  2023-02-01  The connection pool ran dry
    Checkout API · capacity limit · 3 h 30
    Every request waited for a connection, and the log said ERR_CONN_RESET.
    2023/a.md
";
    assert_eq!(base.stdout(), expected);
    let base = base.run(&["search", "err_conn_reset", "--color", "always"]).ok();
    base.says("\x1b[1mThe connection pool ran dry\x1b[0m").says("said \x1b[1m\x1b[33mERR_CONN_RESET\x1b[0m.");
}

#[test]
fn remarks_go_to_standard_error() {
    let base = base().run(&["search", "--service", "chekout-api"]).exits(1).warns("Nothing was found.");
    let base = base.warns("checkout-api");
    let base = base.run(&["search", "conection"]).ok().warns("Did you mean: connection");
    let base = base.run(&["search", "pool", "bananas"]).ok().warns("Nothing has all of these words.");
    let base = base.run(&["search", "--limit", "2"]).ok().warns("Hits 1 to 2 of 3; `--offset 2` shows more.");
    base.run(&["search", "conection", "--quiet"]).ok().silent();
}

#[test]
fn answers_follow_the_schema() {
    let base = base().run(&["search", "--schema"]).ok();
    let schema: Value = serde_json::from_str(&base.stdout()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut base = base;
    for (arguments, code) in [
        (&["pool"][..], 0),
        (&[][..], 0),
        (&["--kind", "any"][..], 0),
        (&["conection", "bananas", "service:none"][..], 1),
        (&["--group-by", "cause", "--limit", "0"][..], 0),
    ] {
        let found;
        (base, found) = answer(base, arguments, code);
        let problems = validator.iter_errors(&found).map(|error| error.to_string()).collect::<Vec<_>>();
        assert!(problems.is_empty(), "{problems:?} in {found:#}");
    }
    let (_, found) = answer(base, &["err_conn_reset"], 0);
    let hit = &found["hits"][0];
    assert_eq!(hit["id"], "INC-1");
    assert_eq!(hit["url"], "2023/a.html");
    assert_eq!((&hit["severity"], &hit["minutes"]), (&"sev1".into(), &210.into()));
    assert_eq!(hit["services"], serde_json::json!(["Checkout API"]));
    let marked = serde_json::json!([
        "Every request waited for a connection, and the log said ",
        "ERR_CONN_RESET",
        "."
    ]);
    assert_eq!(hit["snippet_marked"], marked);
    assert_eq!(found["facets"]["severity"][0]["key"], "sev1");
}

#[test]
fn the_index_of_the_last_build_is_used_while_it_fits() {
    let base = base().build().ok().run(&["search", "pool", "-v"]).ok();
    let base = base.warns("The index in site/search fits the content.").is_gone(".lookback/search");
    let text = "---\ntitle: Bananas\ndate: 2025-01-01\n---\n\nSomething new.\n";
    let base = base.file("content/2025/d.md", text).run(&["search", "bananas", "-v"]).ok();
    let base = base.says("2025/d.md").warns("made one in .lookback/search.");
    assert_eq!(base.read(".lookback/.gitignore"), "*\n");
    let base = base.run(&["search", "bananas", "-v"]).ok().warns("The index in .lookback/search fits");
    let base =
        base.build().ok().run(&["search", "bananas", "-v"]).ok().warns("The index in site/search fits");
    base.without("content/2025").run(&["search", "bananas"]).exits(1);
}

#[test]
fn settings_count_as_content() {
    let base = base().build().ok();
    let text = base.read("book.toml") + "basket = \"Checkout API\"\n";
    finds(base.file("book.toml", text), &["--service", "basket"], &[C, A]);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let base = base().build().ok();
    for entry in fs::read_dir(base.path("site/search")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "bin") {
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    let base = finds(base, &["pool"], &[C, A]).exists(".lookback/search/manifest.json");
    let base = base.file(".lookback/search/manifest.json", "<!doctype html>");
    let base = finds(base, &["pool"], &[C, A]);
    finds(base.build().ok(), &["pool"], &[C, A]);
}

#[cfg(unix)]
#[test]
fn without_a_place_to_keep_an_index_it_is_searched_all_the_same() {
    let base = base().file(".lookback", "in the way");
    let base = base.run(&["search", "pool", "-v"]).ok().says(A).warns("one that is not kept");
    assert_eq!(base.read(".lookback"), "in the way");
}

#[test]
fn a_site_without_search_is_searched_in_the_terminal() {
    let text = "[output.html.search]\nenable = false\n";
    let base = base().file("book.toml", text).build().ok().is_gone("site/search");
    finds(base, &["pool"], &[C, A]).exists(".lookback/search/manifest.json");
}

#[test]
fn any_folder_of_markdown_can_be_searched() {
    let base = Base::new().file("notes/a.md", "# The disk was full\n\nOf logs.\n");
    let base = base.run(&["search", "disk", "--root", "notes"]).ok().says("The disk was full");
    let base = base.exists("notes/.lookback/search/manifest.json").is_gone("notes/site");
    base.run(&["search", "disk", "--root", "nowhere"]).exits(2).warns("error[no-content]");
}

#[test]
fn an_empty_folder_has_no_hits() {
    let base = Base::new().file("book.toml", "").file("content/.keep", "");
    let base = base.run(&["search"]).exits(1).warns("Nothing was found.");
    base.run(&["search", "anything", "--json"]).exits(1).says("\"total\": 0");
}

#[test]
fn no_query_is_an_error() {
    let mut base = base();
    let long = "word ".repeat(2_000);
    for query in [
        "",
        " ",
        "\"",
        "\"unbalanced",
        "-",
        "- -",
        "OR",
        "OR OR",
        "a OR",
        "*",
        "**",
        "((",
        "service:",
        ":",
        "::",
        "after:",
        "after:yesterday",
        "duration:>",
        "-\"",
        "\0x",
        "\u{1f525}",
        "\u{202e}x",
        "e\u{301}",
        "<img src=x onerror=alert(1)>",
        "\x1b[31m",
        &long,
    ] {
        if query.contains('\0') {
            // No argument can hold it.
            continue;
        }
        base = base.run(&["search", "--", query]);
        assert!(!base.stderr().contains("panicked"), "{query:?}: {}", base.stderr());
        assert!(!(base.stdout() + &base.stderr()).contains(['\x1b', '\u{202e}']), "{query:?}");
        let text = base.stderr();
        assert!(!text.contains("error["), "{query:?}: {text}");
    }
}

#[test]
fn hostile_titles_do_not_reach_the_terminal() {
    let text = "---\ntitle: \"Evil \\x1b]0;owned\\x07 \\u202e title\"\n---\n\nEvil text.\n";
    let base = Base::new().file("content/a.md", text).file("book.toml", "");
    let base = base.run(&["search", "evil"]).ok();
    assert!(!base.stdout().contains(['\x1b', '\x07', '\u{202e}']), "{:?}", base.stdout());
}
