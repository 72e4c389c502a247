//! What was promised: the pages, the calendar and the command, through the real program.

use crate::support::{Base, walk};
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarValue, Uri};
use serde_json::Value;

const CACHE: &str = "\
---
id: cache
title: The cache was cold
date: 2024-01-02
severity: sev1
services: [Shop, Mail]
causes: [deploy]
action_items:
- {title: Warm it, owner: Edge, type: prevent, due: 2024-02-01, url: 'https://tracker.example.org/1'}
- {title: Watch it; all of it, owner: edge team, type: detect, due: 2024-06-20, status: in progress}
- {title: Measure it, owner: TBD, status: done, due: 2024-01-15, closed: 2024-01-12}
- {title: Rebuild it, owner: Ana, status: dropped, closed: 2024-03-01}
- {title: Alert on queue depth, due: 2023-12-01}
---
";

const QUEUE: &str = "\
---
title: The queue was full
date: 2024-05-01
services: [Shop]
---

## Action items

- [ ] Add an alert for queue depth (owner: Ana)
- [x] Drain it
";

fn base() -> Base {
    Base::new()
        .file("book.toml", "[book]\ntitle = \"Small\"\n")
        .file("content/2024/cache.md", CACHE)
        .file("content/2024/queue.md", QUEUE)
        .file("content/teams/edge-team.md", "---\nname: Edge team\n---\n")
}

fn built() -> Base {
    base().run(&["build", "--today", "2024-06-01"]).ok()
}

#[test]
fn every_list_has_a_page_and_every_count_leads_to_it() {
    let base = built();
    let faults = walk::faults(&base.path("site"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    base.page("actions.html", |page| {
        page.has(".tally", "4 actions open");
        page.has(".tally .late", "1 late");
        page.has(".meta", "As of 2024-06-01");
        assert_eq!(
            page.texts(".acts .a"),
            [
                "Warm it prevent",
                "Watch it; all of it detect",
                "Add an alert for queue depth",
                "Alert on queue depth",
            ]
        );
        assert_eq!(page.texts(".acts .st.late"), ["4 months late"]);
        assert_eq!(page.attributes(".acts tr:first-child td:last-child a", "href")[0], "2024/cache.html#a1");
        assert_eq!(
            page.texts(".filters dd:nth-of-type(1) a"),
            [
                "Open 4",
                "Late 1",
                "Due soon 1",
                "In progress 1",
                "No date 2",
                "Done 2",
                "Dropped 1",
                "All 7",
                "Odd dates 1",
                "Ideas that recur 1"
            ]
        );
        page.has(".won", "2024-01-12, after 10 days, 3 days early");
        page.has(".won a.t", "Alert on queue depth");
    })
    .page("actions/late.html", |page| {
        assert_eq!(page.texts(".acts .a"), ["Warm it prevent"]);
        assert_eq!(page.texts(".fl[aria-current]"), ["Late 1"]);
        assert_eq!(page.attributes(".acts .a a", "href"), ["https://tracker.example.org/1"]);
    })
    .page("actions/team/edge-team.html", |page| {
        assert_eq!(page.texts("h1"), ["Actions of Edge team"]);
        assert_eq!(page.attributes(".meta a", "href"), ["../../teams/edge-team.html"]);
        assert_eq!(page.texts(".acts tbody tr").len(), 2);
    })
    .page("actions/owner/ana.html", |page| page.has(".deck", "1 open, 1 dropped. As of 2024-06-01."))
    .page("actions/odd-dates.html", |page| page.has(".acts", "Alert on queue depth"))
    .page("actions/ideas.html", |page| {
        page.has("h2", "2 post-mortems in 2024 · 2 open");
        assert_eq!(page.texts(".acts tbody tr").len(), 2);
    })
    .page("2024/cache.html", |page| {
        assert_eq!(page.attributes(".acts tr[id]", "id"), ["a1", "a2", "a3", "a4", "a5"])
    })
    .page("2024/queue.html", |page| assert_eq!(page.attributes(".todo li", "id"), ["a1", "a2"]));
}

#[test]
fn services_causes_and_teams_lead_to_what_is_open_of_theirs() {
    built()
        .page("services/shop.html", |page| {
            assert_eq!(page.texts(".won .t").len(), 4);
            page.has(".won .st.late", "Late");
            assert_eq!(page.attributes("#lb-open-actions a", "href"), ["../actions/service/shop.html"]);
        })
        .page("causes/deploy.html", |page| {
            assert_eq!(page.attributes("#lb-open-actions a", "href"), ["../actions/cause/deploy.html"]);
        })
        .page("teams/edge-team.html", |page| assert_eq!(page.texts(".won .t").len(), 2))
        .page("index.html", |page| {
            page.has(".tally .late", "1 late");
            assert_eq!(page.attributes("#lb-open-actions a", "href"), ["actions.html"]);
            page.has("nav", "Actions");
        });
}

#[test]
fn what_is_above_a_service_or_cause_has_its_actions_too() {
    let base = base()
        .file("content/services/shop.md", "---\nname: Shop\nparent: Store\n---\n")
        .file("content/services/store.md", "---\nname: Store\n---\n")
        .file("content/causes/deploy.md", "---\nname: deploy\nparent: change\n---\n")
        .file("content/causes/change.md", "---\nname: change\n---\n")
        .run(&["build", "--today", "2024-06-01"])
        .ok();
    let faults = walk::faults(&base.path("site"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // What the list of causes counts, the page of the cause and that of its actions hold.
    base.page("causes.html", |page| assert_eq!(page.texts(".cat td:nth-of-type(4)"), ["3", "3"]))
        .page("causes/change.html", |page| assert_eq!(page.texts(".won .t").len(), 3))
        .page("actions/cause/change.html", |page| assert_eq!(page.texts(".acts tbody tr").len(), 3))
        .page("services/store.html", |page| assert_eq!(page.texts(".won .t").len(), 4))
        .page("actions/service/store.html", |page| assert_eq!(page.texts(".acts tbody tr").len(), 4))
        .run(&["actions", "--service", "store", "--overdue", "--today", "2024-06-01", "--format", "json"])
        .ok()
        .says("Warm it");
}

#[test]
fn what_came_back_lately_says_when_it_was_last_and_what_was_open() {
    let again = "---\ntitle: Cold again\ndate: 2024-05-20\nservices: [Shop]\ncauses: [deploy]\n---\nText.\n";
    base()
        .file("content/2024/again.md", again)
        .run(&["build", "--today", "2024-06-01"])
        .ok()
        .page("changes.html", |page| {
            let lines = page.texts("#lb-recurred + ul li");
            assert_eq!(lines.len(), 1, "{lines:?}");
            assert!(lines[0].starts_with("Cold again2024-05-20"), "{lines:?}");
            assert!(
                lines[0].ends_with("4 months after the last time; 3 earlier actions were still open"),
                "{lines:?}"
            );
        })
        .page("index.html", |page| {
            page.has(".counts", "1 happened again");
            assert_eq!(
                page.texts(".tally a"),
                [
                    "3 incidents since 2024",
                    "4 actions open",
                    "1 late",
                    "1 due within 30 days",
                    "1 cause has come back"
                ]
            );
            assert_eq!(
                page.attributes(".tally a", "href"),
                [
                    "years.html",
                    "actions/open.html",
                    "actions/late.html",
                    "actions/soon.html",
                    "recurring.html"
                ]
            );
        });
}

#[test]
fn where_nothing_was_promised_there_is_no_page() {
    Base::small().run(&["build"]).ok().is_gone("site/actions.html").is_gone("site/actions.ics").page(
        "index.html",
        |page| {
            assert!(!page.texts("nav a").contains(&"Actions".to_owned()));
        },
    );
}

#[test]
fn the_day_decides_what_is_late_and_the_threads_decide_nothing() {
    let base = base().run(&["build", "--today", "2024-01-20"]).ok();
    let base = base.page("actions.html", |page| page.has_no(".late")).is_gone("site/actions/late.html");
    let early = base.files("site");
    let base = base.without(".lookback").run_with(&["build", "--threads", "1"], |command| {
        command.env("SOURCE_DATE_EPOCH", "1705708800");
    });
    assert!(base.ok().files("site") == early, "the epoch is the same day");
    let post_mortem = built().files("site")["2024/cache.html"].clone();
    assert!(early["2024/cache.html"] == post_mortem, "pages of post-mortems do not depend on the day");
}

#[test]
fn many_actions_come_in_pages() {
    let items: String = (0..450).map(|n| format!("- [ ] Promise {n}\n")).collect();
    let base = Base::new().file("content/a.md", format!("# A\n\n## Action items\n\n{items}"));
    base.run(&["build"])
        .ok()
        .page("actions/open.html", |page| {
            assert_eq!(page.texts(".acts tbody tr").len(), 200);
            page.has(".pager", "1–200 of 450");
        })
        .page("actions/open/page-3.html", |page| assert_eq!(page.texts(".acts tbody tr").len(), 50))
        .page("actions.html", |page| {
            assert_eq!(page.texts(".acts tbody tr").len(), 50);
            assert_eq!(page.texts(".more a"), ["All 450 open"]);
        });
}

#[test]
fn odd_dates_and_names_are_reported() {
    let text = "---\ndate: 2024-01-02\n---\n\n## Action items\n\n- [ ] Warm it (owner: Edge teem, due: 2023-12-30)\n- [ ] Watch it (due: 2024-02-30)\n\n| Action | Due | Closed |\n|-|-|-|\n| Mend it | 2024-13-01 | 2023-11-11 |\n";
    base()
        .file("content/odd.md", text)
        .build()
        .ok()
        .warns("due-before-incident")
        .warns("content/odd.md:7:39")
        .warns("closed-before-incident")
        .warns("content/odd.md:12:26")
        .warns("unknown-owner")
        .warns("Did you mean `Edge team`?")
        .warns("content/odd.md:8:22")
        .warns("content/odd.md:12:13")
        .page("actions/odd-dates.html", |page| assert_eq!(page.texts(".acts tbody tr").len(), 3));
}

/// The entries of a kind in a calendar: names and values of their properties, in a parser that is not the writer.
fn entries(text: &str, kind: &ICalendarComponentType) -> Vec<Vec<(String, String)>> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|problem| panic!("{problem:?} in\n{text}"));
    let properties = |one: &ICalendarComponent| {
        let value = |value: &ICalendarValue| match value {
            ICalendarValue::Text(text) | ICalendarValue::Uri(Uri::Location(text)) => text.clone(),
            ICalendarValue::PartialDateTime(date) => {
                let (year, month, day) = (date.year.unwrap(), date.month.unwrap(), date.day.unwrap());
                let time = date.hour.map_or_else(String::new, |hour| format!(" {hour} h"));
                format!("{year}-{month:02}-{day:02}{time}")
            }
            other => format!("{other:?}"),
        };
        let named = one.entries.iter();
        named
            .map(|entry| (entry.name.as_str().to_owned(), entry.values.iter().map(value).collect()))
            .collect()
    };
    calendar.components.iter().filter(|one| one.component_type == *kind).map(properties).collect()
}

#[test]
fn the_calendar_holds_what_is_open_and_dated() {
    let settings =
        "[book]\ntitle = \"Small\"\n[output.html]\nsite-url = \"https://example.org/incidents/\"\n";
    let base = base().file("book.toml", settings).run(&["build", "--today", "2024-06-01"]).ok();
    let text = base.read("site/actions.ics");
    assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n") && line.len() <= 77), "{text}");
    let (todos, events) =
        (entries(&text, &ICalendarComponentType::VTodo), entries(&text, &ICalendarComponentType::VEvent));
    assert_eq!((todos.len(), events.len()), (2, 2));
    let value = |entry: &[(String, String)], key: &str| {
        entry.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    assert_eq!(value(&todos[1], "DUE"), "2024-06-20");
    assert_eq!(value(&todos[1], "STATUS"), "Status(InProcess)");
    assert_eq!(value(&todos[1], "DTSTAMP"), "2024-06-01 0 h");
    assert_eq!(value(&events[0], "DTSTART"), "2024-02-01");
    assert_eq!(value(&events[0], "URL"), "https://example.org/incidents/2024/cache.html#a1");
    assert!(value(&events[0], "DESCRIPTION").contains("Owner: Edge team"));
    assert_eq!(value(&todos[1], "SUMMARY"), "Watch it; all of it");
    assert_eq!(value(&events[0], "DTEND"), "", "an end on the day of the start would be before it");
    let uids = |base: &Base| {
        let text = base.read("site/actions.ics");
        entries(&text, &ICalendarComponentType::VTodo)
            .iter()
            .map(|entry| value(entry, "UID"))
            .collect::<Vec<_>>()
    };
    let before = uids(&base);
    let moved = CACHE.replace("due: 2024-02-01", "due: 2024-07-01").replace("owner: Edge,", "owner: Ana,");
    let base = base.file("content/2024/cache.md", moved).run(&["build"]).ok();
    let after = uids(&base);
    assert_eq!([&after[0], &after[1]], [&before[1], &before[0]]);
}

fn listed(base: &Base) -> Vec<String> {
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    let titles = records.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned());
    titles.collect()
}

#[test]
fn the_command_lists_what_is_asked_for() {
    let list = |options: &[&str]| {
        let mut arguments = vec!["actions", "--today", "2024-06-01", "--format", "json"];
        arguments.extend(options);
        listed(&base().run(&arguments).ok())
    };
    assert_eq!(
        list(&[]),
        ["Warm it", "Watch it; all of it", "Add an alert for queue depth", "Alert on queue depth"]
    );
    assert_eq!(list(&["--overdue"]), ["Warm it"]);
    assert_eq!(list(&["--state", "done,dropped"]), ["Measure it", "Drain it", "Rebuild it"]);
    assert_eq!(list(&["--state", "all"]).len(), 7);
    assert_eq!(list(&["--team", "edge"]), ["Warm it", "Watch it; all of it"]);
    assert_eq!(list(&["--owner", "ANA"]), ["Add an alert for queue depth"]);
    assert_eq!(list(&["--owner", "none"]), ["Alert on queue depth"]);
    assert_eq!(list(&["--service", "mail", "--due-before", "2024-06-20"]), ["Warm it"]);
}

#[test]
fn the_command_fails_where_it_is_asked_to() {
    let late = ["actions", "--today", "2024-06-01", "--fail-on", "overdue"];
    base().run(&late).exits(1).says("121 d late").says("4 action items, 1 late on 2024-06-01");
    base().run(&["actions", "--today", "2024-01-03", "--fail-on", "overdue"]).ok();
    base().run(&[&late[..], &["--owner", "Ana"]].concat()).ok();
    for (option, name) in [("--team", "Edge teem"), ("--service", "Shp"), ("--owner", "Anna")] {
        base().run(&["actions", option, name]).exits(2).warns("error[unknown-name]").warns("Did you mean");
    }
    base().run(&["actions", "--overdue", "--state", "done"]).exits(2);
    base().run(&["actions", "--help"]).ok().says("Examples:");
}

#[test]
fn records_follow_their_schema() {
    let base = base().run(&["actions", "--state", "all", "--today", "2024-06-01", "--format", "json"]).ok();
    let records: Value = serde_json::from_str(&base.stdout()).unwrap();
    let schema: Value = serde_json::from_str(&base.run(&["actions", "--schema"]).ok().stdout()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let records = records.as_array().unwrap();
    for record in records {
        let problems = validator.iter_errors(record).map(|error| error.to_string()).collect::<Vec<_>>();
        assert!(problems.is_empty(), "{problems:?} in {record:#}");
    }
    let warm = &records[0];
    assert_eq!((&warm["overdue_days"], &warm["age_days"]), (&Value::from(121), &Value::from(151)));
    assert_eq!((&warm["team"], &warm["owner"]), (&Value::from("Edge team"), &Value::from("Edge team")));
    assert_eq!(warm["post_mortem"]["url"], "2024/cache.html#a1");
}

#[test]
fn other_formats_say_the_same() {
    let run =
        |format: &str| base().run(&["actions", "--today", "2024-06-01", "--format", format]).ok().stdout();
    let csv = run("csv");
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let late = csv.headers().unwrap().iter().position(|name| name == "overdue_days").unwrap();
    let rows = csv.records().map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!((rows.len(), &rows[0][1], &rows[0][late]), (4, "Warm it", "121"));
    assert!(run("markdown").starts_with(
        "- [ ] Warm it (owner: Edge team, due: 2024-02-01), from 2024-01-02 The cache was cold\n"
    ));
    assert_eq!(run("ics").matches("BEGIN:VTODO").count(), 2);
    let table = run("table");
    assert!(table.starts_with("DUE         STATE"), "{table}");
    assert!(table.contains("2024-02-01  121 d late") && table.contains("2024/cache.md"), "{table}");
}
