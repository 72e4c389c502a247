//! What came back: each rule that makes a chain, what is told of it, where it is shown, and what can't be.

use crate::support::{Base, Page};

/// A post-mortem with the given fields, which lasted an hour where it has a date, and these action items.
fn incident(base: Base, id: &str, date: &str, fields: &str, actions: &str) -> Base {
    let dated = match date {
        "" => String::new(),
        _ => format!("date: {date}\nstarted_at: {date}T10:00:00Z\nresolved_at: {date}T11:00:00Z\n"),
    };
    let title = if fields.contains("title:") { String::new() } else { format!("title: Incident {id}\n") };
    let text = format!(
        "---\nid: {id}\n{title}{dated}{fields}---\n\n## Summary\n\nText of {id}.\n\n## Action items\n\n{actions}\n"
    );
    base.file(&format!("content/{id}.md"), text)
}

fn build(base: Base) -> Base {
    base.run(&["build", "-v", "--today", "2026-11-22"]).ok()
}

/// Built, without a finding.
fn clean(base: Base) -> Base {
    build(base).silent()
}

/// The names of the chains in the ledger, in its order.
fn chains(page: &Page) -> Vec<String> {
    page.texts(".chain h3")
}

/// The titles of the incidents in the chain at a position, in its order.
fn members(page: &Page, position: usize) -> Vec<String> {
    page.texts(&format!(".chain:nth-of-type({}) > ol a", position + 1))
}

/// Three incidents of one cause in one service, with everything that a promise can be when it comes back.
fn promised() -> Base {
    let both = "severity: sev2\nservices: [Edge]\ncauses: [certificate expiry]\n";
    let base = incident(
        Base::new(),
        "one",
        "2024-01-10",
        both,
        "- [ ] Alert before it expires (owner: Edge)\n\
         - [x] Renew it by hand (closed: 2024-01-11)\n\
         - [x] Write it down\n\
         - [x] List all certificates (closed: 2024-09-01)\n",
    );
    let base = incident(base, "two", "2024-03-10", both, "- [ ] Renew it by a program (status: dropped)\n");
    incident(base, "three", "2025-03-10", both, "- [ ] Look at it again\n")
}

#[test]
fn a_cause_that_returns_to_a_service_is_a_chain_with_what_was_left_open() {
    let base = clean(promised()).page("recurring.html", |page| {
        assert_eq!(chains(&page), ["Certificate expiry, Edge"]);
        page.has(".chain .gap", "3 times in 1 y 2 mo");
        page.has(".chain .gap", "Same cause, certificate expiry, in Edge");
        assert_eq!(members(&page, 0), ["Incident one", "Incident two", "Incident three"]);
        page.has(".chain ol li.gap", "60 days later");
        page.has(".chain ol li.gap", "1 y later");
        page.has(".chain .small", "3 h over 3 incidents");
        // What is done without a day accuses nobody; what was done in time is no matter; what is newest broke no promise.
        page.has(".chain .late", "2 actions left open, 1 dropped, when it came back");
        page.has(".chain .small p", "Alert before it expires from 2024-01-10, open when it came back on 2024-03-10 and once more");
        page.has(".chain .small p", "List all certificates from 2024-01-10, open when it came back on 2024-03-10; done on 2024-09-01");
        page.has(".chain .small p", "Renew it by a program from 2024-03-10, dropped; it came back on 2025-03-10");
        let told = page.texts(".chain .small").join(" ");
        for kept in ["by hand", "Write it down", "Look at it again"] {
            assert!(!told.contains(kept), "{told}");
        }
        page.has(".tally", "1 chain2 returns of earlier incidents3 actions not done when it came back1 of them is open to this dayAs of 2026-11-22");
        assert_eq!(page.texts(".across tbody tr"), ["certificate expiry312025-03-101 y 8 mo ago212 days"]);
    });
    base.exists("site/recurring/left-open.html");
}

#[test]
fn each_incident_shows_what_came_before_and_after() {
    clean(promised())
        .page("three.html", |page| {
            assert_eq!(page.texts(".before h2"), ["It happened before"]);
            page.has(
                ".before li:first-child",
                "Incident two2024-03-10 · SEV2 · 1 y earlier · same cause, same service",
            );
            page.has(".before li:last-child", "Incident one2024-01-10");
            page.has(".before .quote", "“Alert before it expires” Still open when this happened.");
            page.has(".before .quote", "“Renew it by a program” Dropped, and this happened.");
            assert_eq!(page.texts(".before .quote").len(), 2);
            page.has(".before .chainlink", "no. 3 of 3 in Certificate expiry, Edge");
            // What is told here is not told again beside it.
            page.has_no(".rail .why-alike");
        })
        .page("two.html", |page| {
            assert_eq!(page.texts(".before h2"), ["It happened before, and again"]);
            page.has(
                ".before .quote",
                "“List all certificates” Still open when this happened, done on 2024-09-01.",
            );
            page.has(".before li", "Incident three2025-03-10 · SEV2 · 1 y later");
        })
        .page("one.html", |page| {
            assert_eq!(page.texts(".before h2"), ["It happened again"]);
            page.has_no(".before .quote");
        });
}

#[test]
fn the_first_page_services_and_causes_lead_to_their_chains() {
    clean(promised())
        .page("index.html", |page| {
            page.has("nav a", "Recurring");
            page.has(".titles li", "Certificate expiry, Edge3 times; the last on 2025-03-10, 1 y after the one before; 1 action still open");
        })
        .page("services/edge.html", |page| page.has(".titles li", "Certificate expiry, Edge3 times"))
        .page("causes/certificate-expiry.html", |page| {
            page.has(".titles li", "Certificate expiry, Edge3 times");
            page.has("p", "As of 2026-11-22: 3 incidents in 1 service, the last 1 y 8 mo ago, at a median of 212 days apart.");
        });
}

#[test]
fn authors_link_what_no_rule_finds_also_by_way_of_others() {
    let base = incident(Base::new(), "a", "2020-01-01", "services: [A]\n", "");
    let base = incident(base, "b", "2021-01-01", "services: [B]\nrecurrence_of: a\n", "");
    let base = incident(base, "c", "2022-01-01", "services: [C]\nrecurrence_of: [b]\n", "");
    clean(base)
        .page("recurring.html", |page| {
            assert_eq!(chains(&page), ["Incident c"]);
            page.has(".chain .gap", "Linked by their authors");
            assert_eq!(members(&page, 0), ["Incident a", "Incident b", "Incident c"]);
        })
        // The one that the author names stands first.
        .page("c.html", |page| {
            page.has(".before li:first-child", "Incident b2021-01-01 · 1 y earlier · linked by the author");
            page.has(".before li:last-child", "Incident a2020-01-01 · 2 y earlier · linked by way of others");
        });
}

#[test]
fn a_false_match_is_silenced_by_either_of_the_two() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    for (early, late) in [("", "not_recurrence_of: a\n"), ("not_recurrence_of: c\n", "")] {
        let base = incident(Base::new(), "a", "2020-01-01", &format!("{both}{early}"), "");
        let base = incident(base, "b", "2021-01-01", both, "");
        let base = incident(base, "c", "2022-01-01", &format!("{both}{late}"), "");
        clean(base)
            .page("recurring.html", |page| {
                assert_eq!(members(&page, 0), ["Incident a", "Incident b"]);
                page.has(".tally", "1 incident left out by its author");
            })
            .page("c.html", |page| page.has_no(".before"));
    }
}

#[test]
fn a_rare_trigger_and_a_title_are_enough_and_frequent_ones_are_not() {
    let mut base = Base::new().file("book.toml", "[recurrence]\ntrigger-max = 3\n");
    for (id, date) in [("p", "2020-01-01"), ("q", "2020-02-01"), ("r", "2020-05-01")] {
        base = incident(base, id, date, "triggers: [A lorry hit the pole]\n", "");
    }
    for (id, date) in [("s", "2021-01-01"), ("t", "2021-02-01"), ("u", "2021-03-01"), ("v", "2021-04-01")] {
        base = incident(base, id, date, "triggers: [deploy]\n", "");
    }
    for (id, title) in [
        ("w", "Website returns 503, 3 May 2021"),
        ("x", "Website returns 503 (June)"),
        ("y", "Website returns 404"),
        ("z", "Outage"),
        ("zz", "Outage"),
    ] {
        base = incident(base, id, "2022-01-01", &format!("title: \"{title}\"\n"), "");
    }
    for id in ["m1", "m2"] {
        base = incident(base, id, "2023-01-01", "title: Planned maintenance of ci.example.org\n", "");
    }
    clean(base).page("recurring.html", |page| {
        assert_eq!(chains(&page), ["A lorry hit the pole", "Website returns 503 (June)"]);
        page.has(".chain .gap", "Same trigger");
        page.has(".chain .gap", "Same title");
    });
}

/// Two causes below one, each once in the same service.
fn siblings(settings: &str) -> Base {
    let base = Base::new()
        .file("book.toml", settings)
        .file("content/causes/change.md", "---\nname: change\n---\n\nText.\n")
        .file("content/causes/push.md", "---\nname: push\nparent: change\n---\n\nText.\n")
        .file("content/causes/release.md", "---\nname: release\nparent: change\n---\n\nText.\n");
    let base = incident(base, "a", "2020-01-01", "services: [Edge]\ncauses: [push]\n", "");
    incident(base, "b", "2021-01-01", "services: [Edge]\ncauses: [release]\n", "")
}

#[test]
fn parents_of_causes_count_where_they_are_asked_to() {
    clean(siblings("")).is_gone("site/recurring.html");
    clean(siblings("[recurrence]\nparents = true\n")).page("recurring.html", |page| {
        assert_eq!(chains(&page), ["Change, Edge"]);
    });
}

#[test]
fn a_parent_shows_what_is_below_it() {
    clean(siblings(""))
        .page("causes/change.html", |page| {
            assert_eq!(page.texts(".rows .x b"), ["release", "push"]);
            page.has("section h2", "Kinds of it");
            assert_eq!(page.texts("[aria-labelledby=lb-children] tbody tr"), ["push1", "release1"]);
        })
        .page("causes/push.html", |page| page.has(".crumb a", "change"))
        .page("causes.html", |page| {
            assert_eq!(page.texts(".cat tbody td:first-child a"), ["change", "push", "release"]);
            assert_eq!(page.texts(".cat td.in1 a"), ["push", "release"]);
            assert_eq!(page.texts(".cat td.num:nth-child(2)"), ["20 own", "1", "1"]);
        });
}

#[test]
fn the_settings_decide_what_a_chain_is() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    let three = |settings: &str| {
        let base = Base::new().file("book.toml", format!("[recurrence]\n{settings}"));
        let base = incident(base, "a", "2020-01-01", both, "");
        let base = incident(base, "b", "2020-02-01", both, "");
        clean(incident(base, "c", "2022-01-01", both, ""))
    };
    three("by = [\"linked\"]\n").is_gone("site/recurring.html");
    three("minimum = 4\n").is_gone("site/recurring.html");
    three("within-days = 31\n").page("recurring.html", |page| {
        assert_eq!(members(&page, 0), ["Incident a", "Incident b"]);
    });
    let base = Base::small().file("book.toml", "[recurrence]\nby = [\"titel\"]\n").build().exits(2);
    base.warns("book.toml:2").warns("titel");
    Base::small().file("book.toml", "[recurrence]\nminimum = 1\n").build().exits(2).warns("minimum");
}

#[test]
fn an_undated_incident_stands_at_the_end_and_makes_no_interval() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    let base = incident(Base::new(), "a", "2020-01-01", both, "- [ ] Promise\n");
    let base = incident(base, "b", "", both, "");
    let base = incident(base, "c", "2021-01-01", both, "");
    clean(base)
        .page("recurring.html", |page| {
            assert_eq!(members(&page, 0), ["Incident a", "Incident c", "Incident b"]);
            page.has(".chain .gap", "3 times in 1 y; one has no date");
            assert_eq!(page.texts(".chain ol li.gap"), ["1 y later"]);
            page.has(".chain .small", "2 h over 2 incidents; 1 not recorded");
        })
        .page("b.html", |page| {
            assert_eq!(page.texts(".before h2"), ["It happened more than once"]);
            page.has(".before", "2 others; which came first is not known, for this one has no date");
            page.has_no(".before .quote");
        })
        .page("a.html", |page| page.has(".before", "One other without a date"));
}

#[test]
fn a_trend_is_told_of_four_and_not_of_three() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    let dates = ["2020-01-01", "2021-01-01", "2021-07-01", "2021-08-01"];
    for (count, trend) in [(3, false), (4, true)] {
        let base = dates[..count].iter().fold(Base::new(), |base, date| incident(base, date, date, both, ""));
        clean(base).page("recurring.html", |page| {
            let about = page.texts(".chain .gap").concat();
            assert_eq!(about.contains("the intervals are getting shorter"), trend, "{about}");
        });
    }
}

#[test]
fn the_dearest_comes_first_and_what_can_hardly_be_true_is_left_out() {
    let chain = |base, service: &str, severity: &str, end: &str| {
        ["2020-01-01", "2021-01-01"].iter().fold(base, |base: Base, date| {
            let id = format!("{service}-{date}");
            let end = if end.len() == 5 { format!("{date}T{end}:00Z") } else { end.to_owned() };
            base.file(&format!("content/{id}.md"), format!(
                "---\nid: {id}\ntitle: {id}\ndate: {date}\nseverity: {severity}\nservices: [{service}]\ncauses: [dns]\n\
                 started_at: {date}T10:00:00Z\nresolved_at: {end}\n---\n\nText.\n"
            ))
        })
    };
    // Two hours of SEV1 weigh more than three of SEV3, and an outage of years is a slip of the pen.
    let base = chain(Base::new(), "cheap", "sev4", "11:00");
    let base = chain(base, "long", "sev3", "13:00");
    let base = chain(base, "dear", "sev1", "12:00");
    let base = chain(base, "typo", "sev4", "2024-01-01T10:00:00Z");
    build(base).warns("implausible-length").page("recurring.html", |page| {
        assert_eq!(chains(&page), ["Dns, dear", "Dns, long", "Dns, cheap", "Dns, typo"]);
        page.has(".chain .small", "no times recorded; 2 of over 30 days left out");
    });
}

#[test]
fn what_is_believed_of_a_length_is_a_setting_and_near_misses_cost_nothing() {
    let both = "services: [Edge]\ncauses: [dns]\n";
    let base = Base::new().file("book.toml", "[book]\ntitle = \"Kept\"\n\n[statistics]\nlongest-days = 2\n");
    let base = incident(base, "a", "2020-01-01", both, "");
    let base = incident(base, "b", "2020-01-03", &format!("{both}near_miss: true\n"), "");
    let long = |end: &str| {
        format!("---\ntitle: Long\n{both}started_at: 2020-01-06T10:00Z\nresolved_at: {end}\n---\n\nText.\n")
    };
    let base =
        base.file("content/c.md", long("2020-01-08T10:00Z")).file("content/d.md", long("2020-01-09T10:00Z"));
    build(base).warns("implausible-length").page("recurring.html", |page| {
        page.has(".chain .small", "2 d 1 h over 2 incidents; 1 of over 2 days left out");
    });
}

#[test]
fn one_repeat_is_told_once_whatever_the_rules() {
    let both = "services: [Edge, Shop]\ncauses: [dns]\ntriggers: [A lorry]\n";
    let base = incident(Base::new(), "a", "2020-01-01", both, "");
    let base = incident(base, "b", "2021-01-01", &format!("{both}recurrence_of: a\n"), "");
    let base = incident(base, "c", "2022-01-01", "services: [Edge]\ncauses: [dns]\n", "");
    clean(base).page("recurring.html", |page| {
        assert_eq!(chains(&page), ["Dns, Edge"]);
        page.has(".chain .gap", "some also linked by their authors, of one trigger");
    });
}

#[test]
fn what_cannot_be_a_return_is_reported_with_its_place() {
    let base = incident(Base::new(), "a", "2020-01-01", "recurrence_of: nowhere\n", "");
    let base = incident(base, "b", "2021-01-01", "recurrence_of: b\n", "");
    let base = incident(base, "c", "2022-01-01", "recurrence_of: d\n", "");
    let base = incident(base, "d", "2023-01-01", "", "");
    let base = incident(base, "e", "", "recurrence_of: f\n", "");
    let base = incident(base, "f", "", "recurrence_of: e\n", "");
    let base = build(base)
        .warns("warning[unknown-reference]")
        .warns("content/a.md:7:16")
        .warns("warning[recurrence-of-itself]")
        .warns("content/b.md:7:16")
        .warns("warning[recurrence-of-later]")
        .warns("content/c.md:7:16")
        .warns("warning[recurrence-circle]")
        .warns("content/e.md:4:16");
    // Whatever the direction, they belong together.
    base.page("recurring.html", |page| {
        assert_eq!(members(&page, 0), ["Incident c", "Incident d"]);
        assert_eq!(members(&page, 1), ["Incident e", "Incident f"]);
    });
}

#[test]
fn parents_that_cannot_be_are_reported_with_their_place() {
    let base = siblings("")
        .file("content/causes/release.md", "---\nname: release\nparent: chnage\n---\n\nText.\n")
        .file("content/causes/x.md", "---\nname: x\nparent: y\n---\n\nText.\n")
        .file("content/causes/y.md", "---\nname: y\nparent: x\n---\n\nText.\n")
        .file("content/services/edge.md", "---\nname: Edge\nparent: Edge\n---\n\nText.\n");
    build(base)
        .warns("warning[unknown-parent]")
        .warns("content/causes/release.md:3:9")
        .warns("Did you mean `change`?")
        .warns("warning[parent-circle]")
        .warns("content/causes/x.md:3:9")
        .warns("content/services/edge.md:3:9")
        .page("causes/y.html", |page| page.has(".crumb a", "x"));
}

#[test]
fn long_ledgers_come_in_pages_of_a_readable_size() {
    let mut base = Base::new();
    for service in 0..80 {
        for year in ["2020", "2021"] {
            let fields = format!("services: [S{service}]\ncauses: [dns]\n");
            base = incident(base, &format!("s{service}-{year}"), &format!("{year}-01-01"), &fields, "");
        }
    }
    let base = clean(base).page("recurring.html", |page| page.has(".pager", "1–50 of 80"));
    base.page("recurring/page-2.html", |page| assert_eq!(chains(&page).len(), 30)).page(
        "services/s79.html",
        |page| {
            assert_eq!(page.attributes("[aria-labelledby=lb-recurs] .titles a", "href").len(), 1);
        },
    );
}

#[test]
fn titles_of_a_series_are_no_chain_and_rare_words_are() {
    let mut base = Base::new();
    for month in 1..=12 {
        let fields = format!("title: Weekly ledger 2025-{month:02}-01\n");
        base = incident(base, &format!("w{month}"), &format!("2025-{month:02}-01"), &fields, "");
        let fields = format!("title: Incident disclosure 2025-{month:02}-02\n");
        base = incident(base, &format!("d{month}"), &format!("2025-{month:02}-02"), &fields, "");
    }
    for (id, date) in [("l1", "2025-03-04"), ("l2", "2025-09-04")] {
        base = incident(base, id, date, "title: Logs not shipped to the granary\n", "");
    }
    clean(base).page("recurring.html", |page| {
        assert_eq!(page.texts(".chain h3").len(), 1);
        assert_eq!(members(&page, 0).len(), 2);
        assert!(members(&page, 0)[0].starts_with("Logs not shipped"));
    });
}

#[test]
fn threads_change_nothing() {
    let one = promised().run(&["build", "--today", "2026-11-22", "--threads", "1"]).ok();
    let two = promised().run(&["build", "--today", "2026-11-22", "--threads", "8"]).ok();
    assert!(one.files("site") == two.files("site"));
}
