//! Tables of every kind: written in HTML, without a head, with two clocks, with rows that go on in the next.

use serde_json::Value;

use super::action_items::records;
use crate::support::Base;

/// The timeline of a record, moment and text.
fn entries(record: &Value) -> Vec<String> {
    let entries = record["timeline"].as_array().unwrap().iter();
    entries
        .map(|one| format!("{} {}", one["at"].as_str().unwrap_or("-"), one["text"].as_str().unwrap()))
        .collect()
}

fn timelines(cases: &[(&str, &[&str])]) {
    let texts: Vec<String> = cases.iter().map(|(table, _)| format!("## Timeline\n\n{table}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (record, (table, expected)) in records(&texts).iter().zip(cases) {
        assert_eq!(entries(record), *expected, "{table}");
    }
}

/// Items as `title|owner|due|state`.
fn actions(cases: &[(&str, &[&str])]) {
    let texts: Vec<String> = cases.iter().map(|(table, _)| format!("## Action items\n\n{table}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (record, (table, expected)) in records(&texts).iter().zip(cases) {
        let found: Vec<String> = record["action_items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                ["title", "owner", "due", "status"].map(|key| item[key].as_str().unwrap_or("")).join("|")
            })
            .collect();
        assert_eq!(found, *expected, "{table}");
    }
}

#[test]
fn an_empty_head_leaves_the_names_to_the_first_row() {
    timelines(&[
        (
            "|  |  |\n|---|---|\n| Time (CET) | Event |\n| 14:05 | The wheel stops |",
            &["2026-02-03T14:05:00+01:00 The wheel stops"],
        ),
        ("|  |  |\n|---|---|\n| 14:05 | The wheel stops |", &["2026-02-03T14:05:00Z The wheel stops"]),
        (
            "| | | |\n|---|---|---|\n| **Date** | **Time (UTC)** | **What** |\n| 2026-02-03 | 14:05 | One |",
            &["2026-02-03T14:05:00Z One"],
        ),
    ]);
    actions(&[
        (
            "| | | | |\n|---|---|---|---|\n| Action | Owner | Due | Status |\n| Oil it | Ana | 2026-03-01 | Done |",
            &["Oil it|Ana|2026-03-01|done"],
        ),
        ("| | |\n|---|---|\n| Oil it | 2026-03-01 |", &["Oil it||2026-03-01|open"]),
    ]);
}

#[test]
fn of_two_clocks_the_one_in_utc_counts_and_elapsed_times_are_none() {
    timelines(&[
        (
            "| Time (local) | Time (UTC) | Event |\n|---|---|---|\n| 09:05 | 14:05 | One |",
            &["2026-02-03T14:05:00Z One"],
        ),
        (
            "| Elapsed | Time (UTC) | Event |\n|---|---|---|\n| 00:15 | 14:05 | One |",
            &["2026-02-03T14:05:00Z One"],
        ),
        (
            "| Time (PST) | Time (CET) | Event |\n|---|---|---|\n| 05:05 | 14:05 | One |",
            &["2026-02-03T05:05:00-08:00 One"],
        ),
        (
            "| UTC | Ana’s clock | Event |\n|---|---|---|\n| 14:05 | 15:05 | One |",
            &["2026-02-03T14:05:00Z One"],
        ),
        (
            "| Date | Time | TZ | Duration | What |\n|---|---|---|---|---|\n| 2026-02-04 | 14:05 | CET | 00:10 | One |\n| | 14:06 | CET | 00:10 | Two |",
            &["2026-02-04T14:05:00+01:00 One", "2026-02-04T14:06:00+01:00 Two"],
        ),
    ]);
}

#[test]
fn columns_are_found_by_whole_words_and_by_their_cells() {
    timelines(&[
        (
            "| Time | Update | Details |\n|---|---|---|\n| 14:05 | One | a much longer text than that |",
            &["2026-02-03T14:05:00Z One"],
        ),
        (
            "| Time | Miller | Wheel |\n|---|---|---|\n| 14:05 | sees it | |\n| 14:06 | | it stops and stays so |",
            &["2026-02-03T14:05:00Z sees it", "2026-02-03T14:06:00Z it stops and stays so"],
        ),
        ("| Time | Who | Said |\n|---|---|---|\n| 14:05 | Ana | One |", &["2026-02-03T14:05:00Z One"]),
    ]);
    actions(&[
        (
            "| Task ID | Task | Lead time | Done by | Done? | Details |\n|---|---|---|---|---|---|\n| 1 | Oil it | 3 days | Ana | Y | with very much oil |\n| 2 | Buy it | 2 days | Ben | ❌ | all |",
            &["Oil it|Ana||done", "Buy it|Ben||open"],
        ),
        (
            "| Item | Action | Done by | Completed |\n|---|---|---|---|\n| 1 | Oil it | 2026-03-01 | Yes |",
            &["Oil it||2026-03-01|done"],
        ),
        (
            "| Action | Assigned to | ETA | Ticket | Stage |\n|---|---|---|---|---|\n| Oil it | ana / ben | Mar 15 | OPS-1 | 🚧 |",
            &["Oil it|ana, ben|2026-03-15|in-progress"],
        ),
        (
            "| What | DRI | Status |\n|---|---|---|\n| Reconcile orders stuck in CANCELLED | Ana, Ben | |\n| Oil it | Ana<br>Ben | GreenDone |",
            &["Reconcile orders stuck in CANCELLED|Ana, Ben||open", "Oil it|Ana, Ben||done"],
        ),
        ("| Status | Action | Done |\n|---|---|---|\n| Erledigt | Oil it | 2026-02-05 |", &["Oil it|||done"]),
    ]);
}

#[test]
fn a_row_that_goes_on_in_the_next_is_one() {
    timelines(&[
        (
            "| Day | Time | Event |\n|---|---|---|\n| Tue | 14:05 | The wheel stops and\nnobody sees it | | |\n| Tue | 14:06 | It turns |",
            &["2026-02-03T14:05:00Z The wheel stops and nobody sees it", "2026-02-03T14:06:00Z It turns"],
        ),
        (
            "| Time | Event |\n|---|---|\n| 14:05 | The wheel stops |\n| | and stays so |\n| | The miller comes |",
            &["2026-02-03T14:05:00Z The wheel stops and stays so", "- The miller comes"],
        ),
        (
            "| Time | Event |\n|---|---|\n| 4 February 2026 | |\n| 14:05 | One |",
            &["2026-02-04T14:05:00Z One"],
        ),
    ]);
    actions(&[(
        "| # | Action | Owner |\n|---|---|---|\n| 1 | Oil the wheel | Ana |\n| and its belt | | |\n| 2 | Buy one | Ben |",
        &["Oil the wheel and its belt|Ana||open", "Buy one|Ben||open"],
    )]);
}

#[test]
fn phases_may_have_a_column() {
    let texts = [
        "## Timeline\n\n| Time | Phase | Event |\n|---|---|---|\n| 14:05 | Start | One |\n| 14:25 | Resolved | Two |",
        "## Timeline\n\n| Time | | Event |\n|---|---|---|\n| 14:05 | [start] | One |\n| 14:25 | [resolved] | Two |",
        "## Timeline\n\n| Time | Status | Event |\n|---|---|---|\n| 14:05 | start | One |\n| 14:25 | resolved | Two |",
    ];
    let found: Vec<Value> =
        records(&texts).iter().map(|record| record["durations"]["resolve"].clone()).collect();
    // In a column of another name, words are no marks.
    assert_eq!(found, [Value::from(20), Value::from(20), Value::Null]);
}

const HTML: &str = r#"
## Timeline

<table>
<thead><tr><th>Time (CET)</th><th>Event</th></tr></thead>
<tbody>
<tr><td rowspan="2">14:05</td><td><p>[start] The wheel stops &amp; stays.</p></td></tr>
<tr><td><ul><li>The miller</li><li>looks</li></ul></td></tr>
<tr>
<td>14:20</td>
<td>

The wheel **turns**.

</td></tr>
</table>

## Action items

<table>
<tr><td>Action</td><td>Owner</td><td>Due</td><td>Status</td></tr>
<tr><td>Oil the <a href="https://t.example.org/1">wheel</a></td><td>Ana<br>Ben</td><td>2026-03-01</td><td>✅</td></tr>
<tr><td><p>Buy a belt</p></td><td></td><td></td><td></td></tr>
</table>
"#;

#[test]
fn tables_in_html_say_the_same_as_those_in_markdown() {
    timelines(&[(
        HTML.split("## Action").next().unwrap().trim_start_matches("\n## Timeline\n"),
        &[
            "2026-02-03T14:05:00+01:00 The wheel stops & stays.",
            "2026-02-03T14:05:00+01:00 The miller looks",
            "2026-02-03T14:20:00+01:00 The wheel turns.",
        ],
    )]);
    actions(&[(
        HTML.split("## Action items").nth(1).unwrap(),
        &["Oil the wheel|Ana, Ben|2026-03-01|done", "Buy a belt|||open"],
    )]);
    let facts =
        "<table><tr><th>Severity</th><td>SEV2</td></tr><tr><th>Date</th><td>2026-02-05</td></tr></table>";
    let found = records(&[facts, HTML]);
    assert_eq!(found[0]["severity"], "sev2");
    assert_eq!(found[1]["action_items"][0]["url"], "https://t.example.org/1");
    assert_eq!(found[1]["started_at"], "2026-02-03T14:05:00+01:00");
}

#[test]
fn pages_show_the_table_with_an_anchor_for_each_entry() {
    Base::new().file("content/2026-02-03-x.md", format!("# Mill\n{HTML}")).build().ok().page(
        "2026-02-03-x.html",
        |page| {
            for id in ["#t1", "#t3", "#a1", "#a2"] {
                assert_eq!(page.attributes(id, "id").len(), 1, "{id}");
            }
            page.has("td", "The miller");
        },
    );
}

#[test]
fn names_in_the_first_row_are_no_line_of_the_timeline_on_the_page() {
    let text =
        "# Mill\n\n## Timeline\n\n| | |\n|---|---|\n| Time | Event |\n| 14:05 | One |\n| 14:06 | Two |\n";
    Base::new().file("content/2026-02-03-x.md", text).build().ok().page("2026-02-03-x.html", |page| {
        page.has_no("li.none");
        page.has("tr#t1 td", "One");
        page.has("tr#t2 td", "Two");
    });
}

#[test]
fn a_table_that_is_not_read_is_told_with_its_line() {
    let nested = "# Mill\n\n## Timeline\n\n<table><tr><td>14:05</td><td><table><tr><td>a</td></tr></table></td></tr></table>\n";
    let open = "# Mill\n\n<table>\n<tr><td>a</td></tr>\n\n## Timeline\n\n- 14:05 One\n";
    Base::new()
        .file("content/2026-02-03-a.md", nested)
        .file("content/2026-02-03-b.md", open)
        .file("content/2026-02-03-c.md", "# Mill\n\n<!-- <table> -->\n\nText.\n")
        .build()
        .ok()
        .warns("unread-table")
        .warns("2026-02-03-a.md:5:")
        .warns("2026-02-03-b.md:3:")
        .warns("nothing closes it");
}
