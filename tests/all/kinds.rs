//! Planned work, drills and near misses, beside incidents.

use serde_json::Value;

use crate::support::Base;

/// Three incidents, two of planned work, a drill and a near miss, all of one service and one cause.
fn base() -> Base {
    let text = |title: &str, day: u8, more: &str| {
        format!(
            "---\ntitle: {title}\ndate: 2026-01-{day:02}\nseverity: sev1\nservices: [Mill]\ncauses: [belt]\n{more}started_at: 2026-01-{day:02}T10:00Z\nresolved_at: 2026-01-{day:02}T12:00Z\n---\n\nBelt words of the mill.\n"
        )
    };
    Base::new()
        .file("content/a.md", text("The belt tore", 1, ""))
        .file("content/b.md", text("The belt slipped", 2, ""))
        .file("content/c.md", text("Scheduled maintenance of the mill", 3, ""))
        .file("content/d.md", text("New belts", 4, "kind: planned work\n"))
        .file("content/e.md", text("Game day: the belt tears", 5, ""))
        .file("content/f.md", text("Near miss: a worn belt", 6, ""))
        .file("content/g.md", text("Planned maintenance, it says", 7, "kind: incident\n"))
}

fn json(base: &Base) -> Value {
    serde_json::from_str(&base.stdout()).unwrap()
}

#[test]
fn kinds_are_stated_or_told_and_exported() {
    let base = base().run(&["export"]).ok();
    let told: Vec<_> = json(&base)
        .as_array()
        .unwrap()
        .iter()
        .map(|record| {
            format!(
                "{} {}",
                record["kind"].as_str().unwrap(),
                record["known"]["kind"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "incident -",
            "incident -",
            "maintenance inferred",
            "maintenance stated",
            "drill inferred",
            "near_miss inferred",
            "incident stated"
        ]
    );
    let base = base.run(&["export", "--kind", "maintenance", "--kind", "drill"]).ok();
    assert_eq!(json(&base).as_array().unwrap().len(), 3);
}

#[test]
fn planned_work_is_in_no_figure_unless_it_is_asked_for() {
    let base = base().run(&["stats", "--json"]).ok();
    let figures = json(&base);
    assert_eq!((&figures["incidents"], &figures["near_misses"]), (&4.into(), &1.into()));
    assert_eq!(figures["durations"]["resolve"]["n"], 3);
    let base = base.run(&["stats", "--json", "--by", "service"]).ok();
    assert_eq!(json(&base)["groups"][0]["incidents"], 4);
    let base = base.run(&["stats", "--json", "--kind", "maintenance"]).ok();
    assert_eq!(json(&base)["incidents"], 2);
    let base = base.run(&["similar", "--json", "content/a.md"]);
    for title in ["Scheduled maintenance", "New belts", "Game day"] {
        assert!(!base.stdout().contains(title), "{title}");
    }
    // Nor is what was planned like anything.
    let base = base.run(&["similar", "--json", "content/d.md"]);
    assert_eq!(json(&base)["similar"], serde_json::json!([]));
}

#[test]
fn pages_show_planned_work_apart() {
    let base = base().build().ok();
    let base = base.page("services/mill.html", |page| {
        let of = |section: &str| page.texts(&format!("section[aria-labelledby={section}] .t")).len();
        assert_eq!((of("lb-incidents"), of("lb-planned")), (4, 3));
    });
    let base = base.page("c.html", |page| page.has(".meta", "Planned work"));
    let base = base.page("e.html", |page| page.has(".meta", "Drill"));
    let base = base.page("a.html", |page| page.has_no("section[aria-labelledby=lb-planned]"));
    let base = base.page("years.html", |page| page.has("main", "4 incidents; 3 planned events"));
    let ledger = base.read("site/recurring.html");
    assert!(ledger.contains("The belt tore") || ledger.contains("belt"), "the incidents recur");
    for page in ["c.html", "d.html", "e.html"] {
        assert!(!ledger.contains(page), "{page}");
    }
}

#[test]
fn a_search_finds_each_kind() {
    let mut base = base();
    for (query, count) in [
        ("mill", 4),
        ("kind:maintenance", 2),
        ("kind:drill", 1),
        ("kind:near-miss", 1),
        ("kind:near_miss", 1),
        ("kind:incident", 4),
    ] {
        base = base.run(&["search", "--json", query]).ok();
        assert_eq!(json(&base)["total"], count, "{query}");
    }
    let base = base.run(&["search", "--json", "--kind", "maintenance", "new"]).ok();
    assert_eq!(json(&base)["total"], 1);
}

#[test]
fn other_words_are_told_or_kept() {
    let one = |line: &str| {
        let text = format!("---\ntitle: Mill\ndate: 2026-01-02\n{line}\n---\n\nText.\n");
        let base = Base::new().file("content/a.md", text).run(&["export"]);
        (json(&base)[0].clone(), base.stderr())
    };
    let (record, said) = one("kind: maintenence");
    assert!(said.contains("unknown-kind") && said.contains("maintenance"), "{said}");
    assert_eq!(record["kind"], "incident");
    let (record, said) = one("type: blog");
    assert_eq!(
        (said.as_str(), &record["extra"]["type"], &record["kind"]),
        ("", &"blog".into(), &"incident".into())
    );
    let (record, _) = one("type: Game Day");
    assert_eq!((&record["kind"], &record["extra"]), (&"drill".into(), &serde_json::json!({})));
    let (record, _) = one("kind: post-mortem");
    assert_eq!((&record["kind"], &record["known"]["kind"]), (&"incident".into(), &Value::Null));
    let (record, _) = one("near_miss: true");
    assert_eq!((&record["kind"], &record["near_miss"]), (&"near_miss".into(), &true.into()));
}
