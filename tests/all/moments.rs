//! What the texts of times and dates mean, through the real program: `export` of invented post-mortems.

use std::collections::HashMap;

use crate::support::Base;
use serde_json::Value;

/// Records of the files, by path, with the settings of `[book]`.
fn exported(settings: &str, files: &[(String, String)]) -> HashMap<String, Value> {
    let mut base = Base::new().file("book.toml", format!("[book]\ntitle = \"T\"\n{settings}\n"));
    for (path, text) in files {
        base = base.file(&format!("content/{path}"), text);
    }
    let records: Vec<Value> = serde_json::from_str(&base.run(&["export"]).ok().stdout()).unwrap();
    records.into_iter().map(|record| (record["path"].as_str().unwrap().to_owned(), record)).collect()
}

/// Times of a timeline: those of the same day in the book's zone without the day.
fn times(record: &Value) -> String {
    let at = |entry: &Value| match entry["at"].as_str() {
        Some(at) => at.strip_prefix("2026-02-03T").unwrap_or(at).replace(":00Z", "Z").replace(":00+", "+"),
        None => "-".to_owned(),
    };
    record["timeline"].as_array().unwrap().iter().map(at).collect::<Vec<_>>().join(" ")
}

/// Each timeline of `cases` stands in a file of 3 February 2026, below the words that are before the first line break.
fn assert_timelines(settings: &str, cases: &[(&str, &str)]) {
    let files: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(index, (lines, _))| {
            let (heading, lines) = lines.split_once('\n').unwrap();
            let heading = if heading.is_empty() { "## Timeline" } else { heading };
            (
                format!("2026-02-03-x{index}.md"),
                format!("# Mill\n\n## Summary\n\nIt broke.\n\n{heading}\n\n{lines}\n"),
            )
        })
        .collect();
    let records = exported(settings, &files);
    let wrong: Vec<_> = cases
        .iter()
        .zip(&files)
        .filter_map(|((lines, expected), (path, _))| {
            let found = times(&records[path]);
            (found != *expected).then(|| format!("{lines}\n  found    {found}\n  expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn entries_are_ordered_by_instants() {
    assert_timelines(
        "",
        &[
            ("\n- 17:02 CET a\n- 08:10 PST b", "17:02+01:00 08:10:00-08:00"),
            ("\n- 23:50 PST a\n- 08:45 CET b", "23:50:00-08:00 2026-02-04T08:45+01:00"),
            ("\n- 23:50 a\n- 00:10 b", "23:50Z 2026-02-04T00:10Z"),
            ("\n- 10:30 a\n- 10:10 b", "10:30Z 10:10Z"),
        ],
    );
}

#[test]
fn an_offset_is_real_and_followed_by_nothing() {
    assert_timelines(
        "",
        &[
            ("\n- 14:20 (+0:15) [mitigated] a", "14:20Z"),
            ("\n- 14:10 (+5 min) a", "14:10Z"),
            ("\n- 10:20 +3 replicas added", "10:20Z"),
            ("\n- 10:15 -10:45 a", "10:15Z"),
            ("\n- 10:05 UTC-10:20 UTC a", "10:05Z"),
            ("\n- 10:05 UTC-11:00 UTC a", "10:05Z"),
            ("\n- 15:00+1 a", "2026-02-04T15:00Z"),
            ("\n- 23:00 a\n- 01:15 (next day) b\n- 02:00 c", "23:00Z 2026-02-04T01:15Z 2026-02-04T02:00Z"),
            ("\n- 10:20 +15 pods a", "10:20Z"),
            ("\n- 10:20 +05:30 a", "10:20+05:30"),
            ("\n- 10:20 -0730 a", "10:20Z"),
            ("\n- 14:05 -07:00 a", "14:05:00-07:00"),
            ("\n- 10:20 UTC+2: a", "10:20+02:00"),
            ("\n- 10:20 UTC +3 replicas", "10:20Z"),
        ],
    );
}

#[test]
fn a_zone_is_one_only_behind_a_time_or_in_a_statement() {
    assert_timelines(
        "",
        &[
            ("\n- 10:20 MSK brokers restart", "10:20Z"),
            ("\n- 10:20 WEST region drained", "10:20Z"),
            ("## Timeline (US WEST)\n- 10:20 a", "10:20Z"),
            ("## Timeline (Australian Eastern Time)\n- 10:20 a", "10:20+11:00"),
            ("\n- 10:20 MSK: brokers restart", "10:20+03:00"),
            ("## Timeline (UTC +9)\n- 10:20 a", "10:20+09:00"),
            ("## Timeline (UTC−3)\n- 10:20 a", "10:20:00-03:00"),
            ("## Timeline (GMT +1)\n- 10:20 a", "10:20+01:00"),
            ("## Timeline (+09:00)\n- 10:20 a", "10:20+09:00"),
            ("## Timeline (PST/PDT)\n- 10:20 a", "10:20:00-08:00"),
            ("## Timeline (EST/UTC-5)\n- 10:20 a", "10:20:00-05:00"),
            ("## Timeline\n> All times CET\n\n- 10:20 a", "10:20+01:00"),
            ("## Timeline\nAlle Zeiten in MESZ.\n\n- 10:20 a", "10:20+02:00"),
            ("## Timeline\n時刻はすべて JST です。\n\n- 10:20 a", "10:20+09:00"),
            ("## Timeline\nThe PST file was lost that time.\n\n- 10:20 a", "10:20Z"),
            ("## Details (all times PST)\nText.\n\n## Timeline\n\n- 10:20 a", "10:20:00-08:00"),
            ("\n- 10:20 Europe/Berlin a", "10:20+01:00"),
            ("\n- 14:05 UTC (15:05 CET) a", "14:05Z"),
        ],
    );
}

#[test]
fn days_come_from_headings_weekdays_and_words() {
    assert_timelines(
        "",
        &[
            (
                "\n### 2026-02-03\n\n- 18:00 a\n\n### 2026-02-04\n\n- 09:00 b\n- 20:00 c\n\n### 2026-02-05\n\n- 08:00 d",
                "18:00Z 2026-02-04T09:00Z 2026-02-04T20:00Z 2026-02-05T08:00Z",
            ),
            ("\n- Tue 14:05 a\n- Wed 15:20 b", "14:05Z 2026-02-04T15:20Z"),
            ("\n### Tuesday\n\n- 10:00 a\n\n### Thursday\n\n- 09:00 b", "10:00Z 2026-02-05T09:00Z"),
            ("\n### Day 1\n\n- 10:00 a\n\n### Day 3\n\n- 09:00 b", "10:00Z 2026-02-05T09:00Z"),
            ("\nOn 4 February 2026:\n\n- 10:00 a", "2026-02-04T10:00Z"),
            ("\n2026-02-04:\n\n- 10:00 a\n- 11:00 b", "2026-02-04T10:00Z 2026-02-04T11:00Z"),
            ("\n- 10:00 a\n\nThe next day:\n\n- 10:00 b", "10:00Z 2026-02-04T10:00Z"),
            ("\n**Wednesday**\n\n- 10:00 a", "2026-02-04T10:00Z"),
            ("\n- 2026-02-03 24:00 a", "2026-02-04T00:00Z"),
            ("\n- Monday is a holiday\n- 10:00 a", "- 10:00Z"),
            (
                "\n| Time | Event |\n|-|-|\n| 2025-10-10 | belt bought |\n| 10:00 | a |\n| 11:00 | b |",
                "2025-10-10T00:00Z 10:00Z 11:00Z",
            ),
            (
                "\n### Day 1 (Tuesday)\n\n- 10:00 a\n\n### Day 2 – Recovery\n\n- 09:00 b",
                "10:00Z 2026-02-04T09:00Z",
            ),
            (
                "\n- 2025-11-01 15:00 belt bought\n- 10:00 a\n- 11:00 b\n- 2026-02-04 10:00 c",
                "2025-11-01T15:00Z 10:00Z 11:00Z 2026-02-04T10:00Z",
            ),
            ("\n- 2026-02-01 09:00 a\n- 10:00 b", "2026-02-01T09:00Z 2026-02-01T10:00Z"),
            ("\n### Incident\n\n- 23:10 a\n\n### Resolution\n\n- 01:30 b", "23:10Z 2026-02-04T01:30Z"),
            ("\n### Incident\n\n- 11:10 a\n\n### Detection\n\n- 11:00 b", "11:10Z 11:00Z"),
        ],
    );
}

#[test]
fn times_in_further_shapes() {
    assert_timelines(
        "",
        &[
            ("\n- 2:05–2:20 PM a", "14:05Z"),
            ("\n- 11:30–12:15 PM a", "11:30Z"),
            ("\n- 2:05–14:20 a", "02:05Z"),
            ("\n- 2026年2月3日(火) 16:20 a", "16:20Z"),
            ("\n- 2/3(火) 16:05 a", "16:05Z"),
            ("\n- 午後3時20分 a", "15:20Z"),
            ("\n- 오후 2:10 a", "14:10Z"),
            ("\n- 9 h 36 a", "09:36Z"),
            ("\n- est.: ~11:15 a", "11:15Z"),
            ("\n- noon: a\n- midnight job starts", "12:00Z -"),
            ("\n- 15 Uhr: a", "15:00Z"),
            ("\n- 2.15pm a", "14:15Z"),
            ("\n- 03.02. 14:05 a", "14:05Z"),
            ("\n- 3-Feb-26 14:05 a", "14:05Z"),
            ("\n- 20260203T1405Z a", "14:05Z"),
            ("\n- [time=Tue, Feb 3, 2026 10:10 AM] a", "10:10Z"),
            ("\n- \\<2026-02-03 Tue 10:10\\> a", "10:10Z"),
            ("\n- 2026-02-03: 7:56am UTC a", "07:56Z"),
            ("\n- 2026-02-03 to 2026-02-05 - silent", "00:00Z"),
            ("\n**14:05**\n\nIt broke.\n\n**15:05**\n\nOver.", "14:05Z 15:05Z"),
            ("\n### After 02:10 CET\n\nIt ran.", "02:10+01:00"),
            (
                "\n- 10:00 [start] a\n- T+5 b\n- T+1h30 c\n- +00:15 d\n- H+2 e",
                "10:00Z 10:05Z 11:30Z 10:15Z 12:00Z",
            ),
            ("\n- 10:00 [start] a\n- 1h30 after: failover", "10:00Z 11:30Z"),
            ("\n- 10:00 a\n- +3 replicas added\n- T-shirts printed", "10:00Z - -"),
        ],
    );
}

#[test]
fn clocks_that_are_set() {
    let fall = "2026-10-25";
    let spring = "2026-03-29";
    let file = |day: &str, name: &str, lines: &str| {
        (format!("{day}-{name}.md"), format!("# Mill\n\n## Timeline\n\n{lines}\n"))
    };
    let records = exported(
        "timezone = \"Europe/Berlin\"",
        &[
            file(fall, "twice", "- 02:30 a\n- 02:10 b\n- 03:10 c"),
            file(fall, "once", "- 01:30 a\n- 02:30 b\n- 03:10 c"),
            file(fall, "stated", "- 01:30 a\n- 02:30 CET b"),
            file(spring, "gap", "- 01:30 a\n- 02:30 b"),
        ],
    );
    let read = |path: &str| {
        let lines = records[path]["timeline"].as_array().unwrap().iter();
        lines
            .map(|line| {
                format!("{} {}", &line["at"].as_str().unwrap()[11..], line["known"].as_str().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        read("2026-10-25-twice.md"),
        ["02:30:00+02:00 labelled", "02:10:00+01:00 labelled", "03:10:00+01:00 labelled"]
    );
    assert_eq!(read("2026-10-25-once.md")[1], "02:30:00+02:00 doubtful");
    assert_eq!(read("2026-10-25-stated.md")[1], "02:30:00+01:00 labelled");
    assert_eq!(read("2026-03-29-gap.md")[1], "03:30:00+02:00 doubtful");
}

/// A path, a text, and pairs of a JSON pointer and what is there as text.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn assert_facts(settings: &str, cases: &[Case<'_>]) {
    let files: Vec<_> =
        cases.iter().map(|(path, text, _)| ((*path).to_owned(), (*text).to_owned())).collect();
    let records = exported(settings, &files);
    let mut wrong = Vec::new();
    for (path, text, expected) in cases {
        for (pointer, value) in *expected {
            let found = records[*path].pointer(pointer).unwrap_or(&Value::Null);
            let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            if found != *value {
                wrong.push(format!("{path}\n{text}\n  {pointer}: {found}, expected {value}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn labelled_moments() {
    assert_facts(
        "",
        &[
            (
                "2026-02-03-a.md",
                "# A\n\n- Impact started: 14:05\n- Investigation started: 14:40\n- Recovery started: 15:00\n- Resolved: 16:30\n",
                &[
                    ("/started_at", "2026-02-03T14:05:00Z"),
                    ("/resolved_at", "2026-02-03T16:30:00Z"),
                    ("/durations/resolve", "145"),
                    ("/known/started_at", "labelled"),
                ],
            ),
            (
                "b.md",
                "# B\n\n**Started:** 14:05\n\n**Date:** 2026-02-03\n\n**Outage end:** 15:05 (a long remark on how it came to its end)\n",
                &[("/started_at", "2026-02-03T14:05:00Z"), ("/resolved_at", "2026-02-03T15:05:00Z")],
            ),
            (
                "c.md",
                "# C\n\n**Window:** 2024-03-12 23:24–00:47 UTC\n",
                &[
                    ("/started_at", "2024-03-12T23:24:00Z"),
                    ("/resolved_at", "2024-03-13T00:47:00Z"),
                    ("/durations/resolve", "83"),
                ],
            ),
            (
                "2026-02-03-d.md",
                "# D\n\nText.\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Key events\n\n- First detected: 2026-02-03 10:26\n- Repaired: 2026-02-03 11:00\n- Investigation began: 2026-02-03 10:40\n",
                &[
                    ("/detected_at", "2026-02-03T10:26:00Z"),
                    ("/resolved_at", "2026-02-03T11:00:00Z"),
                    ("/started_at", "null"),
                ],
            ),
            (
                "2026-02-03-e.md",
                "# E\n\n| Start (PST) | 2026-02-03 14:05 |\n|-|-|\n| Downtime | 1h30 |\n",
                &[("/started_at", "2026-02-03T14:05:00-08:00"), ("/durations/resolve", "90")],
            ),
            (
                "2026-02-03-f.md",
                "# F\n\n- **発生**: 14:05\n- **検知**: 14:10\n- **復旧**: 15:05\n",
                &[
                    ("/started_at", "2026-02-03T14:05:00Z"),
                    ("/detected_at", "2026-02-03T14:10:00Z"),
                    ("/resolved_at", "2026-02-03T15:05:00Z"),
                ],
            ),
            (
                "2026-02-03-g.md",
                "# G\n\n## Timeline\n\n- 10:00 [start] Deploy\n- 10:05 First alert\n- 11:00 Rollback\n- 11:20 All clear\n",
                &[
                    ("/detected_at", "2026-02-03T10:05:00Z"),
                    ("/known/detected_at", "inferred"),
                    ("/resolved_at", "2026-02-03T11:20:00Z"),
                    ("/known/resolved_at", "inferred"),
                ],
            ),
            (
                "2026-02-03-h.md",
                "# H\n\n## Timeline\n\n- 10:00 [start] Deploy\n- 11:00 Rollback\n- 11:20 Not back to normal yet\n",
                &[("/detected_at", "null"), ("/resolved_at", "null")],
            ),
        ],
    );
}

#[test]
fn one_order_of_day_and_month() {
    assert_facts(
        "",
        &[
            (
                "2026-02-03-a.md",
                "---\ntitle: A\nstarted_at: 02/03/2026 14:05\n---\n\nText.\n",
                &[("/started_at", "2026-02-03T14:05:00Z"), ("/known/started_at", "stated")],
            ),
            (
                "b.md",
                "# B\n\nDate: 02/03/2026\n\n## Action items\n\n| Action | Owner | Due |\n|-|-|-|\n| Oil it | Ana | 03/15/2026 |\n| Buy one | Ben | 03/04/2026 |\n",
                &[
                    ("/date", "2026-02-03"),
                    ("/known/date", "labelled"),
                    ("/action_items/0/due", "2026-03-15"),
                    ("/action_items/1/due", "2026-03-04"),
                ],
            ),
            ("c.md", "# C\n\nDate: 02/03/2026\n", &[("/date", "2026-03-02"), ("/known/date", "doubtful")]),
            ("d.md", "# D\n\nDate: 02.03.2026\n", &[("/date", "2026-03-02"), ("/known/date", "labelled")]),
            (
                "e.md",
                "# E\n\nStarted: 02/03/2026 10:00\n\nResolved: 03/03/2026 11:00\n",
                &[("/known/started_at", "doubtful"), ("/durations/resolve", "null")],
            ),
        ],
    );
}

#[test]
fn the_order_of_the_settings_counts_where_a_file_does_not_tell() {
    assert_facts(
        "date-order = \"month-first\"",
        &[
            ("a.md", "# A\n\nDate: 02/03/2026\n", &[("/date", "2026-02-03"), ("/known/date", "labelled")]),
            ("b.md", "# B\n\nDate: 02/03/2026, mended on 20/03/2026\n", &[("/date", "2026-03-02")]),
            ("02-03-2026-c.md", "# C\n\nText.\n", &[("/date", "2026-02-03"), ("/known/date", "inferred")]),
        ],
    );
}

#[test]
fn dates_where_programs_and_people_write_them() {
    assert_facts(
        "timezone = \"Europe/Berlin\"",
        &[
            ("a.md", "---\ntitle: A\ndate: 2026-02-12T23:00:00.000Z\n---\n", &[("/date", "2026-02-13")]),
            ("b.md", "---\ntitle: B\ndate: 2026-02-12T00:00:00.000Z\n---\n", &[("/date", "2026-02-12")]),
            ("c.md", "---\ntitle: C\ndate: 2026-07-12T22:00:00.000Z\n---\n", &[("/date", "2026-07-13")]),
            ("c2.md", "---\ntitle: C\ndate: 2026-07-12T21:00:00.000Z\n---\n", &[("/date", "2026-07-12")]),
            (
                "d.md",
                "---\ntitle: D\ndate: 2026-02-13\naction_items:\n- {title: X, due: '2026-02-19T23:00:00.000Z', closed: '2026-02-20T00:00:00.000Z'}\n---\n",
                &[("/action_items/0/due", "2026-02-20"), ("/action_items/0/closed", "2026-02-20")],
            ),
            (
                "e.md",
                "---\ntitle: E\ndate: {start: 2026-02-13, end: 2026-02-14}\n---\n",
                &[("/date", "2026-02-13")],
            ),
            ("f.md", "---\ntitle: F\ndate: [2026-02-13]\n---\n", &[("/date", "2026-02-13")]),
            (
                "2026-01-01-g.md",
                "# G\n\n## Timeline\n\n- Dec 31 23:50 [start] a\n- Jan 1 00:20 [resolved] b\n",
                &[
                    ("/started_at", "2025-12-31T23:50:00+01:00"),
                    ("/resolved_at", "2026-01-01T00:20:00+01:00"),
                ],
            ),
            ("h.md", "# H\n\nDate: Feb 28 – Mar 2, 2026\n", &[("/date", "2026-02-28")]),
            ("2026_02_03_i.md", "# I\n\nText.\n", &[("/date", "2026-02-03"), ("/known/date", "inferred")]),
            ("2026/02/04-j.md", "# J\n\nText.\n", &[("/date", "2026-02-04")]),
            (
                "k.md",
                "# K\n\nOn January 7th, 2019, the mill stood still.\n",
                &[("/date", "2019-01-07"), ("/known/date", "inferred")],
            ),
            (
                "l.md",
                "# L\n\nSchadenstag: 2026-02-03\n",
                &[("/date", "2026-02-03"), ("/known/date", "inferred")],
            ),
            ("m.md", "# M\n\nLast updated: 2026-02-03\n", &[("/date", "null")]),
            (
                "2026-02-03-n.md",
                "---\ntitle: N\ntimezone: America/New_York\nstarted_at: 2026-02-03 10:00\n---\n\n## Timeline\n\n- 11:00 a\n",
                &[
                    ("/started_at", "2026-02-03T10:00:00-05:00"),
                    ("/timeline/0/at", "2026-02-03T11:00:00-05:00"),
                ],
            ),
        ],
    );
}

#[test]
fn abbreviations_with_several_meanings() {
    let text = "# A\n\nStarted: 14:05 BST\n\nResolved: 15:05 UTC\n";
    let doubtful: &[(&str, &str)] = &[("/known/started_at", "doubtful"), ("/durations/resolve", "null")];
    assert_facts(
        "",
        &[
            ("2026-07-03-a.md", text, doubtful),
            (
                "2026-07-03-b.md",
                "# B\n\nThe office in London.\n\nStarted: 14:05 BST\n\nResolved: 15:05 UTC\n",
                &[("/known/started_at", "labelled"), ("/durations/resolve", "120")],
            ),
            // The same doubt on both sides does not matter between them.
            (
                "2026-07-03-c.md",
                "# C\n\nStarted: 14:05 IST\n\nResolved: 15:05 IST\n",
                &[("/known/started_at", "doubtful"), ("/durations/resolve", "60")],
            ),
        ],
    );
    assert_facts(
        "timezone = \"Europe/London\"",
        &[("2026-07-03-a.md", text, &[("/known/started_at", "labelled"), ("/durations/resolve", "120")])],
    );
    assert_facts(
        "timezone = \"Asia/Shanghai\"",
        &[(
            "2026-07-03-d.md",
            "# D\n\nStarted: 14:05 CST\n",
            &[("/started_at", "2026-07-03T14:05:00+08:00")],
        )],
    );
}
