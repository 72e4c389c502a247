//! Figures of a knowledge base whose incidents were counted by hand: on the page, as data and as text.

use crate::support::Base;
use serde_json::Value;

/// The incidents, all in UTC; the clock of the book is that of Berlin.
///
/// | file | date       | start → resolved        | minutes | detected after | published after | service | noticed |
/// |------|------------|-------------------------|---------|----------------|-----------------|---------|---------|
/// | 01   | 2023-01-02 | 23:30 → 23:35           | 5       | 1 min          | 1 day           | Shop    | alert   |
/// | 02   | 2023-02-06 | 10:00 → 10:10           | 10      | 2 min          | 2 days          | Mail    | alert   |
/// | 03   | 2023-03-06 | 10:00 → 10:15           | 15      | 3 min          | 3 days          | Mail    | alert   |
/// | 04   | 2023-04-03 | 10:00 → 10:20           | 20      | 4 min          | 10 days         | Mail    | customer|
/// | 05   | 2024-01-10 | 10:00 → 10:30           | 30      | 60 min         | 30 days         | Mail    | by luck |
/// | 06   | 2024-02-05 | 10:00 → 10:45           | 45      | –              | –               | Mail    | –       |
/// | 07   | 2024-03-04 | 10:00 → 11:00           | 60      |                |                 | Mail    |         |
/// | 08   | 2024-04-01 | 10:00 → 11:30           | 90      |                |                 | Mail    |         |
/// | 09   | 2024-05-06 | 10:00 → 12:00           | 120     |                |                 | Mail    |         |
/// | 10   | 2024-06-03 | 10:00 → 14:00           | 240     |                |                 | Mail    |         |
/// | 11   | 2024-07-01 | 10:00 → next day 10:00  | 1440    |                |                 | Mail    |         |
/// | 12   | 2024-08-05 | 10:00 → 8th 10:00       | 4320    |                |                 | Shop    |         |
/// | 13   | 2024-09-02 | 10:00 → 10:07, near miss| –       |                |                 | Mail    |         |
/// | 14   | 2024-09-09 | 10:00 → 09:00           | –       |                |                 | Mail    |         |
/// | 15   | 2024-10-07 | 10:00 → 40 days later   | –       |                |                 | Mail    |         |
/// | 16   | 2024-11-04 | days only               | –       |                |                 | Mail    |         |
/// | 17   | 2020-05-04 | –                       | –       |                |                 | Shop    |         |
/// | 18   | undated    | –                       | –       |                |                 | –       |         |
///
/// Time to resolve, n = 12: median at place ⌈0.5 × 12⌉ = 6: 45; p75 at ⌈9⌉ = 9: 120; p90 at ⌈10.8⌉ = 11: 1440.
/// Left out: one too long, one before its start, one of which the day alone is known, one near miss, two not recorded.
/// Time to detect, n = 5 (1, 2, 3, 4, 60): median at ⌈2.5⌉ = 3: 3; p75 at ⌈3.75⌉ = 4: 4; too few for p90.
/// 2023, n = 4: no median. 2024, n = 8 (30, 45, 60, 90, 120, 240, 1440, 4320): median at place 4: 90.
/// Until published, n = 5 (1, 2, 3, 10, 30 days): median 3, p75 at place 4: 10.
/// Time lost: Shop 5 + 4320 = 4325, one not known; Mail 10 + 15 + 20 + 30 + 45 + 60 + 90 + 120 + 240 + 1440 = 2070, with
/// three not known (14, 15, 16); the near miss cost nothing.
///
/// Action items of 05, as on 2024-12-31: one done in time, one done a day late, one overdue, one not yet due, one without
/// a date, one dropped. Three are open, 356 days after 2024-01-10. The two done ones took 21 and 23 days.
fn counted() -> Base {
    let times: [(&str, &str, &str, &str, u32); 12] = [
        ("01", "2023-01-02", "23:30", "2023-01-02T23:35", 1),
        ("02", "2023-02-06", "10:00", "2023-02-06T10:10", 2),
        ("03", "2023-03-06", "10:00", "2023-03-06T10:15", 3),
        ("04", "2023-04-03", "10:00", "2023-04-03T10:20", 4),
        ("05", "2024-01-10", "10:00", "2024-01-10T10:30", 60),
        ("06", "2024-02-05", "10:00", "2024-02-05T10:45", 0),
        ("07", "2024-03-04", "10:00", "2024-03-04T11:00", 0),
        ("08", "2024-04-01", "10:00", "2024-04-01T11:30", 0),
        ("09", "2024-05-06", "10:00", "2024-05-06T12:00", 0),
        ("10", "2024-06-03", "10:00", "2024-06-03T14:00", 0),
        ("11", "2024-07-01", "10:00", "2024-07-02T10:00", 0),
        ("12", "2024-08-05", "10:00", "2024-08-08T10:00", 0),
    ];
    let published = ["2023-01-03", "2023-02-08", "2023-03-09", "2023-04-13", "2024-02-09"];
    let noticed = ["alert", "alert", "Monitoring", "a customer called", "by luck"];
    let mut base = Base::new().file("book.toml", "[book]\ntimezone = \"Europe/Berlin\"\n");
    for (index, (number, date, start, end, detected)) in times.into_iter().enumerate() {
        let service = if matches!(number, "01" | "12") { "Shop" } else { "Mail" };
        let mut front = format!(
            "title: Incident {number}\ndate: {date}\nseverity: sev{}\nservices: [{service}]\ncauses: [deploy]\nstarted_at: {date}T{start}:00Z\nresolved_at: {end}:00Z\n",
            index % 3 + 1
        );
        if detected > 0 {
            let (hour, minute) =
                (start[..2].parse::<u32>().unwrap() * 60, start[3..].parse::<u32>().unwrap());
            let at = hour + minute + detected;
            front.push_str(&format!(
                "detected_at: {date}T{:02}:{:02}:00Z\npublished: {}\ndetection: {}\n",
                at / 60,
                at % 60,
                published[index],
                noticed[index]
            ));
        }
        if number == "05" {
            front.push_str(
                "action_items:\n\
                 - {title: A, due: 2024-02-01, status: done, closed: 2024-01-31}\n\
                 - {title: B, due: 2024-02-01, status: done, closed: 2024-02-02}\n\
                 - {title: C, due: 2024-03-01, status: open}\n\
                 - {title: D, due: 2025-06-01, status: open}\n\
                 - {title: E, status: in-progress}\n\
                 - {title: F, due: 2024-02-01, status: dropped}\n",
            );
        }
        base = base.file(&format!("content/{number}.md"), format!("---\n{front}---\n\nText.\n"));
    }
    let odd = [
        (
            "13",
            "date: 2024-09-02\nstarted_at: 2024-09-02T10:00:00Z\nresolved_at: 2024-09-02T10:07:00Z\nnear_miss: true\nservices: [Mail]\n",
        ),
        (
            "14",
            "date: 2024-09-09\nstarted_at: 2024-09-09T10:00:00Z\nresolved_at: 2024-09-09T09:00:00Z\nservices: [Mail]\n",
        ),
        (
            "15",
            "date: 2024-10-07\nstarted_at: 2024-10-07T10:00:00Z\nresolved_at: 2024-11-16T10:00:00Z\nservices: [Mail]\n",
        ),
        ("16", "date: 2024-11-04\nstarted_at: 2024-11-04\nresolved_at: 2024-11-05\nservices: [Mail]\n"),
        ("17", "date: 2020-05-04\nservices: [Shop]\n"),
        ("18", ""),
    ];
    for (number, front) in odd {
        base = base.file(
            &format!("content/{number}.md"),
            format!("---\ntitle: Incident {number}\n{front}---\n\nText.\n"),
        );
    }
    base
}

const TODAY: &str = "--today=2024-12-31";

fn stats(arguments: &[&str]) -> (Base, Value) {
    let mut all = vec!["stats", "--json", TODAY];
    all.extend_from_slice(arguments);
    let base = counted().run(&all).ok();
    let figures = serde_json::from_str(&base.stdout()).unwrap();
    (base, figures)
}

fn numbers(value: &Value, names: &[&str]) -> Vec<Option<i64>> {
    names
        .iter()
        .map(|name| value.get(name).unwrap_or_else(|| panic!("no {name} in {value}")).as_i64())
        .collect()
}

const SPREAD: [&str; 5] = ["shortest", "median", "p75", "p90", "longest"];

#[test]
fn the_figures_are_those_that_were_counted_by_hand() {
    let (_, figures) = stats(&[]);
    assert_eq!(numbers(&figures, &["incidents", "undated", "near_misses"]), [Some(18), Some(1), Some(1)]);
    let resolve = &figures["durations"]["resolve"];
    assert_eq!(numbers(&resolve["minutes"], &SPREAD), [Some(5), Some(45), Some(120), Some(1440), Some(4320)]);
    let reasons = ["too_long", "before_start", "day_only", "doubtful", "near_miss", "not_recorded"];
    let counted = [Some(1), Some(1), Some(1), Some(0), Some(1), Some(2)];
    assert_eq!(numbers(&resolve["left_out"], &reasons), counted);
    assert_eq!(resolve["n"], 12);
    assert_eq!(resolve["implausible"][0]["id"], "15");
    assert_eq!(resolve["implausible"][0]["minutes"], 40 * 24 * 60);
    let detect = &figures["durations"]["detect"];
    assert_eq!(numbers(&detect["minutes"], &SPREAD), [Some(1), Some(3), Some(4), None, Some(60)]);
    let periods = figures["periods"].as_array().unwrap();
    let of =
        |year: &str| &periods.iter().find(|period| period["period"] == year).unwrap()["durations"]["resolve"];
    assert_eq!(periods.len(), 5);
    assert_eq!((of("2023")["n"].as_i64(), of("2023")["median"].as_i64()), (Some(4), None));
    assert_eq!((of("2024")["n"].as_i64(), of("2024")["median"].as_i64()), (Some(8), Some(90)));
    assert_eq!(of("2021")["n"], 0);
    let days = &figures["publication"]["days"];
    assert_eq!(numbers(days, &SPREAD), [Some(1), Some(3), Some(10), None, Some(30)]);
}

#[test]
fn what_was_noticed_promised_and_lost_is_counted() {
    let (_, figures) = stats(&[]);
    let noticed: Vec<String> = figures["detection"]
        .as_array()
        .unwrap()
        .iter()
        .map(|way| format!("{} {}", way["by"].as_str().unwrap(), way["incidents"]))
        .collect();
    assert_eq!(noticed, ["alert 3", "customer 1", "other 1", "not-recorded 13"]);
    let actions = &figures["actions"];
    let names = ["in_time", "late", "overdue", "not_yet_due", "without_due_date", "dropped"];
    assert_eq!(numbers(actions, &names), [Some(1); 6]);
    assert_eq!(numbers(&actions["open_age_days"]["days"], &SPREAD), [Some(356), None, None, None, Some(356)]);
    assert_eq!(numbers(&actions["done_after_days"]["days"], &SPREAD), [Some(21), None, None, None, Some(23)]);
    let lost = &figures["time_lost"];
    assert_eq!(lost[0]["service"], "Shop");
    assert_eq!(numbers(&lost[0], &["minutes", "n", "not_known"]), [Some(4325), Some(2), Some(1)]);
    assert_eq!(numbers(&lost[1], &["minutes", "n", "not_known"]), [Some(2070), Some(10), Some(3)]);
    // Half past eleven at night in UTC is half past midnight in Berlin, on a Tuesday.
    assert_eq!(figures["weekdays"][1][0], 1);
    assert_eq!(figures["without_time_of_day"], 3);
}

#[test]
fn the_page_says_what_the_data_says() {
    let (base, figures) = stats(&[]);
    base.run(&["build", "-q", TODAY]).ok().page("insights.html", |page| {
        let rows = page.rows("table.spread", 0);
        for (row, name) in rows.iter().zip(["detect", "acknowledge", "mitigate", "resolve"]) {
            let duration = &figures["durations"][name];
            let left_out: i64 =
                duration["left_out"].as_object().unwrap().values().map(|count| count.as_i64().unwrap()).sum();
            let mut expected = vec![duration["n"].as_i64()];
            expected.extend(numbers(&duration["minutes"], &["median", "p75", "p90", "longest"]));
            expected.push(Some(left_out));
            assert_eq!(*row, expected, "{name}");
        }
        assert_eq!(rows.len(), 4);
        let severities: Vec<i64> = figures["severities"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["incidents"].as_i64().unwrap())
            .filter(|count| *count > 0)
            .collect();
        assert_eq!(page.values(".key"), severities);
        let numbers = |list: &Value, name: &str| -> Vec<i64> {
            list.as_array().unwrap().iter().map(|one| one[name].as_i64().unwrap()).collect()
        };
        let shown = |section: &str| page.values(&format!("section[aria-labelledby={section}] .counts td"));
        assert_eq!(shown("lb-noticed"), numbers(&figures["detection"], "incidents"));
        assert_eq!(shown("lb-lost"), numbers(&figures["time_lost"], "minutes"));
        assert_eq!(shown("lb-triggers"), numbers(&figures["triggers"]["categories"], "incidents"));
        let actions = &figures["actions"];
        let kept = ["in_time", "late", "overdue"].map(|name| actions[name].as_i64().unwrap());
        assert_eq!(shown("lb-promised"), kept);
        let days = page.rows("section[aria-labelledby=lb-week] table", 0);
        for (day, hours) in days.iter().zip(figures["weekdays"].as_array().unwrap()) {
            let hours: Vec<i64> =
                hours.as_array().unwrap().iter().map(|count| count.as_i64().unwrap()).collect();
            let parts = hours.chunks(6).map(|part| Some(part.iter().sum()));
            let expected: Vec<Option<i64>> = std::iter::once(Some(hours.iter().sum())).chain(parts).collect();
            assert_eq!(*day, expected);
        }
        let published = page.rows("section[aria-labelledby=lb-published] table", 0);
        let days = &figures["publication"];
        assert_eq!(
            published[0][..3],
            [&days["n"], &days["days"]["median"], &days["days"]["p75"]].map(Value::as_i64)
        );
        page.has(".cap", "Incident 15 (40 d to resolve)");
        page.has(".cap", "Incident 14 (the end is before the start)");
        page.has("time", "2024-12-31");
        page.has(".answer", "33 % of 3 action items that were due were done in time.");
    });
}

#[test]
fn every_figure_leads_to_its_incidents() {
    let base = counted().run(&["build", "-q", TODAY]).ok();
    base.page("insights/resolve.html", |page| {
        assert_eq!(
            page.attributes("main h2", "id"),
            ["y2024", "y2023", "too-long", "before-start", "day-only", "near-miss", "not-recorded"]
        );
        assert_eq!(page.texts(".rows .du")[..3], ["3 d", "1 d", "4 h"]);
    })
    .page("insights/noticed-other.html", |page| page.has(".rows .du", "by luck"))
    .page("insights/tuesday.html", |page| page.has("h2#h00 ~ .rows .du", "00:30"))
    .page("insights/severity-none.html", |page| assert_eq!(page.texts(".rows > li").len(), 6))
    .page("insights/near-misses.html", |page| page.has(".rows .t", "Incident 13"))
    .page("matrix.html", |page| {
        assert_eq!(page.texts("table.hm tbody th"), ["Mail", "Shop"]);
        assert_eq!(page.attributes("table.hm td.l4 a", "href"), ["services/mail/by-cause.html#c-deploy"]);
    })
    .page("services/mail/by-cause.html", |page| assert_eq!(page.texts("#c-deploy ~ .rows > li").len(), 10));
}

#[test]
fn groups_have_the_same_figures() {
    let (_, figures) = stats(&["--by", "service"]);
    let groups = figures["groups"].as_array().unwrap();
    assert_eq!(
        groups.iter().map(|group| group["name"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Mail", "Shop"]
    );
    assert_eq!(
        numbers(&groups[0], &["incidents", "near_misses", "minutes_lost"]),
        [Some(14), Some(1), Some(2070)]
    );
    // Ten lengths of Mail, in order 10, 15, 20, 30, 45, …: the fifth.
    assert_eq!(groups[0]["durations"]["resolve"]["minutes"]["median"], 45);
    let (_, years) = stats(&["--by", "year"]);
    let names: Vec<_> =
        years["groups"].as_array().unwrap().iter().map(|group| group["name"].clone()).collect();
    assert_eq!(names, ["2024".into(), "2023".into(), "2020".into(), Value::Null]);
}

#[test]
fn days_limit_what_is_counted() {
    let (_, figures) = stats(&["--since", "2023-02-01", "--until", "2023-12-31"]);
    assert_eq!(numbers(&figures, &["incidents", "undated"]), [Some(3), Some(0)]);
    assert_eq!(figures["since"], "2023-02-01");
    assert_eq!(figures["durations"]["resolve"]["minutes"]["median"], Value::Null);
}

#[test]
fn the_data_is_what_its_schema_says() {
    let base = counted().run(&["stats", "--schema"]).ok();
    let schema = serde_json::from_str(&base.stdout()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [&[][..], &["--by", "service"], &["--by", "severity"], &["--since", "2030-01-01"]] {
        let (_, figures) = stats(arguments);
        let faults: Vec<String> = validator.iter_errors(&figures).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{arguments:?}: {faults:#?}");
    }
    let base = parts().run(&["stats", "--json", TODAY, "--by", "cause"]).ok();
    assert!(validator.is_valid(&serde_json::from_str(&base.stdout()).unwrap()), "{}", base.stdout());
}

#[test]
fn people_get_tables() {
    let base = counted().run(&["stats", TODAY]).ok();
    for line in [
        "18 incidents, as of 2024-12-31",
        "resolve       12         6    45 min  2 h   1 d      3 d",
        "left out of resolve: 15.md: too long",
        "2023            4       –        –  4",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&base.stdout()).contains(&squeezed(line)), "{line:?} is not in\n{}", base.stdout());
    }
    base.run(&["stats", TODAY, "--by", "service"]).ok().says("Mail").says("1 d 10 h");
}

#[test]
fn a_knowledge_base_without_incidents_has_no_insights() {
    let base =
        Base::new().file("book.toml", "").file("content/pages/about.md", "# About\n\nText.\n").build().ok();
    base.is_gone("site/insights.html").is_gone("site/matrix.html").page("index.html", |page| {
        assert!(!page.texts("nav a").contains(&"Insights".to_owned()));
    });
}

/// Two services of a third, and a cause of another: 01 and 02 name `Cards`, 03 `Vouchers`, 04 `Payments` itself.
fn parts() -> Base {
    let base = Base::new().file("book.toml", "");
    let base = [
        ("services/payments.md", "name: Payments"),
        ("services/cards.md", "name: Cards\nparent: Payments"),
        ("services/vouchers.md", "name: Vouchers\nparent: Payments"),
        ("causes/ours.md", "name: The Tuesday thing\naliases: [Binary push]"),
        ("causes/theirs.md", "name: The Friday thing\nparent: The Tuesday thing"),
    ]
    .into_iter()
    .fold(base, |base, (path, front)| base.file(&format!("content/{path}"), format!("---\n{front}\n---\n")));
    [
        ("01", "Cards", "The Friday thing", 10),
        ("02", "Cards", "The Tuesday thing", 20),
        ("03", "Vouchers", "The Friday thing", 30),
        ("04", "Payments", "The Tuesday thing", 40),
        ("05", "Shop", "The Friday thing", 50),
    ]
    .into_iter()
    .fold(base, |base, (number, service, cause, minutes)| {
        let front = format!(
            "title: Incident {number}\nservices: [{service}]\ncauses: [{cause}]\nstarted_at: 2024-01-{number}T10:00:00Z\nresolved_at: 2024-01-{number}T10:{minutes}:00Z"
        );
        base.file(&format!("content/{number}.md"), format!("---\n{front}\n---\n\nText.\n"))
    })
}

#[test]
fn what_is_part_of_another_counts_for_that_where_it_says_so() {
    let groups = |by: &str| -> Vec<(String, Value, i64, i64)> {
        let base = parts().run(&["stats", "--json", TODAY, "--by", by]).ok();
        let figures: Value = serde_json::from_str(&base.stdout()).unwrap();
        let one = |group: &Value| {
            let name = group["name"].as_str().unwrap().to_owned();
            let number = |name: &str| group[name].as_i64().unwrap();
            (name, group["parent"].clone(), number("incidents"), number("minutes_lost"))
        };
        figures["groups"].as_array().unwrap().iter().map(one).collect()
    };
    let named = |name: &str, parent: Option<&str>, incidents, minutes| {
        (name.to_owned(), parent.map_or(Value::Null, Value::from), incidents, minutes)
    };
    assert_eq!(
        groups("service"),
        [
            named("Payments", None, 4, 100),
            named("Cards", Some("Payments"), 2, 30),
            named("Shop", None, 1, 50),
            named("Vouchers", Some("Payments"), 1, 30),
        ]
    );
    assert_eq!(
        groups("cause"),
        [
            named("The Tuesday thing", None, 5, 150),
            named("The Friday thing", Some("The Tuesday thing"), 3, 90)
        ]
    );
    let base = parts().run(&["stats", "--json", TODAY]).ok();
    let figures: Value = serde_json::from_str(&base.stdout()).unwrap();
    let lost: Vec<_> = figures["time_lost"].as_array().unwrap().iter().map(|lost| &lost["minutes"]).collect();
    assert_eq!(lost, [50, 40, 30, 30], "each incident once");
    // The parent has the name of Google's category as an alias; the other has it from the parent.
    assert_eq!(figures["triggers"]["categories"][0]["incidents"], 5);
    assert_eq!(figures["triggers"]["matched"], 5);
    base.run(&["stats", TODAY, "--by", "service"]).ok().says("what is part of another counts for that too");
}

#[test]
fn the_matrix_counts_what_is_named() {
    parts().run(&["build", "-q", TODAY]).ok().page("matrix.html", |page| {
        assert_eq!(page.texts("table.hm tbody th"), ["Cards", "Payments", "Shop", "Vouchers"]);
        page.has(".cap", "Counted is what post-mortems name");
        assert_eq!(page.texts("table.hm tbody td[class^=l] a"), ["1"; 5]);
        // The page of Payments lists four, of which it has one itself.
        assert_eq!(page.values("table.hm tbody td.sum"), [2, 1, 1, 1]);
        assert_eq!(page.attributes("table.hm tbody td.sum a", "href").len(), 3);
    });
}

#[test]
fn kept_promises_lead_to_their_incidents() {
    counted()
        .run(&["build", "-q", TODAY])
        .ok()
        .page("insights.html", |page| {
            let links = page.attributes("section[aria-labelledby=lb-promised] tbody a", "href");
            assert_eq!(
                links[..3],
                ["insights/actions-in-time.html", "insights/actions-late.html", "actions/late.html"]
            );
        })
        .page("insights/actions-late.html", |page| {
            page.has(".deck", "1 action item of 1 incident");
            page.has(".rows .du", "1 action");
        });
}
