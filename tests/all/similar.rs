//! Incidents that are like another: on the page, on the command line, and judged on real post-mortems.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "reads a draft; says what was judged, and what was skipped"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::{Base, program};
use lookback::build;
use lookback::core::progress::Progress;
use lookback::know::insight::similar::all;
use lookback::know::link::Site;
use serde_json::Value;

/// Two incidents with a cause, a service and an identifier in common, among others that have nothing.
fn base() -> Base {
    let mut base = Base::new()
        .file(
            "content/expired.md",
            "---\nid: expired\ntitle: The certificate of the gateway expired\ndate: 2024-03-09\nseverity: sev2\nservices: [Edge]\n\
             causes: [certificate expiry]\n---\n\n## Summary\n\nEvery client got `x509: certificate has expired`.\n",
        )
        .file(
            "content/again.md",
            "---\nid: again\ntitle: Clients of the API see an error\ndate: 2025-05-01\nservices: [Edge, Mail]\n\
             causes: [certificate expiry]\nnot_recurrence_of: expired\n---\n\n## Summary\n\nThe log is full of `x509` since midnight.\n",
        );
    for (number, word) in
        ["turbine", "harbour", "meadow", "lantern", "compass", "orchard", "granite", "velvet"]
            .into_iter()
            .enumerate()
    {
        base = base.file(
            &format!("content/other-{number}.md"),
            format!(
                "---\ntitle: Trouble with the {word}\ndate: 2024-01-0{}\nservices: [S{number}]\ncauses: [C{number}]\n---\n\nA {word} failed.\n",
                number + 1
            ),
        );
    }
    base
}

#[test]
fn the_page_says_what_is_similar_and_why() {
    base()
        .run(&["build", "-v", "--today", "2026-11-22"])
        .ok()
        .silent()
        .page("again.html", |page| {
            assert_eq!(page.texts(".rail h2"), ["Similar"]);
            page.has(".rail li", "The certificate of the gateway expired2024-03-09 · SEV2");
            page.has(".why-alike", "same cause certificate expiry, same service Edge; both mention x509");
            assert_eq!(
                page.attributes(".why-alike a", "href"),
                ["causes/certificate-expiry.html", "services/edge.html"]
            );
            assert_eq!(page.texts(".why-alike code"), ["x509"]);
        })
        // No suggestion is better than a bad one.
        .page("other-3.html", |page| page.has_no(".why-alike"));
}

#[test]
fn what_a_page_tells_as_a_return_is_not_told_again() {
    let text = base().read("content/again.md").replace("not_recurrence_of: expired\n", "");
    let base = base().file("content/again.md", text).build().ok();
    base.page("again.html", |page| {
        page.has(".before li", "The certificate of the gateway expired");
        page.has_no(".why-alike");
    });
}

fn similar(base: Base, arguments: &[&str]) -> (Base, Value) {
    let base = base.run(&[&["similar"], arguments, &["--json"]].concat()).ok().silent();
    let answer = serde_json::from_str(&base.stdout()).unwrap();
    (base, answer)
}

#[test]
fn the_command_finds_an_incident_by_any_of_its_names() {
    let mut base = base();
    for name in ["again", "again.md", "content/again.md", "Clients of the API see an error", "AGAIN"] {
        let (same, answer) = similar(base, &[name]);
        assert_eq!(answer["of"]["path"], "again.md", "{name}");
        assert_eq!(answer["similar"][0]["id"], "expired", "{name}");
        assert_eq!(answer["of"]["url"], "again.html");
        base = same;
    }
    let base = base.run(&["similar", "again"]).ok();
    let base = base
        .says("Similar to “Clients of the API see an error”:")
        .says("The certificate of the gateway expired (2024-03-09, SEV2)")
        .says("  expired.md\n  same cause certificate expiry, same service Edge; both mention x509");
    let base =
        base.run(&["similar", "other-3"]).ok().says("Nothing is similar to “Trouble with the lantern”.");
    let base = base.run(&["similar", "again", "--limit", "0"]).ok().says("Nothing is similar");
    base.run(&["similar", "nobody"]).exits(2).warns("error[unknown-incident]");
}

#[test]
fn a_draft_is_read_as_a_file_of_the_knowledge_base_would_be() {
    let draft = "---\ntitle: Handshakes fail\nservice: edge\ncauses: [Certificate Expiry]\n---\n\nIt says x509 everywhere.\n";
    let (base, of_file) = similar(base().file("elsewhere/draft.md", draft), &["elsewhere/draft.md"]);
    assert_eq!(of_file["of"]["url"], Value::Null);
    let found = of_file["similar"].as_array().unwrap();
    assert_eq!(found.len(), 2);
    let best = found.iter().find(|one| one["id"] == "expired").unwrap();
    assert_eq!(best["why"], "same cause certificate expiry, same service Edge; both mention x509");
    // It has no date, so that nothing is said of before and after.
    assert_eq!(of_file["chains"][0]["name"], "Certificate expiry, Edge");
    assert_eq!(of_file["chains"][0]["number"], Value::Null);

    let input = std::fs::File::open(base.path("elsewhere/draft.md")).unwrap();
    let base = base.run_with(&["similar", "-", "--json"], |command| {
        command.stdin(input);
    });
    let of_input: Value = serde_json::from_str(&base.ok().stdout()).unwrap();
    assert_eq!(of_input["similar"], of_file["similar"]);
}

#[test]
fn what_is_odd_about_a_draft_is_said_and_nothing_else() {
    let base = base().file("content/odd.md", "---\ntitle: Odd\nseverity: terrible\n---\n");
    let base = base.file("draft/d.md", "---\ntitle: D\nseverity: hihg\n---\n\nText.\n");
    let base = base.run(&["similar", "draft/d.md"]).ok().warns("draft/d.md:3:11");
    assert!(!base.stderr().contains("odd.md"), "{}", base.stderr());
    let base = base.file("content/services/edge.md", "---\nname: Edge\n---\n");
    base.run(&["similar", "content/services/edge.md"]).exits(2).warns("error[no-incident]");
}

#[test]
fn the_answer_names_what_was_promised_before() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    let one = format!(
        "---\nid: one\ntitle: One\ndate: 2024-01-01\n{both}---\n\n## Action items\n\n- [ ] Alert on it\n"
    );
    let two = format!("---\nid: two\ntitle: Two\ndate: 2025-01-01\n{both}---\n\nText.\n");
    let base = Base::new().file("content/one.md", one).file("content/two.md", two);
    let (base, answer) = similar(base, &["two"]);
    let chain = &answer["chains"][0];
    assert_eq!((&chain["name"], &chain["number"], &chain["of"]), (&"Dns, Edge".into(), &2.into(), &2.into()));
    assert_eq!(
        chain["left_open"],
        serde_json::json!([{"title": "Alert on it", "standing": "open", "from": "one"}])
    );
    base.run(&["similar", "two"])
        .ok()
        .says("Recurring: Dns, Edge, no. 2 of 2; one action of an earlier one was not done:\n  open: Alert on it (from one)");
}

#[test]
fn the_answer_follows_its_schema() {
    let schema = program().args(["similar", "--schema"]).output().unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_slice(&schema.stdout).unwrap()).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).to_str().unwrap();
    for id in ["2022-03-16-github-mysql1", "2016-03-22-left-pad", "2025-10-20-aws-dynamodb-dns"] {
        let (_, answer) = similar(Base::new(), &[id, "--dir", sample]);
        let problems: Vec<_> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{id}: {problems:?}");
    }
    assert!(validator.iter_errors(&serde_json::json!({"of": {}, "similar": []})).next().is_some());
}

/// Two incidents and whether a reader of one would want to see the other.
#[derive(serde::Deserialize)]
struct Pair {
    corpus: String,
    pair: [String; 2],
    similar: bool,
    why: String,
}

#[derive(serde::Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

/// The real post-mortems that lie beside the checkout, unless there are none here.
fn corpora() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if root.is_dir() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "there are no corpora at {}", root.display());
    eprintln!("skipped: there are no corpora at {}", root.display());
    None
}

/// The one incident that a judgement means.
fn named(site: &Site, part: &str) -> usize {
    let mut found = site.by_date.iter().filter(|id| site.documents[**id].source.path.contains(part));
    let id = *found.next().unwrap_or_else(|| panic!("no file is called {part}"));
    assert!(found.next().is_none(), "several files are called {part}");
    id
}

#[test]
fn judged_pairs_are_told_apart() {
    let Some(root) = corpora() else { return };
    let judged: Pairs = toml::from_str(include_str!("similar/pairs.toml")).unwrap();
    assert!(judged.pair.len() >= 40);
    let mut by_corpus: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in &judged.pair {
        assert!(!pair.why.is_empty());
        by_corpus.entry(&pair.corpus).or_default().push(pair);
    }
    let (mut told, mut right, mut alike, mut found) = (0, 0, 0, 0);
    for (corpus, pairs) in by_corpus {
        let (site, _) = build::read(&root.join(corpus), &Progress::new(false)).unwrap();
        let nearest = all(&site, 5, |_| Vec::new(), &());
        let mut seen = std::collections::BTreeSet::new();
        for pair in pairs {
            let [one, other] = pair.pair.each_ref().map(|part| named(&site, part));
            assert!(seen.insert((one.min(other), one.max(other))), "judged twice: {:?}", pair.pair);
            let suggests = |of: usize, other: usize| nearest[of].iter().any(|one| one.id == other);
            let times = usize::from(suggests(one, other)) + usize::from(suggests(other, one));
            told += times;
            if pair.similar {
                right += times;
                alike += 1;
                found += usize::from(times > 0);
            }
            if pair.similar != (times > 0) {
                let fault = if pair.similar { "not found" } else { "told wrongly" };
                eprintln!("{fault}: {corpus}: {} and {}: {}", pair.pair[0], pair.pair[1], pair.why);
            }
        }
    }
    let (precision, share) = (right as f64 / told as f64, found as f64 / alike as f64);
    eprintln!("precision at 5: {precision:.3} ({right} of {told}); found: {share:.3} ({found} of {alike})");
    assert!(precision >= 0.95, "{precision}");
    assert!(share >= 0.78, "{share}");
}
