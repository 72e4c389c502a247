//! Facets, dates and durations.

use lookback_search::{FacetName, Request};

use crate::fixture::{Site, ids, incident, request};

fn site() -> Site {
    Site::new(vec![
        incident("a", "Alpha")
            .service("Login")
            .cause("Deploy")
            .severity("SEV1")
            .on(19_000, "2022")
            .minutes(30),
        incident("b", "Beta")
            .service("Shop")
            .cause("Deploy")
            .severity("SEV2")
            .on(19_723, "2024")
            .minutes(120),
        incident("c", "Gamma")
            .service("Shop")
            .service("Login")
            .cause("Memory leak")
            .on(19_791, "2024")
            .minutes(600),
        incident("d", "Delta").service("Mail").cause("Memory leak").severity("SEV1"),
    ])
}

#[test]
fn values_of_one_facet_are_alternatives_and_facets_add_up() {
    let mut site = site();
    let cases: [(&str, &[&str]); 13] = [
        ("service:login", &["c", "a"]),
        ("service:sign-in", &["c", "a"]),
        ("service:Login service:mail", &["c", "a", "d"]),
        ("service:login OR service:mail", &["c", "a", "d"]),
        ("service:shop cause:deploy", &["b"]),
        ("service:shop OR cause:deploy", &["c", "b", "a"]),
        ("-service:shop", &["a", "d"]),
        ("service:login -service:shop", &["a"]),
        ("cause:\"memory leak\"", &["c", "d"]),
        ("cause:memory-leak severity:sev1", &["d"]),
        ("severity:*", &["b", "a", "d"]),
        ("-severity:*", &["c"]),
        ("year:2024 alpha OR beta", &["b"]),
    ];
    for (query, expected) in cases {
        assert_eq!(site.ids(query), expected, "{query}");
    }
}

#[test]
fn an_unknown_value_has_no_hits_and_is_remarked_on() {
    let mut site = site();
    let response = site.ask("alpha service:logn");
    assert_eq!(response.total, 0);
    assert_eq!(response.messages[0].text, "There is no service “logn”; did you mean “login”?");
    assert_eq!(response.messages[0].instead.as_deref(), Some("alpha service:login"));
    let quoted = site.ask("cause:\"memory leek\"");
    assert_eq!(quoted.messages[0].instead.as_deref(), Some("cause:\"memory-leak\""));
    assert!(site.ask("team:x").messages[0].text.contains("no record names a team"));
    let typing = site.run(&Request { typing: true, ..request("service:lo") });
    assert_eq!((typing.total, typing.messages.len()), (2, 0), "unfinished, it stands for what begins so");
}

#[test]
fn dates_and_durations_are_ranges() {
    let mut site = site();
    let cases: [(&str, &[&str]); 14] = [
        ("after:2024", &["c", "b"]),
        ("after:2024-01-01", &["c", "b"]),
        ("after:2024-01-02", &["c"]),
        ("before:2024", &["a"]),
        ("date:2024-03", &["c"]),
        ("date:2024-03-09", &["c"]),
        ("date:2022..2023", &["a"]),
        ("-date:2024", &["a", "d"]),
        ("duration:>2h", &["c"]),
        ("duration:>=2h", &["c", "b"]),
        ("duration:<1h", &["a"]),
        ("duration:30m..2h", &["b", "a"]),
        ("-duration:<1h", &["c", "b", "d"]),
        ("after:2024 OR alpha", &["c", "b", "a"]),
    ];
    for (query, expected) in cases {
        let mut found = site.ids(query);
        let mut expected = expected.to_vec();
        if query.contains(" OR ") {
            found.sort();
            expected.sort_unstable();
        }
        assert_eq!(found, expected, "{query}");
    }
    let unreadable = site.ask("alpha after:yesterday duration:long");
    assert_eq!((unreadable.total, unreadable.messages.len()), (1, 2), "said, and left out");
}

#[test]
fn filters_of_the_request_add_up_with_those_of_the_query() {
    let mut site = site();
    let filters = |pairs: &[(FacetName, &str)]| {
        let mut filters = std::collections::BTreeMap::<FacetName, Vec<String>>::new();
        for (facet, value) in pairs {
            filters.entry(*facet).or_default().push((*value).to_owned());
        }
        filters
    };
    let shop = Request { filters: filters(&[(FacetName::Service, "shop")]), ..request("") };
    assert_eq!(ids(&site.run(&shop)), ["c", "b"]);
    assert_eq!(ids(&site.run(&Request { query: "service:mail".into(), ..shop.clone() })), ["c", "b", "d"]);
    assert_eq!(ids(&site.run(&Request { query: "cause:deploy".into(), ..shop.clone() })), ["b"]);
    assert_eq!(ids(&site.run(&Request { after: "2024-02".into(), ..shop.clone() })), ["c"]);
    assert_eq!(ids(&site.run(&Request { before: "2024-02".into(), ..shop.clone() })), ["b"]);
    assert_eq!(ids(&site.run(&Request { duration: "<=2h".into(), ..shop.clone() })), ["b"]);
    let faulty = Request { after: "soon".into(), duration: "?".into(), ..shop };
    let response = site.run(&faulty);
    assert_eq!((response.total, response.messages.len()), (2, 2));
    let unknown = Request { filters: filters(&[(FacetName::Team, "nobody")]), ..request("") };
    assert_eq!(site.run(&unknown).total, 0);
}

#[test]
fn colons_in_text_are_text() {
    let mut site =
        Site::new(vec![incident("a", "ERR:5 at std::io"), incident("b", "See http://example.org/x")]);
    assert_eq!(site.ids("err:5"), ["a"]);
    assert_eq!(site.ids("std::io"), ["a"]);
    assert_eq!(site.ids("http://example.org/x"), ["b"]);
}
