//! What is taken for an action item, its owner, its days and its state, through the real program.

use serde_json::Value;

use crate::support::Base;

/// The records of post-mortems with these texts, each below a title, of an incident on 3 February 2026.
pub fn records(texts: &[&str]) -> Vec<Value> {
    let mut base = Base::new().file("book.toml", "[book]\ntitle = \"Mill\"\n");
    for (number, text) in texts.iter().enumerate() {
        base = base.file(&format!("content/2026-02-03-x{number:03}.md"), format!("# Mill\n\n{text}\n"));
    }
    let base = base.run(&["export", "--format", "json"]);
    let records: Vec<Value> = serde_json::from_str(&base.stdout()).unwrap();
    assert_eq!(records.len(), texts.len());
    records
}

/// An item in few words: title, owner, due date, closing date and state, without what is not there.
fn short(item: &Value) -> String {
    let parts = ["title", "owner", "due", "closed"].map(|key| item[key].as_str());
    let mut parts: Vec<&str> = parts.into_iter().flatten().collect();
    let state = item["status"].as_str().unwrap();
    parts.extend((state != "open").then_some(state));
    parts.join(" | ")
}

fn items(record: &Value) -> Vec<String> {
    record["action_items"].as_array().unwrap().iter().map(short).collect()
}

/// Each line as the only item of a section, and what it is read as.
fn lines(cases: &[(&str, &str)]) {
    let texts: Vec<String> = cases.iter().map(|(line, _)| format!("## Action items\n\n{line}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (record, (line, expected)) in records(&texts).iter().zip(cases) {
        assert_eq!(items(record).join(" // "), *expected, "{line}");
    }
}

#[test]
fn a_state_is_a_whole_group_or_a_mark_that_says_nothing_else() {
    lines(&[
        ("- Notify customers (closed beta)", "Notify customers (closed beta)"),
        ("- Track failed (cancelled) payments apart", "Track failed (cancelled) payments apart"),
        ("- Expire sessions – closed accounts", "Expire sessions – closed accounts"),
        ("- Migrate the DB - no downtime", "Migrate the DB - no downtime"),
        ("- Evaluate a queue (open source)", "Evaluate a queue (open source)"),
        ("- Page when a job is done", "Page when a job is done"),
        ("- Retry what is **cancelled**", "Retry what is cancelled"),
        ("- Call `x (done)` twice", "Call x (done) twice"),
        ("- Oil the wheel (done)", "Oil the wheel | done"),
        ("- Oil the wheel (won’t fix)", "Oil the wheel | dropped"),
        ("- Oil the wheel (Done during the day)", "Oil the wheel | done"),
        ("- Oil the wheel – In progress", "Oil the wheel | in-progress"),
        ("- Oil the wheel **DONE**", "Oil the wheel | done"),
        ("- Done: Oil the wheel", "Oil the wheel | done"),
        ("- [DONE] Oil the wheel", "Oil the wheel | done"),
    ]);
}

#[test]
fn signs_and_boxes_of_every_dialect_are_states() {
    lines(&[
        ("- ☒ Roll back", "Roll back | done"),
        ("- ☑ Roll back", "Roll back | done"),
        ("- ☐ Roll back", "Roll back"),
        ("- \\[x\\] Nine", "Nine | done"),
        ("- \\[ \\] Nine", "Nine"),
        ("- (/) Ten", "Ten | done"),
        ("- (x) Ten", "Ten | dropped"),
        ("- [/] Ten", "Ten | in-progress"),
        ("- [-] Ten", "Ten | dropped"),
        ("- [>] Ten", "Ten"),
        ("- :white_check_mark: Ten", "Ten | done"),
        ("- Ten ✔️", "Ten | done"),
        ("- Ten (y) of it", "Ten (y) of it"),
        ("☐ A\n☒ B\n\n[x]  C", "A // B | done // C | done"),
        ("The [x] is a box", ""),
    ]);
}

#[test]
fn brackets_are_paired_and_code_has_none() {
    lines(&[
        ("- [ ] Fix a call of foo( … (owner: T, due: 2026-06-01)", "Fix a call of foo( … | T | 2026-06-01"),
        ("- Fix one :(", "Fix one :("),
        ("- Fix [a thing", "Fix [a thing"),
        ("- Fix one) (owner: T)", "Fix one) | T"),
        ("- Paint it (owner: Ops (EU), due: 2026-05-01)", "Paint it | Ops (EU) | 2026-05-01"),
        ("- Sand it (due: 2026-06-08 (was 2026-05-08), owner: T8)", "Sand it | T8 | 2026-06-08"),
        ("- Run `f(x` twice (owner: Zed)", "Run f(x twice | Zed"),
        ("- Run `f(owner: Bob)` twice", "Run f(owner: Bob) twice"),
        ("- See <https://x.example.org/Foo_(5)> (owner: T)", "See https://x.example.org/Foo_(5) | T"),
    ]);
    let found =
        records(&["## Action items\n\n- See https://x.example.org/Foo_(5), (https://x.example.org/b)."]);
    assert_eq!(found[0]["action_items"][0]["url"], "https://x.example.org/Foo_(5)");
}

#[test]
fn owners_stand_in_many_places_and_may_be_several() {
    lines(&[
        ("- Oil it (owner: Ana, Ben)", "Oil it | Ana, Ben"),
        ("- Oil it (owner: Ana, due: 2026-03-01)", "Oil it | Ana | 2026-03-01"),
        ("- Oil it (owners: Hall team; Ben)", "Oil it | Hall team, Ben"),
        ("- Oil it (owner: Ana, urgent: yes)", "Oil it | Ana"),
        ("- Oil it [~ana]", "Oil it | ana"),
        ("- Oil it (owner:: Hall)", "Oil it | Hall"),
        ("- @ana: oil it", "oil it | ana"),
        ("- **Ana** – oil it", "oil it | Ana"),
        ("- **Ana**: oil it", "oil it | Ana"),
        ("- [x] **Ana** — oil it — 2026-03-20", "oil it | Ana | 2026-03-20 | done"),
        ("- Oil it — Wren — 2026-03-20", "Oil it | Wren | 2026-03-20"),
        ("- Mill team — buy a belt", "buy a belt | Mill team"),
        ("- Ana & Ben: buy a belt", "buy a belt | Ana, Ben"),
        ("- Oil it — Ana", "Oil it | Ana"),
        ("- Oil it (DRI: Ana)", "Oil it | Ana"),
        ("- Oil it (assigned to Ana)", "Oil it | Ana"),
        ("- Oil it (Hall team)", "Oil it | Hall team"),
        // What is in front of a dash is mostly no one.
        ("- **Monitoring** – oil it", "Monitoring – oil it"),
        ("- Redis: upgrade it", "Redis: upgrade it"),
        ("- Oil it — weekly", "Oil it — weekly"),
        ("- Oil it (see the wheel)", "Oil it (see the wheel)"),
    ]);
}

#[test]
fn days_stand_in_many_places() {
    lines(&[
        ("- Oil it (by: 2026-03-01)", "Oil it | 2026-03-01"),
        ("- Oil it by 2026-03-01", "Oil it | 2026-03-01"),
        ("- Oil it, due: 2026-03-01", "Oil it | 2026-03-01"),
        ("- Oil it due 1 March 2026.", "Oil it | 2026-03-01"),
        ("- Oil it 📅 2026-03-01", "Oil it | 2026-03-01"),
        ("- [x] Oil it 📅 2026-03-01 ✅ 2026-02-27", "Oil it | 2026-03-01 | 2026-02-27 | done"),
        ("- Oil it (due:: 2026-03-01)", "Oil it | 2026-03-01"),
        ("- Oil it (due: Mar 15)", "Oil it | 2026-03-15"),
        ("- Oil it (due: Jan 15)", "Oil it | 2026-01-15"),
        ("- Oil it (due: Nov 2)", "Oil it | 2026-11-02"),
        ("- Oil it @Hall team @March 20, 2026", "Oil it | Hall team | 2026-03-20"),
        ("- Oil it by hand", "Oil it by hand"),
        ("- Go back to the build of 2026-01-01", "Go back to the build of 2026-01-01"),
    ]);
    let january = "---\ndate: 2026-12-20\n---\n\n## Action items\n\n- Oil it (due: Jan 15)";
    let base = Base::new().file("content/2026-12-20-x.md", january).run(&["export"]);
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    assert_eq!(items(&records[0]), ["Oil it | 2027-01-15"]);
}

#[test]
fn what_stands_below_an_item_describes_it() {
    lines(&[
        (
            "- **Oil it**\n  - Owner: Payments\n  - Due: 2026-03-01\n  - Status: Done",
            "Oil it | Payments | 2026-03-01 | done",
        ),
        ("1. Oil it\n   - Assignee: Ana\n   - Notes: with oil", "Oil it | Ana"),
        ("- Oil it\n  Owner: Ana\n  Due: 2026-03-01", "Oil it | Ana | 2026-03-01"),
        ("- Oil it<br>Owner: Ana", "Oil it | Ana"),
        ("- **Wheels**\n  - Oil one\n  - Buy one", "Oil one // Buy one"),
        ("- Oil it\n  and note: it squeaks", "Oil it and note: it squeaks"),
    ]);
}

#[test]
fn headings_are_items_with_what_stands_below() {
    lines(&[
        (
            "### 1) Oil the wheel\n\nOwner: Ana\nDue: 2026-03-01\n\nIt squeaks.\n\n### 2) Buy a belt\n\nWe need one.",
            "Oil the wheel | Ana | 2026-03-01 // Buy a belt",
        ),
        ("### TODO Sell the mill\n\n### DONE Rent a mule", "Sell the mill // Rent a mule | done"),
        (
            "### Oil the wheel\n\n- Owner: Ana\n- Status: done\n\n#### Why it squeaks\n\nIt is dry.",
            "Oil the wheel | Ana | done",
        ),
        ("### Oil it\n\n| Owner | Ana |\n|---|---|\n| Due | 2026-03-01 |", "Oil it | Ana | 2026-03-01"),
        ("### Short term\n\n- Oil it\n\n### 2. Monitoring\n\n- Watch it", "Oil it // Watch it"),
        ("### Immediate actions\n\n- Oil it\n\n### Notes\n\nAll of it is dry.", "Oil it"),
    ]);
}

#[test]
fn boxes_that_are_choices_are_no_items() {
    let texts = [
        "## Root cause category\n\n- [x] Bug\n- [ ] Process",
        "## Severity\n\n- [ ] High\n- [x] Low",
        "## Facts\n\nDetection method:\n\n- [x] Alert\n- [ ] Customer",
        "## Follow-up history\n\n| Date | What |\n|---|---|\n| 2026-02-04 | Met |",
        "## Notes\n\n- [ ] Oil the wheel\n- [x] Buy it",
    ];
    let found: Vec<String> = records(&texts).iter().map(|record| items(record).join(" // ")).collect();
    assert_eq!(found, ["", "", "", "", "Oil the wheel // Buy it | done"]);
}

#[test]
fn what_is_withheld_goes_from_every_shape() {
    let table =
        "<table>\n<tr><th>Action</th><th>Owner</th></tr>\n<tr><td>Oil it</td><td>Canary</td></tr>\n</table>";
    let row = "<tr><td>14:05</td><td>Canary</td></tr>";
    let timeline = format!("<table>{}</table>", row.repeat(3));
    let described = "### Oil it\n\n| Owner | Canary |\n|---|---|\n| Due | 2026-03-01 |";
    let facts = "<table><tr><th>Commander</th><td>Canary</td></tr></table>";
    for (field, text) in [
        ("action_items.owner", format!("## Action items\n\n{table}\n")),
        ("action_items", format!("## Action items\n\n{table}\n")),
        ("timeline", format!("## How it went\n\n{timeline}\n")),
        ("timeline", format!("## Timeline\n\n{timeline}\n")),
        ("roles", format!("{facts}\n")),
        ("action_items.owner", "## Action items\n\n- Oil it (DRI: Canary)\n".to_owned()),
        ("action_items.owner", "## Action items\n\n- Oil it\n  - Owner: Canary\n".to_owned()),
        ("action_items.owner", format!("## Action items\n\n{described}\n")),
    ] {
        let head = "---\nvisibility: public\n---\n\n# Mill\n\nText that stays.\n\n";
        let base = Base::new()
            .file("book.toml", format!("[public]\nfields = [\"{field}\"]\n"))
            .file("content/2026-02-03-x.md", format!("{head}{text}"))
            .run(&["build", "--public"])
            .ok();
        for (path, bytes) in base.files("site-public") {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("Canary"), "{field}: {path}");
        }
        base.exists("site-public/2026-02-03-x.html");
    }
}

#[test]
fn a_heading_that_is_a_state_gives_it_to_what_is_below() {
    let texts = [
        "## Action items\n\n### Completed\n\n- Oil the wheel\n\n### Open\n\n- Buy a belt\n",
        "## Action items\n\n**In progress:**\n\n- Oil the wheel\n- Buy a belt (done)\n",
        "## Action items\n\n- Done\n  - [ ] Oil the wheel\n  - Buy a belt\n",
        // What only begins like a state says something else.
        "## Action items\n\n### Closed beta\n\n- Oil the wheel\n",
    ];
    let expected = [
        "Oil the wheel | done // Buy a belt",
        "Oil the wheel | in-progress // Buy a belt | done",
        "Oil the wheel // Buy a belt | done",
        "Oil the wheel",
    ];
    for (record, expected) in records(&texts).iter().zip(expected) {
        assert_eq!(items(record).join(" // "), expected);
    }
}
