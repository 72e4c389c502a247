//! Action items of small knowledge bases, from text to lists.

use jiff::civil::date;

use super::*;
use crate::know::insight::sample;

const CACHE: &str = "\
---
title: The cache was cold
date: 2024-01-02
services: [Shop, Mail]
causes: [deploy]
action_items:
- {title: Warm it, owner: Edge, type: prevent, due: 2024-02-01}
- {title: Watch it, owner: edge team, type: Detect, due: 2024-06-20, status: in progress}
- {title: Measure it, owner: TBD, status: done, due: 2024-01-15, closed: 2024-01-12}
- {title: Rebuild it, owner: Ana, status: dropped, closed: 2024-03-01}
- {title: Write it down, due: 2023-12-01}
- {title: Explain it, status: done, closed: 2024-05-20, due: 2024-05-10}
---
";

const QUEUE: &str = "---\ntitle: Full\ndate: 2024-05-01\n---\n\n## Action items\n\n- [ ] Bound it (owner: Ana)\n- [x] Drain it\n";

fn base() -> Site {
    let team = "---\nname: Edge team\naliases: [Perimeter]\n---\n";
    sample::site(&[("a.md", CACHE), ("b.md", QUEUE), ("teams/edge-team.md", team)])
}

fn titles(site: &Site, actions: &Actions, filter: Filter) -> Vec<String> {
    actions.items(filter).iter().map(|id| actions.item(site, *id).title.clone()).collect()
}

#[test]
fn each_stands_where_its_words_and_the_day_put_it() {
    let site = base();
    let actions = Actions::new(&site, date(2024, 6, 1));
    let expected = Tally {
        all: 8,
        open: 4,
        late: 1,
        soon: 1,
        done: 3,
        dropped: 1,
        done_lately: 1,
        median_age: None,
        aged: 4,
        undated: 2,
        odd: 1,
    };
    assert_eq!(actions.tally, expected);
    let titles = |filter| titles(&site, &actions, filter);
    assert_eq!(titles(Filter::Open), ["Warm it", "Watch it", "Bound it", "Write it down"]);
    assert_eq!(titles(Filter::Deferred), ["Warm it"]);
    assert_eq!(titles(Filter::Soon), ["Watch it"]);
    assert_eq!(titles(Filter::Done), ["Explain it", "Measure it", "Drain it"]);
    assert_eq!(titles(Filter::Unowned), ["Write it down"]);
    assert_eq!(titles(Filter::Undated), ["Bound it", "Write it down"]);
    assert_eq!(titles(Filter::Odd), ["Write it down"]);
    assert_eq!(titles(Filter::Cause(0)), ["Warm it", "Watch it", "Write it down"]);
    assert_eq!(actions.list(Filter::Service(1)).unwrap().output, "actions/service/shop.html");
}

#[test]
fn days_are_counted_from_the_incident_and_the_due_date() {
    let site = base();
    let actions = Actions::new(&site, date(2024, 6, 1));
    let find = |title: &str| {
        let id = (0..actions.all.len()).find(|id| actions.item(&site, *id).title == title);
        &actions.all[id.unwrap()]
    };
    // From 2 January to 1 June of a leap year: 29 + 29 + 31 + 30 + 31 + 1.
    assert_eq!((find("Warm it").late, find("Warm it").age), (Some(121), Some(151)));
    assert_eq!((find("Measure it").took, find("Measure it").early), (Some(10), Some(3)));
    assert_eq!(find("Explain it").early, Some(-10));
    assert_eq!((find("Rebuild it").took, find("Rebuild it").early), (Some(59), None));
    let odd = find("Write it down");
    assert_eq!((odd.due, odd.late, odd.is_odd), (None, None, true));
}

#[test]
fn an_owner_is_a_team_where_the_names_agree() {
    let site = base();
    let actions = Actions::new(&site, date(2024, 6, 1));
    let owners: Vec<_> = actions.owners.list.iter().map(|owner| (owner.name.as_str(), owner.team)).collect();
    assert_eq!(owners, [("Ana", None), ("Edge team", Some(0))]);
    assert_eq!(titles(&site, &actions, Filter::Owner(0)), ["Bound it", "Rebuild it"]);
    assert_eq!(actions.pending(actions.of_team(0)).len(), 2);
    assert_eq!(actions.list(Filter::Owner(1)).unwrap().output, "actions/team/edge-team.html");
}

#[test]
fn dates_before_the_incident_and_near_names_are_reported() {
    let text = "---\ndate: 2024-01-02\n---\n\n## Action items\n\n- [x] Warm it (owner: Edge teem, due: 2023-12-30, done: 2024-01-01)\n- [ ] Watch it (owner: Ana)\n";
    let team = "---\nname: Edge team\n---\n";
    let site = sample::site(&[("a.md", text), ("b.md", CACHE), ("teams/edge-team.md", team)]);
    let found = crate::know::insight::findings(&site);
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.path.as_str(), one.rule, one.place.as_ref().map(|place| (place.line, place.column))))
        .collect();
    let expected = [
        ("a.md", "due-before-incident", Some((7, 39))),
        ("a.md", "closed-before-incident", Some((7, 57))),
        ("a.md", "unknown-owner", Some((7, 23))),
        ("b.md", "due-before-incident", Some((11, 31))),
    ];
    assert_eq!(found, expected);
}

#[test]
fn file_names_stay_apart() {
    let text = "---\naction_items:\n- {title: A, owner: 山本}\n- {title: B, owner: '!!'}\n- {title: C, owner: '??!'}\n---\n";
    let site = sample::site(&[("a.md", text)]);
    let actions = Actions::new(&site, date(2024, 6, 1));
    let outputs: Vec<_> = actions.lists.iter().map(|list| list.output.as_str()).collect();
    assert!(outputs.contains(&"actions/owner/山本.html"), "{outputs:?}");
    assert!(outputs.contains(&"actions/owner/other.html") && outputs.contains(&"actions/owner/other-2.html"));
}
