//! Facets with their counts, groups, and the order of hits.

use lookback_search::{Choice, FacetName, Kind, Request, Response, Sort};

use crate::fixture::{Draft, Site, ids, incident, request};

fn site() -> Site {
    Site::new(vec![
        incident("a", "Alpha fault")
            .service("Login")
            .cause("Deploy")
            .severity("SEV2")
            .on(100, "1970")
            .minutes(30),
        incident("b", "Beta fault")
            .service("Shop")
            .cause("Deploy")
            .severity("SEV1")
            .on(110, "1970")
            .minutes(120),
        incident("c", "Gamma fault").service("Shop").cause("Leak").severity("SEV1").on(400, "1971"),
        incident("d", "Delta fault")
            .service("Shop")
            .service("Mail")
            .cause("Deploy")
            .on(440, "1971")
            .minutes(60),
        incident("e", "Epsilon fault").service("Mail").cause("Leak"),
        Draft::new(Kind::Page, "page", "On fault"),
    ])
}

fn counts(response: &Response, facet: FacetName) -> Vec<(&str, usize, bool)> {
    let of = |choice: &'_ Choice| (choice.count, choice.chosen);
    response.facets[&facet]
        .iter()
        .map(|choice| (choice.value.key.as_str(), of(choice).0, of(choice).1))
        .collect()
}

#[test]
fn facets_follow_the_query() {
    let mut site = site();
    let response = site.ask("fault");
    assert_eq!(
        counts(&response, FacetName::Service),
        [("shop", 3, false), ("mail", 2, false), ("login", 1, false)]
    );
    assert_eq!(counts(&response, FacetName::Cause), [("deploy", 3, false), ("leak", 2, false)]);
    assert_eq!(counts(&response, FacetName::Kind), [("incident", 5, false), ("page", 1, false)]);
    let response = site.ask("alpha");
    assert_eq!(counts(&response, FacetName::Service), [("login", 1, false)]);
}

#[test]
fn a_facet_keeps_its_own_choices_countable() {
    let mut site = site();
    let response = site.ask("fault service:shop");
    assert_eq!(ids(&response).len(), 3);
    assert_eq!(
        counts(&response, FacetName::Service),
        [("shop", 3, true), ("mail", 2, false), ("login", 1, false)]
    );
    assert_eq!(counts(&response, FacetName::Cause), [("deploy", 2, false), ("leak", 1, false)]);
    let two = site.ask("fault service:shop cause:leak");
    assert_eq!(counts(&two, FacetName::Service), [("mail", 1, false), ("shop", 1, true)]);
    assert_eq!(counts(&two, FacetName::Cause), [("deploy", 2, false), ("leak", 1, true)]);
    assert_eq!(counts(&two, FacetName::Severity), [("sev1", 1, false)]);
    let none = site.ask("alpha service:shop");
    assert_eq!(counts(&none, FacetName::Service), [("login", 1, false), ("shop", 0, true)]);
}

#[test]
fn groups_say_what_comes_back_and_how_often() {
    let mut site = site();
    let response = site.ask("fault");
    let shop = &response.groups[&FacetName::Service][0];
    assert_eq!((shop.value.label.as_str(), shop.count), ("Shop", 3));
    assert_eq!((shop.first.as_deref(), shop.last.as_deref()), (Some("1970-04-21"), Some("1971-03-17")));
    assert_eq!(shop.median_days, Some(165));
    let mail = &response.groups[&FacetName::Service][1];
    assert_eq!((mail.count, mail.first.as_deref(), mail.median_days), (2, Some("1971-03-17"), None));
    let years: Vec<_> =
        response.groups[&FacetName::Year].iter().map(|year| year.value.key.as_str()).collect();
    assert_eq!(years, ["1970", "1971"]);
    assert_eq!(response.groups.keys().count(), 4);
}

#[test]
fn the_facet_that_is_grouped_by_comes_whole() {
    let drafts = (0..30).map(|nth| incident(&format!("i{nth}"), "Fault").service(&format!("S{nth:02}")));
    let mut site = Site::new(drafts.collect());
    assert_eq!(site.ask("").groups[&FacetName::Service].len(), 10);
    let whole = Request { group_by: Some(FacetName::Service), ..request("") };
    assert_eq!(site.run(&whole).groups[&FacetName::Service].len(), 30);
}

#[test]
fn hits_are_sorted_as_asked() {
    let mut site = site();
    let mut sorted = |sort| ids(&site.run(&Request { sort, ..request("fault") }));
    assert_eq!(sorted(Sort::Newest), ["d", "c", "b", "a", "e"]);
    assert_eq!(sorted(Sort::Oldest), ["a", "b", "c", "d", "e"]);
    assert_eq!(sorted(Sort::Longest), ["b", "d", "a", "c", "e"]);
    assert_eq!(sorted(Sort::Severity), ["c", "b", "a", "d", "e"]);
    assert_eq!(site.ids(""), ["d", "c", "b", "a", "e"], "without words, the newest first");
}

#[test]
fn pages_of_hits_join_without_a_gap() {
    let mut site = site();
    for sort in [Sort::Relevance, Sort::Oldest, Sort::Longest] {
        let all = ids(&site.run(&Request { sort, ..request("fault") }));
        let mut joined = Vec::new();
        for offset in 0..6 {
            joined.extend(ids(&site.run(&Request { sort, offset, limit: 1, ..request("fault") })));
        }
        assert_eq!(joined, all);
    }
    let beyond = site.run(&Request { offset: 99, ..request("fault") });
    assert_eq!((beyond.total, beyond.hits.len()), (5, 0));
    let none = site.run(&Request { limit: 0, ..request("fault") });
    assert_eq!((none.total, none.hits.len()), (5, 0));
}

#[test]
fn hits_tell_their_facts() {
    let mut site = site();
    let response = site.ask("beta");
    let hit = &response.hits[0];
    assert_eq!((hit.id.as_str(), hit.path.as_str(), hit.url.as_str()), ("b", "b.md", "b.html"));
    assert_eq!((hit.date.as_deref(), hit.minutes, hit.kind), (Some("1970-04-21"), Some(120), Kind::Incident));
    assert_eq!(hit.severity.as_ref().map(|severity| severity.key.as_str()), Some("sev1"));
    assert_eq!(hit.services[0].label, "Shop");
    assert_eq!(hit.causes[0].key, "deploy");
    assert!(hit.status.is_none() && hit.score > 0.0);
}

#[test]
fn an_index_of_nothing_answers() {
    let mut site = Site::new(Vec::new());
    for query in ["", "fault", "\"a b\"", "service:x", "a*"] {
        let response = site.ask(query);
        assert_eq!((response.total, response.hits.len()), (0, 0), "{query}");
    }
}

#[test]
fn a_brief_answer_has_the_same_hits_and_counts_kinds_alone() {
    let mut site = site();
    let whole = site.run(&request("fault"));
    let brief = site.run(&Request { brief: true, ..request("fault") });
    let urls = |response: &Response| -> Vec<String> {
        // Without a snippet there is no section that the address could lead to.
        let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
        response.hits.iter().map(|hit| page(&hit.url)).collect()
    };
    assert_eq!((brief.total, urls(&brief)), (whole.total, urls(&whole)));
    assert!(brief.hits.iter().all(|hit| hit.id.is_empty() && hit.path.is_empty() && hit.snippet.is_none()));
    assert_eq!(brief.facets.keys().collect::<Vec<_>>(), [&FacetName::Kind]);
    assert_eq!(brief.facets[&FacetName::Kind].len(), whole.facets[&FacetName::Kind].len());
    assert!(brief.groups.is_empty());
}
